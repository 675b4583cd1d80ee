//! What can go wrong on the way, and how it is told.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Open, Setting};
use deskmates::domain::resource::Kind;
use deskmates::platform::http::{HttpTransport, TransportError};
use deskmates::platform::native::NativeTransport;
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

pub const CASES: &[Group] = &[(
    Needs::Nothing,
    &[
        ("no_network_is_told", no_network_is_told),
        ("a_host_that_is_not_there_is_told", a_host_that_is_not_there_is_told),
        ("a_slow_answer_is_given_up", a_slow_answer_is_given_up),
        ("an_answer_that_is_cut_off_is_told", an_answer_that_is_cut_off_is_told),
        ("a_page_instead_of_json_is_told", a_page_instead_of_json_is_told),
        ("half_of_an_answer_is_told", half_of_an_answer_is_told),
        ("an_answer_of_another_shape_names_the_place", an_answer_of_another_shape_names_the_place),
        ("where_nothing_fits_the_first_field_is_named", where_nothing_fits_the_first_field_is_named),
        ("a_failing_backend_is_told_with_its_status", a_failing_backend_is_told_with_its_status),
        ("too_many_requests_are_told_with_the_wait", too_many_requests_are_told_with_the_wait),
        ("a_write_that_fails_is_told", a_write_that_fails_is_told),
        ("a_total_that_is_missing_is_unknown", a_total_that_is_missing_is_unknown),
        ("who_may_not_and_who_is_not_signed_in_are_two", who_may_not_and_who_is_not_signed_in_are_two),
        ("half_a_character_spoils_nothing", half_a_character_spoils_nothing),
    ],
)];

/// Reads the comments of a topic, with whatever was planned to go wrong.
fn read(setting: &Setting, open: &Open) -> Result<usize, StoreError> {
    // Of the five, only a blog's topic has an id of its own; here it does not matter whether it is there.
    let topic = crate::setting::new_id(if setting.name == "wordpress" { "1" } else { "t1" });
    open.list(Kind::Comments, &Query::all().with("topic", &topic)).map(|items| items.len())
}

fn no_network_is_told(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    open.fail(|_| Some(Err(TransportError::Unreachable)));
    let outcome = read(setting, &open);
    assert!(matches!(&outcome, Err(StoreError::Offline(name)) if *name == setting.profile["name"]), "{outcome:?}");
    Ok(())
}

fn a_host_that_is_not_there_is_told(setting: &Setting) -> Result<(), Failed> {
    let mut profile = setting.profile.clone();
    profile["base"] = json!("http://127.0.0.1:9");
    let outcome = read(setting, &setting.with(&profile));
    assert!(matches!(outcome, Err(StoreError::Offline(_))), "{outcome:?}");
    Ok(())
}

/// A server that answers once, with these bytes, and then holds or drops the connection.
fn serves(bytes: &'static [u8], holds: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(bytes);
        if holds {
            // Longer than any test waits; the thread ends with the process.
            thread::sleep(Duration::from_secs(600));
        }
    });
    format!("http://{address}")
}

fn a_slow_answer_is_given_up(setting: &Setting) -> Result<(), Failed> {
    let mut profile = setting.profile.clone();
    profile["base"] = json!(serves(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n", true));
    profile["request"]["timeout"] = json!(1);
    let outcome = read(setting, &setting.with(&profile));
    assert!(matches!(outcome, Err(StoreError::TimedOut(_))), "{outcome:?}");
    Ok(())
}

fn an_answer_that_is_cut_off_is_told(setting: &Setting) -> Result<(), Failed> {
    let mut profile = setting.profile.clone();
    let cut: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n[{\"id\": \"a";
    profile["base"] = json!(serves(cut, false));
    let outcome = read(setting, &setting.with(&profile));
    assert!(matches!(outcome, Err(StoreError::Offline(_))), "{outcome:?}");
    Ok(())
}

fn malformed(outcome: Result<usize, StoreError>) -> (String, String, String) {
    match outcome {
        Err(StoreError::Malformed { what, at, found }) => (what, at, found),
        other => panic!("{other:?}"),
    }
}

fn a_page_instead_of_json_is_told(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    open.answer(200, &[("content-type", "text/html")], "<!doctype html><title>Please accept our cookies</title>");
    let (what, _, found) = malformed(read(setting, &open));
    assert!(what.contains(setting.profile["name"].as_str().unwrap()) && found.contains("JSON"), "{what}: {found}");
    Ok(())
}

fn half_of_an_answer_is_told(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    open.answer(200, &[], "[{\"id\": \"a\", \"te");
    malformed(read(setting, &open));
    Ok(())
}

fn an_answer_of_another_shape_names_the_place(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    open.answer(200, &[], r#"{"unexpected": true}"#);
    let (_, at, found) = malformed(read(setting, &open));
    let list = setting.profile.pointer("/envelope/list").and_then(|at| at.as_str()).unwrap_or("");
    assert_eq!(at, list);
    assert!(found.contains("expected a list"), "{found}");
    Ok(())
}

fn where_nothing_fits_the_first_field_is_named(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let at = setting.profile.pointer("/resources/comments/fields/created");
    let at = at.and_then(|field| field["read"].as_str().or(field["at"].as_str())).unwrap().to_owned();
    let item = json!({ &at[1..]: "yesterday" });
    let answer = match setting.profile.pointer("/envelope/list").and_then(|at| at.as_str()) {
        Some(list) => json!({ &list[1..]: [item, item] }),
        None => json!([item, item]),
    };
    open.answer(200, &[], &answer.to_string());
    let (_, place, found) = malformed(read(setting, &open));
    assert_eq!(place, format!("/0{at}"));
    assert!(found.contains("created") && found.contains("a time") && found.contains("yesterday"), "{found}");
    Ok(())
}

fn a_failing_backend_is_told_with_its_status(setting: &Setting) -> Result<(), Failed> {
    for status in [500, 502, 503] {
        let open = setting.stranger();
        open.answer(status, &[], "<html><body>Bad gateway</body></html>");
        let outcome = read(setting, &open);
        assert!(matches!(outcome, Err(StoreError::Unavailable { status: told, .. }) if told == status), "{outcome:?}");
    }
    Ok(())
}

fn too_many_requests_are_told_with_the_wait(setting: &Setting) -> Result<(), Failed> {
    let then = (NativeTransport.now() + chrono::Duration::seconds(90)).to_rfc2822();
    for (value, least, most) in
        [(Some("7".to_owned()), Some(7), Some(7)), (Some(then), Some(80), Some(90)), (None, None, None)]
    {
        let open = setting.stranger();
        let headers: Vec<_> = value.iter().map(|value| ("retry-after", value.as_str())).collect();
        open.answer(429, &headers, "{}");
        let outcome = read(setting, &open);
        let Err(StoreError::TooMany { wait }) = outcome else { panic!("{outcome:?}") };
        assert!(wait >= least && wait <= most, "{wait:?}");
    }
    Ok(())
}

fn a_write_that_fails_is_told(setting: &Setting) -> Result<(), Failed> {
    let comment = setting.comment("t6", "On its way.");
    let open = setting.stranger();
    open.fail(|_| Some(Err(TransportError::TimedOut)));
    assert!(matches!(open.create(Kind::Comments, &comment), Err(StoreError::TimedOut(_))));
    open.answer(200, &[], "<html>");
    assert!(matches!(open.create(Kind::Comments, &comment), Err(StoreError::Malformed { .. })));
    Ok(())
}

fn a_total_that_is_missing_is_unknown(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let list = setting.profile.pointer("/envelope/list").and_then(|at| at.as_str());
    let answer = list.map_or_else(|| json!([]), |list| json!({ &list[1..]: [] })).to_string();
    open.answer(200, &[], &answer);
    // Where the number takes a request of its own, it fails.
    open.answer(200, &[], "");
    let topic = crate::setting::new_id(if setting.name == "wordpress" { "1" } else { "t1" });
    let query = Query::all().with("topic", &topic).paged("created", false, 5);
    let page = crate::setting::wait(open.backend.list(Kind::Comments, &query))?;
    assert_eq!(page.total, None);
    Ok(())
}

fn who_may_not_and_who_is_not_signed_in_are_two(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    open.answer(401, &[], "{}");
    assert_eq!(read(setting, &open), Err(StoreError::NotSignedIn));
    open.answer(403, &[], "{}");
    assert_eq!(read(setting, &open), Err(StoreError::NotAllowed));
    open.answer(404, &[], "{}");
    assert_eq!(read(setting, &open), Err(StoreError::NotFound));
    Ok(())
}

fn half_a_character_spoils_nothing(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let list = setting.profile.pointer("/envelope/list").and_then(|at| at.as_str());
    let answer = list.map_or_else(|| "[]".to_owned(), |list| format!("{{\"{}\": [], \"x\": \"\\ud800\"}}", &list[1..]));
    open.answer(200, &[], &answer);
    assert_eq!(read(setting, &open), Ok(0));
    Ok(())
}
