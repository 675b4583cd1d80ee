//! What was tried against PocketBase by plain requests, and must not succeed.

mod hooks;
mod rules;

use super::requests::{Sender, account, trials as trials_of};
use crate::setting::Setting;
use deskmates::store::json::profile::Method::Post;
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn trials() -> impl Iterator<Item = Trial> {
    let attacks = [hooks::ATTACKS, rules::ATTACKS];
    attacks.into_iter().flat_map(|attacks| trials_of("pocketbase", attacks))
}

/// Somebody signed in. Whoever holds the answer's token is them.
pub fn signed_in(setting: &Setting, who: &str) -> (Sender, Value) {
    let [identity, password] = account(setting, who);
    let path = "/collections/users/auth-with-password";
    let (_, answer) =
        Sender::stranger(setting).send(Post, path, &json!({ "identity": identity, "password": password }));
    let token = answer["token"].as_str().unwrap_or_else(|| panic!("{who}: {answer}"));
    (Sender::stranger(setting).with("authorization", token), answer)
}

pub fn records(collection: &str) -> String {
    format!("/collections/{collection}/records")
}

pub fn comment(setting: &Setting) -> Value {
    json!({ "topic": setting.topic("t1"), "name": "Eve", "text": "x", "email": "eve@example.org", "state": "held" })
}

pub fn entry() -> Value {
    json!({ "name": "Eve", "country": "NA", "email": "eve@example.org" })
}

/// That something is refused, as it stands and in a text.
pub fn is_refused(who: &Sender, collection: &str, thing: &Value) {
    let (status, answer) = who.send(Post, &records(collection), thing);
    assert_eq!(status, 400, "{collection} {thing}: {answer}");
}
