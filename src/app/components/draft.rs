//! Keeping what is typed into a form.

use crate::store::{drafts, parse, strict};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The draft that is kept under a name.
pub fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    read(drafts::kept(name))
}

/// What was typed, from the text it was kept as. The way through `Value` is code
/// that is there anyway; straight from the text would be a third of a KB more for each type.
pub fn read<T: DeserializeOwned>(kept: Option<String>) -> Option<T> {
    strict::read(&parse::json(&kept?).ok()?).ok()
}

/// The text to keep what was typed as.
pub fn text<T: Serialize>(typed: &T) -> Option<String> {
    serde_json::to_value(typed).ok().map(|value| value.to_string())
}

/// What was typed into a form, and what it began with: so an old draft does not undo what was changed since.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// What it began with.
    pub began: T,
    /// What was typed.
    pub typed: T,
}

/// Keeps a draft under a name as it is typed, and forgets it when nothing is
/// left of it but what the form begins with.
pub fn keep<T: Serialize + PartialEq + Send + Sync + 'static>(
    name: String,
    begins_with: StoredValue<T>,
    draft: impl Fn() -> T + 'static,
) {
    Effect::new(move |_| {
        let draft = draft();
        match text(&draft) {
            Some(text) if begins_with.with_value(|begun| *begun != draft) => drafts::keep(&name, &text),
            _ => drafts::forget(&name),
        }
    });
}
