//! The form in which a contact is added or edited. It begins with today and e-mail, so that
//! two taps note one.

use super::shared::{Pair, Shared, day_of, today};
use crate::app::components::channel::channel;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::shown;
use crate::app::components::submission::{Put, Saved, Submission, Told, WAITING};
use crate::app::text::{t, zones};
use crate::domain::contact::{CHANNELS, Contact, ContactDraft, NewContact};
use crate::domain::resource::Kind;
use crate::domain::topic::Topic;
use crate::store::{Ability, Private, Sent, Stored};
use leptos::prelude::*;
use serde_json::Value;

/// The form on the overview, when somebody asks for it or has begun it.
pub fn when_asked(shared: Shared, pair: Pair) -> AnyView {
    if draft::kept::<ContactDraft>(&pair.draft("contact")).is_some() {
        shared.noting.set(true);
    }
    section(shared, pair, shared.noting.into(), Signal::stored(None))
}

/// The form while it is open, and what came of the last one.
pub fn section(shared: Shared, pair: Pair, is_open: Signal<bool>, edited: Signal<Option<Stored<Contact>>>) -> AnyView {
    if !pair.is_open() || !shared.app.store().can(Kind::Contacts, Ability::Create) {
        return ().into_any();
    }
    // The words for what was noted last.
    let outcome = RwSignal::new(None::<&'static str>);
    let said = move || outcome.get().map(|words| view! { <p class="notice good" role="status">{t(words)}</p> });
    let found = {
        let pair = pair.clone();
        move || Ok(topic_choices(shared.topics(&pair)?))
    };
    let form = shown(shared.app, found, move |topics: Vec<(String, String)>| {
        let pair = pair.clone();
        let view = move || is_open.get().then(|| form(shared, &pair, topics.clone(), edited.get(), outcome));
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
    edited: Option<Stored<Contact>>,
    outcome: RwSignal<Option<&'static str>>,
) -> AnyView {
    let app = shared.app;
    let now = move || zones::here(app.clock.read());
    let form = Form::new("contact".to_owned(), "contact_form");
    let begun = match &edited {
        Some(stored) => ContactDraft::of(&stored.value, zones::own(stored.value.at)),
        None => {
            let day = now().date_naive().to_string();
            ContactDraft { day, channel: CHANNELS[0].to_owned(), ..ContactDraft::default() }
        }
    };
    let kept = match &edited {
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
    if edited.is_none() {
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
    let sending = Submission::of_draft(app, form, kept);
    let is_editing = edited.is_some();
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        outcome.set(None);
        let NewContact { at, channel, minutes, topic, note } = match untrack(typed).check(now()) {
            Ok(new) => new,
            Err(problems) => return form.refuse(problems),
        };
        let id = match &edited {
            Some(stored) => stored.value.id.clone(),
            None => sending.id(Kind::Contacts),
        };
        // Of a contact whose day was not changed, the hour stays.
        let at = match &edited {
            Some(stored) if day_of(&stored.value) == zones::here(at).date_naive() => stored.value.at,
            _ => at,
        };
        let contact =
            Contact { id, partnership: partnership.clone(), by: me.clone(), at, channel, topic, minutes, note };
        let (put, words) = match &edited {
            Some(stored) => (Put::over(&contact, stored.revision.clone(), Private::Kept), "contact_form.edited"),
            None => (Put::new(&contact, Value::Null), "contact_form.done"),
        };
        sending.put(put, Told::shown(words), move |Saved { sent, is_all, may_move }| {
            if is_all {
                // The form begins anew.
                shared.editing.set(None);
                shared.noting.set(false);
            }
            outcome.set(Some(if matches!(sent, Sent::Waiting(_)) { WAITING } else { words }));
            if may_move {
                focus_soon("contact-outcome".to_owned());
            }
        });
    };
    // On the overview it is open because somebody asked for it. What was begun stays in its draft.
    let is_asked = shared.noting.get_untracked() && !is_editing;
    let give_up = move |_| {
        shared.editing.set(None);
        shared.noting.set(false);
        focus_soon(if is_asked { "note" } else { "contacts" }.to_owned());
    };
    let field = |name, required| Field { name, required, hint: None };
    let channels = CHANNELS.map(|name| (name.to_owned(), channel(name))).to_vec();
    let title = if is_editing { "contact_form.edit_title" } else { "contact_form.title" };
    let button = if is_editing { "contact_form.save" } else { "contact_form.send" };
    let inside = view! {
        <h2>{t(title)}</h2>
        {form.summary()}
        <div class="pair">
            {form.line(field("day", true), "date", "off", day)}
            {form.choice(field("channel", true), "off", channels, way)}
            {form.choice(field("topic", false), "off", topics, topic)}
            {form.line(field("minutes", false), "text", "off", minutes)}
        </div>
        {form.area(Field { name: "note", required: false, hint: Some("contact_form.note_hint") }, note)}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t(button)}</button>
            {(is_editing || is_asked).then(|| view! { <button type="button" class="act quiet" on:click=give_up>{t("contact_form.cancel")}</button> })}
        </p>
    };
    sending.element(t(title), "card form", send, inside.into_any())
}

/// The topics that a contact can be about, as the choices of a field.
fn topic_choices(topics: Vec<Topic>) -> Vec<(String, String)> {
    let none = (String::new(), t("contact_form.no_topic"));
    [none].into_iter().chain(topics.into_iter().map(|topic| (topic.id.as_str().to_owned(), topic.title))).collect()
}
