//! A backend as json-server is, of which a test decides what it keeps and how it turns pages.

use crate::finding_words::has_its_words;
use chrono::{DateTime, Utc};
use deskmates::diagnostics::backend::{Asked, Finding, probe};
use deskmates::domain::resource::Kind;
use deskmates::platform::LocalFuture;
use deskmates::platform::http::{HttpTransport, Request, Response, TransportError};
use deskmates::store::json::profile::Profile;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Which part of a list stands on a page, by its number from 0 and the size that was asked for.
pub type Pages = fn(page: usize, size: usize) -> std::ops::Range<usize>;

#[derive(Clone)]
pub struct Server {
    pub topics: Vec<Value>,
    pub comments: Vec<Value>,
    pub pages: Pages,
    /// Whether it says how many there are.
    pub counts: bool,
    /// What stands around a list.
    pub envelope: fn(Vec<Value>) -> Value,
    /// What is different in the profile.
    pub profile: fn(&mut Value),
}

impl Default for Server {
    fn default() -> Self {
        Self {
            topics: (1..6).map(topic).collect(),
            comments: (1..8).map(comment).collect(),
            pages: |page, size| page * size..(page + 1) * size,
            counts: true,
            envelope: Value::Array,
            profile: |_| (),
        }
    }
}

pub fn topic(number: usize) -> Value {
    json!({
        "id": format!("t{number}"), "slug": format!("topic-{number}"), "round": "r1", "number": number,
        "title": format!("Topic {number}"), "release": format!("2016-02-{:02}T08:00:00Z", number % 28 + 1), "body": "Hello",
    })
}

pub fn comment(number: usize) -> Value {
    json!({
        "id": format!("c{number}"), "topic": "t1", "parent": null, "name": "Asha", "text": "Hello", "state": "published",
        "created": format!("2016-02-{:02}T10:00:{:02}Z", number % 28 + 1, number % 60),
    })
}

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

impl Server {
    /// What the check finds, each with words that a person can be told.
    pub fn checked(&self) -> Vec<Finding> {
        let mut profile =
            serde_json::from_str(&std::fs::read_to_string("public/profiles/json-server.json").unwrap()).unwrap();
        (self.profile)(&mut profile);
        if !self.counts {
            profile.as_object_mut().unwrap().remove("total");
        }
        let profile = Profile::deserialize(profile).unwrap();
        let found = pollster::block_on(probe(profile, Rc::new(self.clone()), Asked::default()));
        found.iter().for_each(has_its_words);
        found
    }

    /// What it finds of a kind in these words.
    pub fn found(&self, kind: Kind, words: &str) -> Option<Finding> {
        self.checked().into_iter().find(|found| found.kind == Some(kind) && found.words == words)
    }

    fn list(&self, all: &[Value], query: &str) -> Response {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let query: BTreeMap<String, String> =
            query.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (decoded(n), decoded(v))).collect();
        let fits = |item: &&Value| {
            query.iter().filter(|(name, _)| !name.starts_with('_')).all(|(name, wanted)| item[name] == wanted.as_str())
        };
        let mut found: Vec<Value> = all.iter().filter(fits).cloned().collect();
        if let Some(field) = query.get("_sort") {
            found.sort_by_key(|item| item[field].to_string());
            if query["_order"] == "desc" {
                found.reverse();
            }
        }
        let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
        // A test that turns pages by offset has it in the place of the page's number.
        let page = number("_from").unwrap_or_else(|| number("_page").unwrap_or(1) - 1);
        let range = (self.pages)(page, number("_limit").unwrap_or(10));
        let count = found.len();
        let page = found.into_iter().skip(range.start).take(range.len()).collect();
        let headers = self.counts.then(|| ("X-Total-Count".to_owned(), count.to_string())).into_iter().collect();
        Response { status: 200, headers, text: (self.envelope)(page).to_string() }
    }
}

impl HttpTransport for Server {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        let none = |status| Response { status, headers: Vec::new(), text: "{}".to_owned() };
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (kind, id) = path.split_once('/').map_or((path, None), |(kind, id)| (kind, Some(id)));
        let all = match kind {
            "topics" => self.topics.as_slice(),
            "comments" => self.comments.as_slice(),
            _ => &[],
        };
        let answer = match (request.method.name(), id) {
            ("GET", None) if ["rounds", "topics", "comments"].contains(&kind) => self.list(all, query),
            ("GET", Some(id)) => match all.iter().find(|item| item["id"] == id) {
                Some(item) => Response { text: item.to_string(), ..none(200) },
                None => none(404),
            },
            ("GET", None) => none(404),
            _ => none(403),
        };
        Box::pin(async { Ok(answer) })
    }

    fn text_of(&self, html: &str) -> String {
        html.to_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        now()
    }
}
