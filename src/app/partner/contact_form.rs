//! The form in which a contact is noted, or mended. It begins with today and e-mail, so that
//! two taps note one.

use super::{Pair, Shared, today};
use crate::app::components::channel::channel;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::{failed, shown};
use crate::app::components::submission::{Gone, WAITING, store};
use crate::app::text::{t, zones};
use crate::domain::contact::{CHANNELS, Contact, ContactDraft, NewContact};
use crate::domain::resource::{Id, Kind};
use crate::domain::topic::Topic;
use crate::store::{Ability, StoreError, Stored, as_json};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The form, and what came of the last one.
pub fn section(shared: Shared, pair: Pair) -> AnyView {
    if !pair.is_open() || !shared.app.store().can(Kind::Contacts, Ability::Create) {
        return ().into_any();
    }
    let outcome = RwSignal::new(None::<Result<&'static str, StoreError>>);
    let said = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(words) => view! { <p class="notice good" role="status">{t(words)}</p> }.into_any(),
            Err(error) => failed(&error),
        })
    };
    let found = {
        let pair = pair.clone();
        move || Ok(topic_choices(shared.topics(&pair)?))
    };
    let form = shown(shared.app, found, move |topics: Vec<(String, String)>| {
        let pair = pair.clone();
        let view = move || form(shared, &pair, topics.clone(), shared.editing.get(), outcome);
        view.into_any()
    });
    view! {
        <section class="column">
            <div id="contact-outcome" tabindex="-1">{said}</div>
            {form}
        </section>
    }
    .into_any()
}

fn form(
    shared: Shared,
    pair: &Pair,
    topics: Vec<(String, String)>,
    edited_comment: Option<Stored<Contact>>,
    outcome: RwSignal<Option<Result<&'static str, StoreError>>>,
) -> AnyView {
    let app = shared.app;
    let now = move || zones::here(app.clock.read());
    let form = Form::new("contact".to_owned(), "contact_form");
    let begun = match &edited_comment {
        Some(stored) => ContactDraft::of(&stored.value, zones::own(stored.value.at)),
        None => {
            let day = now().date_naive().to_string();
            ContactDraft { day, channel: CHANNELS[0].to_owned(), ..ContactDraft::default() }
        }
    };
    let kept = match &edited_comment {
        Some(stored) => pair.draft(&format!("contact:{}", stored.value.id)),
        None => pair.draft("contact"),
    };
    let first: ContactDraft = draft::kept(&kept).unwrap_or_else(|| begun.clone());
    let [day, way, minutes, topic, note] =
        [first.day, first.channel, first.minutes, first.topic, first.note].map(RwSignal::new);
    let typed = move || ContactDraft {
        day: day.get(),
        channel: way.get(),
        minutes: minutes.get(),
        topic: topic.get(),
        note: note.get(),
    };
    let begun = StoredValue::new(begun);
    if edited_comment.is_none() {
        // A page that stays open over midnight begins with the new day, unless somebody has begun with the old one.
        Effect::new(move |before: Option<String>| {
            let now = today(app).to_string();
            if before.is_some_and(|before| before != now) && begun.with_value(|begun| *begun == untrack(typed)) {
                begun.update_value(|begun| begun.day.clone_from(&now));
                day.set(now.clone());
            }
            now
        });
    }
    draft::keep(kept.clone(), begun, typed);
    let busy = RwSignal::new(false);
    // What is sent again after a failure is the same contact.
    let own_id = RwSignal::new(None::<Id>);
    let is_mending = edited_comment.is_some();
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        outcome.set(None);
        let new = match untrack(typed).check(now()) {
            Ok(new) => new,
            Err(problems) => return form.refuse(problems),
        };
        form.problems.set(Vec::new());
        busy.set(true);
        let NewContact { at, channel, minutes, topic, note } = new;
        let (kept, edited_comment) = (kept.clone(), edited_comment.clone());
        let id = match &edited_comment {
            Some(stored) => stored.value.id.clone(),
            None => own_id.get_untracked().unwrap_or_else(|| app.store().new_id(Kind::Contacts)),
        };
        own_id.set(Some(id.clone()));
        // Of a contact whose day was not changed, the hour stays.
        let at = match &edited_comment {
            Some(stored) if super::overview::day_of(&stored.value) == zones::here(at).date_naive() => stored.value.at,
            _ => at,
        };
        let contact =
            Contact { id, partnership: partnership.clone(), by: me.clone(), at, channel, topic, minutes, note };
        spawn_local(async move {
            let revision = edited_comment.map(|stored| stored.revision);
            let words = if revision.is_some() { "contact_form.mended" } else { "contact_form.done" };
            let stored = store(app, Kind::Contacts, as_json(&contact), revision, &kept).await;
            busy.try_set(false);
            let said = stored.map(|Gone { waits, is_all }| {
                // What is sent next is another contact.
                own_id.try_set(None);
                if is_all {
                    // The form begins anew.
                    shared.editing.try_set(None);
                }
                if waits { WAITING } else { words }
            });
            outcome.try_set(Some(said));
            focus_soon("contact-outcome".to_owned());
        });
    };
    let give_up = move |_| {
        shared.editing.set(None);
        focus_soon("contacts".to_owned());
    };
    let field = |name, required| Field { name, required, hint: None };
    let channels = CHANNELS.map(|name| (name.to_owned(), channel(name))).to_vec();
    let title = if is_mending { "contact_form.mend_title" } else { "contact_form.title" };
    let button = if is_mending { "contact_form.save" } else { "contact_form.send" };
    view! {
        <form class="card form" on:submit=send novalidate>
            <h2>{t(title)}</h2>
            {form.summary()}
            <div class="pair">
                {form.line(field("day", true), "date", "off", day)}
                {form.choice(field("channel", true), "off", channels, way)}
                {form.choice(field("topic", false), "off", topics, topic)}
                {form.line(field("minutes", false), "text", "off", minutes)}
            </div>
            {form.area(Field { name: "note", required: false, hint: Some("contact_form.note_hint") }, note)}
            <p class="buttons">
                <button class="act">{t(button)}</button>
                {is_mending.then(|| view! { <button type="button" class="act quiet" on:click=give_up>{t("contact_form.cancel")}</button> })}
            </p>
        </form>
    }
    .into_any()
}

/// The topics that a contact can be about, as the choices of a field.
fn topic_choices(topics: Vec<Topic>) -> Vec<(String, String)> {
    let none = (String::new(), t("contact_form.no_topic"));
    [none].into_iter().chain(topics.into_iter().map(|topic| (topic.id.as_str().to_owned(), topic.title))).collect()
}
