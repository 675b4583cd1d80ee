//! What a page asks the store for, and how a query is answered where the data
//! itself is at hand.

use super::{StoreError, Stored, parse, repair};
use crate::domain::resource::{Id, Resource};
use crate::domain::written::Written;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::cmp::Ordering;

/// The most things of one list that are read, or kept at hand.
pub const MAX: usize = 10_000;

/// Which things, by the fields of their canonical JSON, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What holds for each of them.
    pub conditions: Vec<Condition>,
    /// The field they are sorted by, and whether in falling order; as the store has them if there is none.
    pub order: Option<(&'static str, bool)>,
    /// How many at once, at most; as many as the store gives if there is none.
    pub size: Option<u64>,
    /// How many pages of that size, from the first on; where there are not so many, all.
    pub pages: u64,
    /// Where to go on: what the page before said.
    pub from: Option<Cursor>,
    /// Whether the number of all of them is asked for.
    pub count: bool,
}

/// What holds for a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: &'static str,
    /// What is said of it.
    pub is: Is,
}

/// What is said of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Is {
    /// It is this text.
    Equal(String),
    /// It is one of these texts.
    Among(Vec<String>),
    /// It is this time or later.
    From(DateTime<Utc>),
    /// It is earlier than this time.
    Before(DateTime<Utc>),
}

/// Where a list goes on. Only the store that gave it knows what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Query {
    /// Everything of a kind.
    pub fn all() -> Self {
        Self::default()
    }

    /// Those whose field is this id.
    #[must_use]
    pub fn with(self, field: &'static str, id: &Id) -> Self {
        self.that(field, Is::Equal(id.as_str().to_owned()))
    }

    /// Those of which this holds.
    #[must_use]
    pub fn that(mut self, field: &'static str, is: Is) -> Self {
        self.conditions.push(Condition { field, is });
        self
    }

    /// In the order of a field, at most so many at once, with the number of all.
    #[must_use]
    pub fn paged(self, field: &'static str, falling: bool, size: u64) -> Self {
        Self { order: Some((field, falling)), size: Some(size), pages: 1, count: true, ..self }
    }

    /// The text that a field must be, if one is asked for.
    pub fn equal(&self, field: &str) -> Option<&str> {
        self.conditions.iter().find_map(|condition| match &condition.is {
            Is::Equal(text) if condition.field == field => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether a thing is asked for.
    pub fn asks_for(&self, value: &Value) -> bool {
        self.conditions.iter().all(|Condition { field, is }| {
            let found = &value[*field];
            match is {
                Is::Equal(wanted) => found.as_str() == Some(wanted),
                Is::Among(wanted) => found.as_str().is_some_and(|found| wanted.iter().any(|w| w == found)),
                Is::From(time) => at(found).is_some_and(|found| found >= *time),
                Is::Before(time) => at(found).is_some_and(|found| found < *time),
            }
        })
    }

    /// Answers the query from everything there is.
    pub fn answer(&self, source: String, all: Vec<Stored<Value>>) -> Page<Stored<Value>> {
        let items: Vec<_> = all.into_iter().filter(|item| self.asks_for(&item.value)).collect();
        Page { items, source, total: None, next: None }
    }

    /// Puts things into the order that is asked for.
    pub fn sort(&self, items: &mut [Stored<Value>]) {
        if let Some((field, falling)) = self.order {
            items.sort_by(|a, b| {
                let order = compare(&a.value[field], &b.value[field]);
                if falling { order.reverse() } else { order }
            });
        }
    }
}

/// The time that a field holds.
fn at(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::parse(value.as_str()?)
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (at(a), at(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => a.as_str().cmp(&b.as_str()),
        },
    }
}

/// What a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The things.
    pub items: Vec<T>,
    /// Where they are from, for who is to correct what is wrong with one.
    pub source: String,
    /// How many there are on all pages, if it is known.
    pub total: Option<u64>,
    /// Where the list goes on; nothing at its end.
    pub next: Option<Cursor>,
}

impl Page<Stored<Value>> {
    /// The things as their type. What cannot be read of one is left out ([`repair`]), and one of which nothing can be shown. Where it
    /// is not the things that are odd ([`repair::is_source_odd`]), an error tells of the first.
    pub fn typed<T: Resource>(&self) -> Result<Vec<Stored<T>>, StoreError> {
        let (mut things, mut odd) = (Vec::new(), 0);
        for Stored { value, revision, mine, delivery } in &self.items {
            let read = parse::read::<T>(value).ok();
            odd += usize::from(read.is_none());
            let reads = |value: &Value| parse::read::<T>(value).is_ok();
            let repaired = || parse::read(&repair::repaired(value, T::KIND.spec(), &reads)?).ok();
            if let Some(value) = read.or_else(repaired) {
                let (revision, delivery) = (revision.clone(), delivery.clone());
                things.push(Stored { value, revision, mine: *mine, delivery });
            }
        }
        let error = if repair::is_source_odd(odd, self.items.len()) { self.odd::<T>().next() } else { None };
        error.map_or(Ok(things), Err)
    }

    /// Why things on the page cannot be read as their type as they are: for each such one, its place or id, and its first field that does not fit.
    pub fn odd<T: Resource>(&self) -> impl Iterator<Item = StoreError> {
        self.items.iter().enumerate().filter_map(|(i, item)| {
            let place = item.value["id"].as_str().map_or_else(|| format!("/{i}"), str::to_owned);
            parse::fit::<T>(&item.value, &self.source, &place).err()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn stored(value: Value) -> Stored<Value> {
        Stored { value, revision: String::new(), mine: false, delivery: crate::store::Delivery::Sent }
    }

    #[test]
    fn a_query_finds_by_field() {
        let id = |text: &str| Id::try_from(text.to_owned()).unwrap();
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let all = vec![
            stored(json!({"id": "a", "topic": "x", "created": "2016-02-15T09:12:00Z"})),
            stored(json!({"id": "b", "topic": "y", "created": "2016-02-15T09:12:00.500Z"})),
            stored(json!({"id": "c"})),
        ];
        let ids = |query: Query| {
            query.answer("test".to_owned(), all.clone()).items.iter().map(|i| i.value["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(Query::all()), ["a", "b", "c"]);
        assert_eq!(ids(Query::all().with("topic", &id("x"))), ["a"]);
        assert_eq!(ids(Query::all().with("topic", &id("x")).with("id", &id("b"))), [""; 0]);
        assert_eq!(ids(Query::all().that("id", Is::Among(vec!["a".into(), "c".into()]))), ["a", "c"]);
        let moment = time("2016-02-15T09:12:00.1Z");
        assert_eq!(ids(Query::all().that("created", Is::From(moment))), ["b"]);
        assert_eq!(ids(Query::all().that("created", Is::Before(moment))), ["a"]);
    }

    #[test]
    fn times_and_numbers_are_sorted_as_what_they_are() {
        let sorted = |field: &'static str, falling: bool, values: &[Value]| {
            let mut items: Vec<_> = values.iter().map(|value| stored(json!({ field: value }))).collect();
            Query::all().paged(field, falling, 10).sort(&mut items);
            items.into_iter().map(|item| item.value[field].clone()).collect::<Vec<_>>()
        };
        assert_eq!(sorted("number", false, &[json!(10), json!(9)]), [json!(9), json!(10)]);
        let (sooner, later) = (json!("2016-02-15T09:12:00Z"), json!("2016-02-15T09:12:00.500Z"));
        assert_eq!(sorted("created", false, &[later.clone(), sooner.clone()]), [sooner.clone(), later.clone()]);
        assert_eq!(sorted("created", true, &[sooner.clone(), later.clone()]), [later, sooner]);
    }
}
