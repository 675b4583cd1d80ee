//! A person in a round.

use super::country::Country;
use super::person::Name;
use super::resource::{Id, Kind, Resource};
use serde::{Deserialize, Serialize};

/// What the programme knows of a person in a round. None of it is public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    /// Their identity.
    pub id: Id,
    /// The round they are in.
    pub round: Id,
    /// The name they go by.
    pub name: Name,
    /// What they do: "School librarian".
    pub role: String,
    /// Where they do it.
    pub workplace: String,
    /// Where they live.
    pub country: Country,
    /// IANA name: "Africa/Windhoek".
    pub time_zone: String,
    /// BCP 47, the one they write best first.
    pub languages: Vec<String>,
    /// How they can be reached, the way they like best first. Partners see them, nobody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// One of [`super::contact::CHANNELS`], or what another program calls it.
    pub kind: String,
    /// Where: an address, a number, a name on a network.
    pub at: String,
}

impl Resource for Participant {
    const KIND: Kind = Kind::Participants;
}
