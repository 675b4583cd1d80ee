//! Finding what stands on the page by its HTML id: in the document or, for a widget on somebody else's page, in its shadow
//! root, where the document does not look.

use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The shadow roots that our things stand in. That in which somebody last did something is the first.
    static SHADOWS: RefCell<Vec<web_sys::ShadowRoot>> = const { RefCell::new(Vec::new()) };
}

/// From now on things are looked for in this shadow root, too.
pub fn look_into(shadow: web_sys::ShadowRoot) {
    let own = shadow.clone();
    // Two widgets of a kind have the same ids: who comments in one is not to be sent to the other.
    let used = Closure::<dyn Fn()>::new(move || {
        SHADOWS.with_borrow_mut(|all| {
            if let Some(place) = all.iter().position(|other| *other == own) {
                all[..=place].rotate_right(1);
            }
        });
    });
    let used = used.into_js_value();
    for event in ["click", "focusin", "submit"] {
        // It fails for no event of a plain name.
        let _ = shadow.add_event_listener_with_callback_and_bool(event, used.unchecked_ref(), true);
    }
    SHADOWS.with_borrow_mut(|all| all.push(shadow));
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<web_sys::HtmlElement> {
    let in_shadow = || SHADOWS.with_borrow(|all| all.iter().find_map(|shadow| shadow.get_element_by_id(id)));
    in_shadow().or_else(|| document().get_element_by_id(id))?.dyn_into().ok()
}

/// The element that has the focus; none where it is nowhere but on the page.
pub fn focused() -> Option<web_sys::Element> {
    let in_shadow = || SHADOWS.with_borrow(|all| all.iter().find_map(web_sys::ShadowRoot::active_element));
    in_shadow().or_else(|| document().active_element()).filter(|element| element.tag_name() != "BODY")
}
