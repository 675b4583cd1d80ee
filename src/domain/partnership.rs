//! Two participants of a round, rarely three, who were matched.

use super::resource::{Id, Kind, Resource};
use serde::{Deserialize, Serialize};

/// A partnership. Only its members and the coordinators know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    /// Its identity.
    pub id: Id,
    /// The round it is in.
    pub round: Id,
    /// Its members.
    pub participants: Vec<Id>,
}

impl Resource for Partnership {
    const KIND: Kind = Kind::Partnerships;
}
