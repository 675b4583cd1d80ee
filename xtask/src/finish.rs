//! Writes public pages as finished HTML, so that a reader has their text before the program, or without it: the site's own
//! program is run on each of them (`xtask/finish/`).

use crate::tools;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Finishes the pages of a site that is built into a folder, to be served under `base`.
pub fn pages(base: &str, folder: &Path, pages: &[&str]) -> Result<()> {
    tools::say(&format!("finishing {} pages", pages.len()));
    let mut node = Command::new("node");
    node.arg("xtask/finish/finish.mjs").arg(folder).arg(base).args(pages);
    tools::run(node.env("JSDOM", tools::npm_package("jsdom")?)).context("a page could not be finished")
}
