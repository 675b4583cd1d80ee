//! A time to talk as a file for calendars (iCalendar, RFC 5545), with the time zone of who makes it.

use super::hours::{Slot, Zone};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

/// What an event is about.
pub struct Event<'a> {
    /// What nothing else is called in a calendar.
    pub uid: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it is for.
    pub about: &'a str,
    /// When it is.
    pub slot: Slot,
}

/// The file: an event in a time zone by its name ("Africa/Windhoek"). The zone should be known from well before the
/// event to well after it; `now` is when the file is made.
pub fn file(event: &Event, zone_name: &str, zone: &Zone, now: DateTime<Utc>) -> String {
    let local = |at: DateTime<Utc>| compact(zone.local(at));
    let (first, changes) = zone.observances();
    let mut lines: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Deskmates//EN", "METHOD:PUBLISH", "BEGIN:VTIMEZONE"]
            .map(str::to_owned)
            .to_vec();
    lines.push(format!("TZID:{zone_name}"));
    lines.extend(observance("19700101T000000", first, first));
    for (at, before, after) in changes {
        // It begins by the clock that is changed (section 3.6.5).
        let clock = compact(at.with_timezone(&before).naive_local());
        lines.extend(observance(&clock, before, after));
    }
    lines.push("END:VTIMEZONE".into());
    lines.push("BEGIN:VEVENT".into());
    lines.push(format!("UID:{}", escaped(event.uid)));
    lines.push(format!("DTSTAMP:{}", stamp(now)));
    lines.push(format!("DTSTART;TZID={zone_name}:{}", local(event.slot.start)));
    lines.push(format!("DTEND;TZID={zone_name}:{}", local(event.slot.end)));
    lines.push(format!("SUMMARY:{}", escaped(event.title)));
    lines.push(format!("DESCRIPTION:{}", escaped(event.about)));
    lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    lines.iter().map(|line| folded(line)).collect()
}

/// A moment in UTC, as calendars write it: "20160301T170000Z".
pub fn stamp(at: DateTime<Utc>) -> String {
    compact(at.naive_utc()) + "Z"
}

/// What a clock shows: "20160301T170000".
fn compact(clock: NaiveDateTime) -> String {
    let text = clock.to_string().replace(' ', "T");
    // Parts of a second have no place in it.
    let whole = text.split('.').next().unwrap_or_default();
    whole.chars().filter(|c| c.is_ascii_digit() || *c == 'T').collect()
}

/// From when on, by which clock, a zone is that far from UTC.
fn observance(from: &str, before: FixedOffset, after: FixedOffset) -> [String; 5] {
    let offset = |offset: FixedOffset| {
        let minutes = offset.local_minus_utc() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    // Forward into summer time, else standard time.
    let name = if after.local_minus_utc() > before.local_minus_utc() { "DAYLIGHT" } else { "STANDARD" };
    [
        format!("BEGIN:{name}"),
        format!("DTSTART:{from}"),
        format!("TZOFFSETFROM:{}", offset(before)),
        format!("TZOFFSETTO:{}", offset(after)),
        format!("END:{name}"),
    ]
}

/// A text as it stands in a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// A line of at most 75 octets, the rest on lines that begin with a space (section 3.1).
fn folded(line: &str) -> String {
    let (mut out, mut octets) = (String::new(), 0);
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        out.push(c);
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, Offset, TimeZone};
    use chrono_tz::Tz;
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
    use proptest::prelude::*;

    fn made(name: &str, start: DateTime<Utc>, title: &str) -> String {
        let tz: Tz = name.parse().unwrap();
        let at = |moment: DateTime<Utc>| tz.offset_from_utc_datetime(&moment.naive_utc()).fix();
        let zone = Zone::find(start - Duration::days(370), start + Duration::days(370), at);
        let slot = Slot { start, end: start + Duration::hours(1) };
        file(&Event { uid: "a1@deskmates", title, about: "One,\ntwo; three", slot }, name, &zone, start)
    }

    #[test]
    fn a_real_parser_reads_the_time_the_zone_and_the_words() {
        for name in ["Africa/Windhoek", "Europe/Oslo", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland"] {
            let start: DateTime<Utc> = "2016-03-29T15:30:00Z".parse().unwrap();
            let title = "Amina und Øyvind, „Lesesäle“; dazu ein langer Titel, der umbrochen werden muss: 図書館";
            let calendar: Calendar = made(name, start, title).parse().unwrap();
            let events: Vec<_> = calendar.components.iter().filter_map(CalendarComponent::as_event).collect();
            let [event] = events[..] else { panic!("{events:?}") };
            assert_eq!(event.get_summary(), Some(title));
            assert_eq!(event.get_description(), Some("One,\ntwo; three"));
            let Some(DatePerhapsTime::DateTime(found)) = event.get_start() else { panic!("{:?}", event.get_start()) };
            assert_eq!(found.try_into_utc(), Some(start), "{name}");
        }
    }

    #[test]
    fn the_zone_stands_in_the_file_with_its_changes() {
        let start: DateTime<Utc> = "2016-03-29T15:30:00Z".parse().unwrap();
        let file = made("Europe/Oslo", start, "x");
        assert!(file.contains("TZID:Europe/Oslo\r\n"));
        // Clocks go from 02:00 to 03:00 on 27 March 2016.
        assert!(
            file.contains("BEGIN:DAYLIGHT\r\nDTSTART:20160327T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"),
            "{file}"
        );
        assert!(file.contains("BEGIN:STANDARD\r\nDTSTART:20161030T030000\r\n"), "{file}");
        assert!(file.contains("DTSTART;TZID=Europe/Oslo:20160329T173000\r\n"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_breaks_out(title in "\\PC{0,120}", about in ".{0,200}") {
            let start: DateTime<Utc> = "2016-03-29T15:30:00Z".parse().unwrap();
            let slot = Slot { start, end: start + Duration::hours(1) };
            let zone = Zone::find(start, start, |_| FixedOffset::east_opt(0).unwrap());
            let file = file(&Event { uid: "a", title: &title, about: &about, slot }, "UTC", &zone, start);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            prop_assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
        }
    }
}
