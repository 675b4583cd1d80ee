//! `/partner`: who one's partner is, and when one was in touch.

use crate::app::parts::document::document;
use crate::app::parts::draft;
use crate::app::parts::face::face;
use crate::app::parts::form::{Field, Form, focus_soon};
use crate::app::parts::load::{failed, shown};
use crate::app::parts::time::date;
use crate::app::route::{Private, Route};
use crate::app::shell::entitle;
use crate::app::site::{Loading, NotShown, Site};
use crate::app::text::{plural, t};
use crate::document::{Writer, markdown};
use crate::domain::contact::{CHANNELS, Contact, ContactDraft};
use crate::domain::participant::Participant;
use crate::domain::partnership::Partnership;
use crate::domain::resource::{Id, Kind};
use crate::store::json::Session;
use crate::store::{Ability, Query, Sent, StoreError, Stored, drafts};
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// Under which name what was typed is kept.
const DRAFT: &str = "contact";

/// What the page shows.
#[derive(Clone, PartialEq)]
enum Found {
    Stranger,
    Unmatched,
    Partners { partnership: Id, partners: Vec<Participant> },
}

/// The page, for who is signed in.
pub fn page(site: Site, session: Option<Session>) -> AnyView {
    entitle(site, &t("partner.title"));
    let is_in = session.is_some();
    let me = session.and_then(|session| Id::try_from(session.id()?).ok());
    let partnerships = site.load(Kind::Partnerships, Query::all());
    let participants = site.load(Kind::Participants, Query::all());
    let contacts = site.load(Kind::Contacts, Query::all());
    let own = me.clone();
    let find = move || match find(partnerships, participants, own.as_ref()) {
        Err(NotShown::Failed(StoreError::NotSignedIn)) => Ok(Found::Stranger),
        // A coordinator is signed in and is no participant.
        Ok(Found::Stranger) if is_in => Ok(Found::Unmatched),
        found => found,
    };
    let view = shown(site, find, move |found| match (found, me.clone()) {
        (Found::Partners { partnership, partners }, Some(me)) => view! {
            {partners.into_iter().map(one).collect_view()}
            {log(site, partnership, me.clone())}
            {kept(site, contacts, me)}
        }
        .into_any(),
        (Found::Unmatched, _) => view! { <p>{t("partner.none")}</p> }.into_any(),
        _ => view! {
            <p>{t("partner.stranger")}</p>
            <p><a class="act" href=Route::Private(Private::SignIn).href()>{t("sign_in.title")}</a></p>
        }
        .into_any(),
    });
    view! {
        <div class="topic">
            <h1>{t("partner.title")}</h1>
            {view}
        </div>
    }
    .into_any()
}

fn find(partnerships: Loading, participants: Loading, me: Option<&Id>) -> Result<Found, NotShown> {
    let Some(me) = me else { return Ok(Found::Stranger) };
    let partnerships: Vec<Partnership> = partnerships.values()?;
    let Some(own) = partnerships.into_iter().find(|p| p.participants.contains(me)) else {
        return Ok(Found::Unmatched);
    };
    let partners = participants.values::<Participant>()?;
    let partners = partners.into_iter().filter(|p| p.id != *me && own.participants.contains(&p.id)).collect();
    Ok(Found::Partners { partnership: own.id, partners })
}

fn one(partner: Participant) -> AnyView {
    view! {
        <section class="card partner">
            <p class="eyebrow">{t("partner.yours")}</p>
            <h2>{face(&partner.name)}" "<bdi>{partner.name.as_str().to_owned()}</bdi></h2>
            <p><bdi>{partner.role}</bdi>", "<bdi>{partner.workplace}</bdi></p>
        </section>
    }
    .into_any()
}

fn kept(site: Site, contacts: Loading, me: Id) -> AnyView {
    let all = move || {
        let mut all: Vec<Stored<Contact>> = contacts.things()?;
        all.sort_by_key(|stored| std::cmp::Reverse(stored.value.at));
        Ok(all.into_iter().map(|stored| (stored.value, stored.unsent)).collect::<Vec<_>>())
    };
    let list = shown(site, all, move |all| {
        let count = plural("partner.contacts", i64::try_from(all.len()).unwrap_or(i64::MAX));
        let items = all.into_iter().map(|(contact, unsent)| contact_item(site, contact, unsent, &me)).collect_view();
        view! { <h2>{count}</h2><ol>{items}</ol> }.into_any()
    });
    view! { <section class="report">{list}</section> }.into_any()
}

fn contact_item(site: Site, contact: Contact, unsent: Option<String>, me: &Id) -> AnyView {
    let waits = unsent.is_some();
    let why = unsent.filter(|why| !why.is_empty());
    let id = contact.id.clone();
    let error = RwSignal::new(None::<StoreError>);
    let remove = move |_| {
        let id = id.clone();
        spawn_local(async move {
            if let Err(why) = site.store().remove::<Contact>(&id).await {
                error.try_set(Some(why));
            }
        });
    };
    let own = (contact.by == *me && (waits || site.store().can(Kind::Contacts, Ability::Remove)))
        .then(|| view! { <button type="button" class="link" on:click=remove>{t("partner.remove")}</button> });
    view! {
        <li>
            <p>
                {date(contact.at)}" · "{channel(&contact.channel)}
                {waits.then(|| view! { " "<span class="badge">{t(if why.is_some() { "comments.refused" } else { "comments.waiting" })}</span> })}
                {why.clone().map(|why| view! { " "<bdi>{why}</bdi> })}
            </p>
            <div class="prose">{document(markdown::read(&contact.note, Writer::Person), Writer::Person)}</div>
            {own}
            {move || error.get().map(|e| failed(&e))}
        </li>
    }
    .into_any()
}

/// The name of a channel; what another program called it, as it is.
fn channel(name: &str) -> String {
    if CHANNELS.contains(&name) { t(&format!("channel.{name}")) } else { name.to_owned() }
}

/// The form to note a contact.
fn log(site: Site, partnership: Id, me: Id) -> AnyView {
    let form = Form::new("contact".to_owned(), "contact_form");
    let today = site.clock.read().date_naive().to_string();
    let begun = ContactDraft { day: today, channel: "email".to_owned(), note: String::new() };
    // On a machine that several people use, each has a draft of their own.
    let kept = format!("{DRAFT}:{me}");
    let first: ContactDraft = draft::kept(&kept).unwrap_or_else(|| begun.clone());
    let (day, way, note) = (RwSignal::new(first.day), RwSignal::new(first.channel), RwSignal::new(first.note));
    let typed = move || ContactDraft { day: day.get(), channel: way.get(), note: note.get() };
    draft::keep(kept.clone(), StoredValue::new(begun), typed);
    let busy = RwSignal::new(false);
    let own_id = RwSignal::new(None::<Id>);
    let outcome = RwSignal::new(None::<Result<bool, StoreError>>);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        outcome.set(None);
        let (at, channel, words) = match untrack(typed).check(site.clock.read()) {
            Ok(checked) => checked,
            Err(problems) => return form.refuse(problems),
        };
        form.problems.set(Vec::new());
        // What is sent again after a failure is the same contact.
        let id = own_id.get_untracked().unwrap_or_else(|| site.store().new_id(Kind::Contacts));
        own_id.set(Some(id.clone()));
        busy.set(true);
        let kept = kept.clone();
        let contact =
            Contact { id, partnership: partnership.clone(), by: me.clone(), at, channel, topic: None, note: words };
        spawn_local(async move {
            let sent = site.store().create(&contact, Value::Null).await.map(|sent| matches!(sent, Sent::Waiting(_)));
            busy.try_set(false);
            if sent.is_ok() {
                own_id.try_set(None);
                note.try_set(String::new());
                drafts::forget(&kept);
            }
            outcome.try_set(Some(sent));
            focus_soon("contact-outcome".to_owned());
        });
    };
    let said = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(waits) => {
                let words = if waits { "contact_form.waiting" } else { "contact_form.done" };
                view! { <p class="notice good" role="status">{t(words)}</p> }.into_any()
            }
            Err(error) => failed(&error),
        })
    };
    let required = |name| Field { name, required: true, hint: None };
    let channels = form.field(required("channel"), move |d| {
        let options = CHANNELS.map(|name| view! { <option value=name>{channel(name)}</option> });
        html::select()
            .id(d.id)
            .aria_required("true")
            .aria_describedby(move || d.described.get())
            .aria_invalid(move || d.invalid.get())
            .on(leptos::ev::change, move |e| way.set(event_target_value(&e)))
            .child(options.into_iter().collect_view())
            .prop("value", move || way.get())
            .into_any()
    });
    view! {
        <div id="contact-outcome" tabindex="-1">{said}</div>
        <form class="card form" on:submit=send novalidate>
            <h2>{t("contact_form.title")}</h2>
            {form.summary()}
            <div class="pair">
                {form.line(required("day"), "date", "off", day)}
                {channels}
            </div>
            {form.area(Field { name: "note", required: false, hint: Some("contact_form.note_hint") }, note)}
            <p class="buttons"><button class="act">{t("contact_form.send")}</button></p>
        </form>
    }
    .into_any()
}
