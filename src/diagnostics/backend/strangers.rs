//! What strangers can do to what others wrote.
//!
//! Only what changes nothing is tried: an update with the value that is there
//! already, of one field, and the removal of what is not there, which proves
//! something only if it is refused. A call that names the thing in its query and
//! not in its path is not made at all: a backend that overlooks the query would
//! take it to mean everything.

use super::Probe;
use super::asking::{is_by_path, literal};
use super::finding::{Area, Finding, Outcome};
use crate::domain::resource::Kind;
use crate::platform::http::Body;
use crate::store::json::pointer;
use crate::store::json::profile::{Form, Method};
use crate::store::json::request::RequestSpec;
use serde_json::{Value, json};

const KIND: Kind = Kind::Comments;

fn finding(outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::Strangers, outcome, words).of(KIND)
}

impl Probe {
    pub(super) async fn strangers(&self) {
        if self.resource(KIND).is_none() {
            return;
        }
        let tried = self.tried.take();
        match tried.as_ref().and_then(|tried| Some((tried.changed.as_ref()?, tried))) {
            Some((Ok(true), tried)) => {
                self.tell(finding(Outcome::Bad, "strangers.change").hint("hint.strangers").seen(tried.change.as_ref()))
            }
            Some((Ok(false), tried)) => {
                self.tell(finding(Outcome::Good, "strangers.change_without_effect").seen(tried.change.as_ref()))
            }
            Some((Err(_), tried)) => {
                self.tell(finding(Outcome::Good, "strangers.do_not_change").seen(tried.change.as_ref()))
            }
            None => self.change_nothing().await,
        }
        match tried.as_ref().and_then(|tried| Some((tried.removed?, tried))) {
            Some((true, tried)) => {
                self.tell(finding(Outcome::Bad, "strangers.remove").hint("hint.strangers").seen(tried.removal.as_ref()))
            }
            Some((false, tried)) => {
                self.tell(finding(Outcome::Good, "strangers.do_not_remove").seen(tried.removal.as_ref()))
            }
            None => self.remove_nothing().await,
        }
    }

    /// Sends one field of a comment as it is.
    async fn change_nothing(&self) {
        let not_tried = |words| self.tell(finding(Outcome::NotTried, words));
        let Some(resource) = self.resource(KIND) else { return };
        let Some(update) = &resource.update else { return not_tried("strangers.no_update") };
        if !is_by_path(&update.path) {
            return not_tried("strangers.update_by_query");
        }
        if update.method.is_some_and(|method| method != Method::Patch) {
            return not_tried("strangers.update_replaces");
        }
        let Some(reading) = self.reading(KIND) else { return not_tried("strangers.nothing_to_change") };
        // A field that is the same read and written, and short.
        let same = ["name", "topic", "state"].into_iter().find_map(|name| {
            let field = resource.fields.get(name)?;
            let at = field.at.as_ref().filter(|_| field.read.is_none() && field.write.is_none())?;
            let is_plain = field.form == Form::Plain && field.values.is_empty() && field.lookup.is_none();
            is_plain.then_some(())?;
            let (raw, thing) = reading
                .raw
                .iter()
                .zip(&reading.things)
                .find(|(raw, _)| raw.pointer(at).is_some_and(Value::is_string))?;
            Some((at.clone(), raw.pointer(at)?.clone(), thing.clone()))
        });
        let Some((at, value, thing)) = same else { return not_tried("strangers.nothing_to_change") };
        let mut item = json!({});
        pointer::put(&mut item, &at, value);
        let send = &self.envelope(resource).send;
        let mut whole = json!({});
        if send.is_empty() {
            whole = item
        } else {
            pointer::put(&mut whole, send, item)
        }
        let theirs = self.their_id(KIND, thing.value["id"].as_str().unwrap_or_default());
        let own = |name: &str| match name {
            "id" => Some(theirs.clone()),
            "revision" => Some(thing.revision.clone().into()),
            "next" => Some((thing.revision.parse::<i64>().ok()? + 1).into()),
            _ => None,
        };
        let mut parts = RequestSpec::of_write(update, Method::Patch);
        // Whoever minds these does even less: a condition that cannot hold, and an answer that shows what was done.
        let more = [("if-match", "\"deskmates-check\""), ("prefer", "return=representation")];
        let more = more
            .into_iter()
            .filter(|(name, _)| self.profile.request.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name)));
        let more = more.map(|(name, value)| (name.to_owned(), literal(value))).collect();
        parts.headers.push(&more);
        parts.body = Body::Json(whole.to_string());
        let Some(seen) = self.as_stranger(&parts, &own).await else { return not_tried("strangers.nothing_to_change") };
        let found = match seen.status() {
            Some(200..=299) => finding(Outcome::Bad, "strangers.change").hint("hint.strangers"),
            // The condition was looked at, so the person was let in.
            Some(412 | 428) => finding(Outcome::Bad, "strangers.change").hint("hint.strangers"),
            Some(401 | 403 | 404 | 405) => finding(Outcome::Good, "strangers.do_not_change"),
            Some(status @ 400..=499) => finding(Outcome::NotTried, "strangers.change_unclear").with("status", status),
            _ => finding(Outcome::NotTried, "strangers.no_answer"),
        };
        self.tell(found.seen(Some(&seen)));
    }

    /// Removes what is not there.
    async fn remove_nothing(&self) {
        let not_tried = |words| self.tell(finding(Outcome::NotTried, words));
        let Some(remove) = self.resource(KIND).and_then(|resource| resource.remove.as_ref()) else {
            return not_tried("strangers.no_remove");
        };
        if !is_by_path(&remove.path) {
            return not_tried("strangers.remove_by_query");
        }
        let theirs = self.their_id(KIND, self.absent_id(KIND).as_str());
        let own = |name: &str| (name == "id").then(|| theirs.clone());
        let Some(seen) = self.as_stranger(&RequestSpec::of(remove, Method::Delete), &own).await else {
            return not_tried("strangers.no_remove");
        };
        let found = match seen.status() {
            Some(401 | 403 | 405) => finding(Outcome::Good, "strangers.do_not_remove"),
            _ => finding(Outcome::NotTried, "strangers.remove_unclear"),
        };
        self.tell(found.seen(Some(&seen)));
    }
}
