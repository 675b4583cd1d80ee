//! Where a session is kept between visits: in this tab, in this browser or nowhere, as its profile says.

use super::json::profile::{Keep, Profile};
use super::parse;
use crate::platform::Platform;
use serde_json::Value;
use std::any::Any;
use std::rc::Rc;

/// Where the session of one backend is kept.
pub struct SessionStorage {
    platform: Rc<dyn Platform>,
    name: String,
    keep: Keep,
}

impl SessionStorage {
    /// The place for the session of a profile's backend.
    pub fn of(profile: &Profile, platform: Rc<dyn Platform>) -> Self {
        let keep = profile.sign_in.as_ref().map(|sign_in| sign_in.keep).unwrap_or_default();
        Self { platform, name: format!("session:{}", profile.base), keep }
    }

    /// Whether all tabs share the session, and it is kept under this name; nothing stands for all names.
    pub fn is_shared_under(&self, name: Option<&str>) -> bool {
        self.keep == Keep::Browser && name.is_none_or(|name| name == self.name)
    }

    /// The session that is kept, if there is one.
    pub fn kept(&self) -> Option<Value> {
        let kept = match self.keep {
            Keep::Memory => None,
            Keep::Tab => self.platform.tab_storage().get(&self.name),
            Keep::Browser => self.platform.storage().get(&self.name),
        };
        parse::json(&kept?).ok()
    }

    /// Keeps a session where its profile says, or forgets it when there is none.
    pub fn keep(&self, session: Option<&Value>) {
        let (in_tab, in_browser) = (self.platform.tab_storage(), self.platform.storage());
        let Some(session) = session.filter(|_| self.keep != Keep::Memory) else {
            in_tab.forget(&self.name);
            return in_browser.forget(&self.name);
        };
        // Where it cannot be kept one signs in again at the next visit. What a profile that said otherwise left goes.
        let (kept, other) = if self.keep == Keep::Tab { (in_tab, in_browser) } else { (in_browser, in_tab) };
        other.forget(&self.name);
        if kept.keep(&self.name, &session.to_string()).is_err() {
            kept.forget(&self.name);
        }
    }

    /// Waits until no other tab renews a session that all tabs share.
    pub async fn lock(&self) -> Option<Box<dyn Any>> {
        if self.keep == Keep::Browser { Some(self.platform.lock(&self.name).await) } else { None }
    }
}
