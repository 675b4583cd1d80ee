//! What somebody writes down about a prompt or a contact, for both partners or for themselves alone.

use super::problem::{Problem, some};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A note. Whoever wrote it may change it and remove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "NoteDto", into = "NoteDto")]
pub struct Note {
    /// Its identity.
    pub id: Id,
    /// The partnership in which it was written.
    pub partnership: Id,
    /// Who wrote it.
    pub by: Id,
    /// When it was written first.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// What it is about.
    pub about: Subject,
    /// Whether the partner reads it, too.
    pub shared: bool,
    /// Markdown.
    pub text: String,
}

impl Resource for Note {
    const KIND: Kind = Kind::Notes;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::optional("topic", Type::Id),
            Field::optional("prompt", Type::Id),
            Field::optional("contact", Type::Id),
            Field::required("shared", Type::Flag),
            Field::required("text", Type::Text),
        ],
        readers: Readers::PartnersIfShared,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A prompt of a topic.
    Prompt {
        /// The topic.
        topic: Id,
        /// The prompt, by its id in the topic.
        prompt: Id,
    },
    /// A contact.
    Contact(Id),
}

/// How a note stands in JSON: one object, as every backend can keep it.
#[derive(Clone, Serialize, Deserialize)]
struct NoteDto {
    id: Id,
    partnership: Id,
    by: Id,
    #[serde(deserialize_with = "written::read")]
    at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prompt: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<Id>,
    shared: bool,
    text: String,
}

impl TryFrom<NoteDto> for Note {
    type Error = &'static str;

    fn try_from(flat: NoteDto) -> Result<Self, Self::Error> {
        let about = match (flat.topic, flat.prompt, flat.contact) {
            (Some(topic), Some(prompt), None) => Subject::Prompt { topic, prompt },
            (None, None, Some(contact)) => Subject::Contact(contact),
            _ => return Err("either a topic and a prompt, or a contact"),
        };
        let NoteDto { id, partnership, by, at, shared, text, .. } = flat;
        Ok(Self { id, partnership, by, at, about, shared, text })
    }
}

impl From<Note> for NoteDto {
    fn from(Note { id, partnership, by, at, about, shared, text }: Note) -> Self {
        let (topic, prompt, contact) = match about {
            Subject::Prompt { topic, prompt } => (Some(topic), Some(prompt), None),
            Subject::Contact(contact) => (None, None, Some(contact)),
        };
        Self { id, partnership, by, at, topic, prompt, contact, shared, text }
    }
}

/// The longest note, in characters.
pub const MAX: usize = 20_000;

/// The text of a note or of a message as it is kept, or what is wrong with it.
pub fn check(text: &str) -> Result<String, Vec<Problem>> {
    some(text, MAX).map_err(|fault| vec![Problem { field: "text", fault }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Fault;
    use serde_json::json;

    #[test]
    fn a_note_is_about_one_thing() {
        let with = |more: serde_json::Value| {
            let mut note = json!({ "id": "n", "partnership": "s1", "by": "p01", "at": "2016-02-16T10:00:00Z", "shared": true, "text": "x" });
            note.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            note
        };
        for good in [json!({ "topic": "t1", "prompt": "desk" }), json!({ "contact": "k1" })] {
            let note: Note = serde_json::from_value(with(good.clone())).unwrap();
            assert_eq!(serde_json::to_value(note).unwrap(), with(good));
        }
        for bad in [json!({}), json!({ "topic": "t1" }), json!({ "topic": "t1", "prompt": "desk", "contact": "k1" })] {
            assert!(serde_json::from_value::<Note>(with(bad)).is_err());
        }
    }

    #[test]
    fn a_note_says_something_and_not_too_much() {
        assert_eq!(check(" a "), Ok("a".into()));
        assert_eq!(check(" \n"), Err(vec![Problem { field: "text", fault: Fault::Missing }]));
        assert_eq!(check(&"é".repeat(MAX)).map(|text| text.chars().count()), Ok(MAX));
        assert_eq!(check(&"x".repeat(100_000)), Err(vec![Problem { field: "text", fault: Fault::TooLong(MAX) }]));
    }
}
