//! Where data lives: one [`Store`], whatever stands behind it.
//!
//! The typed layer is thin; inside, everything is `serde_json::Value`, so that
//! the compiled code does not grow with every kind of thing. The store does not
//! know what is shown, and never sees a signal.

pub mod config;
pub mod delivery;
pub mod error;
pub mod json;
pub mod ownership;
pub mod parse;
pub mod query;
pub mod record;
pub mod remote;
pub mod repair;
pub mod sessions;
mod single_flight;
pub mod strict;

#[cfg(feature = "browser")]
pub mod backends;
#[cfg(feature = "browser")]
pub mod drafts;
#[cfg(feature = "browser")]
mod local;

pub use delivery::{Delivery, Refusal};
pub use error::StoreError;
#[cfg(feature = "browser")]
pub use local::{Imported, LocalStore};
pub use query::{Page, Query};

use crate::domain::resource::{Id, Kind, Resource};
pub use crate::platform::LocalFuture;
use serde_json::Value;
use std::rc::Rc;

/// A stored thing and what the store knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<T> {
    /// The thing.
    pub value: T,
    /// Which revision of it this is, as the store calls it; an update names the one it changes.
    pub revision: String,
    /// Whether it was written in this browser.
    pub mine: bool,
    /// How far it has come, if it was written in this browser.
    pub delivery: Delivery,
}

impl<T> Stored<T> {
    /// Whether the backend did not take it.
    pub fn is_refused(&self) -> bool {
        matches!(self.delivery, Delivery::Refused(_))
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

/// What can be done with things of a kind, where not every store can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// To store a new one.
    Create,
    /// To change one.
    Update,
    /// To remove one.
    Remove,
    /// To keep a private field, such as an e-mail address.
    Keep(&'static str),
    /// To show nobody a topic before its release.
    Withhold,
}

/// What came of something that was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// It is stored, under this id.
    Stored {
        /// Ours, or the one that the backend gave.
        id: Id,
        /// Whether a moderator looks at it first.
        held: bool,
    },
    /// It is kept here and goes out when that can be done.
    Waiting(Id),
}

/// Called with the kind of whatever changed.
pub type ChangeListener = Box<dyn Fn(Kind)>;

/// Where data lives. A program has one of them, so this is a trait: what a
/// program does not use is not in it (docs/decisions/parts.md).
pub trait DataStore {
    /// The things of a kind that a query asks for.
    fn list(&self, kind: Kind, query: Query) -> LocalFuture<'_, Result<Page<Stored<Value>>, StoreError>>;
    /// Stores a new thing, with what is kept and never read back.
    fn create(&self, kind: Kind, thing: Value, private: Value) -> LocalFuture<'_, Result<Sent, StoreError>>;
    /// Puts a new version in the place of the revision that was read.
    fn update<'a>(
        &'a self,
        kind: Kind,
        thing: Value,
        revision: &'a str,
        private: Private,
    ) -> LocalFuture<'a, Result<(), StoreError>>;
    /// Removes a thing.
    fn remove<'a>(&'a self, kind: Kind, id: &'a Id) -> LocalFuture<'a, Result<(), StoreError>>;
    /// A new id, in the shape that is taken.
    fn new_id(&self, kind: Kind) -> Id;
    /// Whether something can be done at all.
    fn can(&self, kind: Kind, ability: Ability) -> bool;
    /// Calls back with the kind of whatever changes, in this tab or another.
    fn watch(&self, changed: ChangeListener);
    /// Reads anew, from now on, what was read once.
    fn read_anew(&self);
}

/// Where this site's data lives.
#[derive(Clone)]
pub struct Store(Rc<dyn DataStore>);

impl Store {
    /// The store of a keeper.
    pub fn of(data_store: Rc<dyn DataStore>) -> Self {
        Self(data_store)
    }

    /// The things of a kind that a query asks for.
    pub async fn list(self, kind: Kind, query: Query) -> Result<Page<Stored<Value>>, StoreError> {
        self.0.list(kind, query).await
    }

    /// Stores a new thing, with what is kept and never read back.
    pub async fn create<T: Resource>(&self, thing: &T, private: Value) -> Result<Sent, StoreError> {
        self.0.create(T::KIND, as_json(thing)?, private).await
    }

    /// Puts a new version in place of the revision that was read; it is a conflict if that is not the last.
    pub async fn update<T: Resource>(&self, thing: &T, revision: &str, private: Private) -> Result<(), StoreError> {
        self.0.update(T::KIND, as_json(thing)?, revision, private).await
    }

    /// Removes a thing; in the demo, one that was written in this browser.
    pub async fn remove(&self, kind: Kind, id: &Id) -> Result<(), StoreError> {
        self.0.remove(kind, id).await
    }

    /// What the store is, for those who have a thing as JSON.
    pub fn data_store(&self) -> Rc<dyn DataStore> {
        Rc::clone(&self.0)
    }

    /// A new id for a thing of a kind.
    pub fn new_id(&self, kind: Kind) -> Id {
        self.0.new_id(kind)
    }

    /// Whether something can be done at all; what cannot is not offered.
    pub fn can(&self, kind: Kind, ability: Ability) -> bool {
        self.0.can(kind, ability)
    }

    /// Calls back with the kind of whatever changes, in this tab or another.
    pub fn watch(&self, changed: impl Fn(Kind) + 'static) {
        self.0.watch(Box::new(changed));
    }

    /// Reads anew, from now on, what was read once.
    pub fn read_anew(&self) {
        self.0.read_anew();
    }
}

/// The canonical JSON of a thing.
pub fn as_json<T: Resource>(thing: &T) -> Result<Value, StoreError> {
    serde_json::to_value(thing).map_err(|error| StoreError::malformed(T::KIND.name(), "", error))
}
