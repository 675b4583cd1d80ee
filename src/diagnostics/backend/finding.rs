//! What was found, in keys of the language files `public/locales/coordinate.*.json`.

use super::addresses;
use crate::domain::resource::Kind;
use crate::store::json::profile::Method;

/// What a finding is about; reports are grouped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Whether the backend answers, and how.
    Reach,
    /// Whether accounts mean anything.
    SignIn,
    /// Whether what is there can be read, chosen, sorted and turned over.
    Read,
    /// Whether people can write.
    Write,
    /// What strangers can do to what others wrote.
    Strangers,
    /// What must not be read.
    Private,
}

impl Area {
    /// Every area, in the order of a report.
    pub const ALL: [Self; 6] = [Self::Reach, Self::SignIn, Self::Read, Self::Write, Self::Strangers, Self::Private];

    /// The key of its heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reach => "area.reach",
            Self::SignIn => "area.sign_in",
            Self::Read => "area.read",
            Self::Write => "area.write",
            Self::Strangers => "area.strangers",
            Self::Private => "area.private",
        }
    }
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// As it should be.
    Good,
    /// It works, and somebody should look at it.
    Warn,
    /// It does not work, or it harms people.
    Bad,
    /// It was not tried, or what came tells nothing; the words say why.
    NotTried,
}

impl Outcome {
    /// The key of its name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Good => "outcome.good",
            Self::Warn => "outcome.warn",
            Self::Bad => "outcome.bad",
            Self::NotTried => "outcome.not_tried",
        }
    }
}

/// One thing that was tried and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub area: Area,
    /// Of which kind of thing, if of one: `{kind}` in the words, named by `kind.comments`.
    pub kind: Option<Kind>,
    /// How it stands.
    pub outcome: Outcome,
    /// The key of the words.
    pub words: &'static str,
    /// The number that the words are told apart by, if they are: `{n}`.
    pub number: Option<u64>,
    /// What stands in the other places of the words. It is from the backend: text, never markup.
    pub places: Vec<(&'static str, String)>,
    /// The key of what to change.
    pub hint: Option<&'static str>,
    /// The requests that show it, the last one last.
    pub evidence: Vec<Evidence>,
}

/// A request and how it was answered, without what is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The method.
    pub method: Method,
    /// The address.
    pub url: String,
    /// The status, if an answer came.
    pub status: Option<u16>,
    /// Where in the answer to look: a JSON Pointer.
    pub at: Option<String>,
}

impl Finding {
    /// Something that stands so.
    pub(super) fn new(area: Area, outcome: Outcome, words: &'static str) -> Self {
        let (places, evidence) = (Vec::new(), Vec::new());
        Self { area, kind: None, outcome, words, number: None, places, hint: None, evidence }
    }

    pub(super) fn of(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    pub(super) fn number(mut self, number: usize) -> Self {
        self.number = Some(number as u64);
        self
    }

    /// What stands at a place. Reports are passed on: no address of anybody gets into one.
    pub(super) fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.places.push((name, addresses::masked(&value.to_string())));
        self
    }

    pub(super) fn hint(mut self, key: &'static str) -> Self {
        self.hint = Some(key);
        self
    }
}
