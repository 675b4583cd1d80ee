//! The bar that says this is a demo, with the time machine and what one may do
//! with the data in this browser.

use crate::app::components::account_links::account_links;
use crate::app::components::confirm::Confirm;
use crate::app::components::load::explain;
use crate::app::components::save::save;
use crate::app::context::AppContext;
use crate::app::text::{dates, fill, number, plural_with, t};
use crate::domain::resource::Kind;
use crate::domain::round::{self, Phase, Round};
use crate::store::{Imported, LocalStore, Query, StoreError};
use chrono::{Days, NaiveDate, Timelike};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How far the time machine goes beyond the round, in days.
const BEYOND: u64 = 42;

/// The demo, for what happens later.
type Kept = StoredValue<Rc<LocalStore>, LocalStorage>;

/// The bar.
pub fn demo_bar(app: AppContext, demo: &Rc<LocalStore>) -> AnyView {
    let demo = StoredValue::new_local(Rc::clone(demo));
    let rounds = app.load(Kind::Rounds, Query::all());
    let platform = move || {
        let rounds = rounds.values::<Round>().ok()?;
        time_machine(app, &rounds)
    };
    // On a narrow screen the bar is one line until somebody wants more of it.
    let is_open = RwSignal::new(false);
    let toggle = move |_| is_open.update(|open| *open = !*open);
    view! {
        <aside class="demo" class:open=is_open aria-label=t("demo.label")>
            <button type="button" class="link" aria-expanded=move || is_open.get().to_string() on:click=toggle>{t("demo.name")}</button>
            <p><b>{t("demo.name")}</b>" "{t("demo.stays_here")}</p>
            {account_links(app)}
            {platform}
            {data(app, demo)}
            {damaged(demo)}
        </aside>
    }
    .into_any()
}

/// A slider over the days of the latest round, from before it to after its end.
fn time_machine(app: AppContext, rounds: &[Round]) -> Option<AnyView> {
    let round = rounds.iter().max_by_key(|r| r.start)?.clone();
    let first = round.applications_open.checked_sub_days(Days::new(BEYOND))?;
    let days = (round.end.checked_add_days(Days::new(BEYOND))? - first).num_days();
    let today = move || app.clock.now().date_naive();
    let position = move || (today() - first).num_days().clamp(0, days);
    let travel = move |event: web_sys::Event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|n| first.checked_add_days(Days::new(n)));
        if let Some(day) = chosen {
            let time = app.clock.read().time().with_nanosecond(0).unwrap_or_default();
            app.clock.travel(day.and_time(time).and_utc());
        }
    };
    let words = {
        let rounds = rounds.to_vec();
        move || describe(&rounds, today())
    };
    let spoken = words.clone();
    Some(
        view! {
            <label class="machine">
                <span>{t("demo.today")}</span>
                <input type="range" min="0" max=days.to_string() prop:value=move || position().to_string()
                    aria-valuetext=spoken on:input=travel/>
                <output>{words}</output>
            </label>
        }
        .into_any(),
    )
}

/// "29 February 2016, week 3".
fn describe(rounds: &[Round], today: NaiveDate) -> String {
    let day = dates::day(today);
    match round::current(rounds, today).map(|r| r.phase(today)) {
        Some(Phase::Running { week, .. }) => fill("demo.day_in_week", &[("day", &day), ("n", &number(week.into()))]),
        _ => day,
    }
}

fn data(app: AppContext, demo: Kept) -> AnyView {
    let said = RwSignal::new(String::new());
    let export = move |_| {
        spawn_local(async move {
            match demo.get_value().export().await {
                Ok(text) => save("deskmates.json", &text, "application/json"),
                Err(error) => said.set(explain(&error)),
            }
        });
    };
    let import = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            said.set(match demo.get_value().import(&text).await {
                Ok(Imported { added, present }) => {
                    let present = number(i64::try_from(present).unwrap_or(i64::MAX));
                    plural_with("demo.imported", i64::try_from(added).unwrap_or(i64::MAX), &[("present", &present)])
                }
                Err(StoreError::Malformed { found, .. }) => fill("demo.not_imported", &[("found", &found)]),
                Err(error) => explain(&error),
            });
            // So that the same file can be chosen again.
            input.set_value("");
        });
    };
    let question = Confirm::new();
    let reset = move || {
        demo.get_value().reset();
        app.clock.reset();
        said.set(t("demo.was_reset"));
    };
    view! {
        <details class="menu">
            <summary>{t("demo.data")}</summary>
            <div>
                <p>{t("demo.about_data")}</p>
                <button type="button" class="act quiet" on:click=export>{t("demo.export")}</button>
                <label class="act quiet file">
                    {t("demo.import")}
                    <input type="file" accept="application/json,.json" on:change=import/>
                </label>
                <button type="button" class="act quiet" on:click=move |_| question.ask()>{t("demo.reset")}</button>
                <p role="status">{move || said.get()}</p>
            </div>
        </details>
        {question.dialog("reset-title".to_owned(), "demo.reset", reset)}
    }
    .into_any()
}

/// Says that something kept here cannot be read, and lets its owner decide.
fn damaged(demo: Kept) -> AnyView {
    let found = RwSignal::new(demo.get_value().damaged());
    let view = move || {
        let damaged = found.get();
        let (_, _, why) = damaged.first()?.clone();
        let words =
            plural_with("demo.damaged", i64::try_from(damaged.len()).unwrap_or(1), &[("why", &why.to_string())]);
        let copy = move |_| {
            let lines: Vec<_> = damaged.iter().map(|(name, text, _)| format!("{name}\n{text}\n")).collect();
            save("deskmates-damaged.txt", &lines.join("\n"), "text/plain");
        };
        let discard = move |_| {
            demo.get_value().discard_damaged();
            found.set(demo.get_value().damaged());
        };
        Some(view! {
            <div class="notice danger" role="alert">
                <p><bdi>{words}</bdi></p>
                <button type="button" class="act quiet" on:click=copy>{t("demo.save_copy")}</button>
                <button type="button" class="act quiet" on:click=discard>{t("demo.discard")}</button>
            </div>
        })
    };
    view.into_any()
}
