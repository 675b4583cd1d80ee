//! Where data lives: one [`Store`], whatever stands behind it.
//!
//! The typed layer is thin; inside, everything is `serde_json::Value`, so that
//! the compiled code does not grow with every kind of thing. The store does not
//! know what is shown, and never sees a signal.

pub mod config;
pub mod error;
pub mod json;
pub mod parse;
pub mod query;
pub mod record;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
mod demo;
#[cfg(feature = "browser")]
pub mod drafts;

#[cfg(feature = "browser")]
pub use demo::{Demo, Imported};
pub use error::StoreError;
pub use query::{Page, Query};

#[cfg(feature = "browser")]
use crate::domain::resource::Kind;
use crate::domain::resource::Resource;
use serde_json::Value;

/// A stored thing and what the store knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<T> {
    /// The thing.
    pub value: T,
    /// Which revision of it this is, as the store calls it; an update names the one it changes.
    pub revision: String,
    /// Whether it was written in this browser.
    pub mine: bool,
}

impl Page<Stored<Value>> {
    /// The things as their type; an error names the first that is not one.
    pub fn typed<T: Resource>(&self) -> Result<Vec<Stored<T>>, StoreError> {
        let one = |(i, item): (usize, &Stored<Value>)| {
            let place = item.value["id"].as_str().map_or_else(|| format!("/{i}"), str::to_owned);
            let value = parse::fit(&item.value, &self.source, &place)?;
            Ok(Stored { value, revision: item.revision.clone(), mine: item.mine })
        };
        self.items.iter().enumerate().map(one).collect()
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
    /// The things of a kind that a query asks for.
    pub async fn list(self, kind: Kind, query: Query) -> Result<Page<Stored<Value>>, StoreError> {
        let Self::Demo(demo) = self;
        demo.list(kind, &query).await
    }

    /// Stores a new thing, with what is kept and never read back.
    pub async fn create<T: Resource>(&self, thing: &T, private: Value) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.create(T::KIND, as_json(thing)?, private).await
    }

    /// Puts a new version in place of the revision that was read; it is a conflict if that is not the last.
    pub async fn update<T: Resource>(&self, thing: &T, revision: &str, private: Private) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.update(T::KIND, as_json(thing)?, revision, private)
    }

    /// Removes what was written in this browser.
    pub async fn remove<T: Resource>(&self, id: &crate::domain::resource::Id) -> Result<(), StoreError> {
        let Self::Demo(demo) = self;
        demo.remove(T::KIND, id)
    }

    /// Calls back with the kind of whatever changes, in this tab or another.
    pub fn watch(&self, changed: impl Fn(Kind) + 'static) {
        let Self::Demo(demo) = self;
        demo.watch(Box::new(changed));
    }
}

#[cfg(feature = "browser")]
fn as_json<T: Resource>(thing: &T) -> Result<Value, StoreError> {
    serde_json::to_value(thing).map_err(|error| StoreError::malformed(T::KIND.name(), "", error))
}
