//! What a first visit to the first topic moves over the network, held to a
//! budget, and where the bytes of the program come from.

use crate::{bundle, tools, wasm};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The budget and what counts into it. A test in the browser holds this list to
/// what a first visit really asks for.
const BUDGET: &str = "tests/budget.json";

/// Prints every file a first visit loads, brotli, and whether the sum keeps to the budget; then the same of programs and parts,
/// as far as the site has them.
pub fn within_budget(site: &Path) -> Result<bool> {
    let budget = tools::read_json(BUDGET)?;
    let files = bundle::files(site)?;
    let mut sum = 0;
    for pattern in words(&budget["files"]) {
        let (name, packed) = find(site, &files, pattern)?.with_context(|| missing(pattern))?;
        println!("{packed:>9} {name}");
        sum += packed;
    }
    let mut keeps = keeps("a first visit to the first topic", sum, &budget)?;
    for of in budget["programs"].as_array().into_iter().flatten() {
        let (what, patterns) = described(of)?;
        let packed = patterns.iter().map(|pattern| find(site, &files, pattern)).collect::<Result<Option<Vec<_>>>>()?;
        match packed {
            Some(files) => keeps &= self::keeps(&what, files.iter().map(|(_, packed)| packed).sum(), of)?,
            None => println!("{:>9} {what}: not built", ""),
        }
    }
    Ok(keeps)
}

fn missing(pattern: &str) -> String {
    format!("{BUDGET} names {pattern}, which the build does not make")
}

fn words(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// What a line of the budget is about, and its files: those of a program, or those of a part that are not there after others.
fn described(of: &Value) -> Result<(String, Vec<String>)> {
    let Some(program) = of["program"].as_str() else {
        let files: Vec<String> = words(&of["files"]).map(str::to_owned).collect();
        return Ok((files.join(" "), files));
    };
    let part = of["part"].as_str().with_context(|| format!("{BUDGET}: {of} names no part"))?;
    let mut files = wasm::files_of(program, part, "*")?;
    for before in words(&of["after"]) {
        let there = wasm::files_of(program, before, "*")?;
        files.retain(|file| !there.contains(file));
    }
    let after = words(&of["after"]).chain(["a public page"]).next().unwrap_or_default();
    Ok((format!("{part} of {program} after {after}: {}", files.join(" ")), files))
}

/// The file that fits, and how large it is when it is compressed. The star stands for the hash in a name, so `deskmates-*` is no
/// other program's file.
fn find(site: &Path, files: &[PathBuf], pattern: &str) -> Result<Option<(String, u64)>> {
    let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
    let is_hash = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit());
    let fits = |name: &str| {
        name == pattern || name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_hash)
    };
    let names = files.iter().filter_map(|file| Some((file, file.strip_prefix(site).ok()?.to_str()?)));
    let Some((file, name)) = names.into_iter().find(|(_, name)| fits(name)) else { return Ok(None) };
    let packed = std::fs::metadata(format!("{}.br", file.display())).or_else(|_| std::fs::metadata(file))?.len();
    Ok(Some((name.to_owned(), packed)))
}

fn keeps(what: &str, sum: u64, budget: &Value) -> Result<bool> {
    let most = budget["most_bytes"].as_u64().with_context(|| format!("{BUDGET}: {what} has no most_bytes"))?;
    println!("{sum:>9} bytes for {what} (budget: {most})");
    Ok(sum <= most)
}

/// Builds a program with its names kept and prints what is largest in it.
pub fn report(program: &str) -> Result<()> {
    let named = wasm::whole(program, &tools::build_path()?)?;
    let twiggy = tools::cargo_program("twiggy")?;
    let output = Command::new(twiggy).args(["top", "-n", "100000", "-f", "csv"]).arg(named).output()?;
    ensure!(output.status.success(), "twiggy failed: {}", String::from_utf8_lossy(&output.stderr));
    print_largest(&String::from_utf8(output.stdout)?);
    Ok(())
}

fn print_largest(csv: &str) {
    let mut crates: BTreeMap<String, u64> = BTreeMap::new();
    let mut largest = Vec::new();
    for line in csv.lines().skip(1) {
        let Some((name, rest)) = line.rsplit_once("\",").or_else(|| line.split_once(',')) else {
            continue;
        };
        let name = name.trim_start_matches('"');
        let Some(bytes) = rest.split(',').next().and_then(|b| b.parse::<u64>().ok()) else {
            continue;
        };
        // The names themselves are not shipped.
        if !name.contains("function names") {
            *crates.entry(crate_of(name)).or_default() += bytes;
            largest.push((bytes, name.to_owned()));
        }
    }
    largest.sort_by(|a, b| b.cmp(a));
    let mut by_size: Vec<(u64, String)> = crates.into_iter().map(|(name, bytes)| (bytes, name)).collect();
    by_size.sort_by(|a, b| b.cmp(a));
    println!("{:>9}  crate", "bytes");
    by_size.iter().take(25).for_each(|(bytes, name)| println!("{bytes:>9}  {name}"));
    println!("\n{:>9}  function or segment", "bytes");
    largest
        .iter()
        .take(40)
        .for_each(|(bytes, name)| println!("{bytes:>9}  {}", name.chars().take(140).collect::<String>()));
}

/// `<alloc::vec::Vec<T> as …>::drop` is alloc's, `deskmates::app::x` is ours.
fn crate_of(name: &str) -> String {
    let start =
        name.trim_start_matches(['<', '&', '(', '[', '*']).trim_start_matches("dyn ").trim_start_matches("mut ");
    let end = start.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(start.len());
    if start[end..].starts_with("::") || start[end..].starts_with('[') {
        start[..end].to_owned()
    } else {
        "other".to_owned()
    }
}
