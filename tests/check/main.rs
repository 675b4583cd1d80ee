//! What the check says of backends that are odd in a way that those of `tests/contract` are not: a backend that answers
//! as a test wants.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test says what is wrong by failing")]

mod finding_words;
mod server;

use chrono::Duration;
use deskmates::diagnostics::backend::Outcome;
use deskmates::domain::resource::Kind;
use serde_json::{Value, json};
use server::{Server, comment, topic};

#[test]
fn a_backend_as_it_should_be_is_found_good() {
    let server = Server::default();
    for kind in [Kind::Topics, Kind::Comments] {
        for words in ["read.fits", "read.filter", "read.pages_counted"] {
            assert_eq!(server.found(kind, words).map(|found| found.outcome), Some(Outcome::Good), "{kind:?} {words}");
        }
    }
}

/// Comments of which one was written then.
fn with_time(created: Value) -> Server {
    let mut odd = comment(9);
    odd["created"] = created;
    Server { comments: [comment(1), odd].to_vec(), ..Server::default() }
}

#[test]
fn times_that_can_hardly_be_right_are_asked_about() {
    let odd =
        [json!(11_598_400_000_u64), json!(1_600_000), json!("0001-01-01T00:00:00Z"), json!("2337-07-14T00:00:00Z")];
    for created in odd {
        let found = with_time(created.clone()).found(Kind::Comments, "read.odd_times").unwrap();
        assert_eq!(
            (found.outcome, found.number, found.hint),
            (Outcome::Warn, Some(1), Some("hint.epoch")),
            "{created}"
        );
        assert!(found.places.contains(&("id", "c9".to_owned())), "{found:?}");
    }
    let now = server::now();
    for created in [now - Duration::days(400), now + Duration::hours(3)] {
        assert!(with_time(json!(created.to_rfc3339())).found(Kind::Comments, "read.odd_times").is_none(), "{created}");
    }
}

#[test]
fn topics_may_lie_in_the_future_but_not_in_another_century() {
    let topics = |release: &str| {
        let mut later = topic(2);
        later["release"] = release.into();
        Server { topics: vec![topic(1), later], ..Server::default() }.found(Kind::Topics, "read.odd_times")
    };
    assert!(topics("2099-03-01T08:00:00Z").is_none());
    assert_eq!(topics("2337-03-01T08:00:00Z").map(|found| found.outcome), Some(Outcome::Warn));
}

#[test]
fn what_stands_behind_a_page_that_is_not_full_is_found() {
    fn uneven(page: usize, lengths: &[usize]) -> std::ops::Range<usize> {
        let from = lengths.iter().take(page).sum::<usize>();
        from..from + lengths.get(page).copied().unwrap_or_default()
    }
    let fixed = |profile: &mut Value| profile["page"] = json!({ "query": { "_page": "{page}" }, "most": 10 });
    let by_offset =
        |profile: &mut Value| profile["page"] = json!({ "query": { "_from": "{offset}", "_limit": "{size}" } });
    let servers = [
        // It gives ten at most.
        Server { pages: |page, size| page * size.min(10)..(page + 1) * size.min(10), ..Server::default() },
        Server { pages: |page, _| uneven(page, &[10, 7, 8]), ..Server::default() },
        Server { pages: |page, _| uneven(page, &[10, 7, 8]), profile: fixed, ..Server::default() },
        Server { pages: |page, _| uneven(page, &[7, 10, 8]), profile: fixed, ..Server::default() },
        Server { pages: |page, _| uneven(page, &[10, 10, 3, 2]), profile: fixed, ..Server::default() },
    ];
    for (number, server) in servers.into_iter().enumerate() {
        let server = Server { comments: (1..26).map(comment).collect(), counts: false, ..server };
        let found = server.found(Kind::Comments, "read.cut_off").map(|found| (found.outcome, found.hint));
        assert_eq!(found, Some((Outcome::Bad, Some("hint.most"))), "{number}");
        assert!(
            server.found(Kind::Topics, "read.cut_off").is_none() || number > 1,
            "{number}: there is nothing behind"
        );
    }
    // The total says that there is more, and the next offset leads past it.
    let server = Server { pages: |page, size| page..page + size.min(10), profile: by_offset, ..Server::default() };
    let server = Server { comments: (1..26).map(comment).collect(), ..server };
    assert!(server.found(Kind::Comments, "read.cut_off").is_some());
}

#[test]
fn pages_of_a_fixed_size_that_are_all_there_are_found_good() {
    let fixed = |profile: &mut Value| profile["page"] = json!({ "query": { "_page": "{page}" }, "most": 10 });
    // The last page is full, not full, and there once more for every page behind it.
    let pages: [(usize, server::Pages); 3] = [
        (20, |page, _| page * 10..(page + 1) * 10),
        (25, |page, _| page * 10..(page + 1) * 10),
        (25, |page, _| page.min(2) * 10..(page.min(2) + 1) * 10),
    ];
    for (count, pages) in pages {
        let comments = (1..=count).map(comment).collect();
        let server = Server { comments, pages, counts: false, profile: fixed, ..Server::default() };
        assert!(server.found(Kind::Comments, "read.cut_off").is_none(), "{count}");
    }
}

#[test]
fn slugs_that_stand_twice_are_named() {
    let mut topics: Vec<_> = (1..6).map(topic).collect();
    topics[3]["slug"] = json!("topic-1");
    let found = Server { topics, ..Server::default() }.found(Kind::Topics, "read.same_slug").unwrap();
    assert_eq!((found.outcome, found.number), (Outcome::Bad, Some(1)));
    assert!(found.places.contains(&("slugs", "topic-1".to_owned())), "{found:?}");
    assert!(Server::default().found(Kind::Topics, "read.same_slug").is_none());
}

#[test]
fn topics_are_asked_for_by_a_slug_that_the_backend_gave() {
    let by_slug = |profile: &mut Value| profile["resources"]["topics"]["fields"]["slug"]["as"] = json!("slug");
    // The first slug cannot stand in an address: readers have its id there, of which the backend knows nothing.
    let mut topics: Vec<_> = (1..6).map(topic).collect();
    topics[0]["slug"] = json!("%d9%85%d8%b1");
    let server = Server { topics: topics.clone(), profile: by_slug, ..Server::default() };
    assert_eq!(server.found(Kind::Topics, "read.filter").map(|found| found.outcome), Some(Outcome::Good));
    // One that ignores what it is asked for is still found.
    let deaf = |profile: &mut Value| {
        profile["resources"]["topics"]["fields"]["slug"] = json!({ "at": "/slug", "as": "slug", "filter": "_slug" });
    };
    assert!(Server { topics, profile: deaf, ..Server::default() }.found(Kind::Topics, "read.filter_ignored").is_some());
}

#[test]
fn a_list_that_stands_elsewhere_is_pointed_out() {
    type Envelope = fn(Vec<Value>) -> Value;
    let envelopes: [(Envelope, Option<&str>); 4] = [
        (|list| json!({ "first": 1, "pages": 3, "data": list }), Some("/data")),
        (|list| json!({ "meta": { "tags": ["a"] }, "answer": { "a/b": list } }), Some("/answer/a~1b")),
        (|list| json!({ "data": list, "included": [{ "id": 1 }] }), None),
        (|_| json!({ "message": "Not now" }), None),
    ];
    for (envelope, at) in envelopes {
        let found = Server { envelope, ..Server::default() }.found(Kind::Comments, "read.list_elsewhere");
        let told = found.map(|found| (found.outcome, found.places));
        assert_eq!(told, at.map(|at| (Outcome::Bad, vec![("at", at.to_owned())])));
    }
}
