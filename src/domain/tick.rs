//! A prompt that partners have ticked off: they talked about it.

use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
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
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("topic", Type::Id),
            Field::required("prompt", Type::Id),
        ],
        readers: Readers::Partners,
        owner: Owner::Author("by"),
        // What the two talked about is the partner's history, too.
        erasure: ErasurePolicy::Keep,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}
