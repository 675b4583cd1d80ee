//! What somebody wrote arrives, and once: hundreds of random courses of events, each
//! with faults at any point of the exchange, against real backends.

use crate::setting::{Setting, wait};
use chrono::{DateTime, Duration, Utc};
use deskmates::domain::resource::{Id, Kind};
use deskmates::platform::http::{HttpTransport, Request, Response, TransportError};
use deskmates::platform::native::NativeTransport;
use deskmates::platform::{KeyValueStorage, LocalFuture, Platform, StorageError};
use deskmates::store::json::profile::Profile;
use deskmates::store::json::{Backend, id};
use deskmates::store::query::Is;
use deskmates::store::remote::RemoteStore;
use deskmates::store::remote::pending_writes::PendingWrites;
use deskmates::store::{DataStore, Query, Sent};
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// How many courses of events, and on which backends. All begin with a number that is the same in every run.
const COURSES: [(&str, u64); 4] = [("postgrest", 2000), ("pocketbase", 2000), ("json-server", 500), ("wordpress", 100)];

/// How many of them are one test.
const AT_ONCE: u64 = 500;

pub fn trials() -> impl Iterator<Item = Trial> {
    let only = std::env::var("BACKEND").ok();
    let wanted = COURSES.into_iter().filter(move |(name, _)| only.as_deref().is_none_or(|only| only == *name));
    let counterpart = || {
        let mut setting = Setting::of("json-server");
        without_ids(&mut setting);
        let twice = (0..100).find_map(|number| course(&setting, number).err());
        let told = twice.map(|failed| failed.message().unwrap_or_default().to_owned()).unwrap_or_default();
        if told.contains("stored") { Ok(()) } else { Err(format!("nothing came twice: {told}").into()) }
    };
    let only_here = std::env::var("BACKEND").map_or(true, |only| only == "json-server");
    let counterpart =
        only_here.then(|| Trial::test("json-server::without_ids_of_ours_something_comes_twice", counterpart));
    let parts = wanted.flat_map(|(name, courses)| {
        (0..courses).step_by(AT_ONCE as usize).map(move |first| (name, first, courses.min(first + AT_ONCE)))
    });
    let courses = parts.map(|(name, first, end)| {
        let title = format!("{name}::what_is_written_arrives_once_in_courses_of_faults_{first}_to_{}", end - 1);
        Trial::test(title, move || {
            let setting = Setting::of(name);
            (first..end).try_for_each(|number| course(&setting, number))
        })
    });
    counterpart.into_iter().chain(courses)
}

/// Numbers that look like chance and are the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// One machine with its storage, its clock and its network, shared by all tabs.
struct World {
    kept: RefCell<BTreeMap<String, String>>,
    now: Cell<DateTime<Utc>>,
    chance: RefCell<Chance>,
    locked: Cell<bool>,
    is_calm: Cell<bool>,
    sent: Cell<u32>,
}

/// Lets the other tabs have their turn.
async fn give_way() {
    let mut first = true;
    poll_fn(move |_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
}

#[derive(Clone)]
struct Tab(Rc<World>);

impl KeyValueStorage for Tab {
    fn all(&self, beginning: &str) -> Vec<(String, String)> {
        let kept = self.0.kept.borrow();
        kept.iter().filter(|(name, _)| name.starts_with(beginning)).map(|(n, t)| (n.clone(), t.clone())).collect()
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.kept.borrow().get(name).cloned()
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StorageError> {
        // Now and then the storage is full for what is new.
        let is_full = !self.0.is_calm.get() && self.0.chance.borrow_mut().below(12) == 0;
        if is_full && !self.0.kept.borrow().contains_key(name) {
            return Err(StorageError::Full);
        }
        self.0.kept.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn forget(&self, name: &str) {
        self.0.kept.borrow_mut().remove(name);
    }
}

struct LockGuard(Rc<World>);

impl Drop for LockGuard {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

impl Platform for Tab {
    fn now(&self) -> DateTime<Utc> {
        self.0.now.get()
    }

    fn random(&self) -> [u8; 16] {
        let mut chance = self.0.chance.borrow_mut();
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
        bytes[8..].copy_from_slice(&crate::setting::unique().to_le_bytes());
        bytes
    }

    fn storage(&self) -> &dyn KeyValueStorage {
        self
    }

    fn tab_storage(&self) -> &dyn KeyValueStorage {
        self
    }

    fn lock<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Box<dyn Any>> {
        Box::pin(async {
            while self.0.locked.replace(true) {
                give_way().await;
            }
            Box::new(LockGuard(Rc::clone(&self.0))) as Box<dyn Any>
        })
    }

    fn sleep(&self, _: Duration) -> LocalFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    /// Nothing goes on by itself: what waits is sent when the course of events says so.
    fn spawn(&self, _: LocalFuture<'static, ()>) {}
}

impl HttpTransport for Tab {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            give_way().await;
            let answer = |status, headers: &[(&str, &str)]| {
                let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
                Ok(Response { status, headers, text: "<html>".to_owned() })
            };
            self.0.sent.set(self.0.sent.get() + 1);
            let fault = if self.0.is_calm.get() { 99 } else { self.0.chance.borrow_mut().below(16) };
            match fault {
                0 => return Err(TransportError::Unreachable),
                1 => return answer(500, &[]),
                2 => return answer(429, &[("retry-after", "40")]),
                3 => return answer(429, &[]),
                4 => return answer(503, &[]),
                _ => {}
            }
            let real = NativeTransport.send(request).await;
            // From here on the tab may be closed with the answer on its way.
            give_way().await;
            match fault {
                5 | 6 => Err(TransportError::Unreachable),
                7 => Err(TransportError::TimedOut),
                8 => answer(504, &[]),
                9 => answer(200, &[]),
                _ => real,
            }
        })
    }

    fn text_of(&self, html: &str) -> String {
        NativeTransport.text_of(html)
    }

    fn now(&self) -> DateTime<Utc> {
        Platform::now(self)
    }
}

/// What goes on in a tab.
type Going = Pin<Box<dyn Future<Output = Option<Sent>>>>;

fn tab(world: &Rc<World>, profile: &Profile) -> Rc<RemoteStore> {
    let tab = Rc::new(Tab(Rc::clone(world)));
    let backend = Rc::new(Backend::open(profile.clone(), Rc::clone(&tab) as Rc<dyn HttpTransport>));
    let backends = profile.resources.keys().map(|kind| (*kind, Rc::clone(&backend))).collect();
    RemoteStore::new(backends, tab)
}

/// Lets tabs go on in any order, and closes one now and then; gives what they came to.
fn go_on(world: &World, mut tabs: Vec<Going>) -> Vec<Option<Sent>> {
    let mut done = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    while !tabs.is_empty() {
        let turn = world.chance.borrow_mut().below(tabs.len() as u64) as usize;
        if !world.is_calm.get() && world.chance.borrow_mut().below(25) == 0 {
            // Closed in the middle of whatever it did.
            drop(tabs.remove(turn));
            done.push(None);
        } else if let Poll::Ready(outcome) = tabs[turn].as_mut().poll(&mut context) {
            drop(tabs.remove(turn));
            done.push(outcome);
        }
    }
    done
}

fn flushing(world: &Rc<World>, profile: &Profile) -> Going {
    let live = tab(world, profile);
    Box::pin(async move {
        live.flush().await;
        None
    })
}

/// The counterpart: where the backend makes the ids, and does not know the same text again, something comes twice.
fn without_ids(setting: &mut Setting) {
    let comments = &mut setting.profile["resources"]["comments"];
    comments["ids"] = json!("backend");
    comments["fields"]["id"] = json!({ "read": "/id", "as": "number" });
}

fn course(setting: &Setting, number: u64) -> Result<(), Failed> {
    let profile = Profile::deserialize(&setting.profile)?;
    let world = Rc::new(World {
        kept: RefCell::default(),
        now: Cell::new(NativeTransport.now()),
        chance: RefCell::new(Chance(number)),
        locked: Cell::new(false),
        is_calm: Cell::new(false),
        sent: Cell::new(0),
    });
    let several = 1 + world.chance.borrow_mut().below(2);
    let written: Vec<Value> = (0..several).map(|_| comment(setting, &profile, &world, number)).collect();
    for thing in &written {
        write(&world, &profile, thing);
    }
    settle(&world, &profile, number)?;
    let copies: Vec<usize> = written.iter().map(|thing| stored(setting, thing)).collect();
    let allowed = if profile.resources[&Kind::Comments].ids == Default::default() { 0..=1 } else { 1..=1 };
    if copies.iter().any(|copies| !allowed.contains(copies)) {
        return Err(format!("course {number}: stored {copies:?} times after {} requests", world.sent.get()).into());
    }
    Ok(())
}

/// A person writes until they are told that it is sent, or kept: the form holds their words until then. Meanwhile
/// another tab sends what it finds.
fn write(world: &Rc<World>, profile: &Profile, thing: &Value) {
    for attempt in 0..50 {
        let live = tab(world, profile);
        let (public, private) = (public(thing), json!({ "email": thing["email"] }));
        let writing: Going = Box::pin(async move { live.create(Kind::Comments, public, private).await.ok() });
        let done = go_on(world, vec![writing, flushing(world, profile)]);
        let name = format!("outbox:comments:{}", thing["id"].as_str().unwrap());
        let is_kept = world.kept.borrow().contains_key(&name);
        if done.into_iter().flatten().next().is_some() || is_kept {
            return;
        }
        // Where nothing could be kept, its author finds the words in the form and sends them again.
        if attempt > 20 {
            world.is_calm.set(true);
        }
        let jump = [-86_400, 0, 0, 5, 60, 86_400][world.chance.borrow_mut().below(6) as usize];
        world.now.set(world.now.get() + Duration::seconds(jump));
    }
    panic!("never sent");
}

fn public(thing: &Value) -> Value {
    let mut public = thing.clone();
    public.as_object_mut().unwrap().remove("email");
    public
}

/// Time goes by, with more faults at first, until nothing waits.
fn settle(world: &Rc<World>, profile: &Profile, number: u64) -> Result<(), Failed> {
    for round in 0..200 {
        let tab = Tab(Rc::clone(world));
        let entries = PendingWrites::on(&tab).entries();
        if let Some(refused) = entries.iter().find_map(|entry| entry.refused.clone()) {
            return Err(format!("course {number}: refused: {refused:?}").into());
        }
        if entries.is_empty() {
            return Ok(());
        }
        world.is_calm.set(round > 30);
        go_on(world, vec![flushing(world, profile), flushing(world, profile)]);
        let jump = [-86_400, 1, 30, 300, 3600, 86_400][world.chance.borrow_mut().below(6) as usize];
        world.now.set(world.now.get() + Duration::seconds(jump));
    }
    Err(format!("course {number}: something waits for ever").into())
}

fn comment(setting: &Setting, profile: &Profile, world: &Rc<World>, number: u64) -> Value {
    let bytes = Tab(Rc::clone(world)).random();
    let ids = profile.resources[&Kind::Comments].ids;
    json!({
        "id": id(ids, bytes), "topic": topic(setting), "name": format!("Course {number}"),
        "email": format!("course{}@example.org", crate::setting::unique()), "text": format!("Number {}.", crate::setting::unique()),
        "created": "2016-03-01T10:00:00Z", "state": "published",
    })
}

fn topic(setting: &Setting) -> Id {
    thread_local!(static TOPIC: RefCell<BTreeMap<&'static str, Id>> = const { RefCell::new(BTreeMap::new()) });
    let known = TOPIC.with_borrow(|topics| topics.get(setting.name).cloned());
    known.unwrap_or_else(|| {
        let topic = setting.topic("t7");
        TOPIC.with_borrow_mut(|topics| topics.insert(setting.name, topic.clone()));
        topic
    })
}

/// How often the backend has a comment, as a coordinator sees it.
fn stored(setting: &Setting, thing: &Value) -> usize {
    thread_local!(static SEEN: RefCell<Option<(&'static str, Rc<crate::setting::Open>)>> = const { RefCell::new(None) });
    let known = SEEN.with_borrow(|seen| seen.clone()).filter(|(name, _)| *name == setting.name);
    let open = known.map_or_else(
        || {
            let open = Rc::new(as_coordinator(setting));
            SEEN.set(Some((setting.name, Rc::clone(&open))));
            open
        },
        |(_, open)| open,
    );
    open.watched.seen.borrow_mut().clear();
    let query = if setting.profile["resources"]["comments"]["ids"] == "backend" {
        Query::all().that("name", Is::Equal(thing["name"].as_str().unwrap().to_owned()))
    } else if setting.name == "wordpress" {
        Query::all().with("topic", &topic(setting)).paged("created", true, 100)
    } else {
        Query::all().that("id", Is::Equal(thing["id"].as_str().unwrap().to_owned()))
    };
    let found = open.list(Kind::Comments, &query).unwrap();
    let is_it = |text: &Value| {
        text == &thing["text"]
            || text["html"].as_str().is_some_and(|html| html.contains(thing["text"].as_str().unwrap()))
    };
    found.iter().filter(|comment| is_it(&comment.value["text"])).count()
}

fn as_coordinator(setting: &Setting) -> crate::setting::Open {
    let mut profile = setting.profile.clone();
    let comments = &mut profile["resources"]["comments"];
    match setting.name {
        "postgrest" => comments["list"]["path"] = json!("/all_comments"),
        "pocketbase" => comments["list"]["path"] = json!("/collections/comments/records"),
        "wordpress" => comments["list"]["query"] = json!({ "status": "hold" }),
        _ => {}
    }
    let open = setting.with(&profile);
    if setting.profile.get("signIn").is_some() {
        let word = |name: &str| setting.accounts["coordinator"][name].as_str().unwrap().to_owned();
        wait(open.backend.sign_in(&word("user"), &word("password"))).unwrap();
    }
    open
}
