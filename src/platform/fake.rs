//! A machine of which a test decides everything: a clock that is moved by hand, a storage
//! that can be full or blocked, locks over tabs, a network whose answers are scripted.
//!
//! What goes on in tabs is polled by [`FakePlatform::wait_for`] and [`FakePlatform::settle`],
//! and nothing sleeps: [`FakePlatform::advance`] makes time go by.

use super::http::{HttpTransport, Request, Response, TransportError};
use super::{KeyValueStorage, LocalFuture, Platform, StorageError};
use chrono::{DateTime, Duration, Utc};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// A storage in memory.
#[derive(Default)]
pub struct MemoryStorage {
    kept: RefCell<BTreeMap<String, String>>,
    /// Whether what is kept under a new name finds no room.
    pub is_full: Cell<bool>,
    /// Whether this site may store nothing, and reads nothing.
    pub is_blocked: Cell<bool>,
}

impl MemoryStorage {
    /// The names under which something is kept.
    pub fn names(&self) -> Vec<String> {
        self.kept.borrow().keys().cloned().collect()
    }
}

impl KeyValueStorage for MemoryStorage {
    fn all(&self, beginning: &str) -> Vec<(String, String)> {
        let kept = self.kept.borrow();
        let wanted = kept.iter().filter(|(name, _)| name.starts_with(beginning) && !self.is_blocked.get());
        wanted.map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    fn get(&self, name: &str) -> Option<String> {
        self.kept.borrow().get(name).filter(|_| !self.is_blocked.get()).cloned()
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Blocked);
        }
        if self.is_full.get() && !self.kept.borrow().contains_key(name) {
            return Err(StorageError::Full);
        }
        self.kept.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn forget(&self, name: &str) {
        self.kept.borrow_mut().remove(name);
    }
}

/// What all tabs of a machine share.
struct Machine {
    now: Cell<DateTime<Utc>>,
    random: Cell<u64>,
    storage: MemoryStorage,
    locks: RefCell<BTreeSet<String>>,
    tasks: RefCell<Vec<LocalFuture<'static, ()>>>,
}

/// A machine, as one tab sees it.
#[derive(Clone)]
pub struct FakePlatform {
    machine: Rc<Machine>,
    tab: Rc<MemoryStorage>,
}

impl Default for FakePlatform {
    fn default() -> Self {
        let machine = Machine {
            now: Cell::new(DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default()),
            random: Cell::default(),
            storage: MemoryStorage::default(),
            locks: RefCell::default(),
            tasks: RefCell::default(),
        };
        Self { machine: Rc::new(machine), tab: Rc::default() }
    }
}

impl FakePlatform {
    /// Another tab on the same machine.
    #[must_use]
    pub fn another_tab(&self) -> Self {
        Self { machine: Rc::clone(&self.machine), tab: Rc::default() }
    }

    /// What stays when the tab is closed, to be looked at and to be filled.
    pub fn memory(&self) -> &MemoryStorage {
        &self.machine.storage
    }

    /// What stays as long as the tab.
    pub fn tab_memory(&self) -> &MemoryStorage {
        &self.tab
    }

    /// Lets time go by, then everything that waited for it.
    pub fn advance(&self, time: Duration) {
        self.machine.now.set(self.machine.now.get() + time);
        self.settle();
    }

    /// Lets everything go on until it waits for time or for an answer.
    pub fn settle(&self) {
        self.go_on(|_| false);
    }

    /// Lets everything go on until this is done; nothing where it waits for what does not come.
    pub fn wait_for<T>(&self, task: impl Future<Output = T>) -> Option<T> {
        let mut task = pin!(task);
        let mut outcome = None;
        self.go_on(|context| match task.as_mut().poll(context) {
            Poll::Ready(found) => {
                outcome = Some(found);
                true
            }
            Poll::Pending => false,
        });
        outcome
    }

    /// Polls `first` and everything beside it, as long as one of them wakes another; until `first` is done.
    fn go_on(&self, mut first: impl FnMut(&mut Context<'_>) -> bool) {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        loop {
            woken.0.store(false, Ordering::Relaxed);
            let is_done = first(&mut context);
            let mut tasks = std::mem::take(&mut *self.machine.tasks.borrow_mut());
            let before = tasks.len();
            tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
            let mut all = self.machine.tasks.borrow_mut();
            let is_moved = tasks.len() < before || !all.is_empty() || woken.0.load(Ordering::Relaxed);
            tasks.append(&mut all);
            *all = tasks;
            if is_done || !is_moved {
                return;
            }
        }
    }

    /// Lets everything else have its turn.
    async fn give_way() {
        let mut is_first = true;
        poll_fn(|context| {
            if std::mem::take(&mut is_first) {
                context.waker().wake_by_ref();
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Platform for FakePlatform {
    fn now(&self) -> DateTime<Utc> {
        self.machine.now.get()
    }

    /// Numbers that look like chance and are the same in every run (SplitMix64).
    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        for half in bytes.chunks_exact_mut(8) {
            let state = self.machine.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.machine.random.set(state);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            half.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes());
        }
        bytes
    }

    fn storage(&self) -> &dyn KeyValueStorage {
        &self.machine.storage
    }

    fn tab_storage(&self) -> &dyn KeyValueStorage {
        &*self.tab
    }

    fn lock<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Box<dyn Any>> {
        Box::pin(async move {
            // Every round polls who waits: they need no waker.
            poll_fn(|_| match self.machine.locks.borrow_mut().insert(name.to_owned()) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            })
            .await;
            Box::new(LockGuard { machine: Rc::clone(&self.machine), name: name.to_owned() }) as Box<dyn Any>
        })
    }

    fn sleep(&self, time: Duration) -> LocalFuture<'static, ()> {
        let machine = Rc::clone(&self.machine);
        let until = machine.now.get() + time;
        Box::pin(poll_fn(move |_| if machine.now.get() < until { Poll::Pending } else { Poll::Ready(()) }))
    }

    fn spawn(&self, task: LocalFuture<'static, ()>) {
        self.machine.tasks.borrow_mut().push(task);
    }
}

struct LockGuard {
    machine: Rc<Machine>,
    name: String,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        self.machine.locks.borrow_mut().remove(&self.name);
        // Somebody may have waited for it: an empty task gives them one more turn.
        self.machine.tasks.borrow_mut().push(Box::pin(FakePlatform::give_way()));
    }
}

/// What a network answers, or why it does not.
pub type Answer = Result<Response, TransportError>;

/// A network whose answers and faults a test scripts.
pub struct FakeNetwork {
    platform: FakePlatform,
    script: RefCell<Script>,
    /// Every request, with its answer once that is known.
    exchanges: RefCell<Vec<(Request, Option<Answer>)>>,
}

/// What a request is answered with; nothing for one that waits for [`FakeNetwork::answer`].
type Script = Box<dyn FnMut(&Request) -> Option<Answer>>;

impl FakeNetwork {
    /// A network that answers like this; a request for which there is nothing waits for [`FakeNetwork::answer`].
    pub fn new(platform: &FakePlatform, script: impl FnMut(&Request) -> Option<Answer> + 'static) -> Rc<Self> {
        let script = RefCell::new(Box::new(script) as Script);
        Rc::new(Self { platform: platform.clone(), script, exchanges: RefCell::default() })
    }

    /// From now on it answers like this.
    pub fn answers(&self, script: impl FnMut(&Request) -> Option<Answer> + 'static) {
        *self.script.borrow_mut() = Box::new(script);
    }

    /// Every request, in the order in which they were sent.
    pub fn requests(&self) -> Vec<Request> {
        self.exchanges.borrow().iter().map(|(request, _)| request.clone()).collect()
    }

    /// How many requests were sent whose method and address hold these words: `GET /comments`.
    pub fn count(&self, what: &str) -> usize {
        let (method, piece) = what.split_once(' ').unwrap_or(("", what));
        let is_it = |request: &Request| request.url.contains(piece) && [request.method.name(), ""].contains(&method);
        self.exchanges.borrow().iter().filter(|(request, _)| is_it(request)).count()
    }

    /// Answers the request of this number, which has waited, and lets everything go on.
    pub fn answer(&self, number: usize, answer: Answer) {
        if let Some(exchange) = self.exchanges.borrow_mut().get_mut(number) {
            exchange.1 = Some(answer);
        }
        self.platform.settle();
    }
}

impl HttpTransport for FakeNetwork {
    fn send(&self, request: Request) -> LocalFuture<'_, Answer> {
        Box::pin(async move {
            let number = self.exchanges.borrow().len();
            self.exchanges.borrow_mut().push((request.clone(), None));
            // Whoever waits may not be answered before everybody has asked.
            FakePlatform::give_way().await;
            let scripted = (self.script.borrow_mut())(&request);
            if scripted.is_some() {
                self.exchanges.borrow_mut()[number].1 = scripted;
            }
            poll_fn(|_| match &self.exchanges.borrow()[number].1 {
                Some(answer) => Poll::Ready(answer.clone()),
                None => Poll::Pending,
            })
            .await
        })
    }

    fn text_of(&self, html: &str) -> String {
        html.to_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        Platform::now(&self.platform)
    }
}

/// A good answer, or another, with this text.
pub fn response(status: u16, text: &str) -> Answer {
    Ok(Response { status, headers: Vec::new(), text: text.to_owned() })
}
