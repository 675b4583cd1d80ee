//! Dates and spans of time in words, through `Intl`, which knows every
//! language's way and the reader's time zone.

use super::{options, with_locale};
use chrono::{DateTime, NaiveDate, Utc};
use js_sys::{Date, Intl};
use wasm_bindgen::JsValue;

/// "29 February 2016": a calendar day, the same everywhere on earth.
pub fn day(day: NaiveDate) -> String {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    format(noon, &[("dateStyle", "long"), ("timeZone", "UTC")])
}

/// "29 February 2016", in the reader's time zone.
pub fn date(moment: DateTime<Utc>) -> String {
    format(moment, &[("dateStyle", "long")])
}

/// "29 February 2016 at 10:00", in the reader's time zone.
pub fn date_and_time(moment: DateTime<Utc>) -> String {
    format(moment, &[("dateStyle", "long"), ("timeStyle", "short")])
}

/// What `<time datetime>` takes.
pub fn platform(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// "29 February 2016 at 10:00", in a time zone that the browser knows.
pub fn date_and_time_in(zone: &str, moment: DateTime<Utc>) -> String {
    format(moment, &[("dateStyle", "long"), ("timeStyle", "short"), ("timeZone", zone)])
}

/// "Mon 29": a calendar day, the same everywhere on earth.
pub fn weekday(day: NaiveDate) -> String {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    format(noon, &[("weekday", "short"), ("day", "numeric"), ("timeZone", "UTC")])
}

/// "08:40", in a time zone that the browser knows ([`super::zones::offset`]).
pub fn time_in(zone: &str, moment: DateTime<Utc>) -> String {
    format(moment, &[("timeStyle", "short"), ("timeZone", zone)])
}

/// "5.5 hours": a span of time in hours.
pub fn hours(hours: f64) -> String {
    with_locale(|locale| {
        let style = options(&[("style", "unit"), ("unit", "hour"), ("unitDisplay", "long")]);
        let format = Intl::NumberFormat::new(locale, &style).format();
        format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(hours)).ok()?.as_string()
    })
    .unwrap_or_else(|| hours.to_string())
}

fn format(moment: DateTime<Utc>, style: &[(&str, &str)]) -> String {
    with_locale(|locale| {
        let format = Intl::DateTimeFormat::new(locale, &options(style)).format();
        let date = Date::new(&JsValue::from_f64(moment.timestamp_millis() as f64));
        format.call1(&JsValue::UNDEFINED, &date).ok()?.as_string()
    })
    .unwrap_or_else(|| platform(moment))
}

/// "3 hours ago", "yesterday"; the date itself after a month.
pub fn ago(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - moment).num_minutes();
    let (amount, unit) = match minutes {
        ..60 => (minutes.max(0), "minute"),
        60..1_440 => (minutes / 60, "hour"),
        1_440..43_200 => (minutes / 1_440, "day"),
        _ => return date(moment),
    };
    with_locale(|locale| {
        let format = Intl::RelativeTimeFormat::new(locale, &options(&[("numeric", "auto")]));
        format.format(-(amount as f64), unit).as_string()
    })
    .unwrap_or_else(|| date(moment))
}
