//! Sending what a form of the partner's page holds: once, under one id, with its draft kept until the store has it.

use crate::app::parts::form::{Form, focus_soon};
use crate::app::parts::load::failed;
use crate::app::site::Site;
use crate::app::text::t;
use crate::domain::problem::Problem;
use crate::domain::resource::{Id, Resource};
use crate::store::{Sent, StoreError, drafts};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// The sending of a form.
#[derive(Clone, Copy)]
pub struct Sending {
    site: Site,
    form: Form,
    draft: StoredValue<String>,
    id: RwSignal<Id>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<StoreError>>,
}

impl Sending {
    /// Of a form that makes things of a kind; what is typed is kept under the name of a draft.
    pub fn new<T: Resource>(site: Site, form: Form, draft: String) -> Self {
        Self {
            site,
            form,
            draft: StoredValue::new(draft),
            id: RwSignal::new(site.store().new_id(T::KIND)),
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
        back_to: &'static str,
        done: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.error.set(None);
        let thing = match thing {
            Ok(thing) => thing,
            Err(problems) => return self.form.refuse(problems),
        };
        self.form.problems.set(Vec::new());
        self.busy.set(true);
        let (site, kept) = (self.site, self.draft.get_value());
        spawn_local(async move {
            let sent = site.store().create(&thing, Value::Null).await;
            self.busy.try_set(false);
            match sent {
                Ok(sent) => {
                    drafts::forget(&kept);
                    self.id.try_set(site.store().new_id(T::KIND));
                    done();
                    site.announce(told(&sent, words));
                    focus_soon(back_to.to_owned());
                }
                Err(why) => drop(self.error.try_set(Some(why))),
            }
        });
    }

    /// Why it could not be sent.
    pub fn error(self) -> AnyView {
        view! { <div>{move || self.error.get().map(|why| failed(&why))}</div> }.into_any()
    }
}

/// What to tell of something that was written: these words, or that it is only kept here so far.
pub fn told(sent: &Sent, words: &str) -> String {
    t(if matches!(sent, Sent::Waiting(_)) { "contact_form.waiting" } else { words })
}
