//! A short note from one partner to the other. It is only added to what there is.

use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A message. Only the partners read it. Its text is checked as a note's is ([`super::note::check`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its identity.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// Who wrote it.
    pub by: Id,
    /// When.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// Markdown.
    pub text: String,
}

impl Resource for Message {
    const KIND: Kind = Kind::Messages;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("text", Type::Text),
        ],
        readers: Readers::Partners,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}
