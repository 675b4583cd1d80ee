//! The profiles that are published are right, and what is wrong with a profile is
//! told: all of it, each with its place.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use deskmates::diagnostics::profile as rules;
use deskmates::diagnostics::schema::departures;
use deskmates::domain::resource::Kind;
use deskmates::store::json::profile::Profile;
use deskmates::store::strict;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn read(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(path);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

const NAMES: [&str; 6] = ["json-server", "wordpress", "postgrest", "pocketbase", "kinto", "files"];

fn profile(name: &str) -> Value {
    read(&format!("profiles/{name}.json"))
}

/// Everything that is wrong with a profile, as a person reads it.
fn told(profile: &Value) -> Vec<String> {
    let wrong = rules::read(profile, &read("profile.schema.json")).err();
    wrong.iter().flatten().map(ToString::to_string).collect()
}

#[test]
fn the_published_profiles_are_right() {
    for name in NAMES {
        assert_eq!(told(&profile(name)), [""; 0], "{name}");
    }
}

#[test]
fn every_field_that_the_check_knows_is_one_of_the_canonical_json() {
    // The demo's things hold every field that there is, but for those that are private or were never filled in.
    let unseen = ["email", "figures", "link", "edited", "language", "replaces", "small", "erase"];
    // Nobody has said anything of these in the demo's own files; comments have a file for each topic.
    let others = [Kind::Comments, Kind::Concerns, Kind::Reflections, Kind::Waitlist];
    let kinds = Kind::ALL.into_iter().filter(|kind| !others.contains(kind));
    for (kind, file) in kinds.map(|kind| (kind, kind.name())) {
        let things: Vec<Value> = serde_json::from_value(read(&format!("demo/{file}.json"))).unwrap();
        let fields = kind.spec().fields;
        let known: Vec<_> = fields.iter().map(|field| field.name).collect();
        let needed: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        for thing in &things {
            for field in thing.as_object().unwrap().keys() {
                assert!(known.contains(&field.as_str()), "{file}: {field}");
            }
            // A word about an agreement is either of two.
            let has = |field: &&str| thing.get(*field).is_some() || ["terms", "accepts"].contains(field);
            assert!(needed.iter().all(has), "{file}: {}", thing["id"]);
        }
        let seen = |field: &&str| things.iter().any(|thing| thing.get(*field).is_some());
        assert!(known.iter().all(|field| seen(field) || unseen.contains(field)), "{file}: {known:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let mut wrong = profile("postgrest");
    wrong["base"] = json!(7);
    wrong["request"]["allowed"] = json!("prefer");
    wrong["page"]["most"] = json!("many");
    wrong["resources"]["comments"]["ids"] = json!("guid");
    wrong["resources"]["comments"]["feilds"] = json!({});
    wrong["resources"]["coments"] = json!({});
    wrong["filter"]["put"] = json!({ "querry": "x" });
    wrong.as_object_mut().unwrap().remove("name");
    let told = told(&wrong);
    for (place, expected) in [
        ("/base:", "a text"),
        ("/request/allowed:", "a list"),
        ("/page/most:", "a number"),
        ("/resources/comments/ids:", "\"uuid\""),
        ("/resources/comments/feilds:", "\"fields\""),
        ("/resources/coments", "\"comments\""),
        ("/filter/put", "\"query\""),
        ("/name:", "a text"),
    ] {
        let line = told.iter().find(|line| line.starts_with(place));
        assert!(line.is_some_and(|line| line.contains(expected)), "{place} in {told:#?}");
    }
    assert_eq!(told.len(), 8, "{told:#?}");
}

#[test]
fn rules_beyond_the_shape_are_told_at_once() {
    let mut wrong = profile("kinto");
    wrong["base"] = json!("http://kinto.example.org/v1/");
    wrong["page"]["query"]["_limit"] = json!("{sizes}");
    wrong["envelope"]["list"] = json!("data");
    wrong["resources"]["comments"]["fields"]["email"] = json!({ "at": "/email" });
    wrong["resources"]["comments"]["fields"]["colour"] = json!({ "at": "/colour" });
    wrong["resources"]["contacts"]["update"]["headers"] = json!({ "X-Revision": "{revision}" });
    wrong["resources"]["contacts"]["remove"]["path"] = json!("/contacts");
    wrong["errors"]["exists"] = json!([{}]);
    wrong["resources"]["topics"]["fields"].as_object_mut().unwrap().remove("release");
    let told = told(&wrong);
    for place in [
        "/base:",
        "/page/query/_limit:",
        "/envelope/list:",
        "/resources/comments/fields/email:",
        "/resources/comments/fields/colour:",
        "/resources/contacts/update/headers/X-Revision:",
        "/resources/contacts/remove:",
        "/errors/exists/0:",
        "/resources/topics/fields/release:",
    ] {
        assert_eq!(told.iter().filter(|line| line.starts_with(place)).count(), 1, "{place} in {told:#?}");
    }
    assert_eq!(told.len(), 9, "{told:#?}");
}

#[test]
fn a_list_that_sends_something_is_no_get() {
    let mut wrong = profile("json-server");
    wrong["filter"] =
        json!({ "put": { "body": "/selector" }, "conditions": { "is": { "{field}": { "$eq": "{value}" } } } });
    assert!(told(&wrong).iter().any(|line| line.starts_with("/resources/comments/list/method: expected POST")));
    for kind in ["rounds", "topics", "comments"] {
        wrong["resources"][kind]["list"]["method"] = json!("POST");
    }
    assert_eq!(told(&wrong), [""; 0]);
}

#[test]
fn passwords_go_over_http_to_this_machine_only() {
    for (base, is_right) in [
        ("http://127.0.0.1:4103", true),
        ("http://localhost/api", true),
        ("http://[::1]:80/x", true),
        ("https://api.example.org", true),
        ("http://127.0.0.1.evil.example", false),
        ("http://localhost.evil.example:80", false),
        ("http://api.example.org", false),
        ("", false),
        ("/api", false),
        ("ftp://127.0.0.1", false),
    ] {
        let mut profile = profile("postgrest");
        profile["base"] = json!(base);
        assert_eq!(told(&profile).is_empty(), is_right, "{base}");
    }
}

/// Every place in a value.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            places(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), out);
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| places(item, &format!("{at}/{i}"), out)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever stands wherever: serde reads a profile exactly when nothing departs from the schema, and so
    /// says a whole validator.
    #[test]
    fn the_schema_and_the_types_agree(
        name in prop::sample::select(&NAMES[..]), place in any::<prop::sample::Index>(), what in 0_usize..9,
    ) {
        thread_local!(static SCHEMA: (Value, jsonschema::Validator) = {
            let schema = read("profile.schema.json");
            let validator = jsonschema::validator_for(&schema).unwrap();
            (schema, validator)
        });
        let mut changed = profile(name);
        let mut all = Vec::new();
        places(&changed, "", &mut all);
        let at = place.get(&all).clone();
        let values = [
            json!("x"), json!(7), json!(-1), json!(true), json!([]), json!({}), json!({ "header": "X" }), json!(["x"]), json!("query"),
        ];
        *changed.pointer_mut(&at).unwrap() = values[what].clone();
        let is_read = strict::read::<Profile>(&changed).is_ok_and(|profile| profile.profile == 1);
        SCHEMA.with(|(schema, validator)| {
            let wrong = departures(&changed, schema);
            assert_eq!(wrong.is_empty(), validator.is_valid(&changed), "{name} {at} {}: {wrong:?}", values[what]);
            assert_eq!(wrong.is_empty(), is_read, "{name} {at} {}: {wrong:?}", values[what]);
        });
    }
}
