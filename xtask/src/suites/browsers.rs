//! The suites that drive browsers.

use super::sites::{self, AllUp};
use super::tally::Tally;
use crate::server::Running;
use crate::{backends, npm, size, tools};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a visit moves no more than it may.
pub fn budget() -> Result<Tally> {
    let site = sites::at_the_root()?;
    Ok(Tally::of("budget", size::within_budget(&site.root)?, String::new()))
}

/// Journeys, accessibility and hostile input in Chromium, on desktop and phone.
pub fn browser() -> Result<Tally> {
    let chromium = headless_chromium()?;
    npm::test_packages()?;
    let (demo, behind) = (sites::served()?, sites::on_a_backend_of_tests()?);
    let address = |server: &Running| format!("http://127.0.0.1:{}", server.port);
    playwright("browser", &chromium, &[("SITE", address(&demo)), ("SITE_ON_BACKEND", address(&behind))])
}

/// The same site on each backend, in a browser, across origins.
pub fn journeys() -> Result<Tally> {
    let chromium = headless_chromium()?;
    npm::test_packages()?;
    let _backends = AllUp::start()?;
    let (addresses, _servers) = sites::on_backends(&sites::at_the_root()?, &backends::names())?;
    playwright("journeys", &chromium, &[("SITES", addresses)])
}

/// Chromium without the windows, menus and processes that the whole one has also where nobody sees it: the same pages take little more
/// than half the time (docs/decisions/tools.md). The whole one is driven in the suite `engines`, and here where there is no other.
fn headless_chromium() -> Result<PathBuf> {
    tools::debian_program("chromium-headless-shell", "chromium-headless-shell")
        .or_else(|_| tools::debian_program("chromium", "chromium"))
}

/// Runs the tests in a folder of `tests/` with Playwright.
fn playwright(folder: &str, chromium: &Path, env: &[(&str, String)]) -> Result<Tally> {
    tools::say(&format!("waiting for Playwright in tests/{folder}"));
    let report = PathBuf::from(format!("tests/.results/{folder}.json"));
    let _ = fs::remove_file(&report);
    let (well, printed) = tools::printed(
        Command::new("node_modules/.bin/playwright")
            .args(["test", "--config", "playwright.config.mjs"])
            .current_dir("tests")
            .env("FOLDER", folder)
            .env("CHROMIUM", chromium)
            .envs(env.iter().map(|(name, value)| (*name, value))),
    )?;
    let results = fs::read(&report).with_context(|| format!("Playwright wrote no results; it said:\n{printed}"))?;
    let mut tally = counted(folder, &serde_json::from_slice(&results)?);
    tally.printed = printed;
    Ok(tally.ended("Playwright", well))
}

/// What Playwright's report in JSON counts.
fn counted(folder: &str, results: &Value) -> Tally {
    let mut tally = Tally::default();
    let mut suites: Vec<&Value> = each(&results["suites"]).collect();
    while let Some(suite) = suites.pop() {
        suites.extend(each(&suite["suites"]));
        for spec in each(&suite["specs"]) {
            for test in each(&spec["tests"]) {
                let [file, title, project] = [&spec["file"], &spec["title"], &test["projectName"]];
                let name = format!("{folder}: {file}: {title} ({project})").replace('"', "");
                match test["status"].as_str() {
                    Some("expected") => tally.passed += 1,
                    Some("flaky") => tally.unsteady.push(name),
                    Some("skipped") => {
                        let reasons = each(&test["annotations"]).filter_map(|note| note["description"].as_str());
                        tally.ignore(name, &reasons.collect::<Vec<_>>().join(", "));
                    }
                    _ => tally.failed.push(name),
                }
            }
        }
    }
    tally
}

/// What stands in a JSON list.
fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Reading and commenting in Chromium, Firefox and WebKit, driven over WebDriver.
pub fn engines() -> Result<Tally> {
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
    let server = sites::served()?;
    let run = |only: &[&str]| -> Result<Tally> {
        let report = Path::new("tests/.results/engines.jsonl");
        fs::create_dir_all("tests/.results")?;
        let _ = fs::remove_file(report);
        let mut node = Command::new("node");
        node.args(["--test", "--test-concurrency=1"]);
        for (reporter, to) in [("spec", "stdout"), ("./engines/reporter.mjs", ".results/engines.jsonl")] {
            node.arg(format!("--test-reporter={reporter}")).arg(format!("--test-reporter-destination={to}"));
        }
        node.args(only.iter().map(|name| format!("--test-name-pattern=^{}$", regex::escape(name))));
        node.arg("engines/").current_dir("tests").envs(programs.clone());
        let (well, printed) = tools::printed(node.env("SITE", format!("http://127.0.0.1:{}", server.port)))?;
        let told =
            fs::read_to_string(report).with_context(|| format!("node --test told nothing; it said:\n{printed}"))?;
        Ok(Tally { printed, ..of_engines(&told)? }.ended("node --test", well))
    };
    tools::say("waiting for three engines, one after another");
    let first = run(&[])?;
    if first.failed.is_empty() {
        return Ok(first);
    }
    // As with Playwright: what passes only then is told from what never does.
    tools::say("waiting for the engines that failed, once more");
    let failed: Vec<_> = first.failed.iter().map(String::as_str).collect();
    let again = run(&failed)?;
    Ok(tried_again(first, again))
}

/// A line that `tests/engines/reporter.mjs` writes for each test.
#[derive(Deserialize)]
struct Told {
    name: String,
    passed: bool,
    /// Why it was not tried; true where no reason is given.
    skipped: Option<Value>,
}

fn of_engines(told: &str) -> Result<Tally> {
    let mut tally = Tally::default();
    for line in told.lines() {
        let Told { name, passed, skipped } = serde_json::from_str(line).with_context(|| line.to_owned())?;
        match skipped {
            Some(reason) => tally.ignore(name, reason.as_str().unwrap_or_default()),
            None if passed => tally.passed += 1,
            None => tally.failed.push(name),
        }
    }
    Ok(tally)
}

/// What two runs found, of which the second was only for what had failed.
fn tried_again(first: Tally, again: Tally) -> Tally {
    let (failed, unsteady) =
        first.failed.into_iter().partition(|name| again.failed.contains(name) || again.passed == 0);
    let printed = first.printed + &again.printed;
    Tally { passed: first.passed, failed, unsteady, ignored: first.ignored, printed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_of_playwright_is_counted() {
        let test = |status: &str| json!({ "projectName": "phone", "status": status, "annotations": [] });
        let skipped = json!({
            "projectName": "phone", "status": "skipped",
            "annotations": [{ "type": "skip", "description": "json-server does not moderate" }],
        });
        let spec = |title: &str, test: Value| json!({ "file": "a.spec.mjs", "title": title, "tests": [test] });
        let inner = json!({ "specs": [spec("inside", test("unexpected")), spec("left out", skipped)] });
        let results = json!({ "suites": [{
            "specs": [spec("good", test("expected")), spec("\"at times\"", test("flaky")), spec("why", test("skipped"))],
            "suites": [inner],
        }] });
        let tally = counted("browser", &results);
        assert_eq!(tally.passed, 1);
        assert_eq!(tally.unsteady, ["browser: a.spec.mjs: \\at times\\ (phone)"]);
        assert_eq!(
            tally.failed,
            [
                "browser: a.spec.mjs: why (phone) (ignored, and no reason is given)",
                "browser: a.spec.mjs: inside (phone)"
            ]
        );
        assert_eq!(tally.ignored[0].reason, "json-server does not moderate");
    }

    #[test]
    fn engines_are_counted_from_what_the_reporter_writes() -> Result<()> {
        let told = "{\"name\":\"a\",\"passed\":true}\n{\"name\":\"b\",\"passed\":false}\n\
                    {\"name\":\"c\",\"passed\":true,\"skipped\":\"no sound\"}\n{\"name\":\"d\",\"passed\":true,\"skipped\":true}\n";
        let tally = of_engines(told)?;
        assert_eq!((tally.passed, tally.ignored.len()), (1, 1));
        assert_eq!(tally.failed, ["b", "d (ignored, and no reason is given)"]);
        assert!(of_engines("not ok 1").is_err());
        Ok(())
    }

    #[test]
    fn what_passes_at_the_second_try_is_unsteady() {
        let failed = |names: &[&str], passed| Tally {
            passed,
            failed: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Tally::default()
        };
        let tally = tried_again(failed(&["a", "b"], 1), failed(&["b"], 1));
        assert_eq!((tally.passed, tally.failed, tally.unsteady), (1, vec!["b".to_owned()], vec!["a".to_owned()]));
        let none = tried_again(failed(&["a"], 2), failed(&["node --test itself"], 0));
        assert_eq!(none.failed, ["a"], "a second run that tried nothing proves nothing");
    }
}
