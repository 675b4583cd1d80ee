//! What one tells the programme about how to treat one: how the coordinators reach one, what one wants to hear of.

use super::Mine;
use super::channels::Rows;
use crate::app::components::draft::{self, Change};
use crate::app::components::form::{Field, Form};
use crate::app::components::load::shown;
use crate::app::components::submission::Submission;
use crate::app::components::unsent::unsent;
use crate::app::context::LoadState;
use crate::app::text::t;
use crate::domain::resource::{Id, Kind};
use crate::domain::settings::{NOTICES, Settings, SettingsDraft};
use crate::store::Ability;
use leptos::prelude::*;

/// What one has said so far, but for what the store refused.
pub fn said(mine: Mine) -> Result<Vec<Settings>, LoadState> {
    let told = mine.things::<Settings>()?.into_iter();
    let told = told.filter(|stored| !stored.is_refused());
    Ok(told.map(|stored| stored.value).filter(|settings| mine.app.clock.has_come(settings.at)).collect())
}

/// The part of the page; nothing where nobody keeps it.
pub fn section(mine: Mine, me: Id) -> AnyView {
    let app = mine.app;
    if !app.store().can(Kind::Settings, Ability::Create) {
        return ().into_any();
    }
    let fields = Form::new("settings".to_owned(), "settings_form");
    let sending = Submission::of_draft(app, fields, draft_name(&me));
    let found = sending.steady(move || Ok(SettingsDraft::of(&said(mine)?)));
    let view = shown(app, found, move |begun| form(mine, &me, begun, fields, sending));
    let unsent = mine
        .list(Kind::Settings)
        .map(|list| unsent::<Settings>(app, list, |said| &said.id, |_| t("settings.title"), "settings"));
    view! {
        <section class="column">
            <h2 id="settings" tabindex="-1">{t("settings.title")}</h2>
            {view}
            {unsent}
        </section>
    }
    .into_any()
}

fn draft_name(me: &Id) -> String {
    format!("settings:{me}")
}

fn form(mine: Mine, me: &Id, begun: SettingsDraft, form: Form, sending: Submission) -> AnyView {
    let app = mine.app;
    let kept = draft_name(me);
    let first = match draft::kept::<Change<SettingsDraft>>(&kept) {
        Some(Change { began, typed }) => typed.over(&began, begun.clone()),
        None => begun.clone(),
    };
    let channels = Rows::new(first.channels);
    let ticks = NOTICES.map(|notice| (notice, RwSignal::new(first.notices.iter().any(|name| name == notice))));
    // What another program lets one choose stays.
    let others: Vec<String> = first.notices.into_iter().filter(|name| !NOTICES.contains(&name.as_str())).collect();
    let typed = move || SettingsDraft {
        channels: channels.typed(),
        notices: {
            let chosen = ticks.iter().filter(|(_, tick)| tick.get()).map(|(name, _)| (*name).to_owned());
            chosen.chain(others.clone()).collect()
        },
    };
    let began = begun.clone();
    let change = {
        let typed = typed.clone();
        move || Change { began: began.clone(), typed: typed() }
    };
    draft::keep(kept, StoredValue::new(Change { began: begun.clone(), typed: begun.clone() }), change);
    let me = me.clone();
    let send = move || {
        let settings = untrack(typed.clone()).check(&begun, sending.id(Kind::Settings), me.clone(), app.clock.read());
        sending.send(settings, "settings_form.kept", "settings", || {});
    };
    let inside = view! {
        {form.summary()}
        {channels.view(form, Field { name: "channels", required: false, hint: Some("settings_form.channels_hint") })}
        {form.group(Field { name: "notices", required: false, hint: Some("settings_form.notices_hint") }, move |_| {
            ticks.map(|(name, tick)| form.tick(name, tick)).into_iter().collect_view().into_any()
        })}
        {sending.status()}
        <p class="buttons"><button class="act">{t("settings_form.send")}</button></p>
    };
    sending.element(t("settings.title"), "card form", send, inside.into_any())
}
