//! `cargo xtask test`: every suite, one after another, and one line at the end
//! that counts them all.

use crate::server::{self, Site};
use crate::{backends, bundle, finish, seed, size, tools};
use anyhow::{Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What a suite found.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// A check that is one thing: it holds or it does not.
    fn of(held: bool) -> Self {
        Self { passed: held.into(), failed: (!held).into() }
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

/// Runs the suites named, or all, and fails if one test did.
pub fn run(named: &[&str]) -> Result<()> {
    if let Some(unknown) = named.iter().find(|n| SUITES.iter().all(|(name, _)| name != *n)) {
        bail!("there is no suite {unknown:?}; there are {}", SUITES.map(|(name, _)| name).join(", "));
    }
    let mut total = Tally::default();
    let mut failed = Vec::new();
    for (name, suite) in SUITES.into_iter().filter(|(name, _)| named.is_empty() || named.contains(name)) {
        tools::say(&format!("suite: {name}"));
        // A suite that could not run counts as one failure: the others still say what they find.
        let tally = suite().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Tally::of(false)
        });
        println!("{name}: {} passed, {} failed", tally.passed, tally.failed);
        if tally.failed > 0 || tally.passed == 0 {
            failed.push(name);
        }
        total = Tally { passed: total.passed + tally.passed, failed: total.failed + tally.failed };
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn holds(command: &mut Command) -> Result<bool> {
    Ok(command.status()?.success())
}

fn format() -> Result<Tally> {
    Ok(Tally::of(holds(Command::new("cargo").args(["fmt", "--all", "--check"]))?))
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
    let (a, b) = (Tally::of(native), Tally::of(browser));
    Ok(Tally { passed: a.passed + b.passed, failed: a.failed + b.failed })
}

/// Dependencies that nothing uses.
fn unused() -> Result<Tally> {
    Ok(Tally::of(holds(Command::new(tools::cargo_program("cargo-machete")?).args(["--with-metadata"]))?))
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
        let number = |word: &str| {
            line.split([';', '.'])
                .find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u64>().ok())
                .unwrap_or(0)
        };
        tally.passed += number(" passed");
        tally.failed += number(" failed");
    }
    if !output.status.success() || tally.failed > 0 {
        print!("{text}");
        tally.failed = tally.failed.max(1);
    }
    tally
}

/// What we rely on, tried on real backends through the profiles that are published.
fn contract() -> Result<Tally> {
    all_up()?;
    let tests = ["test", "--features", "contract", "--test", "contract"];
    let output = Command::new("cargo").args(tests).stderr(Stdio::inherit()).output();
    backends::names().into_iter().try_for_each(backends::down)?;
    Ok(counted(&output?))
}

/// Every backend, with the demo programme and nothing else in it.
pub fn all_up() -> Result<()> {
    backends::names().into_iter().try_for_each(|name| backends::up(name).and_then(|()| seed::seed(name)))
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
    Ok((serde_json::Value::from(sites).to_string(), servers))
}

/// The same site on each backend, in a browser, across origins.
fn journeys() -> Result<Tally> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    tools::test_packages()?;
    all_up()?;
    let demo = built("/", "target/site/root")?;
    let (sites, _servers) = on_backends(&demo, &backends::names())?;
    let tally = playwright("journeys", &chromium, &[("SITES", sites)]);
    backends::names().into_iter().try_for_each(backends::down)?;
    tally
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
    Ok(Tally::of(size::within_budget(&site.root)?))
}

/// Journeys, accessibility and hostile input in Chromium, on desktop and phone.
fn browser() -> Result<Tally> {
    let chromium = tools::debian_program("chromium", "chromium")?;
    tools::test_packages()?;
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
    let results: serde_json::Value = serde_json::from_slice(&std::fs::read(&report)?)?;
    let count = |key: &str| results["stats"][key].as_u64().unwrap_or(0);
    // A test that passes only when it is tried again is a defect.
    let failed = count("unexpected") + count("flaky") + count("skipped");
    Ok(Tally { passed: count("expected"), failed: failed.max(u64::from(!ended.success())) })
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
    tools::test_packages()?;
    let server = served()?;
    let output = Command::new("node")
        .args(["--test", "--test-concurrency=1", "--test-reporter=tap", "engines/"])
        .current_dir("tests")
        .env("SITE", format!("http://127.0.0.1:{}", server.port))
        .envs(programs)
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let count = |word: &str| text.lines().find_map(|l| l.strip_prefix(word)?.trim().parse::<u64>().ok()).unwrap_or(0);
    let (passed, failed) = (count("# pass "), count("# fail ") + count("# cancelled ") + count("# skipped "));
    if !output.status.success() || failed > 0 {
        print!("{text}");
    }
    Ok(Tally { passed, failed: failed.max(u64::from(!output.status.success())) })
}
