//! The language files: the same messages in every language, no message that is
//! used and missing or there and unused, every plural with the forms that its
//! language has.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use deskmates::app::site_map::{Page, Part};
use deskmates::domain::problem::Fault;
use deskmates::store::StoreError;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The plural categories of cardinal numbers (Unicode CLDR 46, "Language Plural Rules").
const PLURALS: [(&str, &[&str]); 2] =
    [("en", &["one", "other"]), ("ar", &["zero", "one", "two", "few", "many", "other"])];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn flatten(path: &str, value: &Value, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| flatten(&format!("{path}.{name}"), value, out)),
        Value::String(text) => drop(out.insert(path.trim_start_matches('.').to_owned(), text.clone())),
        other => panic!("{path} is {other}"),
    }
}

/// How the names of all files begin: of the words of every program, of those on backends, of widgets, and of each part.
fn files() -> Vec<String> {
    ["", "live.", "embed."].map(str::to_owned).into_iter().chain(Part::ALL.map(of_part)).collect()
}

fn of_part(part: Part) -> String {
    format!("{}.", part.name())
}

/// The words of the check of backends, which says what it finds, too.
const CHECK: &str = "coordinate.";

/// What the check finds is said in these sections of it (`diagnostics`); the others are said by pages, as anywhere.
const FINDINGS: [&str; 10] =
    ["area", "outcome", "kind", "reach", "sign_in", "read", "write", "strangers", "private", "hint"];

/// Whether a key of that file is said by a page.
fn is_of_page(key: &str) -> bool {
    key.split('.').next().is_none_or(|section| !FINDINGS.contains(&section))
}

/// All words but the findings of the check, which have a test of their own.
fn messages(language: &str) -> BTreeMap<String, String> {
    // A program's own words stand over those of all.
    let all = files().into_iter().flat_map(|file| {
        messages_of(&file, language).into_iter().filter(move |(key, _)| file != CHECK || is_of_page(key))
    });
    all.collect()
}

fn messages_of(file: &str, language: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(format!("public/locales/{file}{language}.json"))).unwrap();
    let mut out = BTreeMap::new();
    flatten("", &serde_json::from_str(&text).unwrap(), &mut out);
    out
}

/// The key of a message, without the plural category at its end.
fn key<'a>(message: &'a str, plurals: &[&str]) -> &'a str {
    match message.rsplit_once('.') {
        Some((key, last)) if plurals.contains(&last) => key,
        _ => message,
    }
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[test]
fn every_language_says_the_same_things() {
    for file in files() {
        let keys = |language, plurals| {
            messages_of(&file, language).keys().map(|m| key(m, plurals).to_owned()).collect::<BTreeSet<_>>()
        };
        let (_, english_plurals) = PLURALS[0];
        let english = keys("en", english_plurals);
        for (language, plurals) in PLURALS {
            assert_eq!(keys(language, plurals), english, "{file}{language}");
        }
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language() {
    // These count nothing.
    let without = ["embed.", "desks.", "join.", "on_your_blog."];
    let both = files().into_iter().flat_map(|file| PLURALS.map(|plurals| (file.clone(), plurals)));
    for (file, (language, plurals)) in both {
        let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for message in messages_of(&file, language).keys() {
            let key = key(message, plurals);
            if key != message {
                forms.entry(key.to_owned()).or_default().insert(message[key.len() + 1..].to_owned());
            }
        }
        assert_eq!(forms.is_empty(), without.contains(&file.as_str()), "{file}{language} has no plural, or has one");
        for (key, found) in forms {
            assert_eq!(found, plurals.iter().map(|p| (*p).to_owned()).collect(), "{file}{language}: {key}");
        }
    }
}

#[test]
fn translations_have_places_for_the_same_things() {
    let both = files().into_iter().flat_map(|file| PLURALS.map(|plurals| (file.clone(), plurals)));
    for (file, (language, plurals)) in both {
        let english = messages_of(&file, "en");
        for (message, text) in messages_of(&file, language) {
            let key = key(&message, plurals);
            let original = english.get(&message).or_else(|| english.get(&format!("{key}.other"))).unwrap();
            let surplus: Vec<_> = places(&text).difference(&places(original)).map(|p| (*p).to_owned()).collect();
            assert!(surplus.is_empty(), "{language}: {message} has {surplus:?}");
            // A plural form for one number need not repeat the number.
            let needed: BTreeSet<_> = places(original).into_iter().filter(|p| *p != "n" || key == message).collect();
            assert!(needed.is_subset(&places(&text)), "{language}: {message} lacks one of {needed:?}");
        }
    }
}

#[test]
fn every_error_and_every_fault_has_its_words() {
    let text = String::new;
    let errors = [
        StoreError::Offline(text()),
        StoreError::Unavailable { what: text(), status: 500 },
        StoreError::NotFound,
        StoreError::TimedOut(text()),
        StoreError::NotSignedIn,
        StoreError::SessionRefused(text()),
        StoreError::NotAllowed,
        StoreError::Invalid { message: text(), fields: Vec::new() },
        StoreError::TooMany { wait: None },
        StoreError::Unsupported,
        StoreError::AlreadyThere,
        StoreError::Conflict { current: None },
        StoreError::Full,
        StoreError::Blocked,
        StoreError::Malformed { what: text(), at: text(), found: text() },
    ];
    let faults = [
        Fault::Missing,
        Fault::TooLong(1),
        Fault::NotAnEmail,
        Fault::NotAsciiEmail,
        Fault::NotALink,
        Fault::InFuture,
        Fault::NotANumber,
    ];
    let keys = errors.iter().map(|e| format!("error.{}", e.name()));
    let there = messages("en");
    for fault in
        [Fault::NotAPicture, Fault::Heic, Fault::CutOff, Fault::Altered, Fault::NoMemory, Fault::TooManyPixels(1)]
    {
        assert!(there.contains_key(&format!("desk_form.picture_{}", fault.name())), "{fault:?}");
    }
    for (field, fault) in [("time_zone", Fault::NotAZone), ("languages", Fault::NotALanguage)] {
        assert!(there.contains_key(&format!("profile_form.{field}_{}", fault.name())), "{fault:?}");
    }
    assert!(there.contains_key("hours_form.zone_not_a_zone"));
    for key in keys.chain(faults.iter().map(|f| format!("problem.{}", f.name()))) {
        assert!(there.contains_key(&key), "{key}");
    }
}

fn sources(folder: PathBuf) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { sources(path) } else { fs::read_to_string(path).unwrap() }).collect()
}

/// All code that says something.
fn code() -> String {
    ["src/app", "src/embed"].map(|folder| sources(root().join(folder))).concat()
        + &fs::read_to_string(root().join("xtask/finish/widgets.mjs")).unwrap().replace('\'', "\"")
}

/// The keys that some code writes out, such as "topic.share", and the beginnings
/// of those it puts together, such as "nav." or "problem.".
fn used(code: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let sections: BTreeSet<String> =
        messages("en").keys().filter_map(|k| k.split_once('.').map(|(section, _)| section.to_owned())).collect();
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    for text in code.split('"') {
        let Some((section, rest)) = text.split_once('.').filter(|(section, _)| sections.contains(*section)) else {
            continue;
        };
        if let Some(at) = rest.find('{') {
            begun.insert(format!("{section}.{}", &rest[..at]));
        } else if rest.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c)) {
            whole.insert(text.to_owned());
        }
    }
    // A question has four messages behind its key (components/confirm.rs).
    let asked: Vec<_> =
        whole.iter().flat_map(|key| ["title", "means", "yes", "no"].map(|p| format!("{key}_{p}"))).collect();
    begun.extend(asked);
    // A form's fields are named in the section of the form.
    begun.extend(
        [
            "comment_form.",
            "join_form.",
            "embed_page.",
            "contact_form.",
            "agreement_form.",
            "hours_form.",
            "concern_form.",
            "message_form.",
            "note_form.",
            "goal_form.",
            "reflection_form.",
            "desk_form.",
            "profile_form.",
            "settings_form.",
            "sign_in.",
            "check_form.",
        ]
        .map(str::to_owned),
    );
    (whole, begun)
}

#[test]
fn the_scripts_know_the_same_languages() {
    let script = fs::read_to_string(root().join("script/languages.js")).unwrap();
    let known = script.split(" = { ").nth(1).unwrap().split(" }").next().unwrap();
    let known: Vec<&str> = known.split(", ").map(|one| one.split(':').next().unwrap()).collect();
    assert_eq!(known, PLURALS.map(|(language, _)| language));
}

#[test]
fn every_message_that_is_used_is_there_and_none_is_left_over() {
    let (whole, begun) = used(&code());
    assert!(whole.len() > 80, "only {} keys were found in the code", whole.len());
    let there: BTreeSet<String> = messages("en").keys().map(|m| key(m, PLURALS[0].1).to_owned()).collect();
    let missing: Vec<_> = whole.iter().filter(|key| !there.contains(*key)).collect();
    assert!(missing.is_empty(), "the code uses {missing:?}");
    let left: Vec<_> =
        there.iter().filter(|key| !whole.contains(*key) && !begun.iter().any(|b| key.starts_with(b))).collect();
    assert!(left.is_empty(), "nothing uses {left:?}");
}

/// A part comes with its own words, and may come before any other: it says nothing that only another has.
#[test]
fn a_part_says_what_is_in_its_file_or_on_every_page() {
    let keys = |file: &str| -> BTreeSet<String> {
        messages_of(file, "en").keys().map(|message| key(message, PLURALS[0].1).to_owned()).collect()
    };
    let every: BTreeSet<String> = keys("").into_iter().chain(keys("live.")).collect();
    let of_parts: Vec<(Part, BTreeSet<String>)> =
        Part::ALL.map(|part| (part, keys(&of_part(part)))).into_iter().collect();
    let folders = Part::ALL.map(|part| (Some(part), format!("src/app/{}", part.name())));
    let rest = ["components", "public", "shell"].map(|folder| (None, format!("src/app/{folder}")));
    let mut tried = 0;
    for (part, folder) in folders.into_iter().chain(rest) {
        let (whole, begun) = used(&sources(root().join(&folder)));
        for (other, theirs) in of_parts.iter().filter(|(other, _)| Some(*other) != part) {
            let is_theirs = |key: &&String| theirs.contains(*key) && !every.contains(*key);
            let said: Vec<_> = whole.iter().filter(is_theirs).collect();
            assert!(said.is_empty(), "{folder} says {said:?}, which come with {}", other.name());
        }
        tried += whole.len() + begun.len();
    }
    assert!(tried > 300, "only {tried} keys were found");
    for page in Page::ALL {
        let label = page.entry().label;
        assert!(every.contains(label), "any page may name {label}");
    }
    for (part, ours) in &of_parts {
        let twice: Vec<_> = ours
            .iter()
            .filter(|key| {
                every.contains(*key) || of_parts.iter().any(|(other, all)| other != part && all.contains(*key))
            })
            .collect();
        assert!(twice.is_empty(), "{}: {twice:?} are said elsewhere, too", part.name());
    }
}

/// The keys that the check of a profile writes out. Whether each has the plurals and places that are filled is
/// tried where there are findings: tests/contract/probe.rs.
#[test]
fn the_check_of_a_profile_has_its_words() {
    let code = sources(root().join("src/diagnostics/backend"))
        + &fs::read_to_string(root().join("src/diagnostics/backend.rs")).unwrap();
    let there: BTreeSet<String> =
        messages_of(CHECK, "en").keys().filter(|m| !is_of_page(m)).map(|m| key(m, PLURALS[0].1).to_owned()).collect();
    let sections: BTreeSet<&str> =
        there.iter().filter_map(|key| key.split_once('.').map(|(section, _)| section)).collect();
    let is_key = |text: &&str| {
        text.split_once('.').is_some_and(|(section, rest)| {
            sections.contains(section) && rest.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })
    };
    let mut used: BTreeSet<String> = code.split('"').filter(is_key).map(str::to_owned).collect();
    assert!(used.len() > 100, "only {} keys were found in the code", used.len());
    used.extend(deskmates::domain::resource::Kind::ALL.map(|kind| format!("kind.{}", kind.name())));
    let missing: Vec<_> = used.difference(&there).collect();
    assert!(missing.is_empty(), "the code uses {missing:?}");
    let left: Vec<_> = there.difference(&used).collect();
    assert!(left.is_empty(), "nothing uses {left:?}");
}
