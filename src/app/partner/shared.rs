//! A partnership as one of its members sees it, and what is loaded for it.

use crate::app::context::{AppContext, LiveQuery, LoadState};
use crate::app::text::{t, zones};
use crate::domain::agreement::{Agreement, AgreementState, Terms};
use crate::domain::contact::Contact;
use crate::domain::hours::Hours;
use crate::domain::participant::Participant;
use crate::domain::partnership::{Partnership, Stage};
use crate::domain::person::Name;
use crate::domain::reflection::Reflection;
use crate::domain::resource::{Id, Kind};
use crate::domain::round::Round;
use crate::domain::topic::Topic;
use crate::platform::browser;
use crate::store::{Ability, Query, StoreError, Stored};
use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

/// A partnership, as one of its members sees it.
#[derive(Clone, PartialEq)]
pub struct Pair {
    pub me: Id,
    /// What the programme knows of me.
    pub myself: Participant,
    pub partnership: Partnership,
    /// The others of it.
    pub partners: Vec<Participant>,
    pub round: Round,
    pub stage: Stage,
}

impl Pair {
    /// Whether the two can still write.
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// The name under which a draft is kept: each member has drafts of their own in each partnership, on a machine
    /// that several people use, too.
    pub fn draft(&self, name: &str) -> String {
        format!("{name}:{}:{}", self.me, self.partnership.id)
    }

    /// The name of one of the others; of one who was erased, the place of a name.
    pub fn name_of(&self, id: &Id) -> String {
        let partner = self.partners.iter().find(|partner| partner.id == *id);
        partner.map_or_else(Name::nobody, |partner| partner.name.clone()).into()
    }

    /// Who wrote something: I, or one of the others by name.
    pub fn author(&self, by: &Id) -> String {
        if *by == self.me { t("partner.you") } else { self.name_of(by) }
    }

    /// Whether I may read what somebody wrote: my own, and what is shared.
    pub fn may_read(&self, by: &Id, is_shared: bool) -> bool {
        is_shared || *by == self.me
    }

    /// The names of the others.
    pub fn names(&self) -> String {
        let others = self.partnership.participants.iter().filter(|id| **id != self.me);
        others.map(|id| self.name_of(id)).collect::<Vec<_>>().join(", ")
    }
}

/// Today, where the reader is.
pub fn today(app: AppContext) -> NaiveDate {
    zones::here(app.clock.now()).date_naive()
}

/// The day of a contact, where the reader is.
pub fn day_of(contact: &Contact) -> NaiveDate {
    zones::here(contact.at).date_naive()
}

/// The contacts of a partnership, read once for every part of the page.
pub type Contacts = Memo<Result<Vec<Stored<Contact>>, LoadState>>;

/// Under which name a tab keeps the partnership that was chosen.
pub const CHOSEN: &str = "partnership";

/// The partnership that was chosen in this tab.
pub fn chosen() -> Option<Id> {
    browser::kept_in_tab(CHOSEN).and_then(|id| Id::try_from(id).ok())
}

/// What is loaded for a partnership.
#[derive(Clone, Copy)]
pub struct Shared {
    pub app: AppContext,
    pub contacts: LiveQuery,
    pub topics: LiveQuery,
    /// Nothing where no agreements are kept.
    pub agreements: Option<LiveQuery>,
    /// Nothing where no hours are kept.
    pub hours: Option<LiveQuery>,
    /// Nothing where no concerns can be told.
    pub concerns: Option<LiveQuery>,
    /// Nothing where no notes are kept.
    pub notes: Option<LiveQuery>,
    /// Nothing where no ticks are kept.
    pub ticks: Option<LiveQuery>,
    /// Nothing where no goals are kept.
    pub goals: Option<LiveQuery>,
    /// Nothing where no messages are kept.
    pub messages: Option<LiveQuery>,
    /// Nothing where nothing can be told at the end.
    pub reflections: Option<LiveQuery>,
    /// Whether the form of one's hours is open.
    pub giving: RwSignal<bool>,
    /// What the form of the agreement begins with, while it is open.
    pub writing: RwSignal<Option<Terms>>,
    /// Which of several partnerships was chosen.
    pub chosen: RwSignal<Option<Id>>,
    /// The contact that is being edited; nothing where a new one is begun.
    pub editing: RwSignal<Option<Stored<Contact>>>,
    /// Whether the overview shows the form of a contact.
    pub noting: RwSignal<bool>,
}

impl Shared {
    /// What partners have, as far as it is kept.
    pub fn load(app: AppContext) -> Self {
        // Not every backend keeps what partners add to.
        let kept = |kind| app.store().can(kind, Ability::Create).then(|| app.load(kind, Query::all()));
        Self {
            app,
            contacts: app.load(Kind::Contacts, Query::all()),
            topics: app.load(Kind::Topics, Query::all()),
            agreements: kept(Kind::Agreements),
            hours: kept(Kind::Hours),
            concerns: kept(Kind::Concerns),
            notes: kept(Kind::Notes),
            ticks: kept(Kind::Ticks),
            goals: kept(Kind::Goals),
            messages: kept(Kind::Messages),
            reflections: kept(Kind::Reflections),
            giving: RwSignal::new(false),
            writing: RwSignal::new(None),
            editing: RwSignal::new(None),
            noting: RwSignal::new(false),
            chosen: RwSignal::new(chosen()),
        }
    }

    /// Whether something of a partnership and a moment is the pair's, and has come.
    pub fn is_of(self, pair: &Pair, partnership: &Id, at: DateTime<Utc>) -> bool {
        *partnership == pair.partnership.id && self.app.clock.has_come(at)
    }

    /// The contacts of a partnership that have been so far, the latest first.
    pub fn contacts(self, pair: &Pair) -> Result<Vec<Stored<Contact>>, LoadState> {
        let mut all: Vec<Stored<Contact>> = match self.contacts.things() {
            // Not every backend keeps them.
            Err(LoadState::Failed(StoreError::Unsupported)) => Vec::new(),
            all => all?,
        };
        all.retain(|stored| self.is_of(pair, &stored.value.partnership, stored.value.at));
        all.sort_by_key(|stored| std::cmp::Reverse(stored.value.at));
        Ok(all)
    }

    /// The hours of the members of a partnership, of each the last that were given.
    pub fn hours(self, pair: &Pair) -> Result<Vec<Hours>, LoadState> {
        let mut all: Vec<Hours> = self.hours.map(LiveQuery::values).transpose()?.unwrap_or_default();
        all.retain(|hours| self.is_of(pair, &hours.partnership, hours.at));
        all.sort_by_key(|hours| hours.at);
        let last = |member: &Id| all.iter().rev().find(|hours| hours.by == *member).cloned();
        Ok(pair.partnership.participants.iter().filter_map(last).collect())
    }

    /// How the agreement of a partnership stands; nothing where no agreements are kept.
    pub fn standing(self, pair: &Pair) -> Result<Option<AgreementState>, LoadState> {
        let Some(agreements) = self.agreements else { return Ok(None) };
        let mut words: Vec<Agreement> = agreements.values()?;
        words.retain(|word| self.is_of(pair, &word.partnership, word.at));
        Ok(Some(AgreementState::of(&words, &pair.partnership.participants)))
    }

    /// What one told the programme last.
    pub fn reflection(self, pair: &Pair) -> Result<Option<Reflection>, LoadState> {
        let Some(reflections) = self.reflections else { return Ok(None) };
        let all: Vec<Stored<Reflection>> = reflections.things()?;
        // What was refused is not told. And whatever the store gives: nobody sees another's.
        let told = all.into_iter().filter(|stored| !stored.is_refused());
        let own = told.map(|stored| stored.value);
        let own = own.filter(|told| told.by == pair.me && self.is_of(pair, &told.partnership, told.at));
        Ok(own.max_by_key(|told| told.at))
    }

    /// The topics of the pair's round that have come out, the latest first.
    pub fn topics(self, pair: &Pair) -> Result<Vec<Topic>, LoadState> {
        let now = self.app.clock.now();
        let mut all: Vec<Topic> = self.topics.values()?;
        all.retain(|topic| topic.round == pair.round.id && topic.release <= now);
        all.sort_by_key(|topic| std::cmp::Reverse(topic.release));
        Ok(all)
    }
}

/// What says who one's partner is.
#[derive(Clone, Copy)]
pub struct Loaded {
    pub rounds: LiveQuery,
    pub partnerships: LiveQuery,
    pub participants: LiveQuery,
}

pub fn load(app: AppContext) -> Loaded {
    Loaded {
        rounds: app.load(Kind::Rounds, Query::all()),
        partnerships: app.load(Kind::Partnerships, Query::all()),
        participants: app.load(Kind::Participants, Query::all()),
    }
}

/// The partnerships that somebody is in, each with its round, the one of the latest round first.
pub fn of_mine(loaded: Loaded, me: &Id) -> Result<Vec<(Round, Partnership)>, LoadState> {
    let own = loaded.partnerships.values::<Partnership>()?.into_iter().filter(|own| own.participants.contains(me));
    let rounds: Vec<Round> = loaded.rounds.values()?;
    let round = |id: &Id| rounds.iter().find(|round| round.id == *id).cloned();
    let mut own: Vec<_> = own.filter_map(|own| Some((round(&own.round)?, own))).collect();
    own.sort_by_key(|(round, _)| std::cmp::Reverse(round.start));
    Ok(own)
}
