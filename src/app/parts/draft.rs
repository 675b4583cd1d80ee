//! Keeping what is typed into a form.

use crate::store::drafts;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The draft that is kept under a name.
pub fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    drafts::kept(name).and_then(|text| serde_json::from_str(&text).ok())
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
        match serde_json::to_string(&draft) {
            Ok(text) if begins_with.with_value(|begun| *begun != draft) => drafts::keep(&name, &text),
            _ => drafts::forget(&name),
        }
    });
}
