//! The ways to one's own pages: partner, signing in.

use crate::app::context::AppContext;
use crate::app::route::Route;
use crate::app::site_map::Page;
use leptos::prelude::*;

/// Links to the partner's page and to signing in, which mark the page one is on.
pub fn account_links(app: AppContext) -> AnyView {
    let link = |page: Page| {
        let current = move || (app.place.route.get() == Some(Route::Page(page))).then_some("page");
        view! { <a class="link" href=page.href() aria-current=current>{page.label()}</a> }
    };
    view! {
        {link(Page::Partner)}
        {link(Page::SignIn)}
    }
    .into_any()
}
