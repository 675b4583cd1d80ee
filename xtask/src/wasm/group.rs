//! Puts the pieces of a program together to few files, none of which is loaded twice, and writes what loads them.
//!
//! Pieces call functions through the table of main and find data by its address, so any of them may be in one file.

use super::split::{LOADER, Pieces};
use super::{BUILD, PARTS, binaryen};
use crate::tools;
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload, TypeRef};

/// What binaryen has to know of to put pieces together.
const FEATURES: [&str; 9] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
    "multimemory",
];
/// What loads parts.
pub const SCRIPT: &str = "script/parts.js";
/// Where pieces have what they share with main from.
const SHARED: &str = "__wasm_split";

/// What a part shares with main.
struct Shared {
    memory: u64,
    table: u64,
    /// The name of the one global, the stack pointer.
    stack: String,
}

/// Puts the pieces together to files in the folder, writes the script that loads them there, and gives the files.
pub fn together(name: &str, pieces: &Pieces, folder: &Path, path: &OsStr) -> Result<Vec<PathBuf>> {
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (piece, parts) in pieces {
        let file = file_of(parts);
        files.entry(file).or_default().push(piece);
        for part in parts {
            needs.entry(part).or_default().insert(file);
        }
    }
    let mut shared = None;
    for piece in pieces.keys() {
        shared = Some(read(&folder.join(format!("{piece}.wasm")))?);
    }
    // A program without parts has nothing to load.
    let Some(shared) = shared else { return Ok(Vec::new()) };
    let prefix = format!("part{}", name.trim_start_matches("deskmates"));
    let stub = stub(&shared, folder, path)?;
    let mut made = Vec::new();
    for (file, pieces) in &files {
        let to = folder.join(format!("{prefix}-{file}.wasm"));
        let mut merge = binaryen("wasm-merge", &FEATURES, path);
        merge.arg(&stub).arg(SHARED);
        for piece in pieces {
            merge.arg(folder.join(format!("{piece}.wasm"))).arg(piece);
        }
        tools::run(merge.arg("-g").arg("-o").arg(&to))?;
        made.push(to);
    }
    let script = fs::read_to_string(SCRIPT).context(SCRIPT)?;
    let mut script = script.replace("@PROGRAM@", &format!("./{name}.js")).replace("@STACK@", &shared.stack);
    let mut files_of = serde_json::Map::new();
    for (part, files) in needs {
        let names: Vec<String> = files.iter().map(|file| format!("'{prefix}-{file}-{BUILD}.wasm'")).collect();
        script += &format!("export const __wasm_split_load_{part} = loader({});\n", names.join(", "));
        files_of.insert(part.into(), files.iter().map(|file| format!("{prefix}-{file}.wasm")).collect());
    }
    fs::write(folder.join(LOADER), script)?;
    fs::write(folder.join(PARTS), serde_json::Value::from(files_of).to_string())?;
    Ok(made)
}

/// The file of a piece that these parts need. The more people go to a part, the less is to come with it: what `join` needs is in
/// one file, what `desks` needs besides in another, and what only people of the programme need in a third, of which one goes from
/// `partner` to `account`. The rules of profiles are what only the check of backends has besides.
fn file_of(parts: &BTreeSet<String>) -> &str {
    let has = |part: &str| parts.contains(part);
    match parts.first() {
        Some(part) if parts.len() == 1 => part,
        _ if parts.iter().all(|part| part == "rules" || part == "coordinate") => "rules",
        _ if has("join") => "forms",
        _ if has("desks") => "shared",
        _ if has("on_your_blog") => "forms",
        _ => "people",
    }
}

/// What a piece imports. An error if that is not what every piece does.
fn read(piece: &Path) -> Result<Shared> {
    let bytes = fs::read(piece)?;
    let (mut memory, mut table, mut stack) = (None, None, None);
    for payload in Parser::new(0).parse_all(&bytes) {
        let Payload::ImportSection(imports) = payload? else { continue };
        for import in imports.into_imports() {
            let import = import?;
            let found = match import.ty {
                TypeRef::Memory(of) => memory.replace(of.initial).is_none() && import.name == "memory",
                TypeRef::Table(of) => table.replace(of.initial).is_none() && import.name == "__indirect_function_table",
                TypeRef::Global(_) => stack.replace(import.name.to_owned()).is_none(),
                _ => false,
            };
            ensure!(
                found && import.module == SHARED,
                "{} imports {}, which is not shared",
                piece.display(),
                import.name
            );
        }
    }
    Ok(Shared { memory: memory.unwrap_or(0), table: table.unwrap_or(0), stack: stack.unwrap_or_default() })
}

/// A module that has what is shared from the script above, by one letter each, and hands it to the pieces of a file.
fn stub(shared: &Shared, folder: &Path, path: &OsStr) -> Result<PathBuf> {
    let Shared { memory, table, stack } = shared;
    let text = format!(
        r#"(module
            (import "a" "m" (memory {memory}))
            (import "a" "t" (table {table} funcref))
            (import "a" "s" (global (mut i32)))
            (export "memory" (memory 0))
            (export "__indirect_function_table" (table 0))
            (export "{stack}" (global 0)))"#
    );
    let [from, to] = ["shared.wat", "shared.wasm"].map(|name| folder.join(name));
    fs::write(&from, text)?;
    tools::run(binaryen("wasm-as", &FEATURES, path).arg(&from).arg("-o").arg(&to))?;
    Ok(to)
}
