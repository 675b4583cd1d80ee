//! One time that partners were in touch.

use super::problem::{Fault, Problem, Problems};
use super::resource::{Id, Kind, Resource};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// One time that partners were in touch. Only the two of them read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Its identity.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// The participant who noted it.
    pub by: Id,
    /// When it was.
    pub at: DateTime<Utc>,
    /// How: "email", "video", "letter".
    pub channel: String,
    /// The topic they talked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Id>,
    /// A note for both, in Markdown.
    #[serde(default)]
    pub note: String,
}

/// The ways to be in touch that one chooses from. The programme recommends several.
pub const CHANNELS: [&str; 6] = ["email", "video", "chat", "phone", "social", "letter"];

/// What a person fills in to note a contact, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactDraft {
    /// A day: "2016-03-01".
    pub day: String,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// Markdown; may be empty.
    pub note: String,
}

impl ContactDraft {
    /// The longest note, in characters.
    pub const MOST: usize = 20_000;

    /// When and how it was and the note, or every problem by field. A contact that is noted for
    /// today was now, one of an earlier day at its noon (UTC).
    pub fn check(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, String, String), Vec<Problem>> {
        let mut problems = Problems::default();
        let day = problems.note("day", self.day.parse::<NaiveDate>().map_err(|_| Fault::Missing));
        let day = day
            .and_then(|day| problems.note("day", if day <= now.date_naive() { Ok(day) } else { Err(Fault::Missing) }));
        let known = CHANNELS.contains(&self.channel.as_str());
        let channel = problems.note("channel", if known { Ok(self.channel.clone()) } else { Err(Fault::Missing) });
        let note = self.note.trim().to_owned();
        let is_short = note.chars().count() <= Self::MOST;
        let note = problems.note("note", if is_short { Ok(note) } else { Err(Fault::TooLong(Self::MOST)) });
        match (day, channel, note) {
            (Some(day), Some(channel), Some(note)) => {
                let at = if day == now.date_naive() { now } else { day.and_time(NOON).and_utc() };
                Ok((at, channel, note))
            }
            _ => Err(problems.into_inner()),
        }
    }
}

const NOON: NaiveTime = NaiveTime::MIN.overflowing_add_signed(TimeDelta::hours(12)).0;

impl Resource for Contact {
    const KIND: Kind = Kind::Contacts;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_was_today_or_earlier_by_a_known_channel() {
        let now: DateTime<Utc> = "2016-03-01T18:30:00Z".parse().unwrap();
        let draft =
            |day: &str, channel: &str| ContactDraft { day: day.into(), channel: channel.into(), note: " x ".into() };
        let at = |day: &str| draft(day, "video").check(now).map(|(at, _, note)| (at.to_rfc3339(), note));
        assert_eq!(at("2016-03-01"), Ok(("2016-03-01T18:30:00+00:00".into(), "x".into())));
        assert_eq!(at("2016-02-28"), Ok(("2016-02-28T12:00:00+00:00".into(), "x".into())));
        let wrong = |day: &str, channel: &str| draft(day, channel).check(now).unwrap_err();
        assert_eq!(wrong("2016-03-02", "video"), [Problem { field: "day", fault: Fault::Missing }]);
        assert_eq!(wrong("", "pigeon").len(), 2);
        let long = ContactDraft { note: "x".repeat(ContactDraft::MOST + 1), ..draft("2016-03-01", "chat") };
        assert_eq!(long.check(now), Err(vec![Problem { field: "note", fault: Fault::TooLong(ContactDraft::MOST) }]));
    }
}
