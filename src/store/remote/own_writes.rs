//! What this browser wrote and a backend has, where nobody signs in to write: so its author can change and delete
//! it, and sees it before a moderator has let it pass.
//!
//! It is a convenience: where it cannot be kept, somebody's comment is like everybody's.

use crate::domain::resource::Kind;
use crate::platform::KeyValueStorage;
use crate::store::parse;
use crate::store::record::without_private;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// What the name of a thing that was written here begins with.
const MINE: &str = "mine:";

/// What the name of a thing begins with that a backend has under an id that is not known here: the answer with it was lost.
const UNNAMED: &str = "there:";

/// For how long a thing is shown to its author that is not there for others.
const SHOWN_FOR: Duration = Duration::days(30);

/// What this browser wrote.
pub struct OwnWrites<'a> {
    storage: &'a dyn KeyValueStorage,
}

/// The kind of what is kept under a name, if it was written here.
pub fn kind_of(name: &str) -> Option<Kind> {
    let rest = name.strip_prefix(MINE).or_else(|| name.strip_prefix(UNNAMED))?;
    Kind::named(rest.split(':').next()?)
}

fn name(kind: Kind, id: &str) -> String {
    format!("{MINE}{}:{id}", kind.name())
}

fn id_of(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_default()
}

impl<'a> OwnWrites<'a> {
    /// What was written in the browser with this storage.
    pub fn on(storage: &'a dyn KeyValueStorage) -> Self {
        Self { storage }
    }

    /// Remembers that a thing was written here, and how it stands.
    pub fn remember(&self, kind: Kind, thing: &Value) {
        let _ = self.storage.keep(&name(kind, id_of(thing)), &without_private(kind, thing.clone()).to_string());
    }

    /// Remembers that a backend has a thing, and not under which id.
    pub fn remember_unnamed(&self, kind: Kind, thing: &Value) {
        let name = format!("{UNNAMED}{}:{}", kind.name(), id_of(thing));
        let _ = self.storage.keep(&name, &without_private(kind, thing.clone()).to_string());
    }

    /// What a backend has under an id that is not known here, and that is none of these: they are there by now.
    pub fn unnamed(&self, kind: Kind, listed: &[&Value], now: DateTime<Utc>) -> Vec<Value> {
        let (mut shown, all) = (Vec::new(), self.storage.all(&format!("{UNNAMED}{}:", kind.name())));
        for (name, text) in all {
            match parse::json(&text) {
                Ok(thing) if !is_old(&thing, now) && !listed.iter().any(|there| says_the_same(&thing, there)) => {
                    shown.push(thing);
                }
                _ => self.storage.forget(&name),
            }
        }
        shown
    }

    /// Forgets a thing that is no more.
    pub fn forget(&self, kind: Kind, id: &str) {
        self.storage.forget(&name(kind, id));
    }

    /// Whether a thing was written here.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.storage.get(&name(kind, id)).is_some()
    }

    /// A thing that was written here, as it stood then.
    pub fn get(&self, kind: Kind, id: &str) -> Option<Value> {
        parse::json(&self.storage.get(&name(kind, id))?).ok()
    }

    /// After a change: what was taken away is forgotten, what was written here is remembered as it is now.
    pub fn changed(&self, kind: Kind, thing: &Value) {
        let id = id_of(thing);
        match thing["state"] == "removed" {
            true => self.forget(kind, id),
            false if self.has(kind, id) => self.remember(kind, thing),
            false => {}
        }
    }

    /// What was written here so lately that it may still wait for a moderator. What is older would be there by now if
    /// one had let it pass; it stays its author's all the same.
    pub fn recent(&self, kind: Kind, now: DateTime<Utc>) -> Vec<Value> {
        let all = self.storage.all(&name(kind, "")).into_iter();
        let things = all.filter_map(|(_, text)| parse::json(&text).ok());
        things.filter(|thing| !is_old(thing, now)).map(|thing| without_private(kind, thing)).collect()
    }
}

/// Whether two are of one author, in one place, and begin with the same letters, whatever form a backend gives to a text.
fn says_the_same(one: &Value, other: &Value) -> bool {
    let letters = |thing: &Value| {
        let text = thing["text"].as_str().or_else(|| thing["text"]["html"].as_str()).unwrap_or_default();
        let mut within_tag = false;
        let words = text.chars().filter(move |c| {
            within_tag = (within_tag || *c == '<') && *c != '>';
            !within_tag && c.is_alphanumeric()
        });
        words.take(40).collect::<String>()
    };
    one["name"] == other["name"] && one["topic"] == other["topic"] && letters(one) == letters(other)
}

fn is_old(thing: &Value, now: DateTime<Utc>) -> bool {
    let created = thing["created"].as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    created.is_some_and(|created| now - created.to_utc() > SHOWN_FOR)
}
