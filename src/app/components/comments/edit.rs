//! What an author can still do with a comment: edit it for a while, remove it.

use super::Discussion;
use crate::app::components::confirm::Confirm;
use crate::app::components::document::document;
use crate::app::components::focus::FocusBefore;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::submission::{Put, Submission, Told};
use crate::app::components::task::Task;
use crate::app::context::AppContext;
use crate::app::route::anchor;
use crate::app::text::{plural, t};
use crate::document::Writer;
use crate::domain::comment::{Comment, State, check_text};
use crate::domain::problem::Problem;
use crate::domain::resource::Id;
use crate::domain::text::Text;
use crate::store::{Private, drafts};
use leptos::prelude::*;

/// The author's buttons under a comment.
pub fn own_actions(comment: Comment, revision: String, discussion: Discussion) -> AnyView {
    let clock = discussion.app.clock;
    let until = comment.editable_until();
    let edit = {
        let comment = comment.clone();
        move || {
            let now = clock.now();
            let is_open = discussion.editing.get().as_ref() == Some(&comment.id);
            (comment.is_editable(now) && !is_open).then(|| {
                let minutes = (until - now).num_minutes() + 1;
                let (id, button) = (comment.id.clone(), edit_button(&comment.id));
                let begin = move |_| {
                    discussion.editing.set(Some(id.clone()));
                    focus_soon(format!("edit-{id}-text"));
                };
                view! {
                    <button type="button" id=button on:click=begin>{t("comments.edit")}</button>
                    <span class="soft">{plural("comments.editable", minutes)}</span>
                }
            })
        }
    };
    let task = Task::new();
    let question = Confirm::new();
    let title = format!("delete-{}", comment.id);
    let remove = move || {
        let (gone, revision) = (comment.clone().removed(clock.read()), revision.clone());
        let (app, before) = (discussion.app, FocusBefore::now());
        let work = async move {
            app.store().update(&gone, &revision, Private::Erased).await?;
            drafts::forget_everywhere(&draft_name(&gone.id));
            app.announce(t("comments.removed"));
            // The comment goes with its buttons; the discussion is what must still be there.
            if discussion.task.is_here() {
                before.move_to("comments".to_owned());
            }
            Ok(())
        };
        task.run(work, |_| ());
    };
    view! {
        {edit}
        <button type="button" on:click=move |_| question.ask()>{t("comments.delete")}</button>
        {task.error()}
        {question.dialog(title, "comments.delete", remove)}
    }
    .into_any()
}

/// The HTML id of the button that begins to edit a comment.
fn edit_button(comment: &Id) -> String {
    format!("edit-{comment}")
}

/// The form that stands in the place of a comment's text while its author edits it.
pub fn edit(comment: Comment, revision: String, discussion: Discussion) -> AnyView {
    let form = Form::new(format!("edit-{}", comment.id), "comment_form");
    let kept = draft_name(&comment.id);
    let (of_revision, begun) =
        draft_kept(&kept).unwrap_or_else(|| (revision.clone(), comment.text.as_str().to_owned()));
    let text = RwSignal::new(begun);
    let changed_elsewhere = (of_revision != revision).then(|| changed_elsewhere(discussion.app, &comment.text));
    let sending = Submission::of_draft(discussion.app, form, kept.clone());
    let (draft, began_with) = (kept, revision.clone());
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        if before.is_some() {
            drafts::keep(&draft, &format!("{began_with}\n{text}"));
        }
    });
    let button = edit_button(&comment.id);
    let save = move || {
        let words = match check_text(&text.get_untracked()) {
            Ok(words) => words,
            Err(fault) => return form.refuse(vec![Problem { field: "text", fault }]),
        };
        let now = discussion.app.clock.read();
        if !comment.is_editable(now) {
            return sending.block("comments.too_late");
        }
        let state = if comment.state == State::AwaitingModeration {
            State::AwaitingModeration
        } else {
            discussion.state_of(&words)
        };
        let is_held = state == State::AwaitingModeration;
        let edited_comment = Comment { text: Text::Markdown(words), edited: Some(now), state, ..comment.clone() };
        let put = Put::over(&edited_comment, revision.clone(), Private::Kept);
        let told = Told::words(if is_held { "comments.sent_held" } else { "comments.saved" });
        let id = edited_comment.id;
        sending.put(put, told, move |saved| {
            if saved.is_all {
                discussion.editing.set(None);
            }
            if saved.may_move {
                focus_soon(anchor(&id));
            }
        });
    };
    let cancel = move |_| {
        discussion.editing.set(None);
        focus_soon(button.clone());
    };
    let inside = view! {
        {changed_elsewhere}
        {form.summary()}
        {form.area(Field { name: "text", required: true, hint: Some("comment_form.text_hint") }, text)}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("comments.save")}</button>
            <button type="button" class="act quiet" on:click=cancel>{t("comments.cancel")}</button>
        </p>
    };
    sending.element(t("comments.edit"), "amend", save, inside.into_any())
}

fn draft_name(comment: &Id) -> String {
    format!("edit:{comment}")
}

/// What was typed before, and which revision of the comment it began with.
fn draft_kept(name: &str) -> Option<(String, String)> {
    let kept = drafts::kept(name)?;
    let (revision, text) = kept.split_once('\n')?;
    Some((revision.to_owned(), text.to_owned()))
}

/// Shows the version that another tab saved while this one was being written.
fn changed_elsewhere(app: AppContext, text: &Text) -> AnyView {
    view! {
        <div class="notice" role="status">
            <p>{t("comments.changed_elsewhere")}</p>
            <blockquote class="prose">{document(app.read(text, Writer::Person), Writer::Person)}</blockquote>
        </div>
    }
    .into_any()
}
