//! The browser: its storage, its clock, its locks, its network, its reader of HTML.

mod fetch;
mod files;
pub mod html;
mod locks;
mod site;
mod storage;

pub use files::file;
pub use site::{address, base, be_guest, host_page, whole};
pub use storage::{
    all_kept, forget, forget_all_in_tab, forget_in_tab, keep, keep_in_tab, kept, kept_in_tab, name_of, names_in_tab,
    on_change_elsewhere,
};

use super::http::{HttpTransport, Request, Response, TransportError};
use super::{KeyValueStorage, LocalFuture, Platform};
use chrono::{DateTime, Duration, Utc};
use js_sys::Promise;
use std::any::Any;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// This browser, as one tab sees it.
#[derive(Clone, Copy, Default)]
pub struct BrowserPlatform;

impl Platform for BrowserPlatform {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn random(&self) -> [u8; 16] {
        random()
    }

    fn storage(&self) -> &dyn KeyValueStorage {
        &storage::BrowserStorage
    }

    fn tab_storage(&self) -> &dyn KeyValueStorage {
        &storage::TabStorage
    }

    fn lock<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Box<dyn Any>> {
        Box::pin(locks::lock(name))
    }

    fn sleep(&self, time: Duration) -> LocalFuture<'static, ()> {
        let milliseconds = i32::try_from(time.num_milliseconds()).unwrap_or(i32::MAX);
        Box::pin(sleep(milliseconds))
    }

    fn spawn(&self, task: LocalFuture<'static, ()>) {
        spawn_local(task);
    }
}

impl HttpTransport for BrowserPlatform {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(fetch::fetch(request))
    }

    fn text_of(&self, html: &str) -> String {
        html::text_of(html)
    }

    fn now(&self) -> DateTime<Utc> {
        now()
    }
}

/// The time by this machine.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// 128 random bits.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|w| w.crypto().ok()) {
        // It fails only above 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A promise, and what fulfils it.
fn promise() -> (Promise, js_sys::Function) {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _| fulfil = Some(resolve));
    (promise, fulfil.unwrap_or_default())
}

async fn sleep(milliseconds: i32) {
    let (promise, fulfil) = promise();
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&fulfil, milliseconds);
        let _ = JsFuture::from(promise).await;
    }
}

/// Calls back whenever the network is back.
pub fn on_network_back(back: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        // It listens as long as the page is there.
        let listener = Closure::<dyn Fn()>::new(back).into_js_value();
        let _ = window.add_event_listener_with_callback("online", listener.unchecked_ref());
    }
}

/// Calls back whenever this tab is seen again.
pub fn on_tab_back(back: impl Fn() + 'static) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let page = document.clone();
        let seen = move || {
            if !page.hidden() {
                back();
            }
        };
        let listener = Closure::<dyn Fn()>::new(seen).into_js_value();
        let _ = document.add_event_listener_with_callback("visibilitychange", listener.unchecked_ref());
    }
}
