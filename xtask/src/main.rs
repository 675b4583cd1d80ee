//! What a developer of Deskmates runs: `cargo xtask serve|test|bench|dist|size|backends`.
//!
//! Each command installs what it needs (`tools`), so that a fresh machine with
//! Rust, Node and git needs nothing else. What is shipped of it is
//! what it writes: pages and widgets that are finished.

mod backends;
mod bench;
mod bundle;
mod check_backend;
mod configure;
mod finish;
mod install;
mod schema;
mod seed;
mod server;
mod shrink;
mod size;
mod suites;
mod tools;

use anyhow::{Result, bail, ensure};
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N [--config FILE]]
                         build the site and serve it at http://127.0.0.1:8080
  test [SUITE ...]       run everything, or only the suites named:
                         format clippy unused native contract budget browser journeys engines
  bench [--runs N]       measure loading in a real browser, print a table
  bench backends         measure the first topic on each backend
  bench side-by-side [--runs N --sizes 20,200,2000]
                         measure a discussion in ours and in other comment systems
  dist [--base /path/] [--config FILE]
                         make dist/ for a static host
  schema                 make public/profile.schema.json from the types of profiles
  check-backend PROFILE [--user U --password P [--store]]
                         try a profile against its backend and say what is wrong: it reads, and sends what must
                         be refused; with --store and a coordinator's account it also stores a comment as a
                         stranger, sees whether it waits, and removes it
  size [PROGRAM]         print the largest functions and crates of a program; of the demo, if none is named
  backends up|down NAME  start a real backend on this machine with the demo programme in it, or stop it:
                         json-server wordpress postgrest pocketbase kinto
  backends list          say which of them run";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let called_from = std::env::current_dir()?;
    std::env::set_current_dir(tools::project_root())?;
    match words.as_slice() {
        ["serve"] => serve(8080),
        ["serve", "--port", port] => serve(port.parse()?),
        ["serve", "--port", port, "--config", config] => serve_configured(port.parse()?, config),
        ["test", suites @ ..] => suites::run(suites),
        ["bench"] => bench::run(5),
        ["bench", "backends"] => bench::backends(),
        ["bench", "side-by-side"] => bench::side_by_side(5, "20,200,2000"),
        ["bench", "side-by-side", "--runs", runs, "--sizes", sizes] => bench::side_by_side(runs.parse()?, sizes),
        ["bench", "--runs", runs] => bench::run(runs.parse()?),
        ["dist"] => dist(None, None),
        ["dist", "--base", base] => dist(Some(base), None),
        ["dist", "--config", config] => dist(None, Some(config)),
        ["dist", "--base", base, "--config", config] => dist(Some(base), Some(config)),
        ["schema"] => schema::write(),
        ["check-backend", profile, options @ ..] => check_backend::run(&called_from.join(profile), options),
        ["size"] => size::report("deskmates"),
        ["size", program] => size::report(program),
        ["backends", "up", name] => backends::up(name).and_then(|()| seed::seed(name)),
        ["backends", "down", name] => backends::down(name),
        ["backends", "list"] => backends::list(),
        _ => bail!("{USAGE}"),
    }
}

fn dist(base: Option<&str>, config: Option<&str>) -> Result<()> {
    let config = Path::new(config.unwrap_or("public/config.json"));
    let site = bundle::dist(&bundle::base(base, config)?, "dist", config)?;
    ensure!(size::within_budget(&site.root)?, "the site is larger than its budget allows");
    Ok(())
}

fn serve(port: u16) -> Result<()> {
    serve_configured(port, "public/config.json")
}

fn serve_configured(port: u16, config: &str) -> Result<()> {
    let site = bundle::dist("/", "target/site/served", config.as_ref())?;
    let server = server::start(port, vec![site])?;
    println!("The site is at http://127.0.0.1:{} (ctrl+c stops it)", server.port);
    server.wait();
    Ok(())
}
