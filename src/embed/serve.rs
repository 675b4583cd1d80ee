//! Where the page's script and the program meet.

use super::view::{mistaken, view};
use super::widget::Widget;
use crate::app::components::load::{failed, is_away};
use crate::app::context::AppContext;
use crate::app::navigate::Place;
use crate::app::shell::services::AppVariant;
use crate::app::text::{self, Language};
use crate::app::{dom, opened};
use crate::platform::browser;
use crate::store::StoreError;
use crate::store::config;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen]
extern "C" {
    /// Tells embed.js how a widget is shown.
    #[wasm_bindgen(js_namespace = deskmates)]
    fn serve_widgets(show: &Show);
}

/// Shows a widget, given its element, the place to show it in, the whole address of the site and the reader's language.
type Show = Closure<dyn Fn(web_sys::HtmlElement, web_sys::HtmlElement, String, String) -> js_sys::Promise>;

thread_local! {
    static SPEAKS: Cell<bool> = const { Cell::new(false) };
    /// The site of each file of configuration. What they are made of lives as long as their owners do.
    static SITES: RefCell<Vec<(String, Owner, AppContext)>> = const { RefCell::new(Vec::new()) };
}

/// Waits for the page's script to ask for widgets. It asks for one after the other.
pub fn serve(program: AppVariant) {
    text::include(program.words);
    let show: Show = Closure::new(move |element, place, site: String, language: String| {
        future_to_promise(async move {
            match show(program, element, place, &site, &language).await {
                Ok(()) => Ok(JsValue::UNDEFINED),
                // embed.js says so.
                Err(error) => Err(error.to_string().into()),
            }
        })
    });
    serve_widgets(&show);
    show.forget();
}

async fn show(
    program: AppVariant,
    element: web_sys::HtmlElement,
    place: web_sys::HtmlElement,
    site: &str,
    language: &str,
) -> Result<(), StoreError> {
    if let Ok(site) = web_sys::Url::new(site) {
        browser::be_guest(&site);
    }
    if let Ok(shadow) = place.get_root_node().dyn_into() {
        dom::look_into(shadow);
    }
    // All of a page speak one language: that of the first.
    let language = Language::of(language).unwrap_or(Language::English);
    if !SPEAKS.get() {
        text::speak(language).await?;
        SPEAKS.set(true);
    }
    let attributes = attributes(&element);
    let widget = match Widget::parse(&element.tag_name(), &attributes) {
        Ok(widget) => widget,
        Err(wrong) => {
            mount_to(place, move || mistaken(&wrong)).forget();
            return Ok(());
        }
    };
    if let Some(part) = widget.part() {
        text::also(part.name()).await?;
    }
    let file = attributes.iter().find(|(name, _)| name == "config").and_then(|(_, said)| beside(said, &element));
    match site_of(program, &file.unwrap_or_else(|| config::FILE.to_owned()), language).await {
        Ok((site, is_first)) => mount_to(place, move || {
            provide_context(site);
            view! { {view(site, widget)} {is_first.then(|| site.announcements())} }
        })
        .forget(),
        Err(error) => mount_to(place, move || view! { <div data-away=is_away(&error)>{failed(&error)}</div> }).forget(),
    }
    Ok(())
}

/// The site of a file of configuration, one for all widgets that name it; and whether this is the first of them.
async fn site_of(program: AppVariant, file: &str, language: Language) -> Result<(AppContext, bool), StoreError> {
    let known = SITES.with_borrow(|all| all.iter().find(|(of, ..)| of == file).map(|(.., site)| *site));
    if let Some(site) = known {
        return Ok((site, false));
    }
    let (config, services) = opened(program.open, file).await?;
    let owner = Owner::new();
    let site = owner.with(|| AppContext::open(config, language, Place::guest(), services));
    SITES.with_borrow_mut(|all| all.push((file.to_owned(), owner, site)));
    Ok((site, true))
}

/// The whole address of what an attribute of an element names.
fn beside(said: &str, element: &web_sys::Element) -> Option<String> {
    let base = element.base_uri().ok().flatten()?;
    web_sys::Url::new_with_base(said, &base).ok().map(|url| url.href())
}

fn attributes(element: &web_sys::Element) -> Vec<(String, String)> {
    let all = element.attributes();
    (0..all.length()).filter_map(|i| all.item(i)).map(|one| (one.name(), one.value())).collect()
}
