//! The programs that are made of this house: each has the same pages, and one way to
//! keep data. What a reader's program does not use, its reader does not load.

use super::pages::not_found;
use super::parts::comments::unsent::unsent;
use super::parts::demo_bar::demo_bar;
use super::site::Bundle;
use crate::document::Document;
use crate::store::config::{Config, DemoData};
use crate::store::{Demo, Soon, Store, StoreError, backends, html};
use leptos::prelude::*;
use std::rc::Rc;

/// How a program opens where its data lives.
pub type Open = fn(Config) -> Soon<'static, Result<Bundle, StoreError>>;

/// A program.
#[derive(Clone, Copy)]
pub struct Program {
    /// The name of its own words, if it has some: `live` for `locales/live.en.json`.
    pub words: Option<&'static str>,
    /// Opens where its data lives.
    pub open: Open,
}

/// The demo: everything stays in this browser.
pub const DEMO: Program = Program { words: None, open: demo };

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
            private: |site, _| not_found::page(site),
        })
    })
}

/// A programme on backends of its own.
pub const LIVE: Program = Program { words: Some("live"), open: live };

fn live(config: Config) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let (live, blog) = backends::open(&config).await?;
        Ok(Bundle {
            store: Store::of(live),
            bar: Rc::new(|_| ().into_any()),
            read_html: Rc::new(move |text, writer| html::read(text, writer, &blog)),
            begins: None,
            unsent,
            private: |site, _| not_found::page(site),
        })
    })
}
