//! `/sign-in` in the demo: choosing whom one is. Each tab can be somebody else.

use crate::app::components::avatar::face;
use crate::app::components::form::focus_soon;
use crate::app::components::load::shown;
use crate::app::context::{Account, AppContext};
use crate::app::site_map::Page;
use crate::app::text::{fill, t};
use crate::domain::participant::Participant;
use crate::domain::partnership::Partnership;
use crate::domain::resource::{Id, Kind};
use crate::platform::browser;
use crate::store::Query;
use leptos::prelude::*;

/// Under which name a tab keeps whom its reader chose to be.
const KEPT: &str = "who";

/// Who is a coordinator; an id that no participant has.
const COORDINATOR: &str = "coordinator";

/// Whom the reader of this tab chose to be.
pub fn account() -> Account {
    match browser::kept_in_tab(KEPT) {
        None => Account::Nobody,
        Some(id) if id == COORDINATOR => Account::Other,
        Some(id) => Id::try_from(id).map_or(Account::Nobody, Account::Participant),
    }
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    app.set_title(&t("choose.title"));
    let partnerships = app.load(Kind::Partnerships, Query::all());
    let participants = app.load(Kind::Participants, Query::all());
    let chosen = RwSignal::new(browser::kept_in_tab(KEPT));
    let people = move || {
        let first: Option<Partnership> = partnerships.values()?.into_iter().next();
        let members = first.map(|first| first.participants).unwrap_or_default();
        let all: Vec<Participant> = participants.values()?;
        let (mut pair, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|person| members.contains(&person.id));
        pair.sort_by_key(|person| members.iter().position(|id| *id == person.id));
        // The last of the list waits for a partner.
        Ok((pair, others.into_iter().next_back()))
    };
    let choose = move |id: Option<String>| {
        match &id {
            Some(id) => browser::keep_in_tab(KEPT, id),
            None => browser::forget_in_tab(KEPT),
        }
        chosen.set(id);
        app.load_again();
        focus_soon("chosen".to_owned());
    };
    let view = shown(app, people, move |(pair, single)| {
        let first = pair.first().map(|person| person.name.as_str().to_owned()).unwrap_or_default();
        let about = |i: usize| match i {
            0 => t("choose.participant"),
            _ => fill("choose.partner", &[("name", &first)]),
        };
        let members = pair.iter().enumerate().map(|(i, person)| one(person, about(i), chosen, choose)).collect_view();
        let single = single.map(|person| one(&person, t("choose.unmatched"), chosen, choose));
        let role = |id: Option<&'static str>, name: &str, about: &str| {
            let is_chosen = move || (chosen.get().as_deref() == id).to_string();
            view! {
                <li>
                    <button type="button" class="card person" aria-pressed=is_chosen on:click=move |_| choose(id.map(str::to_owned))>
                        <b>{t(name)}</b><span class="soft">{t(about)}</span>
                    </button>
                </li>
            }
        };
        view! {
            <ul class="people">
                {members}
                {single}
                {role(Some(COORDINATOR), "choose.coordinator", "choose.coordinator_about")}
                {role(None, "choose.nobody", "choose.nobody_about")}
            </ul>
        }
        .into_any()
    });
    let said = move || {
        chosen.get().filter(|id| id != COORDINATOR).map(|_| {
            view! { <a class="act" href=Page::Partner.href()>{t("choose.go")}</a> }
        })
    };
    view! {
        <div class="topic">
            <h1>{t("choose.title")}</h1>
            <p>{t("choose.about")}</p>
            {view}
            <p id="chosen" tabindex="-1">{said}</p>
        </div>
    }
    .into_any()
}

fn one(
    person: &Participant,
    about: String,
    chosen: RwSignal<Option<String>>,
    choose: impl Fn(Option<String>) + Copy + 'static,
) -> AnyView {
    let id = person.id.as_str().to_owned();
    let own = id.clone();
    let is_chosen = move || (chosen.get().as_deref() == Some(own.as_str())).to_string();
    view! {
        <li>
            <button type="button" class="card person" aria-pressed=is_chosen on:click=move |_| choose(Some(id.clone()))>
                <b>{face(&person.name)}" "<bdi>{person.name.as_str().to_owned()}</bdi></b>
                <span class="soft"><bdi>{about}</bdi></span>
            </button>
        </li>
    }
    .into_any()
}
