//! What was read, and when it is read again.

use crate::setting::{Tab, authorization, away, good, id, id_of, is, profile, session, thing};
use chrono::Duration;
use deskmates::domain::resource::Kind;
use deskmates::platform::fake::{FakePlatform, response};
use deskmates::store::{DataStore, Query};
use serde_json::json;

fn answer(ids: &[&str]) -> deskmates::platform::fake::Answer {
    response(200, &json!(ids.iter().map(|id| thing(id)).collect::<Vec<_>>()).to_string())
}

#[test]
fn an_answer_from_before_a_change_is_not_kept_as_fresh() {
    let tab = Tab::new(|request| if is(request, "GET", "") { None } else { good(&thing("b")) });
    let reading = tab.begin_list(Kind::Comments, Query::all());
    tab.create(Kind::Comments, thing("b")).unwrap();
    tab.network.answer(0, answer(&["a"]));
    assert!(reading.borrow().is_some() || tab.network.count("GET /comments") > 1);
    tab.network.answers(|_| Some(answer(&["a", "b"])));
    tab.begin_list(Kind::Comments, Query::all());
    assert!(tab.network.count("GET /comments") > 1, "it is read again");
    assert_eq!(tab.ids(Kind::Comments), ["a", "b"]);
}

#[test]
fn an_older_answer_does_not_stand_over_a_newer_one() {
    let tab = Tab::new(|_| None);
    let older = tab.begin_list(Kind::Comments, Query::all());
    tab.store.changed(Kind::Comments);
    let newer = tab.begin_list(Kind::Comments, Query::all());
    tab.network.answer(1, answer(&["a", "b"]));
    assert_eq!(newer.borrow().as_ref().unwrap().as_ref().unwrap().items.len(), 2);
    tab.network.answer(0, answer(&["a"]));
    assert_eq!(
        older.borrow().as_ref().unwrap().as_ref().unwrap().items.len(),
        2,
        "who asked first has the newest, too"
    );
    assert_eq!(tab.ids(Kind::Comments), ["a", "b"]);
    assert_eq!(tab.network.count("GET /comments"), 2);
}

#[test]
fn what_one_person_asked_for_another_does_not_get() {
    let tab = Tab::new(|request| match () {
        () if is(request, "POST", "/login") => session(request, &request_user(request)),
        () if authorization(request) == Some("Bearer p02") => Some(answer(&["of-p02"])),
        () => None,
    });
    tab.sign_in("p01");
    let reading = tab.begin_list(Kind::Messages, Query::all());
    tab.backend.sign_out();
    tab.sign_in("p02");
    let number = tab.network.requests().iter().position(|request| is(request, "GET", "/messages")).unwrap();
    tab.network.answer(number, answer(&["of-p01"]));
    let found = reading.borrow().as_ref().unwrap().as_ref().unwrap().items.iter().map(id_of).collect::<Vec<_>>();
    assert_eq!(found, ["of-p02"]);
    assert_eq!(tab.ids(Kind::Messages), ["of-p02"]);
}

fn request_user(request: &deskmates::platform::http::Request) -> String {
    let deskmates::platform::http::Body::Json(body) = &request.body else { return String::new() };
    serde_json::from_str::<serde_json::Value>(body).unwrap()["user"].as_str().unwrap().to_owned()
}

#[test]
fn one_question_is_asked_once_however_many_wait_for_the_answer() {
    let tab = Tab::new(|_| None);
    let all: Vec<_> = (0..5).map(|_| tab.begin_list(Kind::Comments, Query::all())).collect();
    assert_eq!(tab.network.count("GET /comments"), 1);
    tab.network.answer(0, answer(&["a"]));
    for reading in all {
        assert_eq!(reading.borrow().as_ref().unwrap().as_ref().unwrap().items.len(), 1);
    }
    assert_eq!(tab.network.count("GET /comments"), 1);
}

#[test]
fn two_questions_are_asked_at_the_same_time() {
    let tab = Tab::new(|_| None);
    tab.begin_list(Kind::Comments, Query::all().with("topic", &id("t1")));
    tab.begin_list(Kind::Comments, Query::all().with("topic", &id("t2")));
    assert_eq!(tab.network.count("GET /comments"), 2);
}

#[test]
fn who_waits_for_an_answer_is_not_left_alone_when_the_first_has_gone() {
    let tab = Tab::new(|_| None);
    let mut first = tab.store.list(Kind::Comments, Query::all());
    let waker = std::task::Waker::noop();
    assert!(first.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    let second = tab.begin_list(Kind::Comments, Query::all());
    drop(first);
    tab.network.answers(|_| Some(answer(&["a"])));
    tab.platform.settle();
    assert!(second.borrow().is_some());
}

#[test]
fn what_was_read_stays_until_it_changes() {
    let tab = Tab::new(|_| Some(answer(&["a"])));
    tab.list(Kind::Comments);
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 1);
    tab.store.changed(Kind::Messages);
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 1, "something else changed");
    tab.store.changed(Kind::Comments);
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 2);
    tab.store.read_anew();
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 3);
}

#[test]
fn comments_are_read_again_after_a_while() {
    let tab = Tab::new(|_| Some(answer(&["a"])));
    tab.list(Kind::Comments);
    tab.platform.advance(Duration::seconds(30));
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 1);
    tab.platform.advance(Duration::minutes(5));
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 2);
}

#[test]
fn a_clock_that_is_set_back_has_comments_read_again() {
    let tab = Tab::new(|_| Some(answer(&["a"])));
    tab.list(Kind::Comments);
    tab.platform.advance(Duration::days(-1));
    tab.list(Kind::Comments);
    assert_eq!(tab.network.count("GET /comments"), 2);
}

#[test]
fn when_the_tab_comes_back_pages_are_told_of_comments_that_may_be_old() {
    let tab = Tab::new(|_| Some(answer(&["a"])));
    let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let telling = std::rc::Rc::clone(&told);
    tab.store.watch(Box::new(move |kind| telling.borrow_mut().push(kind)));
    tab.list(Kind::Comments);
    tab.store.tab_is_back();
    assert!(told.borrow().is_empty(), "they were read a moment ago");
    tab.platform.advance(Duration::minutes(5));
    tab.store.tab_is_back();
    assert_eq!(*told.borrow(), [Kind::Comments]);
}

#[test]
fn what_is_known_is_shown_while_the_backend_is_away() {
    let tab = Tab::new(|_| Some(answer(&["a"])));
    tab.list(Kind::Comments);
    tab.store.changed(Kind::Comments);
    tab.network.answers(|_| away());
    assert_eq!(tab.ids(Kind::Comments), ["a"]);
    assert!(
        tab.platform.wait_for(tab.store.list(Kind::Comments, Query::all().with("topic", &id("t2")))).unwrap().is_err()
    );
}

#[test]
fn what_one_person_read_is_not_shown_to_another_while_the_backend_is_away() {
    let tab =
        Tab::new(|request| if is(request, "POST", "/login") { session(request, "x") } else { Some(answer(&["a"])) });
    tab.sign_in("p01");
    tab.list(Kind::Messages);
    tab.network.answers(|request| if is(request, "POST", "/login") { session(request, "x") } else { away() });
    tab.platform.wait_for(tab.backend.sign_in("p02", "secret")).unwrap().unwrap();
    assert!(tab.try_list(Kind::Messages).is_err());
}

/// A backend of which every page from this one on is the same full one.
fn repeating(last: usize, sorts: bool) -> Tab {
    let mut paged = profile();
    paged["page"] = json!({ "query": { "page": "{page}", "size": "{size}" }, "most": 3 });
    if sorts {
        paged["sort"] = json!({ "put": "query", "rising": { "sort": "{field}" }, "falling": { "sort": "-{field}" } });
    }
    Tab::on(&FakePlatform::default(), &paged, move |request| {
        let at = request.url.find("page=").map_or("1", |at| &request.url[at + 5..]);
        let number = at.split('&').next().unwrap().parse::<usize>().unwrap().min(last);
        let ids: Vec<_> = (0..3).map(|i| format!("{number}-{i}")).collect();
        Some(answer(&ids.iter().map(String::as_str).collect::<Vec<_>>()))
    })
}

#[test]
fn a_page_that_brings_nothing_new_is_the_last() {
    for last in [1, 2] {
        let tab = repeating(last, true);
        let query = |pages| Query { pages, ..Query::all().paged("created", false, 3) };
        let page = |pages| tab.platform.wait_for(tab.store.list(Kind::Comments, query(pages))).unwrap().unwrap();
        assert!(page(1).next.is_some());
        let all = page(last as u64 + 1);
        assert_eq!((all.items.len(), all.next), (3 * last, None));
        page(last as u64 + 2);
        assert_eq!(tab.network.count("GET /comments"), last + 1);
    }
}

#[test]
fn a_list_that_is_read_whole_ends_where_nothing_new_comes() {
    for last in [1, 2] {
        // Where the backend sorts, page by page; where it does not, all at once.
        for sorts in [true, false] {
            let tab = repeating(last, sorts);
            let query = Query { order: Some(("created", false)), ..Query::all() };
            let page = tab.platform.wait_for(tab.store.list(Kind::Comments, query)).unwrap().unwrap();
            assert_eq!((page.items.len(), tab.network.count("GET /comments")), (3 * last, last + 1));
        }
    }
}

#[test]
fn pages_of_which_nothing_was_asked_for_come_to_an_end() {
    let tab = repeating(1, true);
    let query = Query::all().with("topic", &id("t2"));
    let page = tab.platform.wait_for(tab.store.list(Kind::Comments, query)).unwrap().unwrap();
    assert!(page.items.is_empty() && tab.network.count("GET /comments") < 110);
}
