//! `/join`: the waitlist for the next round.

use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::{failed, not_loaded, sending_now};
use crate::app::components::time::date;
use crate::app::components::waitlist_draft::DRAFT;
use crate::app::context::{AppContext, LoadState};
use crate::app::text::{countries, t};
use crate::domain::resource::Kind;
use crate::domain::waitlist::{WaitlistDraft, WaitlistEntry};
use crate::store::{Ability, Query, Sent, StoreError, drafts};
use leptos::html;
use leptos::prelude::*;
use serde_json::json;
use wasm_bindgen_futures::spawn_local;

/// The page.
pub fn page(app: AppContext) -> AnyView {
    app.set_title(&t("join.title"));
    view! { <div class="topic"><h1>{t("join.title")}</h1>{waitlist(app)}</div> }.into_any()
}

/// What the waitlist is, who put themselves on it in this browser, and the form.
pub fn waitlist(app: AppContext) -> AnyView {
    if !app.store().can(Kind::Waitlist, Ability::Create) {
        return view! { <p>{t("join.none")}</p> }.into_any();
    }
    let entries = app.load(Kind::Waitlist, Query::all());
    let mine = move || match entries.things::<WaitlistEntry>() {
        Ok(all) => all.into_iter().filter(|e| e.mine).map(|e| listed(app, e.value, e.unsent)).collect_view().into_any(),
        Err(LoadState::Loading) => ().into_any(),
        Err(reason) => not_loaded(app, &reason),
    };
    view! { <p>{t("join.about")}</p> {mine} {form(app)} }.into_any()
}

/// Says to who put themselves on the list in this browser that they are on it.
fn listed(app: AppContext, entry: WaitlistEntry, unsent: Option<String>) -> AnyView {
    let may_leave = unsent.is_some() || app.store().can(Kind::Waitlist, Ability::Remove);
    let words = match &unsent {
        None => t("join.listed"),
        Some(_) => t("join.not_sent"),
    };
    let id = entry.id.clone();
    let error = RwSignal::new(None::<StoreError>);
    let leave = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match app.store().remove(Kind::Waitlist, &id).await {
                Ok(()) => {
                    app.announce(t("join.left"));
                    focus_soon("join-name".to_owned());
                }
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    view! {
        <div class="notice good">
            <p><b><bdi>{entry.name.as_str().to_owned()}</bdi></b>": "{words}" "{date(entry.consented)}" "<bdi>{unsent.unwrap_or_default()}</bdi></p>
            {may_leave.then(|| {
                view! { <button type="button" class="link" on:click=leave>{t("join.leave")}</button> }
            })}
            {move || error.get().map(|e| failed(&e))}
        </div>
    }
    .into_any()
}

fn form(app: AppContext) -> AnyView {
    let form = Form::new("join".to_owned(), "join_form");
    let begin: WaitlistDraft = draft::kept(DRAFT).unwrap_or_default();
    let name = RwSignal::new(begin.name);
    let email = RwSignal::new(begin.email);
    let country = RwSignal::new(begin.country);
    let consent = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<bool, StoreError>>);
    let sending = RwSignal::new(false);
    let typed =
        move || WaitlistDraft { name: name.get(), email: email.get(), country: country.get(), consent: consent.get() };
    draft::keep(DRAFT.to_owned(), StoredValue::new(WaitlistDraft::default()), typed);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        outcome.set(None);
        let new = match untrack(typed).check() {
            Ok(new) => new,
            Err(problems) => return form.refuse(problems),
        };
        form.problems.set(Vec::new());
        sending.set(true);
        let entry = WaitlistEntry {
            id: app.store().new_id(Kind::Waitlist),
            name: new.name,
            country: new.country,
            consented: app.clock.read(),
        };
        let private = json!({ "email": new.email });
        let was = drafts::kept(DRAFT);
        spawn_local(async move {
            let sent = app.store().create(&entry, private).await.map(|sent| matches!(sent, Sent::Waiting(_)));
            // They may have gone to another page meanwhile: of this one, nothing may be read any more.
            sending.set(false);
            // What was typed while it was sent stays.
            if sent.is_ok() && drafts::kept(DRAFT) == was {
                drafts::forget(DRAFT);
                [name, email, country].into_iter().for_each(|field| field.set(String::new()));
                consent.set(false);
            }
            outcome.set(Some(sent));
            focus_soon("join-outcome".to_owned());
        });
    };
    let said = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(waits) => {
                let words = if waits { "join.not_sent" } else { "join.done" };
                view! { <p class="notice good" role="status">{t(words)}</p> }.into_any()
            }
            Err(StoreError::AlreadyThere) => {
                view! { <p class="notice good" role="status">{t("join.already")}</p> }.into_any()
            }
            Err(error) => failed(&error),
        })
    };
    let required = |name| Field { name, required: true, hint: None };
    let email_field = Field { hint: Some("join_form.email_hint"), ..required("email") };
    view! {
        <div id="join-outcome" tabindex="-1">{said}</div>
        <form class="card form" part="form" on:submit=send novalidate>
            <p class="soft">{t("problem.required")}</p>
            {form.summary()}
            {form.line(required("name"), "text", "name", name)}
            {form.line(email_field, "email", "email", email)}
            {country_field(form, country)}
            {form.field(required("consent"), |d| {
                html::input()
                    .id(d.id)
                    .r#type("checkbox")
                    .aria_required("true")
                    .aria_describedby(move || d.described.get())
                    .aria_invalid(move || d.invalid.get())
                    .prop("checked", move || consent.get())
                    .on(leptos::ev::change, move |e| consent.set(event_target_checked(&e)))
                    .into_any()
            })}
            {sending_now(sending)}
            <p class="buttons"><button class="act">{t("join.send")}</button></p>
        </form>
    }
    .into_any()
}

fn country_field(form: Form, country: RwSignal<String>) -> AnyView {
    let first = (String::new(), t("join_form.choose"));
    let all = countries().into_iter().map(|(code, name)| (code.to_owned(), name));
    let field = Field { name: "country", required: true, hint: None };
    form.choice(field, "country", [first].into_iter().chain(all).collect(), country)
}
