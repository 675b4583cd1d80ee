//! The choice of language and of theme.

use crate::app::context::AppContext;
use crate::app::text::{self, Language, t};
use crate::platform::browser;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The themes that can be chosen; the first is the system's choice.
const THEMES: [&str; 3] = ["system", "light", "dark"];

/// Chooses the language; the page is then shown again in it. `id` is the HTML id of the choice.
pub fn language(app: AppContext, id: &'static str) -> AnyView {
    let said = RwSignal::new(String::new());
    let choose = move |event: web_sys::Event| {
        let Some(language) = Language::of(&event_target_value(&event)) else { return };
        let select = event_target::<web_sys::HtmlSelectElement>(&event);
        spawn_local(async move {
            match text::speak(language).await {
                Ok(()) => speak(app, language, id),
                Err(error) => {
                    said.set(super::load::explain(&error));
                    select.set_value(app.language.get_untracked().code());
                }
            }
        });
    };
    let current = app.language.get_untracked();
    let options = Language::ALL.map(|l| {
        view! { <option value=l.code() lang=l.code() selected=l == current>{l.name()}</option> }
    });
    view! {
        <label class="switch">
            <span>{t("switch.language")}</span>
            <select id=id autocomplete="off" on:change=choose>{options.into_iter().collect_view()}</select>
        </label>
        <p role="status">{move || said.get()}</p>
    }
    .into_any()
}

fn speak(app: AppContext, language: Language, id: &str) {
    if let Some(root) = document().document_element() {
        // Attributes of these names are always accepted.
        let _ = root.set_attribute("lang", language.code());
        let _ = root.set_attribute("dir", language.direction());
    }
    // Where nothing can be kept the choice holds until the page is closed.
    let _ = browser::keep("language", language.code());
    app.language.set(language);
    super::form::focus_soon(id.to_owned());
}

/// Chooses light, dark, or what the system says.
pub fn theme() -> AnyView {
    let choose = |event: web_sys::Event| {
        let theme = event_target_value(&event);
        let Some(root) = document().document_element() else { return };
        if theme == THEMES[0] {
            browser::forget("theme");
            let _ = root.remove_attribute("data-theme");
        } else {
            let _ = browser::keep("theme", &theme);
            let _ = root.set_attribute("data-theme", &theme);
        }
    };
    let current = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    let options = THEMES.map(|name| {
        let selected = current.as_deref().unwrap_or(THEMES[0]) == name;
        view! { <option value=name selected=selected>{t(&format!("switch.{name}"))}</option> }
    });
    view! {
        <label class="switch">
            <span>{t("switch.theme")}</span>
            <select autocomplete="off" on:change=choose>{options.into_iter().collect_view()}</select>
        </label>
    }
    .into_any()
}
