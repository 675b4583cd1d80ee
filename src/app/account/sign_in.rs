//! `/sign-in`: signing in to the backends that ask for it, and out again.

use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::failed;
use crate::app::components::submission::Submission;
use crate::app::context::AppContext;
use crate::app::site_map::Page;
use crate::app::text::{fill, t};
use crate::domain::problem::{Fault, Problem};
use crate::store::json::Backend;
use crate::store::json::profile::Asks;
use crate::store::remote::RemoteStore;
use crate::store::{StoreError, drafts};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The page.
pub fn page(app: AppContext, live: &Rc<RemoteStore>) -> AnyView {
    app.set_title(&t("sign_in.title"));
    let asking: Vec<_> = live.backends().into_iter().filter(|backend| backend.profile().sign_in.is_some()).collect();
    let several = asking.len() > 1;
    // The token of a link that somebody was sent, as soon as the address has one; for a backend that takes a token and
    // to which nobody is signed in. Whoever is signed in stays so.
    let given = RwSignal::new(None::<String>);
    let all = StoredValue::new_local(asking.clone());
    let is_free = |backend: &Rc<Backend>| {
        let asks = backend.profile().sign_in.as_ref().map(|sign_in| sign_in.asks);
        asks == Some(Asks::Token) && backend.session().is_none()
    };
    Effect::new(move |_| {
        if let Some(token) = token_in_link(app).filter(|_| all.with_value(|all| all.iter().any(is_free))) {
            given.set(Some(token));
        }
    });
    let forms =
        asking.into_iter().enumerate().map(|(i, backend)| one(app, live, i, backend, several, given)).collect_view();
    view! {
        <div class="topic">
            <h1>{t("sign_in.title")}</h1>
            {forms}
        </div>
    }
    .into_any()
}

/// One backend: a form, or that one is signed in.
fn one(
    app: AppContext,
    live: &Rc<RemoteStore>,
    number: usize,
    backend: Rc<Backend>,
    several: bool,
    given: RwSignal<Option<String>>,
) -> AnyView {
    let name = several.then(|| view! { <h2><bdi>{backend.profile().name.clone()}</bdi></h2> });
    let is_in = RwSignal::new(backend.session().is_some());
    let backend = StoredValue::new_local(backend);
    let live = StoredValue::new_local(Rc::clone(live));
    let view = move || {
        if is_in.get() {
            signed_in(app, live, backend, is_in)
        } else {
            form(app, live, number, backend, is_in, given, several)
        }
    };
    view! { <section>{name}{view}</section> }.into_any()
}

/// The backends of the site.
type Behind = StoredValue<Rc<RemoteStore>, LocalStorage>;

type Kept = StoredValue<Rc<Backend>, LocalStorage>;

fn signed_in(app: AppContext, live: Behind, backend: Kept, is_in: RwSignal<bool>) -> AnyView {
    let who = backend.with_value(|backend| backend.session().and_then(|session| session.id())).unwrap_or_default();
    let said = fill("sign_in.in", &[("who", &who)]);
    let who = StoredValue::new(who);
    let asks = RwSignal::new(false);
    let leave = move |keeps: bool| {
        backend.with_value(|backend| backend.sign_out());
        is_in.set(false);
        let (live, who) = (live.get_value(), who.get_value());
        spawn_local(async move {
            if !keeps {
                drafts::forget_of(&who);
                live.forget_waiting_of(&who).await;
            }
            // What was read belongs to who read it.
            live.forget_read();
            app.load_again();
            app.announce(t("sign_in.out"));
        });
    };
    // What somebody wrote is not lost without their word, and does not stay on a machine that others use without it.
    let press = move |_| {
        let has_begun =
            who.with_value(|who| !drafts::of(who).is_empty() || live.with_value(|live| live.waiting_of(who)) > 0);
        if has_begun {
            asks.set(true);
            focus_soon("sign-out".to_owned());
        } else {
            leave(true);
        }
    };
    let ways = move || {
        if asks.get() {
            let (keep, remove) = (move |_| leave(true), move |_| leave(false));
            return view! {
                <div class="notice" id="sign-out" tabindex="-1">
                    <p>{t("sign_in.kept")}</p>
                    <p class="buttons">
                        <button type="button" class="act" on:click=keep>{t("sign_in.leave_keep")}</button>
                        <button type="button" class="act quiet danger" on:click=remove>{t("sign_in.leave_remove")}</button>
                    </p>
                </div>
            }
            .into_any();
        }
        view! {
            <p class="buttons">
                <a class="act" href=Page::Partner.href()>{t("account.partner")}</a>
                <button type="button" class="act quiet" on:click=press>{t("sign_in.leave")}</button>
            </p>
        }
        .into_any()
    };
    view! {
        <p class="notice good" id="signed-in" tabindex="-1"><bdi>{said}</bdi></p>
        {ways}
    }
    .into_any()
}

fn form(
    app: AppContext,
    live: Behind,
    number: usize,
    backend: Kept,
    is_in: RwSignal<bool>,
    given: RwSignal<Option<String>>,
    several: bool,
) -> AnyView {
    let form = Form::new(format!("sign-in-{number}"), "sign_in");
    let asks = backend.with_value(|backend| backend.profile().sign_in.as_ref().map(|s| s.asks)).unwrap_or_default();
    let (user, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Submission::new(app, form);
    let sign_in = move || {
        let (name, secret) = (user.get_untracked(), password.get_untracked());
        let missing = |field, text: &str| text.is_empty().then_some(Problem { field, fault: Fault::Missing });
        let user_problem = (asks == Asks::Password).then(|| missing("user", &name)).flatten();
        let problems: Vec<_> = [user_problem, missing(secret_field(asks), &secret)].into_iter().flatten().collect();
        if !problems.is_empty() {
            return form.refuse(problems);
        }
        let (there, live) = (backend.get_value(), live.get_value());
        let work = async move {
            there.sign_in(&name, &secret).await?;
            // Whoever has left the form is signed in all the same.
            live.forget_read();
            live.wake();
            app.load_again();
            app.announce(t("sign_in.done"));
            Ok(())
        };
        sending.run(work, move |(), may_move| {
            password.set(String::new());
            is_in.set(true);
            if may_move {
                focus_soon("signed-in".to_owned());
            }
        });
    };
    Effect::new(move |_| {
        // The first that asks for a token takes it.
        if asks == Asks::Token
            && let Some(token) = given.get()
        {
            given.set(None);
            password.set(token);
            sign_in();
        }
    });
    let required = |name| Field { name, required: true, hint: None };
    let user_field = (asks == Asks::Password).then(|| form.line(required("user"), "text", "username", user));
    let label = backend.with_value(|backend| match several {
        true => format!("{}: {}", t("sign_in.title"), backend.profile().name),
        false => t("sign_in.title"),
    });
    let inside = view! {
        {form.summary()}
        {user_field}
        {form.line(required(secret_field(asks)), "password", "current-password", password)}
        {sending.status_with("load.sending", not_signed_in)}
        <p class="buttons"><button class="act">{t("sign_in.send")}</button></p>
    };
    sending.element(label, "card form", sign_in, inside.into_any())
}

/// Why somebody could not be signed in.
fn not_signed_in(error: &StoreError) -> AnyView {
    match error {
        StoreError::NotSignedIn => view! { <p class="notice danger" role="alert">{t("sign_in.wrong")}</p> }.into_any(),
        other => failed(other),
    }
}

/// The token of a link that somebody was sent: `/sign-in#token=…`. It is taken out of the address, so that it does not
/// stay in the history; behind `#` no server has seen it.
fn token_in_link(app: AppContext) -> Option<String> {
    let token = app.place.fragment.with(|fragment| fragment.strip_prefix("token=").map(str::to_owned))?;
    app.place.point("");
    let token = js_sys::decode_uri_component(&token).ok()?.as_string()?;
    (!token.is_empty()).then_some(token)
}

fn secret_field(asks: Asks) -> &'static str {
    match asks {
        Asks::Password => "password",
        Asks::Token => "token",
    }
}
