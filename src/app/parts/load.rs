//! The one way to wait and the one way to fail: what happened, what it means,
//! what one can do next.

use crate::app::text::{fill, t};
use crate::store::StoreError;
use leptos::prelude::*;

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

/// Shows what was loaded, or that it is on its way, or why it is not there.
pub fn loaded<T: Clone + 'static>(
    resource: LocalResource<Result<T, StoreError>>,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    let view = move || match resource.get() {
        None => loading(),
        Some(Ok(value)) => show(value),
        Some(Err(error)) => failed(&error, Some(Box::new(move || resource.refetch()))),
    };
    view.into_any()
}

/// The words for an error.
pub fn explain(error: &StoreError) -> String {
    let key = format!("error.{}", error.name());
    match error {
        StoreError::Offline(what) => fill(&key, &[("what", what)]),
        StoreError::Unavailable { what, status } => fill(&key, &[("what", what), ("status", &status.to_string())]),
        StoreError::Malformed { what, at, found } => fill(&key, &[("what", what), ("at", at), ("found", found)]),
        _ => t(&key),
    }
}

/// Says why something is not there, with a way to try again where there is one.
pub fn failed(error: &StoreError, again: Option<Box<dyn Fn() + Send>>) -> AnyView {
    let words = explain(error);
    let button = again.map(|again| {
        view! { <button type="button" class="act quiet" on:click=move |_| again()>{t("load.again")}</button> }
    });
    view! {
        <div class="notice danger" role="alert">
            <p><bdi>{words}</bdi></p>
            {button}
        </div>
    }
    .into_any()
}

/// The whole page, where the site cannot even be opened.
pub fn failed_page(error: &StoreError) -> AnyView {
    view! {
        <main class="wrap">
            <h1>{t("load.cannot_open")}</h1>
            {failed(error, None)}
        </main>
    }
    .into_any()
}
