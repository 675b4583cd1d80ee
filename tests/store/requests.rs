//! What a backend is asked, and how its answers are read.

use crate::setting::{Tab, bad, good, id, profile, thing};
use chrono::Duration;
use deskmates::domain::resource::Kind;
use deskmates::platform::fake::FakePlatform;
use deskmates::platform::http::Response;
use deskmates::store::{Private, Query, StoreError};
use serde_json::json;

#[test]
fn an_address_in_a_link_header_may_hold_a_comma() {
    let mut paged = profile();
    paged["page"] = json!({ "query": { "cursor": "{cursor}" }, "next": { "header": "link" } });
    let next = "https://api.example.org/comments?ids=a,b&rel=\"x,y\"&page=2";
    let link = format!(
        "<https://api.example.org/comments?ids=a,b&page=0>; rel=\"prev\", <{next}>; title=\"a, b\"; rel=\"next\""
    );
    let tab = Tab::on(&FakePlatform::default(), &paged, move |_| {
        let headers = vec![("link".to_owned(), link.clone())];
        Some(Ok(Response { status: 200, headers, text: json!([thing("a")]).to_string() }))
    });
    let query = Query { size: Some(1), ..Query::all() };
    let page = tab.platform.wait_for(tab.backend.list(Kind::Comments, &query)).unwrap().unwrap();
    assert_eq!(page.next.map(|next| next.0).as_deref(), Some(next));
}

#[test]
fn two_lookups_that_differ_in_one_thing_have_two_tables() {
    let mut looked_up = profile();
    let list = json!({ "path": "/topics" });
    let other_body = json!({ "path": "/topics", "method": "POST", "body": { "all": true } });
    let fields = &mut looked_up["resources"]["comments"]["fields"];
    fields["topic"] = json!({ "at": "/topic", "lookup": { "list": list, "id": "/number", "value": "/slug" } });
    fields["text"] = json!({ "at": "/text", "lookup": { "list": list, "id": "/key", "value": "/slug" } });
    fields["state"] = json!({ "at": "/state", "lookup": { "list": other_body, "id": "/number", "value": "/slug" } });
    let tab = Tab::on(&FakePlatform::default(), &looked_up, |request| match request.method.name() {
        "POST" => good(&json!([{ "number": "1", "slug": "published" }])),
        _ if request.url.contains("/topics") => {
            good(&json!([{ "number": "1", "key": "x", "slug": "one" }, { "number": "x", "key": "1", "slug": "two" }]))
        }
        _ => good(&json!([{ "id": "a", "topic": "1", "text": "1", "state": "1" }])),
    });
    let found = &tab.list(Kind::Comments)[0].value;
    assert_eq!((&found["topic"], &found["text"], &found["state"]), (&json!("one"), &json!("two"), &json!("published")));
}

#[test]
fn a_write_is_not_sent_again_as_a_stranger() {
    let tab = Tab::new(|request| match request.url.rsplit('/').next() {
        Some("login") => crate::setting::session(request, "one"),
        _ => bad(401, "{}"),
    });
    type Write = fn(&Tab) -> Result<(), StoreError>;
    let writes: [(&str, Write); 3] = [
        ("PATCH", |tab| {
            let changed = thing("a");
            let update = tab.backend.update(Kind::Comments, &changed, "", Private::Kept);
            tab.platform.wait_for(update).unwrap().map(drop)
        }),
        ("DELETE", |tab| tab.platform.wait_for(tab.backend.remove(Kind::Comments, &id("a"))).unwrap()),
        ("POST", |tab| tab.platform.wait_for(tab.backend.create(Kind::Comments, &thing("a"))).unwrap().map(drop)),
    ];
    for (method, write) in writes {
        tab.sign_in("p01");
        tab.platform.advance(Duration::minutes(10));
        assert_eq!(write(&tab), Err(StoreError::NotSignedIn), "{method}");
        assert!(tab.backend.session().is_none());
        let of_strangers = tab.network.requests().into_iter().filter(|request| {
            request.method.name() == method
                && crate::setting::authorization(request).is_none()
                && !request.url.ends_with("/login")
                // A token of its own says who asks for a new session.
                && !request.url.ends_with("/refresh")
        });
        assert_eq!(of_strangers.count(), 0, "{method}");
    }
}

#[test]
fn what_everybody_may_read_is_read_as_everybody_when_a_session_has_ended() {
    let tab = Tab::new(|request| match crate::setting::authorization(request) {
        _ if request.url.contains("/login") => crate::setting::session(request, "one"),
        Some(_) => bad(401, "{}"),
        None if request.url.contains("/refresh") => bad(401, "{}"),
        None => good(&json!([thing("a")])),
    });
    tab.sign_in("p01");
    tab.platform.advance(Duration::minutes(10));
    assert_eq!(tab.ids(Kind::Comments), ["a"]);
    assert!(tab.backend.session().is_none());
}

#[test]
fn a_refusal_without_words_names_its_status() {
    for (status, text) in [(400, ""), (400, "<html>Bad request</html>"), (413, "too large"), (422, "{}")] {
        let tab = Tab::new(move |_| bad(status, text));
        let error = tab.create(Kind::Comments, thing("a")).unwrap_err();
        assert!(error.to_string().contains(&status.to_string()), "{status} {text:?}: {error:?}");
        assert!(tab.list_pending().is_empty(), "its author is there, the words are in the form");
    }
}
