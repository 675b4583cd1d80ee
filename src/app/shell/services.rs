//! The programs that are made of this code: each has the same public pages, one way to
//! keep data, and parts. What a reader's program does not use, its reader does not load.

use crate::app::account::choose;
use crate::app::components::account_links::account_links;
use crate::app::components::demo_bar::demo_bar;
use crate::app::components::host_event::tell;
use crate::app::context::{Account, AppContext, AppServices, PartCode};
use crate::app::text::t;
use crate::document::Document;
use crate::domain::resource::{Id, Kind};
use crate::platform::browser::html;
use crate::store::backends::{self, Explain};
use crate::store::config::{Config, DemoData};
use crate::store::remote::RemoteStore;
use crate::store::{LocalFuture, LocalStore, Store, StoreError};
use leptos::prelude::*;
use std::rc::Rc;

/// How a program opens where its data lives.
pub type Open = fn(Config) -> LocalFuture<'static, Result<AppServices, StoreError>>;

/// A program.
#[derive(Clone, Copy)]
pub struct AppVariant {
    /// The names of its own words: `live` for `locales/live.en.json`.
    pub words: &'static [&'static str],
    /// What comes when it is first wanted.
    pub parts: &'static [PartCode],
    /// Opens where its data lives.
    pub open: Open,
}

/// The demo: everything stays in this browser.
pub const DEMO: AppVariant = AppVariant { words: &[], parts: &[], open: |config| demo(config, demo_bar) };

/// Its widgets.
pub const EMBED: AppVariant =
    AppVariant { words: &["embed"], parts: &[], open: |config| widgets(demo(config, |_, _| stays_here())) };

/// A programme on backends of its own; `open` calls [`live`].
pub const fn on_backends(parts: &'static [PartCode], open: Open) -> AppVariant {
    AppVariant { words: &["live"], parts, open }
}

/// Its widgets; `open` calls [`live_widgets`].
pub const fn widgets_on_backends(open: Open) -> AppVariant {
    AppVariant { words: &["live", "embed"], parts: &[], open }
}

/// What a widget of the demo says, where the site has its bar.
fn stays_here() -> AnyView {
    view! { <p class="soft">{t("demo.label")}": "{t("demo.stays_here")}</p> }.into_any()
}

/// A program for widgets: what happens in them is told to the page around.
fn widgets(
    opening: LocalFuture<'static, Result<AppServices, StoreError>>,
) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    Box::pin(async move { Ok(AppServices { tell, ..opening.await? }) })
}

fn demo(
    config: Config,
    bar: fn(AppContext, &Rc<LocalStore>) -> AnyView,
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
            parts: &[],
            concrete_store: Rc::new(()),
        })
    })
}

/// What a programme on backends brings along. `explain` says what is wrong with a profile.
pub fn live(config: Config, explain: Explain) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    on_remote_store(config, explain, account_bar)
}

/// The same for widgets.
pub fn live_widgets(config: Config, explain: Explain) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    widgets(on_remote_store(config, explain, |_, _| ().into_any()))
}

fn on_remote_store(
    config: Config,
    explain: Explain,
    bar: fn(AppContext, &RemoteStore) -> AnyView,
) -> LocalFuture<'static, Result<AppServices, StoreError>> {
    Box::pin(async move {
        let (live, blog) = backends::open(&config, explain).await?;
        let [shown, who, remote] = [&live, &live, &live].map(Rc::clone);
        Ok(AppServices {
            store: Store::of(live),
            bar: Rc::new(move |app| bar(app, &shown)),
            read_html: Rc::new(move |text, writer| html::read(text, writer, &blog)),
            begins: None,
            tell: |_, _, _| (),
            account: Rc::new(move || account(&who)),
            parts: &[],
            concrete_store: remote,
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
