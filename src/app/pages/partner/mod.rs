//! `/partner`: what two people have with each other, from hello to goodbye.

mod agreement;
mod agreement_form;
mod concern;
mod contact_form;
mod contacts;
mod glance;
mod hours;
mod hours_form;
mod person;
mod sending;
mod unsent;

use crate::app::parts::load::shown;
use crate::app::route::{Private, Route};
use crate::app::shell::entitle;
use crate::app::site::{Account, Loading, NotShown, Site};
use crate::app::text::t;
use crate::domain::agreement::{Agreement, Standing, Terms};
use crate::domain::contact::Contact;
use crate::domain::hours::Hours;
use crate::domain::participant::Participant;
use crate::domain::partnership::Partnership;
use crate::domain::resource::{Id, Kind};
use crate::domain::round::Round;
use crate::domain::topic::Topic;
use crate::store::{Ability, Query, StoreError, Stored};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// What the page is about.
#[derive(Clone, PartialEq)]
enum Found {
    /// Nobody who has a partner.
    Stranger,
    /// Somebody who is signed in and has no partner.
    Unmatched,
    /// Somebody with a partner.
    Matched(Box<Pair>),
}

/// A partnership, as one of its members sees it.
#[derive(Clone, PartialEq)]
struct Pair {
    me: Id,
    partnership: Partnership,
    /// The others of it.
    partners: Vec<Participant>,
    round: Round,
}

impl Pair {
    /// The names of the others.
    fn names(&self) -> String {
        let names: Vec<_> = self.partners.iter().map(|partner| partner.name.as_str()).collect();
        names.join(", ")
    }
}

/// What is loaded for a partnership.
#[derive(Clone, Copy)]
struct Shared {
    site: Site,
    contacts: Loading,
    topics: Loading,
    /// Nothing where no agreements are kept.
    agreements: Option<Loading>,
    /// Nothing where no hours are kept.
    hours: Option<Loading>,
    /// Nothing where no concerns can be told.
    concerns: Option<Loading>,
    /// Whether the form of one's hours is open.
    giving: RwSignal<bool>,
    /// What the form of the agreement begins with, while it is open.
    writing: RwSignal<Option<Terms>>,
    /// The pair's contact form, filled in to mend one or begun anew.
    mending: RwSignal<Option<Stored<Contact>>>,
}

impl Shared {
    /// Whether something of a partnership and a moment is the pair's, and has come.
    fn is_of(self, pair: &Pair, partnership: &Id, at: DateTime<Utc>) -> bool {
        *partnership == pair.partnership.id && self.site.clock.has_come(at)
    }

    /// The contacts of a partnership that have been so far, the latest first.
    fn contacts(self, pair: &Pair) -> Result<Vec<Stored<Contact>>, NotShown> {
        let mut all: Vec<Stored<Contact>> = self.contacts.things()?;
        all.retain(|stored| self.is_of(pair, &stored.value.partnership, stored.value.at));
        all.sort_by_key(|stored| std::cmp::Reverse(stored.value.at));
        Ok(all)
    }

    /// The hours of the members of a partnership, of each the last that were given.
    fn hours(self, pair: &Pair) -> Result<Vec<Hours>, NotShown> {
        let mut all: Vec<Hours> = self.hours.map(Loading::values).transpose()?.unwrap_or_default();
        all.retain(|hours| self.is_of(pair, &hours.partnership, hours.at));
        all.sort_by_key(|hours| hours.at);
        let last = |member: &Id| all.iter().rev().find(|hours| hours.by == *member).cloned();
        Ok(pair.partnership.participants.iter().filter_map(last).collect())
    }

    /// How the agreement of a partnership stands; nothing where no agreements are kept.
    fn standing(self, pair: &Pair) -> Result<Option<Standing>, NotShown> {
        let Some(agreements) = self.agreements else { return Ok(None) };
        let mut words: Vec<Agreement> = agreements.values()?;
        words.retain(|word| self.is_of(pair, &word.partnership, word.at));
        Ok(Some(Standing::of(&words, &pair.partnership.participants)))
    }

    /// The topics of the pair's round that have come out, the latest first.
    fn topics(self, pair: &Pair) -> Result<Vec<Topic>, NotShown> {
        let now = self.site.clock.now();
        let mut all: Vec<Topic> = self.topics.values()?;
        all.retain(|topic| topic.round == pair.round.id && topic.release <= now);
        all.sort_by_key(|topic| std::cmp::Reverse(topic.release));
        Ok(all)
    }
}

/// The page.
pub fn page(site: Site) -> AnyView {
    entitle(site, &t("partner.title"));
    let rounds = site.load(Kind::Rounds, Query::all());
    let partnerships = site.load(Kind::Partnerships, Query::all());
    let participants = site.load(Kind::Participants, Query::all());
    // Not every backend keeps what partners add to.
    let kept = |kind| site.store().can(kind, Ability::Create).then(|| site.load(kind, Query::all()));
    let shared = Shared {
        site,
        contacts: site.load(Kind::Contacts, Query::all()),
        topics: site.load(Kind::Topics, Query::all()),
        agreements: kept(Kind::Agreements),
        hours: kept(Kind::Hours),
        concerns: kept(Kind::Concerns),
        giving: RwSignal::new(false),
        writing: RwSignal::new(None),
        mending: RwSignal::new(None),
    };
    let found = move || find(site, rounds, partnerships, participants);
    let view = shown(site, found, move |found| match found {
        Found::Matched(pair) => matched(shared, *pair),
        Found::Unmatched => titled(view! { <p>{t("partner.none")}</p> }.into_any()),
        Found::Stranger => titled(
            view! {
                <p>{t("partner.stranger")}</p>
                <p><a class="act" href=Route::Private(Private::SignIn).href()>{t("account.sign_in")}</a></p>
            }
            .into_any(),
        ),
    });
    view! { <div class="topic partner">{view}</div> }.into_any()
}

fn titled(what: AnyView) -> AnyView {
    view! { <h1>{t("partner.title")}</h1>{what} }.into_any()
}

fn find(site: Site, rounds: Loading, partnerships: Loading, participants: Loading) -> Result<Found, NotShown> {
    // Whoever signs in or out has everything loaded again.
    let loaded = partnerships.values::<Partnership>();
    let me = match site.account() {
        Account::Nobody => return Ok(Found::Stranger),
        Account::Other => return Ok(Found::Unmatched),
        Account::Participant(me) => me,
    };
    let mut own = match loaded {
        Err(NotShown::Failed(StoreError::NotSignedIn)) => return Ok(Found::Stranger),
        loaded => loaded?,
    };
    own.retain(|partnership| partnership.participants.contains(&me));
    let rounds: Vec<Round> = rounds.values()?;
    let round_of = |partnership: &Partnership| rounds.iter().find(|round| round.id == partnership.round).cloned();
    // Of several, the one of the latest round.
    let latest = own.into_iter().filter_map(|own| Some((round_of(&own)?, own))).max_by_key(|(round, _)| round.start);
    let Some((round, partnership)) = latest else { return Ok(Found::Unmatched) };
    let mut partners: Vec<Participant> = participants.values()?;
    partners.retain(|person| person.id != me && partnership.participants.contains(&person.id));
    Ok(Found::Matched(Box::new(Pair { me, partnership, partners, round })))
}

fn matched(shared: Shared, pair: Pair) -> AnyView {
    let people: Vec<_> = pair.partners.iter().cloned().map(|partner| person::card(shared.site, partner)).collect();
    view! {
        {glance::head(shared, pair.clone())}
        {glance::next_step(shared, pair.clone())}
        {people}
        {hours::section(shared, pair.clone())}
        {agreement::section(shared, pair.clone())}
        {contact_form::section(shared, pair.clone())}
        {contacts::section(shared, pair.clone())}
        {glance::milestones(shared, pair.clone())}
        {concern::section(shared, pair)}
    }
    .into_any()
}
