//! Two participants of a round, rarely three, who were matched.

use super::resource::{Id, Kind, Resource};
use super::round::{Phase, Round};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// A partnership. Only its members and the coordinators know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    /// Its identity.
    pub id: Id,
    /// The round it is in.
    pub round: Id,
    /// Its members.
    pub participants: Vec<Id>,
}

impl Resource for Partnership {
    const KIND: Kind = Kind::Partnerships;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("round", Type::Id),
            Field::required("participants", Type::List),
        ],
        readers: Readers::Partners,
        owner: Owner::Members("participants"),
        // That there was a partnership is the partner's history, too.
        erasure: ErasurePolicy::Keep,
        chosen_by: "round",
        sorted_by: None,
    };
}

/// For how many days the partners read what they had after the round is over.
const READ_ON: i64 = 90;

/// What can be done with a partnership on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Partners write.
    Open,
    /// It has ended by itself: they read what there was up to this day, and look back.
    Ended {
        /// The last day.
        until: NaiveDate,
    },
    /// Nothing is left but what each takes along.
    Gone,
}

impl Stage {
    /// Where the partnerships of a round stand on a day.
    pub fn of(round: &Round, today: NaiveDate) -> Self {
        let until = round.end + TimeDelta::days(READ_ON);
        match round.phase(today) {
            Phase::Over if today > until => Self::Gone,
            Phase::Over => Self::Ended { until },
            _ => Self::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::round::tests::{day, round_2016a};
    use super::*;

    #[test]
    fn a_partnership_ends_by_itself_and_is_read_for_ninety_days() {
        let on = |today: &str| Stage::of(&round_2016a(), day(today));
        let until = day("2016-09-10");
        assert_eq!((on("2016-02-01"), on("2016-06-12")), (Stage::Open, Stage::Open));
        assert_eq!((on("2016-06-13"), on("2016-09-10")), (Stage::Ended { until }, Stage::Ended { until }));
        assert_eq!(on("2016-09-11"), Stage::Gone);
    }
}
