//! What somebody is writing, kept as it is typed: in this tab, which is the
//! only one to write it, and in this browser, for when the tab is closed. So two
//! tabs in which the same person writes do not take each other's words.

use super::browser;

/// What the name of a draft begins with in this browser's storage.
const DRAFTS: &str = "draft:";

fn in_browser(name: &str) -> String {
    format!("{DRAFTS}{name}")
}

/// The words of a draft, as this tab has them or else as the last one left them.
pub fn kept(name: &str) -> Option<String> {
    browser::kept_in_tab(name).or_else(|| browser::kept(&in_browser(name)))
}

/// Keeps the words of a draft. Where nothing can be kept they stay in the form,
/// and sending will say so.
pub fn keep(name: &str, text: &str) {
    browser::keep_in_tab(name, text);
    let _ = browser::keep(&in_browser(name), text);
}

/// Forgets a draft; what another tab wrote under the same name stays.
pub fn forget(name: &str) {
    let name_there = in_browser(name);
    if browser::kept_in_tab(name).is_none_or(|own| browser::kept(&name_there).is_none_or(|there| there == own)) {
        browser::forget(&name_there);
    }
    browser::forget_in_tab(name);
}

/// Forgets every draft in this browser.
pub fn forget_all() {
    for (name, _) in browser::all_kept(DRAFTS) {
        browser::forget(&name);
        browser::forget_in_tab(name.trim_start_matches(DRAFTS));
    }
}
