//! The demo's bundle with what people say of themselves, and show of where they work.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::DEMO_ONESELF));
}
