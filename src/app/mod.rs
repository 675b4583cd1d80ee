//! The pages, in Leptos. They know what a reader sees and does; where data
//! lives and how it gets there is the store's.

pub mod bundle;
pub mod clock;
pub mod find;
pub mod navigate;
pub mod pages;
pub mod parts;
pub mod route;
pub mod shell;
pub mod site;
pub mod text;

use crate::store::config::{self, Config};
use crate::store::{StoreError, browser};
use leptos::prelude::*;
use text::Language;

/// Reads the configuration and the words, and puts the app in the place of the
/// skeleton that `index.html` shows until then.
pub async fn start(program: bundle::Program) {
    text::include(program.words);
    let language =
        document().document_element().and_then(|e| e.get_attribute("lang")).and_then(|code| Language::of(&code));
    let language = language.unwrap_or(Language::English);
    if let Err(error) = text::speak(language).await {
        leptos::logging::error!("{error}");
        return shell::could_not_start();
    }
    let opened = opened(program.open, config::FILE).await;
    let Some(app) = document().get_element_by_id("app") else { return };
    app.set_text_content(None);
    let app = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(app);
    match opened {
        Ok((config, bundle)) => mount_to(app, move || {
            let place = navigate::Place::follow(bundle.has);
            provide_context(site::Site::open(config, language, place, bundle));
            shell::shell()
        })
        .forget(),
        Err(error) => mount_to(app, move || parts::load::failed_page(&error)).forget(),
    }
}

/// The configuration of this file, and where its data lives.
pub async fn opened(open: bundle::Open, file: &str) -> Result<(Config, site::Bundle), StoreError> {
    let config = Config::read(&browser::file(file).await?)?;
    let bundle = open(config.clone()).await?;
    Ok((config, bundle))
}
