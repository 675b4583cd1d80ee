//! What stands where there is no page.

use crate::app::context::AppContext;
use crate::app::site_map::Page;
use crate::app::text::t;
use leptos::prelude::*;

/// For an address that no page has.
pub fn page(app: AppContext) -> AnyView {
    missing(app, "not_found.title", "not_found.page")
}

/// For a thing that is not there: the keys of a title and of what happened.
pub fn missing(app: AppContext, title: &str, words: &str) -> AnyView {
    app.set_title(&t(title));
    view! {
        <section class="topic">
            <h1>{t(title)}</h1>
            <p>{t(words)}</p>
            <ul>
                <li><a href=Page::Topics.href()>{t("not_found.to_topics")}</a></li>
                <li><a href=Page::Home.href()>{t("not_found.to_home")}</a></li>
            </ul>
        </section>
    }
    .into_any()
}
