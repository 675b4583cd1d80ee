//! The programs that are made of this house: each has the same pages, and one way to
//! keep data. What a reader's program does not use, its reader does not load.

use super::pages::{check, not_found, partner, sign_in};
use super::parts::comments::unsent::unsent;
use super::parts::demo_bar::demo_bar;
use super::route::{Private, Route};
use super::site::{Bundle, Site};
use super::text::t;
use crate::document::Document;
use crate::domain::resource::Kind;
use crate::store::config::{Config, DemoData};
use crate::store::live::Live;
use crate::store::{Demo, Soon, Store, StoreError, backends, html};
use leptos::prelude::*;
use std::rc::Rc;

/// How a program opens where its data lives.
pub type Open = fn(Config) -> Soon<'static, Result<Bundle, StoreError>>;

/// A program.
#[derive(Clone, Copy)]
pub struct Program {
    /// The names of its own words: `live` for `locales/live.en.json`.
    pub words: &'static [&'static str],
    /// Opens where its data lives.
    pub open: Open,
}

/// The demo: everything stays in this browser.
pub const DEMO: Program = Program { words: &[], open: demo };

fn demo(config: Config) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let DemoData { today } = DemoData::of(&config)?;
        let demo = Demo::open();
        let bar = Rc::clone(&demo);
        Ok(Bundle {
            store: Store::of(demo),
            bar: Rc::new(move |site| demo_bar(site, &bar)),
            // Nothing in the demo is HTML; an import that says so is shown as it stands.
            read_html: Rc::new(|text, _| Document::plain(text)),
            begins: Some(today),
            unsent: |_, _| ().into_any(),
            private: Rc::new(|site, _| not_found::page(site)),
        })
    })
}

/// A programme on backends of its own.
pub const LIVE: Program = Program { words: &["live"], open: |config| live(config, |_, _| None) };

/// The same, with what only coordinators need.
pub const CHECK: Program =
    Program { words: &["live", "check"], open: |config| live(config, |site, live| Some(check::page(site, live))) };

/// The page of a coordinator's, where the program has it.
type Coordinate = fn(Site, &Live) -> Option<AnyView>;

fn live(config: Config, coordinate: Coordinate) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let (live, blog) = backends::open(&config).await?;
        let behind = Rc::clone(&live);
        let account = Rc::clone(&live);
        Ok(Bundle {
            store: Store::of(live),
            bar: Rc::new(move |site| account_bar(site, &account)),
            read_html: Rc::new(move |text, writer| html::read(text, writer, &blog)),
            begins: None,
            unsent,
            private: Rc::new(move |site, page| match page {
                Private::SignIn => sign_in::page(site, &behind),
                Private::Partner => {
                    partner::page(site, behind.backend_of(Kind::Partnerships).and_then(|backend| backend.session()))
                }
                Private::Check => coordinate(site, &behind).unwrap_or_else(|| not_found::page(site)),
            }),
        })
    })
}

/// The ways to what only partners have, where people sign in.
fn account_bar(site: Site, live: &Live) -> AnyView {
    if live.backends().iter().all(|backend| backend.profile().sign_in.is_none()) {
        return ().into_any();
    }
    let link = |page: Private, words: &str| {
        let current = move || (site.place.route.get() == Some(Route::Private(page))).then_some("page");
        view! { <a class="act quiet" href=Route::Private(page).href() aria-current=current>{t(words)}</a> }
    };
    view! {
        <nav class="demo" aria-label=t("sign_in.account")>
            {link(Private::Partner, "partner.title")}
            {link(Private::SignIn, "sign_in.title")}
        </nav>
    }
    .into_any()
}
