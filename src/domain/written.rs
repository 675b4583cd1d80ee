//! Moments and days as they are written: RFC 3339. chrono's own way into its types takes many more forms, and what reads
//! those is 5 KB of every program (compressed).

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use std::borrow::Cow;

/// What is written as a text of a fixed form.
pub trait Written: Sized {
    /// How it is written, for who wrote something else.
    const FORM: &str;

    /// Reads it; nothing for a text of another form.
    fn parse(text: &str) -> Option<Self>;
}

impl Written for DateTime<Utc> {
    const FORM: &str = "a moment such as \"2016-02-15T08:00:00Z\"";

    fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
    }
}

impl Written for NaiveDate {
    const FORM: &str = "a day such as \"2016-02-15\"";

    fn parse(text: &str) -> Option<Self> {
        // The day's beginning: one reader for both.
        DateTime::parse_from_rfc3339(&format!("{text}T00:00:00Z")).ok().map(|moment| moment.date_naive())
    }
}

/// What stands for a moment that could not be read: the beginning of the epoch, before everything. It is not shown.
pub const UNKNOWN: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// For `#[serde(deserialize_with)]`.
pub fn read<'de, D: Deserializer<'de>, T: Written>(from: D) -> Result<T, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    T::parse(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &T::FORM))
}

/// The same for what may be missing; with `default`.
pub fn perhaps<'de, D: Deserializer<'de>, T: Written>(from: D) -> Result<Option<T>, D::Error> {
    struct Read<T>(T);
    impl<'de, T: Written> Deserialize<'de> for Read<T> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            read(from).map(Read)
        }
    }
    Ok(Option::<Read<T>>::deserialize(from)?.map(|Read(value)| value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, TimeZone};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_we_write_is_read(seconds in -60_000_000_000i64..250_000_000_000) {
            let moment = Utc.timestamp_opt(seconds, 0).unwrap();
            prop_assert_eq!(DateTime::<Utc>::parse(serde_json::to_value(moment).unwrap().as_str().unwrap()), Some(moment));
            let day = moment.date_naive();
            prop_assume!((0..=9999).contains(&day.year()));
            prop_assert_eq!(NaiveDate::parse(serde_json::to_value(day).unwrap().as_str().unwrap()), Some(day));
        }
    }

    #[test]
    fn what_is_no_moment_and_no_day_is_refused() {
        for wrong in ["", "2016-02-15", "2016-02-30T08:00:00Z", "2016-02-15T08:00:00", "tomorrow"] {
            assert_eq!(DateTime::<Utc>::parse(wrong), None, "{wrong}");
        }
        for wrong in ["", "2016-02-30", "2016-2-15", "2016-02-15T08:00:00Z", "15.2.2016"] {
            assert_eq!(NaiveDate::parse(wrong), None, "{wrong}");
        }
    }
}
