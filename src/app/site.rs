//! What every page has at hand: the programme, its data, the time, the language.

use super::clock::Clock;
use super::text::Language;
use crate::domain::programme::Programme;
use crate::domain::resource::{Kind, Resource};
use crate::store::config::{Config, Data};
use crate::store::{Demo, Page, Query, Store, StoreError, Stored};
use leptos::prelude::*;
use std::rc::Rc;

/// Handed to pages through context; copied freely.
#[derive(Clone, Copy)]
pub struct Site {
    config: StoredValue<Config>,
    store: StoredValue<Store, LocalStorage>,
    demo: StoredValue<Rc<Demo>, LocalStorage>,
    /// The time.
    pub clock: Clock,
    /// The language that the words are in by now.
    pub language: RwSignal<Language>,
    /// What a screen reader is to say next.
    pub announcement: RwSignal<String>,
    versions: [RwSignal<u32>; Kind::ALL.len()],
}

impl Site {
    /// Opens the site that a configuration describes.
    pub fn open(config: Config, language: Language) -> Self {
        let Data::Demo { today } = config.data;
        let demo = Demo::open();
        let store = Store::Demo(Rc::clone(&demo));
        let versions = Kind::ALL.map(|_| RwSignal::new(0));
        store.watch(move |kind| {
            if let Some(i) = Kind::ALL.iter().position(|k| *k == kind) {
                versions[i].update(|v| *v += 1);
            }
        });
        Self {
            config: StoredValue::new(config),
            store: StoredValue::new_local(store),
            demo: StoredValue::new_local(demo),
            clock: Clock::start(today),
            language: RwSignal::new(language),
            announcement: RwSignal::new(String::new()),
            versions,
        }
    }

    /// The site of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The name in the corner of every page.
    pub fn name(self) -> String {
        self.config.with_value(|c| c.site.clone())
    }

    /// The programme.
    pub fn programme(self) -> Programme {
        self.config.with_value(|c| c.programme.clone())
    }

    /// Where data lives.
    pub fn store(self) -> Store {
        self.store.get_value()
    }

    /// The demo behind the store.
    pub fn demo(self) -> Rc<Demo> {
        self.demo.get_value()
    }

    /// Loads what a query asks for, and again whenever a thing of that kind changes.
    pub fn load<T: Resource + Clone + 'static>(
        self,
        query: impl Fn() -> Query + 'static,
    ) -> LocalResource<Result<Vec<Stored<T>>, StoreError>> {
        LocalResource::new(move || {
            if let Some(i) = Kind::ALL.iter().position(|k| *k == T::KIND) {
                self.versions[i].track();
            }
            let (store, query) = (self.store(), query());
            async move { store.list::<T>(query).await.map(|Page { items, .. }| items) }
        })
    }

    /// Has a screen reader say something when it next can.
    pub fn announce(self, words: String) {
        self.announcement.set(words);
    }
}
