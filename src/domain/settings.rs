//! What a participant tells the programme about how to treat them, beside what they are: how the coordinators reach
//! them, what they want to hear of, whether everything about them is to be erased.

use super::participant::Channel;
use super::resource::{Id, Kind, Resource};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// A word of a participant's to the coordinators, which the partner does not read. They are only added to: of each thing,
/// the last word that says something of it holds, so that words from two machines do not undo each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Its identity.
    pub id: Id,
    /// The participant.
    pub by: Id,
    /// When they said it.
    pub at: DateTime<Utc>,
    /// How the coordinators reach them, and nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
    /// What they want to hear of: some of [`NOTICES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<Vec<String>>,
    /// Whether everything about them is to be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erase: Option<Erasing>,
}

impl Resource for Settings {
    const KIND: Kind = Kind::Settings;
}

/// What somebody says of being erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Erasing {
    /// They want it.
    Wanted,
    /// They do not want it after all.
    Withdrawn,
}

/// What one can choose to hear of: a new topic, a word of the partner's, a quiet fortnight, news of the programme.
pub const NOTICES: [&str; 4] = ["topics", "messages", "quiet", "news"];

/// How long it takes until somebody is erased who asked for it, and can still take it back.
pub const WAIT: Duration = Duration::days(14);

/// What of somebody's words holds: how the coordinators reach them, and what they want to hear of.
pub fn holds(all: &[Settings]) -> (Vec<Channel>, Vec<String>) {
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_key(|said| said.at);
    let channels = all.iter().rev().find_map(|said| said.channels.clone());
    let notices = all.iter().rev().find_map(|said| said.notices.clone());
    (channels.unwrap_or_default(), notices.unwrap_or_default())
}

/// When somebody is erased who asked for it and has not taken it back: [`WAIT`] after they asked first.
pub fn erased_at(all: &[Settings]) -> Option<DateTime<Utc>> {
    let mut all: Vec<_> = all.iter().filter(|said| said.erase.is_some()).collect();
    all.sort_by_key(|said| said.at);
    let asked = all.iter().rev().take_while(|said| said.erase == Some(Erasing::Wanted)).last()?;
    Some(asked.at + WAIT)
}

/// Who is to be erased by now, of all whose words these are.
pub fn due(all: &[Settings], now: DateTime<Utc>) -> Vec<Id> {
    let mut people: Vec<&Id> = all.iter().map(|said| &said.by).collect();
    people.sort();
    people.dedup();
    let words = |who: &Id| all.iter().filter(|said| said.by == *who && said.at <= now).cloned().collect::<Vec<_>>();
    let is_due = |who: &&Id| erased_at(&words(who)).is_some_and(|at| at <= now);
    people.into_iter().filter(is_due).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said(day: u32, more: Value) -> Settings {
        let mut said = json!({ "id": format!("s{day}"), "by": "p01", "at": format!("2016-03-{day:02}T10:00:00Z") });
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(said).unwrap()
    }

    fn wanted(day: u32) -> Settings {
        said(day, json!({ "erase": "wanted" }))
    }

    fn withdrawn(day: u32) -> Settings {
        said(day, json!({ "erase": "withdrawn" }))
    }

    #[test]
    fn who_asks_to_be_erased_has_two_weeks_from_when_they_asked_first() {
        let at = |all: &[Settings]| erased_at(all).map(|at| at.format("%m-%d").to_string());
        assert_eq!(at(&[]), None);
        assert_eq!(at(&[withdrawn(1)]), None);
        assert_eq!(at(&[wanted(1)]), Some("03-15".into()));
        // Something else that is said meanwhile says nothing of it; nor does the order in which it comes.
        assert_eq!(at(&[said(6, json!({ "notices": [] })), wanted(5), withdrawn(1), wanted(3)]), Some("03-17".into()));
        assert_eq!(at(&[wanted(1), withdrawn(2)]), None);
        assert_eq!(at(&[wanted(1), withdrawn(2), wanted(9)]), Some("03-23".into()));
    }

    #[test]
    fn everybody_is_due_by_their_own_words() {
        let by = |who: &str, said: Settings| Settings { by: Id::try_from(who.to_owned()).unwrap(), ..said };
        let all = [wanted(1), by("p02", wanted(10)), by("p03", wanted(1)), by("p03", withdrawn(20))];
        let due = |day: u32| {
            let now = format!("2016-03-{day:02}T12:00:00Z").parse().unwrap();
            due(&all, now).iter().map(Id::to_string).collect::<Vec<_>>()
        };
        assert_eq!(due(14), [""; 0]);
        // What p03 takes back on the 20th comes too late; what is said later is not known yet.
        assert_eq!(due(16), ["p01", "p03"]);
        assert_eq!(due(24), ["p01", "p02"]);
    }

    #[test]
    fn of_each_thing_the_last_word_on_it_holds() {
        let phone = json!([{ "kind": "phone", "at": "1" }]);
        let all =
            [wanted(9), said(3, json!({ "channels": phone, "notices": ["news"] })), said(5, json!({ "notices": [] }))];
        let (channels, notices) = holds(&all);
        assert_eq!((channels.len(), notices), (1, Vec::new()));
        assert_eq!(holds(&[wanted(1)]), (Vec::new(), Vec::new()));
    }
}
