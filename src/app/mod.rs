//! The pages, in Leptos. They know what a reader sees and does; where data
//! lives and how it gets there is the store's.

pub mod account;
pub mod clock;
pub mod components;
pub mod context;
pub mod coordinate;
pub mod desks;
pub mod dom;
pub mod join;
pub mod navigate;
pub mod on_your_blog;
pub mod partner;
pub mod public;
pub mod route;
pub mod shell;
pub mod site_map;
pub mod text;

use crate::platform::browser;
use crate::store::StoreError;
use crate::store::config::{self, Config};
use leptos::prelude::*;
use leptos_router::components::Router;
use text::Language;

/// Reads the configuration and the words, and puts the app in the place of the
/// skeleton that `index.html` shows until then.
pub async fn start(variant: shell::services::AppVariant) {
    text::include(variant.words);
    let language =
        document().document_element().and_then(|e| e.get_attribute("lang")).and_then(|code| Language::of(&code));
    let language = language.unwrap_or(Language::English);
    if let Err(error) = text::speak(language).await {
        leptos::logging::error!("{error}");
        return shell::could_not_start();
    }
    let opened = opened(variant.open, config::FILE).await;
    let Some(app) = document().get_element_by_id("app") else { return };
    app.set_text_content(None);
    let app = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(app);
    match opened {
        Ok((config, services)) => mount_to(app, move || {
            // What is behind a router must be `Send`, and services are not.
            let services = StoredValue::new_local(context::AppServices { parts: variant.parts, ..services });
            let site = move || {
                let place = navigate::Place::follow();
                let app = context::AppContext::open(config, language, place, services.get_value());
                provide_context(app);
                shell::parts::fetch_ahead(app);
                shell::shell().into_any()
            };
            view! { <Router base=browser::base()>{site()}</Router> }
        })
        .forget(),
        Err(error) => mount_to(app, move || components::load::failed_page(&error)).forget(),
    }
}

/// The configuration of this file, and where its data lives.
pub async fn opened(open: shell::services::Open, file: &str) -> Result<(Config, context::AppServices), StoreError> {
    let config = Config::read(&browser::file(file).await?)?;
    let services = open(config.clone()).await?;
    Ok((config, services))
}
