//! Where the reader is, and what they are told on arriving. leptos_router follows clicks and the history; which page
//! stands at an address is said by [`Route`] (docs/decisions/navigation.md).

use super::components::form::focus;
use super::dom::by_id;
use super::route::{Route, within};
use super::site_map::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};
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
    /// The place that the router is at, which it follows from now on. It is called within the router.
    pub fn follow() -> Self {
        let location = use_location();
        let at = move || {
            let tag = location.query.with(|query| query.get("tag"));
            let fragment = location.hash.with(|hash| hash.trim_start_matches('#').to_owned());
            (location.pathname.with(|path| Route::parse(path, tag)), fragment)
        };
        let (route, fragment) = untrack(at);
        let place = Self {
            route: RwSignal::new(route),
            fragment: RwSignal::new(fragment),
            arrival: StoredValue::new(Arrival::Landing),
        };
        let router = expect_context::<BrowserUrl>();
        Effect::new(move |before: Option<()>| {
            let (route, fragment) = at();
            if before.is_some() {
                place.go(route, fragment);
                // Who waits for a page's code waits on the page, so the address bar changes at once.
                router.ready_to_complete();
            }
        });
        // Within a page the router only scrolls, and tells nothing when a link leads to where it was last.
        let _ = window_event_listener(leptos::ev::click, move |event| {
            if let Some(fragment) = followed_within_page(&event) {
                place.fragment.set(fragment.clone());
                point_at(&fragment);
            }
        });
        place
    }

    /// A place on somebody else's page. What its address points at may be ours.
    pub fn guest() -> Self {
        // What stands on the page itself is not ours, also where it has the same name.
        let ours = || {
            let fragment = fragment();
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

    fn go(self, route: Option<Route>, fragment: String) {
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

    /// Has the address point at something else within the page, without a step to go back to.
    pub fn point(self, fragment: &str) {
        let url =
            self.route.with_untracked(|route| within(route.as_ref().unwrap_or(&Route::Page(Page::Home)), fragment));
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

/// What the address bar points at within the page.
fn fragment() -> String {
    location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// What a link points at that the router has followed just now and that led to a place in the page: the address bar has it
/// already. That of another page is changed later.
fn followed_within_page(event: &web_sys::MouseEvent) -> Option<String> {
    if !event.default_prevented() {
        return None;
    }
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: web_sys::HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let is_here = location().href().is_ok_and(|here| here == link.href());
    is_here.then(|| link.hash().trim_start_matches('#').to_owned())
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
