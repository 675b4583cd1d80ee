//! Having everything about oneself erased: what goes, what stays and why, and two weeks in which to take it back.

use super::Mine;
use super::settings::said;
use crate::app::components::confirm::Confirm;
use crate::app::components::focus::FocusBefore;
use crate::app::components::load::shown;
use crate::app::components::task::Task;
use crate::app::components::time::date;
use crate::app::context::AppContext;
use crate::app::text::{around, t};
use crate::domain::resource::{Id, Kind, Resource};
use crate::domain::settings::{ErasureRequest, Settings, due, erased_at};
use crate::store::{Ability, Query, drafts, ownership};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// The part of the page; nothing where nobody could carry it out.
pub fn section(mine: Mine) -> AnyView {
    let app = mine.app;
    if !app.store().can(Kind::Settings, Ability::Create) {
        return ().into_any();
    }
    let task = Task::new();
    // Asked again after a failure, it is the same word.
    let own_id = StoredValue::new(None::<Id>);
    let say = move |erase: ErasureRequest| {
        let Some(by) = app.me() else { return };
        let id = own_id.get_value().unwrap_or_else(|| app.store().new_id(Settings::KIND));
        own_id.set_value(Some(id.clone()));
        let said = Settings { id, by, at: app.clock.read(), channels: None, notices: None, erase: Some(erase) };
        let before = FocusBefore::now();
        let work = async move { app.store().create(&said, Value::Null).await };
        task.run(work, move |sent| {
            if sent.is_some() {
                own_id.set_value(None);
                before.move_to("erase".to_owned());
            }
        });
    };
    let view = shown(
        app,
        move || Ok(erased_at(&said(mine)?)),
        move |at| match at {
            Some(at) => asked(at, say),
            None => ask(say),
        },
    );
    view! {
        <section class="column">
            <h2 id="erase" tabindex="-1">{t("erase.title")}</h2>
            <p>{t("erase.goes")}</p>
            <p>{t("erase.stays")}</p>
            {view}
            {task.error()}
        </section>
    }
    .into_any()
}

/// When it happens, and the way to take it back.
fn asked(at: DateTime<Utc>, say: impl Fn(ErasureRequest) + 'static) -> AnyView {
    let (before, after) = around("erase.on", "day");
    let keep = move |_| say(ErasureRequest::Withdrawn);
    view! {
        <div class="notice danger">
            <p>{before}{date(at)}{after}</p>
            <button type="button" class="act" on:click=keep>{t("erase.keep")}</button>
        </div>
    }
    .into_any()
}

/// The way to ask for it, with a question.
fn ask(say: impl Fn(ErasureRequest) + 'static) -> AnyView {
    let question = Confirm::new();
    let open = move |_| question.ask();
    view! {
        <p><button type="button" class="act quiet danger" on:click=open>{t("erase.ask")}</button></p>
        {question.dialog("erase-question".to_owned(), "erase.ask", move || say(ErasureRequest::Wanted))}
    }
    .into_any()
}

/// In the demo, where no backend does it: erases whoever asked for it two weeks ago, as soon as somebody looks.
pub fn run_due_erasures(app: AppContext) {
    let settings = app.load(Kind::Settings, Query::all());
    let is_at_it = StoredValue::new(false);
    Effect::new(move |_| {
        let due = due(&settings.values().unwrap_or_default(), app.clock.now());
        if due.is_empty() || is_at_it.get_value() {
            return;
        }
        is_at_it.set_value(true);
        spawn_local(async move {
            let data_store = app.store().data_store();
            // That it was asked for goes last: what could not be erased now is erased when somebody looks again.
            let rest = ownership::kinds().filter(|kind| *kind != Kind::Settings);
            for kind in rest.chain([Kind::Settings]) {
                for who in &due {
                    if ownership::erase(&*data_store, kind, who).await.is_err() {
                        return;
                    }
                }
            }
            due.iter().for_each(|who| drafts::forget_of(who.as_str()));
            is_at_it.try_set_value(false);
        });
    });
}
