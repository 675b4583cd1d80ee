//! What a participant tells the programme about how to treat them, beside what they are: how the coordinators reach
//! them, what they want to hear of, whether everything about them is to be erased.

use super::participant::Channel;
use super::resource::{Id, Kind, Resource};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What somebody said last holds; it is only added to. The coordinators read it, the partner does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Its identity.
    pub id: Id,
    /// The participant.
    pub by: Id,
    /// When they said it.
    pub at: DateTime<Utc>,
    /// How the coordinators reach them, and nobody else.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// What they want to hear of: some of [`NOTICES`].
    #[serde(default)]
    pub notices: Vec<String>,
    /// Whether everything about them is to be erased.
    #[serde(default)]
    pub erase: bool,
}

impl Resource for Settings {
    const KIND: Kind = Kind::Settings;
}

/// What one can choose to hear of: a new topic, a word of the partner's, a quiet fortnight, news of the programme.
pub const NOTICES: [&str; 4] = ["topics", "messages", "quiet", "news"];

/// How long it takes until somebody is erased who asked for it, and can still take it back.
pub const WAIT: Duration = Duration::days(14);

/// What somebody said last.
pub fn last(all: &[Settings]) -> Option<&Settings> {
    all.iter().max_by_key(|settings| settings.at)
}

/// When somebody is erased who asked for it and has not taken it back: [`WAIT`] after they asked first.
pub fn erased_at(all: &[Settings]) -> Option<DateTime<Utc>> {
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_key(|settings| settings.at);
    let asked = all.iter().rev().take_while(|settings| settings.erase).last()?;
    Some(asked.at + WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(day: u32, erase: bool) -> Settings {
        serde_json::from_value(
            json!({ "id": format!("s{day}"), "by": "p01", "at": format!("2016-03-{day:02}T10:00:00Z"), "erase": erase }),
        )
        .unwrap()
    }

    #[test]
    fn who_asks_to_be_erased_has_two_weeks_from_when_they_asked_first() {
        let at = |all: &[Settings]| erased_at(all).map(|at| at.format("%m-%d").to_string());
        assert_eq!(at(&[]), None);
        assert_eq!(at(&[said(1, false)]), None);
        assert_eq!(at(&[said(1, true)]), Some("03-15".into()));
        // Something else that is said meanwhile does not begin the wait again; the order in which it comes says nothing.
        assert_eq!(at(&[said(5, true), said(1, false), said(3, true)]), Some("03-17".into()));
        assert_eq!(at(&[said(1, true), said(2, false)]), None);
        assert_eq!(at(&[said(1, true), said(2, false), said(9, true)]), Some("03-23".into()));
        assert_eq!(last(&[said(2, true), said(9, false), said(5, true)]).map(|last| last.erase), Some(false));
    }
}
