//! Sending a form: every form of the site does it here. Until the store has it, what is sent keeps its id; while it is
//! on its way a second press does nothing, and the form says so; what is typed meanwhile stays; the focus moves only
//! if it is still in the form.

use crate::app::components::focus::FocusBefore;
use crate::app::components::form::{Form, focus_soon};
use crate::app::components::load::failed;
use crate::app::components::task::Task;
use crate::app::context::{AppContext, LoadState};
use crate::app::text::t;
use crate::domain::problem::Problem;
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::{Private, Sent, StoreError, as_json, drafts};
use js_sys::Promise;
use leptos::prelude::*;
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The words for what is only kept here so far.
pub const WAITING: &str = "load.waiting";

/// The sending of a form.
#[derive(Clone, Copy)]
pub struct Submission {
    app: AppContext,
    form: Form,
    task: Task,
    /// The name that what is typed is kept under.
    draft: StoredValue<Option<String>>,
    /// The id of what is being sent, until the store has it.
    id: StoredValue<Option<Id>>,
    /// Whether somebody typed since it was sent.
    typed: StoredValue<bool>,
}

/// A thing to be stored.
pub struct Put {
    kind: Kind,
    thing: Result<Value, StoreError>,
    private: Value,
    over: Option<(String, Private)>,
}

impl Put {
    /// A new thing, with what is kept of it and never read back.
    pub fn new<T: Resource>(thing: &T, private: Value) -> Self {
        Self { kind: T::KIND, thing: as_json(thing), private, over: None }
    }

    /// What takes the place of the revision that was read.
    pub fn over<T: Resource>(thing: &T, revision: String, private: Private) -> Self {
        Self { over: Some((revision, private)), ..Self::new(thing, Value::Null) }
    }

    async fn store(self, app: AppContext) -> Result<Sent, StoreError> {
        let data_store = app.store().data_store();
        let thing = self.thing?;
        let Some((revision, private)) = self.over else {
            return data_store.create(self.kind, thing, self.private).await;
        };
        let id = Id::try_from(thing["id"].as_str().unwrap_or_default().to_owned());
        let id = id.map_err(|error| StoreError::malformed(self.kind.name(), "/id", error))?;
        data_store.update(self.kind, thing, &revision, private).await?;
        Ok(Sent::Stored { id, held: false })
    }
}

/// What became of the thing that a form held.
pub struct Saved {
    /// What the store says of it.
    pub sent: Sent,
    /// Whether it is all that the form holds: nothing was typed while it was on its way.
    pub is_all: bool,
    /// Whether the focus may move: its author has not gone on to something else.
    pub may_move: bool,
}

/// What is told once the store has a thing.
pub struct Told {
    /// The words, by what the store says; what is to be done wherever the author is by then is done here, too.
    pub words: Box<dyn FnOnce(&Sent) -> &'static str>,
    /// Whether the page itself shows them: then only who has left it is told.
    pub is_shown: bool,
}

impl Told {
    /// These words, or that it waits.
    pub fn words(words: &'static str) -> Self {
        let words = move |sent: &Sent| if matches!(sent, Sent::Waiting(_)) { WAITING } else { words };
        Self { words: Box::new(words), is_shown: false }
    }

    /// The same where the page shows them.
    pub fn shown(words: &'static str) -> Self {
        Self { is_shown: true, ..Self::words(words) }
    }
}

impl Submission {
    /// Of a form that keeps no draft.
    pub fn new(app: AppContext, form: Form) -> Self {
        Self {
            app,
            form,
            task: Task::new(),
            draft: StoredValue::new(None),
            id: StoredValue::new(None),
            typed: StoredValue::new(false),
        }
    }

    /// Of a form whose draft is kept under a name.
    pub fn of_draft(app: AppContext, form: Form, draft: String) -> Self {
        let submission = Self::new(app, form);
        submission.draft.set_value(Some(draft));
        submission
    }

    /// The id of what is sent; of what is sent again after a failure, the same.
    pub fn id(self, kind: Kind) -> Id {
        let id = self.id.get_value().unwrap_or_else(|| self.app.store().new_id(kind));
        self.id.set_value(Some(id.clone()));
        id
    }

    /// The form on the page, called `label`; `send` is done when it is sent, with what stands in its fields then, and
    /// not while something is on its way.
    pub fn element(self, label: String, class: &'static str, send: impl Fn() + 'static, inside: AnyView) -> AnyView {
        let send: Box<dyn Fn()> = Box::new(send);
        let send = StoredValue::new_local(send);
        let press = move || {
            if !self.task.runs_now() {
                self.form.read_fields();
                send.with_value(|send| send());
            }
        };
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            press();
        };
        let key = move |event: web_sys::KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                press();
            }
        };
        view! {
            <form id=self.form.element_id() class=class part="form" aria-label=label novalidate
                on:submit=submit on:keydown=key on:input=move |_| self.typed.set_value(true)>
                {inside}
            </form>
        }
        .into_any()
    }

    /// Sends what was typed, or shows what is wrong with it. When the store has it, `words` are said, the form is
    /// done with, and the focus goes to the element `back_to`.
    pub fn send<T: Resource>(
        self,
        thing: Result<T, Vec<Problem>>,
        words: &'static str,
        back_to: &str,
        done: impl FnOnce() + 'static,
    ) {
        self.send_over(thing, None, words, back_to, done);
    }

    /// The same for what takes the place of the revision that was read, where there is one.
    pub fn send_over<T: Resource>(
        self,
        thing: Result<T, Vec<Problem>>,
        revision: Option<String>,
        words: &'static str,
        back_to: &str,
        done: impl FnOnce() + 'static,
    ) {
        let thing = match thing {
            Ok(thing) => thing,
            Err(problems) => return self.form.refuse(problems),
        };
        let put = match revision {
            None => Put::new(&thing, Value::Null),
            Some(revision) => Put::over(&thing, revision, Private::Kept),
        };
        let back_to = back_to.to_owned();
        self.put(put, Told::words(words), move |saved| {
            if saved.is_all {
                done();
            }
            if saved.may_move {
                focus_soon(back_to);
            }
        });
    }

    /// Stores a thing. What was typed while it was on its way stays in the draft; otherwise the draft is done with.
    pub fn put(self, put: Put, told: Told, done: impl FnOnce(Saved) + 'static) {
        let (app, task, draft) = (self.app, self.task, self.draft.get_value());
        let done: Box<dyn FnOnce(Saved)> = Box::new(done);
        let work = async move {
            if put.kind.file_fields().next().is_some() {
                // To keep a picture takes longer than a frame: that it is on its way is shown first.
                painted().await;
            }
            let kept = || draft.as_deref().and_then(drafts::kept);
            let was = kept();
            let sent = put.store(app).await?;
            let is_all = kept() == was;
            if is_all {
                draft.iter().for_each(|draft| drafts::forget(draft));
            }
            let words = (told.words)(&sent);
            if !(told.is_shown && task.is_here()) {
                app.announce(t(words));
            }
            Ok((sent, is_all))
        };
        self.run(work, move |(sent, is_all), may_move| {
            self.id.set_value(None);
            done(Saved { sent, is_all, may_move: may_move && is_all });
        });
    }

    /// Does what a form is for, where that is not to store a thing; `done` hears what came of it, and whether the focus
    /// may move.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, StoreError>> + 'static,
        done: impl FnOnce(T, bool) + 'static,
    ) {
        self.form.problems.set(Vec::new());
        self.typed.set_value(false);
        let before = FocusBefore::now();
        self.task.run(work, move |came| {
            let may_move = before.is_unmoved() || self.form.has_focus();
            match came {
                Some(came) => done(came, may_move),
                // Whoever writes on is not sent away: that it failed is an alert.
                None if may_move && !self.typed.get_value() => focus_soon(self.outcome_id()),
                None => {}
            }
        });
    }

    /// What a form is made anew from, held as it was while what the form sends is on its way: what is sent changes it, and
    /// the form must not go under the hands of whoever types on.
    pub fn steady<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        derive: impl Fn() -> Result<T, LoadState> + Send + Sync + 'static,
    ) -> impl Fn() -> Result<T, LoadState> {
        let held = Memo::new(move |before: Option<&Result<T, LoadState>>| match before {
            Some(Ok(before)) if self.is_busy() => Ok(before.clone()),
            _ => derive(),
        });
        move || held.get()
    }

    /// Says why nothing is sent.
    pub fn block(self, words: &'static str) {
        self.form.problems.set(Vec::new());
        self.task.block(words);
        focus_soon(self.outcome_id());
    }

    /// Whether it is on its way.
    pub fn is_busy(self) -> bool {
        self.task.is_running()
    }

    fn outcome_id(self) -> String {
        self.form.id("sent")
    }

    /// That it is on its way, and why it could not be sent.
    pub fn status(self) -> AnyView {
        self.status_with("load.sending", failed)
    }

    /// The same in other words.
    pub fn status_with(self, key: &'static str, explain: fn(&StoreError) -> AnyView) -> AnyView {
        view! { <div id=self.outcome_id() tabindex="-1">{self.task.status(key, explain)}</div> }.into_any()
    }
}

/// Lets the browser show what has changed so far. A tab that is not seen has no frames: there it goes on by itself.
pub async fn painted() {
    let later = Promise::new(&mut |resolve, _| {
        let on = move |wait: u64, resolve: js_sys::Function| {
            set_timeout(move || drop(resolve.call0(&JsValue::NULL)), Duration::from_millis(wait));
        };
        on(200, resolve.clone());
        // A frame is shown after all that asked for it have run.
        request_animation_frame(move || on(0, resolve));
    });
    // It is never refused.
    let _ = JsFuture::from(later).await;
}
