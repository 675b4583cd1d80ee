//! Names of time zones: as people type them, as browsers list them, and as they are called today. What the clocks of a zone show,
//! the browser knows (`app/text/zones.rs`).

use super::problem::Fault;

/// Zones that the list of Chromium and Safari has under an older name (Unicode CLDR keeps the first one), each with today's name in
/// the IANA database. Nuuk was renamed in 2020, Kanton in 2021 and Kyiv in 2022: a browser from before knows only the older name, so
/// both are tried when clocks are read.
const RENAMED: [(&str, &str); 19] = [
    ("Africa/Asmera", "Africa/Asmara"),
    ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("America/Catamarca", "America/Argentina/Catamarca"),
    ("America/Coral_Harbour", "America/Atikokan"),
    ("America/Cordoba", "America/Argentina/Cordoba"),
    ("America/Godthab", "America/Nuuk"),
    ("America/Indianapolis", "America/Indiana/Indianapolis"),
    ("America/Jujuy", "America/Argentina/Jujuy"),
    ("America/Louisville", "America/Kentucky/Louisville"),
    ("America/Mendoza", "America/Argentina/Mendoza"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Atlantic/Faeroe", "Atlantic/Faroe"),
    ("Europe/Kiev", "Europe/Kyiv"),
    ("Pacific/Enderbury", "Pacific/Kanton"),
    ("Pacific/Ponape", "Pacific/Pohnpei"),
    ("Pacific/Truk", "Pacific/Chuuk"),
];

/// What a zone is called today.
pub fn current_name(name: &str) -> &str {
    RENAMED.iter().find(|(before, _)| *before == name).map_or(name, |(_, today)| today)
}

/// The other name of a zone that has two.
pub fn alias(name: &str) -> Option<&'static str> {
    RENAMED.iter().find_map(|(before, today)| match name {
        name if name == *before => Some(*today),
        name if name == *today => Some(*before),
        _ => None,
    })
}

/// The zone that somebody typed, in any case and with spaces; `listed` are the names that the browser lists, and `is_known` says
/// whether it knows one that it does not list. Only a place has a zone of its own: "EST", "IST" and "GMT+8" mean this here and
/// that there, so whoever types them is asked.
pub fn read(typed: &str, listed: &[String], is_known: impl Fn(&str) -> bool) -> Result<String, Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::Missing);
    }
    if typed.eq_ignore_ascii_case("UTC") {
        return Ok("UTC".to_owned());
    }
    let name = typed.split_whitespace().collect::<Vec<_>>().join("_");
    if !name.contains('/') {
        return Err(Fault::NotAZone);
    }
    let both = RENAMED.iter().flat_map(|(before, today)| [*before, *today]);
    let found = listed.iter().map(String::as_str).chain(both).find(|zone| zone.eq_ignore_ascii_case(&name));
    match found {
        Some(zone) => Ok(current_name(zone).to_owned()),
        None if is_known(&name) => Ok(name),
        None => Err(Fault::NotAZone),
    }
}

/// The zones to choose from: UTC, and the places that a browser lists, once each and under today's name. Where one of `kept` stands
/// already, its name stays as it is; what is not on the list comes first.
pub fn names(listed: Vec<String>, kept: &[&str]) -> Vec<String> {
    let places = listed.into_iter().filter(|zone| zone.contains('/') && !zone.starts_with("Etc/"));
    let mut names: Vec<String> = places.map(|zone| current_name(&zone).to_owned()).collect();
    names.sort();
    names.dedup();
    names.insert(0, "UTC".to_owned());
    for zone in kept.iter().filter(|zone| !zone.is_empty()) {
        match names.iter_mut().find(|name| current_name(name) == current_name(zone)) {
            Some(name) => *name = (*zone).to_owned(),
            None => names.insert(0, (*zone).to_owned()),
        }
    }
    names
}

/// A zone in words: "Asia/Ho Chi Minh"; "UTC+3" for "Etc/GMT-3", whose sign is turned round (POSIX counts to the west).
pub fn words(zone: &str) -> String {
    let name = current_name(zone);
    let apart = name.strip_prefix("Etc/GMT").filter(|apart| apart.starts_with(['+', '-']));
    match apart.map(|apart| apart.split_at(1)) {
        Some(("+", hours)) => format!("UTC-{hours}"),
        Some((_, hours)) => format!("UTC+{hours}"),
        None => name.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
    use chrono_tz::Tz;

    fn listed(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn both_names_of_a_zone_are_of_the_same_clocks() {
        let start: DateTime<Utc> = "2016-01-01T00:00:00Z".parse().unwrap();
        for (before, today) in RENAMED {
            let [first, second]: [Tz; 2] = [before, today].map(|name| name.parse().unwrap());
            for day in 0..4000 {
                let at = (start + Duration::days(day)).naive_utc();
                let fixed = |zone: Tz| zone.offset_from_utc_datetime(&at).fix();
                assert_eq!(fixed(first), fixed(second), "{before} {today} {at}");
            }
            assert_eq!((current_name(before), alias(today), alias(before)), (today, Some(before), Some(today)));
        }
    }

    #[test]
    fn a_place_is_taken_and_an_abbreviation_is_asked_about() {
        let listed = listed(&["Africa/Windhoek", "America/New_York", "Asia/Calcutta", "Europe/Kiev"]);
        let is_known = |name: &str| matches!(name, "EST" | "IST" | "Etc/GMT-3" | "US/Pacific" | "GMT" | "+05:30");
        for (typed, zone) in [
            ("Africa/Windhoek", "Africa/Windhoek"),
            (" america/new york ", "America/New_York"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("europe/KYIV", "Europe/Kyiv"),
            ("utc", "UTC"),
            ("Etc/GMT-3", "Etc/GMT-3"),
            ("US/Pacific", "US/Pacific"),
        ] {
            assert_eq!(read(typed, &listed, is_known).as_deref(), Ok(zone), "{typed}");
        }
        for typed in ["EST", "IST", "IST (GMT+5:30)", "GMT", "GMT+8", "CET (GMT+1)", "Any", "+05:30", "Mars/Olympus"] {
            assert_eq!(read(typed, &listed, is_known), Err(Fault::NotAZone), "{typed}");
        }
        assert_eq!(read(" ", &listed, is_known), Err(Fault::Missing));
    }

    #[test]
    fn each_zone_is_there_once_and_a_kept_name_stays() {
        let all = listed(&[
            "Africa/Windhoek",
            "Asia/Calcutta",
            "Asia/Ho_Chi_Minh",
            "Asia/Saigon",
            "EST",
            "Etc/GMT+1",
            "Etc/UTC",
            "UTC",
        ]);
        let names = |kept: &[&str]| super::names(all.clone(), kept);
        assert_eq!(names(&["Asia/Kolkata", "UTC", ""]), ["UTC", "Africa/Windhoek", "Asia/Ho_Chi_Minh", "Asia/Kolkata"]);
        assert_eq!(names(&["Asia/Calcutta"]), ["UTC", "Africa/Windhoek", "Asia/Ho_Chi_Minh", "Asia/Calcutta"]);
        assert_eq!(names(&["EST"])[..2], ["EST", "UTC"]);
        let shown = |zone: &str| words(zone);
        assert_eq!(
            [shown("Asia/Saigon"), shown("Etc/GMT-3"), shown("Etc/GMT+11")],
            ["Asia/Ho Chi Minh", "UTC+3", "UTC-11"]
        );
    }
}
