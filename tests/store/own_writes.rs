//! What this browser wrote is its author's.

use crate::setting::{Tab, good, id, is, session, thing};
use chrono::Duration;
use deskmates::domain::resource::Kind;
use deskmates::platform::fake::Answer;
use deskmates::platform::http::Request;
use deskmates::store::{DataStore, Private, Sent};
use serde_json::{Value, json};

fn held(id: &str) -> Value {
    let mut held = thing(id);
    held["state"] = json!("held");
    held
}

/// A backend that holds every comment for a moderator: nobody is shown one.
fn holding(request: &Request) -> Option<Answer> {
    if is(request, "GET", "") { good(&json!([])) } else { good(&held("a")) }
}

#[test]
fn a_comment_that_waits_for_a_moderator_is_shown_to_its_author() {
    let tab = Tab::new(holding);
    assert_eq!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Stored { id: id("a"), held: true }));
    let all = tab.list(Kind::Comments);
    assert_eq!((all.len(), all[0].mine, &all[0].value["state"]), (1, true, &json!("held")));
    assert!(all[0].value.get("email").is_none(), "what is kept here holds no address");
}

#[test]
fn a_comment_that_no_moderator_let_pass_is_not_shown_for_ever() {
    let tab = Tab::new(holding);
    tab.create(Kind::Comments, thing("a")).unwrap();
    tab.platform.advance(Duration::days(29));
    assert_eq!(tab.list(Kind::Comments).len(), 1);
    tab.platform.advance(Duration::days(2));
    assert_eq!(tab.list(Kind::Comments).len(), 0);
}

#[test]
fn after_a_month_a_comment_is_still_its_authors_to_delete() {
    let tab = Tab::new(holding);
    tab.create(Kind::Comments, thing("a")).unwrap();
    tab.platform.advance(Duration::days(31));
    assert_eq!(tab.list(Kind::Comments).len(), 0);
    tab.network.answers(|request| if is(request, "GET", "") { good(&json!([thing("a")])) } else { good(&json!(null)) });
    tab.store.changed(Kind::Comments);
    let all = tab.list(Kind::Comments);
    assert_eq!((all.len(), all[0].mine), (1, true));
    tab.platform.wait_for(tab.store.remove(Kind::Comments, &id("a"))).unwrap().unwrap();
    assert!(tab.platform.memory().names().is_empty(), "what was removed is not remembered");
}

#[test]
fn a_comment_of_somebody_else_is_not_mine() {
    let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([thing("b")])) } else { good(&held("a")) });
    tab.create(Kind::Comments, thing("a")).unwrap();
    let mine: Vec<bool> = tab.list(Kind::Comments).iter().map(|item| item.mine).collect();
    assert_eq!(mine, [false, true]);
}

#[test]
fn what_is_there_stands_for_what_is_remembered() {
    let tab = Tab::new(|request| if is(request, "GET", "") { good(&json!([thing("a")])) } else { good(&held("a")) });
    tab.create(Kind::Comments, thing("a")).unwrap();
    let all = tab.list(Kind::Comments);
    assert_eq!((all.len(), &all[0].value["state"]), (1, &json!("published")));
}

#[test]
fn a_change_of_ones_own_is_remembered() {
    let tab = Tab::new(holding);
    tab.create(Kind::Comments, thing("a")).unwrap();
    let changed =
        json!({ "id": "a", "topic": "t1", "text": "Changed", "created": "2023-11-14T22:13:20Z", "state": "held" });
    tab.platform.wait_for(tab.store.update(Kind::Comments, changed, "", Private::Kept)).unwrap().unwrap();
    assert_eq!(tab.list(Kind::Comments)[0].value["text"], "Changed");
}

#[test]
fn a_comment_that_was_taken_away_is_not_remembered() {
    let tab = Tab::new(holding);
    tab.create(Kind::Comments, thing("a")).unwrap();
    let mut removed = thing("a");
    removed["state"] = json!("removed");
    tab.platform.wait_for(tab.store.update(Kind::Comments, removed, "", Private::Erased)).unwrap().unwrap();
    assert_eq!(tab.list(Kind::Comments).len(), 0);
}

#[test]
fn what_has_an_owner_does_not_stay_in_the_browser() {
    let tab = Tab::new(|request| if is(request, "POST", "/login") { session(request, "x") } else { good(&thing("a")) });
    tab.sign_in("p01");
    tab.create(Kind::Messages, thing("a")).unwrap();
    assert!(tab.platform.memory().names().is_empty());
}

#[test]
fn a_browser_that_keeps_nothing_still_sends() {
    for is_blocked in [true, false] {
        let tab = Tab::new(holding);
        tab.platform.memory().is_blocked.set(is_blocked);
        tab.platform.memory().is_full.set(true);
        assert!(matches!(tab.create(Kind::Comments, thing("a")), Ok(Sent::Stored { .. })));
        assert_eq!(tab.list(Kind::Comments).len(), 0);
    }
}

#[test]
fn what_waits_for_a_moderator_is_of_the_question_that_was_asked() {
    let tab = Tab::new(holding);
    tab.create(Kind::Comments, thing("a")).unwrap();
    let of = |topic| deskmates::store::Query::all().with("topic", &id(topic));
    let found = |topic| tab.platform.wait_for(tab.store.list(Kind::Comments, of(topic))).unwrap().unwrap().items.len();
    assert_eq!((found("t1"), found("t2")), (1, 0));
}
