//! Locks over all tabs.

use super::promise;
use super::site::base;
use js_sys::Promise;
use std::any::Any;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The Web Locks API; web-sys calls it unstable.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// Waits for the lock of this name. Without locks (a page over http, an old browser) it is had at once.
pub async fn lock(name: &str) -> Box<dyn Any> {
    let (granted, tell) = promise();
    let (held, release) = promise();
    // Made before it is waited for: who gives up waiting must not have it for ever when it comes.
    let guard = LockGuard(release);
    let tell_refused = tell.clone();
    let callback = Closure::once_into_js(move |_: JsValue| -> Promise {
        let _ = tell.call0(&JsValue::NULL);
        held
    });
    if let Ok(asked) = request_lock(&format!("deskmates{}:{name}", base()), &callback) {
        // Where it is refused later (no storage for this page), go on without.
        let refused = Closure::once(move |_: JsValue| drop(tell_refused.call0(&JsValue::NULL)));
        let _ = asked.catch(&refused);
        refused.forget();
        let _ = JsFuture::from(granted).await;
    }
    Box::new(guard)
}

/// A lock that is given back when this is dropped.
struct LockGuard(js_sys::Function);

impl Drop for LockGuard {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
}
