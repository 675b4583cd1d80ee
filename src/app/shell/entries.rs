//! The functions through which a program enters its parts: what only they need is in a part, not in main.
//! A page that is not named is told to be missing, so that it does not show another one.

use crate::app::account::{choose, me, sign_in};
use crate::app::context::AppContext;
use crate::app::coordinate::check;
use crate::app::site_map::Page;
use crate::app::{desks, join, on_your_blog, partner, public};
use crate::store::remote::RemoteStore;
use leptos::prelude::*;

/// What partners have.
pub fn partner(app: AppContext, page: Page) -> AnyView {
    match page {
        Page::Certificate => partner::certificate::page(app),
        page if page.frame() == Page::Partner => partner::page(app),
        _ => public::not_found::page(app),
    }
}

/// What partners have in the demo, which itself erases who asked for it.
pub fn partner_in_demo(app: AppContext, page: Page) -> AnyView {
    me::run_due_erasures(app);
    partner(app, page)
}

/// Signing in to backends, and what the programme knows of one.
pub fn account(app: AppContext, page: Page) -> AnyView {
    match (page, app.store_as::<RemoteStore>()) {
        (Page::SignIn, Some(remote)) => sign_in::page(app, &remote),
        (Page::Me, _) => me::page(app),
        _ => public::not_found::page(app),
    }
}

/// Choosing whom one is in the demo, and what it knows of one.
pub fn account_in_demo(app: AppContext, page: Page) -> AnyView {
    me::run_due_erasures(app);
    match page {
        Page::SignIn => choose::page(app),
        Page::Me => me::page(app),
        _ => public::not_found::page(app),
    }
}

/// Pictures of where people work.
pub fn desks(app: AppContext, page: Page) -> AnyView {
    match page {
        Page::Desks => desks::page(app),
        _ => public::not_found::page(app),
    }
}

/// The same in the demo.
pub fn desks_in_demo(app: AppContext, page: Page) -> AnyView {
    me::run_due_erasures(app);
    desks(app, page)
}

/// What coordinators need.
pub fn coordinate(app: AppContext, page: Page) -> AnyView {
    match (page, app.store_as::<RemoteStore>()) {
        (Page::Check, Some(remote)) => check::page(app, &remote),
        _ => public::not_found::page(app),
    }
}

/// The waitlist.
pub fn join(app: AppContext, page: Page) -> AnyView {
    match page {
        Page::Join => join::page(app),
        _ => public::not_found::page(app),
    }
}

/// The lines that put a part of this site into a blog.
pub fn on_your_blog(app: AppContext, page: Page) -> AnyView {
    match page {
        Page::OnYourBlog => on_your_blog::page(app),
        _ => public::not_found::page(app),
    }
}
