//! What partners agreed: how often and by which channels they are in touch, what they hope for,
//! what stays between them. One proposes, the others say yes.
//!
//! It is a list of words that are only added to, so that nobody's are ever written over: who
//! proposes at the same moment as the partner finds two proposals, and can make one of them.

use super::cadence::RECOMMENDED;
use super::contact::CHANNELS;
use super::problem::{Fault, Problem, Problems, short};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One word about the agreement of a partnership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "AgreementDto", into = "AgreementDto")]
pub struct Agreement {
    /// Its identity.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// The participant whose word it is.
    pub by: Id,
    /// When it was said.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// What was said.
    pub event: AgreementEvent,
}

/// What is said about an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreementEvent {
    /// Let us agree on this.
    Proposal {
        /// What to agree on.
        terms: Terms,
        /// The proposal that was agreed on when this was written.
        replaces: Option<Id>,
    },
    /// Yes to a proposal.
    Yes(Id),
}

/// How a word stands in JSON: one object, as every backend can keep it.
#[derive(Clone, Serialize, Deserialize)]
struct AgreementDto {
    id: Id,
    partnership: Id,
    by: Id,
    #[serde(deserialize_with = "written::read")]
    at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    terms: Option<Terms>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepts: Option<Id>,
}

impl TryFrom<AgreementDto> for Agreement {
    type Error = &'static str;

    fn try_from(flat: AgreementDto) -> Result<Self, Self::Error> {
        let event = match (flat.terms, flat.accepts) {
            (Some(terms), None) => AgreementEvent::Proposal { terms, replaces: flat.replaces },
            (None, Some(proposal)) => AgreementEvent::Yes(proposal),
            _ => return Err("either terms or what is accepted"),
        };
        Ok(Self { id: flat.id, partnership: flat.partnership, by: flat.by, at: flat.at, event })
    }
}

impl From<Agreement> for AgreementDto {
    fn from(Agreement { id, partnership, by, at, event }: Agreement) -> Self {
        let (terms, replaces, accepts) = match event {
            AgreementEvent::Proposal { terms, replaces } => (Some(terms), replaces, None),
            AgreementEvent::Yes(proposal) => (None, None, Some(proposal)),
        };
        Self { id, partnership, by, at, terms, replaces, accepts }
    }
}

impl Resource for Agreement {
    const KIND: Kind = Kind::Agreements;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("terms", Type::Object),
            Field::optional("replaces", Type::Id),
            Field::required("accepts", Type::Id),
        ],
        readers: Readers::Partners,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// What can be agreed on. It is also what a person fills in; only the interval and the channels must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// How often they are in touch: at least once in so many days.
    pub interval: u32,
    /// By which channels; "several encouraged" (interlibnet.org, topic posts).
    pub channels: Vec<String>,
    /// Which times are good.
    pub times: String,
    /// What they hope for.
    pub hopes: String,
    /// What they expect of each other.
    pub expectations: String,
    /// What stays between them.
    pub boundaries: String,
}

impl Default for Terms {
    /// What the programme recommends.
    fn default() -> Self {
        let empty = String::new;
        let channels = vec![CHANNELS[0].to_owned(), CHANNELS[1].to_owned()];
        let (times, hopes, expectations, boundaries) = (empty(), empty(), empty(), empty());
        Self { interval: RECOMMENDED, channels, times, hopes, expectations, boundaries }
    }
}

impl Terms {
    /// The intervals that one chooses from, in days.
    pub const INTERVALS: [u32; 4] = [3, RECOMMENDED, 14, 30];

    /// The longest text, in characters.
    pub const MAX: usize = 2_000;

    /// The names of the texts.
    pub const TEXTS: [&str; 4] = ["times", "hopes", "expectations", "boundaries"];

    /// The texts, in the order of [`Self::TEXTS`].
    pub fn texts(&self) -> [&str; 4] {
        [&self.times, &self.hopes, &self.expectations, &self.boundaries]
    }

    /// The terms without white space around their texts, or every problem by field.
    pub fn check(&self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let interval = if self.interval > 0 { Ok(self.interval) } else { Err(Fault::Missing) };
        problems.note("interval", interval);
        problems.note("channels", if self.channels.is_empty() { Err(Fault::Missing) } else { Ok(()) });
        for (name, text) in Self::TEXTS.into_iter().zip(self.texts()) {
            problems.note(name, short(text, Self::MAX));
        }
        let problems = problems.into_inner();
        if !problems.is_empty() {
            return Err(problems);
        }
        let [times, hopes, expectations, boundaries] = self.texts().map(|text| text.trim().to_owned());
        let channels = self.channels.clone();
        Ok(Self { interval: self.interval, channels, times, hopes, expectations, boundaries })
    }

    /// What differs from other terms, by field.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let texts = Self::TEXTS.into_iter().zip(self.texts().into_iter().zip(other.texts()));
        let interval = (self.interval != other.interval).then_some("interval");
        let channels = (self.channels != other.channels).then_some("channels");
        let texts = texts.filter(|(_, (own, other))| own != other).map(|(name, _)| name);
        interval.into_iter().chain(channels).chain(texts).collect()
    }

    /// Both in one, for a person to go over: the shorter interval, every channel, and of texts that differ both.
    pub fn merged(&self, other: &Self) -> Self {
        let both = |own: &str, other: &str| match (own, other) {
            (own, other) if own == other || other.is_empty() => own.to_owned(),
            ("", other) => other.to_owned(),
            (own, other) => format!("{own}\n\n{other}"),
        };
        let mut channels = self.channels.clone();
        channels.extend(other.channels.iter().filter(|channel| !self.channels.contains(channel)).cloned());
        Self {
            interval: self.interval.min(other.interval),
            channels,
            times: both(&self.times, &other.times),
            hopes: both(&self.hopes, &other.hopes),
            expectations: both(&self.expectations, &other.expectations),
            boundaries: both(&self.boundaries, &other.boundaries),
        }
    }
}

/// A proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Which it is.
    pub id: Id,
    /// Whose.
    pub by: Id,
    /// Since when it is there.
    pub at: DateTime<Utc>,
    /// On what to agree.
    pub terms: Terms,
    /// Who of the others has said yes.
    pub accepted: Vec<Id>,
}

impl Proposal {
    /// Whether it waits for a member's yes.
    pub fn waits_for(&self, member: &Id) -> bool {
        self.by != *member && !self.accepted.contains(member)
    }
}

/// How an agreement stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgreementState {
    /// What was agreed on, each with when the last said yes; the one that holds is the last.
    pub agreed: Vec<(Proposal, DateTime<Utc>)>,
    /// What waits for a yes, the last of each member's.
    pub open: Vec<Proposal>,
}

/// What an agreement needs of one of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingAction {
    /// To be written.
    Missing,
    /// Their yes, or another proposal.
    WaitsForMe,
    /// Patience: the others have not said yes.
    WaitsForOthers,
    /// Nothing: it holds.
    Holds,
}

impl AgreementState {
    /// What it needs of a member.
    pub fn pending_action(&self, me: &Id) -> PendingAction {
        match (&self.open[..], self.holds()) {
            (open, _) if open.iter().any(|proposal| proposal.waits_for(me)) => PendingAction::WaitsForMe,
            ([_, ..], _) => PendingAction::WaitsForOthers,
            ([], Some(_)) => PendingAction::Holds,
            ([], None) => PendingAction::Missing,
        }
    }

    /// How it stands, by all the words of a partnership of these members.
    pub fn of(words: &[Agreement], members: &[Id]) -> Self {
        let mut words: Vec<&Agreement> = words.iter().filter(|word| members.contains(&word.by)).collect();
        words.sort_by_key(|word| (word.at, word.id.clone()));
        let yes = |id: &Id, member: &Id| {
            let fits =
                |word: &&&Agreement| word.by == *member && matches!(&word.event, AgreementEvent::Yes(to) if to == id);
            words.iter().find(fits).map(|word| word.at)
        };
        let (mut agreed, mut waiting) = (Vec::new(), Vec::new());
        for word in &words {
            let AgreementEvent::Proposal { terms, replaces } = &word.event else { continue };
            let others = members.iter().filter(|member| **member != word.by);
            let accepted = others.clone().filter(|member| yes(&word.id, member).is_some()).cloned().collect();
            let (id, by, terms) = (word.id.clone(), word.by.clone(), terms.clone());
            let proposal = Proposal { id, by, at: word.at, terms, accepted };
            let answers: Option<Vec<_>> = others.map(|member| yes(&word.id, member)).collect();
            match answers.and_then(|answers| answers.into_iter().max()) {
                Some(at) => agreed.push((proposal, at.max(word.at))),
                None => waiting.push((proposal, replaces.clone())),
            }
        }
        agreed.sort_by_key(|(proposal, at)| (*at, proposal.id.clone()));
        let holds = agreed.last().map(|(proposal, _)| (proposal.id.clone(), proposal.at));
        // What was written before what holds is past, unless it was written in its place (by a clock that is slow).
        let is_open = |(proposal, replaces): &(Proposal, Option<Id>)| {
            holds.as_ref().is_none_or(|(id, at)| proposal.at > *at || replaces.as_ref() == Some(id))
        };
        // Of what one member proposed the last counts.
        let mut open: Vec<Proposal> = Vec::new();
        for (proposal, _) in waiting.into_iter().filter(is_open) {
            open.retain(|other| other.by != proposal.by);
            open.push(proposal);
        }
        Self { agreed, open }
    }

    /// What holds now.
    pub fn holds(&self) -> Option<&Proposal> {
        self.agreed.last().map(|(proposal, _)| proposal)
    }

    /// How often they are in touch, in days.
    pub fn interval(&self) -> u32 {
        self.holds().map_or(RECOMMENDED, |proposal| proposal.terms.interval)
    }
}

#[cfg(test)]
mod tests;
