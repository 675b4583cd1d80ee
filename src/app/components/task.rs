//! Something that a page asks for and waits for: once at a time, with what comes of it shown. When the answer comes,
//! the page may be gone; then nothing of it is read.

use crate::app::components::load::failed;
use crate::app::text::t;
use crate::store::StoreError;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How it stands.
#[derive(Clone)]
enum State {
    Ready,
    Running,
    /// It was not begun; the key of the words that say why.
    Blocked(&'static str),
    Failed(StoreError),
}

/// The work, and how it stands.
#[derive(Clone, Copy)]
pub struct Task(RwSignal<State>);

impl Task {
    /// Nothing has been asked for yet.
    pub fn new() -> Self {
        Self(RwSignal::new(State::Ready))
    }

    /// Whether it is being done, for what is to follow it.
    pub fn is_running(self) -> bool {
        self.0.with(|state| matches!(state, State::Running))
    }

    /// Whether it is being done now; not where the page is gone.
    pub fn runs_now(self) -> bool {
        self.0.try_with_untracked(|state| matches!(state, State::Running)).unwrap_or(false)
    }

    /// Whether the part of the page that asked is still there.
    pub fn is_here(self) -> bool {
        self.0.try_with_untracked(|_| ()).is_some()
    }

    /// Says why it is not begun.
    pub fn block(self, words: &'static str) {
        self.0.set(State::Blocked(words));
    }

    /// Does the work, unless it is being done. What is to become of the answer wherever its reader is by then belongs
    /// into the work. `then` hears what came of it, or nothing if it failed, only while the part of the page that asked
    /// is still there, so it may read what that part holds.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, StoreError>> + 'static,
        then: impl FnOnce(Option<T>) + 'static,
    ) {
        if !self.runs_now() {
            self.run_beside(work, then);
        }
    }

    /// The same also while other work of it is being done.
    pub fn run_beside<T: 'static>(
        self,
        work: impl Future<Output = Result<T, StoreError>> + 'static,
        then: impl FnOnce(Option<T>) + 'static,
    ) {
        self.0.set(State::Running);
        spawn_local(async move {
            let (state, came) = match work.await {
                Ok(came) => (State::Ready, Some(came)),
                Err(why) => (State::Failed(why), None),
            };
            if self.0.try_set(state).is_none() {
                then(came);
            }
        });
    }

    /// Says that it is being done (the words under `key`), and why it was not.
    pub fn status(self, key: &'static str, explain: fn(&StoreError) -> AnyView) -> AnyView {
        let why = move || {
            self.0.with(|state| match state {
                State::Failed(why) => Some(explain(why)),
                State::Blocked(words) => Some(view! { <p class="notice" role="alert">{t(words)}</p> }.into_any()),
                State::Ready | State::Running => None,
            })
        };
        view! {
            <p role="status">{move || self.is_running().then(|| t(key))}</p>
            {why}
        }
        .into_any()
    }

    /// Says why it failed.
    pub fn error(self) -> AnyView {
        let why = move || {
            self.0.with(|state| match state {
                State::Failed(why) => Some(failed(why)),
                _ => None,
            })
        };
        view! { <div>{why}</div> }.into_any()
    }
}

impl Default for Task {
    fn default() -> Self {
        Self::new()
    }
}
