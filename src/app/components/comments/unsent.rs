//! What an author can do with a comment that is not on the backend yet: edit it, discard it.

use super::{Discussion, compose};
use crate::app::components::confirm::Confirm;
use crate::app::components::draft;
use crate::app::components::focus::FocusBefore;
use crate::app::components::load::{explain, explain_refusal};
use crate::app::text::t;
use crate::domain::comment::{Comment, CommentDraft};
use crate::domain::resource::Kind;
use crate::store::{Delivery, drafts};
use leptos::prelude::*;

/// Why it has not been sent, where that is known, and the author's buttons.
pub fn unsent(comment: Comment, delivery: &Delivery, discussion: Discussion) -> AnyView {
    let why = match delivery {
        Delivery::Refused(refusal) => explain_refusal(refusal),
        _ => String::new(),
    };
    let let_go = {
        let comment = comment.clone();
        move |edits: bool| {
            let (comment, before) = (comment.clone(), FocusBefore::now());
            let (store, id) = (discussion.app.store(), comment.id.clone());
            let work = async move {
                let removed = store.remove(Kind::Comments, &id).await;
                if let Err(error) = &removed {
                    discussion.app.announce(explain(error));
                }
                removed
            };
            // The comment goes with its buttons; the discussion is what must still be there.
            discussion.task.run_beside(work, move |removed| match removed {
                None => {}
                Some(()) if !edits => before.move_to("comments".to_owned()),
                Some(()) => {
                    take_back(&comment, discussion);
                    discussion.replying.set(comment.parent.clone());
                    discussion.refilled.update(|turn| *turn += 1);
                    before.move_to(compose::first_field(comment.parent.as_ref()));
                }
            });
        }
    };
    let discard = let_go.clone();
    let question = Confirm::new();
    let title = format!("discard-{}", comment.id);
    view! {
        {(!why.is_empty()).then(|| view! { <span class="soft"><bdi>{why}</bdi></span> })}
        <button type="button" on:click=move |_| let_go(true)>{t("comments.edit")}</button>
        <button type="button" on:click=move |_| question.ask()>{t("comments.discard")}</button>
        {question.dialog(title, "comments.discard", move || discard(false))}
    }
    .into_any()
}

/// Puts what its author takes back into the draft of the form; what stands there already stays above it.
fn take_back(comment: &Comment, discussion: Discussion) {
    let name = discussion.draft_name(comment.parent.as_ref());
    let mut draft: CommentDraft = draft::kept(&name).unwrap_or_default();
    draft.name = comment.name.as_str().to_owned();
    draft.link = comment.link.as_ref().map(|link| link.as_str().to_owned()).unwrap_or_default();
    if !draft.text.is_empty() {
        draft.text.push_str("\n\n");
    }
    draft.text.push_str(comment.text.as_str());
    if let Some(text) = draft::text(&draft) {
        drafts::keep(&name, &text);
    }
}
