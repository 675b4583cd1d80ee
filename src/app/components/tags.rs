//! Categories and tags, each a way to the topics that carry it.

use crate::app::route::Route;
use crate::app::text::t;
use leptos::prelude::*;

/// The list of them, in the order given.
pub fn tags(all: impl IntoIterator<Item = String>) -> AnyView {
    let items = all
        .into_iter()
        .map(|tag| view! { <li><a href=Route::Tagged(tag.clone()).href()><bdi>{tag.clone()}</bdi></a></li> });
    view! { <ul class="tags" aria-label=t("topic.tags")>{items.collect_view()}</ul> }.into_any()
}
