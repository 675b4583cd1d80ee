//! Something is wrong: a private word to the coordinators, what one has told them, and what
//! happens next. Before one says that the partner is silent, the way to write to them.

use super::letter::write_to;
use super::shared::{Pair, Shared};
use crate::app::components::draft;
use crate::app::components::form::{Field, Form};
use crate::app::components::load::shown;
use crate::app::components::submission::Submission;
use crate::app::components::time::date;
use crate::app::components::unsent::unsent;
use crate::app::text::{plural, t};
use crate::domain::concern::{About, Concern, ConcernDraft};
use crate::domain::resource::Kind;
use leptos::prelude::*;

/// The part of the page; nothing where concerns cannot be told here.
pub fn section(shared: Shared, pair: Pair) -> AnyView {
    let Some(concerns) = shared.concerns else { return ().into_any() };
    let told = {
        let pair = pair.clone();
        move || {
            let mut own: Vec<Concern> = concerns.values()?;
            // Whatever the store gives: nobody sees another's.
            own.retain(|concern| concern.by == pair.me && shared.app.clock.has_come(concern.at));
            own.sort_by_key(|concern| std::cmp::Reverse(concern.at));
            Ok(own.into_iter().map(|concern| (concern.at, concern.about, concern.text)).collect::<Vec<_>>())
        }
    };
    let days = i64::from(shared.app.programme().answer_within);
    let list = shown(shared.app, told, move |told| {
        let one = |(at, about, text): (_, About, String)| {
            view! {
                <li>
                    <p>{date(at)}" · "<b>{t(&format!("concern.{}", about.name()))}</b></p>
                    <p><bdi>{text}</bdi></p>
                </li>
            }
        };
        let next = (!told.is_empty()).then(|| view! { <p class="notice">{plural("concern.next", days)}</p> });
        view! { {next}<ol class="letters">{told.into_iter().map(one).collect_view()}</ol> }.into_any()
    });
    view! {
        <section class="column" id="concern" tabindex="-1">
            <p>{t("concern.intro")}</p>
            {list}
            {unsent::<Concern>(shared.app, concerns, |concern| &concern.id, |concern| concern.text.clone(), "concern")}
            <details>
                <summary>{t("concern.open")}</summary>
                {form(shared, &pair)}
            </details>
        </section>
    }
    .into_any()
}

fn form(shared: Shared, pair: &Pair) -> AnyView {
    let app = shared.app;
    let form = Form::new("concern".to_owned(), "concern_form");
    let kept = pair.draft("concern");
    let first: ConcernDraft = draft::kept(&kept).unwrap_or_default();
    let (about, text) = (RwSignal::new(first.about), RwSignal::new(first.text));
    let typed = move || ConcernDraft { about: about.get(), text: text.get() };
    draft::keep(kept.clone(), StoredValue::new(ConcernDraft::default()), typed);
    let sending = Submission::of_draft(app, form, kept);
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        let concern = untrack(typed).check().map(|(about, text)| Concern {
            id: sending.id(Kind::Concerns),
            partnership: partnership.clone(),
            by: me.clone(),
            at: app.clock.read(),
            about,
            text,
        });
        let clear = move || [about, text].into_iter().for_each(|field| drop(field.try_set(String::new())));
        sending.send(concern, "concern.sent", "concern", clear);
    };
    let options = About::ALL.map(|about| (about.name().to_owned(), t(&format!("concern.{}", about.name())))).to_vec();
    let choices = form.choose(Field { name: "about", required: true, hint: None }, options, about);
    let partners = pair.partners.clone();
    let write_first = move || {
        about.with(|chosen| chosen == About::Silent.name()).then(|| {
            view! {
                <div class="notice">
                    <p>{t("concern.write_first")}</p>
                    <p>{write_to(&partners, false, "act quiet")}</p>
                </div>
            }
        })
    };
    let inside = view! {
        <p class="soft">{t("concern_form.private")}</p>
        {form.summary()}
        {choices}
        <div>{write_first}</div>
        {form.area(Field { name: "text", required: false, hint: Some("concern_form.text_hint") }, text)}
        {sending.status()}
        <p class="buttons"><button class="act">{t("concern_form.send")}</button></p>
    };
    sending.element(t("concern.open"), "card form", send, inside.into_any())
}
