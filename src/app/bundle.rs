//! The programs that are made of this house: each has the same pages, and one way to
//! keep data. What a reader's program does not use, its reader does not load.

use super::parts::demo_bar::demo_bar;
use super::site::Bundle;
use crate::document::Document;
use crate::store::config::{Config, DemoData};
use crate::store::{Demo, Soon, Store, StoreError};
use std::rc::Rc;

/// How a program opens where its data lives.
pub type Open = fn(Config) -> Soon<'static, Result<Bundle, StoreError>>;

/// The demo: everything stays in this browser.
pub fn demo(config: Config) -> Soon<'static, Result<Bundle, StoreError>> {
    Box::pin(async move {
        let DemoData { today } = DemoData::of(&config)?;
        let demo = Demo::open();
        let bar = Rc::clone(&demo);
        Ok(Bundle {
            store: Store::of(demo),
            bar: Rc::new(move |site| demo_bar(site, &bar)),
            // Nothing in the demo is HTML; an import that says so is shown as it stands.
            read_html: |text, _| Document::plain(text),
            begins: Some(today),
        })
    })
}
