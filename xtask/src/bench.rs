//! `cargo xtask bench`: loading times in a real browser, printed as a table.

use crate::server::Site;
use crate::{backends, bundle, compress, finish, npm, server, suites, tools};
use anyhow::{Result, ensure};
use std::process::Command;

/// Measures `runs` loads of each page and prints medians.
pub fn run(runs: u32) -> Result<()> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    npm::test_packages()?;
    let site = suites::at_the_root()?;
    let server = server::start(vec![site])?;
    tools::run_shown(
        Command::new("node")
            .args(["bench/bench.mjs", "--runs", &runs.to_string()])
            .current_dir("tests")
            .env("SITE", format!("http://127.0.0.1:{}", server.port))
            .env("CHROMIUM", chromium),
    )
}

/// How soon a discussion can be read, in ours and in other comment systems.
pub fn side_by_side(runs: u32, sizes: &str) -> Result<()> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    npm::test_packages()?;
    let isso = tools::pip_tool(&["isso"], &["isso", "misaka"], "isso")?.join("isso");
    let [waline, artalk] = ["@waline/client", "artalk"].map(npm::package);
    let demo = suites::at_the_root()?;
    let (mut sites, mut servers) = (Vec::new(), Vec::new());
    for size in sizes.split(',') {
        let server = server::start(vec![discussed(&demo, size)?])?;
        sites.push(format!("{size}=http://127.0.0.1:{}", server.port));
        servers.push(server);
    }
    tools::run_shown(
        Command::new("node")
            .args(["bench/side_by_side.mjs", "--runs", &runs.to_string(), "--sizes", sizes])
            .current_dir("tests")
            .envs([("ISSO", isso), ("WALINE", waline?), ("ARTALK", artalk?), ("CHROMIUM", chromium)])
            .env("SITES", sites.join(",")),
    )
}

/// The demo with so many comments under its first topic, finished.
fn discussed(demo: &Site, size: &str) -> Result<Site> {
    let site = bundle::variant(demo, &format!("target/site/discussed-{size}"), "public/config.json".as_ref())?;
    let made = Command::new("node").args(["tests/bench/discussion.mjs", size]).output()?;
    ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    bundle::replace(&site, &format!("demo/comments/{FIRST}.json"), &made.stdout)?;
    finish::pages(&site.base, &site.root, &[&format!("topics/{FIRST}")])?;
    finish::widgets(&site.root, Some(&format!("comments/{FIRST}")))?;
    compress::rest(&site.root)?;
    Ok(site)
}

/// The topic that is discussed.
const FIRST: &str = "getting-to-know-you";

/// What a first topic costs on each backend, and on PostgreSQL as its comments grow.
pub fn backends() -> Result<()> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    npm::test_packages()?;
    let _backends = suites::AllUp::start()?;
    let demo = suites::at_the_root()?;
    println!(
        "| backend | requests | KB | comments on the desktop, ms | on the phone, ms |\n| --- | --: | --: | --: | --: |"
    );
    let measure = |label: &str, sites: &str| {
        let mut node = Command::new("node");
        node.args(["bench/backends.mjs", label]).current_dir("tests").env("SITES", sites).env("CHROMIUM", &chromium);
        tools::run_shown(&mut node)
    };
    let (sites, _servers) = suites::on_backends(&demo, &backends::names())?;
    measure("", &sites)?;
    let (sites, _servers) = suites::on_backends(&demo, &["postgrest"])?;
    for (label, topic, there, wanted) in [
        ("postgrest, 1,000 comments under other topics", "t2", 0, 1_000),
        ("postgrest, 100,000 under other topics", "t2", 1_000, 100_000),
        ("postgrest, 1,000 under this one, too", "t1", 100_000, 101_000),
        ("postgrest, 100,000 under this one, too", "t1", 101_000, 200_000),
    ] {
        backends::many_comments(topic, there, wanted)?;
        measure(label, &sites)?;
    }
    Ok(())
}
