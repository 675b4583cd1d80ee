//! The bundle of a programme on backends of its own, with what people say of themselves, and show of where they work.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::LIVE_ONESELF));
}
