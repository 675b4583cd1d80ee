//! `/about`, `/code-of-conduct`, `/contact`, `/privacy`: the programme's own
//! texts, in Markdown.

use crate::app::components::document::document;
use crate::app::components::load::shown;
use crate::app::context::AppContext;
use crate::app::site_map::Page;
use crate::document::{Writer, markdown};
use leptos::prelude::*;

/// One of the texts.
pub fn page(app: AppContext, page: Page) -> AnyView {
    let file = app.load_file(format!("pages/{}.md", page.entry().path));
    shown(
        app,
        move || file.text(),
        move |text: String| {
            let mut content = markdown::read(&text, Writer::Programme);
            let title = content.take_title().unwrap_or_else(|| page.label());
            app.set_title(&title);
            view! {
                <article class="topic" lang=app.programme().language>
                    <h1 dir="auto">{title}</h1>
                    <div class="prose">{document(content, Writer::Programme)}</div>
                </article>
            }
            .into_any()
        },
    )
}
