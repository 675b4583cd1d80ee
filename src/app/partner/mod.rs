//! `/partner`: what two people have with each other, from hello to goodbye.

mod agreement;
mod agreement_form;
pub mod certificate;
mod concern;
mod contact_form;
mod contacts;
mod goal_form;
mod goals;
mod hours;
mod hours_form;
mod letter;
mod messages;
mod notes;
mod overview;
mod reflection;
mod topics;
mod which;

use crate::app::components::load::shown;
use crate::app::components::time::day;
use crate::app::context::{Account, AppContext, LiveQuery, LoadState};
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, t, zones};
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
use crate::store::{Ability, Query, StoreError, Stored};
use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use notes::Notes;

/// What the page is about.
#[derive(Clone, PartialEq)]
enum Found {
    /// Nobody who has a partner.
    Stranger,
    /// Somebody who is signed in and has no partner, with the round that they wait for, if there is one.
    Unmatched(Option<Round>),
    /// Somebody with a partner.
    Matched(Box<Pair>),
}

/// A partnership, as one of its members sees it.
#[derive(Clone, PartialEq)]
struct Pair {
    me: Id,
    /// What the programme knows of me.
    myself: Participant,
    partnership: Partnership,
    /// The others of it.
    partners: Vec<Participant>,
    round: Round,
    stage: Stage,
}

impl Pair {
    /// Whether the two can still write.
    fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// The name under which a draft is kept: each member has drafts of their own in each partnership, on a machine
    /// that several people use, too.
    fn draft(&self, name: &str) -> String {
        format!("{name}:{}:{}", self.me, self.partnership.id)
    }

    /// The name of one of the others; of one who was erased, the place of a name.
    fn name_of(&self, id: &Id) -> String {
        let partner = self.partners.iter().find(|partner| partner.id == *id);
        partner.map_or_else(Name::nobody, |partner| partner.name.clone()).into()
    }

    /// Who wrote something: I, or one of the others by name.
    fn author(&self, by: &Id) -> String {
        if *by == self.me { t("partner.you") } else { self.name_of(by) }
    }

    /// Whether I may read what somebody wrote: my own, and what is shared.
    fn may_read(&self, by: &Id, is_shared: bool) -> bool {
        is_shared || *by == self.me
    }

    /// The names of the others.
    fn names(&self) -> String {
        let others = self.partnership.participants.iter().filter(|id| **id != self.me);
        others.map(|id| self.name_of(id)).collect::<Vec<_>>().join(", ")
    }
}

/// Today, where the reader is.
fn today(app: AppContext) -> NaiveDate {
    zones::here(app.clock.now()).date_naive()
}

/// The contacts of a partnership, read once for every part of the page.
type Contacts = Memo<Result<Vec<Stored<Contact>>, LoadState>>;

/// What is loaded for a partnership.
#[derive(Clone, Copy)]
struct Shared {
    app: AppContext,
    contacts: LiveQuery,
    topics: LiveQuery,
    /// Nothing where no agreements are kept.
    agreements: Option<LiveQuery>,
    /// Nothing where no hours are kept.
    hours: Option<LiveQuery>,
    /// Nothing where no concerns can be told.
    concerns: Option<LiveQuery>,
    /// Nothing where no notes are kept.
    notes: Option<LiveQuery>,
    /// Nothing where no ticks are kept.
    ticks: Option<LiveQuery>,
    /// Nothing where no goals are kept.
    goals: Option<LiveQuery>,
    /// Nothing where no messages are kept.
    messages: Option<LiveQuery>,
    /// Nothing where nothing can be told at the end.
    reflections: Option<LiveQuery>,
    /// Whether the form of one's hours is open.
    giving: RwSignal<bool>,
    /// What the form of the agreement begins with, while it is open.
    writing: RwSignal<Option<Terms>>,
    /// Which of several partnerships was chosen.
    chosen: RwSignal<Option<Id>>,
    /// The pair's contact form, filled in to edit one or begun anew.
    editing: RwSignal<Option<Stored<Contact>>>,
}

impl Shared {
    /// Whether something of a partnership and a moment is the pair's, and has come.
    fn is_of(self, pair: &Pair, partnership: &Id, at: DateTime<Utc>) -> bool {
        *partnership == pair.partnership.id && self.app.clock.has_come(at)
    }

    /// The contacts of a partnership that have been so far, the latest first.
    fn contacts(self, pair: &Pair) -> Result<Vec<Stored<Contact>>, LoadState> {
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
    fn hours(self, pair: &Pair) -> Result<Vec<Hours>, LoadState> {
        let mut all: Vec<Hours> = self.hours.map(LiveQuery::values).transpose()?.unwrap_or_default();
        all.retain(|hours| self.is_of(pair, &hours.partnership, hours.at));
        all.sort_by_key(|hours| hours.at);
        let last = |member: &Id| all.iter().rev().find(|hours| hours.by == *member).cloned();
        Ok(pair.partnership.participants.iter().filter_map(last).collect())
    }

    /// How the agreement of a partnership stands; nothing where no agreements are kept.
    fn standing(self, pair: &Pair) -> Result<Option<AgreementState>, LoadState> {
        let Some(agreements) = self.agreements else { return Ok(None) };
        let mut words: Vec<Agreement> = agreements.values()?;
        words.retain(|word| self.is_of(pair, &word.partnership, word.at));
        Ok(Some(AgreementState::of(&words, &pair.partnership.participants)))
    }

    /// What one told the programme last.
    fn reflection(self, pair: &Pair) -> Result<Option<Reflection>, LoadState> {
        let Some(reflections) = self.reflections else { return Ok(None) };
        let all: Vec<Stored<Reflection>> = reflections.things()?;
        // What was refused is not told. And whatever the store gives: nobody sees another's.
        let told = all.into_iter().filter(|stored| !stored.is_refused());
        let own = told.map(|stored| stored.value);
        let own = own.filter(|told| told.by == pair.me && self.is_of(pair, &told.partnership, told.at));
        Ok(own.max_by_key(|told| told.at))
    }

    /// The topics of the pair's round that have come out, the latest first.
    fn topics(self, pair: &Pair) -> Result<Vec<Topic>, LoadState> {
        let now = self.app.clock.now();
        let mut all: Vec<Topic> = self.topics.values()?;
        all.retain(|topic| topic.round == pair.round.id && topic.release <= now);
        all.sort_by_key(|topic| std::cmp::Reverse(topic.release));
        Ok(all)
    }
}

/// What says who one's partner is.
#[derive(Clone, Copy)]
struct Loaded {
    rounds: LiveQuery,
    partnerships: LiveQuery,
    participants: LiveQuery,
}

fn load(app: AppContext) -> Loaded {
    Loaded {
        rounds: app.load(Kind::Rounds, Query::all()),
        partnerships: app.load(Kind::Partnerships, Query::all()),
        participants: app.load(Kind::Participants, Query::all()),
    }
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    read_again_when_back(app);
    let loaded = load(app);
    // Not every backend keeps what partners add to.
    let kept = |kind| app.store().can(kind, Ability::Create).then(|| app.load(kind, Query::all()));
    let shared = Shared {
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
        chosen: RwSignal::new(which::chosen()),
    };
    let view = shown(
        app,
        move || find(app, loaded, shared.chosen.get().as_ref()),
        move |found| {
            // With its heading, which takes the focus of whoever arrives.
            app.set_title(&t("partner.title"));
            match found {
                Found::Matched(pair) => matched(shared, *pair),
                Found::Unmatched(round) => titled("partner.title", unmatched(round)),
                Found::Stranger => titled("partner.title", stranger(app)),
            }
        },
    );
    view! { <div class="topic partner">{which::view(shared, loaded)}{view}</div> }.into_any()
}

fn stranger(app: AppContext) -> AnyView {
    if app.account() != Account::Nobody {
        // To sign in again would change nothing.
        return view! { <p>{t("partner.no_partner")}</p> }.into_any();
    }
    let sign_in = Page::SignIn.href();
    view! { <p>{t("partner.stranger")}</p><p><a class="act" href=sign_in>{t("account.sign_in")}</a></p> }.into_any()
}

/// Whoever comes back to the tab sees what the partner wrote meanwhile, on another machine.
fn read_again_when_back(app: AppContext) {
    let back = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            app.load_again();
        }
    });
    on_cleanup(move || back.remove());
}

fn titled(title: &str, what: AnyView) -> AnyView {
    view! { <h1>{t(title)}</h1>{what} }.into_any()
}

/// What somebody is told who waits for a partner.
fn unmatched(round: Option<Round>) -> AnyView {
    let when = round.map(|round| {
        view! {
            <dl class="facts">
                <div><dt>{t("partner.round")}</dt><dd><a href=Route::Round(round.id.clone()).href()>{round.title.clone()}</a></dd></div>
                <div><dt>{t("partner.matching")}</dt><dd>{day(round.applications_close)}" – "{day(round.start)}</dd></div>
                <div><dt>{t("round.partnerships")}</dt><dd>{day(round.start)}" – "{day(round.end)}</dd></div>
            </dl>
        }
    });
    view! { <p>{t("partner.none")}</p>{when} }.into_any()
}

/// The partnerships that somebody is in, each with its round, the one of the latest round first.
fn of_mine(loaded: Loaded, me: &Id) -> Result<Vec<(Round, Partnership)>, LoadState> {
    let own = loaded.partnerships.values::<Partnership>()?.into_iter().filter(|own| own.participants.contains(me));
    let rounds: Vec<Round> = loaded.rounds.values()?;
    let round = |id: &Id| rounds.iter().find(|round| round.id == *id).cloned();
    let mut own: Vec<_> = own.filter_map(|own| Some((round(&own.round)?, own))).collect();
    own.sort_by_key(|(round, _)| std::cmp::Reverse(round.start));
    Ok(own)
}

/// What the page is about; of several partnerships the one that was chosen, or of the latest round.
fn find(app: AppContext, loaded: Loaded, chosen: Option<&Id>) -> Result<Found, LoadState> {
    // Whoever signs in or out has everything loaded again.
    let partnerships = loaded.partnerships.is_there();
    let me = match app.account() {
        Account::Nobody => return Ok(Found::Stranger),
        Account::Other => return Ok(Found::Unmatched(None)),
        Account::Participant(me) => me,
    };
    match partnerships {
        Err(LoadState::Failed(StoreError::NotSignedIn)) => return Ok(Found::Stranger),
        partnerships => partnerships?,
    }
    let mut own = of_mine(loaded, &me)?;
    let people: Vec<Participant> = loaded.participants.values()?;
    let myself = people.iter().find(|person| person.id == me).cloned();
    let place = own.iter().position(|(_, own)| Some(&own.id) == chosen).unwrap_or(0);
    let found = (place < own.len()).then(|| own.swap_remove(place));
    let (Some((round, partnership)), Some(myself)) = (found, &myself) else {
        let rounds: Vec<Round> = loaded.rounds.values()?;
        let waits_for = myself.and_then(|myself| rounds.into_iter().find(|round| round.id == myself.round));
        return Ok(Found::Unmatched(waits_for));
    };
    let is_partner = |person: &Participant| person.id != me && partnership.participants.contains(&person.id);
    let partners = people.iter().filter(|person| is_partner(person)).cloned().collect();
    let stage = Stage::of(&round, today(app));
    let myself = myself.clone();
    Ok(Found::Matched(Box::new(Pair { me, myself, partnership, partners, round, stage })))
}

fn matched(shared: Shared, pair: Pair) -> AnyView {
    if pair.stage == Stage::Gone {
        let words = fill("partner.gone", &[("name", &pair.names())]);
        return titled("partner.title", view! { <p><bdi>{words}</bdi></p>{to_my_data()} }.into_any());
    }
    let people: Vec<_> = pair
        .partners
        .iter()
        .cloned()
        .map(|partner| crate::app::components::person::card(shared.app, partner))
        .collect();
    let notes = shared.notes.map(|list| Notes::of(shared, &pair, list));
    let contacts: Contacts = {
        let pair = pair.clone();
        Memo::new(move |_| shared.contacts(&pair))
    };
    let ended = match pair.stage {
        Stage::Ended { until } => Some(view! { <p class="notice">{t("partner.ended")}" "{day(until)}</p> }),
        _ => None,
    };
    view! {
        {overview::head(shared, pair.clone(), contacts)}
        {ended}
        {overview::next_step(shared, pair.clone(), contacts)}
        {ways(shared, pair.is_open())}
        {people}
        {reflection::section(shared, &pair)}
        {messages::section(shared, &pair)}
        {topics::section(shared, &pair, notes)}
        {goals::section(shared, &pair)}
        {hours::section(shared, pair.clone())}
        {agreement::section(shared, pair.clone())}
        {contact_form::section(shared, pair.clone())}
        {contacts::section(shared, &pair, contacts, notes)}
        {overview::milestones(shared, pair.clone(), contacts)}
        {concern::section(shared, pair)}
        {to_my_data()}
    }
    .into_any()
}

fn to_my_data() -> AnyView {
    view! { <p><a href=Page::Me.href()>{Page::Me.label()}</a></p> }.into_any()
}

/// The ways to the parts of the page.
fn ways(shared: Shared, is_open: bool) -> AnyView {
    let parts = [
        ("messages", shared.messages.is_some()),
        ("topics", true),
        ("goals", shared.goals.is_some()),
        ("hours", is_open && shared.hours.is_some()),
        ("agreement", shared.agreements.is_some()),
        ("contacts", true),
        ("concern", shared.concerns.is_some()),
    ];
    let here = Page::Partner.href();
    let way = |name: &'static str| view! { <a href=format!("{here}#{name}")>{t(&format!("partner.to_{name}"))}</a> };
    let ways = parts.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| way(name)).collect_view();
    view! { <nav class="ways" aria-label=t("partner.ways")>{ways}</nav> }.into_any()
}
