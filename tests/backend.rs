//! What a profile's backend is asked and how its answers are taken, before a backend that
//! answers from a list.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use chrono::{DateTime, Utc};
use deskmates::diagnostics::profile;
use deskmates::domain::resource::Kind;
use deskmates::platform::LocalFuture;
use deskmates::platform::fake::FakePlatform;
use deskmates::platform::http::{Body, HttpTransport, Request, Response, TransportError};
use deskmates::store::json::Backend;
use deskmates::store::{Private, Query, StoreError};
use pollster::block_on as wait;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

type Told = Result<(u16, Value), TransportError>;

/// Answers one request after another, and remembers what was asked.
#[derive(Default)]
struct Answers {
    ready: RefCell<VecDeque<Told>>,
    asked: RefCell<Vec<Request>>,
    platform: FakePlatform,
}

impl Answers {
    /// Whether a session is kept.
    fn keeps_session(&self) -> bool {
        !self.platform.tab_memory().names().is_empty()
    }
}

impl HttpTransport for Answers {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        self.asked.borrow_mut().push(request);
        let next = self.ready.borrow_mut().pop_front().unwrap();
        Box::pin(async { next.map(|(status, body)| Response { status, headers: Vec::new(), text: body.to_string() }) })
    }

    fn text_of(&self, html: &str) -> String {
        html.to_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap()
    }
}

/// A backend of comments, with what is different in a test.
fn backend(changes: Value, answers: Vec<Told>) -> (Backend, Rc<Answers>) {
    let mut profile = json!({
        "profile": 1,
        "name": "answers",
        "base": "https://api.example.org",
        "request": { "allowed": ["Authorization"] },
        "signIn": {
            "call": { "method": "POST", "path": "/login", "body": { "user": "{user}", "password": "{password}" } },
            "read": { "token": "/token", "team": "/team", "coordinator": "/is_staff" },
            "refresh": { "method": "POST", "path": "/refresh" },
            "send": { "Authorization": "Bearer {token}" },
        },
        "resources": {
            "comments": {
                "list": { "path": "/comments" },
                "create": { "path": "/comments" },
                "update": { "path": "/comments/{id}" },
                "fields": {
                    "id": { "at": "/id" },
                    "topic": { "at": "/topic" },
                    "name": { "at": "/name" },
                    "link": { "at": "/link" },
                    "text": { "at": "/text", "as": "plain-text" },
                    "created": { "at": "/created" },
                    "state": { "at": "/state", "default": "published" },
                    "email": { "write": "/email", "empty": "" },
                },
            },
        },
    });
    merge(&mut profile, changes);
    let schema = serde_json::from_str(include_str!("../public/profile.schema.json")).unwrap();
    let profile = profile::read(&profile, &schema).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let transport = Rc::new(Answers { ready: RefCell::new(answers.into()), ..Answers::default() });
    let platform = Rc::new(transport.platform.clone());
    (Backend::open(profile, Rc::clone(&transport) as _).keeping_its_session(platform), transport)
}

fn merge(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(into.entry(name).or_insert(Value::Null), change);
            }
        }
        (into, change) => *into = change,
    }
}

fn comment() -> Value {
    json!({
        "id": "c1", "topic": "t1", "name": "Asha", "text": { "plain": "Hello" }, "created": "2016-01-01T00:00:00Z",
        "state": "published",
    })
}

/// What was sent with the last request.
fn sent(answers: &Answers) -> Value {
    let asked = answers.asked.borrow();
    match &asked.last().unwrap().body {
        Body::Json(text) => serde_json::from_str(text).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn stored() -> Told {
    let mut item = comment();
    item["text"] = json!("Hello");
    Ok((200, item))
}

const SIGNED_IN: fn() -> Told = || Ok((200, json!({ "token": "one", "team": "t7", "is_staff": true })));

#[test]
fn a_condition_may_name_what_the_session_knows() {
    let filter = json!({ "filter": { "put": "query", "conditions": { "is": { "{field}": "{team}:{value}" } } } });
    let (backend, answers) = backend(filter, vec![SIGNED_IN(), Ok((200, json!([])))]);
    wait(backend.sign_in("asha", "secret")).unwrap();
    wait(backend.list(Kind::Comments, &Query::all().with("topic", &"t1".to_owned().try_into().unwrap()))).unwrap();
    let url = answers.asked.borrow()[1].url.clone();
    assert_eq!(url, "https://api.example.org/comments?topic=t7%3At1");
}

#[test]
fn a_flag_tells_a_coordinator() {
    let (backend, _) = backend(json!({}), vec![SIGNED_IN()]);
    wait(backend.sign_in("asha", "secret")).unwrap();
    assert!(backend.session().unwrap().is_coordinator());
}

#[test]
fn pages_of_a_fixed_size_are_as_large_as_the_profile_says() {
    let page = json!({
        "page": { "query": { "page": "{page}" }, "most": 2 },
        "total": { "at": { "body": "/count" } },
        "envelope": { "list": "/results" },
    });
    let one = |id: &str| {
        let Ok((_, mut item)) = stored() else { unreachable!() };
        item["id"] = json!(id);
        item
    };
    let answer = |items: Vec<Value>| Ok((200, json!({ "count": 3, "results": items })));
    let (backend, _) = backend(page, vec![answer(vec![one("a"), one("b")]), answer(vec![one("c")])]);
    let query = Query { size: Some(1), count: true, ..Query::all() };
    let first = wait(backend.list(Kind::Comments, &query)).unwrap();
    let second = wait(backend.list(Kind::Comments, &Query { from: first.next, ..query })).unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next), (2, 1, None));
}

#[test]
fn what_a_change_takes_away_is_emptied_and_an_address_stays() {
    let (backend, answers) = backend(json!({}), vec![stored(), stored()]);
    wait(backend.update(Kind::Comments, &comment(), "", Private::Kept)).unwrap();
    let first = sent(&answers);
    assert_eq!((first.get("link"), first.get("email")), (Some(&Value::Null), None));
    wait(backend.update(Kind::Comments, &comment(), "", Private::Erased)).unwrap();
    assert_eq!(sent(&answers).get("email"), Some(&json!("")));
}

#[test]
fn a_new_thing_says_null_only_where_the_profile_does() {
    let empty = json!({ "resources": { "comments": { "fields": { "link": { "empty": null } } } } });
    for (changes, link) in [(json!({}), None), (empty, Some(&Value::Null))] {
        let (backend, answers) = backend(changes, vec![stored()]);
        wait(backend.create(Kind::Comments, &comment())).unwrap();
        assert_eq!(sent(&answers).get("link"), link);
    }
}

#[test]
fn the_field_of_a_field_is_named() {
    let nested = json!({
        "errors": { "fields": { "at": "/errors", "message": "/0" } },
        "resources": { "comments": { "fields": { "email": { "write": "/author/email" }, "name": { "at": "/name" } } } },
    });
    let wrong = json!({ "errors": { "author": { "email": ["Not an address."] }, "name": ["Too long."] } });
    let (backend, _) = backend(nested, vec![Ok((400, wrong))]);
    let outcome = wait(backend.create(Kind::Comments, &comment()));
    let Err(StoreError::Invalid { fields, .. }) = outcome else { panic!("{outcome:?}") };
    let told = [("email", "Not an address."), ("name", "Too long.")].map(|(n, m)| (n.to_owned(), m.to_owned()));
    assert_eq!(fields, told);
}

#[test]
fn a_new_session_is_kept_and_one_that_ended_is_forgotten() {
    let (backend, answers) = backend(
        json!({}),
        vec![SIGNED_IN(), Ok((401, json!({}))), Ok((200, json!({ "token": "two" }))), Ok((200, json!([])))],
    );
    wait(backend.sign_in("asha", "secret")).unwrap();
    wait(backend.list(Kind::Comments, &Query::all())).unwrap();
    assert!(answers.keeps_session());
    let sent = answers.asked.borrow().last().unwrap().headers.clone();
    assert!(sent.contains(&("authorization".to_owned(), "Bearer two".to_owned())), "{sent:?}");

    answers.ready.borrow_mut().extend([Ok((401, json!({}))), Ok((401, json!({}))), Ok((200, json!([])))]);
    wait(backend.list(Kind::Comments, &Query::all())).unwrap();
    assert!(!answers.keeps_session());
}

#[test]
fn nobody_is_signed_out_because_the_network_is_away() {
    let (backend, answers) =
        backend(json!({}), vec![SIGNED_IN(), Ok((401, json!({}))), Err(TransportError::Unreachable)]);
    wait(backend.sign_in("asha", "secret")).unwrap();
    let outcome = wait(backend.list(Kind::Comments, &Query::all()));
    assert!(matches!(outcome, Err(StoreError::Offline(_))), "{outcome:?}");
    assert!(backend.session().is_some());
    assert!(answers.keeps_session());
}

#[test]
fn an_empty_private_list_may_be_a_stranger_s() {
    let private = json!({
        "signIn": { "check": { "path": "/me" } },
        "resources": { "comments": { "private": true } },
    });
    let nothing = || Ok((200, json!([])));
    let no = || Ok((403, json!({})));
    let Ok((_, item)) = stored() else { unreachable!() };
    // A new session is got, and the list is read again with it.
    let there = Ok((200, json!([item])));
    let answers = vec![SIGNED_IN(), SIGNED_IN(), nothing(), no(), Ok((200, json!({ "token": "two" }))), there];
    let (first, _) = backend(private.clone(), answers);
    wait(first.sign_in("asha", "secret")).unwrap();
    assert_eq!(wait(first.list(Kind::Comments, &Query::all())).unwrap().items.len(), 1);
    // There is none to be had: nobody is signed in.
    let (second, answers) = backend(private, vec![SIGNED_IN(), SIGNED_IN(), nothing(), no(), no()]);
    wait(second.sign_in("asha", "secret")).unwrap();
    assert_eq!(wait(second.list(Kind::Comments, &Query::all())).map(drop), Err(StoreError::NotSignedIn));
    assert_eq!((second.session(), answers.keeps_session()), (None, false));
}
