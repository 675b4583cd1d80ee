//! A site on real backends: each kind of thing on the one that keeps it, with what
//! this browser has written and not yet sees there laid over.
//!
//! [`query_cache`] has what was read, [`pending_writes`] what waits to be sent,
//! [`own_writes`] what was written here and is there.

pub mod own_writes;
pub mod pending_writes;
mod query_cache;

use super::json::{Backend, id};
use super::query::Is;
use super::record::with_private;
use super::{
    Ability, ChangeListener, DataStore, Delivery, LocalFuture, Page, Private, Query, Sent, StoreError, Stored,
};
use crate::domain::resource::{Id, Kind};
use crate::platform::Platform;
use chrono::Duration;
use own_writes::OwnWrites;
use pending_writes::{Outcome, PendingWrite, PendingWrites};
use query_cache::QueryCache;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

/// The lock that a tab has while it sends, or takes back, what waits.
const SENDING: &str = "outbox";

/// A site on real backends.
pub struct RemoteStore {
    backends: BTreeMap<Kind, Rc<Backend>>,
    platform: Rc<dyn Platform>,
    /// Itself, for what goes on beside everything else.
    own: Weak<Self>,
    /// Which call of `wake` was the last: an earlier one gives way to it.
    turn: Cell<u32>,
    watchers: RefCell<Vec<ChangeListener>>,
    cache: QueryCache,
}

/// Who is signed in to a backend.
fn owner(backend: &Backend) -> Option<String> {
    backend.session()?.id()
}

fn with_state(mut thing: Value, state: &str) -> Value {
    thing["state"] = state.into();
    thing
}

/// Whether who is here may change or remove things of a kind: what is public, where people sign in, only a
/// coordinator; what has owners, whoever reads it, as far as the backend lets them.
fn may_change(backend: &Backend, kind: Kind) -> bool {
    let is_coordinator = || backend.session().is_some_and(|session| session.is_coordinator());
    backend.profile().sign_in.is_none() || backend.is_owned(kind) || is_coordinator()
}

impl RemoteStore {
    /// The site of these backends.
    pub fn new(backends: BTreeMap<Kind, Rc<Backend>>, platform: Rc<dyn Platform>) -> Rc<Self> {
        Rc::new_cyclic(|own| Self {
            backends,
            platform,
            own: Weak::clone(own),
            turn: Cell::default(),
            watchers: RefCell::default(),
            cache: QueryCache::default(),
        })
    }

    fn backend(&self, kind: Kind) -> Result<&Rc<Backend>, StoreError> {
        self.backends.get(&kind).ok_or(StoreError::Unsupported)
    }

    /// The backend that keeps a kind.
    pub fn backend_of(&self, kind: Kind) -> Option<&Rc<Backend>> {
        self.backends.get(&kind)
    }

    /// Every backend, each once.
    pub fn backends(&self) -> Vec<Rc<Backend>> {
        let mut all: Vec<Rc<Backend>> = Vec::new();
        for backend in self.backends.values() {
            if !all.iter().any(|known| Rc::ptr_eq(known, backend)) {
                all.push(Rc::clone(backend));
            }
        }
        all
    }

    fn pending(&self) -> PendingWrites<'_> {
        PendingWrites::on(self.platform.storage())
    }

    fn own_writes(&self) -> OwnWrites<'_> {
        OwnWrites::on(self.platform.storage())
    }

    /// Tells whoever watches that things of a kind have changed.
    pub fn changed(&self, kind: Kind) {
        self.cache.changed(kind);
        self.watchers.borrow().iter().for_each(|watcher| watcher(kind));
    }

    /// From 0 up to 1.
    fn chance(&self) -> f64 {
        f64::from(self.platform.random()[0]) / 256.0
    }

    /// Sends what is due. Gives how long until something is due again; nothing where nothing waits.
    pub async fn flush(&self) -> Option<Duration> {
        if self.pending().entries().is_empty() {
            return None;
        }
        let _alone = self.platform.lock(SENDING).await;
        for entry in self.pending().due(self.platform.now()).into_iter().filter(|entry| self.belongs(entry)) {
            // Its author may have taken it back while others were sent.
            let there = entry.kind().and_then(|kind| self.pending().entry(kind, entry.thing["id"].as_str()?));
            if let Some(entry) = there.filter(|there| *there == entry) {
                self.attempt(entry).await;
            }
        }
        let left = self.pending().entries().into_iter().filter(|entry| self.belongs(entry));
        left.filter_map(|entry| entry.due_in(self.platform.now())).min()
    }

    /// Sends what waits now, and again as long as something waits.
    pub fn wake(&self) {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let Some(store) = self.own.upgrade() else { return };
        self.platform.spawn(Box::pin(async move {
            while let Some(wait) = store.flush().await {
                // What is due at once again could not be put off: the storage is full.
                let wait = if wait.is_zero() { Duration::seconds(30) } else { wait.max(Duration::milliseconds(200)) };
                store.platform.sleep(wait).await;
                if store.turn.get() != turn {
                    break;
                }
            }
        }));
    }

    /// The network is back: what waits need not wait for its time.
    pub async fn network_is_back(&self) {
        let alone = self.platform.lock(SENDING).await;
        self.pending().hurry();
        drop(alone);
        self.wake();
    }

    /// This tab is seen again: others may have commented meanwhile.
    pub fn tab_is_back(&self) {
        if self.cache.has_old_comments(self.platform.now()) {
            self.changed(Kind::Comments);
        }
    }

    /// Another tab keeps or forgets something under this name; nothing stands for all names.
    pub fn storage_changed(&self, name: Option<&str>) {
        // Somebody signed in or out in another tab.
        let sessions = self.backends().iter().filter(|backend| backend.resume_shared(name)).count();
        if sessions > 0 || name.is_none() {
            self.forget_read();
            return Kind::ALL.into_iter().for_each(|kind| self.changed(kind));
        }
        let kind = name.and_then(|name| own_writes::kind_of(name).or_else(|| pending_writes::kind_of(name)));
        kind.into_iter().for_each(|kind| self.changed(kind));
    }

    /// Whether an entry is of a kind that a backend here keeps, and of whoever is signed in: on a machine that several
    /// people use, what one of them wrote waits until they are back, and others neither see nor send it.
    fn belongs(&self, entry: &PendingWrite) -> bool {
        let backend = entry.kind().and_then(|kind| self.backends.get(&kind));
        backend.is_some_and(|backend| entry.owner.is_none() || entry.owner == owner(backend))
    }

    /// How much somebody wrote here that no backend has yet.
    pub fn waiting_of(&self, who: &str) -> usize {
        self.pending().entries().iter().filter(|entry| entry.owner.as_deref() == Some(who)).count()
    }

    /// Lets go of what somebody wrote here and no backend has yet.
    pub async fn forget_waiting_of(&self, who: &str) {
        // Not while it is being sent.
        let _alone = self.platform.lock(SENDING).await;
        let all = self.pending().entries();
        all.iter().filter(|entry| entry.owner.as_deref() == Some(who)).for_each(|entry| self.pending().forget(entry));
    }

    /// Forgets what was read, because somebody else reads now.
    pub fn forget_read(&self) {
        self.cache.forget();
    }

    /// Sends an entry once.
    async fn attempt(&self, entry: PendingWrite) -> Option<Outcome> {
        let kind = entry.kind()?;
        let backend = self.backends.get(&kind)?;
        let outcome = self.pending().send(entry.clone(), backend, || self.platform.now(), self.chance()).await;
        match &outcome {
            Outcome::Stored(stored) => self.remember(kind, &stored.value),
            Outcome::There if backend.takes_ids(kind) => {
                let there = self.there(kind, &entry).await;
                self.remember(kind, &there);
            }
            // An earlier attempt was stored and its answer lost. Where the backend makes the ids, nobody knows under which one.
            Outcome::There if entry.attempts > 0 && !backend.is_owned(kind) => {
                self.own_writes().remember_unnamed(kind, &with_state(entry.public(), "held"));
            }
            _ => {}
        }
        self.changed(kind);
        Some(outcome)
    }

    /// A thing that its backend says it has, as it is there; one that it does not show waits for a moderator.
    async fn there(&self, kind: Kind, entry: &PendingWrite) -> Value {
        let id = entry.thing["id"].as_str().unwrap_or_default();
        let query = Query::all().that("id", Is::Equal(id.to_owned()));
        let found = self.list(kind, query).await.ok().and_then(|page| page.items.into_iter().next());
        found.map_or_else(|| with_state(entry.public(), "held"), |stored| stored.value)
    }

    /// Remembers what was written here. What has an owner does not stay here; they read it where it is.
    fn remember(&self, kind: Kind, thing: &Value) {
        if self.backends.get(&kind).is_some_and(|backend| !backend.is_owned(kind)) {
            self.own_writes().remember(kind, thing);
        }
    }

    async fn listed(&self, kind: Kind, query: Query) -> Result<Page<Stored<Value>>, StoreError> {
        let backend = self.backend(kind)?;
        let now = || self.platform.now();
        let mut page = match backend.can_list(kind) {
            true => self.cache.read(backend, kind, &query, &now).await?,
            false => Page { items: Vec::new(), source: kind.name().to_owned(), total: None, next: None },
        };
        let own_writes = self.own_writes();
        for item in &mut page.items {
            item.mine = own_writes.has(kind, item.value["id"].as_str().unwrap_or_default());
        }
        if query.from.is_none() {
            let is_new = |own: &Stored<Value>| page.items.iter().all(|item| item.value["id"] != own.value["id"]);
            let listed: Vec<&Value> = page.items.iter().map(|item| &item.value).collect();
            let own = self.written_here(kind, &listed).into_iter().filter(|own| query.asks_for(&own.value));
            let own: Vec<_> = own.filter(is_new).collect();
            page.items.extend(own);
        }
        Ok(page)
    }

    /// What was written here and may not be seen there: what waits for a moderator, and what waits to be sent.
    fn written_here(&self, kind: Kind, listed: &[&Value]) -> Vec<Stored<Value>> {
        let stored = |value, delivery| Stored { value, revision: String::new(), mine: true, delivery };
        let recent = self.own_writes().recent(kind, self.platform.now()).into_iter();
        let recent = recent.map(|value| stored(value, Delivery::Sent));
        // Nothing can be done with what has no id yet.
        let unnamed = self.own_writes().unnamed(kind, listed, self.platform.now()).into_iter();
        let unnamed = unnamed.map(|value| Stored { mine: false, ..stored(value, Delivery::Sent) });
        let pending = self.pending().entries().into_iter();
        let pending = pending.filter(|entry| entry.kind() == Some(kind) && self.belongs(entry));
        recent.chain(unnamed).chain(pending.map(|entry| stored(entry.public(), entry.delivery()))).collect()
    }

    async fn created(&self, kind: Kind, thing: Value, private: Value) -> Result<Sent, StoreError> {
        let id = Id::try_from(thing["id"].as_str().unwrap_or_default().to_owned());
        let id = id.map_err(|error| StoreError::malformed(kind.name(), "/id", error))?;
        let backend = self.backend(kind)?;
        let owner = match backend.is_owned(kind) {
            // What nobody is known to have written would be everybody's on this machine.
            true => Some(owner(backend).ok_or(StoreError::NotSignedIn)?),
            // Who is signed in writes as who they are; nobody sends it as a stranger.
            false => owner(backend),
        };
        let mut entry = PendingWrite::new(kind, with_private(thing, private), self.platform.now());
        entry.owner = owner;
        let is_kept = self.pending().keep(&entry);
        let _alone = self.platform.lock(SENDING).await;
        if is_kept.is_ok() && self.pending().entry(kind, id.as_str()).is_none() {
            // Another tab was faster.
            let written = self.own_writes().get(kind, id.as_str());
            return Ok(Sent::Stored { id, held: written.is_none_or(|written| written["state"] == "held") });
        }
        // Another tab may have tried it already, and wait.
        let entry = self.pending().entry(kind, id.as_str()).unwrap_or(entry);
        if entry.due_in(self.platform.now()).is_some_and(|wait| !wait.is_zero()) {
            self.wake();
            return Ok(Sent::Waiting(id));
        }
        let was_tried = entry.attempts > 0;
        match self.attempt(entry.clone()).await {
            Some(Outcome::Stored(stored)) => {
                let held = stored.value["state"] == "held";
                let there = stored.value["id"].as_str().and_then(|text| Id::try_from(text.to_owned()).ok());
                Ok(Sent::Stored { id: there.unwrap_or(id), held })
            }
            Some(Outcome::There) if was_tried || backend.takes_ids(kind) => Ok(Sent::Stored { id, held: true }),
            Some(Outcome::There) => Err(StoreError::AlreadyThere),
            Some(Outcome::Later(error)) => {
                // Without a place to keep it, it must stay in the form.
                is_kept.map_err(|_| error)?;
                self.wake();
                Ok(Sent::Waiting(id))
            }
            // Its author is here and reads why; the text is in the form.
            Some(Outcome::Refused(error)) => {
                self.pending().forget(&entry);
                Err(error)
            }
            None => Err(StoreError::Unsupported),
        }
    }

    /// Takes back something that waits to be sent; not while it is being sent. Tells whether it was there.
    async fn take_back(&self, kind: Kind, id: &Id) -> bool {
        let _alone = self.platform.lock(SENDING).await;
        let entry = self.pending().entry(kind, id.as_str());
        entry.iter().for_each(|entry| self.pending().forget(entry));
        entry.is_some()
    }
}

impl DataStore for RemoteStore {
    fn list(&self, kind: Kind, query: Query) -> LocalFuture<'_, Result<Page<Stored<Value>>, StoreError>> {
        Box::pin(self.listed(kind, query))
    }

    fn create(&self, kind: Kind, thing: Value, private: Value) -> LocalFuture<'_, Result<Sent, StoreError>> {
        Box::pin(self.created(kind, thing, private))
    }

    fn update<'a>(
        &'a self,
        kind: Kind,
        thing: Value,
        revision: &'a str,
        private: Private,
    ) -> LocalFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.backend(kind)?.update(kind, &thing, revision, private).await?;
            self.own_writes().changed(kind, &thing);
            self.changed(kind);
            Ok(())
        })
    }

    fn remove<'a>(&'a self, kind: Kind, id: &'a Id) -> LocalFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let was_waiting = self.pending().entry(kind, id.as_str()).is_some() && self.take_back(kind, id).await;
            let backend = self.backend(kind)?;
            let outcome = match was_waiting {
                true => Ok(()),
                // It went out a moment ago.
                false if !backend.can_remove(kind) => Err(StoreError::NotFound),
                false => backend.remove(kind, id).await,
            };
            if outcome.is_ok() {
                self.own_writes().forget(kind, id.as_str());
            }
            self.changed(kind);
            outcome
        })
    }

    fn new_id(&self, kind: Kind) -> Id {
        let ids = self.backends.get(&kind).map(|backend| backend.ids(kind)).unwrap_or_default();
        id(ids, self.platform.random())
    }

    fn can(&self, kind: Kind, ability: Ability) -> bool {
        self.backends.get(&kind).is_some_and(|backend| match ability {
            Ability::Create => backend.can_create(kind),
            Ability::Update => backend.can_update(kind) && may_change(backend, kind),
            Ability::Remove => backend.can_remove(kind) && may_change(backend, kind),
            Ability::Keep(field) => backend.keeps(kind, field),
            Ability::Withhold => backend.resource(kind).is_ok_and(|resource| resource.withholds),
        })
    }

    fn watch(&self, changed: ChangeListener) {
        self.watchers.borrow_mut().push(changed);
    }

    fn read_anew(&self) {
        self.cache.read_anew();
    }
}
