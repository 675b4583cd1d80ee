//! The ways to one's own pages: partner, signing in.

use crate::app::context::AppContext;
use crate::app::route::{Extra, Route};
use crate::app::text::t;
use leptos::prelude::*;

/// Links to the partner's page and to signing in, which mark the page one is on.
pub fn account_links(app: AppContext) -> AnyView {
    let link = |page: Extra, words: &str| {
        let current = move || (app.place.route.get() == Some(Route::Extra(page))).then_some("page");
        view! { <a class="link" href=Route::Extra(page).href() aria-current=current>{t(words)}</a> }
    };
    view! {
        {link(Extra::Partner, "account.partner")}
        {link(Extra::SignIn, "account.sign_in")}
    }
    .into_any()
}
