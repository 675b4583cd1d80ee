//! The demo's bundle with what only partners have.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::DEMO_PARTNER));
}
