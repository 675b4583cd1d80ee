//! A comment of our own: stored as a stranger, looked for, changed, and removed
//! again. Only where we know beforehand who can remove it.

use super::Probe;
use super::asking::{self, Person, base_of, is_by_path, things_in};
use super::finding::{Finding, Outcome};
use super::writing::{ADDRESS, finding};
use crate::domain::resource::{Id, Kind};
use crate::store::json::Created;
use crate::store::json::profile::{Call, Method};
use crate::store::json::request::RequestSpec;
use crate::store::{Private, StoreError};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a stranger could do to it.
pub(super) struct Tried {
    pub(super) changed: Option<Result<bool, StoreError>>,
    pub(super) removed: Option<bool>,
    pub(super) change: Option<asking::Seen>,
    pub(super) removal: Option<asking::Seen>,
}

/// Who removes it.
pub(super) enum Remover {
    /// Anybody: nobody signs in there.
    Anybody,
    /// The account, which is a coordinator's.
    Account(Rc<Person>),
}

impl Probe {
    /// Who can remove what a stranger stores, if that is sure enough to store something. A profile may have
    /// a call that removes what is public and does not reach what waits.
    pub(super) async fn remover(&self, kind: Kind) -> Option<Remover> {
        let resource = self.resource(kind)?;
        let (create, remove) = (resource.create.as_ref()?, resource.remove.as_ref()?);
        if base_of(&create.path).trim_end_matches('/') != base_of(&remove.path).trim_end_matches('/') {
            return None;
        }
        let remover = match (&self.profile.sign_in, self.account()) {
            (None, _) => Remover::Anybody,
            (Some(_), Some(account)) if self.asked.stores => {
                account.backend.session()?.is_coordinator().then_some(Remover::Account(account))?
            }
            _ => return None,
        };
        let person: &Person = match &remover {
            Remover::Anybody => &self.stranger,
            Remover::Account(account) => account,
        };
        if !is_by_path(&remove.path) {
            return self.names_one(kind, remove, person).await.then_some(remover);
        }
        // Where removing is refused for what is not there, it would be for what is.
        let theirs = self.their_id(kind, self.absent_id(kind).as_str());
        let own = |name: &str| (name == "id").then(|| theirs.clone());
        let seen = person.ask(&RequestSpec::of(remove, Method::Delete), &own).await?;
        seen.status().filter(|status| *status < 300 || matches!(status, 404 | 410)).map(|_| remover)
    }

    /// Whether a query that names one thing means that one and no other: a backend that overlooks it would
    /// take a removal to mean everything.
    async fn names_one(&self, kind: Kind, call: &Call, person: &Person) -> bool {
        let Some(there) = self.reading(kind).and_then(|reading| reading.ids().next().map(str::to_owned)) else {
            return false;
        };
        let Some(resource) = self.resource(kind) else { return false };
        for (id, expected) in [(there.as_str(), 1), (self.absent_id(kind).as_str(), 0)] {
            let theirs = self.their_id(kind, id);
            let own = |name: &str| (name == "id").then(|| theirs.clone());
            let reads = Call { method: None, body: None, ..call.clone() };
            let seen = person.ask(&RequestSpec::of(&reads, Method::Get), &own).await;
            let body = seen.and_then(|seen| seen.json());
            let things = body.filter(Value::is_array).map(|body| things_in(&body, self.envelope(resource)));
            if things.is_none_or(|things| things.len() != expected) {
                return false;
            }
        }
        true
    }

    pub(super) async fn store_and_remove(&self, kind: Kind, remover: &Remover) {
        let nowhere = self.absent_id(Kind::Topics);
        let mut thing = self.thing(kind, nowhere.as_str());
        let mut outcome = self.stranger.backend.create(kind, &thing).await;
        if matches!(outcome, Err(StoreError::Invalid { .. } | StoreError::NotAllowed | StoreError::NotFound))
            && let Some(topic) = self.real_topic()
        {
            thing = self.thing(kind, &topic);
            outcome = self.stranger.backend.create(kind, &thing).await;
        }
        let seen = self.stranger.last();
        let id = match outcome {
            Ok(Created::Stored(stored)) => stored.value["id"].clone(),
            // Whether it is stored is not known: it may be.
            Err(
                StoreError::TimedOut(_)
                | StoreError::Offline(_)
                | StoreError::Malformed { .. }
                | StoreError::Unavailable { .. },
            ) => thing["id"].clone(),
            Ok(Created::There) => {
                return self
                    .tell(finding(kind, Outcome::Bad, "write.exists_always").hint("hint.exists").seen(seen.as_ref()));
            }
            Err(error) => {
                let found = finding(kind, Outcome::Bad, "write.refused").with("why", error).hint("hint.not_writable");
                return self.tell(found.seen(seen.as_ref()));
            }
        };
        let Ok(id) = Id::try_from(id.as_str().unwrap_or_default().to_owned()) else { return };
        if self.is_anothers(kind, &id) {
            return self
                .tell(finding(kind, Outcome::Bad, "write.left").with("id", &id).hint("hint.left").seen(seen.as_ref()));
        }
        thing["id"] = json!(id);
        if kind == Kind::Comments {
            self.shown(kind, &id).await;
            self.change_and_remove(kind, thing, &id, remover).await;
        }
        let people: Vec<&Person> = match remover {
            Remover::Anybody => vec![&self.stranger],
            Remover::Account(account) => vec![account, &self.stranger],
        };
        let gone = (self.tried.borrow().as_ref().is_some_and(|tried| tried.removed == Some(true))
            && self.is_gone(kind, &id, &people).await)
            || self.take_away(kind, &id).await;
        let found: Finding = if gone {
            finding(kind, Outcome::Good, "write.stored_and_removed")
        } else {
            finding(kind, Outcome::Bad, "write.left").with("id", &id).hint("hint.left")
        };
        self.tell(found.seen(seen.as_ref()));
    }

    /// Whether everybody sees at once what a stranger sent, and with which fields.
    async fn shown(&self, kind: Kind, id: &Id) {
        let is_public = self.stranger.backend.get(kind, id).await.is_ok();
        let seen = self.stranger.last();
        let promised = self.promises_moderation();
        let found = match (is_public, promised) {
            (true, true) => finding(kind, Outcome::Bad, "write.published").hint("hint.moderate"),
            (true, false) => finding(kind, Outcome::Bad, "write.unmoderated").hint("hint.moderate"),
            (false, _) => finding(kind, Outcome::Good, "write.held"),
        };
        self.tell(found.seen(seen.as_ref()));
        if is_public && seen.as_ref().and_then(|seen| seen.good()).is_some_and(|answer| answer.text.contains(ADDRESS)) {
            let found = Finding::new(super::Area::Private, Outcome::Bad, "private.own_address").of(kind);
            self.tell(found.hint("hint.address").seen(seen.as_ref()));
        }
    }

    /// Another stranger than the author tries the same as a stranger always can: nobody is told apart.
    async fn change_and_remove(&self, kind: Kind, mut thing: Value, id: &Id, remover: &Remover) {
        let Some(resource) = self.resource(kind) else { return };
        let reader: &Person = match remover {
            Remover::Anybody => &self.stranger,
            Remover::Account(account) => account,
        };
        let (mut changed, mut change) = (None, None);
        // What is sent must mean this one, and no other.
        let sure = resource.remove.as_ref().map(|remove| (remove.path.clone(), remove.query.clone()));
        let is_sure = |path: &str, query: &BTreeMap<String, String>| {
            is_by_path(path) || sure.as_ref().is_some_and(|(p, q)| p == path && q == query)
        };
        if resource.update.as_ref().is_some_and(|update| is_sure(&update.path, &update.query)) {
            let revision = reader.backend.get(kind, id).await.map(|stored| stored.revision).unwrap_or_default();
            thing["text"] = "This is a test by Deskmates, changed by a stranger. It is removed at once.".into();
            let outcome = self.stranger.backend.update(kind, &thing, &revision, Private::Kept).await;
            change = self.stranger.last();
            changed = Some(match outcome {
                Ok(_) => {
                    let now = reader.backend.get(kind, id).await.map(|stored| stored.value.to_string());
                    Ok(now.is_ok_and(|now| now.contains("changed by a stranger"))
                        || !self.is_gone(kind, id, &[&self.stranger]).await)
                }
                Err(error) => Err(error),
            });
        }
        let (mut removed, mut removal) = (None, None);
        if resource.remove.is_some() {
            let outcome = self.stranger.backend.remove(kind, id).await;
            removal = self.stranger.last();
            removed = Some(outcome.is_ok() && self.is_gone(kind, id, &[reader]).await);
        }
        self.tried.replace(Some(Tried { changed, removed, change, removal }));
    }
}
