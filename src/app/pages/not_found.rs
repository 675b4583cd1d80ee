//! What stands where there is no page.

use crate::app::route::Route;
use crate::app::shell::entitle;
use crate::app::site::Site;
use crate::app::text::t;
use leptos::prelude::*;

/// For an address that no page has.
pub fn page(site: Site) -> AnyView {
    missing(site, "not_found.title", "not_found.page")
}

/// For a thing that is not there: the keys of a title and of what happened.
pub fn missing(site: Site, title: &str, words: &str) -> AnyView {
    entitle(site, &t(title));
    view! {
        <section class="topic">
            <h1>{t(title)}</h1>
            <p>{t(words)}</p>
            <ul>
                <li><a href=Route::Topics.href()>{t("not_found.to_topics")}</a></li>
                <li><a href=Route::Home.href()>{t("not_found.to_home")}</a></li>
            </ul>
        </section>
    }
    .into_any()
}
