//! The bundle of a programme on backends of its own, with what only partners have.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::LIVE_PARTNER));
}
