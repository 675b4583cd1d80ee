//! Plain requests, as somebody sends them who does not use the site.

use crate::setting::{BACKENDS, Setting, wait};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use deskmates::platform::http::{Body, File, HttpTransport, Request};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::{Credentials, Method};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::borrow::Borrow;

/// What is tried on one backend only.
pub type Attack = (&'static str, fn(&Setting) -> Result<(), Failed>);

pub fn trials(backend: &'static str, attacks: &'static [Attack]) -> impl Iterator<Item = Trial> {
    assert!(BACKENDS.contains(&backend), "no backend {backend}");
    let is_other = std::env::var("BACKEND").is_ok_and(|only| only != backend);
    attacks.iter().filter(move |_| !is_other).map(move |(name, attack)| {
        Trial::test(format!("{backend}::attack {name}"), move || attack(&Setting::of(backend)))
    })
}

/// Somebody who sends.
pub struct Sender {
    base: String,
    headers: Vec<(String, String)>,
}

impl Sender {
    pub fn stranger(setting: &Setting) -> Self {
        Self { base: setting.profile["base"].as_str().unwrap().to_owned(), headers: Vec::new() }
    }

    /// With a header more.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Who sends their password along with every request.
    pub fn with_password(setting: &Setting, who: &str) -> Self {
        let [user, password] = account(setting, who);
        let basic = BASE64_STANDARD.encode(format!("{user}:{password}"));
        Self::stranger(setting).with("authorization", format!("Basic {basic}"))
    }

    /// Sends JSON and gives status and JSON of the answer.
    pub fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { Body::None } else { Body::Json(body.to_string()) };
        self.send_body(method, path, body)
    }

    /// Sends something of another media type.
    pub fn send_as(&self, method: Method, path: &str, media_type: &str, body: &str) -> (u16, Value) {
        let file = File { name: String::new(), media_type: media_type.to_owned(), bytes: body.as_bytes().to_vec() };
        self.send_body(method, path, Body::File(file))
    }

    fn send_body(&self, method: Method, path: &str, body: Body) -> (u16, Value) {
        let mut headers = self.headers.clone();
        if matches!(body, Body::Json(_)) {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        let request = Request {
            method,
            url: format!("{}{path}", self.base),
            headers,
            body,
            credentials: Credentials::Omit,
            timeout: 20,
        };
        let answer = wait(NativeTransport.send(request)).unwrap_or_else(|why| panic!("{path}: {why:?}"));
        (answer.status, serde_json::from_str(&answer.text).unwrap_or(Value::Null))
    }

    pub fn get(&self, path: &str) -> (u16, Value) {
        self.send(Method::Get, path, &Value::Null)
    }
}

/// The name and password of an account.
pub fn account(setting: &Setting, who: &str) -> [String; 2] {
    ["user", "password"].map(|name| setting.accounts[who][name].as_str().unwrap().to_owned())
}

/// An object with some fields set anew.
pub fn but(thing: &Value, fields: impl Borrow<Value>) -> Value {
    let mut changed = thing.clone();
    changed.as_object_mut().unwrap().extend(fields.borrow().as_object().unwrap().clone());
    changed
}

/// What no page can read, or what spoils the text around it: of a comment.
pub fn spoiled_comments() -> Vec<Value> {
    let names =
        [" ", "\u{200b}", "\u{202e}Eve", "Eve\u{2066}", "E\tve", "Eve\n", "E\0ve"].map(|name| json!({ "name": name }));
    let links = ["https://", "https://a b", "https://.a", "https://@a", "https:///a", "javascript:a", "https://a\n"];
    let links = links.map(|link| json!({ "link": link }));
    let ids =
        [json!({ "topic": ".." }), json!({ "topic": "a b" }), json!({ "parent": ".." }), json!({ "parent": "." })];
    names.into_iter().chain(links).chain(ids).collect()
}
