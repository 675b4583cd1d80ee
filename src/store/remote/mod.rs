//! A site on real backends: each kind of thing on the one that keeps it, with what
//! this browser has written and not yet sees there laid over.

mod query_cache;

use super::json::{Backend, id};
use super::outbox::{Entry, Outbox, Outcome};
use super::record::{with_private, without_private};
use super::{Ability, ChangeListener, DataStore, LocalFuture, Page, Private, Query, Sent, StoreError, Stored, parse};
use crate::domain::resource::{Id, Kind};
use crate::platform::Platform;
use chrono::{DateTime, Duration};
use query_cache::Read;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

/// What the name of a thing that was written here begins with.
const MINE: &str = "mine:";

/// The lock that a tab has while it sends, or takes back, what waits.
const SENDING: &str = "outbox";

/// For how long a comment is shown to its author that is not there for others.
const SHOWN_FOR: Duration = Duration::days(30);

/// A site on real backends.
pub struct RemoteStore {
    backends: BTreeMap<Kind, Rc<Backend>>,
    platform: Rc<dyn Platform>,
    /// Itself, for what goes on beside everything else.
    own: Weak<Self>,
    /// Which call of `wake` was the last: an earlier one gives way to it.
    turn: Cell<u32>,
    watchers: RefCell<Vec<ChangeListener>>,
    /// What was read, and is read again when it changes.
    read: RefCell<Vec<Read>>,
}

/// The kind of what is kept under a name.
pub fn kind_of(name: &str) -> Option<Kind> {
    let rest = name.strip_prefix(MINE).or_else(|| name.strip_prefix(crate::store::outbox::OUTBOX))?;
    Kind::named(rest.split(':').next()?)
}

fn mine(kind: Kind, id: &str) -> String {
    format!("{MINE}{}:{id}", kind.name())
}

/// Who is signed in to a backend.
fn owner(backend: &Backend) -> Option<String> {
    backend.session()?.id()
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
            read: RefCell::default(),
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

    fn outbox(&self) -> Outbox<'_> {
        Outbox::on(self.platform.storage())
    }

    /// Tells whoever watches that things of a kind have changed.
    pub fn changed(&self, kind: Kind) {
        self.read.borrow_mut().iter_mut().filter(|read| read.kind == kind).for_each(|read| read.is_fresh = false);
        self.watchers.borrow().iter().for_each(|watcher| watcher(kind));
    }

    /// From 0 up to 1.
    fn chance(&self) -> f64 {
        f64::from(self.platform.random()[0]) / 256.0
    }

    /// Sends what is due. Gives how long until something is due again; nothing where nothing waits.
    pub async fn flush(&self) -> Option<Duration> {
        if self.outbox().entries().is_empty() {
            return None;
        }
        let _alone = self.platform.lock(SENDING).await;
        for entry in self.outbox().due(self.platform.now()).into_iter().filter(|entry| self.belongs(entry)) {
            // Its author may have taken it back while others were sent.
            let there = entry.kind().and_then(|kind| self.outbox().entry(kind, entry.thing["id"].as_str()?));
            if let Some(entry) = there.filter(|there| *there == entry) {
                self.attempt(entry).await;
            }
        }
        let left = self.outbox().entries().into_iter().filter(|entry| self.belongs(entry));
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
        self.outbox().hurry();
        drop(alone);
        self.wake();
    }

    /// Another tab keeps or forgets something under this name; nothing stands for all names.
    pub fn storage_changed(&self, name: Option<&str>) {
        // Somebody signed in or out in another tab.
        let sessions = self.backends().iter().filter(|backend| backend.resume_shared(name)).count();
        if sessions > 0 || name.is_none() {
            self.forget_read();
            return Kind::ALL.into_iter().for_each(|kind| self.changed(kind));
        }
        name.and_then(kind_of).into_iter().for_each(|kind| self.changed(kind));
    }

    /// Whether an entry is of a kind that a backend here keeps, and of whoever is signed in: on a machine that several
    /// people use, what one of them wrote waits until they are back, and others neither see nor send it.
    fn belongs(&self, entry: &Entry) -> bool {
        let backend = entry.kind().and_then(|kind| self.backends.get(&kind));
        backend.is_some_and(|backend| entry.owner.is_none() || entry.owner == owner(backend))
    }

    /// How much somebody wrote here that no backend has yet.
    pub fn waiting_of(&self, who: &str) -> usize {
        self.outbox().entries().iter().filter(|entry| entry.owner.as_deref() == Some(who)).count()
    }

    /// Lets go of what somebody wrote here and no backend has yet.
    pub async fn forget_waiting_of(&self, who: &str) {
        // Not while it is being sent.
        let _alone = self.platform.lock(SENDING).await;
        let all = self.outbox().entries();
        all.iter().filter(|entry| entry.owner.as_deref() == Some(who)).for_each(|entry| self.outbox().forget(entry));
    }

    /// Forgets what was read, because somebody else reads now.
    pub fn forget_read(&self) {
        self.read.borrow_mut().clear();
    }

    /// Sends an entry once.
    async fn attempt(&self, entry: Entry) -> Option<Outcome> {
        let kind = entry.kind()?;
        let backend = self.backends.get(&kind)?;
        let outcome = self.outbox().send(entry.clone(), backend, || self.platform.now(), self.chance()).await;
        match &outcome {
            Outcome::Stored(stored) => self.remember(kind, &stored.value),
            // Where the backend makes the ids nobody knows under which one it is there.
            Outcome::There if backend.takes_ids(kind) => self.remember(kind, &entry.public()),
            _ => {}
        }
        self.changed(kind);
        Some(outcome)
    }

    /// Remembers what was written here. It is a convenience: where it cannot be kept, a comment
    /// that waits for a moderator is not shown to its author.
    fn remember(&self, kind: Kind, thing: &Value) {
        // What has an owner does not stay here; they read it where it is.
        if self.backends.get(&kind).is_none_or(|backend| backend.is_owned(kind)) {
            return;
        }
        let _ = self.platform.storage().keep(&mine(kind, thing["id"].as_str().unwrap_or_default()), &thing.to_string());
    }

    async fn listed(&self, kind: Kind, query: Query) -> Result<Page<Stored<Value>>, StoreError> {
        let backend = self.backend(kind)?;
        let is_first = query.from.is_none();
        let nothing = Page { items: Vec::new(), source: kind.name().to_owned(), total: None, next: None };
        let mut page = if backend.can_list(kind) { self.pages(backend, kind, &query).await? } else { nothing };
        for item in &mut page.items {
            item.mine =
                self.platform.storage().get(&mine(kind, item.value["id"].as_str().unwrap_or_default())).is_some();
        }
        if is_first {
            let own = self.written_here(kind).into_iter().filter(|own| query.asks_for(&own.value));
            let own: Vec<_> =
                own.filter(|own| page.items.iter().all(|item| item.value["id"] != own.value["id"])).collect();
            page.items.extend(own);
        }
        Ok(page)
    }

    /// What was written here and may not be seen there: what waits to be sent, and what waits for a moderator.
    fn written_here(&self, kind: Kind) -> Vec<Stored<Value>> {
        let stored =
            |value: Value, unsent: Option<String>| Stored { value, revision: String::new(), mine: true, unsent };
        let written = self.platform.storage().all(&mine(kind, "")).into_iter();
        let written = written.filter_map(|(name, text)| Some((name, parse::json(&text).ok()?)));
        let (old, written): (Vec<_>, Vec<_>) = written.partition(|(_, thing)| self.is_old(thing));
        old.iter().for_each(|(name, _)| self.platform.storage().forget(name));
        let written = written.into_iter().map(|(_, thing)| thing);
        let entries = self.outbox().entries().into_iter();
        let entries = entries.filter(|entry| entry.kind() == Some(kind) && self.belongs(entry));
        let state = |entry: &Entry| match &entry.refused {
            Some(refused) => json!({ "refused": refused.message }),
            None => json!("waiting"),
        };
        let waiting = |entry: Entry| {
            let mut value = entry.public();
            if kind == Kind::Comments {
                value["state"] = state(&entry);
            }
            stored(value, Some(entry.refused.map(|refused| refused.message).unwrap_or_default()))
        };
        let written = written.map(|value: Value| stored(without_private(kind, value), None));
        written.chain(entries.map(waiting)).collect()
    }

    /// Whether a comment that was written here is so old that it would be there by now if a moderator had
    /// let it pass.
    fn is_old(&self, thing: &Value) -> bool {
        let created = thing["created"].as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        created.is_some_and(|created| self.platform.now() - created.to_utc() > SHOWN_FOR)
    }

    async fn created(&self, kind: Kind, thing: Value, private: Value) -> Result<Sent, StoreError> {
        let id = Id::try_from(thing["id"].as_str().unwrap_or_default().to_owned());
        let id = id.map_err(|error| StoreError::malformed(kind.name(), "/id", error))?;
        let backend = self.backend(kind)?;
        let owner = match backend.is_owned(kind) {
            // What nobody is known to have written would be everybody's on this machine.
            true => Some(owner(backend).ok_or(StoreError::NotSignedIn)?),
            false => None,
        };
        let mut entry = Entry::new(kind, with_private(thing, private), self.platform.now());
        entry.owner = owner;
        let is_kept = self.outbox().keep(&entry);
        let _alone = self.platform.lock(SENDING).await;
        if is_kept.is_ok() && self.outbox().entry(kind, id.as_str()).is_none() {
            // Another tab was faster.
            let written =
                self.platform.storage().get(&mine(kind, id.as_str())).and_then(|text| parse::json(&text).ok());
            return Ok(Sent::Stored { id, held: written.is_none_or(|written: Value| written["state"] == "held") });
        }
        // Another tab may have tried it already, and wait.
        let entry = self.outbox().entry(kind, id.as_str()).unwrap_or(entry);
        if entry.due_in(self.platform.now()).is_some_and(|wait| !wait.is_zero()) {
            self.wake();
            return Ok(Sent::Waiting(id));
        }
        match self.attempt(entry.clone()).await {
            Some(Outcome::Stored(stored)) => {
                let held = stored.value["state"] == "held";
                let there = stored.value["id"].as_str().and_then(|text| Id::try_from(text.to_owned()).ok());
                Ok(Sent::Stored { id: there.unwrap_or(id), held })
            }
            Some(Outcome::There) if backend.takes_ids(kind) => Ok(Sent::Stored { id, held: true }),
            Some(Outcome::There) => Err(StoreError::AlreadyThere),
            Some(Outcome::Later(error)) => {
                // Without a place to keep it, it must stay in the form.
                is_kept.map_err(|_| error)?;
                self.wake();
                Ok(Sent::Waiting(id))
            }
            // Its author is here and reads why; the text is in the form.
            Some(Outcome::Refused(error)) => {
                self.outbox().forget(&entry);
                Err(error)
            }
            None => Err(StoreError::Unsupported),
        }
    }

    /// Takes back something that waits to be sent; not while it is being sent. Tells whether it was there.
    async fn take_back(&self, kind: Kind, id: &Id) -> bool {
        let _alone = self.platform.lock(SENDING).await;
        let entry = self.outbox().entry(kind, id.as_str());
        entry.iter().for_each(|entry| self.outbox().forget(entry));
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
            let name = mine(kind, thing["id"].as_str().unwrap_or_default());
            match self.platform.storage().get(&name) {
                None => {}
                Some(_) if thing["state"] == "removed" => self.platform.storage().forget(&name),
                Some(_) => self.remember(kind, &without_private(kind, thing)),
            }
            self.changed(kind);
            Ok(())
        })
    }

    fn remove<'a>(&'a self, kind: Kind, id: &'a Id) -> LocalFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let was_waiting = self.outbox().entry(kind, id.as_str()).is_some() && self.take_back(kind, id).await;
            let backend = self.backend(kind)?;
            let outcome = match was_waiting {
                true => Ok(()),
                // It went out a moment ago.
                false if !backend.can_remove(kind) => Err(StoreError::NotFound),
                false => backend.remove(kind, id).await,
            };
            if outcome.is_ok() {
                self.platform.storage().forget(&mine(kind, id.as_str()));
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
        })
    }

    fn watch(&self, changed: ChangeListener) {
        self.watchers.borrow_mut().push(changed);
    }

    fn read_anew(&self) {
        self.read.borrow_mut().iter_mut().for_each(|read| read.is_fresh = false);
    }
}
