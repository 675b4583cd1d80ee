//! The bundle of a coordinator: a programme on backends of its own, and the check of them.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start(deskmates::app::shell::services::CHECK));
}
