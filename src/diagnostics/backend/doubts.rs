//! What fits the profile and can hardly be so.

use super::Probe;
use super::finding::{Finding, Outcome};
use super::reading::{Reading, finding};
use crate::domain::resource::Kind;
use crate::domain::spec::Type;
use crate::domain::written::Written;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde_json::Value;
use std::collections::BTreeSet;

/// Before this year there was no such programme, and after the last one nobody plans.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// So many are named.
const NAMED: usize = 5;

impl Probe {
    /// Topics with the slug of another: an address leads to one of them only.
    pub(super) fn same_slugs(&self, kind: Kind, reading: &Reading) -> Option<Finding> {
        let mut seen = BTreeSet::new();
        let slugs = reading.things.iter().filter_map(|thing| thing.value["slug"].as_str());
        let twice: BTreeSet<_> = slugs.filter(|slug| kind == Kind::Topics && !seen.insert(*slug)).collect();
        let slugs = twice.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let found = finding(kind, Outcome::Bad, "read.same_slug").number(twice.len()).with("slugs", slugs);
        (!twice.is_empty()).then(|| found.hint("hint.same_slug"))
    }

    /// Times that can hardly be right: a number of seconds that was taken for milliseconds is in 1970, the other way round it is
    /// far in the future.
    pub(super) fn doubtful_times(&self, kind: Kind, now: DateTime<Utc>, reading: &Reading) -> Option<Finding> {
        // Topics are announced; what else has a moment has happened.
        let latest = (kind != Kind::Topics).then(|| now + Duration::days(1));
        let is_doubtful = |holds: Type, value: &Value| match (holds, value.as_str()) {
            (Type::Moment, Some(text)) => DateTime::parse(text)
                .is_some_and(|at| !YEARS.contains(&at.year()) || latest.is_some_and(|latest| at > latest)),
            (Type::Day, Some(text)) => NaiveDate::parse(text).is_some_and(|day| !YEARS.contains(&day.year())),
            _ => false,
        };
        let doubtful = reading.things.iter().filter_map(|thing| {
            let thing = &thing.value;
            let field = kind.spec().fields.iter().find(|field| is_doubtful(field.holds, &thing[field.name]))?;
            Some((thing["id"].as_str().unwrap_or_default(), field.name, thing[field.name].as_str()?))
        });
        let doubtful: Vec<_> = doubtful.collect();
        let (id, field, found) = doubtful.first()?;
        let told = finding(kind, Outcome::Warn, "read.odd_times").number(doubtful.len());
        Some(told.with("id", id).with("field", field).with("found", found).hint("hint.epoch"))
    }
}
