//! A prompt that partners have ticked off: they talked about it.

use super::resource::{Id, Kind, Resource};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A tick at a prompt. Either partner sets it and takes it away. Two who tick at the same moment set two,
/// which say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Its identity.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// Who ticked.
    pub by: Id,
    /// When.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// The topic.
    pub topic: Id,
    /// The prompt, by its id in the topic.
    pub prompt: Id,
}

impl Resource for Tick {
    const KIND: Kind = Kind::Ticks;
}
