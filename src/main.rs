//! The app bundle.

fn main() {
    wasm_bindgen_futures::spawn_local(deskmates::app::start());
}
