//! The widgets of a programme on backends of its own.

fn main() {
    deskmates::embed::serve(deskmates::app::bundle::LIVE_EMBED);
}
