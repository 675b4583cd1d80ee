//! Time zones, which the browser knows (`Intl`): how far a zone is from UTC at a moment.

use super::options;
use crate::domain::zone;
use chrono::{DateTime, FixedOffset, Offset, Utc};
use js_sys::{Array, Date};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type ZoneFormat;
    // A zone that the browser does not know is an exception.
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat", catch)]
    fn new(locale: &Array, options: &js_sys::Object) -> Result<ZoneFormat, JsValue>;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved(this: &ZoneFormat) -> js_sys::Object;
    #[wasm_bindgen(method)]
    fn format(this: &ZoneFormat, date: &Date) -> String;
    #[wasm_bindgen(js_namespace = Intl, js_name = supportedValuesOf, catch)]
    fn values_of(key: &str) -> Result<Array, JsValue>;
}

fn date(moment: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(moment.timestamp_millis() as f64))
}

/// How far a zone ("Africa/Windhoek") is from UTC at a moment; nothing for a zone that this browser does not know. An older one
/// knows some under another name.
pub fn offset(zone: &str, moment: DateTime<Utc>) -> Option<FixedOffset> {
    offset_of(zone, moment).or_else(|| offset_of(zone::alias(zone)?, moment))
}

fn offset_of(zone: &str, moment: DateTime<Utc>) -> Option<FixedOffset> {
    let style = options(&[("timeZone", zone), ("timeZoneName", "longOffset")]);
    let text = ZoneFormat::new(&Array::of1(&"en-US".into()), &style).ok()?.format(&date(moment));
    // "2/29/2016, GMT+05:30"; in Greenwich only "GMT".
    let (_, told) = text.split_once("GMT")?;
    let Some((hours, minutes)) = told.split_once(':') else { return FixedOffset::east_opt(0) };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    let sign = if told.starts_with('-') { -1 } else { 1 };
    FixedOffset::east_opt(hours * 3600 + sign * minutes * 60)
}

/// The names of all zones that the browser knows; none where it does not tell.
pub fn all() -> Vec<String> {
    values_of("timeZone").iter().flat_map(|all| all.iter()).filter_map(|name| name.as_string()).collect()
}

/// The name of the reader's own zone: "Africa/Windhoek".
pub fn name() -> String {
    let format = ZoneFormat::new(&Array::new(), &js_sys::Object::new()).ok();
    let name = format.and_then(|format| js_sys::Reflect::get(&format.resolved(), &"timeZone".into()).ok()?.as_string());
    name.map_or_else(|| "UTC".to_owned(), |name| zone::current_name(&name).to_owned())
}

/// What the clocks show where the reader is.
pub fn here(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&own(moment))
}

/// How far the reader's own zone is from UTC at a moment.
pub fn own(moment: DateTime<Utc>) -> FixedOffset {
    // Whole minutes, counted to the west.
    #[allow(clippy::cast_possible_truncation, reason = "less than a day")]
    let minutes = date(moment).get_timezone_offset() as i32;
    FixedOffset::west_opt(minutes * 60).unwrap_or_else(|| Utc.fix())
}
