//! A private word to the coordinators: a silent partner, a mismatch, conduct, having to stop.

use super::problem::{Fault, Problem, Problems, short};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A concern. Whoever wrote it and the coordinators read it; the partner never does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Its identity.
    pub id: Id,
    /// The partnership that it is about.
    pub partnership: Id,
    /// Who wrote it.
    pub by: Id,
    /// When.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// What it is about.
    pub about: About,
    /// In their words; may be empty where the choice says it.
    #[serde(default)]
    pub text: String,
}

impl Resource for Concern {
    const KIND: Kind = Kind::Concerns;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("about", Type::Text),
            Field::required("text", Type::Text),
        ],
        readers: Readers::Author,
        owner: Owner::Author("by"),
        // It stays with the coordinators, because another's safety can hang on it.
        erasure: ErasurePolicy::Keep,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// What a concern is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// My partner does not answer.
    Silent,
    /// We do not fit.
    Mismatch,
    /// A matter of conduct.
    Conduct,
    /// I must stop.
    Stop,
}

impl About {
    /// All, as one chooses from them.
    pub const ALL: [Self; 4] = [Self::Silent, Self::Mismatch, Self::Conduct, Self::Stop];

    /// Its name, in JSON and in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Mismatch => "mismatch",
            Self::Conduct => "conduct",
            Self::Stop => "stop",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.name() == name)
    }
}

/// What a person fills in, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConcernDraft {
    /// The name of what it is about.
    pub about: String,
    /// In their words.
    pub text: String,
}

impl ConcernDraft {
    /// The longest text, in characters.
    pub const MAX: usize = 5_000;

    /// What it is about and the words, or every problem by field. Silence and having to stop need no words; who does
    /// not fit, and what happened, does.
    pub fn check(&self) -> Result<(About, String), Vec<Problem>> {
        let mut problems = Problems::default();
        let about = problems.note("about", About::named(&self.about).ok_or(Fault::Missing));
        let needs_words = matches!(about, Some(About::Mismatch | About::Conduct));
        let says = |text: String| if needs_words && text.is_empty() { Err(Fault::Missing) } else { Ok(text) };
        let text = problems.note("text", short(&self.text, Self::MAX).and_then(says));
        about.zip(text).ok_or(problems.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(about: &str, text: &str) -> Result<(About, String), Vec<&'static str>> {
        let draft = ConcernDraft { about: about.into(), text: text.into() };
        draft.check().map_err(|problems| problems.into_iter().map(|problem| problem.field).collect())
    }

    #[test]
    fn what_speaks_for_itself_needs_no_words() {
        assert_eq!(check("silent", " "), Ok((About::Silent, String::new())));
        assert_eq!(check("stop", "I moved."), Ok((About::Stop, "I moved.".into())));
        assert_eq!(check("conduct", " "), Err(vec!["text"]));
        assert_eq!(check("mismatch", ""), Err(vec!["text"]));
        assert_eq!(check("", &"x".repeat(ConcernDraft::MAX + 1)), Err(vec!["about", "text"]));
        assert_eq!(check("weather", "x"), Err(vec!["about"]));
    }

    #[test]
    fn every_choice_is_found_by_its_name() {
        for about in About::ALL {
            assert_eq!(About::named(about.name()), Some(about));
            assert_eq!(serde_json::to_value(about).unwrap(), about.name());
        }
    }
}
