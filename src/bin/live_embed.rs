//! The widgets of a programme on backends of its own.

use deskmates::app::shell::services::{live_widgets, widgets_on_backends};
use deskmates::profile_rules;

profile_rules!(rules);

fn main() {
    deskmates::embed::serve(widgets_on_backends(|config| live_widgets(config, rules::explain)));
}
