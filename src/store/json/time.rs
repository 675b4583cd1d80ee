//! Times in every form that backends were seen to have.

use super::profile::Form;
use crate::domain::written::Written;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

/// From this number on, a time is in milliseconds: as seconds it would be in the year 5138.
const MILLISECONDS_FROM: f64 = 1e11;

/// Reads a time in any form: RFC 3339, with a space for the T, without a zone (then it is
/// UTC), seconds or milliseconds since 1970. Gives it in RFC 3339, in UTC.
pub fn read(value: &Value, form: Form) -> Option<String> {
    parse(value, form).map(|time| written(&time))
}

/// Reads a time in any form; a number in the one that is declared, or else in the likelier one.
pub fn parse(value: &Value, form: Form) -> Option<DateTime<Utc>> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            let is_milliseconds = match form {
                Form::EpochMs => true,
                Form::EpochS => false,
                _ => number.abs() >= MILLISECONDS_FROM,
            };
            let milliseconds = if is_milliseconds { number } else { number * 1000.0 };
            // Numbers that no calendar has are none.
            #[allow(clippy::cast_possible_truncation, reason = "a float beyond i64 becomes its end, which is no time")]
            DateTime::from_timestamp_millis(milliseconds.round() as i64)
        }
        Value::String(text) => {
            let text = text.trim().replacen(' ', "T", 1);
            DateTime::parse(&text).or_else(|| DateTime::parse(&format!("{text}Z")))
        }
        _ => None,
    }
}

/// A time as the canonical JSON has it.
pub fn written(time: &DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Writes a time of the canonical JSON in the form that a backend wants.
pub fn write(canonical: &Value, form: Form) -> Option<Value> {
    let time = parse(canonical, Form::Time)?;
    let text = written(&time);
    Some(match form {
        // Who writes times so compares them as texts, and stores them with milliseconds: without these
        // "10:30:00Z" would stand behind "10:30:00.000Z", and a moment before itself.
        Form::TimeWithSpace => time.to_rfc3339_opts(SecondsFormat::Millis, true).replacen('T', " ", 1).into(),
        Form::TimeWithoutZone => text.trim_end_matches('Z').into(),
        Form::EpochMs => time.timestamp_millis().into(),
        Form::EpochS => time.timestamp().into(),
        _ => text.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn every_form_that_was_seen_is_read() {
        for (form, time) in [
            (json!("2026-11-24T10:30:29+02:00"), "2026-11-24T08:30:29Z"),
            (json!("2026-11-24T10:30:29.409123+00:00"), "2026-11-24T10:30:29.409123Z"),
            (json!("2026-11-24 10:30:29.4Z"), "2026-11-24T10:30:29.400Z"),
            (json!("2026-11-24T10:30:29"), "2026-11-24T10:30:29Z"),
            (json!(1_795_516_229_409_u64), "2026-11-24T10:30:29.409Z"),
            (json!(1_795_516_229), "2026-11-24T10:30:29Z"),
            (json!(0), "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!(read(&form, Form::Time).as_deref(), Some(time), "{form}");
        }
        for none in [json!("yesterday"), json!(null), json!("2026-02-30T00:00:00Z"), json!(1e300), json!("")] {
            assert_eq!(read(&none, Form::Time), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in 0_i64..4_000_000_000) {
            let time = DateTime::from_timestamp(seconds, 0).unwrap();
            let canonical = json!(written(&time));
            for form in [Form::Time, Form::TimeWithSpace, Form::TimeWithoutZone, Form::EpochMs, Form::EpochS] {
                prop_assert_eq!(parse(&write(&canonical, form).unwrap(), form), Some(time));
            }
        }
    }
}
