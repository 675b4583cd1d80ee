//! One odd thing in what a backend answers takes none of its neighbours away: what can be shown of it is shown
//! (docs/robustness.md). The lists are a blog's, read through the profile that is published.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use chrono::{DateTime, Utc};
use deskmates::domain::comment::Comment;
use deskmates::domain::resource::Kind;
use deskmates::domain::written;
use deskmates::platform::LocalFuture;
use deskmates::platform::http::{HttpTransport, Request, Response, TransportError};
use deskmates::store::json::Backend;
use deskmates::store::json::profile::Profile;
use deskmates::store::{Query, StoreError, Stored};
use serde_json::{Value, json};
use std::rc::Rc;

/// Answers every request with the same status and text.
struct Blog(u16, String);

impl HttpTransport for Blog {
    fn send(&self, _: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        let (status, text) = (self.0, self.1.clone());
        Box::pin(async move { Ok(Response { status, headers: vec![("X-WP-Total".into(), "2".into())], text }) })
    }

    fn text_of(&self, html: &str) -> String {
        html_escape::decode_html_entities(html).into_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap()
    }
}

fn comment(id: u32) -> Value {
    json!({
        "id": id, "post": 7, "parent": 0, "author_name": "Asha", "author_url": "", "date_gmt": "2026-03-01T10:00:00",
        "content": { "rendered": "<p>Hello</p>" }, "status": "approved",
    })
}

fn read(list: Value) -> Result<Vec<Stored<Comment>>, StoreError> {
    answered(200, list.to_string())
}

fn answered(status: u16, answer: String) -> Result<Vec<Stored<Comment>>, StoreError> {
    let text = std::fs::read_to_string("public/profiles/wordpress.json").unwrap();
    let profile: Profile = serde_json::from_str(&text).unwrap();
    let backend = Backend::open(profile, Rc::new(Blog(status, answer)));
    let page = pollster::block_on(backend.list(Kind::Comments, &Query::all()));
    page.and_then(|page| page.typed::<Comment>())
}

/// A list of a comment and one in which something is odd: what is read of the odd one.
fn beside_another(place: &str, odd: Value) -> Option<Comment> {
    let mut second = comment(11);
    *second.pointer_mut(place).unwrap() = odd.clone();
    let read = read(json!([comment(10), second])).unwrap();
    assert_eq!(read[0].value.id.as_str(), "10", "the other one is lost to {place} {odd}");
    assert_eq!((read[0].value.name.as_str(), read[0].value.created.timestamp()), ("Asha", 1_772_359_200));
    read.into_iter().nth(1).map(|stored| stored.value)
}

#[test]
fn a_name_is_shown_as_well_as_it_can_be() {
    let name = |odd: Value| beside_another("/author_name", odd).unwrap().name;
    assert_eq!(name(json!("Nora &amp; Max")).as_str(), "Nora & Max");
    assert_eq!(name(json!("D&#8217;Arcy")).as_str(), "D’Arcy");
    let long = name(json!("Reading glasses at the best price ".repeat(6)));
    assert!(long.as_str().starts_with("Reading glasses") && long.as_str().ends_with('…'), "{long}");
    assert!(long.as_str().chars().count() <= 80);
    for nothing in [json!(""), json!("  "), json!("\u{200b}"), json!(null), json!(7), json!({}), json!([])] {
        assert!(name(nothing.clone()).is_nobody(), "{nothing}");
    }
}

#[test]
fn a_link_that_is_none_is_left_out() {
    let link = |odd: Value| beside_another("/author_url", odd).unwrap().link.map(|link| link.as_str().to_owned());
    assert_eq!(link(json!("https://example.org/?a=1&amp;b=2")).unwrap(), "https://example.org/?a=1&b=2");
    for odd in ["undefined", "ftp://example.org/", "javascript:alert(1)", "http://", "null", "://"] {
        assert_eq!(link(json!(odd)), None, "{odd}");
    }
    for odd in [json!(null), json!(false), json!(7), json!([]), json!({ "href": "https://example.org/" })] {
        assert_eq!(link(odd.clone()), None, "{odd}");
    }
}

#[test]
fn a_time_that_is_none_is_unknown_and_comes_first() {
    for odd in ["-0001-11-30T00:00:00", "0000-00-00T00:00:00", "yesterday", ""] {
        assert_eq!(beside_another("/date_gmt", json!(odd)).unwrap().created, written::UNKNOWN, "{odd}");
    }
    for odd in [json!(null), json!(true), json!({}), json!([])] {
        assert_eq!(beside_another("/date_gmt", odd.clone()).unwrap().created, written::UNKNOWN, "{odd}");
    }
}

#[test]
fn what_is_not_known_to_be_public_is_not_shown() {
    for odd in [json!("spam"), json!("published"), json!("trash"), json!(1), json!({})] {
        assert_eq!(beside_another("/status", odd.clone()), None, "{odd}");
    }
}

#[test]
fn without_an_identity_nothing_is_shown() {
    for odd in [json!(null), json!({}), json!(""), json!("a b"), json!(false)] {
        assert_eq!(beside_another("/id", odd.clone()), None, "{odd}");
        assert_eq!(beside_another("/post", odd.clone()), None, "{odd}");
    }
}

#[test]
fn where_nothing_fits_it_is_not_the_things_that_are_odd() {
    let without_time = |id| {
        let mut odd = comment(id);
        odd["date_gmt"] = json!("noon");
        odd
    };
    let error = read(json!([without_time(10), without_time(11)])).unwrap_err();
    let StoreError::Malformed { at, found, .. } = error else { panic!("{error}") };
    assert_eq!(at, "/0/date_gmt");
    assert!(found.starts_with("created: expected a time, found \"noon\""), "{found}");
    assert_eq!(read(json!([without_time(10)])).unwrap().len(), 1);
}

#[test]
fn what_stands_around_json_is_named_and_not_shown() {
    let list = json!([comment(10)]).to_string();
    assert_eq!(answered(200, format!("\u{feff}{list}")).unwrap().len(), 1, "a byte order mark");
    assert_eq!(answered(200, format!("\n\n {list}\r\n")).unwrap().len(), 1, "white space");
    for (answer, expected) in [
        (
            format!("<br />\n<b>Notice</b>: in <b>/home/u/plug.php</b> on line <b>9</b><br />\n{list}"),
            "stands before it",
        ),
        (format!("NULL\nbool(true)\n{list}"), "stands before it"),
        (format!("{list}\n<!-- kept at 10:00 in /var/cache/x -->"), "stands behind it"),
        (format!("{list}0"), "stands behind it"),
        (format!("<!DOCTYPE html><script>var a = {{}}</script>{list}"), "a page of HTML"),
        ("  <html lang=\"en\">".to_owned(), "a page of HTML"),
        (list[..list.len() - 1].to_owned(), "EOF"),
    ] {
        let told = answered(200, answer.clone()).unwrap_err().to_string();
        assert!(told.contains("expected JSON") && told.contains(expected), "{answer}: {told}");
        assert!(!told.contains("/home") && !told.contains("/var"), "{told}");
    }
}

/// Every value of a comment is damaged in many ways, at every place.
#[test]
fn whatever_is_damaged_in_one_thing_the_other_is_shown() {
    let damages = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("undefined"),
        json!("x".repeat(100_000)),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "rendered": null }),
    ];
    let mut tried = 0;
    for place in [
        "/id",
        "/post",
        "/parent",
        "/author_name",
        "/author_url",
        "/date_gmt",
        "/content",
        "/content/rendered",
        "/status",
    ] {
        for damage in &damages {
            beside_another(place, damage.clone());
            tried += 1;
        }
        let mut second = comment(11);
        let (above, name) = place.rsplit_once('/').unwrap();
        second.pointer_mut(above).unwrap().as_object_mut().unwrap().remove(name);
        assert_eq!(read(json!([comment(10), second])).unwrap()[0].value.id.as_str(), "10", "{place} is missing");
        tried += 1;
    }
    for damage in damages {
        let read = read(json!([comment(10), damage])).unwrap();
        assert_eq!(read.len(), 1);
        tried += 1;
    }
    println!("{tried} damages were tried");
}

#[test]
fn the_discussion_of_a_protected_post_is_not_one_to_sign_in_for() {
    for (status, code, error) in [
        (401, "rest_cannot_read_post", StoreError::NotAllowed),
        (403, "rest_cannot_read_post", StoreError::NotAllowed),
        (401, "rest_forbidden", StoreError::NotSignedIn),
    ] {
        let answer =
            json!({ "code": code, "message": "Sorry, you are not allowed to read the post for this comment." });
        assert_eq!(answered(status, answer.to_string()).map(drop), Err(error), "{status} {code}");
    }
}
