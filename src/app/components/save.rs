//! Giving the reader a file, or the page on paper.

use crate::app::text::t;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};

/// Has the browser save a text under a name; `kind` is its media type.
pub fn save(name: &str, text: &str, kind: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let style = web_sys::BlobPropertyBag::new();
    style.set_type(kind);
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &style) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a").map(JsCast::unchecked_into::<web_sys::HtmlAnchorElement>) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // Safari on iOS reads the file after the click (WebKit bug 211234), so it is taken back later.
    let forget = move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    };
    set_timeout(forget, Duration::from_secs(60));
}

/// Prints the page.
pub fn print() {
    // A browser that cannot print does nothing.
    let _ = window().print();
}

/// A button that prints the page.
pub fn print_button(words: &str, class: &'static str) -> AnyView {
    view! { <button type="button" class=class on:click=|_| print()>{t(words)}</button> }.into_any()
}
