//! The words shown to people, in the language that was chosen. They live in
//! `public/locales/`, one file a language, loaded when it is used.
//!
//! A message is a text with `{name}` places; a message that counts is a set of
//! texts by plural category, told apart by `Intl.PluralRules`.

pub mod dates;
pub mod languages;
pub mod zones;

use crate::platform::browser;
use crate::store::{StoreError, parse};
use js_sys::{Array, Intl};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Arabic, written from right to left.
    Arabic,
}

impl Language {
    /// Every language, as the switch lists them.
    pub const ALL: [Self; 2] = [Self::English, Self::Arabic];

    /// Its code (BCP 47); its file is named after it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }

    /// The direction it is written in, as HTML's `dir`.
    pub fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// The language of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

struct Catalog {
    /// The language's files; what a later one says stands over what an earlier one does.
    files: Vec<Value>,
    plurals: Intl::PluralRules,
    locale: Array,
}

thread_local! {
    static INCLUDED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
    static CATALOG: RefCell<Option<Catalog>> = const { RefCell::new(None) };
}

/// Has a program's own words loaded with those of every language: of `["live"]`, what `live.en.json` says
/// stands over what `en.json` does.
pub fn include(words: &[&'static str]) {
    INCLUDED.set(words.to_vec());
}

/// Has further words loaded in the language that is spoken: those of a part of the program. What they say stands over what was
/// said before.
pub async fn also(words: &'static str) -> Result<(), StoreError> {
    while !INCLUDED.with_borrow(|all| all.contains(&words)) {
        let language = SPOKEN.get();
        let file = file(words, language).await?;
        // Somebody may have chosen another language meanwhile.
        if SPOKEN.get() == language && !INCLUDED.with_borrow(|all| all.contains(&words)) {
            CATALOG.with_borrow_mut(|catalog| catalog.iter_mut().for_each(|catalog| catalog.files.push(file.clone())));
            INCLUDED.with_borrow_mut(|all| all.push(words));
        }
    }
    Ok(())
}

async fn file(words: &str, language: Language) -> Result<Value, StoreError> {
    let dot = if words.is_empty() { "" } else { "." };
    let path = format!("locales/{words}{dot}{}.json", language.code());
    let text = browser::file(&path).await?;
    parse::json(&text).map_err(|e| StoreError::malformed(&path, "", e))
}

/// Loads a language; from then on every word is in it.
pub async fn speak(language: Language) -> Result<(), StoreError> {
    let mut files = Vec::new();
    for words in [""].into_iter().chain(INCLUDED.with_borrow(Clone::clone)) {
        files.push(file(words, language).await?);
    }
    SPOKEN.set(language);
    let locale = locale_of(language);
    let plurals = Intl::PluralRules::new(&locale, &js_sys::Object::new());
    CATALOG.with_borrow_mut(|catalog| *catalog = Some(Catalog { files, plurals, locale }));
    Ok(())
}

/// The reader's own variant of a language, which knows how they write dates,
/// where they have one; else the language.
fn locale_of(language: Language) -> Array {
    let variant = format!("{}-", language.code());
    let preferred = leptos::prelude::window().navigator().languages();
    let own = preferred.iter().filter(|tag| tag.as_string().is_some_and(|tag| tag.starts_with(&variant)));
    own.chain([language.code().into()]).collect()
}

/// The message of this key.
pub fn t(key: &str) -> String {
    // A key without a message shows itself; a test keeps keys and files together.
    message(key).unwrap_or_else(|| key.to_owned())
}

/// The message of this key, if there is one; else other words.
pub fn message_or(key: &str, other: impl FnOnce() -> String) -> String {
    message(key).unwrap_or_else(other)
}

fn message(key: &str) -> Option<String> {
    // `topic.share` stands in `{"topic": {"share": "Share"}}`.
    let place = format!("/{}", key.replace('.', "/"));
    CATALOG.with_borrow(|catalog| {
        let found = catalog.as_ref()?.files.iter().rev().find_map(|file| file.pointer(&place)?.as_str());
        found.map(str::to_owned)
    })
}

/// The message with its places filled.
pub fn fill(key: &str, places: &[(&str, &str)]) -> String {
    places.iter().fold(t(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The message for a number, with `{n}` and its other places filled.
pub fn plural_with(key: &str, n: i64, places: &[(&str, &str)]) -> String {
    let category = CATALOG.with_borrow(|catalog| {
        catalog.as_ref().and_then(|c| c.plurals.select(n as f64).as_string()).unwrap_or_else(|| "other".to_owned())
    });
    let text = message(&format!("{key}.{category}")).unwrap_or_else(|| t(&format!("{key}.other")));
    let text = text.replace("{n}", &number(n));
    places.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The message for a number, with `{n}` filled.
pub fn plural(key: &str, n: i64) -> String {
    plural_with(key, n, &[])
}

/// The message on both sides of one place, for an element that stands there.
pub fn around(key: &str, place: &str) -> (String, String) {
    let text = t(key);
    match text.split_once(&format!("{{{place}}}")) {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (text, String::new()),
    }
}

/// A number in the digits of the language.
pub fn number(n: i64) -> String {
    with_locale(|locale| {
        let format = Intl::NumberFormat::new(locale, &js_sys::Object::new()).format();
        format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(n as f64)).ok()?.as_string()
    })
    .unwrap_or_else(|| n.to_string())
}

fn with_locale<T>(act: impl FnOnce(&Array) -> Option<T>) -> Option<T> {
    let locale = CATALOG.with_borrow(|catalog| catalog.as_ref().map(|c| c.locale.clone()))?;
    act(&locale)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &Array, options: &js_sys::Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;
}

/// The name of a code in the language: of a `region` or a `language`. What has no name is shown as it is.
pub fn name_of(kind: &str, code: &str) -> String {
    let name =
        with_locale(|locale| DisplayNames::new(locale, &options(&[("type", kind)])).ok()?.of(code).ok().flatten());
    name.unwrap_or_else(|| code.to_owned())
}

/// Every country with its name in the language, in the order of that language.
pub fn countries() -> Vec<(&'static str, String)> {
    use crate::domain::country::Country;
    let named = with_locale(|locale| {
        let names = DisplayNames::new(locale, &options(&[("type", "region")])).ok()?;
        let compare = Intl::Collator::new(locale, &js_sys::Object::new()).compare();
        let mut all: Vec<(&str, String)> = Vec::new();
        for code in Country::all().map(Country::code) {
            let name = names.of(code).ok().flatten().unwrap_or_else(|| code.to_owned());
            let order = |(_, other): &(&str, String)| {
                let order = compare.call2(&JsValue::UNDEFINED, &other.as_str().into(), &name.as_str().into());
                order.ok().and_then(|o| o.as_f64()).unwrap_or(0.0).total_cmp(&0.0)
            };
            let place = all.binary_search_by(order).unwrap_or_else(|place| place);
            all.insert(place, (code, name));
        }
        Some(all)
    });
    named.unwrap_or_else(|| Country::all().map(|c| (c.code(), c.code().to_owned())).collect())
}

/// A JavaScript object of text fields.
fn options(fields: &[(&str, &str)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}
