//! The browser, as backends and the outbox need it: requests with a limit of time,
//! a lock over all tabs, the text of a piece of HTML.

use super::json::Session;
use super::json::http::{Body, HttpTransport, Request, Response, TransportError};
use super::json::profile::{Credentials, Method, Profile};
use super::outbox::{KeyValueStorage, Outbox};
use super::remote::{Platform, RemoteStore};
use super::{LocalFuture, StoreError, browser, html, sessions};
use crate::domain::resource::Kind;
use chrono::{DateTime, Utc};
use js_sys::{Array, Promise, Uint8Array};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Blob, BlobPropertyBag, FormData, Headers, RequestCredentials, RequestInit, RequestRedirect,
};

#[wasm_bindgen]
extern "C" {
    /// The Web Locks API; web-sys calls it unstable.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// This browser.
#[derive(Default)]
pub struct BrowserPlatform {
    live: RefCell<Weak<RemoteStore>>,
    /// Which call of `wake` was the last: an earlier one gives way to it.
    turn: Cell<u32>,
}

impl KeyValueStorage for BrowserPlatform {
    fn all(&self, beginning: &str) -> Vec<(String, String)> {
        browser::all_kept(beginning)
    }

    fn get(&self, name: &str) -> Option<String> {
        browser::kept(name)
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        browser::keep(name, text)
    }

    fn forget(&self, name: &str) {
        browser::forget(name);
    }
}

impl Platform for BrowserPlatform {
    fn now(&self) -> DateTime<Utc> {
        browser::now()
    }

    fn random(&self) -> [u8; 16] {
        browser::random()
    }

    fn lock(&self) -> LocalFuture<'_, Box<dyn Any>> {
        Box::pin(async {
            let (granted, tell) = promise();
            let (held, release) = promise();
            let tell_refused = tell.clone();
            let callback = Closure::once_into_js(move |_: JsValue| -> Promise {
                let _ = tell.call0(&JsValue::NULL);
                held
            });
            let name = format!("deskmates{}:outbox", browser::base());
            // Without locks (a page over http, an old browser) ids of our own still keep twice from being two.
            if let Ok(asked) = request_lock(&name, &callback) {
                // Where it is refused later (no storage for this page), go on without.
                let refused = Closure::once(move |_: JsValue| drop(tell_refused.call0(&JsValue::NULL)));
                let _ = asked.catch(&refused);
                refused.forget();
                let _ = JsFuture::from(granted).await;
            }
            Box::new(LockGuard(release)) as Box<dyn Any>
        })
    }

    fn wake(&self) {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let Some(live) = self.live.borrow().upgrade() else { return };
        spawn_local(async move {
            // Gone on with by a later call, if there is one.
            while let Some(wait) = live.flush().await {
                // What is due at once again could not be put off: the storage is full.
                let wait = if wait.is_zero() { 30_000 } else { wait.num_milliseconds().max(200) };
                sleep(i32::try_from(wait).unwrap_or(i32::MAX)).await;
                if !live.platform().is_turn(turn) {
                    break;
                }
            }
        });
    }

    fn is_turn(&self, turn: u32) -> bool {
        self.turn.get() == turn
    }
}

/// A lock that is given back when this is dropped.
struct LockGuard(js_sys::Function);

impl Drop for LockGuard {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
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

impl BrowserPlatform {
    /// Sends what waits: now, when the network comes back, and whenever [`Platform::wake`] is called. Tells
    /// the site what other tabs have written.
    pub fn serve(self: &Rc<Self>, live: &Rc<RemoteStore>) {
        *self.live.borrow_mut() = Rc::downgrade(live);
        let browser = Rc::clone(self);
        let back = Closure::<dyn Fn()>::new(move || {
            let browser = Rc::clone(&browser);
            spawn_local(async move {
                let alone = browser.lock().await;
                Outbox::on(&*browser).hurry();
                drop(alone);
                browser.wake();
            });
        });
        if let Some(window) = web_sys::window() {
            // It listens as long as the page is there.
            let _ = window.add_event_listener_with_callback("online", back.into_js_value().unchecked_ref());
        }
        let watching = Rc::downgrade(live);
        browser::on_change_elsewhere(move |name| {
            let Some(live) = watching.upgrade() else { return };
            if name.as_deref().is_none_or(sessions::is_session) {
                // Somebody signed in or out in another tab.
                live.backends().iter().for_each(|backend| backend.resume(sessions::kept_session(backend.profile())));
                live.forget_read();
                return Kind::ALL.into_iter().for_each(|kind| live.changed(kind));
            }
            let kind = name.as_deref().and_then(super::remote::kind_of);
            kind.into_iter().for_each(|kind| live.changed(kind));
        });
        self.wake();
    }
}

impl HttpTransport for BrowserPlatform {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(fetch(request))
    }

    fn text_of(&self, html: &str) -> String {
        html::text_of(html)
    }

    fn now(&self) -> DateTime<Utc> {
        browser::now()
    }

    fn keep_session(&self, profile: &Profile, session: Option<&Session>) {
        sessions::keep_session(profile, session);
    }

    fn kept_session(&self, profile: &Profile) -> Option<Session> {
        sessions::kept_session(profile)
    }
}

async fn fetch(request: Request) -> Result<Response, TransportError> {
    let unreachable = |_: JsValue| TransportError::Unreachable;
    let window = web_sys::window().ok_or(TransportError::Unreachable)?;
    let controller = AbortController::new().map_err(unreachable)?;
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_signal(Some(&controller.signal()));
    init.set_credentials(match request.credentials {
        Credentials::Omit => RequestCredentials::Omit,
        Credentials::Include => RequestCredentials::Include,
    });
    let headers = Headers::new().map_err(unreachable)?;
    for (name, value) in &request.headers {
        headers.set(name, value).map_err(unreachable)?;
    }
    init.set_headers_headers(&headers);
    if !matches!(request.method, Method::Get | Method::Head) {
        // A redirect would turn what is written into a question, and the answer would look like success.
        init.set_redirect(RequestRedirect::Error);
    }
    if let Some(body) = body(&request.body).map_err(unreachable)? {
        init.set_body(&body);
    }
    let is_late = Rc::new(Cell::new(false));
    let late = Rc::clone(&is_late);
    let give_up = Closure::once_into_js(move || {
        late.set(true);
        controller.abort();
    });
    let limit = i32::try_from(request.timeout.saturating_mul(1000)).unwrap_or(i32::MAX);
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), limit);
    let answer = answered(window.fetch_with_str_and_init(&request.url, &init)).await;
    if let Ok(timer) = timer {
        window.clear_timeout_with_handle(timer);
    }
    answer.map_err(|_| if is_late.get() { TransportError::TimedOut } else { TransportError::Unreachable })
}

async fn answered(asked: Promise) -> Result<Response, JsValue> {
    let response: web_sys::Response = JsFuture::from(asked).await?.dyn_into()?;
    let mut headers = Vec::new();
    for entry in js_sys::try_iter(&response.headers())?.into_iter().flatten() {
        let pair: Array = entry?.dyn_into()?;
        headers.push((pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default()));
    }
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Response { status: response.status(), headers, text })
}

fn body(body: &Body) -> Result<Option<JsValue>, JsValue> {
    let blob = |bytes: &[u8], media_type: &str| {
        let kind = BlobPropertyBag::new();
        kind.set_type(media_type);
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)
    };
    Ok(match body {
        Body::None => None,
        Body::Json(text) => Some(text.into()),
        Body::File(file) => Some(blob(&file.bytes, &file.media_type)?.into()),
        Body::Form(fields, part, file) => {
            let form = FormData::new()?;
            for (name, value) in fields {
                form.append_with_str(name, value)?;
            }
            form.append_with_blob_and_filename(part, &blob(&file.bytes, &file.media_type)?, &file.name)?;
            Some(form.into())
        }
    })
}
