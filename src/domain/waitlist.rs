//! Somebody who wants to hear when applications open.

use super::country::Country;
use super::person::{Email, Name};
use super::problem::{Fault, Problem, Problems};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An entry of the waitlist as it may be read: without the address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitlistEntry {
    /// Its identity.
    pub id: Id,
    /// The name they go by.
    pub name: Name,
    /// Where they live.
    pub country: Country,
    /// When they agreed to be written to. There is no entry without.
    #[serde(deserialize_with = "written::read")]
    pub consented: DateTime<Utc>,
}

impl Resource for WaitlistEntry {
    const KIND: Kind = Kind::Waitlist;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("name", Type::Text),
            Field::required("country", Type::Text),
            Field::required("consented", Type::Moment),
            Field::optional("email", Type::Text).private(),
        ],
        readers: Readers::Coordinators,
        owner: Owner::NoParticipant,
        erasure: ErasurePolicy::Keep,
        chosen_by: "id",
        sorted_by: None,
    };
}

/// What a person fills in, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WaitlistDraft {
    /// Any name they go by.
    pub name: String,
    /// Where the programme writes to.
    pub email: String,
    /// A code of ISO 3166-1.
    pub country: String,
    /// Whether they agreed to be written to.
    pub consent: bool,
}

/// A draft that keeps the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWaitlistEntry {
    /// See [`WaitlistEntry::name`].
    pub name: Name,
    /// Where the programme writes to; never shown.
    pub email: Email,
    /// See [`WaitlistEntry::country`].
    pub country: Country,
}

impl WaitlistDraft {
    /// The entry, or every problem by field.
    pub fn check(&self) -> Result<NewWaitlistEntry, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.note("name", Name::parse(&self.name));
        let email = problems.note("email", Email::parse(&self.email));
        let country = problems.note("country", Country::parse(&self.country).ok_or(Fault::Missing));
        let consent = problems.note("consent", if self.consent { Ok(()) } else { Err(Fault::Missing) });
        match (name, email, country, consent) {
            (Some(name), Some(email), Some(country), Some(())) => Ok(NewWaitlistEntry { name, email, country }),
            _ => Err(problems.into_inner()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_listed_without_consent() {
        let draft =
            WaitlistDraft { name: "Amina".into(), email: "a@b.org".into(), country: "NA".into(), consent: false };
        let problems = draft.check().unwrap_err();
        assert_eq!(problems, [Problem { field: "consent", fault: Fault::Missing }]);
        assert!(WaitlistDraft { consent: true, ..draft }.check().is_ok());
    }
}
