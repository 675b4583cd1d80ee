//! What everybody reads: rounds, topics, comments.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Setting, demo_things, new_id, wait};
use deskmates::domain::resource::Kind;
use deskmates::store::query::{Cursor, Is};
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::Value;

pub const CASES: &[Group] = &[
    (
        Needs::Nothing,
        &[
            ("topics_are_read_as_they_were_written", topics_are_read_as_they_were_written),
            ("the_time_of_release_survives", the_time_of_release_survives),
            ("topics_fit_their_type", topics_fit_their_type),
            ("a_topic_is_found_by_its_slug", a_topic_is_found_by_its_slug),
            ("a_slug_that_is_not_there_finds_nothing", a_slug_that_is_not_there_finds_nothing),
            ("a_topic_is_read_by_its_id", a_topic_is_read_by_its_id),
            ("a_missing_topic_is_not_found", a_missing_topic_is_not_found),
            ("a_missing_comment_is_not_found", a_missing_comment_is_not_found),
            ("a_topic_has_its_comments_and_no_others", a_topic_has_its_comments_and_no_others),
            ("replies_name_what_they_reply_to", replies_name_what_they_reply_to),
            ("a_topic_without_comments_has_none", a_topic_without_comments_has_none),
            ("comments_are_found_by_several_ids", comments_are_found_by_several_ids),
            ("comments_are_found_from_a_time_on", comments_are_found_from_a_time_on),
            ("comments_are_found_before_a_time", comments_are_found_before_a_time),
            ("oldest_first", oldest_first),
            ("newest_first", newest_first),
            ("pages_hold_everything_once_in_order", pages_hold_everything_once_in_order),
            ("a_page_is_no_larger_than_asked_for", a_page_is_no_larger_than_asked_for),
            ("the_number_of_comments_is_told", the_number_of_comments_is_told),
            ("more_than_the_most_is_asked_for_in_pages", more_than_the_most_is_asked_for_in_pages),
            ("texts_survive_as_they_are", texts_survive_as_they_are),
            ("nobody_reads_an_address", nobody_reads_an_address),
            ("only_headers_that_are_allowed_are_sent", only_headers_that_are_allowed_are_sent),
        ],
    ),
    (Needs::Kept(Kind::Rounds), &[("rounds_are_read_whole", rounds_are_read_whole)]),
    (Needs::PageNumbers, &[("a_page_beyond_the_last_is_empty", a_page_beyond_the_last_is_empty)]),
];

fn words<'a>(things: &'a [Value], field: &str) -> Vec<&'a str> {
    things.iter().filter_map(|thing| thing[field].as_str()).collect()
}

fn sorted(mut all: Vec<&str>) -> Vec<&str> {
    all.sort_unstable();
    all
}

/// A list of words in no particular order: a blog has tags in its own.
fn as_set(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Array(words) = &mut value {
        words.sort_by_key(Value::to_string);
    }
    value
}

/// The published comments of a topic of the demo.
fn published(topic: &str) -> Vec<Value> {
    demo_things("comments").into_iter().filter(|c| c["topic"] == topic && c["state"] == "published").collect()
}

fn rounds_are_read_whole(setting: &Setting) -> Result<(), Failed> {
    let rounds = setting.stranger().list(Kind::Rounds, &Query::all())?;
    let mut rounds: Vec<_> = rounds.into_iter().map(|stored| stored.value).collect();
    rounds.sort_by_key(|round| round["id"].to_string());
    let mut wanted = demo_things("rounds");
    wanted.sort_by_key(|round| round["id"].to_string());
    for (round, wanted) in rounds.iter().zip(&wanted) {
        for (field, value) in wanted.as_object().unwrap() {
            assert_eq!(&round[field], value, "{field}");
        }
    }
    assert_eq!(rounds.len(), wanted.len());
    Ok(())
}

fn topics_are_read_as_they_were_written(setting: &Setting) -> Result<(), Failed> {
    let topics = setting.stranger().list(Kind::Topics, &Query::all())?;
    let wanted = demo_things("topics");
    assert_eq!(topics.len(), wanted.len());
    for wanted in &wanted {
        let topic = topics.iter().find(|topic| topic.value["slug"] == wanted["slug"]).expect("every topic is there");
        for field in ["title", "round", "tags"] {
            assert_eq!(as_set(&topic.value[field]), as_set(&wanted[field]), "{field} of {}", wanted["slug"]);
        }
        if setting.name == "wordpress" {
            let html = topic.value["body"]["html"].as_str().expect("a blog has HTML");
            assert!(html.contains("<p>"), "{html}");
        } else {
            for field in ["id", "number", "body", "prompts", "image", "closing", "language"] {
                assert_eq!(topic.value[field], wanted[field], "{field} of {}", wanted["slug"]);
            }
        }
    }
    Ok(())
}

fn the_time_of_release_survives(setting: &Setting) -> Result<(), Failed> {
    let topics = setting.stranger().list(Kind::Topics, &Query::all())?;
    for wanted in demo_things("topics") {
        let topic = topics.iter().find(|topic| topic.value["slug"] == wanted["slug"]).unwrap();
        assert_eq!(topic.value["release"], wanted["release"], "{}", wanted["slug"]);
    }
    Ok(())
}

fn topics_fit_their_type(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let page = wait(open.backend.list(Kind::Topics, &Query::all()))?;
    page.typed::<deskmates::domain::topic::Topic>()?;
    let page = wait(open.backend.list(Kind::Comments, &Query::all().with("topic", &setting.topic("t1"))))?;
    page.typed::<deskmates::domain::comment::Comment>()?;
    Ok(())
}

fn a_topic_is_found_by_its_slug(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().that("slug", Is::Equal("books-and-reading".into()));
    let found = setting.stranger().list(Kind::Topics, &query)?;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].value["slug"], "books-and-reading");
    Ok(())
}

fn a_slug_that_is_not_there_finds_nothing(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().that("slug", Is::Equal("no-such-topic".into()));
    assert_eq!(setting.stranger().list(Kind::Topics, &query)?.len(), 0);
    Ok(())
}

fn a_topic_is_read_by_its_id(setting: &Setting) -> Result<(), Failed> {
    let topic = setting.stranger().get(Kind::Topics, &setting.topic("t3"))?;
    assert_eq!(topic.value["slug"], "what-your-community-needs");
    Ok(())
}

fn a_missing_topic_is_not_found(setting: &Setting) -> Result<(), Failed> {
    let missing = new_id(if setting.name == "wordpress" { "99999999" } else { "nosuchtopic0000" });
    assert_eq!(setting.stranger().get(Kind::Topics, &missing), Err(StoreError::NotFound));
    Ok(())
}

fn a_missing_comment_is_not_found(setting: &Setting) -> Result<(), Failed> {
    let missing = new_id(if setting.name == "wordpress" { "99999999" } else { "nosuchcomment00" });
    assert_eq!(setting.stranger().get(Kind::Comments, &missing), Err(StoreError::NotFound));
    Ok(())
}

fn a_topic_has_its_comments_and_no_others(setting: &Setting) -> Result<(), Failed> {
    let topic = setting.topic("t1");
    let found = setting.stranger().list(Kind::Comments, &Query::all().with("topic", &topic))?;
    assert!(found.iter().all(|comment| comment.value["topic"] == topic.as_str()));
    let names: Vec<_> = found.iter().filter_map(|comment| comment.value["name"].as_str()).collect();
    let wanted = published("t1");
    assert_eq!(sorted(names), sorted(words(&wanted, "name")));
    Ok(())
}

fn replies_name_what_they_reply_to(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1"));
    let found = setting.stranger().list(Kind::Comments, &query)?;
    let of = |id: &Value| found.iter().find(|comment| comment.value["id"] == *id).map(|c| c.value["name"].clone());
    let wanted = published("t1");
    let mut replies = 0;
    for comment in &found {
        let name = &comment.value["name"];
        let original = wanted.iter().find(|c| c["name"] == *name && c["created"] == comment.value["created"]);
        let Some(original) = original else { continue };
        let parent = wanted.iter().find(|c| c["id"] == original["parent"]).map(|c| c["name"].clone());
        if original.get("parent").is_some() {
            replies += 1;
            assert_eq!(of(&comment.value["parent"]), parent, "{name}");
        } else {
            assert!(comment.value.get("parent").is_none_or(Value::is_null), "{name}");
        }
    }
    assert!(replies > 3);
    Ok(())
}

fn a_topic_without_comments_has_none(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("u3"));
    assert_eq!(setting.stranger().list(Kind::Comments, &query)?.len(), 0);
    Ok(())
}

fn comments_are_found_by_several_ids(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let all = open.list(Kind::Comments, &Query::all().with("topic", &setting.topic("t2")))?;
    let ids: Vec<String> = all.iter().take(3).map(|c| c.value["id"].as_str().unwrap().to_owned()).collect();
    let found = open.list(Kind::Comments, &Query::all().that("id", Is::Among(ids.clone())))?;
    let found: Vec<_> = found.iter().filter_map(|c| c.value["id"].as_str()).collect();
    assert_eq!(sorted(found), sorted(ids.iter().map(String::as_str).collect()));
    Ok(())
}

/// A time with comments of the first topic before and after it.
const MOMENT: &str = "2016-02-16T12:00:00Z";

fn comments_are_found_from_a_time_on(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).that("created", Is::From(MOMENT.parse().unwrap()));
    let found = setting.stranger().list(Kind::Comments, &query)?.len();
    let wanted = published("t1").iter().filter(|c| c["created"].as_str().unwrap() >= MOMENT).count();
    assert!(wanted > 0 && wanted < published("t1").len());
    assert_eq!(found, wanted);
    Ok(())
}

fn comments_are_found_before_a_time(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).that("created", Is::Before(MOMENT.parse().unwrap()));
    let found = setting.stranger().list(Kind::Comments, &query)?.len();
    assert_eq!(found, published("t1").iter().filter(|c| c["created"].as_str().unwrap() < MOMENT).count());
    Ok(())
}

fn in_order(setting: &Setting, falling: bool) -> Result<Vec<String>, Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", falling, 50);
    let found = setting.stranger().list(Kind::Comments, &query)?;
    Ok(found.iter().map(|c| c.value["created"].as_str().unwrap().to_owned()).collect())
}

fn oldest_first(setting: &Setting) -> Result<(), Failed> {
    let times = in_order(setting, false)?;
    assert_eq!(times.len(), published("t1").len());
    assert!(times.is_sorted(), "{times:?}");
    Ok(())
}

fn newest_first(setting: &Setting) -> Result<(), Failed> {
    let times = in_order(setting, true)?;
    assert_eq!(times.len(), published("t1").len());
    assert!(times.iter().rev().is_sorted(), "{times:?}");
    Ok(())
}

fn pages_hold_everything_once_in_order(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 7);
    let (all, pages) = setting.stranger().pages(Kind::Comments, &query)?;
    let wanted = published("t1").len();
    assert_eq!(all.len(), wanted);
    assert_eq!(pages, wanted.div_ceil(7));
    let mut ids = sorted(words(&all, "id"));
    ids.dedup();
    assert_eq!(ids.len(), wanted, "none comes twice");
    assert!(words(&all, "created").is_sorted());
    Ok(())
}

fn a_page_is_no_larger_than_asked_for(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 3);
    assert_eq!(setting.stranger().list(Kind::Comments, &query)?.len(), 3);
    Ok(())
}

fn a_page_beyond_the_last_is_empty(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 7);
    let topics = Query { size: Some(7), ..Query::all() };
    for (kind, query) in [(Kind::Comments, query), (Kind::Topics, topics)] {
        let far = Query { from: Some(Cursor("40".into())), ..query };
        let page = wait(setting.stranger().backend.list(kind, &far))?;
        assert_eq!((page.items.len(), page.next), (0, None));
    }
    Ok(())
}

fn the_number_of_comments_is_told(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 5);
    let page = wait(setting.stranger().backend.list(Kind::Comments, &query))?;
    assert_eq!(page.total, Some(published("t1").len() as u64));
    Ok(())
}

fn more_than_the_most_is_asked_for_in_pages(setting: &Setting) -> Result<(), Failed> {
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 1_000_000);
    let (all, _) = setting.stranger().pages(Kind::Comments, &query)?;
    assert_eq!(all.len(), published("t1").len());
    Ok(())
}

fn texts_survive_as_they_are(setting: &Setting) -> Result<(), Failed> {
    let found = setting.stranger().list(Kind::Comments, &Query::all().with("topic", &setting.topic("t1")))?;
    for wanted in published("t1") {
        let comment =
            found.iter().find(|c| c.value["name"] == wanted["name"] && c.value["created"] == wanted["created"]);
        let text = &comment.expect("every comment is there").value["text"];
        match text.get("html").and_then(Value::as_str) {
            None => assert_eq!(*text, wanted["text"]),
            // A blog makes HTML of it; the words stay.
            Some(html) => {
                let first = wanted["text"].as_str().unwrap().split([' ', '\n']).next().unwrap();
                assert!(html.contains(first), "{html}");
            }
        }
    }
    Ok(())
}

fn nobody_reads_an_address(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    for kind in Kind::ALL {
        let _ = open.list(kind, &Query::all());
    }
    let seen = open.watched.seen.borrow();
    assert!(
        seen.iter().any(|(_, answer)| answer.as_ref().is_ok_and(|a| a.text.contains("Siobh"))),
        "comments were read"
    );
    for (request, answer) in &*seen {
        let text = answer.as_ref().map(|answer| answer.text.as_str()).unwrap_or_default();
        assert!(!text.contains("@example.org"), "{}", request.url);
    }
    Ok(())
}

fn only_headers_that_are_allowed_are_sent(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let query = Query::all().with("topic", &setting.topic("t1")).paged("created", false, 5);
    let _ = open.list(Kind::Comments, &query);
    let _ = open.get(Kind::Topics, &setting.topic("t1"));
    let _ = open.create(Kind::Comments, &setting.comment("t5", "A comment that is sent to see its headers."));
    let allowed = &open.backend.profile().request.allowed;
    for (request, _) in &*open.watched.seen.borrow() {
        for (name, _) in &request.headers {
            assert!(allowed.iter().any(|one| one.eq_ignore_ascii_case(name)), "{name} is sent to {}", request.url);
        }
    }
    assert!(open.requests() > 2);
    Ok(())
}
