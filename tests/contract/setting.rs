//! A backend as the cases meet it: its profile, its accounts, and an outside that
//! writes everything down and can be made to fail.

use deskmates::domain::resource::{Id, Kind};
use deskmates::platform::LocalFuture;
use deskmates::platform::http::{HttpTransport, Request, Response, TransportError};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::Profile;
use deskmates::store::json::{Backend, Created, id};
use deskmates::store::{Private, Query, StoreError, Stored};
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

pub const BACKENDS: [&str; 5] = ["json-server", "wordpress", "postgrest", "pocketbase", "kinto"];

/// What becomes of a request instead of being answered as it should.
pub type Fault = Box<dyn Fn(&Request) -> Option<Result<Response, TransportError>>>;

/// The network, with everything that goes over it written down.
#[derive(Default)]
pub struct Watched {
    pub seen: RefCell<Vec<(Request, Result<Response, TransportError>)>>,
    /// For the next requests, one after another.
    pub faults: RefCell<VecDeque<Fault>>,
}

impl HttpTransport for Watched {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let fault = self.faults.borrow_mut().pop_front();
            let answer = match fault.and_then(|fault| fault(&request)) {
                Some(answer) => answer,
                None => NativeTransport.send(request.clone()).await,
            };
            self.seen.borrow_mut().push((request, answer.clone()));
            answer
        })
    }

    fn text_of(&self, html: &str) -> String {
        NativeTransport.text_of(html)
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        NativeTransport.now()
    }
}

/// One backend under test.
pub struct Setting {
    pub name: &'static str,
    pub accounts: Value,
    pub profile: Value,
}

fn read(path: &str) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The profile that is published for a backend.
pub fn profile(name: &str) -> Value {
    read(&format!("public/profiles/{name}.json"))
}

/// An open backend and what it did.
pub struct Open {
    pub backend: Backend,
    pub watched: Rc<Watched>,
}

impl Setting {
    pub fn of(name: &'static str) -> Self {
        let accounts = read(&format!("target/backends/{name}/accounts.json"));
        Self { name, accounts, profile: profile(name) }
    }

    /// The backend as a stranger has it.
    pub fn stranger(&self) -> Open {
        self.with(&self.profile)
    }

    /// The backend of another profile.
    pub fn with(&self, profile: &Value) -> Open {
        let profile = Profile::deserialize(profile).unwrap();
        let watched = Rc::new(Watched::default());
        Open { backend: Backend::open(profile, Rc::clone(&watched) as Rc<dyn HttpTransport>), watched }
    }

    /// The backend as somebody has it who is signed in.
    pub fn signed_in(&self, who: &str) -> Open {
        self.with_signed_in(&self.profile, who)
    }

    /// The same through another profile.
    pub fn with_signed_in(&self, profile: &Value, who: &str) -> Open {
        let open = self.with(profile);
        let account = &self.accounts[who];
        let word = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
        wait(open.backend.sign_in(&word("user"), &word("password"))).unwrap_or_else(|error| panic!("{who}: {error}"));
        open.watched.seen.borrow_mut().clear();
        open
    }

    /// Whether people sign in.
    pub fn has_accounts(&self) -> bool {
        self.profile.get("signIn").is_some() && self.accounts.get("partner").is_some()
    }

    /// Whether what strangers write waits for a moderator.
    pub fn moderates(&self) -> bool {
        self.name != "json-server"
    }

    /// The id that the backend gave to a topic of the demo.
    pub fn topic(&self, demo: &str) -> Id {
        if self.profile.pointer("/resources/topics/ids").is_some() {
            return new_id(demo);
        }
        let topics = demo_things("topics");
        let slug = topics.iter().find(|topic| topic["id"] == demo).unwrap()["slug"].clone();
        let all = wait(self.stranger().backend.list(Kind::Topics, &Query::all())).unwrap();
        let found = all.items.iter().find(|topic| topic.value["slug"] == slug).expect("the topic is seeded");
        new_id(found.value["id"].as_str().unwrap())
    }

    /// A new comment, as a person would send it.
    pub fn comment(&self, topic: &str, text: &str) -> Value {
        let number = unique();
        json!({
            "id": self.new_id(Kind::Comments), "topic": self.topic(topic), "name": format!("Asha {number}"),
            "email": format!("asha{number}@example.org"), "text": text, "created": "2016-03-01T10:00:00Z", "state": "published",
        })
    }

    /// An id in the shape that the backend takes.
    pub fn new_id(&self, kind: Kind) -> Id {
        let profile = Profile::deserialize(&self.profile).unwrap();
        let ids = profile.resources.get(&kind).map(|resource| resource.ids).unwrap_or_default();
        let mut bytes = [0; 16];
        let nanoseconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
        bytes[..8].copy_from_slice(&nanoseconds.to_le_bytes());
        bytes[8..].copy_from_slice(&unique().to_le_bytes());
        id(ids, bytes)
    }
}

pub fn wait<T>(future: impl Future<Output = T>) -> T {
    pollster::block_on(future)
}

pub fn new_id(text: &str) -> Id {
    Id::try_from(text.to_owned()).unwrap()
}

/// The id of what was stored.
pub fn id_of(stored: &Stored<Value>) -> Id {
    new_id(stored.value["id"].as_str().unwrap())
}

/// Something that one of the first partnership wrote: what all such things have, and more.
pub fn thing(setting: &Setting, kind: Kind, by: &str, more: Value) -> Value {
    let mut thing = json!({ "id": setting.new_id(kind), "partnership": "s1", "by": by, "at": "2016-03-01T10:00:00Z" });
    thing.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    thing
}

/// A number that no other call in this run gives.
pub fn unique() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_millis() as u64 * 1000 + NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The demo programme's canonical JSON, which every backend was filled with.
pub fn demo_things(kind: &str) -> Vec<Value> {
    let read =
        |path: std::path::PathBuf| -> Vec<Value> { serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap() };
    let path = format!("public/demo/{kind}");
    match fs::read_dir(&path) {
        // Comments have a file for each topic.
        Ok(files) => files.flat_map(|file| read(file.unwrap().path())).collect(),
        Err(_) => read(format!("{path}.json").into()),
    }
}

impl Open {
    pub fn list(&self, kind: Kind, query: &Query) -> Result<Vec<Stored<Value>>, StoreError> {
        wait(self.backend.list(kind, query)).map(|page| page.items)
    }

    /// Everything that a query gives, page by page, and how many pages that were.
    pub fn pages(&self, kind: Kind, query: &Query) -> Result<(Vec<Value>, usize), StoreError> {
        let (mut all, mut pages, mut query) = (Vec::new(), 0, query.clone());
        loop {
            let page = wait(self.backend.list(kind, &query))?;
            pages += 1;
            all.extend(page.items.into_iter().map(|stored| stored.value));
            match page.next {
                Some(next) if pages < 1000 => query.from = Some(next),
                _ => return Ok((all, pages)),
            }
        }
    }

    pub fn get(&self, kind: Kind, id: &Id) -> Result<Stored<Value>, StoreError> {
        wait(self.backend.get(kind, id))
    }

    pub fn create(&self, kind: Kind, thing: &Value) -> Result<Created, StoreError> {
        wait(self.backend.create(kind, thing))
    }

    pub fn update(&self, kind: Kind, thing: &Value, revision: &str) -> Result<Stored<Value>, StoreError> {
        wait(self.backend.update(kind, thing, revision, Private::Kept))
    }

    pub fn remove(&self, kind: Kind, id: &Id) -> Result<(), StoreError> {
        wait(self.backend.remove(kind, id))
    }

    /// What is stored, of a write that was.
    pub fn stored(&self, kind: Kind, thing: &Value) -> Stored<Value> {
        match self.create(kind, thing) {
            Ok(Created::Stored(stored)) => stored,
            other => panic!("not stored: {other:?}"),
        }
    }

    /// Makes the next request fail so.
    pub fn fail(&self, fault: impl Fn(&Request) -> Option<Result<Response, TransportError>> + 'static) {
        self.watched.faults.borrow_mut().push_back(Box::new(fault));
    }

    /// Answers the next request so.
    pub fn answer(&self, status: u16, headers: &[(&str, &str)], text: &str) {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = Response { status, headers, text: text.to_owned() };
        self.fail(move |_| Some(Ok(answer.clone())));
    }

    pub fn requests(&self) -> usize {
        self.watched.seen.borrow().len()
    }
}
