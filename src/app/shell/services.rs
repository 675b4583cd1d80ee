//! The programs that are made of this house: each has the same public pages, one way to
//! keep data, and the pages of those whom it is for. What a reader's program does not use,
//! its reader does not load.

use crate::app::account::{choose, me, sign_in};
use crate::app::components::account_links::account_links;
use crate::app::components::demo_bar::demo_bar;
use crate::app::components::host_event::tell;
use crate::app::context::{Account, AppContext, AppServices};
use crate::app::coordinate::check;
use crate::app::public::not_found;
use crate::app::route::Extra;
use crate::app::text::t;
use crate::app::{desks, on_your_blog, partner};
use crate::diagnostics::explain::read_profile;
use crate::document::Document;
use crate::domain::resource::{Id, Kind};
use crate::store::config::{Config, DemoData};
use crate::store::remote::RemoteStore;
use crate::store::{LocalFuture, LocalStore, Store, StoreError, backends, html};
use leptos::prelude::*;
use std::rc::Rc;

/// How a program opens where its data lives.
pub type Open = fn(Config) -> LocalFuture<'static, Result<AppServices, StoreError>>;

/// A program.
#[derive(Clone, Copy)]
pub struct AppVariant {
    /// The names of its own words: `live` for `locales/live.en.json`.
    pub words: &'static [&'static str],
    /// Opens where its data lives.
    pub open: Open,
}

/// The demo: everything stays in this browser.
pub const DEMO: AppVariant =
    AppVariant { words: &[], open: |config| demo(config, demo_bar, &[], |app, _| not_found::page(app)) };

/// Its widgets.
pub const EMBED: AppVariant = AppVariant {
    words: &["embed"],
    open: |config| widgets(demo(config, |_, _| stays_here(), &[], |_, _| ().into_any())),
};

/// What a widget of the demo says, where the site has its bar.
fn stays_here() -> AnyView {
    view! { <p class="soft">{t("demo.label")}": "{t("demo.stays_here")}</p> }.into_any()
}

/// A bundle for widgets: what happens in them is told to the page around.
fn widgets(
    opening: LocalFuture<'static, Result<AppServices, StoreError>>,
) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    Box::pin(async move { Ok(AppServices { tell, ..opening.await? }) })
}

/// The demo, with what partners have.
pub const DEMO_PARTNER: AppVariant = AppVariant {
    words: &["partner"],
    open: |config| {
        demo(config, demo_bar, &Extra::OF_PARTNERS, |app, page| {
            me::run_due_erasures(app);
            match page {
                Extra::SignIn => choose::page(app),
                Extra::Partner => partner::page(app),
                Extra::Certificate => partner::certificate::page(app),
                _ => not_found::page(app),
            }
        })
    },
};

/// The demo, with what people say of themselves, and show of where they work.
pub const DEMO_ONESELF: AppVariant = AppVariant {
    words: &["partner"],
    open: |config| {
        demo(config, demo_bar, &Extra::OF_ONESELF, |app, page| {
            me::run_due_erasures(app);
            oneself(app, page)
        })
    },
};

fn oneself(app: AppContext, page: Extra) -> AnyView {
    match page {
        Extra::Me => me::page(app),
        Extra::Desks => desks::page(app),
        Extra::Embed => on_your_blog::page(app),
        _ => not_found::page(app),
    }
}

fn demo(
    config: Config,
    bar: fn(AppContext, &Rc<LocalStore>) -> AnyView,
    has: &'static [Extra],
    extra: fn(AppContext, Extra) -> AnyView,
) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    Box::pin(async move {
        let DemoData { today } = DemoData::of(&config)?;
        let demo = LocalStore::open();
        let shown = Rc::clone(&demo);
        Ok(AppServices {
            store: Store::of(demo),
            bar: Rc::new(move |app| bar(app, &shown)),
            // Nothing in the demo is HTML; an import that says so is shown as it stands.
            read_html: Rc::new(|text, _| Document::plain(text)),
            begins: Some(today),
            tell: |_, _, _| (),
            account: Rc::new(choose::account),
            has,
            extra: Rc::new(extra),
        })
    })
}

/// A programme on backends of its own.
pub const LIVE: AppVariant =
    AppVariant { words: &["live"], open: |config| live(config, account_bar, &[], |app, _, _| not_found::page(app)) };

/// Its widgets.
pub const LIVE_EMBED: AppVariant = AppVariant {
    words: &["live", "embed"],
    open: |config| widgets(live(config, |_, _| ().into_any(), &[], |_, _, _| ().into_any())),
};

/// A programme on backends, with what partners have.
pub const LIVE_PARTNER: AppVariant = AppVariant {
    words: &["live", "partner"],
    open: |config| {
        live(config, account_bar, &Extra::OF_PARTNERS, |app, live, page| match page {
            Extra::SignIn => sign_in::page(app, live),
            Extra::Partner => partner::page(app),
            Extra::Certificate => partner::certificate::page(app),
            _ => not_found::page(app),
        })
    },
};

/// A programme on backends, with what people say of themselves, and show of where they work.
pub const LIVE_ONESELF: AppVariant = AppVariant {
    words: &["live", "partner"],
    open: |config| live(config, account_bar, &Extra::OF_ONESELF, |app, _, page| oneself(app, page)),
};

/// A programme on backends, with what coordinators need.
pub const CHECK: AppVariant = AppVariant {
    words: &["live", "check"],
    open: |config| live(config, account_bar, &[Extra::Check], |app, live, _| check::page(app, live)),
};

fn live(
    config: Config,
    bar: fn(AppContext, &RemoteStore) -> AnyView,
    has: &'static [Extra],
    extra: fn(AppContext, &Rc<RemoteStore>, Extra) -> AnyView,
) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    Box::pin(async move {
        let (live, blog) = backends::open(&config, |source, value| Box::pin(read_profile(source, value))).await?;
        let [shown, who, behind] = [&live, &live, &live].map(Rc::clone);
        Ok(AppServices {
            store: Store::of(live),
            bar: Rc::new(move |app| bar(app, &shown)),
            read_html: Rc::new(move |text, writer| html::read(text, writer, &blog)),
            begins: None,
            tell: |_, _, _| (),
            account: Rc::new(move || account(&who)),
            has,
            extra: Rc::new(move |app, page| extra(app, &behind, page)),
        })
    })
}

/// Who is signed in to the backend that keeps partnerships.
fn account(live: &RemoteStore) -> Account {
    let session = live.backend_of(Kind::Partnerships).and_then(|backend| backend.session());
    let Some(session) = session else { return Account::Nobody };
    match session.id().and_then(|id| Id::try_from(id).ok()) {
        Some(id) if !session.is_coordinator() => Account::Participant(id),
        _ => Account::Other,
    }
}

/// The ways to what only partners have, where people sign in.
fn account_bar(app: AppContext, live: &RemoteStore) -> AnyView {
    if live.backends().iter().all(|backend| backend.profile().sign_in.is_none()) {
        return ().into_any();
    }
    view! { <nav class="demo" aria-label=t("account.label")>{account_links(app)}</nav> }.into_any()
}
