//! Tries a profile against its backend, and says what was found to a coordinator
//! who is no developer.
//!
//! It is harmless. It reads; it sends what must be refused and learns from the
//! refusal; it stores a comment only where it can take it away again. What cannot
//! be tried in a way that changes nothing is said to be not tried.

mod accounts;
mod addresses;
mod asking;
mod choosing;
mod doubts;
mod exposure;
mod finding;
mod paging;
mod partners;
mod reach;
mod reading;
mod side_channel;
mod strangers;
mod trial;
mod writing;

pub use finding::{Area, Evidence, Finding, Outcome};

use crate::domain::resource::Kind;
use crate::platform::http::HttpTransport;
use crate::store::json::profile::{Credentials, Profile};
use asking::Person;
use reading::Reading;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a check may do beyond what a stranger can.
#[derive(Clone, Default)]
pub struct Asked {
    /// A user and a password, or a token in the place of the password.
    pub account: Option<(String, String)>,
    /// Whether a comment may be stored as a stranger if only this account, a coordinator's, can remove it.
    /// It is removed at once; only so can it be seen whether what strangers send waits for a moderator.
    pub stores: bool,
}

/// Tries a profile that was checked (`diagnostics::profile::read`). It takes some hundred requests.
pub async fn probe(profile: Profile, transport: Rc<dyn HttpTransport>, asked: Asked) -> Vec<Finding> {
    let probe = Probe::of(profile, transport, asked);
    probe.scheme();
    if probe.reach().await {
        probe.sign_in().await;
        probe.read().await;
        probe.speed();
        probe.write().await;
        probe.strangers().await;
        probe.exposure().await;
        probe.side_channels().await;
        probe.user_lists().await;
    }
    probe.findings.into_inner()
}

/// A check under way.
struct Probe {
    /// The profile as it was given.
    profile: Profile,
    asked: Asked,
    /// Who has no account. What the profile calls private is asked for all the same.
    stranger: Person,
    /// Who signed in.
    account: RefCell<Option<Rc<Person>>>,
    /// What was read of each kind, by whoever may.
    read: RefCell<BTreeMap<Kind, Rc<Reading>>>,
    /// What strangers could do to a comment of our own, where one was stored.
    tried: RefCell<Option<trial::Tried>>,
    findings: RefCell<Vec<Finding>>,
    /// How many ids were made.
    made: RefCell<u64>,
}

impl Probe {
    fn of(profile: Profile, transport: Rc<dyn HttpTransport>, asked: Asked) -> Self {
        let mut open = profile.clone();
        open.request.credentials = Credentials::Omit;
        open.resources.values_mut().for_each(|resource| resource.private = false);
        Self {
            stranger: Person::of(open, transport),
            profile,
            asked,
            account: RefCell::new(None),
            read: RefCell::default(),
            tried: RefCell::new(None),
            findings: RefCell::default(),
            made: RefCell::new(0),
        }
    }

    fn account(&self) -> Option<Rc<Person>> {
        self.account.borrow().clone()
    }

    fn reading(&self, kind: Kind) -> Option<Rc<Reading>> {
        self.read.borrow().get(&kind).cloned()
    }

    fn tell(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }
}
