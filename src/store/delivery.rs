//! How something stands that was written here: sent, on its way, or refused.

use super::StoreError;
use serde::{Deserialize, Serialize};

/// How far something has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// It is where it is to be.
    #[default]
    Sent,
    /// It is kept here and goes out when that can be done.
    Waiting,
    /// It was not taken, and stays here until its author has seen to it.
    Refused(Refusal),
}

impl Delivery {
    /// Whether it has arrived.
    pub fn is_sent(&self) -> bool {
        *self == Self::Sent
    }
}

/// Why a backend did not take something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The name of the error, for which the language files have words.
    #[serde(default = "invalid")]
    pub reason: String,
    /// What the backend said, if it said anything.
    pub message: String,
}

fn invalid() -> String {
    "invalid".to_owned()
}

impl Refusal {
    /// The refusal that an error is.
    pub fn of(error: &StoreError) -> Self {
        let message = match error {
            StoreError::Invalid { message, fields } if message.is_empty() => {
                let all: Vec<&str> = fields.iter().map(|(_, message)| message.as_str()).collect();
                all.join(" ")
            }
            StoreError::Invalid { message, .. } => message.clone(),
            StoreError::Unavailable { status, .. } => format!("HTTP {status}"),
            _ => String::new(),
        };
        Self { reason: error.name().to_owned(), message }
    }

    /// As it is read from where an earlier version kept it: that had one text, which was what the backend said or
    /// the name of an error.
    #[must_use]
    pub fn as_kept(self) -> Self {
        let is_name = |error: &StoreError| error.name() == self.message;
        let without_words =
            [StoreError::NotAllowed, StoreError::NotFound, StoreError::AlreadyThere, StoreError::Unsupported];
        match without_words.iter().any(is_name) {
            true => Self { reason: self.message, message: String::new() },
            false => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_the_backend_said_or_has_a_reason_of_ours() {
        let invalid = |message: &str, fields: &[(&str, &str)]| StoreError::Invalid {
            message: message.to_owned(),
            fields: fields.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect(),
        };
        for (error, reason, message) in [
            (invalid("No links.", &[]), "invalid", "No links."),
            (invalid("", &[("name", "Too long."), ("text", "Too short.")]), "invalid", "Too long. Too short."),
            (StoreError::Unavailable { what: "x".to_owned(), status: 418 }, "unavailable", "HTTP 418"),
            (StoreError::NotAllowed, "not_allowed", ""),
        ] {
            let refusal = Refusal::of(&error);
            assert_eq!((refusal.reason.as_str(), refusal.message.as_str()), (reason, message));
        }
    }

    #[test]
    fn a_refusal_of_an_earlier_version_is_read() {
        let read = |text: &str| serde_json::from_str::<Refusal>(text).unwrap().as_kept();
        let words = read(r#"{"message":"No links."}"#);
        assert_eq!(words, Refusal { reason: "invalid".to_owned(), message: "No links.".to_owned() });
        let name = read(r#"{"message":"not_allowed"}"#);
        assert_eq!(name, Refusal { reason: "not_allowed".to_owned(), message: String::new() });
    }
}
