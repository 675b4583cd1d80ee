//! The bundle of a programme on backends of its own.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::LIVE));
}
