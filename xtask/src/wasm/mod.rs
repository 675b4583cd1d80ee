//! Makes the WebAssembly programs: a main each with what the first page needs, and parts that come when they are first wanted.
//!
//! cargo's output is taken apart (`split`), then comes the JavaScript that calls it (wasm-bindgen), then the pieces are put
//! together to few files (`group`), and all of it is made small (`shrink`). Everything is named after one hash of the whole
//! build, because a part of another build would be garbage in the memory of this one.

mod group;
mod shrink;
mod split;

use crate::fingerprint::Fingerprint;
use crate::tools::{self, WASM};
use crate::{bundle, compress};
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The site and its widgets, for the demo.
pub const DEMO: [&str; 2] = ["deskmates", "deskmates-embed"];
/// The same on backends.
pub const LIVE: [&str; 2] = ["deskmates-live", "deskmates-live-embed"];
/// What stands for the hash of the build until it is known.
const BUILD: &str = "@BUILD@";
/// What makes programs: if it changes, they are made anew.
const MADE_BY: [&str; 4] =
    [include_str!("split.rs"), include_str!("group.rs"), include_str!("shrink.rs"), include_str!("../compress.rs")];
/// For each part of a program the names of its files.
const PARTS: &str = "parts.json";

/// Programs that are made, and the hash that their files are named after.
pub struct Built {
    pub hash: String,
    files: Vec<PathBuf>,
}

/// Makes these programs. `path` is a PATH with binaryen and esbuild on it.
pub fn build(programs: &[&str], path: &OsStr) -> Result<Built> {
    let mut files = Vec::new();
    for name in programs {
        let compiled = compile(name, "split", &["-Clink-args=--emit-relocs"])?;
        files.extend(program(name, &compiled, path).with_context(|| format!("{name} could not be made"))?);
    }
    files.sort();
    let mut content = Fingerprint::default();
    for file in &files {
        content.add(file.file_name().unwrap_or_default().as_encoded_bytes());
        content.add(fs::read(file)?);
    }
    Ok(Built { hash: content.text(), files })
}

impl Built {
    /// Writes the programs into the folder of a site.
    pub fn write(&self, site: &Path) -> Result<()> {
        for file in &self.files {
            let name = file.file_name().and_then(OsStr::to_str).context("a program has no name")?;
            let to = site.join(named(name, &self.hash));
            if name.ends_with(".js") {
                fs::write(to, fs::read_to_string(file)?.replace(BUILD, &self.hash))?;
            } else {
                fs::copy(file, to)?;
            }
        }
        Ok(())
    }
}

/// A file's name with the hash of the build in it.
fn named(file: &str, hash: &str) -> String {
    let end = ["_bg.wasm", ".wasm", ".js"].into_iter().find_map(|end| file.find(end)).unwrap_or(file.len());
    let (stem, end) = file.split_at(end);
    format!("{stem}-{hash}{end}")
}

/// The WebAssembly of a program as cargo makes it for a release; linked with these flags.
fn compile(program: &str, features: &str, flags: &[&str]) -> Result<PathBuf> {
    tools::wasm_target()?;
    tools::say(&format!("compiling {program}"));
    let mut cargo = Command::new("cargo");
    cargo.args([
        "rustc",
        "--quiet",
        "--release",
        "--locked",
        "--target",
        WASM,
        "--features",
        features,
        "--bin",
        program,
    ]);
    tools::run(cargo.arg("--").args(flags).envs(tools::release_env()?))?;
    Ok(PathBuf::from(format!("target/{WASM}/release/{program}.wasm")))
}

/// Makes one program out of what cargo compiled, and gives its files. What has been made of the same before is taken as it is.
fn program(name: &str, compiled: &Path, path: &OsStr) -> Result<Vec<PathBuf>> {
    let folder = folder_of(name);
    let [out, stamp] = ["out", "made-of"].map(|part| folder.join(part));
    let mut made_of = Fingerprint::default();
    [fs::read(compiled)?, fs::read(group::SCRIPT)?].iter().for_each(|file| made_of.add(file));
    MADE_BY.iter().for_each(|source| made_of.add(source));
    let key = made_of.text();
    if fs::read_to_string(&stamp).is_ok_and(|made_of| made_of == key) {
        return bundle::files(&out);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&out)?;
    tools::say(&format!("taking {name} apart"));
    let pieces = split::apart(name, compiled, &folder)?;
    let parts = group::together(name, &pieces, &folder, path)?;
    tools::say(&format!("shrinking {name} and its {} parts", parts.len()));
    shrink::program(name, &parts, &folder, &out, path)?;
    // Here and not for each site, of which several have the same programs: brotli takes most of a minute for them. What calls
    // a program is no file of its own before it has the hash.
    let is_wasm = |file: &&PathBuf| file.extension().is_some_and(|end| end == "wasm");
    bundle::files(&out)?.iter().filter(is_wasm).try_for_each(|file| compress::compress(file))?;
    fs::write(stamp, key)?;
    bundle::files(&out)
}

/// A tool of binaryen that may use these features of WebAssembly.
fn binaryen(tool: &str, features: &[&str], path: &OsStr) -> Command {
    let mut command = Command::new(tool);
    command.args(features.iter().map(|feature| format!("--enable-{feature}"))).env("PATH", path);
    command
}

/// Where a program is made.
fn folder_of(name: &str) -> PathBuf {
    Path::new("target/wasm").join(name)
}

/// The names of the files that a part of a program is in, in this build.
pub fn files_of(program: &str, part: &str, build: &str) -> Result<Vec<String>> {
    let files = tools::read_json(folder_of(program).join(PARTS))?;
    // Not every program has every part.
    let names = files[part].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    Ok(names.map(|name| named(name, build)).collect())
}

/// One program as a whole, optimized for size, with the names of its functions in it; for who wants to know what is large.
pub fn whole(name: &str, path: &OsStr) -> Result<PathBuf> {
    let folder = PathBuf::from("target/wasm/whole");
    let compiled = compile(name, "browser", &[])?;
    split::bind(name, &compiled, &folder, false)?;
    let wasm = folder.join(format!("{name}_bg.wasm"));
    shrink::named(&wasm, path)?;
    Ok(wasm)
}
