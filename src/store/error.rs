//! What can go wrong with stored data, as far as a page can act on it.

use serde_json::Value;
use thiserror::Error;

/// Why something could not be read or written.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum StoreError {
    /// No answer came: the network is away, or the host is.
    #[error("no answer for {0}")]
    Offline(String),
    /// It took too long.
    #[error("{0} took too long to answer")]
    TimedOut(String),
    /// One has to sign in, or to sign in again.
    #[error("not signed in")]
    NotSignedIn,
    /// Who asks may not.
    #[error("not allowed")]
    NotAllowed,
    /// The backend found something wrong with what was sent.
    #[error("not accepted: {message}")]
    Invalid {
        /// What the backend says.
        message: String,
        /// What it says of single fields, by their names in the canonical JSON.
        fields: Vec<(String, String)>,
    },
    /// Too many requests.
    #[error("too many requests")]
    TooMany {
        /// How many seconds to wait, if that is known.
        wait: Option<u32>,
    },
    /// The profile does not say how to do this: the backend cannot.
    #[error("the backend cannot do this")]
    Unsupported,
    /// The host answered, and refused.
    #[error("{what} was answered with status {status}")]
    Unavailable {
        /// What was asked for.
        what: String,
        /// The HTTP status.
        status: u16,
    },
    /// It is not there, or not any more.
    #[error("not found")]
    NotFound,
    /// It is there already.
    #[error("already there")]
    AlreadyThere,
    /// Somebody else changed it since it was read.
    #[error("changed by somebody else since it was read")]
    Conflict {
        /// The thing as it now is, where the store knows it.
        current: Option<Box<Value>>,
    },
    /// The browser's storage has no room left.
    #[error("this browser's storage is full")]
    Full,
    /// The browser does not let this site store anything.
    #[error("this browser does not let the site store anything")]
    Blocked,
    /// What was read is not what it should be.
    #[error("{what} at {at:?}: {found}")]
    Malformed {
        /// The file, or the kind of thing.
        what: String,
        /// Where in it: a JSON Pointer.
        at: String,
        /// What is wrong there, and what was expected.
        found: String,
    },
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
