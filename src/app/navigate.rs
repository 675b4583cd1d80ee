//! The way from page to page without loading the site anew: clicks on links
//! within the site, the browser's back and forward, and what a reader is told
//! on arriving.
//!
//! A few lines of our own instead of leptos_router, which costs a reader 13 KB
//! for the same (docs/decisions/navigation.md).

use super::components::form::focus;
use super::dom::by_id;
use super::route::{Route, within};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Place {
    /// The page; nothing where the address has none.
    pub route: RwSignal<Option<Route>>,
    /// What the address points at within the page, without the `#`.
    pub fragment: RwSignal<String>,
    arrival: StoredValue<Arrival>,
}

/// How the reader came to the page that is about to be shown.
#[derive(Clone, Copy)]
enum Arrival {
    /// From outside.
    Landing,
    /// From another page of this site.
    Going,
    /// They are there already, and it is only shown anew.
    Staying,
}

impl Place {
    /// The place of the address bar, which it follows from now on.
    pub fn follow() -> Self {
        let (route, fragment) = address();
        let place = Self {
            route: RwSignal::new(route),
            fragment: RwSignal::new(fragment),
            arrival: StoredValue::new(Arrival::Landing),
        };
        // Both listeners live as long as the page.
        let _ = window_event_listener(leptos::ev::popstate, move |_| place.update());
        let _ = window_event_listener(leptos::ev::click, move |event| {
            if let Some(url) = link_within_site(&event) {
                event.prevent_default();
                place.go(&url);
            }
        });
        place
    }

    /// A place on somebody else's page. What its address points at may be ours.
    pub fn guest() -> Self {
        // What stands on the page itself is not ours, also where it has the same name.
        let ours = || {
            let (_, fragment) = address();
            if document().get_element_by_id(&fragment).is_some() { String::new() } else { fragment }
        };
        let place = Self {
            route: RwSignal::new(None),
            fragment: RwSignal::new(ours()),
            arrival: StoredValue::new(Arrival::Staying),
        };
        // It lives as long as the page.
        let _ = window_event_listener(leptos::ev::hashchange, move |_| {
            let fragment = ours();
            point_at(&fragment);
            place.fragment.set(fragment);
        });
        place
    }

    fn update(self) {
        let (route, fragment) = address();
        if self.route.with_untracked(|before| *before != route) {
            self.arrival.set_value(Arrival::Going);
            // The head of a finished page names the page that was loaded; browsers share the address that it gives.
            if let Ok(Some(canonical)) = document().query_selector("link[rel=canonical]") {
                canonical.remove();
            }
            self.route.set(route);
        }
        self.fragment.set(fragment);
    }

    fn go(self, url: &str) {
        let before = self.route.get_untracked();
        let is_here = location().href().is_ok_and(|here| here == url);
        if let Some(history) = window().history().ok().filter(|_| !is_here) {
            // It fails only for an address of another origin, and this one is ours.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(url));
        }
        self.update();
        if before != self.route.get_untracked() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        } else {
            point_at(&self.fragment.get_untracked());
        }
    }

    /// Has the address point at something else within the page, without a step to go back to.
    pub fn point(self, fragment: &str) {
        let url = self.route.with_untracked(|route| within(route.as_ref().unwrap_or(&Route::Home), fragment));
        if let Ok(history) = window().history() {
            // It fails only for an address of another origin, and this one is ours.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
        }
        self.fragment.set(fragment.to_owned());
    }

    /// Gives the document its title. After a navigation the page's heading takes
    /// the focus, so that a screen reader says where one is and the keyboard
    /// goes on from there; where the address points into the page, that place does.
    pub fn set_title(self, site_name: &str, title: &str) {
        let title = if title == site_name { title.to_owned() } else { format!("{title} · {site_name}") };
        document().set_title(&title);
        let arrival = self.arrival.get_value();
        self.arrival.set_value(Arrival::Staying);
        let fragment = self.fragment.get_untracked();
        request_animation_frame(move || match arrival {
            Arrival::Landing | Arrival::Going if !fragment.is_empty() => point_at(&fragment),
            Arrival::Going => focus_heading(),
            Arrival::Landing | Arrival::Staying => {}
        });
    }
}

/// What the address bar says: the page, and the place in it.
fn address() -> (Option<Route>, String) {
    let location = window().location();
    let search = location.search().unwrap_or_default();
    let tag = web_sys::UrlSearchParams::new_with_str(&search).ok().and_then(|params| params.get("tag"));
    let fragment = location.hash().unwrap_or_default();
    (Route::parse(&location.pathname().unwrap_or_default(), tag), fragment.trim_start_matches('#').to_owned())
}

/// The address of a link that was clicked in the ordinary way and leads to a
/// page of this program.
fn link_within_site(event: &web_sys::MouseEvent) -> Option<String> {
    let special = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0;
    if special || event.default_prevented() {
        return None;
    }
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: web_sys::HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !link.target().is_empty() || link.rel().contains("external") || link.has_attribute("download");
    let same_site = Some(link.origin()) == window().location().origin().ok();
    // What is no page, such as a file, is the browser's own affair.
    let is_page = Route::parse(&link.pathname(), None).is_some();
    (!elsewhere && same_site && is_page).then(|| link.href())
}

/// Moves view and focus to an element, if it is there. Who has been there before the program was is left where they are by now
/// (`script/takeover.js`).
pub fn point_at(id: &str) {
    if let Some(element) = by_id(id).filter(|element| !element.has_attribute("data-seen")) {
        element.scroll_into_view();
        focus(id);
    }
}

fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        // Going back, the browser finds the place where the reader was; the focus must not scroll away from it.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
}
