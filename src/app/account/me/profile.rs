//! What the programme knows of one, as one's partner sees it, and the form to change it.

use super::Mine;
use super::channels::Rows;
use crate::app::components::draft::{self, Change};
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::shown;
use crate::app::components::person;
use crate::app::components::submission::{Submission, painted};
use crate::app::context::LoadState;
use crate::app::site_map::Page;
use crate::app::text::{countries, languages, name_of, plural, t, zones};
use crate::domain::desk::{Audience, Desk};
use crate::domain::participant::{Participant, ProfileDraft};
use crate::domain::resource::{Id, Kind};
use crate::domain::zone;
use crate::store::{Ability, Stored, drafts};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The part of the page.
pub fn section(mine: Mine) -> AnyView {
    let app = mine.app;
    let writing = RwSignal::new(false);
    let find = move || Ok(mine.things::<Participant>()?.into_iter().next());
    let card = shown(app, find, move |found| match found {
        None => view! { <p>{t("me.nobody")}</p> }.into_any(),
        Some(stored) => {
            if draft::kept::<Change<ProfileDraft>>(&draft_name(&stored.value.id)).is_some() {
                writing.set(true);
            }
            let card = person::card(app, stored.value.clone());
            let change = match app.store().can(Kind::Participants, Ability::Update) {
                true => changing(mine, writing, stored),
                false => view! { <p class="soft">{t("me.change")}</p> }.into_any(),
            };
            view! { {card}{change} }.into_any()
        }
    });
    let public = move || -> Result<usize, LoadState> {
        let desks = mine.things::<Desk>()?;
        Ok(desks.iter().filter(|stored| stored.value.seen_by == Audience::Public).count())
    };
    let public = shown(app, public, |desks| match desks {
        0 => view! { <p>{t("me.nothing_public")}</p> }.into_any(),
        n => {
            let words = plural("me.desks_public", i64::try_from(n).unwrap_or(i64::MAX));
            view! { <p>{words}" "<a href=Page::Desks.href()>{t("nav.desks")}</a></p> }.into_any()
        }
    });
    view! {
        <section class="column">
            <h2 id="profile" tabindex="-1">{t("me.as_partner")}</h2>
            {card}
            <h2>{t("me.as_public")}</h2>
            {public}
        </section>
    }
    .into_any()
}

fn draft_name(me: &Id) -> String {
    format!("profile:{me}")
}

fn changing(mine: Mine, writing: RwSignal<bool>, stored: Stored<Participant>) -> AnyView {
    let open = move |_| {
        writing.set(true);
        focus_soon("profile-name".to_owned());
    };
    let view = move || match writing.get() {
        true => form(mine, writing, stored.clone()),
        false => {
            view! { <p><button type="button" class="act quiet" on:click=open>{t("profile_form.open")}</button></p> }
                .into_any()
        }
    };
    view.into_any()
}

fn form(mine: Mine, writing: RwSignal<bool>, stored: Stored<Participant>) -> AnyView {
    let app = mine.app;
    let kept = draft_name(&stored.value.id);
    let form = Form::new("profile".to_owned(), "profile_form");
    let begun = ProfileDraft::of(&stored.value, languages::names_of(&stored.value.languages));
    let first = match draft::kept::<Change<ProfileDraft>>(&kept) {
        Some(Change { began, typed }) => typed.over(&began, begun.clone()),
        None => begun.clone(),
    };
    let (countries, zones) = lists(&first, stored.value.time_zone.clone());
    let channels = Rows::new(first.channels);
    let [name, role, workplace] = [first.name, first.role, first.workplace].map(RwSignal::new);
    let [country, time_zone, spoken] = [first.country, first.time_zone, first.languages].map(RwSignal::new);
    let typed = move || ProfileDraft {
        name: name.get(),
        role: role.get(),
        workplace: workplace.get(),
        country: country.get(),
        time_zone: time_zone.get(),
        languages: spoken.get(),
        channels: channels.typed(),
    };
    let began = begun.clone();
    let change = move || Change { began: began.clone(), typed: typed() };
    draft::keep(kept.clone(), StoredValue::new(Change { began: begun.clone(), typed: begun }), change);
    let sending = Submission::of_draft(app, form, kept.clone());
    let send = move || {
        let is_zone = |zone: &str| zones::offset(zone, app.clock.read()).is_some();
        let language = |name: &str| languages::code_of(name, &stored.value.languages);
        let changed = untrack(typed).check(&stored.value, is_zone, language);
        let revision = Some(stored.revision.clone());
        sending.send_over(changed, revision, "profile_form.kept", "profile", move || {
            writing.try_set(false);
        });
    };
    let close = move |_| {
        drafts::forget(&kept);
        writing.set(false);
        focus_soon("profile".to_owned());
    };
    let field = |name, required, hint| Field { name, required, hint };
    let inside = view! {
        <h3>{t("profile_form.title")}</h3>
        {form.summary()}
        {form.line(field("name", true, None), "text", "name", name)}
        {form.line(field("role", false, None), "text", "organization-title", role)}
        {form.line(field("workplace", false, None), "text", "organization", workplace)}
        {move || form.choice(field("country", true, None), "country", countries.get(), country)}
        {move || form.choice(field("time_zone", true, None), "off", zones.get(), time_zone)}
        {form.line(field("languages", true, Some("profile_form.languages_hint")), "text", "off", spoken)}
        {channels.view(form, field("channels", false, Some("profile_form.channels_hint")))}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("profile_form.send")}</button>
            <button type="button" class="act quiet" on:click=close>{t("profile_form.close")}</button>
        </p>
    };
    sending.element(t("profile_form.title"), "card form", send, inside.into_any())
}

/// What a list offers: values, each with its words.
type Options = RwSignal<Vec<(String, String)>>;

/// The countries and the time zones to choose from. To name some 700 of them takes longer than a frame, so the form is
/// shown with what is chosen, and the rest follows.
fn lists(chosen: &ProfileDraft, zone_before: String) -> (Options, Options) {
    let countries_there = RwSignal::new(vec![(chosen.country.clone(), name_of("region", &chosen.country))]);
    let zones_there = RwSignal::new(vec![(chosen.time_zone.clone(), zone::words(&chosen.time_zone))]);
    let zone_chosen = chosen.time_zone.clone();
    spawn_local(async move {
        painted().await;
        countries_there.try_set(countries().into_iter().map(|(code, name)| (code.to_owned(), name)).collect());
        painted().await;
        // A browser that lists none knows where it is, at least.
        let zones = zone::names(zones::all(), &[&zones::name(), &zone_chosen, &zone_before]);
        zones_there.try_set(zones.into_iter().map(|zone| (zone.clone(), zone::words(&zone))).collect());
    });
    (countries_there, zones_there)
}
