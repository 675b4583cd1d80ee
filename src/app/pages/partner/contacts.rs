//! When the two were in touch: the list, to mend and to take back.

use super::glance::day_of;
use super::{Pair, Shared};
use crate::app::parts::document::document;
use crate::app::parts::form::focus_soon;
use crate::app::parts::load::{failed, shown};
use crate::app::parts::time::day;
use crate::app::text::{dates, fill, plural, t};
use crate::document::{Writer, markdown};
use crate::domain::contact::{CHANNELS, Contact};
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, StoreError, Stored};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// The name of a channel; what another program called it, as it is.
pub fn channel(name: &str) -> String {
    if CHANNELS.contains(&name) { t(&format!("channel.{name}")) } else { name.to_owned() }
}

/// The contacts, the latest first.
pub fn section(shared: Shared, pair: Pair) -> AnyView {
    let removed = RwSignal::new(None::<Contact>);
    let error = RwSignal::new(None::<StoreError>);
    let me = pair.me.clone();
    let found = move || {
        let topics = shared.topics(&pair)?;
        let contacts = shared.contacts(&pair)?;
        Ok((contacts, topics.into_iter().map(|t| (t.id, t.title)).collect()))
    };
    let list = shown(shared.site, found, move |(all, topics): (Vec<Stored<Contact>>, Vec<_>)| {
        let count = plural("partner.contacts", i64::try_from(all.len()).unwrap_or(i64::MAX));
        let items = all.into_iter().map(|stored| {
            let is_own = stored.value.by == me;
            item(shared, stored, &topics, is_own, removed, error)
        });
        view! { <h2 id="contacts" tabindex="-1">{count}</h2><ol class="letters">{items.collect_view()}</ol> }.into_any()
    });
    let undo = move |_| {
        let Some(contact) = removed.get_untracked() else { return };
        spawn_local(async move {
            match shared.site.store().create(&contact, Value::Null).await {
                Ok(_) => {
                    removed.try_set(None);
                    focus_soon("contacts".to_owned());
                }
                Err(why) => drop(error.try_set(Some(why))),
            }
        });
    };
    let gone = move || {
        removed.get().map(|contact| {
            let words = fill("partner.removed", &[("channel", &channel(&contact.channel))]);
            view! {
                <p class="notice" role="status">{words}" "
                    <button type="button" class="link" id="undo" on:click=undo>{t("partner.undo")}</button>
                </p>
            }
        })
    };
    view! {
        <section class="column">
            {list}
            <div>{gone}</div>
            <div>{move || error.get().map(|why| failed(&why))}</div>
        </section>
    }
    .into_any()
}

fn item(
    shared: Shared,
    stored: Stored<Contact>,
    topics: &[(Id, String)],
    is_own: bool,
    removed: RwSignal<Option<Contact>>,
    error: RwSignal<Option<StoreError>>,
) -> AnyView {
    let contact = stored.value.clone();
    let waits = stored.unsent.is_some();
    let why = stored.unsent.clone().filter(|why| !why.is_empty());
    let store = shared.site.store();
    let can_remove = is_own && (waits || store.can(Kind::Contacts, Ability::Remove));
    let can_mend = is_own && !waits && store.can(Kind::Contacts, Ability::Update);
    let label = format!("{}, {}", channel(&contact.channel), dates::day(day_of(&contact)));
    let gone = contact.clone();
    let remove = move |_| {
        let gone = gone.clone();
        error.set(None);
        spawn_local(async move {
            match shared.site.store().remove::<Contact>(&gone.id).await {
                Ok(()) => {
                    removed.try_set(Some(gone));
                    focus_soon("undo".to_owned());
                }
                Err(why) => drop(error.try_set(Some(why))),
            }
        });
    };
    let mend = move |_| {
        shared.mending.set(Some(stored.clone()));
        focus_soon("contact-day".to_owned());
    };
    let topic = contact.topic.as_ref().and_then(|id| topics.iter().find(|(there, _)| there == id));
    let facts = [
        contact.minutes.map(|minutes| plural("partner.minutes", minutes.into())),
        topic.map(|(_, title)| title.clone()),
    ];
    let facts = facts.into_iter().flatten().map(|fact| view! { " · "<bdi>{fact}</bdi> }).collect_view();
    let state = if why.is_some() { "comments.refused" } else { "comments.waiting" };
    view! {
        <li>
            <p>
                {day(day_of(&contact))}" · "<b>{channel(&contact.channel)}</b>{facts}
                {waits.then(|| view! { " "<span class="badge">{t(state)}</span> })}
                {why.map(|why| view! { " "<bdi>{why}</bdi> })}
            </p>
            <div class="prose">{document(markdown::read(&contact.note, Writer::Person), Writer::Person)}</div>
            <p class="actions">
                {can_mend.then(|| view! { <button type="button" class="link" aria-label=fill("partner.mend_what", &[("what", &label)]) on:click=mend>{t("partner.mend")}</button> })}
                {can_remove.then(|| view! { <button type="button" class="link" aria-label=fill("partner.remove_what", &[("what", &label)]) on:click=remove>{t("partner.remove")}</button> })}
            </p>
        </li>
    }
    .into_any()
}
