//! The widgets of a programme on backends of its own.

fn main() {
    deskmates::embed::serve(deskmates::app::shell::services::LIVE_EMBED);
}
