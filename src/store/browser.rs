//! This browser's local storage, and files of this site.
//!
//! Every key begins with the path of the site, so that two sites on one host
//! keep apart.

use super::StoreError;
use chrono::{DateTime, Utc};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The answer that boot.js already asked for, once.
    #[wasm_bindgen(js_namespace = deskmates, catch)]
    fn take(path: &str) -> Result<Option<js_sys::Promise>, JsValue>;
}

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

thread_local! {
    /// What stands in front of the path of everything on this site, where the page is not one of the site's own.
    static ELSEWHERE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// What this tab keeps and its browser does not: it forbids that, or has no space. It is there until the page is left.
    static UNKEPT: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// From now on this program stands on somebody else's page, and its site is at this whole address.
pub fn be_guest(site: &web_sys::Url) {
    // A guest on a page of its own host keeps things where the site itself does.
    let base = if site.origin() == origin() { site.pathname() } else { site.href() };
    ELSEWHERE.set(Some(base));
}

/// The page that this program is a guest on, without its fragment; nothing on the site's own pages.
pub fn host_page() -> Option<String> {
    ELSEWHERE.with_borrow(Option::is_some).then(|| {
        let page = window().and_then(|w| w.location().href().ok()).unwrap_or_default();
        page.split('#').next().unwrap_or_default().to_owned()
    })
}

fn origin() -> String {
    window().and_then(|w| w.location().origin().ok()).unwrap_or_default()
}

/// What stands in front of the path of everything on this site: the path that it is served under, which begins and ends
/// with `/`; on a page of another host, the site's whole address.
pub fn base() -> String {
    ELSEWHERE.with_borrow(Clone::clone).unwrap_or_else(|| {
        let base = window().and_then(|w| w.document()).and_then(|d| d.base_uri().ok().flatten());
        base.and_then(|uri| web_sys::Url::new(&uri).ok()).map_or_else(|| "/".to_owned(), |url| url.pathname())
    })
}

/// The whole address of a path of this site.
pub fn address(path: &str) -> String {
    whole(&(base() + path))
}

/// The whole address of what a link on this site says.
pub fn whole(href: &str) -> String {
    if href.starts_with('/') { origin() + href } else { href.to_owned() }
}

fn key(name: &str) -> String {
    format!("deskmates{}:{name}", base())
}

fn storage() -> Result<web_sys::Storage, StoreError> {
    window().and_then(|w| w.local_storage().ok().flatten()).ok_or(StoreError::Blocked)
}

/// What is kept under a name; nothing when there is nothing or it cannot be read.
pub fn kept(name: &str) -> Option<String> {
    storage().ok()?.get_item(&key(name)).ok().flatten()
}

/// Keeps a text under a name.
pub fn keep(name: &str, text: &str) -> Result<(), StoreError> {
    storage()?.set_item(&key(name), text).map_err(|error| {
        if name_of(&error).to_ascii_lowercase().contains("quota") { StoreError::Full } else { StoreError::Blocked }
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

/// The time by this machine.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// 128 random bits.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = window().and_then(|w| w.crypto().ok()) {
        // It fails only above 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A file of this site as text, by its path relative to the site's root; one of another site by its whole address.
pub async fn file(path: &str) -> Result<String, StoreError> {
    text_of(ask(path), path).await
}

/// Asks for a file, unless boot.js has.
fn ask(path: &str) -> Option<js_sys::Promise> {
    let url = if path.contains("://") { path.to_owned() } else { base() + path };
    take(path).ok().flatten().or_else(|| Some(window()?.fetch_with_str(&url)))
}

async fn text_of(answer: Option<js_sys::Promise>, path: &str) -> Result<String, StoreError> {
    let offline = || StoreError::Offline(path.to_owned());
    let response: web_sys::Response =
        JsFuture::from(answer.ok_or_else(offline)?).await.map_err(|_| offline())?.dyn_into().map_err(|_| offline())?;
    if !response.ok() {
        return Err(StoreError::Unavailable { what: path.to_owned(), status: response.status() });
    }
    let text = JsFuture::from(response.text().map_err(|_| offline())?).await.map_err(|_| offline())?;
    text.as_string().ok_or_else(offline)
}
