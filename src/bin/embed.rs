//! The widgets of the demo.

fn main() {
    deskmates::embed::serve(deskmates::app::shell::services::EMBED);
}
