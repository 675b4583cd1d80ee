//! What suites found, and what the last lines of a run say of it.

use anyhow::{Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;

/// What a suite found.
#[derive(Default, Debug, PartialEq)]
pub struct Tally {
    pub passed: usize,
    /// What failed, by name.
    pub failed: Vec<String>,
    /// What failed, and passed when it was tried again.
    pub unsteady: Vec<String>,
    /// What was not tried, and why.
    pub ignored: Vec<Ignored>,
    /// What the suite printed: shown if something failed.
    pub printed: String,
}

/// A test that is not tried.
#[derive(Debug, PartialEq)]
pub struct Ignored {
    pub name: String,
    pub reason: String,
}

impl Tally {
    /// A check that is one thing: it holds or it does not.
    pub fn of(what: &str, held: bool, printed: String) -> Self {
        let failed = if held { Vec::new() } else { vec![what.to_owned()] };
        Self { passed: held.into(), failed, printed, ..Self::default() }
    }

    /// Both.
    pub fn and(mut self, other: Self) -> Self {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.unsteady.extend(other.unsteady);
        self.ignored.extend(other.ignored);
        self.printed += &other.printed;
        self
    }

    /// Counts a test that was not tried. Nobody may leave one out and not say why.
    pub fn ignore(&mut self, name: String, reason: &str) {
        match reason.trim() {
            "" => self.failed.push(format!("{name} (ignored, and no reason is given)")),
            reason => self.ignored.push(Ignored { name, reason: reason.to_owned() }),
        }
    }

    /// A program that ran tests and ended badly without one that failed has failed itself.
    pub fn ended(mut self, program: &str, well: bool) -> Self {
        if !well && self.failed.is_empty() && self.unsteady.is_empty() {
            self.failed.push(format!("{program} itself"));
        }
        self
    }

    /// What counts in the end: a test that is unsteady has failed unless it is listed with the cause, and a suite that
    /// tried nothing has failed.
    pub fn judged(mut self, suite: &str, known: &Unsteady) -> Self {
        for name in std::mem::take(&mut self.unsteady) {
            match known.0.get(&name) {
                Some(cause) => {
                    self.passed += 1;
                    self.unsteady.push(format!("{name} (known: {cause})"));
                }
                None => self.failed.push(format!("{name} (passed only when it was tried again)")),
            }
        }
        if self.passed == 0 && self.failed.is_empty() {
            self.failed.push(format!("{suite} tried nothing"));
        }
        self
    }

    /// How many of each there are.
    pub fn counts(&self) -> String {
        format!("{} passed, {} failed, {} ignored", self.passed, self.failed.len(), self.ignored.len())
    }

    /// The last lines: every failure, and each reason for not trying something once.
    pub fn summary(&self) -> String {
        let mut reasons = BTreeMap::<&str, usize>::new();
        for ignored in &self.ignored {
            *reasons.entry(&ignored.reason).or_default() += 1;
        }
        let reasons = reasons.into_iter().map(|(reason, times)| format!("{times} ignored: {reason}"));
        let unsteady = self.unsteady.iter().map(|name| format!("passed only when it was tried again: {name}"));
        let failed = self.failed.iter().map(|name| format!("failed: {name}"));
        reasons.chain(unsteady).chain(failed).chain([self.counts()]).collect::<Vec<_>>().join("\n")
    }
}

/// The tests that are known to pass only when they are tried again, each with the cause that was found.
#[derive(Default)]
pub struct Unsteady(BTreeMap<String, String>);

impl Unsteady {
    /// Reads the list.
    pub fn read(path: &Path) -> Result<Self> {
        Self::of(serde_json::from_value(crate::tools::read_json(path)?)?)
    }

    fn of(list: BTreeMap<String, String>) -> Result<Self> {
        for (name, cause) in &list {
            ensure!(cause.contains(' '), "tests/unsteady.json says in no words why {name} is unsteady");
        }
        Ok(Self(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[(&str, &str)]) -> Result<Unsteady> {
        Unsteady::of(names.iter().map(|(name, cause)| ((*name).to_owned(), (*cause).to_owned())).collect())
    }

    fn unsteady(names: &[&str]) -> Tally {
        Tally { passed: 3, unsteady: names.iter().map(|name| (*name).to_owned()).collect(), ..Tally::default() }
    }

    #[test]
    fn what_passes_only_at_the_second_try_has_failed() {
        let tally = unsteady(&["a"]).judged("browser", &Unsteady::default());
        assert_eq!(tally.failed, ["a (passed only when it was tried again)"]);
        assert_eq!((tally.passed, tally.unsteady.len()), (3, 0));
    }

    #[test]
    fn unless_its_cause_is_listed() -> Result<()> {
        let list = known(&[("a", "the clock of the machine goes back"), ("did not happen", "a cause of words")])?;
        let tally = unsteady(&["a", "b"]).judged("browser", &list);
        assert_eq!(tally.failed, ["b (passed only when it was tried again)"]);
        assert_eq!(tally.unsteady, ["a (known: the clock of the machine goes back)"]);
        assert_eq!(tally.passed, 4);
        Ok(())
    }

    #[test]
    fn a_cause_is_said_in_words() {
        assert!(known(&[("a", "")]).is_err());
        assert!(known(&[("a", "flaky")]).is_err());
    }

    #[test]
    fn the_list_of_the_project_can_be_read() -> Result<()> {
        Unsteady::read(&crate::tools::project_root().join("tests/unsteady.json")).map(drop)
    }

    #[test]
    fn what_tried_nothing_has_failed() {
        let mut nothing = Tally::default();
        nothing.ignore("a".to_owned(), "it is the wrong season");
        assert_eq!(nothing.judged("engines", &Unsteady::default()).failed, ["engines tried nothing"]);
    }

    #[test]
    fn a_program_that_fails_without_a_failing_test_is_named() {
        let passed = || Tally { passed: 1, ..Tally::default() };
        assert_eq!(passed().ended("Playwright", false).failed, ["Playwright itself"]);
        assert!(passed().ended("Playwright", true).failed.is_empty());
        let failed = Tally::of("a", false, String::new());
        assert_eq!(failed.ended("Playwright", false).failed, ["a"]);
    }

    #[test]
    fn nothing_is_ignored_without_a_reason() {
        let mut tally = Tally::default();
        tally.ignore("a".to_owned(), " ");
        assert_eq!(tally.failed, ["a (ignored, and no reason is given)"]);
    }

    #[test]
    fn each_reason_is_said_once() {
        let mut tally = Tally { passed: 2, ..Tally::of("z", false, String::new()) };
        for (name, reason) in [("a", "no notes"), ("b", "no goals"), ("c", "no notes")] {
            tally.ignore(name.to_owned(), reason);
        }
        assert_eq!(
            tally.summary(),
            "1 ignored: no goals\n2 ignored: no notes\nfailed: z\n2 passed, 1 failed, 3 ignored"
        );
    }
}
