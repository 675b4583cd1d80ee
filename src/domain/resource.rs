//! What every stored thing has in common: a kind and an id.

use super::spec::Spec;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;

/// Makes the enum, and everything that needs all of its kinds, of one list, so that none can be forgotten.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// A kind of stored thing. Its name is the same in code, JSON and file names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)+
        }

        impl Kind {
            /// All kinds, in the order in which an export lists them: each is at the place `kind as usize`.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$kind),+];

            /// The plural by which files, storage keys and exports name this kind.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// `Round`
    Rounds = "rounds",
    /// `Topic`
    Topics = "topics",
    /// `Comment`
    Comments = "comments",
    /// `Participant`
    Participants = "participants",
    /// `Partnership`
    Partnerships = "partnerships",
    /// `Contact`
    Contacts = "contacts",
    /// `Agreement`
    Agreements = "agreements",
    /// `Hours`
    Hours = "hours",
    /// `Concern`
    Concerns = "concerns",
    /// `Note`
    Notes = "notes",
    /// `Tick`
    Ticks = "ticks",
    /// `Goal`
    Goals = "goals",
    /// `Message`
    Messages = "messages",
    /// `Reflection`
    Reflections = "reflections",
    /// `Settings`
    Settings = "settings",
    /// `Desk`
    Desks = "desks",
    /// `WaitlistEntry`
    Waitlist = "waitlist",
}

impl Kind {
    /// The kind of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A thing that is stored: its canonical JSON is what serde makes of it.
pub trait Resource: Serialize + DeserializeOwned {
    /// Which kind it is.
    const KIND: Kind;
    /// What that kind is.
    const SPEC: Spec;
}

/// The identity of a stored thing: 1 to 64 letters, digits, `-`, `_` or `.`,
/// so that it can stand in a URL, a storage key and an HTML id as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// An id of 128 random bits, written in hexadecimal.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        // In a path, "." and ".." are steps.
        let is_step = matches!(text.as_str(), "." | "..");
        if (1..=64).contains(&text.len()) && text.chars().all(fits) && !is_step {
            Ok(Self(text))
        } else {
            Err("an id of 1 to 64 letters, digits, - _ or .")
        }
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_stand_in_a_url_and_a_storage_key() {
        for good in ["a", "2016A", "c-001", "a_b.c"] {
            assert!(Id::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "a b", "a/b", "é", "a:b", &"x".repeat(65)] {
            assert!(Id::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_random_id_is_an_id() {
        let id = Id::from_random([0xab; 16]);
        assert_eq!(Id::try_from(id.as_str().to_owned()), Ok(id));
    }

    #[test]
    fn kinds_are_found_by_their_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("tables"), None);
        assert_eq!(Kind::ALL.map(|kind| kind as usize), std::array::from_fn(|place| place));
    }
}
