//! What somebody is writing, kept as it is typed: in this tab, which is the
//! only one to write it, and in this browser, for when the tab is closed. So two
//! tabs in which the same person writes do not take each other's words.

use crate::platform::browser;

/// What the name of a draft begins with in this browser's storage.
const DRAFTS: &str = "draft:";

fn in_browser(name: &str) -> String {
    format!("{DRAFTS}{name}")
}

/// The words of a draft, as this tab has them or else as the last one left them: then they are this tab's from now on.
pub fn kept(name: &str) -> Option<String> {
    browser::kept_in_tab(name).or_else(|| {
        let left = browser::kept(&in_browser(name))?;
        browser::keep_in_tab(name, &left);
        Some(left)
    })
}

/// Keeps the words of a draft. Where nothing can be kept they stay in the form,
/// and sending will say so. What this tab has already is not kept again: in the browser
/// there may be what another tab has written since.
pub fn keep(name: &str, text: &str) {
    if browser::kept_in_tab(name).is_some_and(|there| there == text) {
        return;
    }
    browser::keep_in_tab(name, text);
    let _ = browser::keep(&in_browser(name), text);
}

/// Forgets a draft; what another tab is writing under the same name stays.
pub fn forget(name: &str) {
    let name_there = in_browser(name);
    if browser::kept_in_tab(name).is_some_and(|own| browser::kept(&name_there).is_some_and(|there| there == own)) {
        browser::forget(&name_there);
    }
    browser::forget_in_tab(name);
}

/// Forgets a draft, whoever is writing it.
pub fn forget_everywhere(name: &str) {
    browser::forget_in_tab(name);
    browser::forget(&in_browser(name));
}

/// The names of the drafts that a participant may have left: those that have their id as one of their steps
/// (`message:p01:s1`), and those that name nobody, a comment and the waitlist's. None for who is no participant.
pub fn of(who: &str) -> Vec<String> {
    let is_theirs =
        |name: &String| name == "waitlist" || name.starts_with("comment:") || name.split(':').any(|step| step == who);
    let in_browser = browser::all_kept(DRAFTS).into_iter();
    let in_browser = in_browser.filter_map(|(name, _)| Some(name.strip_prefix(DRAFTS)?.to_owned()));
    // Where the browser's storage was full, a draft is in the tab's alone.
    let all = in_browser.chain(browser::names_in_tab());
    if who.is_empty() { Vec::new() } else { all.filter(is_theirs).collect() }
}

/// With what the names begin under which this browser keeps what a participant has seen: `seen:p01:…`.
pub const SEEN: &str = "seen:";

/// Forgets the drafts that a participant may have left, and what they have seen.
pub fn forget_of(who: &str) {
    of(who).iter().for_each(|name| forget_everywhere(name));
    browser::all_kept(&format!("{SEEN}{who}:")).iter().for_each(|(name, _)| browser::forget(name));
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
    let kept = [DRAFTS, SEEN].map(browser::all_kept);
    kept.iter().flatten().for_each(|(name, _)| browser::forget(name));
    browser::forget_all_in_tab();
    remember(None);
}
