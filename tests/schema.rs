//! The profiles that we publish, changed in one place at a time: what the schema finds wrong, what reads
//! profiles refuses, and what a whole validator says are the same.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use deskmates::store::json::profile::Profile;
use deskmates::store::json::schema::departures;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;

fn read(path: &str) -> Value {
    let path = format!("{}/public/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every place in a value.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            places(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), out);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| places(item, &format!("{at}/{i}"), out));
        }
        _ => {}
    }
}

/// A profile with something else at a place; with one name too many; without the place.
fn changes(profile: &Value, at: &str) -> Vec<Value> {
    let others =
        [json!(null), json!(true), json!(7), json!(-1), json!(1.5), json!(""), json!("x"), json!([]), json!({})];
    let mut all: Vec<Value> = others
        .into_iter()
        .map(|other| {
            let mut changed = profile.clone();
            *changed.pointer_mut(at).unwrap() = other;
            changed
        })
        .collect();
    let mut more = profile.clone();
    if let Some(fields) = more.pointer_mut(at).unwrap().as_object_mut() {
        fields.insert("oneTooMany".to_owned(), json!("x"));
        all.push(more);
    }
    if let Some((parent, name)) = at.rsplit_once('/') {
        let mut less = profile.clone();
        if let Some(fields) = less.pointer_mut(parent).unwrap().as_object_mut() {
            fields.remove(&name.replace("~1", "/").replace("~0", "~"));
            all.push(less);
        }
    }
    all
}

#[test]
fn the_schema_finds_what_reading_refuses() {
    let schema = read("profile.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let (mut tried, mut refused, mut apart) = (0, 0, Vec::new());
    for name in ["json-server", "wordpress", "postgrest", "pocketbase", "kinto"] {
        let profile = read(&format!("profiles/{name}.json"));
        let mut all = Vec::new();
        places(&profile, "", &mut all);
        // Their fields are like those of comments, and many.
        let is_more_of_the_same = |at: &String| at.contains("/fields/") && !at.starts_with("/resources/comments");
        all.retain(|at| name == "wordpress" || !is_more_of_the_same(at));
        let whole = profile.clone();
        for (at, changed) in all.iter().flat_map(|at| changes(&whole, at).into_iter().map(move |c| (at, c))) {
            let wrong = departures(&changed, &schema);
            let is_read = Profile::deserialize(&changed).is_ok();
            let is_valid = validator.is_valid(&changed);
            tried += 1;
            refused += usize::from(!is_read);
            // What reads also takes a list for an object with the same things in their order, and leaves the
            // version to `check`.
            let may_be_read = at == "/profile" || changed.pointer(at).is_some_and(Value::is_array);
            let differs = if is_read { !wrong.is_empty() && !may_be_read } else { wrong.is_empty() };
            if differs || wrong.is_empty() != is_valid {
                let there = changed.pointer(at).map(|value| value.to_string().chars().take(60).collect::<String>());
                apart.push(format!(
                    "{name} {at} {there:?}: ours {}, read {is_read}, whole {is_valid}",
                    wrong.is_empty()
                ));
            }
            // What is wrong is told at the place that was changed, or above or below it.
            let is_near = |told: &str| told.starts_with(at.as_str()) || at.starts_with(told);
            if let Some(wrong) = wrong.iter().find(|wrong| !is_near(&wrong.at)) {
                apart.push(format!("{name} {at}: told at {}", wrong.at));
            }
        }
    }
    assert!(tried > 4000 && refused > 1000 && refused < tried, "{refused} of {tried}");
    assert!(apart.is_empty(), "{} of {tried}:\n{}", apart.len(), apart[..apart.len().min(40)].join("\n"));
}
