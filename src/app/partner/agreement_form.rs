//! The form in which an agreement is proposed.

use super::shared::{Pair, Shared};
use crate::app::components::channel::channel;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::submission::Submission;
use crate::app::text::{message_or, plural, t};
use crate::domain::agreement::{Agreement, AgreementEvent, Terms};
use crate::domain::contact::CHANNELS;
use crate::domain::resource::{Id, Kind};
use leptos::prelude::*;

/// The form, beginning with terms; what it is written in the place of, where something holds.
pub fn form(shared: Shared, pair: &Pair, begun: Terms, replaces: Option<Id>) -> AnyView {
    let app = shared.app;
    let form = Form::new("agreement".to_owned(), "agreement_form");
    // What was typed before goes on; where another text is to be gone over, nothing of either is lost.
    let kept = pair.draft("agreement");
    let first = match draft::kept::<(Terms, Terms)>(&kept) {
        Some((from, typed)) if from == begun || begun == Terms::default() => typed,
        Some((_, typed)) => begun.merged(&typed),
        None => begun.clone(),
    };
    let interval = RwSignal::new(first.interval.to_string());
    let chosen = RwSignal::new(first.channels);
    let [times, hopes, expectations, boundaries] =
        [first.times, first.hopes, first.expectations, first.boundaries].map(RwSignal::new);
    let typed = move || Terms {
        interval: interval.get().parse().unwrap_or_default(),
        channels: chosen.get(),
        times: times.get(),
        hopes: hopes.get(),
        expectations: expectations.get(),
        boundaries: boundaries.get(),
    };
    draft::keep(kept.clone(), StoredValue::new((begun.clone(), begun.clone())), move || (begun.clone(), typed()));
    let sending = Submission::of_draft(app, form, kept);
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        let proposal = untrack(typed).check().map(|terms| Agreement {
            id: sending.id(Kind::Agreements),
            partnership: partnership.clone(),
            by: me.clone(),
            at: app.clock.read(),
            event: AgreementEvent::Proposal { terms, replaces: replaces.clone() },
        });
        sending.send(proposal, "agreement.sent", "agreement", move || {
            shared.writing.try_set(None);
        });
    };
    let close = move |_| {
        shared.writing.set(None);
        focus_soon("agreement".to_owned());
    };
    let mut intervals: Vec<u32> = Terms::INTERVALS.to_vec();
    if !intervals.contains(&first.interval) && first.interval > 0 {
        intervals.push(first.interval);
    }
    let intervals = intervals.into_iter().map(|days| (days.to_string(), every(days))).collect();
    let field = |name, hint| Field { name, required: false, hint };
    let inside = view! {
        <h2>{t("agreement_form.title")}</h2>
        <p class="soft">{t("agreement_form.about")}</p>
        {form.summary()}
        {form.choice(Field { name: "interval", required: true, hint: None }, "off", intervals, interval)}
        {channels(form, chosen)}
        {form.area(field("times", None), times)}
        {form.area(field("hopes", None), hopes)}
        {form.area(field("expectations", Some("agreement_form.expectations_hint")), expectations)}
        {form.area(field("boundaries", Some("agreement_form.boundaries_hint")), boundaries)}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("agreement_form.send")}</button>
            <button type="button" class="act quiet" on:click=close>{t("agreement_form.close")}</button>
        </p>
    };
    sending.element(t("agreement_form.title"), "card form", send, inside.into_any())
}

/// The channels to tick.
fn channels(form: Form, chosen: RwSignal<Vec<String>>) -> AnyView {
    let others = chosen.get_untracked().into_iter().filter(|name| !CHANNELS.contains(&name.as_str()));
    let all: Vec<String> = CHANNELS.map(str::to_owned).into_iter().chain(others).collect();
    form.group(Field { name: "channels", required: true, hint: Some("agreement_form.channels_hint") }, move |d| {
        let tick = |(i, name): (usize, &String)| {
            let (own, here) = (name.clone(), name.clone());
            let toggle = move |event: web_sys::Event| {
                let is_on = event_target_checked(&event);
                chosen.update(|chosen| {
                    chosen.retain(|other| *other != own);
                    if is_on {
                        chosen.push(own.clone());
                    }
                });
            };
            let is_on = move || chosen.with(|chosen| chosen.contains(&here));
            view! {
                <label class="tick">
                    <input type="checkbox" id=(i == 0).then(|| d.id.clone()) prop:checked=is_on on:change=toggle/>
                    <span>{channel(name)}</span>
                </label>
            }
        };
        view! { <div class="ticks">{all.iter().enumerate().map(tick).collect_view()}</div> }.into_any()
    })
}

/// "About once a week".
pub fn every(days: u32) -> String {
    message_or(&format!("agreement.every_{days}"), || plural("agreement.every", days.into()))
}
