//! Removing something with a way back.

use crate::app::components::form::focus_soon;
use crate::app::components::load::failed;
use crate::app::context::AppContext;
use crate::app::text::{fill, t};
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::{StoreError, as_json};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// What was removed last of a kind of things, until something else is.
#[derive(Clone, Copy)]
pub struct Undo {
    app: AppContext,
    kind: Kind,
    /// What the HTML id of the way back begins with.
    place: StoredValue<String>,
    /// The thing as it was, and the words for it.
    removed: RwSignal<Option<(Value, String)>>,
    error: RwSignal<Option<StoreError>>,
}

impl Undo {
    /// Nothing has been removed yet; `place` is the part of the page.
    pub fn new(app: AppContext, kind: Kind, place: String) -> Self {
        let place = StoredValue::new(place);
        Self { app, kind, place, removed: RwSignal::new(None), error: RwSignal::new(None) }
    }

    fn button(self) -> String {
        self.place.with_value(|place| format!("{place}-undo"))
    }

    /// Removes a thing; `words` say what it is.
    pub fn remove<T: Resource>(self, thing: &T, id: &Id, words: String) {
        match as_json(thing) {
            Ok(value) => self.remove_value(value, id.clone(), words),
            Err(why) => self.error.set(Some(why)),
        }
    }

    fn remove_value(self, value: Value, id: Id, words: String) {
        self.error.set(None);
        spawn_local(async move {
            match self.app.store().remove(self.kind, &id).await {
                Ok(()) => {
                    self.removed.try_set(Some((value, words)));
                    focus_soon(self.button());
                }
                Err(why) => drop(self.error.try_set(Some(why))),
            }
        });
    }

    /// What was removed, and the way back; the focus then goes to the element `back_to`.
    pub fn notice(self, back_to: &str) -> AnyView {
        let back_to = StoredValue::new(back_to.to_owned());
        let put_back = move |_| {
            let Some((value, _)) = self.removed.get_untracked() else { return };
            self.error.set(None);
            spawn_local(async move {
                match self.app.store().data_store().create(self.kind, value, Value::Null).await {
                    Ok(_) => {
                        self.removed.try_set(None);
                        focus_soon(back_to.get_value());
                    }
                    Err(why) => drop(self.error.try_set(Some(why))),
                }
            });
        };
        let gone = move || {
            self.removed.get().map(|(_, words)| {
                view! {
                    <p class="notice" role="status"><bdi>{fill("partner.removed", &[("what", &words)])}</bdi>" "
                        <button type="button" class="link" id=self.button() on:click=put_back>{t("partner.undo")}</button>
                    </p>
                }
            })
        };
        view! { <div>{gone}</div><div>{move || self.error.get().map(|why| failed(&why))}</div> }.into_any()
    }
}
