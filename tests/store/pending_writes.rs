//! What somebody wrote is sent, or told to be refused, and is never lost.

use crate::setting::{Tab, away, bad, good, id, id_of, is, session, thing};
use chrono::Duration;
use deskmates::domain::resource::Kind;
use deskmates::platform::KeyValueStorage;
use deskmates::platform::fake::{Answer, FakePlatform};
use deskmates::platform::http::{Request, Response};
use deskmates::store::{DataStore, Sent, StoreError};
use serde_json::json;

#[test]
fn a_refusal_without_words_is_told_and_not_waited_for() {
    for (status, text) in [(400, ""), (400, "<html>Bad request</html>"), (413, "too large"), (418, "")] {
        let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([])) } else { away() });
        assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Waiting(id("a"))));
        tab.network.answers(move |request| if is(request, "GET", "") { good(&json!([])) } else { bad(status, text) });
        tab.platform.advance(Duration::minutes(10));
        let all = tab.list(Kind::Comments);
        assert!(all[0].is_refused(), "{status} {text:?}");
        let sent = tab.network.count("POST /comments");
        tab.platform.advance(Duration::days(1));
        assert_eq!(tab.network.count("POST /comments"), sent, "it is not sent again");
    }
}

#[test]
fn what_could_not_be_sent_waits_and_goes_out_by_itself() {
    let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([])) } else { away() });
    assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Waiting(id("a"))));
    let all = tab.list(Kind::Comments);
    assert_eq!((all.len(), all[0].mine, all[0].is_refused()), (1, true, false));
    assert_eq!(all[0].value.get("email"), None);
    tab.network.answers(|request| if is(request, "GET", "") { good(&json!([])) } else { good(&thing("a")) });
    tab.platform.advance(Duration::minutes(10));
    assert!(tab.list_pending().is_empty());
    assert_eq!(tab.list(Kind::Comments).len(), 1);
}

#[test]
fn the_waits_grow_and_end_at_some_minutes() {
    let tab = Tab::new(|_| away());
    tab.create(Kind::Comments, thing("a")).unwrap();
    for _ in 0..60 {
        tab.platform.advance(Duration::minutes(1));
    }
    let sent = tab.network.count("POST /comments");
    assert!((10..40).contains(&sent), "{sent} in an hour");
}

#[test]
fn a_backend_that_names_a_wait_is_left_alone_that_long() {
    let tab = Tab::new(|_| {
        let headers = vec![("retry-after".to_owned(), "120".to_owned())];
        Some(Ok(Response { status: 429, headers, text: String::new() }))
    });
    tab.create(Kind::Comments, thing("a")).unwrap();
    tab.platform.advance(Duration::seconds(110));
    assert_eq!(tab.network.count("POST /comments"), 1);
    tab.platform.advance(Duration::minutes(10));
    assert_eq!(tab.network.count("POST /comments"), 2);
}

#[test]
fn when_the_network_is_back_nothing_waits_for_its_time() {
    let tab = Tab::new(|_| away());
    tab.create(Kind::Comments, thing("a")).unwrap();
    tab.network.answers(|_| good(&thing("a")));
    tab.platform.wait_for(tab.store.network_is_back());
    tab.platform.settle();
    assert!(tab.list_pending().is_empty());
}

#[test]
fn the_same_words_sent_twice_are_stored_once() {
    let tab = Tab::new(|request| if is(request, "POST", "") { bad(409, "{}") } else { good(&json!([])) });
    // The answer to an earlier attempt was lost: the backend has it, and says so.
    assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Stored { id: id("a"), held: true }));
    assert!(tab.list_pending().is_empty());
}

/// Where the backend makes the ids, as WordPress does.
fn on_a_backend_that_makes_ids(script: impl FnMut(&Request) -> Option<Answer> + 'static) -> Tab {
    let mut profile = crate::setting::profile();
    let comments = &mut profile["resources"]["comments"];
    comments.as_object_mut().unwrap().remove("ids");
    comments["fields"]["id"] = json!({ "read": "/id" });
    Tab::on(&FakePlatform::default(), &profile, script)
}

#[test]
fn what_was_stored_and_not_answered_is_shown_until_it_is_listed() {
    let tab = on_a_backend_that_makes_ids(|request| if is(request, "GET", "") { good(&json!([])) } else { away() });
    assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Waiting(id("a"))));
    // It had arrived, and waits for a moderator.
    tab.network.answers(|request| if is(request, "GET", "") { good(&json!([])) } else { bad(409, "{}") });
    tab.platform.advance(Duration::minutes(10));
    assert!(tab.list_pending().is_empty());
    let all = tab.list(Kind::Comments);
    let stands = (all.len(), &all[0].value["state"], all[0].mine, all[0].is_refused());
    assert_eq!(stands, (1, &json!("held"), false, false));
    // One has let it pass.
    let mut there = thing("77");
    there["text"] = json!({ "html": format!("<p>{}</p>\n", there["text"].as_str().unwrap()) });
    tab.network.answers(move |_| good(&json!([there])));
    tab.store.changed(Kind::Comments);
    assert_eq!(tab.ids(Kind::Comments), ["77"]);
    tab.network.answers(|_| good(&json!([])));
    tab.store.changed(Kind::Comments);
    assert!(tab.ids(Kind::Comments).is_empty(), "what was removed there is not shown");
}

#[test]
fn the_same_words_at_the_first_attempt_are_somebody_elses() {
    let tab = on_a_backend_that_makes_ids(|_| bad(409, "{}"));
    assert_eq!(tab.create(Kind::Comments, thing("a")), Err(StoreError::AlreadyThere));
}

#[test]
fn what_waits_can_be_taken_back() {
    let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([])) } else { away() });
    tab.create(Kind::Comments, thing("a")).unwrap();
    tab.platform.wait_for(tab.store.remove(Kind::Comments, &id("a"))).unwrap().unwrap();
    assert_eq!(tab.list(Kind::Comments).len(), 0);
    assert_eq!(tab.network.count("DELETE"), 0);
}

#[test]
fn what_nothing_could_keep_stays_in_the_form() {
    let tab = Tab::new(|_| away());
    tab.platform.memory().is_full.set(true);
    assert!(matches!(tab.create(Kind::Comments, thing("a")), Err(StoreError::Offline(_))));
}

#[test]
fn what_is_refused_while_its_author_is_there_stays_in_the_form() {
    let tab = Tab::new(|_| bad(400, r#"{"message":"No links, please."}"#));
    let error = tab.create(Kind::Comments, thing("a")).unwrap_err();
    assert!(matches!(error, StoreError::Invalid { message, .. } if message == "No links, please."));
    assert!(tab.list_pending().is_empty());
}

#[test]
fn two_tabs_send_what_waits_once() {
    let first = Tab::new(|_| away());
    first.create(Kind::Comments, thing("a")).unwrap();
    let profile = crate::setting::profile();
    let second = Tab::on(&first.platform.another_tab(), &profile, |_| good(&thing("a")));
    first.network.answers(|_| good(&thing("a")));
    first.store.wake();
    second.store.wake();
    first.platform.advance(Duration::minutes(10));
    // One attempt was answered with nothing; then one of the two sent it.
    assert_eq!(first.network.count("POST /comments") + second.network.count("POST /comments"), 2);
    assert!(first.list_pending().is_empty());
}

#[test]
fn what_one_person_wrote_waits_until_they_are_back() {
    let tab = Tab::new(|request| if is(request, "POST", "/login") { session(request, "x") } else { away() });
    tab.sign_in("p01");
    tab.create(Kind::Messages, thing("a")).unwrap();
    assert_eq!(tab.store.waiting_of("p01"), 1);
    tab.backend.sign_out();
    tab.sign_in("p02");
    tab.network.answers(|request| match () {
        () if is(request, "POST", "/login") => session(request, "x"),
        () if is(request, "GET", "") => good(&json!([])),
        () => good(&thing("a")),
    });
    tab.platform.advance(Duration::hours(2));
    assert_eq!(tab.network.count("POST /messages"), 1, "nobody else sends it");
    assert_eq!(tab.list(Kind::Messages).len(), 0, "nobody else sees it");
    tab.backend.sign_out();
    tab.sign_in("p01");
    assert_eq!(tab.list(Kind::Messages).iter().map(id_of).collect::<Vec<_>>(), ["a"]);
    tab.store.wake();
    tab.platform.settle();
    assert_eq!((tab.network.count("POST /messages"), tab.store.waiting_of("p01")), (2, 0));
}

#[test]
fn what_somebody_wrote_while_signed_in_is_not_sent_as_a_stranger_later() {
    let tab = Tab::new(|request| match () {
        () if is(request, "POST", "/login") => session(request, "x"),
        () if is(request, "GET", "") => good(&json!([])),
        () => bad(401, "{}"),
    });
    tab.sign_in("p01");
    // The session has ended meanwhile.
    tab.platform.advance(Duration::minutes(10));
    assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Waiting(id("a"))));
    tab.network.answers(|_| good(&thing("a")));
    tab.platform.advance(Duration::hours(2));
    assert_eq!(tab.network.count("POST /comments"), 1);
}

#[test]
fn nobody_writes_a_message_who_is_not_signed_in() {
    let tab = Tab::new(|_| good(&thing("a")));
    assert_eq!(tab.create(Kind::Messages, thing("a")), Err(StoreError::NotSignedIn));
    assert!(tab.network.requests().is_empty());
}

#[test]
fn what_an_earlier_version_left_waiting_is_sent_and_told() {
    let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([])) } else { good(&thing("a")) });
    let kept = |id: &str, refused: serde_json::Value| {
        json!({
            "kind": "comments", "thing": thing(id), "made": "2023-11-14T22:00:00Z", "attempts": 1, "next": null,
            "refused": refused, "owner": null,
        })
    };
    let memory = tab.platform.memory();
    memory.keep("outbox:comments:a", &kept("a", json!(null)).to_string()).unwrap();
    memory.keep("outbox:comments:b", &kept("b", json!({ "message": "No links." })).to_string()).unwrap();
    memory.keep("outbox:comments:damaged", "{").unwrap();
    tab.store.wake();
    tab.platform.settle();
    assert_eq!(tab.network.count("POST /comments"), 1);
    assert!(tab.list(Kind::Comments).iter().any(|item| id_of(item) == "b" && item.is_refused()));
}

#[test]
fn who_signs_out_may_have_what_waits_forgotten() {
    let tab = Tab::new(|request| if is(request, "POST", "/login") { session(request, "x") } else { away() });
    tab.sign_in("p01");
    tab.create(Kind::Messages, thing("a")).unwrap();
    tab.platform.wait_for(tab.store.forget_waiting_of("p01"));
    assert!(tab.list_pending().is_empty());
}
