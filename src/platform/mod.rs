//! What the rest needs of the machine it runs on: storage, a clock, chance, locks and
//! the network. The browser has one, programs without a browser another, and tests a
//! fake one of which they decide everything.
//!
//! It does not know what is stored or sent.

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(not(feature = "browser"))]
pub mod fake;
pub mod http;
#[cfg(feature = "native")]
pub mod native;

use chrono::{DateTime, Duration, Utc};
use std::any::Any;
use std::fmt;
use std::pin::Pin;

/// A future whose type nobody needs to know, so that the code that waits for it exists once.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Where texts are kept under names.
pub trait KeyValueStorage {
    /// The names that begin so, and what is kept under each.
    fn all(&self, beginning: &str) -> Vec<(String, String)>;
    /// What is kept under a name; nothing when there is nothing or it cannot be read.
    fn get(&self, name: &str) -> Option<String>;
    /// Keeps a text under a name.
    fn keep(&self, name: &str, text: &str) -> Result<(), StorageError>;
    /// Forgets what is kept under a name.
    fn forget(&self, name: &str);
}

/// Why something cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no room left.
    Full,
    /// This site may not store anything.
    Blocked,
}

/// Why a file of the site cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Its path.
    pub path: String,
    /// The HTTP status; nothing where no answer came.
    pub status: Option<u16>,
}

impl std::error::Error for StorageError {}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "the storage is full",
            Self::Blocked => "nothing can be stored",
        })
    }
}

/// The machine, as one tab sees it.
pub trait Platform {
    /// The time by this machine's clock, which may be wrong.
    fn now(&self) -> DateTime<Utc>;
    /// 128 random bits.
    fn random(&self) -> [u8; 16];
    /// What stays when the tab is closed, and all tabs share.
    fn storage(&self) -> &dyn KeyValueStorage;
    /// What stays as long as the tab.
    fn tab_storage(&self) -> &dyn KeyValueStorage;
    /// Waits until nobody else has the lock of this name, in this tab or another. Who drops what it gives lets the
    /// next one have it.
    fn lock<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Box<dyn Any>>;
    /// Waits.
    fn sleep(&self, time: Duration) -> LocalFuture<'static, ()>;
    /// Has something done beside everything else.
    fn spawn(&self, task: LocalFuture<'static, ()>);
}
