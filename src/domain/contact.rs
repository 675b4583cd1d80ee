//! One time that partners were in touch.

use super::problem::{Fault, Problem, Problems, short};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written::{self, Written};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
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
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// How: "email", "video", "letter".
    pub channel: String,
    /// The topic they talked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Id>,
    /// How long they talked, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
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
    /// How many minutes; may be empty.
    pub minutes: String,
    /// The id of a topic; may be empty.
    pub topic: String,
    /// Markdown; may be empty.
    pub note: String,
}

/// What a person noted of a contact, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// When it was.
    pub at: DateTime<Utc>,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// How many minutes, from 1 to a day's.
    pub minutes: Option<u32>,
    /// The topic.
    pub topic: Option<Id>,
    /// Markdown.
    pub note: String,
}

impl ContactDraft {
    /// The longest note, in characters.
    pub const MAX: usize = 20_000;

    /// The most minutes: a day.
    pub const LONGEST: u32 = 24 * 60;

    /// The draft of a contact as it stands, to edit it: its day is the one in that time zone.
    pub fn of(contact: &Contact, zone: FixedOffset) -> Self {
        Self {
            day: contact.at.with_timezone(&zone).date_naive().to_string(),
            channel: contact.channel.clone(),
            minutes: contact.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            topic: contact.topic.as_ref().map(|topic| topic.as_str().to_owned()).unwrap_or_default(),
            note: contact.note.clone(),
        }
    }

    /// The contact, or every problem by field; `now` in the time zone of who notes it. A contact that is noted for
    /// today was now, one of an earlier day at its noon there.
    pub fn check(&self, now: DateTime<FixedOffset>) -> Result<NewContact, Vec<Problem>> {
        let mut problems = Problems::default();
        let today = now.date_naive();
        let day = problems.note("day", NaiveDate::parse(self.day.trim()).ok_or(Fault::Missing));
        let day = day.and_then(|day| problems.note("day", if day <= today { Ok(day) } else { Err(Fault::InFuture) }));
        let known = CHANNELS.contains(&self.channel.as_str());
        let channel = problems.note("channel", if known { Ok(self.channel.clone()) } else { Err(Fault::Missing) });
        let minutes = match self.minutes.trim() {
            "" => Ok(None),
            text => text.parse().ok().filter(|n| (1..=Self::LONGEST).contains(n)).map(Some).ok_or(Fault::NotANumber),
        };
        let minutes = problems.note("minutes", minutes);
        let note = problems.note("note", short(&self.note, Self::MAX));
        // The topic is chosen from a list: what is no id is none.
        let topic = Id::try_from(self.topic.clone()).ok();
        match (day, channel, minutes, note) {
            (Some(day), Some(channel), Some(minutes), Some(note)) => {
                let noon = || day.and_time(NOON).and_local_timezone(now.timezone()).single();
                let at = if day == today { now } else { noon().unwrap_or(now) };
                Ok(NewContact { at: at.to_utc(), channel, minutes, topic, note })
            }
            _ => Err(problems.into_inner()),
        }
    }
}

const NOON: NaiveTime = NaiveTime::MIN.overflowing_add_signed(TimeDelta::hours(12)).0;

impl Resource for Contact {
    const KIND: Kind = Kind::Contacts;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("channel", Type::Text),
            Field::optional("topic", Type::Id),
            Field::optional("minutes", Type::Number),
            Field::optional("note", Type::Text),
        ],
        readers: Readers::Partners,
        owner: Owner::Author("by"),
        // When the two were in touch is the partner's history, too.
        erasure: ErasurePolicy::Clear("note"),
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(day: &str, channel: &str) -> ContactDraft {
        ContactDraft { day: day.into(), channel: channel.into(), note: " x ".into(), ..ContactDraft::default() }
    }

    fn now() -> DateTime<FixedOffset> {
        "2016-03-02T00:30:00+13:00".parse().unwrap()
    }

    #[test]
    fn a_contact_was_today_or_earlier_where_it_is_noted() {
        let at = |day: &str| draft(day, "video").check(now()).map(|new| (new.at.to_rfc3339(), new.note));
        assert_eq!(
            at("2016-03-02"),
            Ok(("2016-03-01T11:30:00+00:00".into(), "x".into())),
            "it is tomorrow in Auckland"
        );
        assert_eq!(at("2016-02-28"), Ok(("2016-02-27T23:00:00+00:00".into(), "x".into())));
        assert_eq!(at("2016-03-03"), Err(vec![Problem { field: "day", fault: Fault::InFuture }]));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = |draft: ContactDraft| draft.check(now()).unwrap_err();
        assert_eq!(wrong(draft("", "pigeon")).len(), 2);
        for minutes in ["0", "-5", "1441", "an hour", "1.5"] {
            let told = wrong(ContactDraft { minutes: minutes.into(), ..draft("2016-03-01", "chat") });
            assert_eq!(told, [Problem { field: "minutes", fault: Fault::NotANumber }], "{minutes}");
        }
        let long = ContactDraft { note: "x".repeat(ContactDraft::MAX + 1), ..draft("2016-03-01", "chat") };
        assert_eq!(wrong(long), [Problem { field: "note", fault: Fault::TooLong(ContactDraft::MAX) }]);
    }

    #[test]
    fn a_contact_that_is_edited_stays_what_it_was() {
        let new = ContactDraft { minutes: " 45 ".into(), topic: "t2".into(), ..draft("2016-02-28", "phone") };
        let new = new.check(now()).unwrap();
        let id = |text: &str| Id::try_from(text.to_owned()).unwrap();
        let contact = Contact {
            id: id("c"),
            partnership: id("s1"),
            by: id("p01"),
            at: new.at,
            channel: new.channel.clone(),
            topic: new.topic.clone(),
            minutes: new.minutes,
            note: new.note.clone(),
        };
        assert_eq!(ContactDraft::of(&contact, now().timezone()).check(now()), Ok(new));
    }
}
