//! `cargo xtask bench`: loading times in a real browser, printed as a table.

use crate::{bundle, server, tools};
use anyhow::Result;
use std::process::Command;

/// Measures `runs` loads of each page and prints medians.
pub fn run(runs: u32) -> Result<()> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    tools::test_packages()?;
    let site = bundle::dist("/", "target/site/root")?;
    let server = server::start(0, vec![site])?;
    tools::run(
        Command::new("node")
            .args(["bench/bench.mjs", "--runs", &runs.to_string()])
            .current_dir("tests")
            .env("SITE", format!("http://127.0.0.1:{}", server.port))
            .env("CHROMIUM", chromium),
    )
}
