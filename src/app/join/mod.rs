//! `/join`: the waitlist for the next round.

use crate::app::components::draft;
use crate::app::components::focus::FocusBefore;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::{explain_refusal, failed, not_loaded};
use crate::app::components::submission::{Put, Saved, Submission, Told};
use crate::app::components::task::Task;
use crate::app::components::time::date;
use crate::app::components::waitlist_draft::DRAFT;
use crate::app::context::{AppContext, LoadState};
use crate::app::text::{countries, t};
use crate::domain::resource::Kind;
use crate::domain::waitlist::{WaitlistDraft, WaitlistEntry};
use crate::store::{Ability, Delivery, Query, Sent, StoreError};
use leptos::html;
use leptos::prelude::*;
use serde_json::json;

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
        Ok(all) => {
            all.into_iter().filter(|e| e.mine).map(|e| listed(app, e.value, &e.delivery)).collect_view().into_any()
        }
        Err(LoadState::Loading) => ().into_any(),
        Err(reason) => not_loaded(app, &reason),
    };
    view! { <p>{t("join.about")}</p> {mine} {form(app)} }.into_any()
}

/// Says to who put themselves on the list in this browser that they are on it.
fn listed(app: AppContext, entry: WaitlistEntry, delivery: &Delivery) -> AnyView {
    let may_leave = !delivery.is_sent() || app.store().can(Kind::Waitlist, Ability::Remove);
    let words = t(if delivery.is_sent() { "join.listed" } else { "load.waiting" });
    let why = match delivery {
        Delivery::Refused(refusal) => Some(explain_refusal(refusal)),
        _ => None,
    };
    let id = entry.id.clone();
    let task = Task::new();
    let leave = move |_| {
        let (id, before) = (id.clone(), FocusBefore::now());
        let work = async move {
            app.store().remove(Kind::Waitlist, &id).await?;
            app.announce(t("join.left"));
            // What says that somebody is on the list goes before the answer comes to it.
            before.move_to("join-name".to_owned());
            Ok(())
        };
        task.run(work, |_| ());
    };
    view! {
        <div class="notice good">
            <p><b><bdi>{entry.name.as_str().to_owned()}</bdi></b>": "{words}" "{date(entry.consented)}" "<bdi>{why}</bdi></p>
            {may_leave.then(|| {
                view! { <button type="button" class="link" on:click=leave>{t("join.leave")}</button> }
            })}
            {task.error()}
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
    // The words for what was sent last.
    let said = RwSignal::new(None::<&'static str>);
    let typed =
        move || WaitlistDraft { name: name.get(), email: email.get(), country: country.get(), consent: consent.get() };
    draft::keep(DRAFT.to_owned(), StoredValue::new(WaitlistDraft::default()), typed);
    let sending = Submission::of_draft(app, form, DRAFT.to_owned());
    let send = move || {
        said.set(None);
        let new = match untrack(typed).check() {
            Ok(new) => new,
            Err(problems) => return form.refuse(problems),
        };
        let entry = WaitlistEntry {
            id: sending.id(Kind::Waitlist),
            name: new.name,
            country: new.country,
            consented: app.clock.read(),
        };
        let put = Put::new(&entry, json!({ "email": new.email }));
        let told = Told { words: Box::new(words_for), is_shown: true };
        sending.put(put, told, move |Saved { sent, is_all, may_move }| {
            if is_all {
                [name, email, country].into_iter().for_each(|field| field.set(String::new()));
                consent.set(false);
            }
            said.set(Some(words_for(&sent)));
            if may_move {
                focus_soon("join-outcome".to_owned());
            }
        });
    };
    let outcome = move || said.get().map(|words| view! { <p class="notice good" role="status">{t(words)}</p> });
    let required = |name| Field { name, required: true, hint: None };
    let email_field = Field { hint: Some("join_form.email_hint"), ..required("email") };
    let inside = view! {
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
        {sending.status_with("load.sending", not_listed)}
        <p class="buttons"><button class="act">{t("join.send")}</button></p>
    };
    view! {
        <div id="join-outcome" tabindex="-1">{outcome}</div>
        {sending.element(t("join.title"), "card form", send, inside.into_any())}
    }
    .into_any()
}

fn words_for(sent: &Sent) -> &'static str {
    if matches!(sent, Sent::Waiting(_)) { "load.waiting" } else { "join.done" }
}

/// Why somebody was not put on the list; who is on it already need not be.
fn not_listed(error: &StoreError) -> AnyView {
    match error {
        StoreError::AlreadyThere => view! { <p class="notice good" role="status">{t("join.already")}</p> }.into_any(),
        other => failed(other),
    }
}

fn country_field(form: Form, country: RwSignal<String>) -> AnyView {
    let first = (String::new(), t("join_form.choose"));
    let all = countries().into_iter().map(|(code, name)| (code.to_owned(), name));
    let field = Field { name: "country", required: true, hint: None };
    form.choice(field, "country", [first].into_iter().chain(all).collect(), country)
}
