//! The notes about a prompt or a contact: those that both read, those of one's own, the form for one.

use super::shared::{Pair, Shared};
use crate::app::components::document::document;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::keyed::{Keyed, keyed};
use crate::app::components::submission::Submission;
use crate::app::components::undo::Undo;
use crate::app::components::unsent::state;
use crate::app::context::LiveQuery;
use crate::app::text::{fill, t};
use crate::document::{Writer, markdown};
use crate::domain::note::{self, Note, Subject};
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, Stored};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The notes of a partnership, as far as one may read them.
#[derive(Clone, Copy)]
pub struct Notes {
    shared: Shared,
    pair: StoredValue<Pair>,
    all: Memo<Vec<Stored<Note>>>,
}

/// What is typed: the text, and whether it is for both.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Typed {
    text: String,
    shared: bool,
}

impl Notes {
    /// Those that came.
    pub fn of(shared: Shared, pair: &Pair, list: LiveQuery) -> Self {
        let own = pair.clone();
        let all = Memo::new(move |_| {
            let mut all: Vec<Stored<Note>> = list.things().unwrap_or_default();
            all.retain(|stored| {
                let note = &stored.value;
                own.may_read(&note.by, note.shared) && shared.is_of(&own, &note.partnership, note.at)
            });
            all.sort_by_key(|stored| stored.value.at);
            all
        });
        Self { shared, pair: StoredValue::new(pair.clone()), all }
    }

    fn about(self, subject: &Subject) -> Vec<Stored<Note>> {
        self.all.with(|all| all.iter().filter(|stored| stored.value.about == *subject).cloned().collect())
    }

    /// The texts about something that both read, one's own first.
    pub fn ours(self, subject: &Subject) -> Vec<String> {
        let me = self.pair.with_value(|pair| pair.me.clone());
        let all = self.about(subject).into_iter().map(|stored| stored.value).filter(|note| note.shared);
        let (own, others): (Vec<_>, Vec<_>) = all.partition(|note| note.by == me);
        own.into_iter().chain(others).map(|note| note.text).collect()
    }

    /// The notes about something that is called `what`, and the way to write one.
    pub fn view(self, subject: Subject, what: &str) -> AnyView {
        let place = match &subject {
            Subject::Prompt { topic, prompt } => format!("note-{topic}-{prompt}"),
            Subject::Contact(contact) => format!("note-{contact}"),
        };
        let undo = Undo::new(self.shared.app, Kind::Notes, place.clone());
        let app = self.shared.app;
        let is_open = self.pair.with_value(Pair::is_open);
        // What is being written: a new one, or another version of one.
        let writing = RwSignal::new(None::<Option<Stored<Note>>>);
        let about = subject.clone();
        let list = keyed(move || {
            let one = |stored: Stored<Note>| Keyed {
                key: format!("{} {} {:?}", stored.value.id, stored.revision, stored.delivery),
                show: Box::new(move || self.item(stored, undo, writing)),
            };
            self.about(&about).into_iter().map(one).collect()
        });
        if self.pair.with_value(|pair| draft::kept::<Typed>(&draft_name(pair, &place, None))).is_some() {
            // It was begun before the page was loaded anew.
            writing.set(Some(None));
        }
        let (field, button) = (format!("{place}-text"), format!("{place}-new"));
        let begin = move |_| {
            writing.set(Some(None));
            focus_soon(field.clone());
        };
        let can_write = is_open && app.store().can(Kind::Notes, Ability::Create);
        let label = fill("notes.write_about", &[("what", what)]);
        let (form_place, form_subject, form_label) = (place.clone(), subject, label.clone());
        let form = move || {
            Some(self.form(form_subject.clone(), form_place.clone(), form_label.clone(), writing.get()?, writing))
        };
        let way = can_write.then(|| {
            view! {
                <p>
                    <button type="button" class="link" id=button aria-label=label on:click=begin>{t("notes.write")}</button>
                </p>
                <div>{form}</div>
            }
        });
        view! {
            <ul class="notes">{list}</ul>
            {undo.notice(&format!("{place}-new"))}
            {way}
        }
        .into_any()
    }

    fn item(self, stored: Stored<Note>, undo: Undo, writing: RwSignal<Option<Option<Stored<Note>>>>) -> AnyView {
        let note = stored.value.clone();
        let pair = self.pair.get_value();
        let is_own = note.by == pair.me;
        let store = self.shared.app.store();
        let delivery = stored.delivery.clone();
        let waits = !delivery.is_sent();
        let can = |ability| is_own && pair.is_open() && store.can(Kind::Notes, ability);
        let author = pair.author(&note.by);
        let label: String = note.text.chars().take(40).collect();
        let [edit_label, remove_label] =
            ["partner.edit_what", "partner.remove_what"].map(|key| fill(key, &[("what", &label)]));
        let text = document(markdown::read(&note.text, Writer::Person), Writer::Person);
        let is_private = !note.shared;
        let field = format!("note-{}-text", note.id);
        let edit = can(Ability::Update) && !waits;
        let edit = edit.then(|| {
            let begin = move |_| {
                writing.set(Some(Some(stored.clone())));
                focus_soon(field.clone());
            };
            view! { <button type="button" class="link" aria-label=edit_label on:click=begin>{t("partner.edit")}</button> }
        });
        let remove = (can(Ability::Remove) || (is_own && waits)).then(|| {
            let remove = move |_| undo.remove(&note, &note.id, label.clone());
            view! { <button type="button" class="link" aria-label=remove_label on:click=remove>{t("removal.delete")}</button> }
        });
        view! {
            <li>
                <p class="soft"><b><bdi>{author}</bdi></b>
                    {is_private.then(|| view! { " "<span class="badge">{t("notes.alone")}</span> })}
                    {state(&delivery)}
                </p>
                <div class="prose">{text}</div>
                <p class="actions">{edit}{remove}</p>
            </li>
        }
        .into_any()
    }

    fn form(
        self,
        subject: Subject,
        place: String,
        label: String,
        before: Option<Stored<Note>>,
        writing: RwSignal<Option<Option<Stored<Note>>>>,
    ) -> AnyView {
        let app = self.shared.app;
        let pair = self.pair.get_value();
        let prefix = before.as_ref().map_or_else(|| place.clone(), |stored| format!("note-{}", stored.value.id));
        let form = Form::new(prefix, "note_form");
        let begun = match &before {
            Some(stored) => Typed { text: stored.value.text.clone(), shared: stored.value.shared },
            None => Typed::default(),
        };
        let kept = draft_name(&pair, &place, before.as_ref().map(|stored| &stored.value.id));
        let first = draft::kept(&kept).unwrap_or_else(|| begun.clone());
        let (text, shared) = (RwSignal::new(first.text), RwSignal::new(first.shared));
        draft::keep(kept.clone(), StoredValue::new(begun), move || Typed { text: text.get(), shared: shared.get() });
        let sending = Submission::of_draft(app, form, kept);
        // What both know of a contact is in the contact; what one writes about it here is one's own.
        let asks = matches!(subject, Subject::Prompt { .. });
        let back_to = format!("{place}-new");
        let close = {
            let back_to = back_to.clone();
            move |_| {
                writing.set(None);
                focus_soon(back_to.clone());
            }
        };
        let send = move || {
            let shared = asks && shared.get_untracked();
            let note = note::check(&text.get_untracked()).map(|text| match &before {
                Some(stored) => Note { shared, text, ..stored.value.clone() },
                None => Note {
                    id: sending.id(Kind::Notes),
                    partnership: pair.partnership.id.clone(),
                    by: pair.me.clone(),
                    at: app.clock.read(),
                    about: subject.clone(),
                    shared,
                    text,
                },
            });
            let revision = before.as_ref().map(|stored| stored.revision.clone());
            sending.send_over(note, revision, "notes.kept", &back_to, move || drop(writing.try_set(None)));
        };
        let hint = if asks { None } else { Some("notes.alone_hint") };
        let inside = view! {
            {form.summary()}
            {form.area(Field { name: "text", required: true, hint }, text)}
            {asks.then(|| form.tick("shared", shared))}
            {sending.status()}
            <p class="buttons">
                <button class="act">{t("note_form.send")}</button>
                <button type="button" class="act quiet" on:click=close>{t("note_form.close")}</button>
            </p>
        };
        sending.element(label, "card form", send, inside.into_any())
    }
}

fn draft_name(pair: &Pair, place: &str, changed: Option<&Id>) -> String {
    pair.draft(&format!("{place}:{}", changed.map_or("", Id::as_str)))
}
