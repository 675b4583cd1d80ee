//! What a kind of thing is stands in its `SPEC`: its type, the demo's files, the schemas of the three backends that have
//! one, the rules of erasing and the words are held to it here.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what is wrong by failing")]

use deskmates::domain::kinds::Visitor;
use deskmates::domain::resource::{Kind, Resource};
use deskmates::domain::spec::{ErasurePolicy, Field, Owner, Type};
use regex_lite::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn public(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn parsed(file: &str) -> Value {
    serde_json::from_str(&public(file)).unwrap()
}

/// Whether JSON is a thing of its kind.
struct Reads<'a>(&'a Value);

impl Visitor for Reads<'_> {
    type Output = Result<(), String>;

    fn visit<T: Resource>(self) -> Self::Output {
        serde_json::from_value::<T>(self.0.clone()).map(drop).map_err(|error| error.to_string())
    }
}

/// Something that a field may hold.
fn example(kind: Kind, field: &Field) -> Value {
    match (kind, field.name, field.holds) {
        (_, "country", _) => json!("NA"),
        (_, "link", _) => json!("https://example.org/"),
        (_, "slug", _) => json!("a-topic"),
        (_, "state", _) => json!("published"),
        (_, "time_zone" | "zone", _) => json!("Africa/Windhoek"),
        (_, "week", _) => json!([[8, 12], null, null, null, null, null, null]),
        (_, "steps", _) => json!([{ "what": "Begin" }]),
        (_, "prompts", _) => json!([{ "id": "work", "title": "Work", "body": "" }]),
        (_, "channels", _) if kind != Kind::Agreements => json!([{ "kind": "email", "at": "a@example.org" }]),
        (_, "seen_by", _) => json!("public"),
        (_, "licence", _) => json!("CC-BY-4.0"),
        (_, "picture" | "small", _) => json!("images/desk.jpg"),
        (_, "about", _) => json!("silent"),
        (_, "erase", _) => json!("wanted"),
        (_, "participants", Type::List) => json!(["p01", "p02"]),
        (_, "figures", _) => json!({ "participants": 1, "countries": 1 }),
        (_, "image", _) => {
            json!({ "src": "a.jpg", "width": 1, "height": 1, "alt": "", "title": "", "author": "", "licence": "" })
        }
        (_, "terms", _) => json!({ "interval": 7 }),
        (_, _, Type::Id | Type::Text) => json!("x1"),
        (_, _, Type::Day) => json!("2016-02-15"),
        (_, _, Type::Moment) => json!("2016-02-15T09:12:00Z"),
        (_, _, Type::Number) => json!(3),
        (_, _, Type::Flag) => json!(true),
        (_, _, Type::List) => json!([]),
        (_, _, Type::Object) => json!({}),
    }
}

/// Fields of which a thing has one or the other.
const EITHER: [(Kind, &[&str]); 2] =
    [(Kind::Agreements, &["terms", "accepts", "replaces"]), (Kind::Notes, &["topic", "prompt", "contact"])];

/// A thing with everything that its kind has, once for each of the alternatives.
fn examples(kind: Kind) -> Vec<Map<String, Value>> {
    let all = |without: &[&str]| {
        let fields = kind.spec().fields.iter().filter(|field| !without.contains(&field.name) && !field.private);
        fields.map(|field| (field.name.to_owned(), example(kind, field))).collect()
    };
    match kind {
        Kind::Agreements => vec![all(&["accepts"]), all(&["terms", "replaces"])],
        Kind::Notes => vec![all(&["contact"]), all(&["topic", "prompt"])],
        _ => vec![all(&[])],
    }
}

#[test]
fn a_thing_of_all_its_fields_is_read_and_written_as_it_was() {
    struct Written(Value);
    impl Visitor for Written {
        type Output = Value;
        fn visit<T: Resource>(self) -> Value {
            serde_json::to_value(serde_json::from_value::<T>(self.0).unwrap()).unwrap()
        }
    }
    for kind in Kind::ALL {
        for thing in examples(kind) {
            let whole = Value::Object(thing.clone());
            assert_eq!(kind.visit(Reads(&whole)), Ok(()), "{}: {whole}", kind.name());
            // Nothing is left out that the spec names, and nothing is there that it does not.
            let written = kind.visit(Written(whole.clone()));
            let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&written), keys(&whole), "{}", kind.name());
        }
    }
}

#[test]
fn a_thing_is_not_read_without_a_required_field_and_is_without_another() {
    for kind in Kind::ALL {
        let either = EITHER.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, fields)| fields);
        for field in kind.spec().fields.iter().filter(|field| !field.private && !either.contains(&field.name)) {
            for mut thing in examples(kind).into_iter().filter(|thing| thing.contains_key(field.name)) {
                thing.remove(field.name);
                let read = kind.visit(Reads(&Value::Object(thing)));
                // What a backend must have may have a default in a form.
                let has_default = (kind, field.name) == (Kind::Concerns, "text");
                assert_eq!(read.is_err(), field.required && !has_default, "{} {}: {read:?}", kind.name(), field.name);
            }
        }
    }
}

#[test]
fn a_spec_names_only_fields_that_it_has() {
    for kind in Kind::ALL {
        let spec = kind.spec();
        let has = |name: &str| spec.fields.iter().any(|field| field.name == name);
        assert!(has("id") && has(spec.chosen_by) && spec.sorted_by.is_none_or(has), "{}", kind.name());
        match spec.owner {
            Owner::Author(field) | Owner::Members(field) => assert!(has(field), "{}", kind.name()),
            Owner::NoParticipant | Owner::Itself => {}
        }
        if let ErasurePolicy::Clear(field) = spec.erasure {
            assert!(has(field), "{}", kind.name());
        }
        assert!(kind.is_personal() || spec.erasure == ErasurePolicy::Keep, "{}: nobody's", kind.name());
    }
}

#[test]
fn the_demo_has_things_as_their_spec_says() {
    let is = |holds: Type, value: &Value| match holds {
        Type::Id | Type::Text | Type::Day | Type::Moment => value.is_string() || value.is_object(),
        Type::Number => value.is_u64(),
        Type::Flag => value.is_boolean(),
        Type::List => value.is_array(),
        Type::Object => value.is_object(),
    };
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Comments) {
        for thing in parsed(&format!("demo/{}.json", kind.name())).as_array().unwrap() {
            for (name, value) in thing.as_object().unwrap() {
                let field = kind.spec().fields.iter().find(|field| field.name == name);
                assert!(field.is_some_and(|field| is(field.holds, value)), "{} {name}: {value}", kind.name());
            }
        }
    }
}

/// The profile of a backend that keeps everything has each kind, with each of its fields.
#[test]
fn the_profiles_of_full_backends_have_every_kind_and_field() {
    for name in ["postgrest", "pocketbase"] {
        let profile = parsed(&format!("profiles/{name}.json"));
        for kind in Kind::ALL {
            let fields = &profile["resources"][kind.name()]["fields"];
            for field in kind.spec().fields {
                assert!(fields.get(field.name).is_some(), "{name} {} {}", kind.name(), field.name);
            }
        }
    }
}

/// The columns of every table of `postgrest.sql`, with what stands behind their names.
fn columns() -> BTreeMap<String, BTreeMap<String, String>> {
    let sql = public("profiles/postgrest.sql");
    let table = Regex::new(r"(?ms)^create table if not exists (?:api|programme)\.(\w+) \(\n(.*?)^\);").unwrap();
    let column =
        Regex::new(r#"(?m)^  "?([a-z_]+)"? ((?:text|date|timestamptz|integer|smallint|boolean|jsonb|numeric).*)$"#)
            .unwrap();
    let added = Regex::new(r"alter table (?:api|programme)\.(\w+) add column if not exists (\w+) ([^;]+);").unwrap();
    let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for found in table.captures_iter(&sql) {
        let columns = column.captures_iter(&found[2]).map(|column| (column[1].to_owned(), column[2].to_owned()));
        all.insert(found[1].to_owned(), columns.collect());
    }
    for found in added.captures_iter(&sql) {
        all.get_mut(&found[1]).unwrap().insert(found[2].to_owned(), found[3].to_owned());
    }
    all
}

#[test]
fn the_tables_of_postgresql_are_those_of_the_specs() {
    let tables = columns();
    for kind in Kind::ALL {
        let table = tables.get(kind.name()).unwrap_or_else(|| panic!("no table {}", kind.name()));
        for field in kind.spec().fields {
            let column =
                table.get(field.name).unwrap_or_else(|| panic!("{} has no column {}", kind.name(), field.name));
            let fits: &[&str] = match field.holds {
                Type::Id | Type::Text => &["text"],
                Type::Day => &["date"],
                Type::Moment => &["timestamptz"],
                Type::Number => &["integer", "smallint"],
                Type::Flag => &["boolean"],
                Type::List => &["text[]", "jsonb"],
                Type::Object => &["jsonb"],
            };
            let written = column.split([' ', ',']).next().unwrap();
            assert!(fits.contains(&written), "{}.{}: {column}", kind.name(), field.name);
            let is_either = EITHER.iter().any(|(of, fields)| *of == kind && fields.contains(&field.name));
            if field.required && !is_either {
                let is_there = column.contains("not null") || column.contains("primary key");
                assert!(is_there, "{}.{} may be null: {column}", kind.name(), field.name);
            }
        }
    }
}

#[test]
fn the_collections_of_pocketbase_are_those_of_the_specs() {
    let collections = parsed("profiles/pocketbase-collections.json");
    for kind in Kind::ALL {
        let collection = collections.as_array().unwrap().iter().find(|one| one["name"] == kind.name());
        let fields =
            collection.unwrap_or_else(|| panic!("no collection {}", kind.name()))["fields"].as_array().unwrap();
        for field in kind.spec().fields {
            let there = fields.iter().find(|there| there["name"] == field.name);
            let there = there.unwrap_or_else(|| panic!("{} has no field {}", kind.name(), field.name));
            let fits: &[&str] = match field.holds {
                Type::Id => &["text"],
                Type::Text => &["text", "select", "email", "url", "editor"],
                Type::Day => &["text", "date"],
                Type::Moment => &["date", "autodate"],
                Type::Number => &["number"],
                Type::Flag => &["bool"],
                Type::List | Type::Object => &["json"],
            };
            assert!(fits.contains(&there["type"].as_str().unwrap()), "{}.{}: {there}", kind.name(), field.name);
        }
    }
}

/// The names of the properties of a JSON Schema, and of those that are required.
type Schema = (Vec<String>, Vec<String>);

/// The JSON Schemas of Kinto's collections, by the name of the collection; those of the inbox are what is sent.
fn kinto() -> BTreeMap<String, Vec<Schema>> {
    use saphyr::{LoadableYamlNode, Yaml};
    let text = public("profiles/kinto.yml");
    let yaml = Yaml::load_from_str(&text).unwrap().remove(0);
    let mut all: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (_, bucket) in yaml["buckets"].as_mapping().unwrap() {
        for (name, collection) in bucket["collections"].as_mapping().unwrap() {
            let schema = &collection["data"]["schema"];
            let names = schema["properties"].as_mapping().unwrap().keys().map(|key| key.as_str().unwrap().to_owned());
            let required = schema["required"].as_sequence().unwrap().iter().map(|one| one.as_str().unwrap().to_owned());
            all.entry(name.as_str().unwrap().to_owned()).or_default().push((names.collect(), required.collect()));
        }
    }
    all
}

#[test]
fn the_collections_of_kinto_are_those_of_the_specs() {
    let kinto = kinto();
    let profile = parsed("profiles/kinto.json");
    // Each partnership has a collection of its own for its contacts, which a coordinator makes.
    for kind in
        Kind::ALL.into_iter().filter(|kind| *kind != Kind::Contacts && profile["resources"].get(kind.name()).is_some())
    {
        let schemas = kinto.get(kind.name()).unwrap_or_else(|| panic!("no collection {}", kind.name()));
        let known = |name: &str| kind.spec().fields.iter().any(|field| field.name == name);
        for (properties, required) in schemas {
            assert!(properties.iter().chain(required).all(|name| known(name)), "{}: {properties:?}", kind.name());
        }
        // The id is the record's own; the time of what strangers send is Kinto's; what comes in is told from what is shown.
        for field in kind.spec().fields.iter().filter(|field| !["id", "consented"].contains(&field.name)) {
            let has = schemas.iter().any(|(properties, _)| properties.iter().any(|name| name == field.name));
            assert!(has, "{} has no {}", kind.name(), field.name);
        }
    }
}

#[test]
fn backends_erase_what_the_specs_say() {
    let sql = public("profiles/postgrest.sql");
    let begins = sql.find("create or replace function programme.erase_due").unwrap();
    let erasing = &sql[begins..begins + sql[begins..].find("\nend $$;").unwrap()];
    let hooks = public("profiles/pocketbase-hooks/erase.js");
    let goes = Regex::new(r"(?s)const GOES = \[(.*?)\]").unwrap().captures(&hooks).unwrap()[1].to_owned();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_personal()) {
        let name = kind.name();
        let deletes = erasing.contains(&format!("delete from api.{name} "));
        let (in_goes, is_deleted) =
            (goes.contains(&format!("'{name}'")), hooks.contains(&format!("of('{name}', 'id')")));
        match kind.spec().erasure {
            ErasurePolicy::Delete => {
                assert!(deletes, "postgrest.sql keeps {name}");
                assert!(in_goes || is_deleted, "pocketbase-hooks keep {name}");
            }
            ErasurePolicy::Clear(field) => {
                assert!(erasing.contains(&format!("update api.{name} c set {field} = ''")), "{name}");
                assert!(
                    hooks.contains(&format!("of('{name}', 'by')")) && hooks.contains(&format!("set('{field}', '')"))
                );
                assert!(!deletes && !in_goes, "{name}");
            }
            ErasurePolicy::Keep => assert!(!deletes && !in_goes && !is_deleted, "{name} is deleted"),
        }
    }
}

/// What a collection cannot say of a field, hooks do.
#[test]
fn the_hooks_of_pocketbase_look_at_what_participants_write() {
    let (shapes, hooks) =
        (public("profiles/pocketbase-hooks/guard.js"), public("profiles/pocketbase-hooks/guard.pb.js"));
    let collections = parsed("profiles/pocketbase-collections.json");
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_personal()) {
        let name = kind.name();
        let line =
            shapes.lines().find(|line| line.trim_start().starts_with(&format!("{name}: {{"))).unwrap_or_default();
        for field in kind.spec().fields {
            if matches!(field.holds, Type::List | Type::Object) {
                assert!(line.contains(&format!("{}: ", field.name)), "guard.js takes any {name}.{}", field.name);
            }
        }
        let validated = hooks.split("onRecordCreateRequest").next().unwrap();
        assert_eq!(validated.contains(&format!("'{name}'")), !line.is_empty(), "{name}");
        if kind.spec().fields.iter().any(|field| field.name == "at") {
            let created = hooks.split("onRecordCreateRequest").nth(1).unwrap().split("onRecordUpdateRequest").next();
            assert!(created.unwrap().contains(&format!("'{name}'")), "guard.pb.js takes {name} of any time");
        }
        let collection = collections.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
        for field in collection["fields"].as_array().unwrap().iter().filter(|field| field["type"] == "date") {
            assert!(field["min"].is_string() && field["max"].is_string(), "{name}.{field}");
        }
    }
}

#[test]
fn the_documentation_of_profiles_has_every_kind() {
    let docs = fs::read_to_string("docs/backends.md").unwrap();
    let list = docs.lines().find(|line| line.starts_with("| `resources` |")).unwrap();
    for name in Kind::ALL.map(Kind::name) {
        assert!(list.contains(&format!("`{name}`")), "{name} is not in the list of resources");
        assert!(docs.contains(&format!("**{name}**")), "the fields of {name} are not there");
    }
}

/// Every kind is called something on the check's page, and what is somebody's own is on `/me`.
#[test]
fn every_kind_has_its_words() {
    for language in ["en", "ar"] {
        let check = parsed(&format!("locales/coordinate.{language}.json"));
        let account = parsed(&format!("locales/account.{language}.json"));
        let has = |words: &Value, key: String| {
            words.get(&key).is_some() || words.pointer(&format!("/{}", key.replace('.', "/"))).is_some()
        };
        for kind in Kind::ALL {
            assert!(has(&check, format!("kind.{}", kind.name())), "coordinate.{language}.json: kind.{}", kind.name());
        }
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_personal()) {
            assert!(has(&account, format!("mine.{}", kind.name())), "account.{language}.json: mine.{}", kind.name());
        }
    }
}
