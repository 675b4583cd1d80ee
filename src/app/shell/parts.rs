//! Parts of the program: each is WebAssembly of its own that shares memory and functions with main, and comes when a page in it is
//! first wanted. `xtask` splits them off; without its feature `split` they are in main (docs/decisions/parts.md).

use crate::app::components::load::{failed_with, loading};
use crate::app::context::{Account, AppContext, PartCode};
use crate::app::public;
use crate::app::route::Route;
use crate::app::site_map::{Page, Part};
use crate::app::text::{self, t};
use crate::store::{LocalFuture, StoreError};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

impl From<SplitLoaderError> for StoreError {
    fn from(_: SplitLoaderError) -> Self {
        Self::Offline(t("load.part"))
    }
}

/// Makes a module for a part of the program that this is written in: `name` is what its files are named after, and `show` the
/// function of `shell::entries` that shows its pages. What only that function needs is not in main.
#[macro_export]
macro_rules! part {
    ($name:ident, $part:ident, $show:ident) => {
        mod $name {
            #[cfg(not(feature = "split"))]
            use leptos::wasm_split::SplitLoaderError;
            use $crate::app::context::{AppContext, PartCode};
            use $crate::app::site_map::{Page, Part};
            use $crate::store::StoreError;

            pub const CODE: PartCode = PartCode {
                part: Part::$part,
                load: || Box::pin(async { Ok(load().await?) }),
                show: |app, page| Box::pin(show(app, page)),
            };

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, preload(load), fallible)]
            fn show(app: AppContext, page: Page) -> Result<leptos::prelude::AnyView, StoreError> {
                Ok($crate::app::shell::entries::$show(app, page))
            }

            #[cfg(not(feature = "split"))]
            async fn show(app: AppContext, page: Page) -> Result<leptos::prelude::AnyView, StoreError> {
                Ok($crate::app::shell::entries::$show(app, page))
            }

            #[cfg(not(feature = "split"))]
            async fn load() -> Result<(), SplitLoaderError> {
                Ok(())
            }
        }
    };
}

/// Makes a module for the part of the program that says what is wrong with a profile. It is no part of the site: whoever reads a
/// good one never needs it. What it gives is `explain`, for `store::backends::open`.
#[macro_export]
macro_rules! profile_rules {
    ($name:ident) => {
        mod $name {
            use $crate::diagnostics::explain::{SCHEMA, unread};
            use $crate::platform::browser;
            use $crate::store::{LocalFuture, StoreError};

            pub fn explain(source: String, profile: serde_json::Value) -> LocalFuture<'static, StoreError> {
                Box::pin(async move {
                    let told = async { told(source, profile, browser::file(SCHEMA).await?).await };
                    told.await.unwrap_or_else(|error| error)
                })
            }

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn told(source: String, profile: serde_json::Value, schema: String) -> Result<StoreError, StoreError> {
                Ok(unread(&source, &profile, &schema))
            }

            #[cfg(not(feature = "split"))]
            async fn told(
                source: String,
                profile: serde_json::Value,
                schema: String,
            ) -> Result<StoreError, StoreError> {
                Ok(unread(&source, &profile, &schema))
            }
        }
    };
}

/// Has everything come that a part needs: its code, its words and its style, at the same time. What is there already is not
/// asked for, and what did not come is asked for again.
fn fetch(code: PartCode) -> LocalFuture<'static, Result<(), StoreError>> {
    let name = code.part.name();
    let mut coming: Vec<LocalFuture<'static, Result<(), StoreError>>> = vec![(code.load)(), Box::pin(text::also(name))];
    if code.part.has_style() {
        coming.push(Box::pin(style(name)));
    }
    Box::pin(std::future::poll_fn(move |context| {
        let mut failed = None;
        coming.retain_mut(|one| match one.as_mut().poll(context) {
            Poll::Pending => true,
            Poll::Ready(came) => {
                failed = came.err().or(failed.take());
                false
            }
        });
        match failed {
            Some(error) => Poll::Ready(Err(error)),
            None if coming.is_empty() => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    }))
}

/// Puts the style sheet of a part into the page, and waits until it is there.
async fn style(name: &str) -> Result<(), StoreError> {
    let start = document().query_selector("script[data-styles]").ok().flatten();
    let href = match start.and_then(|script| script.get_attribute("data-styles")) {
        Some(hash) => format!("style-{name}-{hash}.css"),
        // What trunk serves is the tree as it stands.
        None => format!("style/{name}.css"),
    };
    if document().query_selector(&format!("link[rel=stylesheet][href$='{href}']")).ok().flatten().is_some() {
        return Ok(());
    }
    let missing = || StoreError::Offline(t("load.part"));
    let link: web_sys::HtmlElement = document().create_element("link").map_err(|_| missing())?.unchecked_into();
    let _ = link.set_attribute("rel", "stylesheet").and_then(|()| link.set_attribute("href", &href));
    let came = Promise::new(&mut |came, failed| {
        link.set_onload(Some(&came));
        link.set_onerror(Some(&failed));
        if let Some(head) = document().head() {
            let _ = head.append_child(&link);
        }
    });
    JsFuture::from(came).await.map(drop).map_err(|_| {
        link.remove();
        missing()
    })
}

/// What a future gives that does not have to wait.
fn now<T>(future: &mut LocalFuture<'_, T>) -> Option<T> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// How far a part is.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Coming,
    There,
    Missing,
}

/// A page that is in a part of the program: it is loading, or there, or says that it did not come, with a way to try again.
pub fn page(app: AppContext, page: Page) -> AnyView {
    let Some(code) = page.entry().part.and_then(|part| app.part(part)) else { return public::not_found::page(app) };
    let state = RwSignal::new(State::Coming);
    let ask = move || {
        let mut coming = fetch(code);
        match now(&mut coming) {
            Some(came) => state.set(State::of(&came)),
            None => {
                state.set(State::Coming);
                // Who asked may have gone to another page meanwhile.
                spawn_local(async move {
                    state.try_set(State::of(&coming.await));
                });
            }
        }
    };
    ask();
    let view = move || match state.get() {
        State::Coming => loading(),
        State::There => match now(&mut (code.show)(app, page)) {
            Some(Ok(view)) => view,
            Some(Err(_)) | None => missing(ask),
        },
        State::Missing => missing(ask),
    };
    view.into_any()
}

impl State {
    fn of(came: &Result<(), StoreError>) -> Self {
        if came.is_ok() { Self::There } else { Self::Missing }
    }
}

/// Says that a part of the program did not come.
fn missing(again: impl Fn() + 'static) -> AnyView {
    let next = view! { <button type="button" class="act quiet" on:click=move |_| again()>{t("load.again")}</button> };
    failed_with(&StoreError::Offline(t("load.part")), next.into_any())
}

/// Has parts come that are likely to be wanted, when the device has nothing else to do: those of who is signed in, and those
/// that links lead to which somebody is about to follow. Not where somebody saves data.
pub fn fetch_ahead(app: AppContext) {
    if saves_data() {
        return;
    }
    if matches!(app.account(), Account::Participant(_)) {
        [Part::Partner, Part::Account].into_iter().filter_map(|part| app.part(part)).for_each(when_idle);
    }
    for event in ["pointerover", "focusin"] {
        // The listener lives as long as the page.
        let _ = window_event_listener_untyped(event, move |event| {
            if let Some(code) = part_behind(&event).and_then(|part| app.part(part)) {
                when_idle(code);
            }
        });
    }
}

/// The part of the page that a link leads to.
fn part_behind(event: &web_sys::Event) -> Option<Part> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: web_sys::HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let is_here = Some(link.origin()) == window().location().origin().ok();
    is_here.then(|| Route::parse(&link.pathname(), None))??.page().entry().part
}

fn when_idle(code: PartCode) {
    // What does not come now is asked for when it is wanted.
    let ask = move || spawn_local(async move { drop(fetch(code).await) });
    let idle: Option<Function> =
        Reflect::get(&window(), &"requestIdleCallback".into()).ok().and_then(|found| found.dyn_into().ok());
    match idle {
        Some(idle) => drop(idle.call1(&window(), &Closure::once_into_js(ask))),
        None => set_timeout(ask, Duration::from_millis(200)),
    }
}

/// Whether the reader's browser is asked to save data.
fn saves_data() -> bool {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let connection = of(&window().navigator(), "connection").filter(JsValue::is_object);
    connection.and_then(|connection| of(&connection, "saveData")).is_some_and(|saves| saves.is_truthy())
}
