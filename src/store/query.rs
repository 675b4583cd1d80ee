//! What a page asks the store for, and how a query is answered where the data
//! itself is at hand.

use super::Stored;
use crate::domain::resource::Id;
use serde_json::Value;

/// Which things, by the fields of their canonical JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    equal: Vec<(&'static str, String)>,
}

impl Query {
    /// Everything of a kind.
    pub fn all() -> Self {
        Self::default()
    }

    /// Those whose field is this id.
    #[must_use]
    pub fn with(mut self, field: &'static str, id: &Id) -> Self {
        self.equal.push((field, id.as_str().to_owned()));
        self
    }

    /// Whether a thing is asked for.
    pub fn asks_for(&self, value: &Value) -> bool {
        self.equal.iter().all(|(field, wanted)| value[*field].as_str() == Some(wanted))
    }

    /// Answers the query from everything there is.
    pub fn answer(&self, source: String, all: Vec<Stored<Value>>) -> Page<Stored<Value>> {
        Page { items: all.into_iter().filter(|item| self.asks_for(&item.value)).collect(), source }
    }
}

/// What a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The things.
    pub items: Vec<T>,
    /// Where they are from, for who is to mend what is wrong with one.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_query_finds_by_field() {
        let id = |text: &str| Id::try_from(text.to_owned()).unwrap();
        let stored = |value| Stored { value, revision: 1, mine: false };
        let all = vec![
            stored(json!({"id": "a", "topic": "x"})),
            stored(json!({"id": "b", "topic": "y"})),
            stored(json!({"id": "c"})),
        ];
        let ids = |query: Query| {
            query.answer("test".to_owned(), all.clone()).items.iter().map(|i| i.value["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(Query::all()), ["a", "b", "c"]);
        assert_eq!(ids(Query::all().with("topic", &id("x"))), ["a"]);
        assert_eq!(ids(Query::all().with("topic", &id("x")).with("id", &id("b"))), [""; 0]);
    }
}
