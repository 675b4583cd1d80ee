//! Whether things are chosen and sorted as asked for. Deskmates itself leaves out what
//! it did not ask for, so this looks at what came.

use super::Probe;
use super::asking::Person;
use super::finding::{Area, Outcome};
use super::reading::{MAX, Reading, failed, finding};
use crate::domain::resource::Kind;
use crate::domain::written::Written;
use crate::store::json::profile::Form;
use crate::store::query::Is;
use crate::store::{Query, StoreError, Stored};
use chrono::DateTime;
use serde_json::Value;
use std::collections::BTreeSet;

/// A text that nothing there is.
const ABSENT: &str = "deskmates-check-no-such-thing";

impl Probe {
    /// Whether the backend gives what it is asked for, and nothing else.
    pub(super) async fn chosen(&self, kind: Kind, person: &Person, reading: &Reading) {
        let (mut ignored, mut missed, mut tried) = (Vec::new(), Vec::new(), 0);
        let (mut wrong, mut last) = (None, None);
        for query in self.choices(kind, reading) {
            let query = Query { size: Some(MAX), ..query };
            let field = query.conditions.first().map_or("", |condition| condition.field);
            let things = match person.backend.raw(kind, &query).await {
                Ok(Some(raw)) => self.as_ours(kind, person, raw.items).await.map(|things| (things, raw.next)),
                // The backend cannot choose so: it is done here.
                Ok(None) => continue,
                // A backend may well refuse what nothing can be.
                Err(StoreError::Invalid { .. } | StoreError::NotFound)
                    if reading.things.iter().all(|t| !query.asks_for(&t.value)) =>
                {
                    continue;
                }
                Err(error) => Err(error),
            };
            last = person.last();
            let (things, next) = match things {
                Ok(things) => things,
                Err(error) => {
                    return self.tell(failed(kind, Area::Read, &error).hint("hint.filter").seen(last.as_ref()));
                }
            };
            tried += 1;
            let is_there = |id: &Value| things.iter().any(|thing| thing.value["id"] == *id);
            let mut expected = reading.things.iter().filter(|thing| query.asks_for(&thing.value));
            if things.iter().any(|thing| !query.asks_for(&thing.value)) {
                ignored.push(field);
                wrong = wrong.or_else(|| last.clone());
            } else if next.is_none() && !expected.all(|thing| is_there(&thing.value["id"])) {
                missed.push(field);
                wrong = wrong.or_else(|| last.clone());
            }
        }
        ignored.dedup();
        missed.dedup();
        let found = match (tried, ignored.is_empty(), missed.is_empty()) {
            (0, ..) => finding(kind, Outcome::Good, "read.chosen_here"),
            (_, false, _) => finding(kind, Outcome::Bad, "read.filter_ignored")
                .with("fields", ignored.join(", "))
                .hint("hint.filter"),
            (_, _, false) => {
                finding(kind, Outcome::Bad, "read.filter_misses").with("fields", missed.join(", ")).hint("hint.filter")
            }
            _ => finding(kind, Outcome::Good, "read.filter"),
        };
        self.tell(found.seen(wrong.or(last).as_ref()));
    }

    /// What to ask for: by the field that pages use, and for comments in every way there is.
    fn choices(&self, kind: Kind, reading: &Reading) -> Vec<Query> {
        let (field, sorted) = (kind.spec().chosen_by, kind.spec().sorted_by);
        let texts = |field: &'static str| reading.things.iter().filter_map(move |thing| thing.value[field].as_str());
        let of_field = self.resource(kind).and_then(|resource| resource.fields.get(field));
        // A slug that the backend gave and that cannot stand in an address has another in its place, which only we know.
        let is_given = |thing: &Stored<Value>, raw: &Value| match of_field {
            Some(of_field) if of_field.form == Form::Slug => {
                of_field.read_at().and_then(|at| raw.pointer(at)) == Some(&thing.value[field])
            }
            _ => true,
        };
        let given = reading.things.iter().zip(&reading.raw).find(|(thing, raw)| is_given(thing, raw));
        let given = given.and_then(|(thing, _)| thing.value[field].as_str());
        let mut queries: Vec<_> =
            given.into_iter().map(|text| Query::all().that(field, Is::Equal(text.to_owned()))).collect();
        let absent = match field {
            "id" => self.absent_id(kind).as_str().to_owned(),
            "topic" => self.absent_id(Kind::Topics).as_str().to_owned(),
            _ => ABSENT.to_owned(),
        };
        queries.push(Query::all().that(field, Is::Equal(absent)));
        if kind == Kind::Comments {
            let two: Vec<String> = texts("id").take(2).map(str::to_owned).collect();
            queries.push(Query::all().that("id", Is::Among(two)));
            let times = sorted.into_iter().flat_map(texts).filter_map(DateTime::parse);
            let mut times: Vec<_> = times.collect();
            times.sort_unstable();
            if let (Some(field), Some(time)) = (sorted, times.get(times.len() / 2)) {
                queries.extend([Is::From(*time), Is::Before(*time)].map(|is| Query::all().that(field, is)));
            }
        }
        queries
    }

    async fn as_ours(&self, kind: Kind, person: &Person, raw: Vec<Value>) -> Result<Vec<Stored<Value>>, StoreError> {
        let resource = person.backend.resource(kind)?;
        let call = resource.list.as_ref().ok_or(StoreError::Unsupported)?;
        Ok(person.backend.things(resource, call, raw).await?.things)
    }

    /// Whether the order is the one that was asked for, both ways.
    pub(super) async fn sorted(&self, kind: Kind, person: &Person, reading: &Reading) {
        let Some(field) = kind.spec().sorted_by else { return };
        let distinct: BTreeSet<_> = reading.things.iter().map(|thing| thing.value[field].to_string()).collect();
        if distinct.len() < 2 {
            return self.tell(finding(kind, Outcome::NotTried, "read.one_time").with("field", field));
        }
        for falling in [false, true] {
            let query = Query { order: Some((field, falling)), size: Some(MAX), ..Query::all() };
            let things = match person.backend.raw(kind, &query).await {
                Ok(Some(raw)) => self.as_ours(kind, person, raw.items).await,
                Ok(None) => return self.tell(finding(kind, Outcome::Good, "read.sorted_here")),
                Err(error) => Err(error),
            };
            let last = person.last();
            let things = match things {
                Ok(things) => things,
                Err(error) => return self.tell(failed(kind, Area::Read, &error).hint("hint.sort").seen(last.as_ref())),
            };
            let mut ordered = things.clone();
            query.sort(&mut ordered);
            let of =
                |things: &[Stored<Value>]| things.iter().map(|thing| thing.value[field].clone()).collect::<Vec<_>>();
            if of(&things) != of(&ordered) {
                let found = finding(kind, Outcome::Bad, "read.sort_ignored").with("field", field).hint("hint.sort");
                return self.tell(found.seen(last.as_ref()));
            }
        }
        self.tell(finding(kind, Outcome::Good, "read.sort").with("field", field).seen(person.last().as_ref()));
    }
}
