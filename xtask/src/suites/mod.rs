//! `cargo xtask test`: every suite, two at a time where they are not in each other's way, and lines at the end that count
//! them all.

mod browsers;
mod plan;
mod rust;
mod sites;
mod tally;

pub use rust::fuzz;
pub use sites::{AllUp, at_the_root, on_backends};

use crate::{lock, tools};
use anyhow::{Result, ensure};
use plan::Step;
use std::path::Path;
use std::time::Instant;
use tally::{Tally, Unsteady};

/// Everything that is tried, the longest way through it first.
const STEPS: [Step; 11] = [
    Step::suite("format", &[], rust::format).that_computes(),
    Step::preparation("site", &[], || sites::at_the_root().map(|_| Tally::default())).that_computes(),
    Step::preparation("site below a path", &["site"], || sites::below_a_path().map(|_| Tally::default()))
        .that_computes(),
    Step::suite("clippy", &[], rust::clippy).that_computes(),
    // What compiles holds cargo's lock, so one after another.
    Step::suite("native", &["clippy"], rust::native).that_computes(),
    Step::suite("contract", &["native", "clippy"], rust::contract),
    Step::suite("browser", &["site", "site below a path"], browsers::browser),
    // There is one of each backend.
    Step::suite("journeys", &["site", "contract"], browsers::journeys),
    Step::suite("engines", &["site", "site below a path"], browsers::engines),
    Step::suite("budget", &["site"], browsers::budget).that_computes(),
    Step::suite("unused", &[], rust::unused).that_computes(),
];

/// What the suites are called.
pub fn names() -> Vec<&'static str> {
    STEPS.into_iter().filter(|step| step.is_suite).map(|step| step.name).collect()
}

/// Runs the suites of these names, or all, and fails if one test did.
pub fn run(named: &[String]) -> Result<()> {
    let _testing = lock::testing()?;
    let known = Unsteady::read(Path::new("tests/unsteady.json"))?;
    let start = Instant::now();
    let mut total = Tally::default();
    let ended = |step: &Step, result: Result<Tally>| {
        let took = start.elapsed().as_secs();
        let tally = match result {
            // What was prepared has nothing to count, and speaks for itself in the suites that need it.
            Ok(_) if !step.is_suite => return tools::say(&format!("{} is made", step.name)),
            Ok(tally) => tally.judged(step.name, &known),
            // A suite that could not run counts as one failure: the others still say what they find.
            Err(error) => Tally::of(step.name, false, format!("{error:#}\n")),
        };
        if !tally.failed.is_empty() || !tally.unsteady.is_empty() {
            println!("---- {} ----\n{}---- end of {} ----", step.name, tally.printed, step.name);
        }
        println!("{}: {} ({}:{:02} after the start)", step.name, tally.counts(), took / 60, took % 60);
        total = std::mem::take(&mut total).and(Tally { printed: String::new(), ..tally });
    };
    plan::carry_out(plan::chosen(&STEPS, named), |step| tools::say(&format!("{} begins", step.name)), ended);
    println!("{}", total.summary());
    ensure!(total.failed.is_empty(), "not everything passed");
    Ok(())
}
