//! The people whom a backend for tests knows.

use anyhow::Result;
use serde_json::{Map, Value, json};
use std::io::Read;
use std::path::Path;

/// Somebody who signs in.
pub struct Account {
    /// What tests call them.
    pub who: &'static str,
    /// The participant they are, if they take part.
    pub participant: Option<&'static str>,
    /// What they sign in with.
    pub user: String,
    pub password: String,
}

/// The partnerships of the tests, with the ids of their participants.
pub const PARTNERSHIPS: [(&str, [&str; 2]); 3] =
    [("s1", ["p01", "p02"]), ("s2", ["p05", "p06"]), ("s3", ["p07", "p08"])];
/// The round that they are in.
pub const ROUND: &str = "2016A";

/// A coordinator, the two partners of s1, somebody of s2, and the two of s3, of whom one leaves. Most backends
/// want an e-mail address to sign in with; `user` makes what this one wants.
pub fn all(user: impl Fn(&str) -> String) -> Result<[Account; 6]> {
    let account = |who, participant: Option<&'static str>| {
        Ok::<_, anyhow::Error>(Account {
            who,
            participant,
            user: user(participant.unwrap_or(who)),
            password: secret()?,
        })
    };
    Ok([
        account("coordinator", None)?,
        account("partner", Some("p01"))?,
        account("other_partner", Some("p02"))?,
        account("stranger", Some("p05"))?,
        account("leaving", Some("p07"))?,
        account("left_behind", Some("p08"))?,
    ])
}

/// An address that no mail reaches.
pub fn address(name: &str) -> String {
    format!("{name}@example.org")
}

/// Something that nobody guesses: passwords and keys are made anew at every `up`.
pub fn secret() -> Result<String> {
    let mut bytes = [0; 20];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes `accounts.json`.
pub fn write(folder: &Path, accounts: &[Account]) -> Result<()> {
    let of = |account: &Account| {
        let mut entry = json!({ "user": account.user, "password": account.password });
        if let Some(participant) = account.participant {
            entry["participant"] = participant.into();
        }
        (account.who.to_owned(), entry)
    };
    let all: Map<String, Value> = accounts.iter().map(of).collect();
    Ok(std::fs::write(folder.join("accounts.json"), serde_json::to_string_pretty(&all)?)?)
}
