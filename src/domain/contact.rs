//! One time that partners were in touch.

use super::resource::{Id, Kind, Resource};
use chrono::{DateTime, Utc};
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

impl Resource for Contact {
    const KIND: Kind = Kind::Contacts;
}
