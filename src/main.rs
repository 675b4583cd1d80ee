//! The app bundle.
use leptos::prelude::*;

fn main() {
    let document = leptos::prelude::document();
    if let Some(app) = document.get_element_by_id("app") {
        app.set_text_content(None);
    }
    mount_to_body(|| view! { <h1>"Deskmates"</h1> });
}
