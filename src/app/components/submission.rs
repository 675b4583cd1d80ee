//! Sending what a form holds: once, under one id, with its draft kept until the store has it.

use crate::app::components::form::{Form, focus_soon};
use crate::app::components::load::failed;
use crate::app::context::AppContext;
use crate::app::text::t;
use crate::domain::problem::Problem;
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::{Private, Sent, StoreError, as_json, drafts};
use js_sys::Promise;
use leptos::prelude::*;
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The sending of a form.
#[derive(Clone, Copy)]
pub struct Submission {
    app: AppContext,
    form: Form,
    draft: StoredValue<String>,
    id: RwSignal<Id>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<StoreError>>,
}

/// What becomes of a thing that is sent.
struct Going {
    revision: Option<String>,
    words: &'static str,
    back_to: String,
    done: Box<dyn FnOnce()>,
}

impl Submission {
    /// Of a form that makes things of a kind; what is typed is kept under the name of a draft.
    pub fn new<T: Resource>(app: AppContext, form: Form, draft: String) -> Self {
        Self {
            app,
            form,
            draft: StoredValue::new(draft),
            id: RwSignal::new(app.store().new_id(T::KIND)),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// The id of what is sent; of what is sent again after a failure, the same.
    pub fn id(self) -> Id {
        self.id.get_untracked()
    }

    /// Sends what was typed, or shows what is wrong with it. When the store has it, `words` are said, the form is
    /// done with, and the focus goes to the element of this id.
    pub fn send<T: Resource + 'static>(
        self,
        thing: Result<T, Vec<Problem>>,
        words: &'static str,
        back_to: &str,
        done: impl FnOnce() + 'static,
    ) {
        self.send_over(thing, None, words, back_to, done);
    }

    /// The same for what takes the place of the revision that was read, where there is one.
    pub fn send_over<T: Resource + 'static>(
        self,
        thing: Result<T, Vec<Problem>>,
        revision: Option<String>,
        words: &'static str,
        back_to: &str,
        done: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        match thing {
            Err(problems) => self.form.refuse(problems),
            Ok(thing) => {
                let done = Box::new(done);
                self.send_value(T::KIND, as_json(&thing), Going { revision, words, back_to: back_to.to_owned(), done });
            }
        }
    }

    /// The same for all kinds of things, so that it is in the program once.
    fn send_value(self, kind: Kind, thing: Result<Value, StoreError>, going: Going) {
        self.form.problems.set(Vec::new());
        self.error.set(None);
        self.busy.set(true);
        let (app, draft) = (self.app, self.draft.get_value());
        let Going { revision, words, back_to, done } = going;
        spawn_local(async move {
            if kind.file_fields().next().is_some() {
                // To keep a picture takes longer than a frame: that it is on its way is shown first.
                painted().await;
            }
            let stored = store(app, kind, thing, revision, &draft).await;
            self.busy.try_set(false);
            match stored {
                Ok(Gone { waits, is_all }) => {
                    self.id.try_set(app.store().new_id(kind));
                    if is_all {
                        done();
                    }
                    app.announce(t(if waits { WAITING } else { words }));
                    focus_soon(back_to);
                }
                Err(why) => drop(self.error.try_set(Some(why))),
            }
        });
    }

    /// Whether it is on its way.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Why it could not be sent.
    pub fn error(self) -> AnyView {
        view! { <div>{move || self.error.get().map(|why| failed(&why))}</div> }.into_any()
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

/// What became of the thing that a form held.
pub struct Gone {
    /// Whether it is only kept here so far.
    pub waits: bool,
    /// Whether it is all that the form holds: nothing was typed while it was on its way.
    pub is_all: bool,
}

/// The words for what is only kept here so far.
pub const WAITING: &str = "contact_form.waiting";

/// Stores what a form holds, in the place of the revision that was read, where there is one. What was typed while it
/// was on its way stays in the draft; otherwise the draft is done with.
pub async fn store(
    app: AppContext,
    kind: Kind,
    thing: Result<Value, StoreError>,
    revision: Option<String>,
    draft: &str,
) -> Result<Gone, StoreError> {
    let data_store = app.store().data_store();
    let was = drafts::kept(draft);
    let waits = match revision {
        Some(revision) => data_store.update(kind, thing?, &revision, Private::Kept).await.map(|()| false)?,
        None => matches!(data_store.create(kind, thing?, Value::Null).await?, Sent::Waiting(_)),
    };
    let is_all = drafts::kept(draft) == was;
    if is_all {
        drafts::forget(draft);
    }
    Ok(Gone { waits, is_all })
}
