//! What comes from npm: the tools of the build and the packages of the tests, each as its lock file names them, and
//! single programs that Cargo.toml names.

use crate::fingerprint::Fingerprint;
use crate::tools::{cache, needs, run, say, version};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Suites that run together may want the same package: one installs it.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The packages of xtask/package.json, in the cache. Gives their `node_modules`.
pub fn build_tools() -> Result<PathBuf> {
    let files = ["package.json", "package-lock.json"];
    let mut content = Fingerprint::default();
    for file in files {
        content.add(fs::read(Path::new("xtask").join(file))?);
    }
    let root = cache().join(format!("npm-{}", content.text()));
    install(&root, "the packages of xtask/package.json", |folder| {
        for file in files {
            fs::copy(Path::new("xtask").join(file), folder.join(file))?;
        }
        ci(folder)
    })?;
    Ok(root.join("node_modules"))
}

/// The packages of tests/package.json, beside it.
pub fn test_packages() -> Result<()> {
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let lock = fs::metadata("tests/package-lock.json")?.modified()?;
    let done = Path::new("tests/node_modules/.package-lock.json");
    if done.metadata().and_then(|m| m.modified()).is_ok_and(|then| then >= lock) {
        return Ok(());
    }
    say("installing the packages of tests/package.json; waiting for npm");
    ci(Path::new("tests"))
}

/// A program of a package that Cargo.toml names. Gives its folder of binaries.
pub fn tool(name: &str) -> Result<PathBuf> {
    Ok(package(name)?.with_file_name(".bin"))
}

/// A package that Cargo.toml names. Gives its folder.
pub fn package(name: &str) -> Result<PathBuf> {
    let version = version(name)?;
    let root = cache().join(format!("{name}-{version}"));
    install(&root, &format!("{name} {version}"), |folder| {
        npm("install", folder).and_then(|mut npm| run(npm.arg(format!("{name}@{version}"))))
    })?;
    Ok(root.join("node_modules").join(name))
}

/// Installs into a folder of its own, which gets its name when everything is in it: who sees it finds it whole.
fn install(root: &Path, what: &str, into: impl Fn(&Path) -> Result<()>) -> Result<()> {
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if root.join("node_modules").is_dir() {
        return Ok(());
    }
    say(&format!("installing {what}; waiting for npm"));
    let unfinished = PathBuf::from(format!("{}.{}", root.display(), std::process::id()));
    fs::create_dir_all(&unfinished)?;
    into(&unfinished).with_context(|| format!("{what} could not be installed from npm"))?;
    match fs::rename(&unfinished, root) {
        // Another process was faster.
        Err(_) if root.join("node_modules").is_dir() => Ok(fs::remove_dir_all(&unfinished)?),
        renamed => renamed.with_context(|| root.display().to_string()),
    }
}

/// What a lock file says, and nothing else.
fn ci(folder: &Path) -> Result<()> {
    run(&mut npm("ci", folder)?)
}

fn npm(what: &str, folder: &Path) -> Result<Command> {
    let mut npm = Command::new(needs("npm", "Node.js (https://nodejs.org) brings it")?);
    npm.args([what, "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(folder).stdout(Stdio::null());
    Ok(npm)
}
