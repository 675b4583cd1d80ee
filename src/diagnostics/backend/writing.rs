//! Whether people can send comments and join the waitlist.
//!
//! Where nothing that is stored could be taken away again, what is sent must be
//! refused, and the refusal tells: who finds something wrong with it would have
//! taken it if nothing were; who does not let us in says so.

use super::asking::{Person, base_of, item_of};
use super::finding::{Area, Finding, Outcome};
use super::{Probe, asking};
use crate::domain::resource::{Id, Kind};
use crate::store::StoreError;
use crate::store::json::Created;
use crate::store::json::profile::{Call, Method};
use crate::store::json::request::RequestSpec;
use serde_json::{Value, json};

/// Whose test everything is that a check sends. No mail reaches the address (RFC 2606).
pub(super) const NAME: &str = "Deskmates check";
/// The address that goes with it.
pub(super) const ADDRESS: &str = "deskmates-check@example.org";

pub(super) fn finding(kind: Kind, outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::Write, outcome, words).of(kind)
}

/// What a refusal tells.
enum Told {
    /// It would be taken, if it were sound.
    Writable,
    /// Nobody without an account may write.
    Closed,
    /// Either: the rules of some backends do not say whether they refuse a person or a thing.
    Unclear(StoreError),
    /// It was stored. Nothing is checked there.
    Stored(Id),
}

impl Probe {
    /// Tries to write.
    pub(super) async fn write(&self) {
        for kind in [Kind::Comments, Kind::Waitlist] {
            let Some(resource) = self.resource(kind) else {
                self.tell(finding(kind, Outcome::NotTried, "write.not_kept"));
                continue;
            };
            if resource.create.is_none() {
                self.tell(finding(kind, Outcome::NotTried, "write.no_create").hint("hint.create"));
            } else if resource.private {
                self.tell(finding(kind, Outcome::Bad, "write.private").hint("hint.create"));
            } else if let Some(remover) = self.remover(kind).await {
                self.store_and_remove(kind, &remover).await;
            } else {
                self.send_nonsense(kind).await;
            }
        }
    }

    /// A comment as somebody would send it, with nothing in it that could be taken for somebody's.
    pub(super) fn thing(&self, kind: Kind, topic: &str) -> Value {
        let now = crate::store::json::time::written(&self.stranger.now());
        let id = self.absent_id(kind);
        match kind {
            Kind::Comments => json!({
                "id": id, "topic": topic, "name": NAME, "email": ADDRESS, "created": now, "state": "published",
                "text": "This is a test by Deskmates. It is removed at once.",
            }),
            _ => json!({ "id": id, "name": NAME, "country": "NA", "consented": now, "email": ADDRESS }),
        }
    }

    /// A topic that people comment on.
    pub(super) fn real_topic(&self) -> Option<String> {
        let of_comment = self.reading(Kind::Comments).and_then(|comments| {
            comments.things.iter().rev().find_map(|thing| thing.value["topic"].as_str().map(str::to_owned))
        });
        of_comment.or_else(|| self.reading(Kind::Topics)?.ids().next().map(str::to_owned))
    }

    /// What cannot be stored, from what is wrong throughout to what is wrong in one field: the first that
    /// is refused for itself tells enough. What only few backends refuse is not sent before others did.
    fn nonsense(&self, kind: Kind) -> Vec<Value> {
        let with = |mut thing: Value, fields: Value| {
            if let (Some(all), Value::Object(fields)) = (thing.as_object_mut(), fields) {
                all.extend(fields);
            }
            thing
        };
        if kind != Kind::Comments {
            return vec![with(
                self.thing(kind, ""),
                json!({ "name": "", "country": "nowhere", "email": "no address" }),
            )];
        }
        let nowhere = self.absent_id(Kind::Topics);
        let mut all = vec![with(self.thing(kind, nowhere.as_str()), json!({ "text": "" }))];
        if let Some(topic) = self.real_topic() {
            all.push(with(self.thing(kind, &topic), json!({ "text": "" })));
            let mut wrong = json!({ "name": "", "email": "no address", "link": "no link" });
            let in_path = self
                .resource(kind)
                .and_then(|resource| resource.create.as_ref())
                .is_none_or(|create| asking::is_by_path(&create.path));
            if !in_path {
                wrong["id"] = "no id at all!".into();
            }
            all.push(with(self.thing(kind, &topic), wrong));
        }
        all
    }

    async fn send_nonsense(&self, kind: Kind) {
        let mut told = None;
        for (i, thing) in self.nonsense(kind).into_iter().enumerate() {
            let begun = self.stranger.asked();
            let outcome = self.stranger.backend.create(kind, &thing).await;
            let last = self.stranger.last().filter(|_| self.stranger.has_sent_since(begun));
            let status = last.as_ref().and_then(|seen| seen.status());
            told = Some(match outcome {
                // What the profile cannot say was not sent, and nobody refused it.
                Err(error) if last.is_none() => Told::Unclear(error),
                Err(StoreError::Invalid { .. } | StoreError::AlreadyThere) | Ok(Created::There) => Told::Writable,
                Err(StoreError::NotSignedIn) => Told::Closed,
                // Nowhere is not a topic to comment on; but of a real one that means the person.
                Err(StoreError::NotAllowed) if i > 0 && matches!(status, Some(401 | 403)) => Told::Closed,
                // What was answered well, or not at all, may have been stored.
                Err(error) if status.is_none_or(|status| status < 300) => {
                    return self.may_have_taken(kind, &thing, &error).await;
                }
                Err(error) => Told::Unclear(error),
                Ok(Created::Stored(stored)) => {
                    let id = stored.value["id"].as_str().unwrap_or_default().to_owned();
                    Told::Stored(Id::try_from(id).unwrap_or_else(|_| self.absent_id(kind)))
                }
            });
            if !matches!(told, Some(Told::Unclear(StoreError::NotAllowed | StoreError::NotFound))) {
                break;
            }
        }
        let last = self.stranger.last();
        let found = match told {
            None => return,
            Some(Told::Writable) => finding(kind, Outcome::Good, "write.would_be_taken"),
            Some(Told::Closed | Told::Unclear(StoreError::NotAllowed)) => {
                finding(kind, Outcome::Bad, "write.closed").hint("hint.not_writable")
            }
            Some(Told::Unclear(StoreError::NotFound)) => {
                finding(kind, Outcome::Bad, "write.not_found").hint("hint.not_found")
            }
            Some(Told::Unclear(StoreError::TooMany { .. })) => {
                finding(kind, Outcome::NotTried, "write.too_many").hint("hint.too_many")
            }
            Some(Told::Unclear(error)) => {
                finding(kind, Outcome::Bad, "write.fails").with("why", error).hint("hint.fails")
            }
            Some(Told::Stored(id)) => self.took_nonsense(kind, &id).await,
        };
        self.tell(found.seen(last.as_ref()));
        if kind == Kind::Comments {
            let promised = self.promises_moderation();
            let words = if promised { "write.moderation_not_tried" } else { "write.moderation_not_promised" };
            self.tell(finding(kind, Outcome::NotTried, words).hint("hint.moderation_not_tried"));
        }
    }

    /// Nobody said whether it was stored. If it was, it must not stay there.
    async fn may_have_taken(&self, kind: Kind, thing: &Value, error: &StoreError) {
        let seen = self.stranger.last();
        let Ok(id) = Id::try_from(thing["id"].as_str().unwrap_or_default().to_owned()) else { return };
        let gone = self.take_away(kind, &id).await;
        let found = finding(kind, Outcome::Bad, if gone { "write.takes_nonsense" } else { "write.may_be_left" });
        let found =
            found.with("id", id).with("why", error).hint(if gone { "hint.validate" } else { "hint.may_be_left" });
        self.tell(found.seen(seen.as_ref()));
    }

    /// It must not stay there.
    async fn took_nonsense(&self, kind: Kind, id: &Id) -> Finding {
        let gone = self.take_away(kind, id).await;
        let words = if gone { "write.takes_nonsense" } else { "write.left_nonsense" };
        finding(kind, Outcome::Bad, words).with("id", id).hint(if gone { "hint.validate" } else { "hint.left" })
    }

    /// Removes what a check stored, in every way there is. Says whether it is gone.
    pub(super) async fn take_away(&self, kind: Kind, id: &Id) -> bool {
        let Some(resource) = self.resource(kind) else { return false };
        if self.is_anothers(kind, id) {
            return false;
        }
        let account = self.account();
        let people: Vec<&Person> = account.as_deref().into_iter().chain([&self.stranger]).collect();
        for person in &people {
            if resource.remove.is_some()
                && person.backend.remove(kind, id).await.is_ok()
                && self.is_gone(kind, id, &people).await
            {
                return true;
            }
        }
        // Beside what the profile says: where it was put.
        let Some(create) = &resource.create else { return false };
        let call = Call::to(&item_of(&create.path));
        let theirs = self.their_id(kind, id.as_str());
        let own = |name: &str| (name == "id").then(|| theirs.clone());
        for person in &people {
            let seen = person.ask(&RequestSpec::of(&call, Method::Delete), &own).await;
            if seen.is_some_and(|seen| seen.good().is_some()) {
                return true;
            }
        }
        false
    }

    /// Whether it was there before: an answer may name what is somebody else's.
    pub(super) fn is_anothers(&self, kind: Kind, id: &Id) -> bool {
        self.reading(kind).is_some_and(|reading| reading.ids().any(|known| known == id.as_str()))
    }

    /// Whether nobody finds it any more, where it was put and where it is read.
    pub(super) async fn is_gone(&self, kind: Kind, id: &Id, people: &[&Person]) -> bool {
        for person in people {
            if self.sees(kind, id, person).await {
                return false;
            }
        }
        true
    }

    /// Whether somebody finds it.
    pub(super) async fn sees(&self, kind: Kind, id: &Id, person: &Person) -> bool {
        if person.backend.get(kind, id).await.is_ok() {
            return true;
        }
        let Some(resource) = self.resource(kind) else { return false };
        let Some(create) = &resource.create else { return false };
        // Where it was put may not be where it is read.
        let theirs = self.their_id(kind, id.as_str());
        let calls = [
            Call::to(&item_of(&create.path)),
            Call {
                query: resource.remove.as_ref().map(|call| call.query.clone()).unwrap_or_default(),
                ..Call::to(base_of(&create.path))
            },
        ];
        let own = |name: &str| (name == "id").then(|| theirs.clone());
        for call in calls.iter().filter(|call| call.path.contains("{id}") || !call.query.is_empty()) {
            let seen = person.ask(&RequestSpec::of(call, Method::Get), &own).await;
            if seen.and_then(|seen| seen.json()).is_some_and(|body| body.to_string().contains(&asking::text(&theirs))) {
                return true;
            }
        }
        false
    }

    /// Whether the profile says that comments wait for a moderator.
    pub(super) fn promises_moderation(&self) -> bool {
        let Some(resource) = self.resource(Kind::Comments) else { return false };
        let Some(create) = &resource.create else { return false };
        let held = resource.fields.get("state").and_then(|field| field.values.get("held")).cloned();
        let held = held.unwrap_or_else(|| "held".into());
        create.held || create.set.values().any(|value| *value == held)
    }
}
