//! One desk, large, with its whole story. Which one, the address says: so it can be linked to, and "back" closes it.

use super::{ANCHOR, Gallery, audience, pointed_at, whose};
use crate::app::components::document::document;
use crate::app::components::share::share;
use crate::app::route::src;
use crate::app::text::{fill, number, t};
use crate::document::{Writer, markdown};
use crate::domain::desk::{Audience, Desk, Licence};
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, Stored};
use leptos::html;
use leptos::prelude::*;

/// How far a finger must go to the side to turn to another picture, in CSS pixels.
const SWIPE: i32 = 40;

/// The dialog, and what opens and closes it.
pub fn dialog(gallery: Gallery) -> AnyView {
    let place = gallery.app.place;
    let node = NodeRef::<html::Dialog>::new();
    let current = Memo::new(move |_| {
        let id = pointed_at(place)?;
        gallery.all().into_iter().find(|stored| stored.value.id == id)
    });
    Effect::new(move |_| {
        let is_wanted = current.with(Option::is_some);
        let Some(dialog) = node.get() else { return };
        if is_wanted && !dialog.open() {
            // It fails only where it is open already.
            let _ = dialog.show_modal();
        } else if !is_wanted && dialog.open() {
            dialog.close();
        }
    });
    let close = move |_| place.point("");
    // Escape closes it without asking us. The event comes a while after it, and by then another one may be open.
    let closed = move |_| {
        let is_open = node.get_untracked().is_some_and(|dialog| dialog.open());
        if !is_open && current.with_untracked(Option::is_some) {
            place.point("");
        }
    };
    let turn = move |by: isize| turn(gallery, current.get_untracked().map(|stored| stored.value.id), by);
    let forward = move || if gallery.app.language.get_untracked().direction() == "rtl" { -1 } else { 1 };
    let key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => turn(forward()),
        "ArrowLeft" => turn(-forward()),
        _ => {}
    };
    let began = StoredValue::new(None::<i32>);
    let touched = move |event: web_sys::PointerEvent| {
        began.set_value((event.pointer_type() == "touch").then(|| event.client_x()))
    };
    let let_go = move |event: web_sys::PointerEvent| {
        let Some(from) = began.get_value() else { return };
        began.set_value(None);
        match event.client_x() - from {
            way if way <= -SWIPE => turn(forward()),
            way if way >= SWIPE => turn(-forward()),
            _ => {}
        }
    };
    let count = move || {
        let all = gallery.all();
        let id = current.get()?.value.id;
        let at = all.iter().position(|stored| stored.value.id == id)?;
        let number = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
        Some(fill("desks.of", &[("n", &number(at + 1)), ("of", &number(all.len()))]))
    };
    view! {
        <dialog class="large" node_ref=node aria-label=t("desks.large") on:close=closed on:keydown=key
            on:pointerdown=touched on:pointerup=let_go>
            <p class="buttons">
                <button type="button" class="act quiet" on:click=move |_| turn(-1)>{t("desks.previous")}</button>
                <span class="soft">{count}</span>
                <button type="button" class="act quiet" on:click=move |_| turn(1)>{t("desks.next")}</button>
                <button type="button" class="act quiet" on:click=close>{t("desks.close")}</button>
            </p>
            <div aria-live="polite">{move || current.get().map(|stored| whole(gallery, &stored))}</div>
        </dialog>
    }
    .into_any()
}

/// Goes to the next desk, or the one before; after the last comes the first.
fn turn(gallery: Gallery, from: Option<Id>, by: isize) {
    let all = gallery.all();
    let Some(at) = all.iter().position(|stored| Some(&stored.value.id) == from.as_ref()) else { return };
    let to = at.checked_add_signed(by).unwrap_or(all.len() - 1) % all.len();
    gallery.app.place.point(&format!("{ANCHOR}{}", all[to].value.id));
}

/// The words for a licence.
pub fn words_for(licence: Licence) -> String {
    // A dot would be a step in the language file.
    t(&format!("licence.{}", licence.name().replace('.', "_")))
}

fn whole(gallery: Gallery, stored: &Stored<Desk>) -> AnyView {
    let app = gallery.app;
    let desk = &stored.value;
    let programme = app.programme();
    let call = programme.calls.iter().find(|call| call.id == desk.call);
    let mut hashtags: Vec<String> = programme.hashtags.into_iter().take(1).collect();
    hashtags.extend(call.map(|call| call.hashtag.clone()));
    let licence = words_for(desk.licence);
    let licence = match desk.licence.link() {
        Some(link) => view! { <a href=link rel="license noopener external">{licence}</a> }.into_any(),
        None => licence.into_any(),
    };
    let share = (desk.seen_by == Audience::Public).then(|| share(desk.name.as_str().to_owned(), hashtags));
    let is_mine = app.me().as_ref() == Some(&desk.by);
    let own = (is_mine && app.store().can(Kind::Desks, Ability::Remove)).then(|| {
        let desk = desk.clone();
        let remove = move |_| {
            app.place.point("");
            gallery.undo.remove(&desk, &desk.id, desk.alt.clone());
        };
        view! { <button type="button" class="act quiet danger" on:click=remove>{t("desks.remove")}</button> }
    });
    view! {
        <figure>
            <img src=src(&desk.picture) alt=desk.alt.clone() dir="auto" width=desk.width.to_string() height=desk.height.to_string()/>
            <figcaption><p>{whose(desk)}{audience(app, desk)}</p></figcaption>
        </figure>
        <div class="prose">{document(markdown::read(&desk.story, Writer::Person), Writer::Person)}</div>
        <p class="soft">{licence}</p>
        <div class="buttons">{share}{own}</div>
    }
    .into_any()
}
