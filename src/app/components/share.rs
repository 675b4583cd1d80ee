//! Sharing a page: the system's own way where there is one, else its link.

use crate::app::text::t;
use crate::platform::browser;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A button that shares this page with the programme's hashtags.
pub fn share(title: String, hashtags: Vec<String>) -> AnyView {
    let done = RwSignal::new(String::new());
    let press = move |_| {
        let text = format!("{title} {}", hashtags.join(" "));
        spawn_local(async move {
            if let Some(words) = share_now(&text).await {
                done.set(t(words));
            }
        });
    };
    view! {
        <p class="share">
            <button type="button" class="act quiet" on:click=press>{t("topic.share")}</button>
            <span role="status">{move || done.get()}</span>
        </p>
    }
    .into_any()
}

/// The key of what to tell the reader; nothing where the system's own dialog told it.
async fn share_now(text: &str) -> Option<&'static str> {
    let navigator = window().navigator();
    let url = location().href().unwrap_or_default();
    let can_share = js_sys::Reflect::has(&navigator, &"share".into()).unwrap_or(false);
    if can_share {
        let data = web_sys::ShareData::new();
        data.set_text(text);
        data.set_url(&url);
        let refused = JsFuture::from(navigator.share_with_data(&data)).await.err()?;
        // A reader who closes the dialog has changed their mind: no reason to say anything. In a frame it may not be had.
        if browser::name_of(&refused) == "AbortError" {
            return None;
        }
    }
    Some(if copied(&format!("{text} {url}")).await { "topic.link_copied" } else { "topic.link_not_copied" })
}

/// Puts a text where it can be pasted from; tells whether that could be done.
pub async fn copied(text: &str) -> bool {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok().filter(|c| !c.is_undefined());
    match clipboard.map(JsCast::unchecked_into::<web_sys::Clipboard>) {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}
