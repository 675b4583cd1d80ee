//! What is read that should not be, and who is let in.

use super::{Meddler, SORTING, always, answers, each, is_at, is_signed_in, json_answer, listed, path, query};
use crate::setting::Setting;
use deskmates::platform::http::Request;
use deskmates::store::json::profile::Method;
use serde_json::{Value, json};

pub fn addresses_in_comments(setting: &mut Setting, meddler: &mut Meddler) {
    each(setting, meddler, "comments", always, |thing| thing["author"] = json!({ "mail": "asha@mail.example.org" }));
}

pub fn addresses_in_one(setting: &mut Setting, meddler: &mut Meddler) {
    let list = path(setting, "comments", "list");
    let envelope = setting.profile.pointer("/envelope/item").and_then(Value::as_str).unwrap_or("").to_owned();
    meddler.after = Some(Box::new(move |request, answer| {
        if request.method == Method::Get && request.url.contains(&format!("{list}/")) && answer.status == 200 {
            let mut body: Value = serde_json::from_str(&answer.text).unwrap();
            body.pointer_mut(&envelope).unwrap()["mail"] = "asha@mail.example.org".into();
            answer.text = body.to_string();
        }
    }));
}

pub fn addresses_in_texts(setting: &mut Setting, meddler: &mut Meddler) {
    let change = if setting.name == "wordpress" {
        |thing: &mut Value| thing["content"]["rendered"] = "Write to asha@mail.example.org".into()
    } else {
        |thing: &mut Value| thing["text"] = "Write to asha@mail.example.org".into()
    };
    each(setting, meddler, "comments", always, change);
}

pub fn php_messages(setting: &mut Setting, meddler: &mut Meddler) {
    each(setting, meddler, "comments", always, |thing| {
        thing["note"] = "<b>Notice</b>:  Undefined index in <b>/home/x/z.php</b> on line <b>95</b>".into();
    });
}

pub fn addresses_as_hashes(setting: &mut Setting, meddler: &mut Meddler) {
    each(setting, meddler, "comments", always, |thing| {
        thing["avatar_urls"] =
            json!({ "24": "https://secure.gravatar.com/avatar/00f1e2d3c4b5a69788796a5b4c3d2e1f?s=24" });
    });
}

pub fn addresses_on_request(setting: &mut Setting, meddler: &mut Meddler) {
    let asks = |request: &Request| request.url.contains("select=%2A");
    let thing = json!([{ "id": "a", "email": "asha@mail.example.org" }]);
    answers(meddler, path(setting, "comments", "list"), asks, listed(setting, thing));
}

/// Reads another field where the address is asked for in a sort key.
pub fn sorting_by_address(setting: &mut Setting, meddler: &mut Meddler) {
    query(setting, meddler, |name, value| {
        let value = if SORTING.contains(&name) {
            value.replace("author_email", "date").replace("email", "created")
        } else {
            value.to_owned()
        };
        Some(value)
    });
}

pub fn choosing_by_address(setting: &mut Setting, meddler: &mut Meddler) {
    let empty = listed(setting, json!([]));
    let list = path(setting, "comments", "list");
    meddler.before = Some(Box::new(move |request| {
        let (path, asked) = request.url.clone().split_once('?').map(|(p, q)| (p.to_owned(), q.to_owned()))?;
        let of_address = asked.split('&').any(|pair| {
            let name = pair.split('=').next().unwrap();
            !SORTING.contains(&name) && pair.contains("email") && !name.contains("fields")
        });
        if request.method != Method::Get || !is_at(request, &list) || !of_address {
            return None;
        }
        // Everything with an address stands behind a space.
        if asked.contains("min_") || asked.contains("gte.") || asked.contains("%3E%3D") {
            request.url = path;
            return None;
        }
        Some(json_answer(200, &empty))
    }));
}

pub fn searching_addresses(setting: &mut Setting, meddler: &mut Meddler) {
    let (empty, list) = (listed(setting, json!([])), path(setting, "comments", "list"));
    meddler.before = Some(Box::new(move |request| {
        let is_search = request.method == Method::Get && is_at(request, &list) && request.url.contains("search=");
        if is_search && request.url.contains("search=%40") {
            request.url = request.url.replace("search=%40", "");
            return None;
        }
        is_search.then(|| json_answer(200, &empty))
    }));
}

pub fn open_waitlist(setting: &mut Setting, meddler: &mut Meddler) {
    let things = json!([{ "id": "w1", "name": "Asha", "country": "NA" }]);
    answers(meddler, path(setting, "waitlist", "create"), always, listed(setting, things));
}

pub fn open_contacts(setting: &mut Setting, meddler: &mut Meddler) {
    let things =
        json!([{ "id": "c1", "partnership": "s1", "by": "p01", "at": "2016-03-01T10:00:00Z", "channel": "video" }]);
    answers(meddler, path(setting, "contacts", "list"), |request| !is_signed_in(request), listed(setting, things));
}

pub fn open_participant(setting: &mut Setting, meddler: &mut Meddler) {
    let list = path(setting, "participants", "list");
    meddler.before = Some(Box::new(move |request| {
        let is_one = request.url.contains(&format!("{list}/")) && !is_signed_in(request);
        let id = request.url.rsplit('/').next().unwrap().to_owned();
        is_one.then(|| json_answer(200, &json!({ "data": { "id": id }, "id": id })))
    }));
}

pub fn contacts_of_others(setting: &mut Setting, meddler: &mut Meddler) {
    let things = json!([{ "id": "c1", "partnership": "s2", "by": "p05", "at": "2016-03-01T10:00:00Z", "channel": "video", "note": "" }]);
    answers(meddler, path(setting, "contacts", "list"), is_signed_in, listed(setting, things));
}

pub fn partnerships_of_others(setting: &mut Setting, meddler: &mut Meddler) {
    let of = |id: &str, people: [&str; 2]| json!({ "id": id, "round": "2016A", "participants": people });
    let things = json!([of("s1", ["p01", "p02"]), of("s2", ["p05", "p06"])]);
    answers(meddler, path(setting, "partnerships", "list"), is_signed_in, listed(setting, things));
}

pub fn all_participants(setting: &mut Setting, meddler: &mut Meddler) {
    let people: Vec<Value> = (10..30).map(|i| {
        json!({ "id": format!("p{i}"), "round": "2016A", "name": "Asha", "role": "", "workplace": "", "country": "NA", "time_zone": "UTC", "languages": [] })
    }).collect();
    answers(meddler, path(setting, "participants", "list"), is_signed_in, listed(setting, people.into()));
}

pub fn open_desks(setting: &mut Setting, meddler: &mut Meddler) {
    let desk = |id: &str, seen_by: &str| {
        json!({
            "id": id, "call": "welcometomydesk", "by": "p01", "name": "Asha", "country": "NA", "at": "2016-03-01T10:00:00Z",
            "picture": "https://example.org/a.jpg", "small": "https://example.org/b.jpg", "width": 4, "height": 3,
            "alt": "A desk", "story": "", "seen_by": seen_by, "licence": "none",
        })
    };
    let things = json!([desk("d1", "public"), desk("d2", "partner")]);
    answers(meddler, path(setting, "desks", "list"), |request| !is_signed_in(request), listed(setting, things));
}

pub fn settings_of_others(setting: &mut Setting, meddler: &mut Meddler) {
    let things = json!([{ "id": "e1", "by": "p02", "at": "2016-03-01T10:00:00Z", "channels": [], "notices": [] }]);
    answers(meddler, path(setting, "settings", "list"), is_signed_in, listed(setting, things));
}

pub fn waiting_comments(setting: &mut Setting, meddler: &mut Meddler) {
    let change = if setting.name == "wordpress" {
        |thing: &mut Value| thing["status"] = "hold".into()
    } else {
        |thing: &mut Value| thing["state"] = "held".into()
    };
    each(setting, meddler, "comments", always, change);
}

fn is_users(request: &Request) -> bool {
    let path = request.url.split('?').next().unwrap();
    request.method == Method::Get && (path.ends_with("/users") || path.ends_with("/users/records"))
}

pub fn names_of_accounts(_: &mut Setting, meddler: &mut Meddler) {
    meddler.before =
        Some(Box::new(|request| is_users(request).then(|| json_answer(200, &json!([{ "id": 1, "name": "Asha" }])))));
}

pub fn addresses_of_accounts(_: &mut Setting, meddler: &mut Meddler) {
    let people = json!([{ "id": 1, "name": "Asha", "email": "asha@mail.example.org" }]);
    meddler.before = Some(Box::new(move |request| is_users(request).then(|| json_answer(200, &people))));
}

/// Lets in whoever brings anything.
pub fn any_token(setting: &mut Setting, meddler: &mut Meddler) {
    let body = listed(setting, json!([{ "id": "p01" }]));
    meddler.before = Some(Box::new(move |request| is_signed_in(request).then(|| json_answer(200, &body))));
}

pub fn unsigned_token(setting: &mut Setting, meddler: &mut Meddler) {
    let body = listed(setting, json!([{ "id": "p01" }]));
    // {"alg":"none"...
    let is_unsigned =
        |request: &Request| request.headers.iter().any(|(_, value)| value.starts_with("Bearer eyJhbGciOiJub25l"));
    meddler.before = Some(Box::new(move |request| is_unsigned(request).then(|| json_answer(200, &body))));
}

pub fn open_check(setting: &mut Setting, _: &mut Meddler) {
    let list = setting.profile["resources"]["topics"]["list"].clone();
    setting.profile["signIn"]["check"] = json!({ "path": list["path"] });
}
