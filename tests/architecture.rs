//! What docs/ARCHITECTURE.md says of the layout: dependencies between the modules point one way, no two files use one another in a
//! circle, and each module knows only the crates that it may know. The `use`s are read by `syn`, not searched for.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use deskmates::app::site_map::Part;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// The layers in the order in which they may use one another, and the crates that each must not know.
const LAYERS: [(&str, &[&str]); 7] = [
    ("domain", &["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo_net", "serde_json"]),
    ("document", &["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo_net"]),
    ("platform", &["leptos", "leptos_router", "reactive_graph", "serde_json"]),
    ("store", &["leptos", "leptos_router", "reactive_graph", "gloo_net"]),
    ("diagnostics", &["leptos", "leptos_router", "reactive_graph", "web_sys", "js_sys", "wasm_bindgen"]),
    ("app", &["gloo_net", "pulldown_cmark"]),
    ("embed", &["gloo_net", "pulldown_cmark", "serde_json"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module that a file of `src/` is: `["store", "json"]` for `store/json/mod.rs`.
fn module_of(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(root()).unwrap().with_extension("");
    let mut names: Vec<String> = inside.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        names.pop();
    }
    names
}

/// Every path that a file uses, in `use` declarations and in its code, from the root of the crate; without its tests.
struct Paths<'a> {
    module: &'a [String],
    found: Vec<Vec<String>>,
}

impl Paths<'_> {
    /// A path as the compiler reads it: `crate`, `super` and `self` become where they lead; others stay as they are.
    fn add(&mut self, path: Vec<String>) {
        let mut at = self.module.to_vec();
        let mut rest = path.into_iter().peekable();
        match rest.peek().map(String::as_str) {
            Some("crate") => {
                at.clear();
                rest.next();
            }
            Some("super" | "self") => {}
            _ => return self.found.push(rest.collect()),
        }
        while let Some(step) = rest.next_if(|step| step == "super" || step == "self") {
            if step == "super" {
                at.pop();
            }
        }
        let mut whole = vec!["crate".to_owned()];
        whole.extend(at);
        whole.extend(rest);
        self.found.push(whole);
    }

    fn add_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree)),
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.parse_args::<syn::Path>().is_ok_and(|p| p.is_ident("test")))
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    /// What stands in a macro, such as a view, is no syntax tree: paths are put together from its tokens.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let text = item.tokens.to_string().replace(" :: ", "::");
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':') {
            if word.contains("::") {
                let steps: Vec<_> = word.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect();
                if steps.len() > 1 {
                    self.add(steps);
                }
            }
        }
    }
}

fn paths(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut paths = Paths { module, found: Vec::new() };
    paths.visit_file(&syn::parse_file(code).unwrap());
    paths.found
}

/// Every file of `src/` by its module, with the paths that it uses.
fn modules() -> BTreeMap<Vec<String>, Vec<Vec<String>>> {
    let read = |file: PathBuf| {
        let module = module_of(&file);
        let found = paths(&module, &fs::read_to_string(&file).unwrap());
        (module, found)
    };
    // Tests may use what the code may not.
    let is_code = |file: &PathBuf| !file.ends_with("tests.rs");
    sources(&root()).into_iter().filter(is_code).map(read).collect()
}

/// What a layer uses against the rules.
fn trespasses(layer: &str, uses: &[Vec<String>]) -> Vec<String> {
    let place = |name: &str| LAYERS.iter().position(|(layer, _)| *layer == name);
    let own = place(layer).unwrap();
    let is_wrong = |path: &&Vec<String>| match path[0].as_str() {
        "crate" => path.get(1).and_then(|name| place(name)).is_some_and(|used| used > own),
        name => LAYERS[own].1.contains(&name),
    };
    uses.iter().filter(is_wrong).map(|path| path.join("::")).collect()
}

#[test]
fn dependencies_point_one_way() {
    let house = modules();
    for (layer, _) in LAYERS {
        let files: Vec<_> =
            house.iter().filter(|(module, _)| module.first().is_some_and(|name| name == layer)).collect();
        assert!(files.len() > 1, "src/{layer} has no files");
        for (module, uses) in files {
            assert_eq!(trespasses(layer, uses), [""; 0], "{}", module.join("::"));
        }
    }
}

#[test]
fn a_trespass_is_noticed() {
    let uses = |code: &str| paths(&["domain".to_owned(), "topic".to_owned()], code);
    assert_eq!(trespasses("domain", &uses("use crate::store::{Store, Query};")).len(), 2);
    assert_eq!(trespasses("domain", &uses("use super::super::store::Store;")), ["crate::store::Store"]);
    assert_eq!(trespasses("domain", &uses("fn f() -> leptos::View {}")), ["leptos::View"]);
    assert_eq!(trespasses("store", &uses("fn f() { view! { <p>{crate::app::x()}</p> } }")), ["crate::app::x"]);
    assert_eq!(trespasses("domain", &uses("use crate::domain::topic::Topic; // crate::store")), [""; 0]);
    assert_eq!(trespasses("domain", &uses("#[cfg(test)] mod tests { use crate::store::Store; }")), [""; 0]);
}

/// Which file each file uses: the longest beginning of a path that is a file. A folder's `mod.rs` and what is in the
/// folder are one another's business.
fn links(house: &BTreeMap<Vec<String>, Vec<Vec<String>>>) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let file_of = |path: &Vec<String>| {
        let inside = path.strip_prefix(&["crate".to_owned()][..])?;
        (1..=inside.len()).rev().map(|n| inside[..n].to_vec()).find(|module| house.contains_key(module))
    };
    let is_near = |a: &[String], b: &[String]| a.starts_with(b) || b.starts_with(a);
    house
        .iter()
        .map(|(module, uses)| {
            let used = uses.iter().filter_map(file_of).filter(|used| !is_near(module, used)).collect();
            (module.clone(), used)
        })
        .collect()
}

/// A way from a file back to itself, if there is one.
fn circle(links: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>, from: &Vec<String>) -> Option<Vec<String>> {
    let mut ways = vec![vec![from.clone()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in links.get(way.last()?).into_iter().flatten() {
            if next == from {
                return Some(way.iter().chain([from]).map(|module| module.join("::")).collect());
            }
            if seen.insert(next.clone()) {
                ways.push(way.iter().chain([next]).cloned().collect());
            }
        }
    }
    None
}

#[test]
fn no_two_files_use_one_another_in_a_circle() {
    let links = links(&modules());
    let circles: Vec<_> =
        links.keys().filter_map(|module| circle(&links, module)).map(|way| way.join(" -> ")).collect();
    assert_eq!(circles, [""; 0], "{} circles", circles.len());
}

#[test]
fn a_circle_is_noticed() {
    let module = |name: &str| name.split("::").map(str::to_owned).collect::<Vec<_>>();
    let house = |files: &[(&str, &str)]| {
        files.iter().map(|(name, code)| (module(name), paths(&module(name), code))).collect::<BTreeMap<_, _>>()
    };
    let two = house(&[("app::a", "use super::b::f;"), ("app::b", "fn g() { crate::app::a::h() }")]);
    assert!(circle(&links(&two), &module("app::a")).is_some());
    let none = house(&[("app::a", "use super::b::f;"), ("app::b", "")]);
    assert_eq!(circle(&links(&none), &module("app::a")), None);
}

/// What two parts of the program need, or a part and the public pages, is a component.
#[test]
fn a_part_does_not_use_another_part() {
    let parts: Vec<&str> = Part::ALL.map(Part::name).into_iter().chain(["public"]).collect();
    for (module, uses) in modules() {
        let [app, part, ..] = &module[..] else { continue };
        if app != "app" || !parts.contains(&part.as_str()) {
            continue;
        }
        let others = uses.iter().filter(|path| path[0] == "crate" && path.get(1).is_some_and(|name| name == "app"));
        let others =
            others.filter(|path| path.get(2).is_some_and(|name| name != part && parts.contains(&name.as_str())));
        let others: Vec<_> = others.map(|path| path.join("::")).collect();
        assert_eq!(others, [""; 0], "{}", module.join("::"));
    }
}

/// The code of a file: without comments, and without its tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_goes_into_a_page_as_html() {
    for file in sources(&root()) {
        let code = code(&file);
        for sink in ["inner_html", "set_inner_html", "insert_adjacent_html", "document.write"] {
            assert!(!code.contains(sink), "{} uses {sink}", file.display());
        }
    }
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["src", "xtask/src"].iter().flat_map(|folder| sources(&root.join(folder))) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}
