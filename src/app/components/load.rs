//! The one way to wait and the one way to fail: what happened, what it means,
//! what one can do next.

use crate::app::context::{AppContext, LoadState};
use crate::app::site_map::Page;
use crate::app::text::{fill, plural, t};
use crate::store::{Refusal, StoreError};
use leptos::prelude::*;
use std::any::Any;
use std::sync::Arc;

/// What stands where something is on its way.
pub fn loading() -> AnyView {
    view! {
        <div class="loading" role="status">
            <span class="visually-hidden">{t("load.loading")}</span>
            <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>
        </div>
    }
    .into_any()
}

/// Shows what follows from what was loaded, and anew only when that changes; or
/// that it is on its way, or why it is not there.
pub fn shown<T: Clone + PartialEq + Send + Sync + 'static>(
    app: AppContext,
    derive: impl Fn() -> Result<T, LoadState> + Send + Sync + 'static,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    let same = |a: &Anything, b: &Anything| a.downcast_ref::<T>() == b.downcast_ref::<T>();
    anything_shown(
        app,
        Box::new(move || derive().map(|value| Comparable { value: Arc::new(value), same })),
        Box::new(move |value| value.downcast_ref::<T>().cloned().map(&show)),
    )
}

/// A value of some type, so that one memo's code serves every page.
type Anything = dyn Any + Send + Sync;

/// Anything, with the way to compare it with another of its type.
#[derive(Clone)]
struct Comparable {
    value: Arc<Anything>,
    same: fn(&Anything, &Anything) -> bool,
}

impl PartialEq for Comparable {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

type Derive = Box<dyn Fn() -> Result<Comparable, LoadState> + Send + Sync>;
type Show = Box<dyn Fn(&Anything) -> Option<AnyView> + Send>;

fn anything_shown(app: AppContext, derive: Derive, show: Show) -> AnyView {
    let derived = Memo::new(move |_| derive());
    let view = move || match derived.get() {
        Ok(found) => show(&*found.value).into_any(),
        Err(reason) => not_loaded(app, &reason),
    };
    view.into_any()
}

/// What stands in the place of something that cannot be shown.
pub fn not_loaded(app: AppContext, reason: &LoadState) -> AnyView {
    match reason {
        LoadState::Loading => loading(),
        LoadState::Failed(error) => {
            let next = match error {
                StoreError::NotSignedIn => {
                    let href = Page::SignIn.href();
                    view! { <a class="act quiet" href=href>{t("account.sign_in")}</a> }.into_any()
                }
                _ => {
                    view! { <button type="button" class="act quiet" on:click=move |_| app.load_again()>{t("load.again")}</button> }
                        .into_any()
                }
            };
            failed_with(error, next)
        }
    }
}

/// Says why something is not there, and what one can do.
pub fn failed_with(error: &StoreError, next: AnyView) -> AnyView {
    view! {
        <div class="notice danger" role="alert" data-away=is_away(error)><p><bdi>{explain(error)}</bdi></p>{next}</div>
    }
    .into_any()
}

/// Whether it may be there in a moment: then `script/takeover.js` leaves what was finished when the site was built. What cannot be
/// read for another reason does not keep anybody from writing.
pub fn is_away(error: &StoreError) -> bool {
    matches!(error, StoreError::Offline(_) | StoreError::TimedOut(_) | StoreError::Unavailable { .. })
}

/// The words for an error.
pub fn explain(error: &StoreError) -> String {
    let key = format!("error.{}", error.name());
    match error {
        StoreError::Offline(what) => fill(&key, &[("what", what)]),
        StoreError::TimedOut(what) => fill(&key, &[("what", what)]),
        StoreError::Invalid { message, .. } | StoreError::SessionRefused(message) => {
            fill(&key, &[("message", message)])
        }
        StoreError::TooMany { wait: Some(seconds) } => plural("error.too_many_seconds", i64::from(*seconds)),
        StoreError::Unavailable { what, status } => fill(&key, &[("what", what), ("status", &status.to_string())]),
        StoreError::Malformed { what, at, found } if at.is_empty() => {
            fill("error.malformed_whole", &[("what", what), ("found", found)])
        }
        StoreError::Malformed { what, at, found } => fill(&key, &[("what", what), ("at", at), ("found", found)]),
        _ => t(&key),
    }
}

/// Why a backend did not take something: what it said, or else the words for the error.
pub fn explain_refusal(refusal: &Refusal) -> String {
    match refusal.message.is_empty() {
        true => t(&format!("error.{}", refusal.reason)),
        false => refusal.message.clone(),
    }
}

/// Says why something could not be done.
pub fn failed(error: &StoreError) -> AnyView {
    view! { <p class="notice danger" role="alert"><bdi>{explain(error)}</bdi></p> }.into_any()
}

/// The whole page, where the site cannot even be opened.
pub fn failed_page(error: &StoreError) -> AnyView {
    let again = view! { <a class="act quiet" href=location().pathname().unwrap_or_default()>{t("load.again")}</a> };
    view! {
        <main class="wrap">
            <h1>{t("load.cannot_open")}</h1>
            {failed_with(error, again.into_any())}
        </main>
    }
    .into_any()
}
