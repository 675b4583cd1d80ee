//! What somebody is writing, kept as it is typed: in this tab, which is the
//! only one to write it, and in this browser, for when the tab is closed. So two
//! tabs in which the same person writes do not take each other's words.

use super::browser;
use crate::domain::resource::Id;

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

/// Forgets a draft; what another tab is writing under the same name stays.
pub fn forget(name: &str) {
    let name_there = in_browser(name);
    if browser::kept_in_tab(name).is_none_or(|own| browser::kept(&name_there).is_none_or(|there| there == own)) {
        browser::forget(&name_there);
    }
    browser::forget_in_tab(name);
}

/// Forgets every draft of a participant: those whose name has their id as one of its steps.
pub fn forget_of(who: &Id) {
    let is_theirs = |name: &str| name.split(':').any(|step| step == who.as_str());
    let all = browser::all_kept(DRAFTS).into_iter().map(|(name, _)| name).filter(|name| is_theirs(name));
    for name in all {
        browser::forget_in_tab(name.trim_start_matches(DRAFTS));
        browser::forget(&name);
    }
}

/// Under which name a person who wants to be remembered is.
const ME: &str = "me";

/// What is remembered of who wrote here, if they chose so.
pub fn person() -> Option<String> {
    browser::kept(ME)
}

/// Remembers a person, or nobody. It is a convenience: where it cannot be kept
/// they type it again.
pub fn remember(person: Option<&str>) {
    match person {
        Some(text) => drop(browser::keep(ME, text)),
        None => browser::forget(ME),
    }
}

/// Forgets every draft in this browser, and who wrote them.
pub fn forget_all() {
    browser::all_kept(DRAFTS).iter().for_each(|(name, _)| browser::forget(name));
    browser::forget_all_in_tab();
    remember(None);
}
