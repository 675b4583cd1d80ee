//! `/about`, `/code-of-conduct`, `/contact`, `/privacy`: the programme's own
//! texts, in Markdown.

use crate::app::parts::document::document;
use crate::app::parts::load::shown;
use crate::app::route::TextPage;
use crate::app::shell::entitle;
use crate::app::site::Site;
use crate::app::text::t;
use crate::document::{Writer, markdown};
use leptos::prelude::*;

/// One of the texts.
pub fn page(site: Site, page: TextPage) -> AnyView {
    let file = site.load_file(format!("pages/{}.md", page.name()));
    shown(
        site,
        move || file.text(),
        move |text: String| {
            let mut content = markdown::read(&text, Writer::Programme);
            let title = content.take_title().unwrap_or_else(|| t(&format!("nav.{}", page.name())));
            entitle(site, &title);
            view! {
                <article class="topic" lang=site.programme().language>
                    <h1 dir="auto">{title}</h1>
                    <div class="prose">{document(content, Writer::Programme)}</div>
                </article>
            }
            .into_any()
        },
    )
}
