//! Removing something with a way back.

use crate::app::components::focus::FocusBefore;
use crate::app::components::task::Task;
use crate::app::context::AppContext;
use crate::app::text::{fill, t};
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::as_json;
use leptos::prelude::*;
use serde_json::Value;

/// What was removed last of a kind of things, until something else is.
#[derive(Clone, Copy)]
pub struct Undo {
    app: AppContext,
    kind: Kind,
    /// What the HTML id of the way back begins with.
    place: StoredValue<String>,
    /// The thing as it was, and the words for it.
    removed: RwSignal<Option<(Value, String)>>,
    /// What is being removed.
    removing: StoredValue<Vec<Id>>,
    task: Task,
}

impl Undo {
    /// Nothing has been removed yet; `place` is the part of the page.
    pub fn new(app: AppContext, kind: Kind, place: String) -> Self {
        let place = StoredValue::new(place);
        Self {
            app,
            kind,
            place,
            removed: RwSignal::new(None),
            removing: StoredValue::new(Vec::new()),
            task: Task::new(),
        }
    }

    fn button(self) -> String {
        self.place.with_value(|place| format!("{place}-undo"))
    }

    /// Removes a thing; `words` say what it is.
    pub fn remove<T: Resource>(self, thing: &T, id: &Id, words: String) {
        if self.removing.with_value(|all| all.contains(id)) {
            return;
        }
        self.removing.update_value(|all| all.push(id.clone()));
        let (before, id, value) = (FocusBefore::now(), id.clone(), as_json(thing));
        let (store, kind) = (self.app.store(), self.kind);
        let work = async move {
            let removed = store.remove(kind, &id).await;
            self.removing.update_value(|all| all.retain(|other| *other != id));
            removed.and(value)
        };
        self.task.run_beside(work, move |removed| {
            if let Some(value) = removed {
                self.removed.set(Some((value, words)));
                before.move_to(self.button());
            }
        });
    }

    fn put_back(self, back_to: String) {
        let Some((value, _)) = self.removed.get_untracked() else { return };
        let before = FocusBefore::now();
        let (data_store, kind) = (self.app.store().data_store(), self.kind);
        let work = async move { data_store.create(kind, value, Value::Null).await };
        self.task.run(work, move |stored| {
            if stored.is_some() {
                self.removed.set(None);
                before.move_to(back_to);
            }
        });
    }

    /// What was removed, and the way back; the focus then goes to the element `back_to`.
    pub fn notice(self, back_to: &str) -> AnyView {
        let back_to = StoredValue::new(back_to.to_owned());
        let put_back = move |_| self.put_back(back_to.get_value());
        let gone = move || {
            self.removed.get().map(|(_, words)| {
                view! {
                    <p class="notice" role="status"><bdi>{fill("removal.done", &[("what", &words)])}</bdi>" "
                        <button type="button" class="link" id=self.button() on:click=put_back>{t("removal.undo")}</button>
                    </p>
                }
            })
        };
        view! { <div>{gone}</div>{self.task.error()} }.into_any()
    }
}
