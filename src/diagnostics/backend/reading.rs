//! Whether what the profile lists can be read, fits, and is chosen and sorted as asked for.

use super::asking::{Person, Seen};
use super::finding::{Area, Finding, Outcome};
use super::{Probe, addresses};
use crate::domain::kinds::Visitor;
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::json::profile::ResourceProfile;
use crate::store::json::things::Things;
use crate::store::query::Cursor;
use crate::store::{Page, Query, StoreError, Stored};
use serde_json::Value;
use std::rc::Rc;

/// The most things of a kind that are looked at.
pub(super) const MAX: u64 = 100;

/// What was read of a kind.
pub(super) struct Reading {
    /// As the backend has it.
    pub(super) raw: Vec<Value>,
    /// As we have it.
    pub(super) things: Vec<Stored<Value>>,
    /// What does not fit the profile.
    odd: Vec<StoreError>,
    /// Whether there is more.
    pub(super) next: Option<Cursor>,
    /// The request.
    pub(super) seen: Option<Seen>,
}

impl Reading {
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.things.iter().filter_map(|thing| thing.value["id"].as_str())
    }
}

pub(super) fn finding(kind: Kind, outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::Read, outcome, words).of(kind)
}

/// What went wrong, in words of its own where there are some.
pub(super) fn failed(kind: Kind, area: Area, error: &StoreError) -> Finding {
    let bad = |words: &'static str| Finding::new(area, Outcome::Bad, words).of(kind);
    match error {
        StoreError::Malformed { what, at, found } => {
            bad("read.misfit").with("what", what).with("at", at).with("found", found).hint(how_to_fit(found))
        }
        StoreError::NotSignedIn => bad("read.not_signed_in").hint(not_readable(kind)),
        StoreError::NotAllowed => bad("read.not_allowed").hint(not_readable(kind)),
        StoreError::NotFound => bad("read.not_found").hint("hint.not_found"),
        StoreError::Unavailable { status, .. } => bad("read.fails").with("status", status).hint("hint.fails"),
        StoreError::TooMany { .. } => {
            Finding::new(area, Outcome::NotTried, "read.too_many").of(kind).hint("hint.too_many")
        }
        StoreError::Invalid { message, .. } => bad("read.invalid").with("message", message).hint("hint.invalid"),
        other => bad("read.failed").with("why", other),
    }
}

/// What in a profile makes fit what was found.
fn how_to_fit(found: &str) -> &'static str {
    let is_number = ["integer", "floating point"].iter().any(|number| found.contains(number));
    match found {
        _ if is_number && found.contains("expected a string") => "hint.as_number",
        _ if found.contains("an id of") => "hint.prefix",
        _ => "hint.misfit",
    }
}

/// What to change where strangers cannot read: what is about people is not for everybody.
fn not_readable(kind: Kind) -> &'static str {
    if kind.is_public() { "hint.not_readable" } else { "hint.set_private" }
}

/// The places of all lists of objects in an object.
fn lists_in(value: &Value, at: &str, lists: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Array(items) if items.iter().all(Value::is_object) => lists.push(at),
            value => lists_in(value, &at, lists),
        }
    }
}

/// What on a page is not of the type of its kind.
struct Odd<'a>(&'a Page<Stored<Value>>);

impl Visitor for Odd<'_> {
    type Output = Vec<StoreError>;

    fn visit<T: Resource>(self) -> Self::Output {
        self.0.odd::<T>().collect()
    }
}

impl Probe {
    /// Reads everything that the profile lists.
    pub(super) async fn read(&self) {
        for (kind, resource) in &self.profile.resources {
            let kind = *kind;
            if resource.list.is_none() {
                continue;
            }
            match (resource.private, self.account()) {
                (false, _) => self.read_as(kind, &self.stranger).await,
                (true, Some(account)) => self.read_as(kind, &account).await,
                (true, None) => self.tell(finding(kind, Outcome::NotTried, "read.needs_account").hint("hint.account")),
            }
        }
    }

    async fn read_as(&self, kind: Kind, person: &Person) {
        let reading = match self.first_page(kind, person).await {
            Ok(reading) => Rc::new(reading),
            // Some things are not a coordinator's to read, and others not a participant's.
            Err(StoreError::NotAllowed) if self.resource(kind).is_some_and(|resource| resource.private) => {
                let found = finding(kind, Outcome::NotTried, "read.not_this_account");
                return self.tell(found.seen(person.last().as_ref()));
            }
            Err(error) => {
                let seen = person.last();
                let elsewhere = self.list_elsewhere(kind, &error, seen.as_ref());
                let found = elsewhere.unwrap_or_else(|| failed(kind, Area::Read, &error));
                return self.tell(found.seen(seen.as_ref()));
            }
        };
        self.read.borrow_mut().insert(kind, Rc::clone(&reading));
        if kind.is_public() {
            self.addresses_in(kind, &reading.raw, reading.seen.as_ref());
            self.php_messages_in(kind, &reading.raw, reading.seen.as_ref());
        }
        if reading.things.is_empty() {
            let has_owners = self.resource(kind).is_some_and(ResourceProfile::has_owners);
            let found = if has_owners {
                finding(kind, Outcome::NotTried, "read.nothing_private")
            } else {
                finding(kind, Outcome::Warn, "read.empty").hint("hint.empty")
            };
            return self.tell(found.seen(reading.seen.as_ref()));
        }
        let page = Page { items: reading.things.clone(), source: String::new(), total: None, next: None };
        let mistyped = kind.visit(Odd(&page));
        let misfit: Option<Finding> = match (reading.odd.first(), mistyped.first()) {
            (Some(StoreError::Malformed { at, found, .. }), _) => finding(kind, Outcome::Bad, "read.odd")
                .number(reading.odd.len())
                .with("at", at)
                .with("found", found)
                .hint(how_to_fit(found))
                .into(),
            (_, Some(StoreError::Malformed { at, found, .. })) => finding(kind, Outcome::Bad, "read.mistyped")
                .number(mistyped.len())
                .with("id", at)
                .with("found", found)
                .hint(how_to_fit(found))
                .into(),
            _ => None,
        };
        let mut told: Vec<_> =
            [misfit, self.doubtful_times(kind, person.now(), &reading)].into_iter().flatten().collect();
        if told.is_empty() {
            told.push(finding(kind, Outcome::Good, "read.fits").number(reading.things.len()));
        }
        told.extend(self.same_slugs(kind, &reading));
        told.into_iter().for_each(|found| self.tell(found.seen(reading.seen.as_ref())));
        self.one(kind, person, &reading).await;
        self.chosen(kind, person, &reading).await;
        self.sorted(kind, person, &reading).await;
        self.paged(kind, person, &reading).await;
    }

    async fn first_page(&self, kind: Kind, person: &Person) -> Result<Reading, StoreError> {
        let resource = person.backend.resource(kind)?;
        let call = resource.list.as_ref().ok_or(StoreError::Unsupported)?;
        let query = Query { size: Some(MAX), ..Query::all() };
        let raw = person.backend.raw(kind, &query).await?.ok_or(StoreError::Unsupported)?;
        let seen = person.last();
        let Things { things, odd } = person.backend.things(resource, call, raw.items.clone()).await?;
        Ok(Reading { raw: raw.items, things, odd, next: raw.next, seen })
    }

    /// Where the list stands in an answer that holds one, and not where the profile says.
    fn list_elsewhere(&self, kind: Kind, error: &StoreError, seen: Option<&Seen>) -> Option<Finding> {
        let StoreError::Malformed { at, .. } = error else { return None };
        let resource = self.resource(kind)?;
        let body = seen?.json()?;
        // What cannot be read may also be a field of something in the list.
        if self.envelope(resource).list != *at || body.pointer(at).is_some_and(Value::is_array) {
            return None;
        }
        let mut lists = Vec::new();
        lists_in(&body, "", &mut lists);
        let [only] = lists.as_slice() else { return None };
        Some(finding(kind, Outcome::Bad, "read.list_elsewhere").with("at", only).hint("hint.list"))
    }

    /// Addresses that anybody reads who reads these.
    pub(super) fn addresses_in(&self, kind: Kind, raw: &[Value], seen: Option<&Seen>) {
        let Some(resource) = self.resource(kind) else { return };
        let private = |outcome, words| Finding::new(Area::Private, outcome, words).of(kind);
        let in_all = raw.iter().enumerate().flat_map(|(i, thing)| {
            addresses::found(thing, resource)
                .into_iter()
                .map(move |found| (i, found.in_text, format!("/{i}{}", found.at)))
        });
        let (in_text, in_field): (Vec<_>, Vec<_>) = in_all.partition(|(_, in_text, _)| *in_text);
        let found = if let Some((_, _, at)) = in_field.first() {
            let things: std::collections::BTreeSet<_> = in_field.iter().map(|(i, ..)| i).collect();
            private(Outcome::Bad, "private.address")
                .with("at", at)
                .number(things.len())
                .hint("hint.address")
                .seen_at(seen, Some(at.clone()))
        } else if let Some((i, at)) = raw.iter().enumerate().find_map(|(i, thing)| Some((i, addresses::hashed(thing)?)))
        {
            private(Outcome::Bad, "private.address_hash")
                .hint("hint.address_hash")
                .seen_at(seen, Some(format!("/{i}{at}")))
        } else if let Some((_, _, at)) = in_text.first().filter(|_| kind == Kind::Comments) {
            private(Outcome::Warn, "private.address_in_text")
                .number(in_text.len())
                .hint("hint.address_in_text")
                .seen_at(seen, Some(at.clone()))
        } else {
            private(Outcome::Good, "private.no_address").seen(seen)
        };
        self.tell(found);
    }

    /// Messages of PHP within texts: they say where things lie on the server. Readers of our pages do not see them
    /// (`document/html/leftovers.rs`), those of the backend do.
    fn php_messages_in(&self, kind: Kind, raw: &[Value], seen: Option<&Seen>) {
        let has_message = |thing: &Value| thing.to_string().contains("</b> on line <b>");
        let count = raw.iter().filter(|thing| has_message(thing)).count();
        if count > 0 {
            let found = Finding::new(Area::Private, Outcome::Bad, "private.php_messages").of(kind);
            self.tell(found.number(count).hint("hint.php_messages").seen(seen));
        }
    }

    /// Whether one thing can be read by its id.
    async fn one(&self, kind: Kind, person: &Person, reading: &Reading) {
        let has_item = self.resource(kind).is_some_and(|resource| resource.item.is_some());
        let Some(id) = reading.ids().next().and_then(|id| Id::try_from(id.to_owned()).ok()).filter(|_| has_item) else {
            return;
        };
        let found = match person.backend.get(kind, &id).await {
            Ok(stored) if stored.value["id"] == id.as_str() => finding(kind, Outcome::Good, "read.by_id"),
            Ok(_) => finding(kind, Outcome::Bad, "read.another").hint("hint.item"),
            Err(error) => failed(kind, Area::Read, &error).hint("hint.item"),
        };
        self.tell(found.seen(person.last().as_ref()));
        // The list may show less than the thing itself does.
        let item = person.last().filter(|_| kind.is_public()).and_then(|seen| seen.json());
        if let (Some(item), Some(resource)) = (item, self.resource(kind)) {
            let item = person.backend.item_in(resource, &item).unwrap_or(item);
            if addresses::found(&item, resource).iter().any(|found| !found.in_text) {
                self.addresses_in(kind, &[item], person.last().as_ref());
            }
        }
    }
}
