//! Which steps of a test run go together: two at a time, the first of those in order whose turn it is.

use super::tally::Tally;
use crate::tools;
use anyhow::{Result, anyhow};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;

/// How many steps run at once. One that waits for browsers or backends leaves room for one that computes.
pub const AT_ONCE: usize = 2;

/// A suite, or what several suites need.
#[derive(Clone, Copy)]
pub struct Step {
    pub name: &'static str,
    /// What must be done before, where it is part of the run: what this one needs, and what it would be in the way of.
    pub after: &'static [&'static str],
    pub is_suite: bool,
    /// Whether it computes and waits for nobody: it leaves the processor to steps that wait, whenever those want it.
    pub computes: bool,
    pub run: fn() -> Result<Tally>,
}

impl Step {
    /// A suite of tests.
    pub const fn suite(name: &'static str, after: &'static [&'static str], run: fn() -> Result<Tally>) -> Self {
        Self { name, after, is_suite: true, computes: false, run }
    }

    /// What is made for the suites that are after it.
    pub const fn preparation(name: &'static str, after: &'static [&'static str], run: fn() -> Result<Tally>) -> Self {
        Self { name, after, is_suite: false, computes: false, run }
    }

    /// The same step as one that computes.
    pub const fn that_computes(self) -> Self {
        Self { computes: true, ..self }
    }
}

/// The steps of a run: the suites of these names, or all, and what they need.
pub fn chosen(all: &[Step], named: &[String]) -> Vec<Step> {
    let mut names: Vec<&str> = all
        .iter()
        .filter(|step| step.is_suite && (named.is_empty() || named.iter().any(|name| name == step.name)))
        .map(|step| step.name)
        .collect();
    // What is prepared for one of them, and for that.
    let mut looked_at = 0;
    while let Some(name) = names.get(looked_at) {
        let of = |name: &str| all.iter().find(|step| step.name == name);
        let needed = of(name).into_iter().flat_map(|step| step.after).copied();
        let more: Vec<_> =
            needed.filter(|name| !names.contains(name) && of(name).is_some_and(|step| !step.is_suite)).collect();
        names.extend(more);
        looked_at += 1;
    }
    all.iter().filter(|step| names.contains(&step.name)).copied().collect()
}

/// The first of the steps that wait which waits for none of those that are not done.
fn next(waiting: &[Step], running: &[&str]) -> Option<usize> {
    let is_open = |name: &str| running.contains(&name) || waiting.iter().any(|step| step.name == name);
    waiting.iter().position(|step| !step.after.iter().any(|name| is_open(name)))
}

/// Lets this thread, and every program that it starts, go after others. A page that a test waits for must not be late because
/// something compiles. Where that cannot be had, steps share the processor alike.
fn give_way() {
    // On Linux a thread has a number and a priority of its own, which what it starts inherits.
    let thread = std::fs::read_link("/proc/thread-self").ok();
    if let Some(number) = thread.as_deref().and_then(Path::file_name) {
        let _ = tools::printed(Command::new("renice").args(["-n", "10", "-p"]).arg(number));
    }
}

/// Carries the steps out; tells what each is when it begins and what it found when it ends.
pub fn carry_out(mut waiting: Vec<Step>, mut begins: impl FnMut(&Step), mut ended: impl FnMut(&Step, Result<Tally>)) {
    let (sender, results) = channel();
    let mut running: Vec<&str> = Vec::new();
    let mut unprepared: Vec<&str> = Vec::new();
    thread::scope(|scope| {
        loop {
            while running.len() < AT_ONCE
                && let Some(index) = next(&waiting, &running)
            {
                let step = waiting.remove(index);
                if let Some(missing) = step.after.iter().find(|name| unprepared.contains(name)) {
                    if !step.is_suite {
                        unprepared.push(step.name);
                    }
                    ended(&step, Err(anyhow!("not tried: {missing} could not be made")));
                    continue;
                }
                begins(&step);
                running.push(step.name);
                let sender = sender.clone();
                let work = move || {
                    if step.computes {
                        give_way();
                    }
                    let result = catch_unwind(AssertUnwindSafe(step.run));
                    let result = result.unwrap_or_else(|_| Err(anyhow!("xtask itself panicked in {}", step.name)));
                    // Nobody listens only when the run is over.
                    let _ = sender.send((step, result));
                };
                if let Err(error) = thread::Builder::new().name(step.name.to_owned()).spawn_scoped(scope, work) {
                    running.retain(|name| *name != step.name);
                    ended(&step, Err(error.into()));
                }
            }
            if running.is_empty() {
                break;
            }
            let Ok((step, result)) = results.recv() else { break };
            running.retain(|name| *name != step.name);
            if result.is_err() && !step.is_suite {
                unprepared.push(step.name);
            }
            ended(&step, result);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::STEPS;
    use super::*;
    use std::collections::BTreeSet;

    fn names(steps: &[Step]) -> Vec<&'static str> {
        steps.iter().map(|step| step.name).collect()
    }

    /// Every pair of steps that can be running together, whatever takes how long.
    fn together(steps: &[Step]) -> BTreeSet<[&'static str; 2]> {
        let (mut pairs, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![(steps.to_vec(), Vec::<&'static str>::new())];
        while let Some((mut waiting, mut running)) = open.pop() {
            while running.len() < AT_ONCE
                && let Some(index) = next(&waiting, &running)
            {
                running.push(waiting.remove(index).name);
            }
            running.sort_unstable();
            if !seen.insert((names(&waiting), running.clone())) {
                continue;
            }
            if let [one, other] = running[..] {
                pairs.insert([one, other]);
            }
            assert!(!running.is_empty() || waiting.is_empty(), "nobody's turn comes: {:?}", names(&waiting));
            for done in &running {
                let rest = running.iter().copied().filter(|name| name != done).collect();
                open.push((waiting.clone(), rest));
            }
        }
        pairs
    }

    #[test]
    fn every_suite_of_every_choice_has_its_turn() {
        let suites: Vec<_> = STEPS.iter().filter(|step| step.is_suite).map(|step| step.name.to_owned()).collect();
        for choice in 1..1 << suites.len() {
            let named: Vec<_> = (0..suites.len()).filter(|i| choice >> i & 1 == 1).map(|i| suites[i].clone()).collect();
            let steps = chosen(&STEPS, &named);
            assert!(named.iter().all(|name| steps.iter().any(|step| step.name == name)));
            together(&steps);
        }
    }

    #[test]
    fn what_uses_the_same_backends_or_the_same_build_is_never_together() {
        let pairs = together(&STEPS);
        let meet = |one, other| pairs.contains(&[one, other]) || pairs.contains(&[other, one]);
        assert!(!meet("contract", "journeys"), "there is one of each backend");
        assert!(!meet("site", "site below a path"), "one build at a time");
        for [one, other] in [["clippy", "native"], ["native", "contract"], ["clippy", "contract"]] {
            assert!(!meet(one, other), "{one} and {other} would wait for cargo's lock");
        }
        for suite in ["budget", "browser", "journeys", "engines"] {
            assert!(!meet("site", suite), "{suite} needs a site that is finished");
        }
        assert!(meet("clippy", "site"), "what compiles goes on while the site is built");
    }

    #[test]
    fn what_drives_browsers_or_backends_gives_way_to_nothing() {
        for step in &STEPS {
            let waits = ["contract", "browser", "journeys", "engines"].contains(&step.name);
            assert_ne!(step.computes, waits, "{}", step.name);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_gives_way_hands_that_on_and_leaves_others_alone() -> Result<()> {
        let nice = || -> Result<i32> { Ok(tools::printed(&mut Command::new("nice"))?.1.trim().parse()?) };
        let before = nice()?;
        let within = thread::scope(|scope| {
            let giving_way = scope.spawn(|| {
                give_way();
                nice()
            });
            giving_way.join()
        });
        assert!(within.is_ok_and(|within| within.is_ok_and(|within| within >= 10)));
        assert_eq!(nice()?, before);
        Ok(())
    }

    #[test]
    fn only_what_a_suite_needs_is_made_for_it() {
        let of = |name: &str| names(&chosen(&STEPS, &[name.to_owned()]));
        assert_eq!(of("format"), ["format"]);
        assert_eq!(of("contract"), ["contract"]);
        assert_eq!(of("budget"), ["site", "budget"]);
        assert_eq!(of("engines"), ["site", "site below a path", "engines"]);
        assert_eq!(chosen(&STEPS, &[]).len(), STEPS.len());
    }

    #[test]
    fn what_cannot_be_made_fails_what_needs_it_and_nothing_else() {
        fn good() -> Result<Tally> {
            Ok(Tally::default())
        }
        fn bad() -> Result<Tally> {
            Err(anyhow!("no network"))
        }
        fn panics() -> Result<Tally> {
            panic!("a defect of xtask that this test plays")
        }
        let steps = vec![
            Step::preparation("site", &[], bad),
            Step::preparation("second site", &["site"], good),
            Step::suite("browser", &["second site"], good),
            Step::suite("format", &[], good),
            Step::suite("clippy", &["format"], panics),
            Step::suite("native", &["clippy"], good),
        ];
        let (mut begun, mut failed) = (Vec::new(), Vec::new());
        carry_out(
            steps,
            |step| begun.push(step.name),
            |step, result| failed.extend(result.err().map(|error| format!("{}: {error}", step.name))),
        );
        begun.sort_unstable();
        failed.sort_unstable();
        assert_eq!(begun, ["clippy", "format", "native", "site"]);
        assert_eq!(
            failed,
            [
                "browser: not tried: second site could not be made",
                "clippy: xtask itself panicked in clippy",
                "second site: not tried: site could not be made",
                "site: no network",
            ]
        );
    }
}
