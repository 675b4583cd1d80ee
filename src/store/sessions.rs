//! Where a session is kept between visits: in this tab, in this browser or nowhere, as its profile says.

use super::json::Session;
use super::json::profile::{Keep, Profile};
use super::{browser, parse, strict};

/// What the name of a session begins with.
const SESSION: &str = "session:";

fn session(profile: &Profile) -> String {
    format!("{SESSION}{}", profile.base)
}

/// Whether a session is kept under this name.
pub fn is_session(name: &str) -> bool {
    name.starts_with(SESSION)
}

/// The session that is kept for a backend, if there is one.
pub fn kept_session(profile: &Profile) -> Option<Session> {
    let name = session(profile);
    let kept = browser::kept_in_tab(&name).or_else(|| browser::kept(&name))?;
    strict::read(&parse::json(&kept).ok()?).ok()
}

/// Keeps the session of a backend where its profile says, or forgets it when there is none.
pub fn keep_session(profile: &Profile, kept: Option<&Session>) {
    let name = session(profile);
    browser::forget(&name);
    browser::forget_in_tab(&name);
    let keep = profile.sign_in.as_ref().map(|sign_in| sign_in.keep).unwrap_or_default();
    if let Some(text) = kept.and_then(|session| serde_json::to_value(session).ok()) {
        match keep {
            Keep::Memory => {}
            Keep::Tab => browser::keep_in_tab(&name, &text.to_string()),
            // Where it cannot be kept one signs in again at the next visit.
            Keep::Browser => drop(browser::keep(&name, &text.to_string())),
        }
    }
}
