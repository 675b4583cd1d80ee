//! When the two were in touch: the list, with ways to edit and to delete.

use super::notes::Notes;
use super::shared::{Contacts, Pair, Shared, day_of};
use super::{contact_form, milestones};
use crate::app::components::channel::channel;
use crate::app::components::document::document;
use crate::app::components::form::focus_soon;
use crate::app::components::keyed::{Keyed, keyed};
use crate::app::components::load::shown;
use crate::app::components::time::day;
use crate::app::components::undo::Undo;
use crate::app::components::unsent::state;
use crate::app::text::{dates, fill, plural, t};
use crate::document::{Writer, markdown};
use crate::domain::contact::Contact;
use crate::domain::note::Subject;
use crate::domain::resource::Kind;
use crate::domain::topic::Topic;
use crate::store::{Ability, Stored};
use leptos::prelude::*;

/// The contacts, the latest first.
pub fn section(shared: Shared, pair: &Pair, all: Contacts, notes: Option<Notes>) -> AnyView {
    // Here the form is open in any case.
    shared.noting.set(false);
    let undo = Undo::new(shared.app, Kind::Contacts, "contacts".to_owned());
    let topics = {
        let pair = pair.clone();
        Memo::new(move |_| shared.topics(&pair).unwrap_or_default())
    };
    let list = {
        let pair = StoredValue::new(pair.clone());
        keyed(move || {
            let one = |stored: Stored<Contact>| Keyed {
                key: format!("{} {} {:?}", stored.value.id, stored.revision, stored.delivery),
                show: Box::new(move || item(shared, pair, stored, topics, undo, notes)),
            };
            all.get().unwrap_or_default().into_iter().map(one).collect()
        })
    };
    let heading = shown(
        shared.app,
        move || Ok(all.get()?.len()),
        |count| {
            let count = plural("partner.contacts", i64::try_from(count).unwrap_or(i64::MAX));
            view! { <h2 id="contacts" tabindex="-1">{count}</h2> }.into_any()
        },
    );
    view! {
        {contact_form::section(shared, pair.clone(), Signal::stored(true), shared.editing.into())}
        <section class="column">
            {heading}
            <ol class="letters">{list}</ol>
            {undo.notice("contacts")}
        </section>
        {milestones::section(shared, pair.clone(), all)}
    }
    .into_any()
}

fn item(
    shared: Shared,
    pair: StoredValue<Pair>,
    stored: Stored<Contact>,
    topics: Memo<Vec<Topic>>,
    undo: Undo,
    notes: Option<Notes>,
) -> AnyView {
    let contact = stored.value.clone();
    let (is_own, is_open) = pair.with_value(|pair| (contact.by == pair.me, pair.is_open()));
    let delivery = stored.delivery.clone();
    let waits = !delivery.is_sent();
    let store = shared.app.store();
    let can_remove = is_own && (waits || is_open && store.can(Kind::Contacts, Ability::Remove));
    let can_edit = is_own && is_open && !waits && store.can(Kind::Contacts, Ability::Update);
    let label = format!("{}, {}", channel(&contact.channel), dates::day(day_of(&contact)));
    let remove = {
        let (contact, label) = (contact.clone(), label.clone());
        move |_| undo.remove(&contact, &contact.id, label.clone())
    };
    let edit = move |_| {
        shared.editing.set(Some(stored.clone()));
        focus_soon("contact-day".to_owned());
    };
    let minutes = contact.minutes.map(|minutes| view! { " · "{plural("partner.minutes", minutes.into())} });
    let about = contact.topic.clone();
    let topic = move || {
        let title =
            topics.with(|all| Some(all.iter().find(|topic| Some(&topic.id) == about.as_ref())?.title.clone()))?;
        Some(view! { " · "<bdi>{title}</bdi> })
    };
    let own_note = notes.map(|notes| notes.view(Subject::Contact(contact.id.clone()), &label));
    view! {
        <li>
            <p>
                {day(day_of(&contact))}" · "<b>{channel(&contact.channel)}</b>{minutes}{topic}
                {state(&delivery)}
            </p>
            <div class="prose">{document(markdown::read(&contact.note, Writer::Person), Writer::Person)}</div>
            <p class="actions">
                {can_edit.then(|| view! { <button type="button" class="link" aria-label=fill("partner.edit_what", &[("what", &label)]) on:click=edit>{t("partner.edit")}</button> })}
                {can_remove.then(|| view! { <button type="button" class="link" aria-label=fill("partner.remove_what", &[("what", &label)]) on:click=remove>{t("removal.delete")}</button> })}
            </p>
            {own_note}
        </li>
    }
    .into_any()
}
