//! Writes public pages and widgets as finished HTML, so that a reader has their text before the program, or without it: the
//! site's own program is run on each of them (`xtask/finish/`).

use crate::{npm, tools};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Finishes the pages of a site that is built into a folder, to be served under `base`.
pub fn pages(base: &str, folder: &Path, pages: &[&str]) -> Result<()> {
    tools::say(&format!("finishing {} pages", pages.len()));
    let mut node = Command::new("node");
    node.arg("xtask/finish/finish.mjs")
        .arg(folder)
        .arg(base)
        .args(pages)
        .env("LANGUAGES", languages(folder)?.join(" "));
    tools::run(node.env("JSDOM", npm::build_tools()?.join("jsdom"))).context("a page could not be finished")
}

/// Finishes the widgets of a site that is built into a folder, in every language that it has: all of them, or the one that is named,
/// such as `comments/getting-to-know-you`.
pub fn widgets(folder: &Path, only: Option<&str>) -> Result<()> {
    let languages = languages(folder)?;
    tools::say(&format!("finishing widgets in {}", languages.join(" ")));
    let mut node = Command::new("node");
    node.arg("xtask/finish/widgets.mjs").arg(folder).args(languages).envs(only.map(|only| ("ONLY", only)));
    tools::run(node.env("JSDOM", npm::build_tools()?.join("jsdom"))).context("a widget could not be finished")
}

/// The languages that a site has: `ar.json` is one, `live.ar.json` has further words of it.
fn languages(folder: &Path) -> Result<Vec<String>> {
    let files = fs::read_dir(folder.join("locales"))?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut languages: Vec<String> = files.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    languages.retain(|name| !name.contains('.'));
    languages.sort();
    Ok(languages)
}
