//! What this browser keeps, and what this tab keeps.
//!
//! Every key begins with the path of the site, so that two sites on one host
//! keep apart.

use super::site::base;
use crate::platform::{KeyValueStorage, StorageError};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

thread_local! {
    /// What this tab keeps and its browser does not: it forbids that, or has no space. It is there until the page is left.
    static UNKEPT: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

fn key(name: &str) -> String {
    format!("deskmates{}:{name}", base())
}

fn storage() -> Result<web_sys::Storage, StorageError> {
    window().and_then(|w| w.local_storage().ok().flatten()).ok_or(StorageError::Blocked)
}

/// What is kept under a name; nothing when there is nothing or it cannot be read.
pub fn kept(name: &str) -> Option<String> {
    storage().ok()?.get_item(&key(name)).ok().flatten()
}

/// Keeps a text under a name.
pub fn keep(name: &str, text: &str) -> Result<(), StorageError> {
    storage()?.set_item(&key(name), text).map_err(|error| {
        if name_of(&error).to_ascii_lowercase().contains("quota") { StorageError::Full } else { StorageError::Blocked }
    })
}

/// The name of an error of the browser, such as `QuotaExceededError`.
pub fn name_of(error: &JsValue) -> String {
    js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

/// Forgets what is kept under a name.
pub fn forget(name: &str) {
    if let Ok(storage) = storage() {
        // It cannot fail where the storage can be had.
        let _ = storage.remove_item(&key(name));
    }
}

/// What this tab keeps under a name.
pub fn kept_in_tab(name: &str) -> Option<String> {
    let unkept = UNKEPT.with_borrow(|all| all.iter().find(|(of, _)| of == name).map(|(_, text)| text.clone()));
    unkept.or_else(|| tab_storage()?.get_item(&key(name)).ok().flatten())
}

/// Keeps a text in this tab, until it is closed; where the browser does not, until the page is left.
pub fn keep_in_tab(name: &str, text: &str) {
    forget_in_tab(name);
    if tab_storage().and_then(|storage| storage.set_item(&key(name), text).ok()).is_none() {
        UNKEPT.with_borrow_mut(|all| all.push((name.to_owned(), text.to_owned())));
    }
}

/// Forgets what this tab keeps under a name.
pub fn forget_in_tab(name: &str) {
    UNKEPT.with_borrow_mut(|all| all.retain(|(of, _)| of != name));
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(&key(name));
    }
}

fn tab_storage() -> Option<web_sys::Storage> {
    window()?.session_storage().ok().flatten()
}

/// The names that begin so, and what is kept under each.
pub fn all_kept(beginning: &str) -> Vec<(String, String)> {
    let names = storage().map(|storage| names(&storage)).unwrap_or_default();
    let wanted = names.into_iter().filter(|name| name.starts_with(beginning));
    wanted.filter_map(|name| kept(&name).map(|text| (name, text))).collect()
}

/// The names under which this tab keeps something.
pub fn names_in_tab() -> Vec<String> {
    let mut all = tab_storage().map(|storage| names(&storage)).unwrap_or_default();
    all.extend(UNKEPT.with_borrow(|unkept| unkept.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()));
    all
}

/// Forgets everything that this tab keeps.
pub fn forget_all_in_tab() {
    names_in_tab().iter().for_each(|name| forget_in_tab(name));
}

/// The names under which a storage keeps something of this site.
fn names(storage: &web_sys::Storage) -> Vec<String> {
    let prefix = key("");
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    keys.filter_map(|key| key.strip_prefix(&prefix).map(str::to_owned)).collect()
}

/// Calls back with the name of whatever another tab keeps or forgets; with
/// nothing when it forgot everything.
pub fn on_change_elsewhere(changed: impl Fn(Option<String>) + 'static) {
    let prefix = key("");
    let listener =
        Closure::<dyn Fn(web_sys::StorageEvent)>::new(move |event: web_sys::StorageEvent| match event.key() {
            None => changed(None),
            Some(key) => {
                if let Some(name) = key.strip_prefix(&prefix) {
                    changed(Some(name.to_owned()));
                }
            }
        });
    if let Some(window) = window() {
        // The listener lives as long as the page.
        let _ = window.add_event_listener_with_callback("storage", listener.into_js_value().unchecked_ref());
    }
}

/// What this browser keeps.
pub struct BrowserStorage;

impl KeyValueStorage for BrowserStorage {
    fn all(&self, beginning: &str) -> Vec<(String, String)> {
        all_kept(beginning)
    }

    fn get(&self, name: &str) -> Option<String> {
        kept(name)
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StorageError> {
        keep(name, text)
    }

    fn forget(&self, name: &str) {
        forget(name);
    }
}

/// What this tab keeps, at least until the page is left.
pub struct TabStorage;

impl KeyValueStorage for TabStorage {
    fn all(&self, beginning: &str) -> Vec<(String, String)> {
        let names = names_in_tab().into_iter().filter(|name| name.starts_with(beginning));
        names.filter_map(|name| kept_in_tab(&name).map(|text| (name, text))).collect()
    }

    fn get(&self, name: &str) -> Option<String> {
        kept_in_tab(name)
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StorageError> {
        keep_in_tab(name, text);
        Ok(())
    }

    fn forget(&self, name: &str) {
        forget_in_tab(name);
    }
}
