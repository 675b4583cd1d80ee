//! `/partner` and the pages below it: what two people have with each other, from hello to goodbye. The overview shows all of it at a
//! glance; each tile of it leads to a page.

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
mod milestones;
mod news;
mod notes;
mod overview;
mod reflection;
mod shared;
mod tabs;
mod topics;
mod which;

use crate::app::components::load::shown;
use crate::app::components::time::day;
use crate::app::context::{Account, AppContext, LoadState};
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, t};
use crate::domain::participant::Participant;
use crate::domain::partnership::Stage;
use crate::domain::resource::Id;
use crate::domain::round::Round;
use crate::store::StoreError;
use leptos::prelude::*;
use messages::Writing;
use news::News;
use notes::Notes;
use shared::{Contacts, Loaded, Pair, Shared, load, of_mine, today};

/// What the page is called where there is no name of a partner to call it by.
const TITLE: &str = "partner.title";

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

/// The page, with what stands on it at this address.
pub fn page(app: AppContext) -> AnyView {
    read_again_when_back(app);
    let loaded = load(app);
    let shared = Shared::load(app);
    let view = shown(
        app,
        move || find(app, loaded, shared.chosen.get().as_ref()),
        move |found| match found {
            Found::Matched(pair) => matched(shared, *pair),
            Found::Unmatched(round) => titled(app, TITLE, unmatched(round)),
            Found::Stranger => titled(app, TITLE, stranger(app)),
        },
    );
    view! { <div class="partner">{which::view(shared, loaded)}{view}</div> }.into_any()
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

/// Where there is one thing to say, and no partnership to show.
fn titled(app: AppContext, title: &str, what: AnyView) -> AnyView {
    // With its heading, which takes the focus of whoever arrives.
    app.set_title(&t(title));
    view! { <div class="column"><h1>{t(title)}</h1>{what}</div> }.into_any()
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
        return titled(shared.app, TITLE, view! { <p><bdi>{words}</bdi></p>{tabs::to_my_data()} }.into_any());
    }
    let contacts: Contacts = {
        let pair = pair.clone();
        Memo::new(move |_| shared.contacts(&pair))
    };
    let notes = shared.notes.map(|list| Notes::of(shared, &pair, list));
    let here = {
        let pair = pair.clone();
        Memo::new(move |_| {
            let page = shared.app.place.route.get().map_or(Page::Partner, |route| route.page());
            if tabs::has(shared, &pair, page) { page } else { Page::Partner }
        })
    };
    let writing = Writing::of(shared, &pair);
    let news = News::of(shared, &pair);
    news.look(here);
    let nav = tabs::nav(news, shared, pair.clone(), here);
    let view = move || tab(news, shared, &pair, contacts, notes, writing, here.get());
    view! { <div class="dashboard"><div>{view}</div>{nav}</div> }.into_any()
}

/// What stands on one of the pages about a partnership.
fn tab(
    news: News,
    shared: Shared,
    pair: &Pair,
    contacts: Contacts,
    notes: Option<Notes>,
    writing: Writing,
    page: Page,
) -> AnyView {
    if page == Page::Partner {
        shared.app.set_title(&t(TITLE));
        return overview::page(news, shared, pair, contacts, notes, writing);
    }
    shared.app.set_title(&tabs::name(page));
    let section = match page {
        Page::Messages => messages::section(shared, pair, writing),
        Page::PartnerTopics => topics::section(shared, pair, notes),
        Page::Goals => goals::section(shared, pair),
        Page::Hours => hours::section(shared, pair.clone()),
        Page::Agreement => agreement::section(shared, pair.clone()),
        Page::Goodbye => reflection::section(shared, pair),
        Page::Concern => concern::section(shared, pair.clone()),
        Page::Contacts => contacts::section(shared, pair, contacts, notes),
        // It has none (`tabs::has`).
        _ => return ().into_any(),
    };
    let you_and = fill("partner.you_and", &[("name", &pair.names())]);
    view! {
        <div class="column">
            <p class="eyebrow"><a href=Page::Partner.href()><bdi>{you_and}</bdi></a></p>
            <h1 tabindex="-1">{tabs::name(page)}</h1>
            {overview::ended(pair)}
        </div>
        {section}
    }
    .into_any()
}
