//! A round: one run of the programme, from its application window to its end.

use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One run of the programme. Its days are calendar days of the programme, the
/// same everywhere on earth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// What stands in its URL: "2016A".
    pub id: Id,
    /// "Round 2016A".
    pub title: String,
    /// What this round is about, in Markdown.
    #[serde(default)]
    pub summary: String,
    /// The first day on which people can apply.
    #[serde(deserialize_with = "written::read")]
    pub applications_open: NaiveDate,
    /// The last day on which people can apply.
    #[serde(deserialize_with = "written::read")]
    pub applications_close: NaiveDate,
    /// The first day of the partnerships.
    #[serde(deserialize_with = "written::read")]
    pub start: NaiveDate,
    /// The last day of the partnerships.
    #[serde(deserialize_with = "written::read")]
    pub end: NaiveDate,
    /// How many took part, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
}

/// How many took part in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// People.
    pub participants: u32,
    /// Countries that they live in.
    pub countries: u32,
}

impl Resource for Round {
    const KIND: Kind = Kind::Rounds;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("title", Type::Text),
            Field::optional("summary", Type::Text),
            Field::required("applications_open", Type::Day),
            Field::required("applications_close", Type::Day),
            Field::required("start", Type::Day),
            Field::required("end", Type::Day),
            Field::optional("figures", Type::Object),
        ],
        readers: Readers::Everybody,
        owner: Owner::NoParticipant,
        erasure: ErasurePolicy::Keep,
        chosen_by: "id",
        sorted_by: Some("start"),
    };
}

/// Where a round stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Applications have not opened yet.
    Announced,
    /// People can apply.
    ApplicationsOpen,
    /// Applications are closed and partners are being matched.
    Matching,
    /// Partnerships are under way, in this week of that many.
    Running {
        /// The week, from 1.
        week: u32,
        /// How many weeks the round has.
        of: u32,
    },
    /// The round has ended.
    Over,
}

impl Round {
    /// Where the round stands on this day.
    pub fn phase(&self, today: NaiveDate) -> Phase {
        if today > self.end {
            Phase::Over
        } else if today >= self.start {
            Phase::Running { week: weeks_begun(self.start, today), of: self.weeks() }
        } else if today > self.applications_close {
            Phase::Matching
        } else if today >= self.applications_open {
            Phase::ApplicationsOpen
        } else {
            Phase::Announced
        }
    }

    /// How many weeks the round has; the last may be a short one.
    pub fn weeks(&self) -> u32 {
        weeks_begun(self.start, self.end)
    }
}

/// How many weeks have begun from one day up to and with another.
fn weeks_begun(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days() / 7 + 1).unwrap_or(0)
}

/// The round that a visitor means today: the one under way; else the next to
/// start; else the last that ended.
pub fn current(rounds: &[Round], today: NaiveDate) -> Option<&Round> {
    let running = rounds.iter().find(|r| matches!(r.phase(today), Phase::Running { .. }));
    let next = || rounds.iter().filter(|r| r.start > today).min_by_key(|r| r.start);
    let last = || rounds.iter().max_by_key(|r| r.end);
    running.or_else(next).or_else(last)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn round_2016a() -> Round {
        Round {
            id: Id::try_from("2016A".to_owned()).unwrap(),
            title: "Round 2016A".into(),
            summary: String::new(),
            applications_open: day("2016-01-11"),
            applications_close: day("2016-01-31"),
            start: day("2016-02-15"),
            end: day("2016-06-12"),
            figures: None,
        }
    }

    #[test]
    fn the_phases_follow_one_another() {
        let round = round_2016a();
        for (today, phase) in [
            ("2016-01-10", Phase::Announced),
            ("2016-01-11", Phase::ApplicationsOpen),
            ("2016-01-31", Phase::ApplicationsOpen),
            ("2016-02-01", Phase::Matching),
            ("2016-02-14", Phase::Matching),
            ("2016-02-15", Phase::Running { week: 1, of: 17 }),
            ("2016-02-21", Phase::Running { week: 1, of: 17 }),
            ("2016-02-22", Phase::Running { week: 2, of: 17 }),
            ("2016-02-29", Phase::Running { week: 3, of: 17 }),
            ("2016-06-12", Phase::Running { week: 17, of: 17 }),
            ("2016-06-13", Phase::Over),
        ] {
            assert_eq!(round.phase(day(today)), phase, "{today}");
        }
    }

    #[test]
    fn a_visitor_means_the_round_under_way_or_the_next_or_the_last() {
        let mut earlier = round_2016a();
        earlier.start = day("2015-08-10");
        earlier.end = day("2015-12-06");
        let rounds = [earlier, round_2016a()];
        let start = |today| current(&rounds, day(today)).map(|r| r.start);
        assert_eq!(start("2015-09-01"), Some(day("2015-08-10")));
        assert_eq!(start("2015-12-24"), Some(day("2016-02-15")));
        assert_eq!(start("2016-03-01"), Some(day("2016-02-15")));
        assert_eq!(start("2020-01-01"), Some(day("2016-02-15")));
        assert_eq!(current(&[], day("2016-03-01")), None);
    }

    proptest! {
        #[test]
        fn a_running_week_lies_within_the_round(offset in -400i64..400) {
            let round = round_2016a();
            let today = round.start + chrono::Duration::days(offset);
            if let Phase::Running { week, of } = round.phase(today) {
                prop_assert!((1..=of).contains(&week));
                prop_assert!(offset >= 0);
            }
        }
    }
}
