//! Files of this site.

use super::site::base;
use crate::platform::FileError;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The answer that boot.js already asked for, once.
    #[wasm_bindgen(js_namespace = deskmates, catch)]
    fn take(path: &str) -> Result<Option<js_sys::Promise>, JsValue>;
}

/// A file of this site as text, by its path relative to the site's root; one of another site by its whole address.
pub async fn file(path: &str) -> Result<String, FileError> {
    text_of(ask(path), path).await
}

/// Asks for a file, unless boot.js has.
fn ask(path: &str) -> Option<js_sys::Promise> {
    let url = if path.contains("://") { path.to_owned() } else { base() + path };
    take(path).ok().flatten().or_else(|| Some(web_sys::window()?.fetch_with_str(&url)))
}

async fn text_of(answer: Option<js_sys::Promise>, path: &str) -> Result<String, FileError> {
    let offline = || FileError { path: path.to_owned(), status: None };
    let response: web_sys::Response =
        JsFuture::from(answer.ok_or_else(offline)?).await.map_err(|_| offline())?.dyn_into().map_err(|_| offline())?;
    if !response.ok() {
        return Err(FileError { path: path.to_owned(), status: Some(response.status()) });
    }
    let text = JsFuture::from(response.text().map_err(|_| offline())?).await.map_err(|_| offline())?;
    text.as_string().ok_or_else(offline)
}
