//! A site with one backend of two kinds: comments, which anybody writes, and messages, which are their author's.

use deskmates::domain::resource::{Id, Kind};
use deskmates::platform::Platform;
use deskmates::platform::fake::{Answer, FakeNetwork, FakePlatform, response};
use deskmates::platform::http::{Request, TransportError};
use deskmates::store::json::Backend;
use deskmates::store::json::profile::Profile;
use deskmates::store::remote::RemoteStore;
use deskmates::store::{DataStore, Page, Query, Sent, StoreError, Stored};
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A tab in which the site is open.
pub struct Tab {
    pub platform: FakePlatform,
    pub network: Rc<FakeNetwork>,
    pub backend: Rc<Backend>,
    pub store: Rc<RemoteStore>,
}

/// What came of something that goes on beside the test.
pub type Later<T> = Rc<RefCell<Option<T>>>;

pub type Listed = Result<Page<Stored<Value>>, StoreError>;

pub fn profile() -> Value {
    let fields = json!({
        "id": { "at": "/id" }, "topic": { "at": "/topic" }, "text": { "at": "/text" },
        "created": { "at": "/created" }, "state": { "at": "/state", "default": "published" },
        "email": { "write": "/email" },
    });
    let kind = |path: &str, private: bool| {
        json!({
            "private": private,
            "ids": "uuid",
            "list": { "path": path },
            "create": { "path": path },
            "update": { "path": format!("{path}/{{id}}") },
            "remove": { "path": format!("{path}/{{id}}") },
            "fields": fields,
        })
    };
    json!({
        "profile": 1,
        "name": "fake",
        "base": "https://api.example.org",
        "request": { "allowed": ["Authorization"] },
        "filter": { "put": "query", "conditions": { "is": { "{field}": "{value}" } } },
        "signIn": {
            "call": { "method": "POST", "path": "/login", "body": { "user": "{user}" } },
            "read": { "token": "/token", "refresh": "/refresh", "id": "/id" },
            "refresh": { "method": "POST", "path": "/refresh", "body": { "refresh": "{refresh}" } },
            "send": { "Authorization": "Bearer {token}" },
        },
        "errors": { "message": ["/message"] },
        "resources": { "comments": kind("/comments", false), "messages": kind("/messages", true) },
    })
}

impl Tab {
    /// A tab on a machine of its own, before a network that answers like this.
    pub fn new(script: impl FnMut(&Request) -> Option<Answer> + 'static) -> Self {
        Self::on(&FakePlatform::default(), &profile(), script)
    }

    pub fn on(
        platform: &FakePlatform,
        profile: &Value,
        script: impl FnMut(&Request) -> Option<Answer> + 'static,
    ) -> Self {
        let network = FakeNetwork::new(platform, script);
        let profile = Profile::deserialize(profile).unwrap();
        let kinds: Vec<Kind> = profile.resources.keys().copied().collect();
        let backend = Backend::open(profile, Rc::clone(&network) as _);
        let backend = Rc::new(backend.keeping_its_session(Rc::new(platform.clone())));
        let backends: BTreeMap<_, _> = kinds.into_iter().map(|kind| (kind, Rc::clone(&backend))).collect();
        let store = RemoteStore::new(backends, Rc::new(platform.clone()));
        Self { platform: platform.clone(), network, backend, store }
    }

    /// Has something go on beside the test.
    pub fn begin<T: 'static>(&self, task: impl Future<Output = T> + 'static) -> Later<T> {
        let later = Later::default();
        let outcome = Rc::clone(&later);
        self.platform.spawn(Box::pin(async move {
            let found = task.await;
            outcome.replace(Some(found));
        }));
        self.platform.settle();
        later
    }

    /// As [`Self::begin_list`], before anything goes on.
    pub fn begin_unsettled(&self, kind: Kind, query: Query) -> Later<Listed> {
        let (store, later) = (Rc::clone(&self.store), Later::default());
        let outcome = Rc::clone(&later);
        self.platform.spawn(Box::pin(async move {
            let found = store.list(kind, query).await;
            outcome.replace(Some(found));
        }));
        later
    }

    /// The names under which something waits.
    pub fn list_pending(&self) -> Vec<String> {
        self.platform.memory().names().into_iter().filter(|name| name.starts_with("outbox:")).collect()
    }

    pub fn begin_list(&self, kind: Kind, query: Query) -> Later<Listed> {
        let store = Rc::clone(&self.store);
        self.begin(async move { store.list(kind, query).await })
    }

    pub fn list(&self, kind: Kind) -> Vec<Stored<Value>> {
        self.try_list(kind).unwrap().items
    }

    pub fn try_list(&self, kind: Kind) -> Listed {
        self.platform.wait_for(self.store.list(kind, Query::all())).expect("an answer")
    }

    pub fn ids(&self, kind: Kind) -> Vec<String> {
        self.list(kind).iter().map(id_of).collect()
    }

    pub fn create(&self, kind: Kind, thing: Value) -> Result<Sent, StoreError> {
        self.platform.wait_for(self.store.create(kind, thing, json!({ "email": "a@b.org" }))).expect("an answer")
    }

    pub fn sign_in(&self, user: &str) {
        self.platform.wait_for(self.backend.sign_in(user, "secret")).expect("an answer").unwrap();
        self.store.forget_read();
    }
}

pub fn id_of(stored: &Stored<Value>) -> String {
    stored.value["id"].as_str().unwrap().to_owned()
}

pub fn id(text: &str) -> Id {
    Id::try_from(text.to_owned()).unwrap()
}

/// A comment, or as far as the store knows a message, written as the fake clock begins.
pub fn thing(id: &str) -> Value {
    json!({ "id": id, "topic": "t1", "text": "Hello", "created": "2023-11-14T22:13:20Z", "state": "published" })
}

pub fn good(body: &Value) -> Option<Answer> {
    Some(response(200, &body.to_string()))
}

pub fn bad(status: u16, text: &str) -> Option<Answer> {
    Some(response(status, text))
}

pub fn away() -> Option<Answer> {
    Some(Err(TransportError::Unreachable))
}

/// Whether a request is of this method, to an address that holds this.
pub fn is(request: &Request, method: &str, piece: &str) -> bool {
    request.method.name() == method && request.url.contains(piece)
}

/// What a request sends as its session.
pub fn authorization(request: &Request) -> Option<&str> {
    request.headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_str())
}

/// What signing in is answered with, for whoever signs in.
pub fn session(request: &Request, token: &str) -> Option<Answer> {
    let deskmates::platform::http::Body::Json(body) = &request.body else { return bad(400, "") };
    let body: Value = serde_json::from_str(body).unwrap();
    good(&json!({ "token": token, "refresh": format!("of {token}"), "id": body["user"] }))
}
