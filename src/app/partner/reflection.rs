//! The end: what one tells the programme, the certificate, and the way into another round.

use super::shared::{Pair, Shared};
use crate::app::components::draft;
use crate::app::components::form::{Field, Form};
use crate::app::components::load::shown;
use crate::app::components::submission::Submission;
use crate::app::components::time::date;
use crate::app::components::unsent::unsent;
use crate::app::components::waitlist_draft;
use crate::app::site_map::Page;
use crate::app::text::{fill, number, t};
use crate::domain::partnership::Stage;
use crate::domain::reflection::{Rating, Reflection, ReflectionDraft};
use crate::domain::resource::Kind;
use leptos::prelude::*;

/// The page, which a partnership has from two weeks before its end on (`tabs::has`).
pub fn section(shared: Shared, pair: &Pair) -> AnyView {
    let has_ended = matches!(pair.stage, Stage::Ended { .. });
    let certificate = has_ended.then(|| {
        let href = Page::Certificate.href();
        view! { <p><a class="act quiet" href=href>{t("certificate.open")}</a></p> }
    });
    let again = has_ended.then(|| {
        let myself = pair.myself.clone();
        let fill_in = move |_| waitlist_draft::fill_in(&myself);
        view! { <p>{t("reflection.again")}" "<a href=Page::Join.href() on:click=fill_in>{t("nav.join")}</a></p> }
    });
    view! {
        <section class="column">
            <p id="reflection" tabindex="-1"><bdi>{fill("reflection.in_touch", &[("name", &pair.names())])}</bdi></p>
            {told(shared, pair)}
            {certificate}
            {again}
        </section>
    }
    .into_any()
}

/// What one has told, and the form; nothing where nothing can be told.
fn told(shared: Shared, pair: &Pair) -> AnyView {
    let Some(list) = shared.reflections else { return ().into_any() };
    let own = pair.clone();
    let pair = pair.clone();
    let fields = Form::new("reflection".to_owned(), "reflection_form");
    let sending = Submission::of_draft(shared.app, fields, pair.draft("reflection"));
    let found = sending.steady(move || shared.reflection(&own));
    let view = shown(shared.app, found, move |told: Option<Reflection>| {
        let words = if told.is_some() { "reflection.anew" } else { "reflection.open" };
        // What was begun anew is not folded away.
        let is_open = told.is_none() || draft::kept::<ReflectionDraft>(&pair.draft("reflection")).is_some();
        let what = told.as_ref().map(|told| {
            let rating = fill(
                "reflection.rated",
                &[("n", &number(u8::from(told.rating).into())), ("of", &number(Rating::MAX.into()))],
            );
            view! {
                <p class="notice good">{t("reflection.told")}" "{date(told.at)}" · "{rating}</p>
                <p><bdi>{told.changed.clone()}</bdi></p>
                <p><bdi>{told.differently.clone()}</bdi></p>
            }
        });
        view! {
            {what}
            <details open=is_open>
                <summary>{t(words)}</summary>
                {form(shared, &pair, told.as_ref(), fields, sending)}
            </details>
        }
        .into_any()
    });
    view! { {view}{unsent::<Reflection>(shared.app, list, |told| &told.id, |told| told.changed.clone(), "reflection")} }
        .into_any()
}

fn form(shared: Shared, pair: &Pair, before: Option<&Reflection>, form: Form, sending: Submission) -> AnyView {
    let app = shared.app;
    let kept = pair.draft("reflection");
    let begun = before.map(ReflectionDraft::of).unwrap_or_default();
    let first = draft::kept(&kept).unwrap_or_else(|| begun.clone());
    let [rating, changed, differently, in_touch] =
        [first.rating, first.changed, first.differently, first.in_touch].map(RwSignal::new);
    let quote = RwSignal::new(first.quote);
    let typed = move || ReflectionDraft {
        rating: rating.get(),
        changed: changed.get(),
        differently: differently.get(),
        in_touch: in_touch.get(),
        quote: quote.get(),
    };
    draft::keep(kept, StoredValue::new(begun), typed);
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        let told =
            untrack(typed).check(sending.id(Kind::Reflections), partnership.clone(), me.clone(), app.clock.read());
        sending.send(told, "reflection.sent", "reflection", || ());
    };
    let ratings = (1..=Rating::MAX).map(|n| (n.to_string(), t(&format!("reflection.rating_{n}")))).collect();
    let yes_no = ["yes", "no"].map(|word| (word.to_owned(), t(&format!("reflection.{word}")))).to_vec();
    let field = |name, required| Field { name, required, hint: None };
    let inside = view! {
        <p class="soft">{t("reflection_form.about")}</p>
        {form.summary()}
        {form.choose(field("rating", true), ratings, rating)}
        {form.area(field("changed", false), changed)}
        {form.area(field("differently", false), differently)}
        {form.choose(field("in_touch", true), yes_no, in_touch)}
        {form.tick("quote", quote)}
        {sending.status()}
        <p class="buttons"><button class="act">{t("reflection_form.send")}</button></p>
    };
    sending.element(t("reflection.title"), "card form", send, inside.into_any())
}
