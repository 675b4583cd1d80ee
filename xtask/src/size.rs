//! What a first visit to the first topic moves over the network, held to a
//! budget, and where the bytes of the program come from.

use crate::{bundle, shrink, tools};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The budget and what counts into it. A test in the browser holds this list to
/// what a first visit really asks for.
const BUDGET: &str = "tests/budget.json";

/// Prints every file a first visit loads, brotli, and whether the sum keeps to the budget.
pub fn within_budget(site: &Path) -> Result<bool> {
    let budget: serde_json::Value = serde_json::from_slice(&std::fs::read(BUDGET)?)?;
    let most = budget["most_bytes"].as_u64().context("budget: /most_bytes must be a number of bytes")?;
    let patterns: Vec<&str> = budget["files"].as_array().into_iter().flatten().filter_map(|v| v.as_str()).collect();
    let files = bundle::files(site)?;
    let mut sum = 0;
    for pattern in patterns {
        let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
        // The star stands for the hash that trunk puts into a name, so `deskmates-*` is no other program's file.
        let is_hash = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit());
        let fits = |name: &str| {
            name == pattern || name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_hash)
        };
        let file = files
            .iter()
            .find(|f| f.strip_prefix(site).ok().and_then(|f| f.to_str()).is_some_and(fits))
            .with_context(|| format!("{BUDGET} names {pattern}, which the build does not make"))?;
        let packed = std::fs::metadata(format!("{}.br", file.display())).or_else(|_| std::fs::metadata(file))?.len();
        println!("{packed:>9} {}", file.strip_prefix(site)?.display());
        sum += packed;
    }
    println!("{sum:>9} bytes for a first visit to the first topic (budget: {most})");
    let mut keeps = sum <= most;
    for (program, most) in budget["programs"].as_object().into_iter().flatten() {
        let most = most.as_u64().with_context(|| format!("budget: /programs/{program} must be a number of bytes"))?;
        let packed = std::fs::metadata(site.join(format!("{program}.br"))).context(program.clone())?.len();
        println!("{packed:>9} {program} (budget: {most})");
        keeps &= packed <= most;
    }
    Ok(keeps)
}

/// Builds a program with its names kept and prints what is largest in it.
pub fn report(program: &str) -> Result<()> {
    let path = tools::build_path()?;
    let folder = "target/site/named";
    let mut build = Command::new("cargo");
    build.args(["build", "--quiet", "--release", "--features", "browser", "--bin", program, "--target", tools::WASM]);
    tools::run(build.envs(tools::release_env()?))?;
    let built = format!("target/{}/release/{program}.wasm", tools::WASM);
    let mut bind = Command::new("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--keep-debug", "--out-dir", folder, &built]);
    tools::run(bind.env("PATH", &path))?;
    let named = format!("{folder}/{program}_bg.wasm");
    shrink::named(Path::new(&named), &path)?;
    let twiggy = tools::cargo_program("twiggy")?;
    let output = Command::new(twiggy).args(["top", "-n", "100000", "-f", "csv", &named]).output()?;
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
