//! The hours of the week in which partners could talk, each in their own time zone, and when both
//! can: right across the changes to and from summer time on either side.

use super::problem::{Fault, Problem};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

/// When somebody could talk. It is only added to: of each partner the last counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Its identity.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// Whose hours.
    pub by: Id,
    /// When they were given.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// In which time zone: "Africa/Windhoek".
    pub zone: String,
    /// For each day of the week, from Monday on.
    pub week: [Option<Span>; 7],
}

impl Resource for Hours {
    const KIND: Kind = Kind::Hours;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("zone", Type::Text),
            Field::required("week", Type::List),
        ],
        readers: Readers::Partners,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// Hours of a day: from the beginning of one, to the beginning of a later one (24 is midnight).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    from: u32,
    to: u32,
}

impl Span {
    /// The hours from one to another, on one day.
    pub fn new(from: u32, to: u32) -> Option<Self> {
        (from < to && to <= 24).then_some(Self { from, to })
    }

    /// Where it begins and ends.
    pub fn ends(self) -> (u32, u32) {
        (self.from, self.to)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = &'static str;

    fn try_from((from, to): (u32, u32)) -> Result<Self, Self::Error> {
        Self::new(from, to).ok_or("two hours from 0 to 24, the earlier one first")
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        span.ends()
    }
}

/// The hours of a week as they were chosen, each day "" or the number of an hour; the name of the field of a day
/// that cannot be.
pub fn check(chosen: &[(String, String); 7]) -> Result<[Option<Span>; 7], Vec<Problem>> {
    let mut week = [None; 7];
    let mut problems = Vec::new();
    for (day, (from, to)) in chosen.iter().enumerate() {
        week[day] = match (from.parse().ok(), to.parse().ok()) {
            (None, None) => None,
            (Some(from), Some(to)) if Span::new(from, to).is_some() => Span::new(from, to),
            _ => {
                problems.push(Problem { field: DAYS[day], fault: Fault::Missing });
                None
            }
        };
    }
    if problems.is_empty() { Ok(week) } else { Err(problems) }
}

/// The names of the days, as the fields of the form are called.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// How far a time zone is from UTC over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    first: FixedOffset,
    /// From when on it is another.
    changes: Vec<(DateTime<Utc>, FixedOffset)>,
}

impl Zone {
    /// The zone from one moment to another, by what it is at single moments. It is looked at once a day, and where it
    /// has changed, the minute is searched; no zone changes twice on a day.
    pub fn find(from: DateTime<Utc>, to: DateTime<Utc>, at: impl Fn(DateTime<Utc>) -> FixedOffset) -> Self {
        let first = at(from);
        let (mut changes, mut known, mut day) = (Vec::new(), first, from);
        while day < to {
            let next = (day + Duration::days(1)).min(to);
            let then = at(next);
            if then != known {
                let (mut before, mut after) = (day, next);
                while after - before > Duration::minutes(1) {
                    let middle = before + (after - before) / 2;
                    if at(middle) == known { before = middle } else { after = middle }
                }
                // Changes are on whole minutes.
                let minute = after.with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(after);
                changes.push((minute, then));
                known = then;
            }
            day = next;
        }
        Self { first, changes }
    }

    /// How far it is from UTC at a moment.
    pub fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        self.changes.iter().rev().find(|(from, _)| *from <= at).map_or(self.first, |(_, offset)| *offset)
    }

    /// What the clocks show there.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.offset(at)).naive_local()
    }
}

/// Whether somebody could talk at a moment.
pub fn is_free(week: &[Option<Span>; 7], zone: &Zone, at: DateTime<Utc>) -> bool {
    let local = zone.local(at);
    let day = local.weekday().num_days_from_monday() as usize;
    week[day].is_some_and(|span| (span.from..span.to).contains(&local.hour()))
}

/// A stretch of time in which all could talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
}

/// The step in which time is looked at: zones differ by quarters of an hour.
const STEP: Duration = Duration::minutes(15);

/// When all could talk, from a moment on.
pub fn overlap(people: &[(&[Option<Span>; 7], &Zone)], from: DateTime<Utc>, days: i64) -> Vec<Slot> {
    let quarter = STEP.num_seconds();
    let start = from.timestamp().div_euclid(quarter) * quarter;
    let first = DateTime::from_timestamp(start, 0).map_or(from, |at| if at < from { at + STEP } else { at });
    let mut slots: Vec<Slot> = Vec::new();
    let mut at = first;
    while at < from + Duration::days(days) {
        if people.iter().all(|(week, zone)| is_free(week, zone, at)) {
            match slots.last_mut() {
                Some(slot) if slot.end == at => slot.end = at + STEP,
                _ => slots.push(Slot { start: at, end: at + STEP }),
            }
        }
        at += STEP;
    }
    slots
}

/// Up to three times to propose: an hour at most and half an hour at least, on different days where the proposer is.
pub fn proposals(slots: &[Slot], zone: &Zone) -> Vec<Slot> {
    let mut days: Vec<NaiveDate> = Vec::new();
    let mut chosen = Vec::new();
    for slot in slots.iter().filter(|slot| slot.end - slot.start >= Duration::minutes(30)) {
        let day = zone.local(slot.start).date();
        if chosen.len() < 3 && !days.contains(&day) {
            days.push(day);
            chosen.push(Slot { end: slot.end.min(slot.start + Duration::hours(1)), ..*slot });
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Offset, TimeZone};
    use chrono_tz::Tz;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn offset_of(zone: Tz) -> impl Fn(DateTime<Utc>) -> FixedOffset {
        move |moment| zone.offset_from_utc_datetime(&moment.naive_utc()).fix()
    }

    fn zone(zone: Tz, from: DateTime<Utc>) -> Zone {
        Zone::find(from, from + Duration::days(15), offset_of(zone))
    }

    const EVENINGS: [Option<Span>; 7] = [Some(Span { from: 18, to: 21 }); 7];

    const MORNINGS: [Option<Span>; 7] = [Some(Span { from: 7, to: 10 }); 7];

    /// When two can talk, as the clocks of the first show it.
    fn times(first: Tz, second: Tz, from: &str, days: i64) -> Vec<String> {
        let from = at(from);
        let zones = [zone(first, from), zone(second, from)];
        let slots = overlap(&[(&EVENINGS, &zones[0]), (&MORNINGS, &zones[1])], from, days);
        slots
            .iter()
            .map(|slot| {
                format!("{} +{}", zones[0].local(slot.start).format("%d %H:%M"), (slot.end - slot.start).num_minutes())
            })
            .collect()
    }

    #[test]
    fn both_can_talk_right_across_the_changes_of_summer_time() {
        // London goes forward on 27 March 2016, Sydney back on 3 April: from 11 hours apart to 10 to 9.
        let found = times(Tz::Australia__Sydney, Tz::Europe__London, "2016-03-25T12:00:00Z", 11);
        let expected = (26..=31).chain(1..=5).map(|day| {
            let minutes = match day {
                26 => 180,
                27..=31 | 1..=2 => 120,
                _ => 60,
            };
            format!("{day:02} 18:00 +{minutes}")
        });
        assert_eq!(found, expected.collect::<Vec<_>>());
    }

    #[test]
    fn every_quarter_of_an_hour_is_what_the_clocks_say() {
        let pairs = [
            (
                Tz::Australia__Sydney,
                Tz::Europe__London,
                ["2016-03-24T00:00:00Z", "2016-03-30T00:00:00Z", "2016-09-28T00:00:00Z"],
            ),
            (
                Tz::America__Lima,
                Tz::Pacific__Auckland,
                ["2016-03-30T00:00:00Z", "2016-09-20T00:00:00Z", "2016-06-01T00:00:00Z"],
            ),
            (
                Tz::Asia__Kolkata,
                Tz::Africa__Cairo,
                ["2023-04-20T00:00:00Z", "2023-10-20T00:00:00Z", "2016-07-01T00:00:00Z"],
            ),
            (
                Tz::Asia__Kathmandu,
                Tz::Africa__Casablanca,
                ["2023-03-15T00:00:00Z", "2023-04-18T00:00:00Z", "2016-06-01T00:00:00Z"],
            ),
        ];
        for (first, second, starts) in pairs {
            for start in starts.map(at) {
                let zones = [zone(first, start), zone(second, start)];
                for quarter in 0..14 * 96 {
                    let moment = start + STEP * quarter;
                    for (known, found) in [(first, &zones[0]), (second, &zones[1])] {
                        assert_eq!(found.local(moment), moment.with_timezone(&known).naive_local(), "{known} {moment}");
                    }
                }
            }
        }
    }

    #[test]
    fn three_times_are_proposed_on_three_days() {
        let from = at("2016-02-29T10:00:00Z");
        let zones = [zone(Tz::Africa__Windhoek, from), zone(Tz::Europe__Oslo, from)];
        let slots = overlap(&[(&EVENINGS, &zones[0]), (&EVENINGS, &zones[1])], from, 14);
        let chosen = proposals(&slots, &zones[0]);
        let shown: Vec<_> =
            chosen.iter().map(|slot| zones[0].local(slot.start).format("%d %H:%M").to_string()).collect();
        assert_eq!(shown, ["29 19:00", "01 19:00", "02 19:00"]);
        assert!(chosen.iter().all(|slot| slot.end - slot.start == Duration::hours(1)));
        assert!(proposals(&[], &zones[0]).is_empty());
    }

    #[test]
    fn hours_are_on_one_day_and_in_order() {
        let chosen = |day: (&str, &str)| {
            let mut week: [(String, String); 7] = Default::default();
            week[2] = (day.0.into(), day.1.into());
            check(&week).map(|week| week[2].map(Span::ends)).map_err(|problems| problems[0].field)
        };
        assert_eq!(chosen(("", "")), Ok(None));
        assert_eq!(chosen(("17", "24")), Ok(Some((17, 24))));
        for wrong in [("17", ""), ("", "9"), ("20", "17"), ("9", "9"), ("9", "25"), ("9", "noon")] {
            assert_eq!(chosen(wrong), Err("wed"), "{wrong:?}");
        }
        assert!(serde_json::from_str::<Span>("[20,17]").is_err() && serde_json::from_str::<Span>("[17,20]").is_ok());
    }

    proptest! {
        #[test]
        fn in_every_slot_both_are_free_and_between_slots_one_is_not(
            first in 0..chrono_tz::TZ_VARIANTS.len(), second in 0..chrono_tz::TZ_VARIANTS.len(),
            start in 1_400_000_000_i64..1_800_000_000, one in 0_u32..24, other in 0_u32..24, long in 1_u32..8,
        ) {
            let from = DateTime::from_timestamp(start, 0).unwrap();
            let weeks = [one, other].map(|from| [Span::new(from, (from + long).min(24)); 7]);
            let zones = [first, second].map(|i| zone(chrono_tz::TZ_VARIANTS[i], from));
            let slots = overlap(&[(&weeks[0], &zones[0]), (&weeks[1], &zones[1])], from, 14);
            prop_assert!(slots.windows(2).all(|two| two[0].end < two[1].start));
            let both = |at| (0..2).all(|i| is_free(&weeks[i], &zones[i], at));
            for slot in &slots {
                prop_assert!(slot.start < slot.end && slot.start >= from);
                prop_assert!(both(slot.start) && both(slot.end - STEP));
            }
        }
    }
}
