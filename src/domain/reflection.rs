//! What a participant says to the programme when the round ends.

use super::problem::{Fault, Problem, Problems, short};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A reflection. Whoever wrote it and the coordinators read it, the partner does not. It is only added to: of each
/// participant the last counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reflection {
    /// Its identity.
    pub id: Id,
    /// The partnership that it looks back on.
    pub partnership: Id,
    /// Who wrote it.
    pub by: Id,
    /// When.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// How good it was, from 1 to 5.
    pub rating: Rating,
    /// What has changed.
    #[serde(default)]
    pub changed: String,
    /// What the programme should do differently.
    #[serde(default)]
    pub differently: String,
    /// Whether they stay in touch.
    pub in_touch: bool,
    /// Whether the programme may quote it.
    pub quote: bool,
}

impl Resource for Reflection {
    const KIND: Kind = Kind::Reflections;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("rating", Type::Number),
            Field::optional("changed", Type::Text),
            Field::optional("differently", Type::Text),
            Field::required("in_touch", Type::Flag),
            Field::required("quote", Type::Flag),
        ],
        readers: Readers::Author,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// How good it was: 1, not at all, to 5, very.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// The best.
    pub const MAX: u8 = 5;
}

impl TryFrom<u8> for Rating {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        (1..=Self::MAX).contains(&number).then_some(Self(number)).ok_or("a number from 1 to 5")
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.0
    }
}

/// What a person fills in, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReflectionDraft {
    /// A number from 1 to 5.
    pub rating: String,
    /// What has changed.
    pub changed: String,
    /// What to do differently.
    pub differently: String,
    /// Whether they stay in touch: "yes" or "no".
    pub in_touch: String,
    /// Whether it may be quoted.
    pub quote: bool,
}

impl ReflectionDraft {
    /// The longest text, in characters.
    pub const MAX: usize = 5_000;

    /// The draft of a reflection as it stands, to say it anew.
    pub fn of(reflection: &Reflection) -> Self {
        Self {
            rating: u8::from(reflection.rating).to_string(),
            changed: reflection.changed.clone(),
            differently: reflection.differently.clone(),
            in_touch: if reflection.in_touch { "yes" } else { "no" }.to_owned(),
            quote: reflection.quote,
        }
    }

    /// The reflection under this id, of this member of the partnership; or every problem by field.
    pub fn check(&self, id: Id, partnership: Id, by: Id, at: DateTime<Utc>) -> Result<Reflection, Vec<Problem>> {
        let mut problems = Problems::default();
        let rating = self.rating.parse().ok().and_then(|number: u8| Rating::try_from(number).ok());
        let rating = problems.note("rating", rating.ok_or(Fault::Missing));
        let changed = problems.note("changed", short(&self.changed, Self::MAX));
        let differently = problems.note("differently", short(&self.differently, Self::MAX));
        let in_touch = match self.in_touch.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Fault::Missing),
        };
        let in_touch = problems.note("in_touch", in_touch);
        match (rating, changed, differently, in_touch) {
            (Some(rating), Some(changed), Some(differently), Some(in_touch)) => {
                let quote = self.quote;
                Ok(Reflection { id, partnership, by, at, rating, changed, differently, in_touch, quote })
            }
            _ => Err(problems.into_inner()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(draft: &ReflectionDraft) -> Result<Reflection, Vec<&'static str>> {
        let id = |text: &str| Id::try_from(text.to_owned()).unwrap();
        let checked = draft.check(id("f"), id("s1"), id("p01"), DateTime::UNIX_EPOCH);
        checked.map_err(|problems| problems.into_iter().map(|problem| problem.field).collect())
    }

    #[test]
    fn a_reflection_rates_and_says_whether_they_stay_in_touch() {
        assert_eq!(check(&ReflectionDraft::default()), Err(vec!["rating", "in_touch"]));
        for rating in ["0", "6", "five", "4.5"] {
            let draft = ReflectionDraft { rating: rating.into(), in_touch: "no".into(), ..ReflectionDraft::default() };
            assert_eq!(check(&draft), Err(vec!["rating"]), "{rating}");
        }
        let long = "x".repeat(ReflectionDraft::MAX + 1);
        let draft = ReflectionDraft {
            rating: "5".into(),
            in_touch: "yes".into(),
            changed: long.clone(),
            differently: long,
            quote: true,
        };
        assert_eq!(check(&draft), Err(vec!["changed", "differently"]));
    }

    #[test]
    fn a_reflection_that_is_said_anew_begins_as_it_stands() {
        let draft = ReflectionDraft {
            rating: "4".into(),
            in_touch: "no".into(),
            changed: "I read more.".into(),
            differently: String::new(),
            quote: true,
        };
        assert_eq!(ReflectionDraft::of(&check(&draft).unwrap()), draft);
    }
}
