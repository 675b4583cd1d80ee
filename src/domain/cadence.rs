//! The rhythm of contact between partners: how long ago the last was, what that means, and
//! the weeks of the round in which there was one.

use super::round::Round;
use chrono::NaiveDate;

/// How often partners are in touch where they have agreed on nothing else, in days. "At least weekly contact is
/// recommended" (interlibnet.org, topic posts 2014–2016).
pub const RECOMMENDED: u32 = 7;

/// How partners are in touch on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// How many days ago they last were; nothing while they never were.
    pub last: Option<u32>,
    /// What that means.
    pub rhythm: Rhythm,
}

/// What the time since the last contact means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rhythm {
    /// They were in touch within the agreed time.
    Fresh,
    /// The agreed time is over: a gentle word.
    Due,
    /// Twice that is over: a clearer one.
    Quiet,
}

/// The cadence on a day: of contacts that were on these days, where partners agreed on this many days (at least one),
/// in a partnership since `begun`.
pub fn cadence(days: &[NaiveDate], interval: u32, begun: NaiveDate, today: NaiveDate) -> Cadence {
    let since = |day: NaiveDate| u32::try_from((today - day).num_days()).unwrap_or(0);
    let last = days.iter().copied().filter(|day| *day <= today).max().map(since);
    // Before the first contact, the time runs from the day on which they were matched.
    let waited = last.unwrap_or_else(|| since(begun));
    let interval = interval.max(1);
    let rhythm = match waited {
        waited if waited > 2 * interval => Rhythm::Quiet,
        waited if waited > interval => Rhythm::Due,
        _ => Rhythm::Fresh,
    };
    Cadence { last, rhythm }
}

/// For each week of a round, how often partners were in touch in it.
pub fn weeks(round: &Round, days: &[NaiveDate]) -> Vec<usize> {
    let mut weeks = vec![0; round.weeks() as usize];
    for day in days.iter().filter(|day| **day >= round.start) {
        let week = usize::try_from((*day - round.start).num_days() / 7).ok();
        if let Some(times) = week.and_then(|week| weeks.get_mut(week)) {
            *times += 1;
        }
    }
    weeks
}

#[cfg(test)]
mod tests {
    use super::super::round::tests::{day, round_2016a};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_comes_after_the_agreed_time_and_a_clearer_one_after_twice_that() {
        let at = |last: &str, today: &str| cadence(&[day(last)], 7, day("2016-02-15"), day(today)).rhythm;
        assert_eq!(at("2016-03-01", "2016-03-01"), Rhythm::Fresh);
        assert_eq!(at("2016-03-01", "2016-03-08"), Rhythm::Fresh);
        assert_eq!(at("2016-03-01", "2016-03-09"), Rhythm::Due);
        assert_eq!(at("2016-03-01", "2016-03-15"), Rhythm::Due);
        assert_eq!(at("2016-03-01", "2016-03-16"), Rhythm::Quiet);
    }

    #[test]
    fn before_the_first_contact_time_runs_from_the_match() {
        let at = |today: &str| cadence(&[], 7, day("2016-02-15"), day(today));
        assert_eq!(at("2016-02-16"), Cadence { last: None, rhythm: Rhythm::Fresh });
        assert_eq!(at("2016-02-29"), Cadence { last: None, rhythm: Rhythm::Due });
        assert_eq!(at("2016-03-01"), Cadence { last: None, rhythm: Rhythm::Quiet });
    }

    #[test]
    fn a_contact_counts_in_its_week() {
        let days = ["2016-02-14", "2016-02-15", "2016-02-21", "2016-02-22", "2016-06-12", "2016-06-13"].map(day);
        let weeks = weeks(&round_2016a(), &days);
        assert_eq!((weeks.len(), weeks[0], weeks[1], weeks[16]), (17, 2, 1, 1));
        assert_eq!(weeks.iter().sum::<usize>(), 4, "what was before or after the round is in no week of it");
    }

    proptest! {
        #[test]
        fn the_longer_ago_the_less_fresh(days in prop::collection::vec(-200_i64..200, 0..6), interval in 0_u32..60, later in 0_i64..100) {
            let begun = day("2016-02-15");
            let days: Vec<_> = days.into_iter().map(|n| begun + chrono::Duration::days(n)).filter(|day| *day <= begun).collect();
            let at = |n: i64| cadence(&days, interval, begun, begun + chrono::Duration::days(n)).rhythm;
            prop_assert!(at(later) <= at(later + 1));
        }
    }
}
