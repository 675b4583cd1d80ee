//! The form in which somebody sends a picture and its story.

use super::Gallery;
use super::large::words_for;
use super::picture::{STEPS, prepare};
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::submission::Submission;
use crate::app::text::{fill, t};
use crate::domain::desk::{Audience, Desk, DeskDraft, Licence, NewDesk};
use crate::domain::participant::Participant;
use crate::domain::picture::Picture;
use crate::domain::problem::Problem;
use crate::domain::programme::Call;
use crate::domain::resource::{Id, Kind};
use crate::store::drafts;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// Where the words are kept, and where the picture, which is large and seldom changes.
fn draft_names(me: &Id) -> (String, String) {
    (format!("desk:{me}"), format!("desk-picture:{me}"))
}

/// Whether somebody has begun.
pub fn is_begun(me: &Id) -> bool {
    let (words, picture) = draft_names(me);
    drafts::kept(&words).is_some() || drafts::kept(&picture).is_some()
}

/// The form.
pub fn form(gallery: Gallery, myself: &Participant) -> AnyView {
    let app = gallery.app;
    let (words_kept, picture_kept) = draft_names(&myself.id);
    let calls: Vec<Call> = app.programme().calls.into_iter().filter(|call| !call.closed).collect();
    let form = Form::new("desk".to_owned(), "desk_form");
    let begun = DeskDraft {
        call: calls.first().map(|call| call.id.to_string()).unwrap_or_default(),
        name: myself.name.as_str().to_owned(),
        seen_by: Audience::default().name().to_owned(),
        licence: Licence::default().name().to_owned(),
        ..DeskDraft::default()
    };
    let mut first = draft::kept(&words_kept).unwrap_or_else(|| begun.clone());
    if !calls.iter().any(|call| call.id.as_str() == first.call) {
        // The call that it was begun for is closed.
        first.call = begun.call.clone();
    }
    let [call, alt, story, name] = [first.call, first.alt, first.story, first.name].map(RwSignal::new);
    let [seen_by, licence] = [first.seen_by, first.licence].map(RwSignal::new);
    let typed = move || DeskDraft {
        call: call.get(),
        alt: alt.get(),
        story: story.get(),
        name: name.get(),
        seen_by: seen_by.get(),
        licence: licence.get(),
    };
    draft::keep(words_kept.clone(), StoredValue::new(begun), typed);
    let picture = RwSignal::new(draft::kept::<Picture>(&picture_kept));
    let sending = Submission::of_draft(app, form, words_kept.clone());
    let (by, country) = (myself.id.clone(), myself.country);
    let step = RwSignal::new(None::<u32>);
    let send = {
        let (picture_kept, calls) = (picture_kept.clone(), calls.clone());
        move || {
            if step.get_untracked().is_some() {
                // What would be sent is not what was chosen last.
                return app.announce(t("desk_form.preparing"));
            }
            let desk = untrack(typed).check(picture.get_untracked(), &calls);
            let desk = desk.map(|NewDesk { call, picture, alt, story, name, seen_by, licence }| Desk {
                id: sending.id(Kind::Desks),
                call,
                by: by.clone(),
                name,
                country,
                at: app.clock.read(),
                picture: picture.picture,
                small: picture.small,
                width: picture.width,
                height: picture.height,
                alt,
                story,
                seen_by,
                licence,
            });
            let (picture_kept, sent) = (picture_kept.clone(), drafts::kept(&picture_kept));
            sending.send(desk, "desks.sent", "desks-send", move || {
                // Another picture that was chosen meanwhile stays.
                if drafts::kept(&picture_kept) == sent {
                    drafts::forget(&picture_kept);
                    gallery.writing.try_set(false);
                }
            });
        }
    };
    let kept = picture_kept.clone();
    let discard = move |_| {
        drafts::forget(&words_kept);
        drafts::forget(&kept);
        gallery.writing.set(false);
        focus_soon("desks-send".to_owned());
    };
    let field = |name, required, hint| Field { name, required, hint };
    let audiences = Audience::ALL.map(|one| (one.name().to_owned(), t(&format!("audience.{}", one.name())))).to_vec();
    let licences = Licence::ALL.map(|one| (one.name().to_owned(), words_for(one))).to_vec();
    let which = (calls.len() > 1).then(|| {
        let all = calls.iter().map(|call| (call.id.to_string(), call.title.clone())).collect();
        form.choose(field("call", true, None), all, call)
    });
    let inside = view! {
        <h2>{t("desk_form.title")}</h2>
        {form.summary()}
        {which}
        {chooser(form, picture, picture_kept, step)}
        {form.area(field("alt", true, Some("desk_form.alt_hint")), alt)}
        {form.area(field("story", false, Some("desk_form.story_hint")), story)}
        {form.line(field("name", true, Some("desk_form.name_hint")), "text", "name", name)}
        {form.choose(field("seen_by", true, None), audiences, seen_by)}
        {form.choose(field("licence", true, Some("desk_form.licence_hint")), licences, licence)}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("desk_form.send")}</button>
            <button type="button" class="act quiet" on:click=discard>{t("desk_form.discard")}</button>
        </p>
    };
    sending.element(t("desk_form.title"), "card form", send, inside.into_any())
}

/// The field in which a picture is chosen, taken with the camera, or dropped; and what it looks like, made ready.
/// `step` is which of the steps to that it is at.
fn chooser(form: Form, picture: RwSignal<Option<Picture>>, kept: String, step: RwSignal<Option<u32>>) -> AnyView {
    let kept = StoredValue::new(kept);
    let dragged = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        let Some(file) = files.and_then(|files| files.get(0)).filter(|_| step.get_untracked().is_none()) else {
            return;
        };
        form.problems.update(|all| all.retain(|problem| problem.field != "picture"));
        spawn_local(async move {
            let made = prepare(&file, |now| {
                step.try_set(Some(now));
            })
            .await;
            // Where the form was discarded meanwhile, nothing is kept.
            if step.try_set(None).is_some() {
                return;
            }
            match made {
                Ok(made) => {
                    let text = draft::text(&made);
                    picture.set(Some(made));
                    if let Some(text) = text {
                        kept.with_value(|kept| drafts::keep(kept, &text));
                    }
                }
                // What was chosen before stays.
                Err(fault) => form.refuse(vec![Problem { field: "picture", fault }]),
            }
        });
    };
    let input = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
            return;
        };
        take(input.files());
        // The same file can be chosen again.
        input.set_value("");
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        dragged.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let over = move |event: web_sys::DragEvent| {
        event.prevent_default();
        dragged.set(true);
    };
    let field = form.field(Field { name: "picture", required: true, hint: Some("desk_form.picture_hint") }, move |d| {
        html::input()
            .id(d.id)
            .r#type("file")
            .accept("image/*")
            .aria_required("true")
            .aria_describedby(move || d.described.get())
            .aria_invalid(move || d.invalid.get())
            .on(leptos::ev::change, input)
            .into_any()
    });
    let shown = move || {
        picture.get().map(|picture| {
            let small = picture.small.unwrap_or(picture.picture);
            let size = fill(
                "desk_form.size",
                &[("width", &picture.width.to_string()), ("height", &picture.height.to_string())],
            );
            view! { <figure><img src=String::from(small) alt=t("desk_form.preview")/><figcaption class="soft">{size}<br/>{t("desk_form.turn_hint")}</figcaption></figure> }
        })
    };
    let progress = move || {
        step.get().map(|now| {
            view! {
                <p role="status">{t("desk_form.preparing")}" "
                    <progress aria-label=t("desk_form.preparing") max=STEPS.to_string() value=now.to_string()></progress>
                </p>
            }
        })
    };
    view! {
        <div class="drop" class:over=move || dragged.get() on:drop=dropped on:dragover=over on:dragleave=move |_| dragged.set(false)>
            {field}
            <div>{progress}</div>
            <div>{shown}</div>
        </div>
    }
    .into_any()
}
