//! Where data lives: one [`Store`], whatever stands behind it.
//!
//! The typed layer is thin; inside, everything is `serde_json::Value`, so that
//! the compiled code does not grow with every kind of thing. The store does not
//! know what is shown, and never sees a signal.

pub mod config;
pub mod error;
pub mod query;
pub mod record;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
mod demo;

#[cfg(feature = "browser")]
pub use demo::{Demo, Imported};
pub use error::StoreError;
pub use query::{Page, Query};

use crate::domain::resource::Resource;
use serde_json::Value;

/// A stored thing and what the store knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<T> {
    /// The thing.
    pub value: T,
    /// Which revision of it this is; an update names the one it changes.
    pub revision: u64,
    /// Whether it was written in this browser.
    pub mine: bool,
}

impl Stored<Value> {
    /// The thing as its type; `what` and `at` say where it stood, for the error.
    pub fn typed<T: Resource>(self, what: &str, at: &str) -> Result<Stored<T>, StoreError> {
        match serde_json::from_value(self.value) {
            Ok(value) => Ok(Stored { value, revision: self.revision, mine: self.mine }),
            Err(error) => Err(StoreError::malformed(what, at, error)),
        }
    }
}

/// What becomes of the fields that are kept and never read back, at an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Private {
    /// They stay.
    Kept,
    /// They go.
    Erased,
}

/// Where this site's data lives. JSON backends join as a second variant.
#[cfg(feature = "browser")]
#[derive(Clone)]
pub enum Store {
    /// In this browser, over the demo programme's files.
    Demo(std::rc::Rc<Demo>),
}

#[cfg(feature = "browser")]
impl Store {
    /// The things that a query asks for.
    pub async fn list<T: Resource>(&self, query: Query) -> Result<Page<Stored<T>>, StoreError> {
        let Self::Demo(demo) = self;
        let page = demo.list(T::KIND, &query).await?;
        let typed = |(i, item): (usize, Stored<Value>)| {
            let at = item.value["id"].as_str().map_or_else(|| format!("/{i}"), |id| format!("/{i} (id {id})"));
            item.typed(T::KIND.name(), &at)
        };
        let items = page.items.into_iter().enumerate().map(typed).collect::<Result<_, _>>()?;
        Ok(Page { items, total: page.total })
    }

    /// Stores a new thing, with what is kept and never read back.
    pub async fn create<T: Resource>(&self, thing: &T, private: Value) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.create(T::KIND, json(thing)?, private).await
    }

    /// Puts a new version in place of the revision that was read. A conflict gives the other version.
    pub async fn update<T: Resource>(&self, thing: &T, revision: u64, private: Private) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.update(T::KIND, json(thing)?, revision, private)
    }

    /// Removes what was written in this browser.
    pub async fn remove<T: Resource>(&self, id: &crate::domain::resource::Id) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.remove(T::KIND, id)
    }

    /// Calls back with the kind of whatever changes, in this tab or another.
    pub fn watch(&self, changed: impl Fn(crate::domain::resource::Kind) + 'static) {
        let Self::Demo(demo) = self;
        demo.watch(Box::new(changed));
    }
}

#[cfg(feature = "browser")]
fn json<T: Resource>(thing: &T) -> Result<Value, StoreError> {
    serde_json::to_value(thing).map_err(|error| StoreError::malformed(T::KIND.name(), "", error))
}
