//! `cargo xtask test`: every suite, one after another, and one line at the end
//! that counts them all.

use crate::server::{self, Site};
use crate::{backends, bundle, finish, npm, seed, size, tools};
use anyhow::{Result, bail, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What a suite found.
#[derive(Default)]
struct Tally {
    passed: u64,
    /// What failed, by name.
    failed: Vec<String>,
    /// What failed, and passed when it was tried again.
    unsteady: Vec<String>,
}

impl Tally {
    /// A check that is one thing: it holds or it does not.
    fn of(what: &str, held: bool) -> Self {
        Self { passed: held.into(), failed: if held { Vec::new() } else { vec![what.to_owned()] }, ..Self::default() }
    }

    fn and(mut self, other: Self) -> Self {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.unsteady.extend(other.unsteady);
        self
    }

    /// A program that ran tests and ended badly without one that failed has failed itself.
    fn ended(mut self, program: &str, well: bool) -> Self {
        if !well && self.failed.is_empty() {
            self.failed.push(format!("{program} itself"));
        }
        self
    }
}

type Suite = (&'static str, fn() -> Result<Tally>);
const SUITES: [Suite; 9] = [
    ("format", format),
    ("clippy", clippy),
    ("unused", unused),
    ("native", native),
    ("contract", contract),
    ("budget", budget),
    ("browser", browser),
    ("journeys", journeys),
    ("engines", engines),
];

/// What they are called.
pub fn names() -> [&'static str; SUITES.len()] {
    SUITES.map(|(name, _)| name)
}

/// Runs the suites of these names, or all, and fails if one test did.
pub fn run(named: &[String]) -> Result<()> {
    let mut total = Tally::default();
    for (name, suite) in SUITES.into_iter().filter(|(name, _)| named.is_empty() || named.iter().any(|n| n == name)) {
        tools::say(&format!("suite: {name}"));
        // A suite that could not run counts as one failure: the others still say what they find.
        let tally = suite().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Tally::of(name, false)
        });
        println!("{name}: {} passed, {} failed", tally.passed, tally.failed.len());
        if tally.passed == 0 && tally.failed.is_empty() {
            bail!("the suite {name} tried nothing");
        }
        total = total.and(tally);
    }
    for unsteady in &total.unsteady {
        println!("passed only when it was tried again, which is a defect: {unsteady}");
    }
    for failed in &total.failed {
        println!("failed: {failed}");
    }
    println!("{} passed, {} failed", total.passed, total.failed.len());
    ensure!(total.failed.is_empty(), "not everything passed");
    Ok(())
}

fn holds(command: &mut Command) -> Result<bool> {
    Ok(command.status()?.success())
}

fn format() -> Result<Tally> {
    Ok(Tally::of("format", holds(Command::new("cargo").args(["fmt", "--all", "--check"]))?))
}

/// Denies warnings, for what runs natively and for what runs in the browser.
fn clippy() -> Result<Tally> {
    tools::wasm_target()?;
    let native = holds(Command::new("cargo").args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    let browser = holds(Command::new("cargo").args([
        "clippy",
        "--quiet",
        "--features",
        "browser",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Tally::of("clippy, natively", native).and(Tally::of("clippy, for the browser", browser)))
}

/// Dependencies that nothing uses.
fn unused() -> Result<Tally> {
    Ok(Tally::of("unused", holds(Command::new(tools::cargo_program("cargo-machete")?).args(["--with-metadata"]))?))
}

/// `cargo test`: the rules, natively.
fn native() -> Result<Tally> {
    let output = Command::new("cargo").args(["test", "--workspace"]).stderr(Stdio::inherit()).output()?;
    Ok(counted(&output))
}

/// What `cargo test` counted; what it printed is shown if something failed.
fn counted(output: &std::process::Output) -> Tally {
    let text = String::from_utf8_lossy(&output.stdout);
    let mut tally = Tally::default();
    for line in text.lines().filter(|l| l.starts_with("test result:")) {
        let passed = line.split([';', '.']).find_map(|part| part.trim().strip_suffix(" passed")?.parse::<u64>().ok());
        tally.passed += passed.unwrap_or(0);
    }
    let named = text.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    tally.failed.extend(named.map(str::to_owned));
    if !output.status.success() {
        print!("{text}");
    }
    tally.ended("cargo test", output.status.success())
}

/// What we rely on, tried on real backends through the profiles that are published.
fn contract() -> Result<Tally> {
    let _backends = AllUp::start()?;
    let tests = ["test", "--features", "contract", "--test", "contract"];
    Ok(counted(&Command::new("cargo").args(tests).stderr(Stdio::inherit()).output()?))
}

/// Every backend, with the demo programme and nothing else in it, as long as this is kept.
pub struct AllUp(());

impl AllUp {
    /// Starts them.
    pub fn start() -> Result<Self> {
        let started = Self(());
        backends::names().into_iter().try_for_each(|name| backends::up(name).and_then(|()| seed::seed(name)))?;
        Ok(started)
    }
}

impl Drop for AllUp {
    fn drop(&mut self) {
        for name in backends::names() {
            if let Err(error) = backends::down(name) {
                eprintln!("{name} is not stopped: {error:#}");
            }
        }
    }
}

/// A site on each of these backends: their addresses as JSON, and the servers as long as they are kept.
pub fn on_backends(demo: &Site, names: &[&str]) -> Result<(String, Vec<server::Running>)> {
    let mut sites = serde_json::Map::new();
    let mut servers = Vec::new();
    for name in names {
        let config = PathBuf::from(format!("tests/sites/{name}.json"));
        let site = bundle::variant(demo, &format!("target/site/{name}"), &config)?;
        // One whose pages are finished, with what is on the backend now; the others keep the skeleton.
        if *name == "json-server" {
            finish::pages(&site.base, &site.root, &["topics", "join", "about", "index"])?;
            let topic = std::fs::read_to_string(site.root.join("topics/getting-to-know-you.html"))?;
            ensure!(topic.contains("Let the conversations begin!"), "the first topic of {name} is not finished");
        }
        let server = server::start(0, vec![site])?;
        sites.insert((*name).to_owned(), format!("http://127.0.0.1:{}", server.port).into());
        servers.push(server);
    }
    Ok((Value::from(sites).to_string(), servers))
}

/// The same site on each backend, in a browser, across origins.
fn journeys() -> Result<Tally> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    npm::test_packages()?;
    let _backends = AllUp::start()?;
    let demo = built("/", "target/site/root")?;
    let (sites, _servers) = on_backends(&demo, &backends::names())?;
    playwright("journeys", &chromium, &[("SITES", sites)])
}

/// The demo's site under a path, built once for all suites. Who works on a test may use the one that was built last.
pub fn built(base: &str, folder: &str) -> Result<Site> {
    built_as(base, folder, Path::new("public/config.json"))
}

/// The same for another configuration.
fn built_as(base: &str, folder: &str, config: &Path) -> Result<Site> {
    static BUILT: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let is_there = Path::new(folder).join("404.html").is_file();
    if is_there && (built.iter().any(|done| done == folder) || std::env::var_os("DESKMATES_REUSE").is_some()) {
        return Ok(Site { base: base.to_owned(), root: PathBuf::from(folder) });
    }
    let site = bundle::dist(base, folder, config)?;
    built.push(folder.to_owned());
    Ok(site)
}

/// The site at the root, the site under a sub-path, and the port they are served on. The second knows its address, as a
/// published one does.
fn served() -> Result<server::Running> {
    let mut config = tools::read_json("public/config.json")?;
    config["address"] = "https://programme.example/some/path/".into();
    let published = Path::new("target/published.json");
    std::fs::create_dir_all("target")?;
    std::fs::write(published, config.to_string())?;
    let path = built_as(&bundle::base(None, published)?, "target/site/path", published)?;
    server::start(0, vec![built("/", "target/site/root")?, path])
}

fn budget() -> Result<Tally> {
    let site = built("/", "target/site/root")?;
    Ok(Tally::of("budget", size::within_budget(&site.root)?))
}

/// Journeys, accessibility and hostile input in Chromium, on desktop and phone.
fn browser() -> Result<Tally> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    npm::test_packages()?;
    let server = served()?;
    playwright("browser", &chromium, &[("SITE", format!("http://127.0.0.1:{}", server.port))])
}

/// Runs the tests in a folder of `tests/` with Playwright.
fn playwright(folder: &str, chromium: &Path, env: &[(&str, String)]) -> Result<Tally> {
    let report = PathBuf::from(format!("tests/.results/{folder}.json"));
    let _ = std::fs::remove_file(&report);
    let ended = Command::new("node_modules/.bin/playwright")
        .args(["test", "--config", "playwright.config.mjs"])
        .current_dir("tests")
        .env("FOLDER", folder)
        .env("CHROMIUM", chromium)
        .envs(env.iter().map(|(name, value)| (*name, value)))
        .status()?;
    let results: Value = serde_json::from_slice(&std::fs::read(&report)?)?;
    let mut tally = Tally::default();
    let mut suites: Vec<&Value> = each(&results["suites"]).collect();
    while let Some(suite) = suites.pop() {
        suites.extend(each(&suite["suites"]));
        for spec in each(&suite["specs"]) {
            for test in each(&spec["tests"]) {
                let [file, title, project] = [&spec["file"], &spec["title"], &test["projectName"]];
                let name = || format!("{folder}: {file}: {title} ({project})").replace('"', "");
                match test["status"].as_str() {
                    Some("expected") => tally.passed += 1,
                    Some("flaky") => tally.unsteady.push(name()),
                    _ => tally.failed.push(name()),
                }
            }
        }
    }
    Ok(tally.ended("Playwright", ended.success()))
}

/// What stands in a JSON list.
fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Reading and commenting in Chromium, Firefox and WebKit, driven over WebDriver.
fn engines() -> Result<Tally> {
    tools::debian_program("chromium", "chromium")?;
    let programs = [
        ("CHROMEDRIVER", tools::debian_program("chromedriver", "chromium-driver")?),
        ("FIREFOX", tools::debian_program("firefox-esr", "firefox-esr")?),
        ("GECKODRIVER", tools::cargo_program("geckodriver")?),
        ("WEBKITDRIVER", tools::debian_program("WebKitWebDriver", "webkit2gtk-driver")?),
        ("XVFB_RUN", tools::debian_program("xvfb-run", "xvfb")?),
        ("XAUTH", tools::debian_program("xauth", "xauth")?),
    ];
    npm::test_packages()?;
    let server = served()?;
    let run = || -> Result<Tally> {
        let output = Command::new("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=tap", "engines/"])
            .current_dir("tests")
            .env("SITE", format!("http://127.0.0.1:{}", server.port))
            .envs(programs.clone())
            .stderr(Stdio::inherit())
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let passed = text.lines().find_map(|line| line.strip_prefix("# pass ")?.trim().parse().ok()).unwrap_or(0);
        // What is skipped is not tried.
        let failed = text.lines().map(str::trim).filter(|line| line.starts_with("not ok ") || line.contains("# SKIP"));
        let tally = Tally { passed, failed: failed.map(str::to_owned).collect(), ..Tally::default() };
        if !tally.failed.is_empty() {
            print!("{text}");
        }
        Ok(tally.ended("node --test", output.status.success()))
    };
    let first = run()?;
    if first.failed.is_empty() {
        return Ok(first);
    }
    // As with Playwright: what passes only then is a defect, is named, and does not hide what else there is.
    let second = run()?;
    let unsteady = if second.failed.is_empty() { first.failed } else { Vec::new() };
    Ok(Tally { unsteady, ..second })
}
