//! Plain requests to PostgREST, as somebody sends them who does not use the site.

use crate::setting::{Setting, wait};
use deskmates::platform::http::{Body, File, HttpTransport, Request, Response};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::{Credentials, Method};
use serde_json::{Value, json};

/// Somebody who sends.
#[derive(Clone)]
pub struct PostgrestClient {
    base: String,
    headers: Vec<(String, String)>,
}

impl PostgrestClient {
    pub fn stranger(setting: &Setting) -> Self {
        let base = setting.profile["base"].as_str().unwrap().to_owned();
        let json = |name: &str| (name.to_owned(), "application/json".to_owned());
        Self { base, headers: vec![json("accept"), json("content-type")] }
    }

    /// One of the accounts of the tests.
    pub fn signed_in(setting: &Setting, who: &str) -> Self {
        let word = |name: &str| setting.accounts[who][name].as_str().unwrap_or_default();
        Self::stranger(setting).sign_in(word("user"), word("password")).unwrap_or_else(|| panic!("{who}"))
    }

    pub fn sign_in(&self, email: &str, password: &str) -> Option<Self> {
        let (status, answer) =
            self.send(Method::Post, "/rpc/sign_in", &json!({ "email": email, "password": password }));
        (status == 200).then(|| self.with_token(answer["token"].as_str().unwrap()))
    }

    pub fn with_token(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The token that goes along.
    pub fn token(&self) -> String {
        let sent = self.headers.iter().find(|(name, _)| name == "authorization").unwrap();
        sent.1.trim_start_matches("Bearer ").to_owned()
    }

    /// With another header, or one more.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|(other, _)| other != name);
        headers.push((name.to_owned(), value.to_owned()));
        Self { base: self.base.clone(), headers }
    }

    /// Status and JSON of the answer; its text where it is none.
    pub fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { Body::None } else { Body::Json(body.to_string()) };
        let answer = self.answer(method, path, body);
        let text = || Value::String(answer.text.clone());
        (answer.status, serde_json::from_str(&answer.text).unwrap_or_else(|_| text()))
    }

    pub fn read(&self, path: &str) -> (u16, Value) {
        self.send(Method::Get, path, &Value::Null)
    }

    /// The same, of a file.
    pub fn send_file(&self, path: &str, bytes: &[u8]) -> u16 {
        let media_type = "application/octet-stream".to_owned();
        let file = File { name: String::new(), media_type, bytes: bytes.to_vec() };
        let mut client = self.clone();
        client.headers.retain(|(name, _)| name != "content-type");
        client.answer(Method::Post, path, Body::File(file)).status
    }

    pub fn answer(&self, method: Method, path: &str, body: Body) -> Response {
        let mut headers = self.headers.clone();
        if matches!(body, Body::None) {
            headers.retain(|(name, _)| name != "content-type");
        }
        let url = format!("{}{path}", self.base);
        let request = Request { method, url, headers, body, credentials: Credentials::Omit, timeout: 20 };
        wait(NativeTransport.send(request)).unwrap()
    }
}
