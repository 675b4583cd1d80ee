//! Who is signed in, and stays so.

use crate::setting::{Tab, authorization, bad, good, id, is, profile, session, thing};
use chrono::Duration;
use deskmates::domain::resource::Kind;
use deskmates::platform::fake::{Answer, FakePlatform};
use deskmates::platform::http::{Body, Request, TransportError};
use deskmates::store::{Private, Query, Sent, StoreError};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// A backend that takes each refresh token once, and whose first session has ended.
fn rotating() -> impl FnMut(&Request) -> Option<Answer> + 'static {
    let mut current = 0;
    move |request| {
        if is(request, "POST", "/login") {
            return session(request, "0");
        }
        if is(request, "POST", "/refresh") {
            // A backend may refuse whatever brings the token of a session that has ended.
            if authorization(request).is_some() {
                return bad(401, "{}");
            }
            let Body::Json(body) = &request.body else { return bad(400, "") };
            let body: Value = serde_json::from_str(body).unwrap();
            if body["refresh"] != format!("of {current}") {
                return bad(401, "{}");
            }
            current += 1;
            return good(&json!({ "token": current.to_string(), "refresh": format!("of {current}"), "id": "p01" }));
        }
        match authorization(request) {
            Some(token) if current > 0 && token == format!("Bearer {current}") => good(&json!([])),
            _ => bad(401, "{}"),
        }
    }
}

#[test]
fn a_session_may_end_in_milliseconds_from_now() {
    let mut profile = crate::setting::profile();
    profile["signIn"]["read"]["expiresMs"] = json!("/expires");
    let tab = Tab::on(&FakePlatform::default(), &profile, |request| match () {
        () if is(request, "POST", "/login") => {
            good(&json!({ "token": "0", "refresh": "r", "id": "p01", "expires": 900_000 }))
        }
        () if is(request, "POST", "/refresh") => {
            good(&json!({ "token": "1", "refresh": "r", "id": "p01", "expires": 900_000 }))
        }
        () => good(&json!([])),
    });
    tab.sign_in("p01");
    tab.platform.advance(Duration::minutes(13));
    tab.list(Kind::Messages);
    assert_eq!(tab.network.count("POST /refresh"), 0);
    tab.platform.advance(Duration::minutes(1) + Duration::seconds(30));
    tab.store.changed(Kind::Messages);
    tab.list(Kind::Messages);
    assert_eq!(tab.network.count("POST /refresh"), 1);
}

#[test]
fn many_requests_that_meet_an_ended_session_renew_it_once() {
    let tab = Tab::new(rotating());
    tab.sign_in("p01");
    let asked: Vec<_> = (0..13)
        .map(|number| tab.begin_unsettled(Kind::Messages, Query::all().with("topic", &id(&format!("t{number}")))))
        .collect();
    tab.platform.settle();
    for later in asked {
        assert!(matches!(*later.borrow(), Some(Ok(_))), "{:?}", later.borrow());
    }
    assert_eq!(tab.network.count("POST /refresh"), 1);
    assert_eq!(tab.backend.session().unwrap().known("token"), Some(json!("1")));
}

#[test]
fn when_a_session_cannot_be_renewed_now_everybody_who_waited_is_told_so_at_once() {
    let tab = Tab::new(|request| match () {
        () if is(request, "POST", "/login") => session(request, "0"),
        () if is(request, "POST", "/refresh") => Some(Err(TransportError::Unreachable)),
        () => bad(401, "{}"),
    });
    tab.sign_in("p01");
    let asked: Vec<_> = (0..3)
        .map(|n| tab.begin_unsettled(Kind::Messages, Query::all().with("topic", &id(&format!("t{n}")))))
        .collect();
    tab.platform.settle();
    assert!(asked.iter().all(|later| later.borrow().as_ref().is_some_and(Result::is_err)));
    assert_eq!(tab.network.count("POST /refresh"), 1);
    assert!(tab.backend.session().is_some(), "nobody is signed out because the network is away");
}

#[test]
fn two_tabs_of_one_session_renew_it_once() {
    let mut shared = profile();
    shared["signIn"]["keep"] = json!("browser");
    let platform = FakePlatform::default();
    let server = Rc::new(RefCell::new(rotating()));
    let tab = |platform: &FakePlatform| {
        let server = Rc::clone(&server);
        Tab::on(platform, &shared, move |request| (server.borrow_mut())(request))
    };
    let first = tab(&platform);
    first.sign_in("p01");
    let second = tab(&platform.another_tab());
    assert!(second.backend.session().is_some());
    let asked =
        [first.begin_unsettled(Kind::Messages, Query::all()), second.begin_unsettled(Kind::Messages, Query::all())];
    platform.settle();
    assert!(asked.iter().all(|later| later.borrow().as_ref().is_some_and(Result::is_ok)), "{asked:?}");
    assert_eq!(first.network.count("/refresh") + second.network.count("/refresh"), 1);
    assert_eq!(first.backend.session(), second.backend.session());
}

#[test]
fn the_session_of_another_backend_signs_nobody_out() {
    for keep in ["memory", "tab", "browser"] {
        let mut kept = profile();
        kept["signIn"]["keep"] = json!(keep);
        let tab = Tab::on(&FakePlatform::default(), &kept, |request| session(request, "one"));
        tab.sign_in("p01");
        tab.store.storage_changed(Some("session:https://other.example.org"));
        assert!(tab.backend.session().is_some(), "{keep}");
        // Everything that was kept is gone; what was not kept there is not.
        tab.store.storage_changed(None);
        assert!(tab.backend.session().is_some(), "{keep}");
    }
}

#[test]
fn who_signs_out_in_one_tab_is_signed_out_in_all_that_share_the_session() {
    let mut shared = profile();
    shared["signIn"]["keep"] = json!("browser");
    let platform = FakePlatform::default();
    let first = Tab::on(&platform, &shared, |request| session(request, "one"));
    first.sign_in("p01");
    let second = Tab::on(&platform.another_tab(), &shared, |_| good(&json!([thing("a")])));
    first.backend.sign_out();
    second.store.storage_changed(Some("session:https://api.example.org"));
    assert!(second.backend.session().is_none());
}

#[test]
fn a_session_is_kept_where_its_profile_says() {
    for (keep, in_tab, in_browser) in [("memory", 0, 0), ("tab", 1, 0), ("browser", 0, 1)] {
        let mut kept = profile();
        kept["signIn"]["keep"] = json!(keep);
        let tab = Tab::on(&FakePlatform::default(), &kept, |request| session(request, "one"));
        tab.sign_in("p01");
        let found = (tab.platform.tab_memory().names().len(), tab.platform.memory().names().len());
        assert_eq!(found, (in_tab, in_browser), "{keep}");
        let again = Tab::on(&tab.platform, &kept, |_| None);
        assert_eq!(again.backend.session().is_some(), keep != "memory");
    }
}

#[test]
fn a_session_that_has_just_been_given_and_is_refused_is_told_with_what_the_backend_says() {
    for renews in [true, false] {
        let mut profile = profile();
        if !renews {
            profile["signIn"].as_object_mut().unwrap().remove("refresh");
        }
        let tab = Tab::on(&FakePlatform::default(), &profile, |request| match authorization(request) {
            _ if is(request, "POST", "/login") => session(request, "one"),
            None if is(request, "GET", "/comments") => good(&json!([thing("a")])),
            _ => bad(401, r#"{"code":"PGRST303","message":"JWT issued at future"}"#),
        });
        tab.sign_in("p01");
        let refused = StoreError::SessionRefused("JWT issued at future".to_owned());
        assert_eq!(tab.try_list(Kind::Messages).map(drop), Err(refused.clone()));
        assert!(tab.backend.session().is_some(), "who is signed out at once goes round in circles");
        assert_eq!(tab.ids(Kind::Comments), ["a"], "what everybody may read is read");
        let changed = thing("a");
        let update = tab.backend.update(Kind::Messages, &changed, "", Private::Kept);
        assert_eq!(tab.platform.wait_for(update).unwrap().map(drop), Err(refused));
        // What is written waits: the backend may take the session in a moment.
        assert_eq!(tab.create(Kind::Messages, thing("b")), Ok(Sent::Waiting(id("b"))));
        // Later it has ended, as any session.
        tab.platform.advance(Duration::minutes(10));
        tab.store.changed(Kind::Messages);
        assert_eq!(tab.try_list(Kind::Messages).map(drop), Err(StoreError::NotSignedIn));
        assert!(tab.backend.session().is_none());
    }
}

#[test]
fn what_is_private_is_not_read_as_a_stranger_to_whom_it_is_empty() {
    let tab = Tab::new(|request| match authorization(request) {
        _ if is(request, "POST", "/login") => session(request, "one"),
        None if is(request, "GET", "") => good(&json!([])),
        _ => bad(401, ""),
    });
    tab.sign_in("p01");
    assert_eq!(tab.try_list(Kind::Messages).map(drop), Err(StoreError::SessionRefused("HTTP 401".to_owned())));
    tab.platform.advance(Duration::minutes(10));
    tab.store.changed(Kind::Messages);
    assert_eq!(tab.try_list(Kind::Messages).map(drop), Err(StoreError::NotSignedIn));
}

#[test]
fn a_session_that_is_refused_while_one_signs_in_is_no_wrong_password() {
    let mut profile = profile();
    profile["signIn"]["check"] = json!({ "path": "/me" });
    let tab = Tab::on(&FakePlatform::default(), &profile, |request| match () {
        () if is(request, "POST", "/login") => session(request, "one"),
        () => bad(401, ""),
    });
    let outcome = tab.platform.wait_for(tab.backend.sign_in("p01", "secret")).unwrap();
    assert_eq!(outcome, Err(StoreError::SessionRefused("HTTP 401".to_owned())));
}

#[test]
fn a_session_that_was_taken_once_has_ended_when_it_is_refused() {
    let tab = Tab::new(|request| match () {
        () if is(request, "POST", "/login") => session(request, "one"),
        () if is(request, "GET", "/messages?topic") => bad(401, ""),
        () if is(request, "GET", "") => good(&json!([])),
        () => bad(401, ""),
    });
    tab.sign_in("p01");
    tab.list(Kind::Messages);
    let again = tab.begin_list(Kind::Messages, Query::all().with("topic", &id("t1")));
    assert_eq!(again.borrow_mut().take().unwrap().map(drop), Err(StoreError::NotSignedIn));
    assert!(tab.backend.session().is_none());
}
