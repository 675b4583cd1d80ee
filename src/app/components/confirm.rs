//! Asking once more before something goes for good.

use crate::app::text::t;
use leptos::html;
use leptos::prelude::*;

/// A question that can be asked, in a dialog of the browser's own.
#[derive(Clone, Copy)]
pub struct Confirm(NodeRef<html::Dialog>);

impl Confirm {
    /// A question that is not being asked yet.
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// Asks it.
    pub fn ask(self) {
        if let Some(dialog) = self.0.get_untracked() {
            // It fails only where it is open already.
            let _ = dialog.show_modal();
        }
    }

    /// The dialog; its words are the messages that begin with `key`:
    /// `_title`, `_means`, `_yes` and `_no`.
    pub fn dialog(self, id: String, key: &str, act: impl Fn() + 'static) -> AnyView {
        let words = |part: &str| t(&format!("{key}_{part}"));
        let close = move || {
            if let Some(dialog) = self.0.get_untracked() {
                dialog.close();
            }
        };
        let yes = move |_| {
            close();
            act();
        };
        view! {
            <dialog node_ref=self.0 aria-labelledby=id.clone()>
                <h2 id=id.clone()>{words("title")}</h2>
                <p>{words("means")}</p>
                <p class="buttons">
                    // The first button takes the focus, so it is the one that changes nothing.
                    <button type="button" class="act quiet" on:click=move |_| close()>{words("no")}</button>
                    <button type="button" class="act danger" on:click=yes>{words("yes")}</button>
                </p>
            </dialog>
        }
        .into_any()
    }
}

impl Default for Confirm {
    fn default() -> Self {
        Self::new()
    }
}
