//! The layout of the house: dependencies between the modules point one way,
//! `domain ← document ← store ← app ← embed`, and each module knows only the crates
//! that it may know.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::fs;
use std::path::{Path, PathBuf};

/// A module, the modules it may use, and the crates it must not know.
const HOUSE: [(&str, &[&str], &[&str]); 5] = [
    ("domain", &["domain"], &["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo_net", "serde_json"]),
    ("document", &["domain", "document"], &["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo_net"]),
    ("store", &["domain", "document", "store"], &["leptos", "leptos_router", "reactive_graph"]),
    ("app", &["domain", "document", "store", "app"], &["gloo_net", "pulldown_cmark"]),
    ("embed", &["domain", "store", "app", "embed"], &["gloo_net", "pulldown_cmark", "serde_json"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Every `name::` in a text that stands after `before`, or at the beginning of a path.
fn paths<'a>(line: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    line.split(before).skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
}

/// The code of a file: without comments, and without its tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// What a file uses against the rules.
fn trespasses(code: &str, may_use: &[&str], must_not_know: &[&str]) -> Vec<String> {
    let modules = HOUSE.map(|(name, ..)| name);
    let used = paths(code, "crate::").filter(|name| modules.contains(name) && !may_use.contains(name));
    let known = must_not_know.iter().filter(|name| code.contains(&format!("{name}::")));
    used.map(str::to_owned).chain(known.map(|name| (*name).to_owned())).collect()
}

#[test]
fn dependencies_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, may_use, must_not_know) in HOUSE {
        let files = sources(&root.join(module));
        assert!(files.len() > 1, "src/{module} has no files");
        for file in files {
            let found = trespasses(&code(&file), may_use, must_not_know);
            assert!(found.is_empty(), "{} uses {}", file.display(), found.join(", "));
        }
    }
}

#[test]
fn a_trespass_is_noticed() {
    assert_eq!(trespasses("use crate::store::Store;", &["domain"], &[]), ["store"]);
    assert_eq!(trespasses("fn f() -> leptos::View {}", &["domain"], &["leptos"]), ["leptos"]);
    assert!(trespasses("use crate::domain::topic::Topic;", &["domain"], &["leptos"]).is_empty());
}

#[test]
fn nothing_goes_into_a_page_as_html() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root) {
        let code = code(&file);
        for door in ["inner_html", "set_inner_html", "insert_adjacent_html", "document.write"] {
            assert!(!code.contains(door), "{} uses {door}", file.display());
        }
    }
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["src", "xtask/src"].iter().flat_map(|folder| sources(&root.join(folder))) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
    }
}

/// What stands in a text between two others.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

/// Which page is in which program is said where a page is shown, where its program is started, and where its file is made.
#[test]
fn the_pages_of_each_program_are_the_same_everywhere() {
    let read = |file: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let [route, script, bundle] = ["src/app/route.rs", "script/boot.js", "xtask/src/bundle.rs"].map(read);
    for (name, area) in [("PARTNERS", "partner"), ("ONESELF", "oneself")] {
        let variants = between(&route, &format!("OF_{name}: [Self; 3] = ["), "];").split(", ");
        let shown: Vec<&str> = variants.map(|variant| between(&route, &format!("{variant} => \""), "\"")).collect();
        let started = between(&script, &format!("{area}: /^("), ")\\/?$/").replace("\\/", "/");
        assert_eq!(shown, started.split('|').collect::<Vec<_>>());
        let made = between(&bundle, &format!("const {name}: [&str; 3] = [\""), "\"];");
        assert_eq!(shown, made.split("\", \"").collect::<Vec<_>>());
    }
}
