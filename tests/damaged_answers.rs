//! Every value of every record that a backend answers with, damaged in every way, one at a time: the records beside it are read as ever.
//! The answers hold the demo's records in the form that each published profile reads. Prints how many damages were tried.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

#[path = "json/places.rs"]
mod places;

use chrono::{DateTime, Utc};
use deskmates::domain::kinds::Visitor;
use deskmates::domain::resource::{Kind, Resource};
use deskmates::platform::LocalFuture;
use deskmates::platform::http::{HttpTransport, Request, Response, TransportError};
use deskmates::store::json::Backend;
use deskmates::store::json::profile::Profile;
use deskmates::store::{Page, Query, Stored};
use places::places;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// Answers every request with the text that stands here now.
struct Answers(RefCell<String>);

impl HttpTransport for Answers {
    fn send(&self, _: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        let text = self.0.borrow().clone();
        Box::pin(async { Ok(Response { status: 200, headers: Vec::new(), text }) })
    }

    fn text_of(&self, html: &str) -> String {
        html_escape::decode_html_entities(html).into_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap()
    }
}

/// What is read of a list, each thing in canonical JSON; nothing where none of it could be.
struct Read(Page<Stored<Value>>);

impl Visitor for Read {
    type Output = Option<Vec<Value>>;

    fn visit<T: Resource>(self) -> Self::Output {
        let things = self.0.typed::<T>().ok()?;
        Some(things.into_iter().map(|stored| serde_json::to_value(stored.value).unwrap()).collect())
    }
}

/// Puts a value where a pointer points, with what is around it.
fn put(into: &mut Value, at: &str, value: Value) {
    let mut here = into;
    for step in at.split('/').skip(1) {
        here = here.as_object_mut().unwrap().entry(step).or_insert_with(|| json!({}));
    }
    *here = value;
}

/// A thing of the demo as a backend of this profile has it. All five profiles read times in any of their forms.
fn as_backend(resource: &Value, thing: &Value) -> Value {
    let mut record = json!({});
    for (name, field) in resource["fields"].as_object().unwrap() {
        let (Some(at), Some(value)) = (field["read"].as_str().or(field["at"].as_str()), thing.get(name)) else {
            continue;
        };
        let theirs = field["values"].get(value.as_str().unwrap_or_default()).unwrap_or(value);
        put(&mut record, at, theirs.clone());
    }
    record
}

/// What may stand somewhere instead.
fn damages() -> Vec<Option<Value>> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!(7.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!(" \u{a0}\u{200b}"),
        json!("x".repeat(30_000)),
        json!("\u{202e}\u{0}\u{fdd0}"),
        json!("Ã¤Ã¶ï¿½"),
        json!("-0001-11-30T00:00:00"),
        json!("javascript:alert(1)"),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "a": 1 }),
        deep,
    ];
    // Gone altogether, and each of these.
    std::iter::once(None).chain(wrong.into_iter().map(Some)).collect()
}

fn without(record: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match record.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => unreachable!("places are in objects and lists"),
    }
}

fn demo(kind: &str) -> Vec<Value> {
    let text = match kind {
        "comments" => std::fs::read_to_string("public/demo/comments/getting-to-know-you.json"),
        kind => std::fs::read_to_string(format!("public/demo/{kind}.json")),
    };
    serde_json::from_str(&text.unwrap()).unwrap()
}

/// Tries every damage of every kind that a profile lists. Gives how many there were.
fn all_damages(name: &str) -> usize {
    let mut profile: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("public/profiles/{name}.json")).unwrap()).unwrap();
    let list = profile["envelope"]["list"].as_str().unwrap_or_default().to_owned();
    let resources = profile["resources"].as_object_mut().unwrap();
    for resource in resources.values_mut() {
        // Who is signed in is not what this is about.
        resource["private"] = json!(false);
    }
    let resources = resources.clone();
    let answers = Rc::new(Answers(RefCell::default()));
    let backend = Backend::open(serde_json::from_value::<Profile>(profile).unwrap(), Rc::clone(&answers) as _);
    let mut tried = 0;
    for (kind, resource) in resources.iter().filter(|(_, resource)| resource.get("list").is_some()) {
        let records: Vec<Value> = demo(kind).iter().take(3).map(|thing| as_backend(resource, thing)).collect();
        // The demo has none of it; or what is asked for depends on who is signed in.
        if records.is_empty() || resource["list"]["path"].as_str().unwrap().contains('{') {
            continue;
        }
        let kind = Kind::named(kind).unwrap();
        let read = |records: &[Value]| {
            let mut answer = json!({});
            put(&mut answer, &list, json!(records));
            answers.0.replace(answer.to_string());
            kind.visit(Read(pollster::block_on(backend.list(kind, &Query::all())).ok()?))
        };
        let whole = read(&records).unwrap_or_else(|| panic!("{name}, {kind:?}: the answer itself cannot be read"));
        assert_eq!(whole.len(), records.len(), "{name}, {kind:?}");
        let at = records.len() / 2;
        let mut all = Vec::new();
        places(&records[at], String::new(), &mut all);
        for (place, damage) in all.iter().flat_map(|place| damages().into_iter().map(move |damage| (place, damage))) {
            let mut records = records.clone();
            match &damage {
                None => without(&mut records[at], place),
                Some(value) => *records[at].pointer_mut(place).unwrap() = value.clone(),
            }
            let told = || {
                format!(
                    "{name}, {kind:?}, {place}: {}",
                    damage.as_ref().map_or("gone".to_owned(), |value| value.to_string().chars().take(60).collect())
                )
            };
            let found = read(&records).unwrap_or_else(|| panic!("nothing is read any more: {}", told()));
            for (i, thing) in whole.iter().enumerate().filter(|(i, _)| *i != at) {
                assert!(found.contains(thing), "the thing {i} is lost to {}", told());
            }
            tried += 1;
        }
    }
    println!("{name}: {tried} damages");
    tried
}

#[test]
fn nothing_that_is_whole_is_lost_to_what_stands_beside_it() {
    let tried: usize = ["json-server", "postgrest", "pocketbase", "kinto"].map(all_damages).iter().sum();
    assert!(tried > 5_000, "{tried}");
}
