//! What can go wrong with stored data, as far as a page can act on it.

use crate::platform::{FileError, StorageError};
use serde_json::Value;
use std::fmt;

/// Why something could not be read or written.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreError {
    /// No answer came: the network is away, or the host is.
    Offline(String),
    /// It took too long.
    TimedOut(String),
    /// One has to sign in, or to sign in again.
    NotSignedIn,
    /// Signing in worked a moment ago, and the backend does not take the session that it gave. What it says.
    SessionRefused(String),
    /// Who asks may not.
    NotAllowed,
    /// The backend found something wrong with what was sent.
    Invalid {
        /// What the backend says.
        message: String,
        /// What it says of single fields, by their names in the canonical JSON.
        fields: Vec<(String, String)>,
    },
    /// Too many requests.
    TooMany {
        /// How many seconds to wait, if that is known.
        wait: Option<u32>,
    },
    /// The profile does not say how to do this: the backend cannot.
    Unsupported,
    /// The host answered, and refused.
    Unavailable {
        /// What was asked for.
        what: String,
        /// The HTTP status.
        status: u16,
    },
    /// It is not there, or not any more.
    NotFound,
    /// It is there already.
    AlreadyThere,
    /// Somebody else changed it since it was read.
    Conflict {
        /// The thing as it now is, where the store knows it.
        current: Option<Box<Value>>,
    },
    /// The browser's storage has no room left.
    Full,
    /// The browser does not let this site store anything.
    Blocked,
    /// What was read is not what it should be.
    Malformed {
        /// The file, or the kind of thing.
        what: String,
        /// Where in it: a JSON Pointer.
        at: String,
        /// What is wrong there, and what was expected.
        found: String,
    },
}

impl std::error::Error for StoreError {}

/// For developers; readers have the words of the language files.
impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { what, at, found } => write!(f, "{what} at \"{at}\": {found}"),
            Self::Unavailable { what, status } => write!(f, "{what} was answered with status {status}"),
            Self::Invalid { message, .. } | Self::SessionRefused(message) => f.write_str(message),
            other => f.write_str(other.name()),
        }
    }
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Full => Self::Full,
            StorageError::Blocked => Self::Blocked,
        }
    }
}

impl From<FileError> for StoreError {
    fn from(FileError { path, status }: FileError) -> Self {
        match status {
            Some(status) => Self::Unavailable { what: path, status },
            None => Self::Offline(path),
        }
    }
}

impl StoreError {
    /// An error for what could not be read, with the reason that serde gave.
    pub fn malformed(what: &str, at: &str, reason: impl std::fmt::Display) -> Self {
        Self::Malformed { what: what.to_owned(), at: at.to_owned(), found: reason.to_string() }
    }

    /// The name of the error, as the language files call it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::TimedOut(_) => "timed_out",
            Self::NotSignedIn => "not_signed_in",
            Self::SessionRefused(_) => "session_refused",
            Self::NotAllowed => "not_allowed",
            Self::Invalid { .. } => "invalid",
            Self::TooMany { .. } => "too_many",
            Self::Unsupported => "unsupported",
            Self::Unavailable { .. } => "unavailable",
            Self::NotFound => "not_found",
            Self::AlreadyThere => "already_there",
            Self::Conflict { .. } => "conflict",
            Self::Full => "full",
            Self::Blocked => "blocked",
            Self::Malformed { .. } => "malformed",
        }
    }
}
