//! What an author can do with a comment that is not on the backend yet: mend it, let go of it.

use super::{Discussion, compose};
use crate::app::parts::draft;
use crate::app::parts::form::focus_soon;
use crate::app::parts::load::explain;
use crate::app::text::t;
use crate::domain::comment::{Comment, CommentDraft, State};
use crate::store::drafts;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Why it has not been sent, where that is known, and the author's buttons.
pub fn unsent(comment: Comment, discussion: Discussion) -> AnyView {
    let why = match &comment.state {
        State::Refused(why) => why.clone(),
        _ => String::new(),
    };
    let id = comment.id.clone();
    let let_go = move || {
        let id = id.clone();
        spawn_local(async move {
            if let Err(error) = discussion.site.store().remove::<Comment>(&id).await {
                discussion.site.announce(explain(&error));
            }
        });
    };
    let discard = let_go.clone();
    let mend = move |_| {
        take_back(&comment, discussion);
        let_go();
        discussion.replying.set(comment.parent.clone());
        discussion.refilled.update(|turn| *turn += 1);
        focus_soon(compose::first_field(comment.parent.as_ref()));
    };
    view! {
        {(!why.is_empty()).then(|| view! { <span class="soft"><bdi>{why}</bdi></span> })}
        <button type="button" on:click=mend>{t("comments.edit")}</button>
        <button type="button" on:click=move |_| discard()>{t("comments.discard")}</button>
    }
    .into_any()
}

/// Puts what its author takes back into the draft of the form; what stands there already stays above it.
fn take_back(comment: &Comment, discussion: Discussion) {
    let name = discussion.draft_name(comment.parent.as_ref());
    let mut draft: CommentDraft = draft::kept(&name).unwrap_or_default();
    draft.name = comment.name.as_str().to_owned();
    if !draft.text.is_empty() {
        draft.text.push_str("\n\n");
    }
    draft.text.push_str(comment.text.as_str());
    if let Some(text) = draft::text(&draft) {
        drafts::keep(&name, &text);
    }
}
