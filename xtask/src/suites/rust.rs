//! The suites that cargo runs.

use super::sites::AllUp;
use super::tally::Tally;
use crate::{backends, tools};
use anyhow::Result;
use serde::Deserialize;
use std::process::{Command, Stdio};

/// Rules and contract are compiled once: the same packages with the same features.
const ALL: [&str; 3] = ["--workspace", "--features", "contract"];

fn holds(what: &str, command: &mut Command) -> Result<Tally> {
    let (held, printed) = tools::printed(command)?;
    Ok(Tally::of(what, held, printed))
}

/// Whether the code is laid out as rustfmt does it.
pub fn format() -> Result<Tally> {
    holds("format", Command::new("cargo").args(["fmt", "--all", "--check"]))
}

/// Denies warnings, for what runs natively and for what runs in the browser.
pub fn clippy() -> Result<Tally> {
    tools::wasm_target()?;
    let clippy = || {
        let mut cargo = Command::new("cargo");
        cargo.args(["clippy", "--quiet"]);
        cargo
    };
    let denied = ["--", "-D", "warnings"];
    tools::say("waiting for clippy, natively");
    let natively = holds("clippy, natively", clippy().args(ALL).arg("--all-targets").args(denied))?;
    tools::say("waiting for clippy, for the browser");
    let browser = ["--features", "browser", "--target", tools::WASM];
    Ok(natively.and(holds("clippy, for the browser", clippy().args(browser).args(denied))?))
}

/// Dependencies that nothing uses.
pub fn unused() -> Result<Tally> {
    holds("unused", Command::new(tools::cargo_program("cargo-machete")?).arg("--with-metadata"))
}

/// The rules, natively, and the examples in the documentation.
pub fn native() -> Result<Tally> {
    let rules = nextest("not binary(contract)", &[])?;
    tools::say("waiting for the examples in the documentation");
    let examples = Command::new("cargo").args(["test", "--doc", "--quiet", "--workspace"]).args(&ALL[1..]).output()?;
    let printed = String::from_utf8_lossy(&[examples.stdout, examples.stderr].concat()).into_owned();
    Ok(rules.and(Tally::of("examples in the documentation", examples.status.success(), printed)))
}

/// What we rely on, tried on real backends through the profiles that are published.
pub fn contract() -> Result<Tally> {
    tools::say("waiting for the tests to be compiled");
    tools::run(&mut nextest_command(&["run", "--no-run"])?)?;
    let _backends = AllUp::start()?;
    // A case for each backend at a time: they wait more than they compute.
    nextest("binary(contract)", &["--test-threads", &backends::names().len().to_string()])
}

fn nextest_command(what: &[&str]) -> Result<Command> {
    let mut nextest = Command::new(tools::nextest()?);
    nextest.arg("nextest").args(what).args(ALL).args(["--locked", "--color", "never"]);
    Ok(nextest)
}

/// Runs the tests of a filter (https://nexte.st/docs/filtersets), each in a process of its own, as `.config/nextest.toml` says.
fn nextest(filter: &str, more: &[&str]) -> Result<Tally> {
    tools::say(&format!("waiting for the tests: {filter}"));
    let mut run = nextest_command(&["run", "--no-fail-fast", "--show-progress", "none", "-E", filter])?;
    run.args(["--status-level", "fail", "--message-format", "libtest-json-plus"]).args(more);
    let output = run.env("NEXTEST_EXPERIMENTAL_LIBTEST_JSON", "1").stdin(Stdio::null()).output()?;
    let mut tally = counted(&String::from_utf8_lossy(&output.stdout));
    tally.printed = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(tally.ended("cargo nextest", output.status.success()))
}

/// A line of what nextest tells, about a test or about all tests of a program.
#[derive(Deserialize)]
struct Told {
    r#type: String,
    event: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    passed: usize,
}

/// What nextest counted, a line of JSON for each test.
fn counted(lines: &str) -> Tally {
    let (mut tally, mut of_suites) = (Tally::default(), 0);
    for line in lines.lines().filter(|line| line.starts_with('{')) {
        let Ok(told) = serde_json::from_str::<Told>(line) else {
            tally.failed.push(format!("a line of cargo nextest that is no JSON: {line}"));
            continue;
        };
        match (told.r#type.as_str(), told.event.as_str()) {
            (_, "started") => {}
            ("suite", _) => of_suites += told.passed,
            (_, "ok") => tally.passed += 1,
            (_, "ignored") => {
                let name = told.name.split_once('$').map_or(told.name.as_str(), |(_, name)| name);
                // The contract says why in the kind of a test, which stands before its name.
                let kind = name.strip_prefix('[').and_then(|rest| rest.split_once("] "));
                let (reason, name) = kind.unwrap_or(("", name));
                tally.ignore(name.to_owned(), reason);
            }
            _ => tally.failed.push(told.name),
        }
    }
    if of_suites != tally.passed {
        tally.failed.push(format!("cargo nextest says that {of_suites} passed, and tells of {}", tally.passed));
    }
    tally
}

/// Gives the readers of what comes from outside so many odd things of each sort, and prints how that went.
pub fn fuzz(cases: u32) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--release", "--features", "native", "--test", "fuzz"]);
    tools::run_shown(cargo.env("PROPTEST_CASES", cases.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_from_what_nextest_tells() {
        let told = r#"{"type":"suite","event":"started","test_count":5}
{"type":"test","event":"started","name":"deskmates::contract$kinto::a"}
{"type":"test","event":"ok","name":"deskmates::contract$kinto::a","exec_time":0.02}
{"type":"test","event":"failed","name":"deskmates::contract$kinto::b","exec_time":0.02,"stdout":"no"}
{"type":"test","event":"ignored","name":"deskmates::contract$[kinto keeps no notes] kinto::c"}
{"type":"test","event":"ignored","name":"deskmates::words$d"}
{"type":"test","event":"some event of a later version","name":"deskmates::words$e"}
{"type":"suite","event":"failed","passed":1,"failed":1,"ignored":2}
words of somebody else"#;
        let tally = counted(told);
        assert_eq!(tally.passed, 1);
        assert_eq!(
            tally.failed,
            ["deskmates::contract$kinto::b", "d (ignored, and no reason is given)", "deskmates::words$e"]
        );
        let ignored: Vec<_> = tally.ignored.iter().map(|one| [one.name.as_str(), one.reason.as_str()]).collect();
        assert_eq!(ignored, [["kinto::c", "kinto keeps no notes"]]);
    }

    #[test]
    fn no_test_is_lost_on_the_way() {
        let told = r#"{"type":"test","event":"ok","name":"deskmates::contract$a"}
{"type":"test","event":"ok","name":"deskmates::contract$a "quoted" name"}
{"type":"suite","event":"ok","passed":2,"failed":0,"ignored":0}"#;
        let tally = counted(told);
        assert_eq!(tally.failed.len(), 2, "{:?}", tally.failed);
        assert!(tally.failed[0].contains("no JSON: {") && tally.failed[1].ends_with("2 passed, and tells of 1"));
    }
}
