//! Makes a program smaller than wasm-bindgen leaves it: what its glue exports and nobody asks for is left out, and with it
//! the code that only that needs; the rest is optimized for size; and what glue and program call one another by is a letter or two.

use super::binaryen;
use super::split::LOADER;
use crate::tools;
use anyhow::{Context, Result, ensure};
use regex::{Captures, Regex};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program may use of WebAssembly; with more, wasm-opt writes what twiggy does not read.
const FEATURES: [&str; 6] =
    ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
/// What wasm-opt does to what is shipped. `-Oz` makes smaller programs that are larger once compressed (docs/decisions/size.md).
const PASSES: [&str; 4] = ["-Os", "--reorder-functions-by-name", "--strip-producers", "--strip-target-features"];
/// What it does to main besides. Parts have such names already.
const MINIFY: &str = "--minify-imports-and-exports-and-modules";

/// Shrinks `NAME_bg.wasm` and `NAME.js` in a folder, and these parts of it, into another folder. `path` is a PATH with binaryen
/// and esbuild on it.
pub fn program(name: &str, parts: &[PathBuf], folder: &Path, out: &Path, path: &OsStr) -> Result<()> {
    let glue_text = bundled(name, folder, path)?;
    let asked = Regex::new(r"\b(wasm|program)\.(\w+)")?;
    let exports: BTreeSet<&str> = asked.captures_iter(&glue_text).map(|found| found.extract::<2>().1[1]).collect();
    let needed = folder.join("needed.wasm");
    let wasm = format!("{name}_bg.wasm");
    keep(&folder.join(&wasm), &exports, &needed, path)?;
    let names = optimize(&needed, &out.join(&wasm), path)?;
    let glue = out.join(format!("{name}.js"));
    fs::write(&glue, renamed(&glue_text, &names, &asked)?)?;
    let mut minify = Command::new("esbuild");
    minify.arg(&glue).args(["--minify", "--allow-overwrite", "--log-level=warning"]).env("PATH", path);
    tools::run(minify.arg(format!("--outfile={}", glue.display())))?;
    for part in parts {
        let to = out.join(part.file_name().context("a part has no name")?);
        tools::run(binaryen("wasm-opt", &FEATURES, path).args(PASSES).arg(part).arg("-o").arg(to))?;
    }
    Ok(())
}

/// Optimizes a program for size and leaves the names of its functions in it, for who wants to read it.
pub fn named(wasm: &Path, path: &OsStr) -> Result<()> {
    let mut optimize = binaryen("wasm-opt", &FEATURES, path);
    tools::run(optimize.args(["-Oz", "-g"]).arg(wasm).arg("-o").arg(wasm))
}

/// Glue without what its default export does not need: classes for streams that leptos brings along.
fn bundled(name: &str, folder: &Path, path: &OsStr) -> Result<String> {
    let glue = folder.join(format!("{name}.js"));
    // That it is made does nothing by itself.
    let pure =
        fs::read_to_string(&glue)?.replace("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry(");
    fs::write(&glue, trusted(&with_loaders(&pure, folder)?, folder)?)?;
    fs::write(folder.join("entry.js"), format!("export {{ default }} from './{name}.js'"))?;
    let mut bundle = Command::new("esbuild");
    // Nor is there `using`, for which each class has a method more.
    bundle.args(["entry.js", "--bundle", "--format=esm", "--define:Symbol.dispose=undefined", "--log-level=warning"]);
    tools::run(bundle.arg("--outfile=bundled.js").current_dir(folder).env("PATH", path))?;
    Ok(fs::read_to_string(folder.join("bundled.js"))?)
}

/// Glue that gives main what loads parts together with everything else, not as a module of its own.
fn with_loaders(glue: &str, folder: &Path) -> Result<String> {
    let module = regex::escape(LOADER);
    let from = Regex::new(&format!("(?m)^import \\* as \\w+ from \"{module}\";?\n"))?;
    let given = Regex::new(&format!("(?m),?\n *\"{module}\": \\w+"))?;
    if !from.is_match(glue) {
        return Ok(glue.to_owned());
    }
    let script = fs::read_to_string(folder.join(LOADER))?;
    let named = Regex::new(r"export const (\w+)")?;
    let loaders: Vec<&str> = named.captures_iter(&script).map(|found| found.extract::<1>().1[0]).collect();
    let glue = given.replace_all(glue, "").into_owned();
    let glue = format!("import {{ {} }} from \"{LOADER}\";\n{}", loaders.join(", "), from.replace_all(&glue, ""));
    let first = "const import0 = {";
    ensure!(glue.matches(first).count() == 1, "the glue does not have one {first}");
    let entries: String = loaders.iter().map(|name| format!("\n{name}: {name},")).collect();
    Ok(glue.replace(first, &format!("{first}{entries}")))
}

/// Glue that makes HTML only by the policy of `script/trusted.js`: pages ask for Trusted Types. What the program gives it are pieces of
/// itself, and the texts of a blog, for a document that is shown nowhere.
fn trusted(glue: &str, folder: &Path) -> Result<String> {
    const POLICY: &str = "script/trusted.js";
    fs::copy(POLICY, folder.join("trusted.js")).context(POLICY)?;
    let sinks = Regex::new(r"(\.innerHTML = |\.parseFromString\()(getStringFromWasm0\(\w+, \w+\))")?;
    ensure!(sinks.is_match(glue), "the glue makes no HTML, or in another way than it did");
    let glue = sinks.replace_all(glue, "${1}trusted.createHTML(${2})");
    Ok(format!("import {{ trusted }} from \"./trusted.js\";\n{glue}"))
}

/// Writes the part of a program that these exports need.
fn keep(wasm: &Path, exports: &BTreeSet<&str>, needed: &Path, path: &OsStr) -> Result<()> {
    let mut graph = vec![json!({ "name": "glue", "root": true, "reaches": exports })];
    graph.extend(exports.iter().map(|export| json!({ "name": export, "export": export })));
    let file = needed.with_file_name("graph.json");
    fs::write(&file, Value::from(graph).to_string())?;
    let mut collect = binaryen("wasm-metadce", &FEATURES, path);
    let output = collect.arg(wasm).arg("--graph-file").arg(file).args(["-g", "-o"]).arg(needed).output()?;
    // It prints what is left out.
    ensure!(output.status.success(), "wasm-metadce: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// What wasm-opt names the module that all imports are of.
const MODULE: &str = "a";

/// The short names of imports and exports.
struct Names {
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

/// Writes a program smaller, and gives the names that it has.
fn optimize(needed: &Path, small: &Path, path: &OsStr) -> Result<Names> {
    let mut optimize = binaryen("wasm-opt", &FEATURES, path);
    let output = optimize.args(PASSES).arg(MINIFY).arg(needed).arg("-o").arg(small).output()?;
    ensure!(output.status.success(), "wasm-opt: {}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).context("what wasm-opt tells of names")?;
    let pairs = |key: &str, from: usize| {
        let name = |pair: &Value, at: usize| Some(pair.get(at)?.as_str()?.to_owned());
        told[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|pair| Some((name(pair, from)?, name(pair, from + 1)?)))
            .collect()
    };
    // Imports are told with their module in front.
    Ok(Names { imports: pairs("imports", 1), exports: pairs("exports", 0) })
}

/// Glue that calls things by these names. An error if it does not give the program all that it needs.
fn renamed(glue: &str, names: &Names, asked: &Regex) -> Result<String> {
    let mut given = 0;
    // A function that the program no longer imports is left out.
    let import = Regex::new(r"(?ms)^ {4}(__wb\w+): (function\(.*?^ {4}\}),?\n")?;
    let glue = import.replace_all(glue, |found: &Captures| {
        names.imports.get(&found[1]).map_or_else(String::new, |name| {
            given += 1;
            format!("    {name}: {},\n", &found[2])
        })
    });
    let loader = Regex::new(r"(?m)^ {4}(__wasm_split_load_\w+)(?:: \w+)?,\n")?;
    let glue = loader.replace_all(&glue, |found: &Captures| {
        names.imports.get(&found[1]).map_or_else(String::new, |name| {
            given += 1;
            format!("    {name}: {},\n", &found[1])
        })
    });
    ensure!(given == names.imports.len(), "the glue gives {given} functions, and {} are needed", names.imports.len());
    let exports = asked.replace_all(&glue, |found: &Captures| {
        format!("{}.{}", &found[1], names.exports.get(&found[2]).map_or(&found[2], String::as_str))
    });
    let module = Regex::new(r#""\./[\w-]+_bg\.js":"#)?;
    ensure!(module.find_iter(&exports).count() == 1, "the glue does not name one module");
    Ok(module.replace(&exports, format!("{MODULE}:")).into_owned())
}
