//! The programs that are made of this house: each has the same public pages, one way to
//! keep data, and the pages of those whom it is for. What a reader's program does not use,
//! its reader does not load.

use super::pages::{check, choose, desks, embed, me, not_found, partner, sign_in};
use super::parts::comments::unsent::unsent;
use super::parts::demo_bar::demo_bar;
use super::parts::tell::tell;
use super::route::{Extra, Route};
use super::site::{Account, Bundle, Site};
use super::text::t;
use crate::document::Document;
use crate::domain::resource::{Id, Kind};
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
pub const DEMO: Program =
    Program { words: &[], open: |config| demo(config, demo_bar, &[], |site, _| not_found::page(site)) };

/// Its widgets.
pub const EMBED: Program =
    Program { words: &["embed"], open: |config| widgets(demo(config, |_, _| stays_here(), &[], |_, _| ().into_any())) };

/// What a widget of the demo says, where the site has its bar.
fn stays_here() -> AnyView {
    view! { <p class="soft">{t("demo.label")}": "{t("demo.stays_here")}</p> }.into_any()
}

/// A bundle for widgets: what happens in them is told to the page around.
fn widgets(opening: Soon<'static, Result<Bundle, StoreError>>) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move { Ok(Bundle { tell, ..opening.await? }) })
}

/// The demo, with what partners have.
pub const DEMO_PARTNER: Program = Program {
    words: &["partner"],
    open: |config| {
        demo(config, demo_bar, &Extra::OF_PARTNERS, |site, page| {
            me::carry_out(site);
            match page {
                Extra::SignIn => choose::page(site),
                Extra::Partner => partner::page(site),
                Extra::Certificate => partner::certificate::page(site),
                _ => not_found::page(site),
            }
        })
    },
};

/// The demo, with what people say of themselves, and show of where they work.
pub const DEMO_ONESELF: Program = Program {
    words: &["partner"],
    open: |config| {
        demo(config, demo_bar, &Extra::OF_ONESELF, |site, page| {
            me::carry_out(site);
            oneself(site, page)
        })
    },
};

fn oneself(site: Site, page: Extra) -> AnyView {
    match page {
        Extra::Me => me::page(site),
        Extra::Desks => desks::page(site),
        Extra::Embed => embed::page(site),
        _ => not_found::page(site),
    }
}

fn demo(
    config: Config,
    bar: fn(Site, &Rc<Demo>) -> AnyView,
    has: &'static [Extra],
    extra: fn(Site, Extra) -> AnyView,
) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let DemoData { today } = DemoData::of(&config)?;
        let demo = Demo::open();
        let shown = Rc::clone(&demo);
        Ok(Bundle {
            store: Store::of(demo),
            bar: Rc::new(move |site| bar(site, &shown)),
            // Nothing in the demo is HTML; an import that says so is shown as it stands.
            read_html: Rc::new(|text, _| Document::plain(text)),
            begins: Some(today),
            tell: |_, _, _| (),
            unsent: |_, _| ().into_any(),
            account: Rc::new(choose::account),
            has,
            extra: Rc::new(extra),
        })
    })
}

/// A programme on backends of its own.
pub const LIVE: Program =
    Program { words: &["live"], open: |config| live(config, account_bar, &[], |site, _, _| not_found::page(site)) };

/// Its widgets.
pub const LIVE_EMBED: Program = Program {
    words: &["live", "embed"],
    open: |config| widgets(live(config, |_, _| ().into_any(), &[], |_, _, _| ().into_any())),
};

/// A programme on backends, with what partners have.
pub const LIVE_PARTNER: Program = Program {
    words: &["live", "partner"],
    open: |config| {
        live(config, account_bar, &Extra::OF_PARTNERS, |site, live, page| match page {
            Extra::SignIn => sign_in::page(site, live),
            Extra::Partner => partner::page(site),
            Extra::Certificate => partner::certificate::page(site),
            _ => not_found::page(site),
        })
    },
};

/// A programme on backends, with what people say of themselves, and show of where they work.
pub const LIVE_ONESELF: Program = Program {
    words: &["live", "partner"],
    open: |config| live(config, account_bar, &Extra::OF_ONESELF, |site, _, page| oneself(site, page)),
};

/// A programme on backends, with what coordinators need.
pub const CHECK: Program = Program {
    words: &["live", "check"],
    open: |config| live(config, account_bar, &[Extra::Check], |site, live, _| check::page(site, live)),
};

fn live(
    config: Config,
    bar: fn(Site, &Live) -> AnyView,
    has: &'static [Extra],
    extra: fn(Site, &Rc<Live>, Extra) -> AnyView,
) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let (live, blog) = backends::open(&config).await?;
        let [shown, who, behind] = [&live, &live, &live].map(Rc::clone);
        Ok(Bundle {
            store: Store::of(live),
            bar: Rc::new(move |site| bar(site, &shown)),
            read_html: Rc::new(move |text, writer| html::read(text, writer, &blog)),
            begins: None,
            tell: |_, _, _| (),
            unsent,
            account: Rc::new(move || account(&who)),
            has,
            extra: Rc::new(move |site, page| extra(site, &behind, page)),
        })
    })
}

/// Who is signed in to the backend that keeps partnerships.
fn account(live: &Live) -> Account {
    let session = live.backend_of(Kind::Partnerships).and_then(|backend| backend.session());
    let Some(session) = session else { return Account::Nobody };
    match session.id().and_then(|id| Id::try_from(id).ok()) {
        Some(id) if !session.is_coordinator() => Account::Participant(id),
        _ => Account::Other,
    }
}

/// The ways to what only partners have, where people sign in.
fn account_bar(site: Site, live: &Live) -> AnyView {
    if live.backends().iter().all(|backend| backend.profile().sign_in.is_none()) {
        return ().into_any();
    }
    view! { <nav class="demo" aria-label=t("account.label")>{account_links(site)}</nav> }.into_any()
}

/// The ways to what only partners have.
pub fn account_links(site: Site) -> AnyView {
    let link = |page: Extra, words: &str| {
        let current = move || (site.place.route.get() == Some(Route::Extra(page))).then_some("page");
        view! { <a class="link" href=Route::Extra(page).href() aria-current=current>{t(words)}</a> }
    };
    view! {
        {link(Extra::Partner, "account.partner")}
        {link(Extra::SignIn, "account.sign_in")}
    }
    .into_any()
}
