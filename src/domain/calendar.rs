//! A time to talk as a file for calendars (iCalendar, RFC 5545).

use super::hours::Slot;
use chrono::{DateTime, Utc};

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

/// The file: an event in UTC, which every calendar shows by its owner's clock. A zone in the file would have to carry its rules, and
/// readers differ in which of them they take: Outlook wants one rule for standard time and no dates of single changes. `now` is when
/// the file is made.
pub fn file(event: &Event, now: DateTime<Utc>) -> String {
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Deskmates//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(event.uid)),
        format!("DTSTAMP:{}", stamp(now)),
        format!("DTSTART:{}", stamp(event.slot.start)),
        format!("DTEND:{}", stamp(event.slot.end)),
        format!("SUMMARY:{}", escaped(event.title)),
        format!("DESCRIPTION:{}", escaped(event.about)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// A moment in UTC, as calendars write it: "20160301T170000Z".
pub fn stamp(at: DateTime<Utc>) -> String {
    // Parts of a second have no place in it.
    let text = at.naive_utc().to_string().replace(' ', "T");
    let whole = text.split('.').next().unwrap_or_default();
    whole.chars().filter(|c| c.is_ascii_digit() || *c == 'T').collect::<String>() + "Z"
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
    use chrono::Duration;
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
    use proptest::prelude::*;

    fn made(start: &str, title: &str) -> String {
        let start: DateTime<Utc> = start.parse().unwrap();
        let slot = Slot { start, end: start + Duration::hours(1) };
        file(&Event { uid: "a1@deskmates", title, about: "One,\ntwo; three", slot }, start)
    }

    #[test]
    fn a_real_parser_reads_the_time_and_the_words() {
        let title = "Amina und Øyvind, „Lesesäle“; dazu ein langer Titel, der umbrochen werden muss: 図書館";
        let start = "2016-03-29T15:30:00Z";
        let calendar: Calendar = made(start, title).parse().unwrap();
        let events: Vec<_> = calendar.components.iter().filter_map(CalendarComponent::as_event).collect();
        let [event] = events[..] else { panic!("{events:?}") };
        assert_eq!(event.get_summary(), Some(title));
        assert_eq!(event.get_description(), Some("One,\ntwo; three"));
        let Some(DatePerhapsTime::DateTime(found)) = event.get_start() else { panic!("{:?}", event.get_start()) };
        assert_eq!(found.try_into_utc(), Some(start.parse().unwrap()));
    }

    #[test]
    fn the_time_is_in_utc_and_no_zone_is_needed() {
        let file = made("2026-07-01T18:00:00.500Z", "x");
        assert!(file.contains("\r\nDTSTART:20260701T180000Z\r\nDTEND:20260701T190000Z\r\n"), "{file}");
        assert!(!file.contains("VTIMEZONE") && !file.contains("TZID"), "{file}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_breaks_out(title in "\\PC{0,120}", about in ".{0,200}") {
            let start: DateTime<Utc> = "2016-03-29T15:30:00Z".parse().unwrap();
            let slot = Slot { start, end: start + Duration::hours(1) };
            let file = file(&Event { uid: "a", title: &title, about: &about, slot }, start);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            prop_assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
        }
    }
}
