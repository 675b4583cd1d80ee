//! Wrong profiles: each is noticed when it is loaded, or by a case of the suite.

use crate::setting::{BACKENDS, Setting};
use crate::{private, reading, writing};
use deskmates::diagnostics::profile::right;
use deskmates::store::json::profile::Profile;
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A profile with one mistake: of which backend, where, and what stands there (nothing: it was left out).
type Mistake = (&'static str, &'static str, Option<fn() -> Value>);

const MISTAKES: &[Mistake] = &[
    ("json-server", "/base", Some(|| json!("http://127.0.0.1:4101/"))),
    ("json-server", "/base", Some(|| json!("http://127.0.0.1:4101/v2"))),
    ("json-server", "/filter/conditions/is", Some(|| json!({ "{field}": "eq.{value}" }))),
    ("json-server", "/filter/conditions/is", Some(|| json!({ "{name}": "{value}" }))),
    ("json-server", "/sort/falling", Some(|| json!({ "_sort": "{field}", "_order": "asc" }))),
    ("json-server", "/page/query/_page", None),
    ("json-server", "/page/first", Some(|| json!(0))),
    ("json-server", "/errors/exists", None),
    ("json-server", "/resources/comments/fields/text/at", Some(|| json!("/body"))),
    ("json-server", "/resources/comments/fields/email", Some(|| json!({ "at": "/email" }))),
    ("json-server", "/resources/comment", Some(|| json!({}))),
    ("wordpress", "/request/allowed", Some(|| json!(["accept"]))),
    ("wordpress", "/page/beyond", None),
    ("wordpress", "/page/most", Some(|| json!(500))),
    ("wordpress", "/total/at/header", Some(|| json!("X-Total"))),
    ("wordpress", "/errors/codes/rest_comment_content_invalid", None),
    ("wordpress", "/errors/tooMany", None),
    ("wordpress", "/errors/fields/at", Some(|| json!("/data/fields"))),
    ("wordpress", "/resources/topics/fields/id/as", None),
    ("wordpress", "/resources/topics/fields/body/as", None),
    ("wordpress", "/resources/comments/fields/topic/read", Some(|| json!("/parent"))),
    ("wordpress", "/resources/comments/fields/parent/empty", None),
    ("wordpress", "/resources/comments/fields/created/sort", Some(|| json!("created"))),
    ("wordpress", "/resources/comments/fields/state/values", None),
    ("wordpress", "/resources/comments/create/path", Some(|| json!("/comment"))),
    ("postgrest", "/profile", Some(|| json!(2))),
    ("postgrest", "/filter/put", Some(|| json!({ "parameter": "filter" }))),
    ("postgrest", "/filter/conditions/among", Some(|| json!({ "{field}": "eq.{values}" }))),
    ("postgrest", "/page/query/offset", Some(|| json!("{page}"))),
    ("postgrest", "/page/beyond", None),
    ("postgrest", "/total/headers", None),
    ("postgrest", "/errors/notFound", None),
    ("postgrest", "/errors/code", None),
    ("postgrest", "/resources/comments/create/path", Some(|| json!("/comments"))),
    ("postgrest", "/resources/comments/create/query", None),
    ("postgrest", "/resources/comments/create/headers/Prefer", None),
    ("postgrest", "/resources/contacts/revision/conflict", Some(|| json!([{ "status": 409 }]))),
    ("postgrest", "/resources/contacts/update/query/rev", None),
    ("postgrest", "/resources/contacts/private", Some(|| json!(false))),
    ("postgrest", "/signIn/read/token", Some(|| json!("/jwt"))),
    ("pocketbase", "/envelope/list", None),
    ("pocketbase", "/filter/quote", None),
    ("pocketbase", "/filter/join", Some(|| json!(" , "))),
    ("pocketbase", "/total/at/body", Some(|| json!("/total"))),
    ("pocketbase", "/signIn/check", None),
    ("pocketbase", "/errors/exists", None),
    ("pocketbase", "/resources/comments/list/path", Some(|| json!("/collections/comments/records"))),
    ("kinto", "/envelope/send", None),
    ("kinto", "/page/next", None),
    ("kinto", "/page/next/header", Some(|| json!("Next"))),
    ("kinto", "/total/method", None),
    ("kinto", "/resources/contacts/update/headers", None),
    ("kinto", "/resources/contacts/revision/current", Some(|| json!("details/existing"))),
    ("kinto", "/resources/comments/fields/email", Some(|| json!({ "write": "/email", "read": "/email" }))),
];

pub fn trials() -> impl Iterator<Item = Trial> {
    let only = std::env::var("BACKEND").ok();
    let wanted = MISTAKES
        .iter()
        .filter(move |(backend, ..)| BACKENDS.contains(backend) && only.as_deref().is_none_or(|only| only == *backend));
    wanted.map(|(backend, at, wrong)| {
        // What counts tests reads their names in JSON, where nextest does not write quotes as it should.
        let what = wrong.map_or_else(|| "left out".to_owned(), |wrong| wrong().to_string().replace('"', "'"));
        Trial::test(format!("{backend}::mistake {at}: {what}"), move || is_noticed(backend, at, *wrong))
    })
}

fn is_noticed(backend: &'static str, at: &str, wrong: Option<fn() -> Value>) -> Result<(), Failed> {
    let mut setting = Setting::of(backend);
    let (parent, name) = at.rsplit_once('/').unwrap();
    let parent = setting.profile.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} is not in the profile"));
    let fields = parent.as_object_mut().unwrap();
    match wrong {
        Some(wrong) => drop(fields.insert(name.to_owned(), wrong())),
        None => drop(fields.remove(name).unwrap_or_else(|| panic!("{at} is not in the profile"))),
    }
    let is_refused = Profile::deserialize(&setting.profile).map_or(true, |profile| right(profile).is_err());
    if is_refused {
        return Ok(());
    }
    let groups = reading::CASES.iter().chain(writing::CASES).chain(private::CASES);
    let tried = groups.filter(|(needs, _)| needs.missing(backend, &setting.profile).is_none());
    let mut cases = tried.flat_map(|(_, cases)| *cases);
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let fails = |case: fn(&Setting) -> Result<(), Failed>| {
        catch_unwind(AssertUnwindSafe(|| case(&setting))).map_or(true, |outcome| outcome.is_err())
    };
    let is_noticed = cases.any(|(_, case)| fails(*case));
    std::panic::set_hook(quiet);
    if is_noticed { Ok(()) } else { Err("nothing noticed it".into()) }
}
