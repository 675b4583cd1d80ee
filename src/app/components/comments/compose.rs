//! The form for a comment or a reply. What is typed is kept as it is typed and
//! leaves this browser's storage only when it has been sent.

use super::Discussion;
use crate::app::components::document::document;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::failed;
use crate::app::components::submission::{Put, Saved, Submission, Told};
use crate::app::text::t;
use crate::document::{Writer, markdown};
use crate::domain::comment::{Comment, CommentDraft, NewComment, State};
use crate::domain::resource::{Id, Kind};
use crate::domain::text::Text;
use crate::store::{Ability, Sent, StoreError, drafts};
use leptos::html;
use leptos::prelude::*;
use serde_json::json;

/// Nobody reads a topic and writes a comment in less, in milliseconds; simple robots do.
const SOONEST: f64 = 3_000.0;

/// What the form is filled with.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    email: RwSignal<String>,
    link: RwSignal<String>,
    text: RwSignal<String>,
}

impl Fields {
    fn of(draft: CommentDraft) -> Self {
        Self {
            name: RwSignal::new(draft.name),
            email: RwSignal::new(draft.email),
            link: RwSignal::new(draft.link),
            text: RwSignal::new(draft.text),
        }
    }

    fn draft(self) -> CommentDraft {
        CommentDraft { name: self.name.get(), email: self.email.get(), link: self.link.get(), text: self.text.get() }
    }
}

impl Discussion {
    /// The state in which a text begins, by the programme's rules.
    pub(super) fn state_of(self, text: &str) -> State {
        self.app.programme().moderation.first_state(text)
    }

    pub(super) fn draft_name(self, parent: Option<&Id>) -> String {
        self.topic.with_value(|(topic, _)| draft_name(topic, parent))
    }
}

fn draft_name(topic: &Id, parent: Option<&Id>) -> String {
    format!("comment:{topic}:{}", parent.map_or("", Id::as_str))
}

/// The HTML id of the field in which a comment is written that is no reply.
pub const FORM: &str = "write-text";

/// Begins a comment on a topic with a text; what was begun before stays in front of it.
pub fn begin(topic: &Id, text: &str) {
    let name = draft_name(topic, None);
    let begun = draft::kept(&name).or_else(|| draft::read(drafts::person()));
    let mut comment: CommentDraft = begun.unwrap_or_default();
    if comment.text.contains(text) {
        return;
    }
    if !comment.text.is_empty() {
        comment.text += "\n\n";
    }
    comment.text += text;
    if let Some(text) = draft::text(&comment) {
        drafts::keep(&name, &text);
    }
}

fn prefix(parent: Option<&Id>) -> String {
    parent.map_or_else(|| "write".to_owned(), |id| format!("reply-{id}"))
}

/// The HTML id of the button under a comment that begins a reply.
pub fn reply_button(comment: &Id) -> String {
    format!("reply-to-{comment}")
}

/// The HTML id of the form's first field.
pub fn first_field(parent: Option<&Id>) -> String {
    format!("{}-name", prefix(parent))
}

/// The form.
pub fn compose(discussion: Discussion, parent: Option<Id>) -> AnyView {
    let form = Form::new(prefix(parent.as_ref()), "comment_form");
    let draft_name = discussion.draft_name(parent.as_ref());
    let begun = StoredValue::new(draft::read(drafts::person()).unwrap_or_default());
    let fields = Fields::of(draft::kept(&draft_name).unwrap_or_else(|| begun.get_value()));
    let remember = RwSignal::new(drafts::person().is_some());
    let trap = RwSignal::new(String::new());
    let sending = Submission::of_draft(discussion.app, form, draft_name.clone());
    let shown_at = now();
    draft::keep(draft_name, begun, move || fields.draft());
    // What the backend does not keep is not asked for.
    let [asks_email, asks_link] =
        ["email", "link"].map(|field| discussion.app.store().can(Kind::Comments, Ability::Keep(field)));

    let parent = StoredValue::new(parent);
    let send = move || {
        if !trap.get_untracked().is_empty() {
            return sending.block("comment_form.robot");
        }
        let new = match untrack(|| fields.draft()).check(asks_email) {
            Ok(new) => new,
            Err(problems) => return form.refuse(problems),
        };
        if now() - shown_at < SOONEST {
            return sending.block("comment_form.too_soon");
        }
        let person = CommentDraft { text: String::new(), ..untrack(|| fields.draft()) };
        let remembered = remember.get_untracked().then(|| draft::text(&person)).flatten();
        let (comment, private) = comment(new, discussion, parent.get_value(), sending.id(Kind::Comments));
        let words = move |sent: &Sent| {
            drafts::remember(remembered.as_deref());
            let (id, words) = match sent {
                Sent::Stored { id, held: true } => (id, "comments.sent_held"),
                Sent::Stored { id, .. } => (id, "comments.was_sent"),
                Sent::Waiting(id) => (id, "comments.was_waiting"),
            };
            discussion.posted.set(Some(id.clone()));
            words
        };
        let told = Told { words: Box::new(words), is_shown: false };
        sending.put(Put::new(&comment, private), told, move |Saved { sent, is_all, may_move }| {
            if is_all {
                begun.set_value(person);
                fields.text.set(String::new());
                discussion.replying.set(None);
            }
            if may_move {
                let (Sent::Stored { id, .. } | Sent::Waiting(id)) = sent;
                discussion.pointed.set(Some(id));
            }
        });
    };
    let is_reply = parent.with_value(Option::is_some);
    let title = if is_reply { "comment_form.reply_title" } else { "comment_form.title" };
    let required = |name, hint| Field { name, required: true, hint };
    let heading = if is_reply { html::h3().child(t(title)).into_any() } else { html::h2().child(t(title)).into_any() };
    let give_up = move |_| {
        discussion.replying.set(None);
        parent.with_value(|parent| parent.iter().for_each(|comment| focus_soon(reply_button(comment))));
    };
    let cancel = is_reply.then(|| {
        view! { <button type="button" class="act quiet" on:click=give_up>{t("comments.cancel")}</button> }
    });
    let inside = view! {
        {heading}
        <p class="soft">{t(if asks_email { "comment_form.about" } else { "comment_form.about_required" })}</p>
        {form.summary()}
        <div class="pair">
            {form.line(required("name", None), "text", "name", fields.name)}
            {asks_email.then(|| form.line(required("email", Some("comment_form.email_hint")), "email", "email", fields.email))}
        </div>
        {asks_link.then(|| form.line(Field { name: "link", required: false, hint: None }, "url", "url", fields.link))}
        {form.area(required("text", Some("comment_form.text_hint")), fields.text)}
        {preview(fields.text)}
        {robot_trap(&form.id("more"), trap)}
        <label class="tick">
            <input type="checkbox" prop:checked=move || remember.get() on:change=move |e| remember.set(event_target_checked(&e))/>
            <span>{t("comment_form.remember")}</span>
        </label>
        {sending.status_with("load.sending", not_sent)}
        <p class="buttons">
            <button class="act" aria-keyshortcuts="Control+Enter">{t("comment_form.send")}</button>
            {cancel}
        </p>
    };
    sending.element(t(title), "card form", send, inside.into_any())
}

fn comment(new: NewComment, discussion: Discussion, parent: Option<Id>, id: Id) -> (Comment, serde_json::Value) {
    let comment = Comment {
        id,
        topic: discussion.topic.with_value(|(id, _)| id.clone()),
        parent,
        state: discussion.state_of(&new.text),
        name: new.name,
        link: new.link,
        text: Text::Markdown(new.text),
        created: discussion.app.clock.read(),
        edited: None,
    };
    (comment, json!({ "email": new.email }))
}

/// What the text will look like.
fn preview(text: RwSignal<String>) -> AnyView {
    let open = RwSignal::new(false);
    let view = move || {
        open.get().then(|| {
            let shown = document(markdown::read(&text.get(), Writer::Person), Writer::Person);
            view! { <div class="preview prose" role="region" aria-label=t("comment_form.preview")>{shown}</div> }
        })
    };
    view! {
        <div>
            <button type="button" class="link" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|o| *o = !*o)>
                {t("comment_form.preview")}
            </button>
            {view}
        </div>
    }
    .into_any()
}

/// A field that people neither see nor reach and simple robots fill in.
fn robot_trap(id: &str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="trap" aria-hidden="true">
            <label for=id.to_owned()>{t("comment_form.trap")}</label>
            <input id=id.to_owned() type="text" tabindex="-1" autocomplete="off" on:input=move |e| value.set(event_target_value(&e))/>
        </div>
    }
    .into_any()
}

/// Why the store did not take a comment.
fn not_sent(error: &StoreError) -> AnyView {
    view! {
        {failed(error)}
        <p>{t("comment_form.text_is_kept")}</p>
    }
    .into_any()
}

/// Milliseconds since the page began; the time machine does not move it.
fn now() -> f64 {
    window().performance().map_or(0.0, |p| p.now())
}
