//! Telling the page that something happened: a script of whoever put a widget there may want to know.

use wasm_bindgen::JsValue;

/// Sends an event `deskmates:…` up from an element, out of the shadow root that it may stand in.
pub fn tell(from: &web_sys::Element, event: &str, detail: &[(&str, JsValue)]) {
    let told = js_sys::Object::new();
    for (name, value) in detail {
        // Setting a field of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&told, &(*name).into(), value);
    }
    let about = web_sys::CustomEventInit::new();
    about.set_bubbles(true);
    about.set_composed(true);
    about.set_detail(&told);
    let event = web_sys::CustomEvent::new_with_event_init_dict(&format!("deskmates:{event}"), &about);
    // It fails only while another page is on its way.
    let _ = event.map(|event| from.dispatch_event(&event));
}
