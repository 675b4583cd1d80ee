//! The form in which one gives the hours of the week in which one could talk.

use super::shared::{Pair, Shared};
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::submission::Submission;
use crate::app::text::{number, t, zones};
use crate::domain::hours::{DAYS, Hours, Span, check};
use crate::domain::problem::Problem;
use crate::domain::resource::Kind;
use crate::domain::zone;
use leptos::prelude::*;

/// What is typed: the zone, then for each day from when and to when.
type Typed = (String, [(String, String); 7]);

/// The form, beginning with the hours given before.
pub fn form(shared: Shared, pair: &Pair, before: Option<Hours>) -> AnyView {
    let app = shared.app;
    let form = Form::new("hours".to_owned(), "hours_form");
    let begun: Typed = match &before {
        Some(hours) => {
            let day = |span: Option<Span>| {
                span.map(Span::ends).map(|(from, to)| (from.to_string(), to.to_string())).unwrap_or_default()
            };
            (hours.zone.clone(), hours.week.map(day))
        }
        None => (zones::name(), Default::default()),
    };
    let kept = pair.draft("hours");
    let (zone, days) = draft::kept::<Typed>(&kept).unwrap_or_else(|| begun.clone());
    let zone = RwSignal::new(zone);
    let days = days.map(|(from, to)| (RwSignal::new(from), RwSignal::new(to)));
    let typed = move || (zone.get(), days.map(|(from, to)| (from.get(), to.get())));
    draft::keep(kept.clone(), StoredValue::new(begun), typed);
    let sending = Submission::of_draft(app, form, kept);
    let zone_before = before.map(|hours| hours.zone);
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        let (zone, chosen) = untrack(typed);
        let is_known = |zone: &str| zones::offset(zone, app.clock.read()).is_some();
        // What stood there before stays, also where this browser does not know it.
        let zone = match &zone_before {
            Some(before) if *before == zone => Ok(zone),
            _ => zone::read(&zone, &zones::all(), is_known),
        };
        let hours = match (zone, check(&chosen)) {
            (Ok(zone), Ok(week)) => Ok(Hours {
                id: sending.id(Kind::Hours),
                partnership: partnership.clone(),
                by: me.clone(),
                at: app.clock.read(),
                zone,
                week,
            }),
            (zone, week) => {
                let wrong_zone = zone.err().map(|fault| Problem { field: "zone", fault });
                Err(wrong_zone.into_iter().chain(week.err().unwrap_or_default()).collect())
            }
        };
        sending.send(hours, "hours.sent", "hours", move || {
            shared.giving.try_set(false);
        });
    };
    let close = move |_| {
        shared.giving.set(false);
        focus_soon("hours".to_owned());
    };
    let rows = days.into_iter().zip(DAYS).map(|((from, to), name)| day(form, name, from, to)).collect_view();
    let zones_there = zone::names(zones::all(), &[]);
    let zone_field = Field { name: "zone", required: true, hint: Some("hours_form.zone_hint") };
    let inside = view! {
        <h2>{t("hours_form.title")}</h2>
        <p class="soft">{t("hours_form.about")}</p>
        {form.summary()}
        {form.line_with(zone_field, zones_there, zone)}
        {rows}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("hours_form.send")}</button>
            <button type="button" class="act quiet" on:click=close>{t("hours_form.close")}</button>
        </p>
    };
    sending.element(t("hours_form.title"), "card form", send, inside.into_any())
}

/// A day: from when, to when.
fn day(form: Form, name: &'static str, from: RwSignal<String>, to: RwSignal<String>) -> AnyView {
    form.group(Field { name, required: false, hint: None }, move |d| {
        let choice = |first: i64, label: &str, id: Option<String>, value: RwSignal<String>| {
            let options = (first..first + 24).map(|hour| {
                view! { <option value=hour.to_string()>{number(hour)}":00"</option> }
            });
            view! {
                <select id=id aria-label=t(label) aria-invalid=move || d.invalid.get() prop:value=move || value.get()
                    on:change=move |event| value.set(event_target_value(&event))>
                    <option value="">"–"</option>
                    {options.collect_view()}
                </select>
            }
        };
        view! {
            <div class="pair from-to">
                {choice(0, "hours_form.from", Some(d.id.clone()), from)}
                {choice(1, "hours_form.to", None, to)}
            </div>
        }
        .into_any()
    })
}
