//! One comment in its place.

use super::{Discussion, Entry, compose, edit};
use crate::app::components::avatar::face;
use crate::app::components::document::document;
use crate::app::components::time::ago;
use crate::app::route::{anchor, comment_href};
use crate::app::text::{around, fill, t};
use crate::document::Writer;
use crate::domain::comment::{Comment, State};
use crate::domain::person::Name;
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, Delivery};
use leptos::prelude::*;

/// The deepest indentation that a phone has room for; deeper replies stand
/// there, and say whom they reply to.
const DEEPEST: usize = 3;

/// A comment, with what one can do with it.
pub fn item(entry: Entry, discussion: Discussion) -> AnyView {
    let Entry { placed, revision, mine, delivery } = entry;
    let (comment, depth) = (placed.comment, placed.depth);
    let classes = format!("comment depth-{}", depth.min(DEEPEST));
    let reply_to = placed.reply_to.map(|to| in_reply_to(&to, discussion, depth > DEEPEST));
    let id = comment.id.clone();
    let own_anchor = anchor(&id);
    let inside = if comment.state == State::Removed {
        view! { <p class="soft">{t("comments.was_removed")}</p> }.into_any()
    } else {
        let shown = comment.clone();
        let body = StoredValue::new_local(comment.clone());
        let of_text = revision.clone();
        let text = move || {
            let comment = body.get_value();
            if discussion.editing.get().as_ref() == Some(&comment.id) {
                return edit::edit(comment, of_text.clone(), discussion);
            }
            document(discussion.app.read(&comment.text, Writer::Person), Writer::Person)
        };
        view! {
            {header(&shown, mine, &delivery, discussion)}
            {reply_to}
            <div class="prose">{text}</div>
            {actions(comment, revision, mine, &delivery, discussion)}
        }
        .into_any()
    };
    view! {
        <li class=classes part="comment" id=own_anchor tabindex="-1" data-comment>
            {inside}
            {move || (discussion.replying.get().as_ref() == Some(&id)).then(|| compose::compose(discussion, Some(id.clone())))}
        </li>
    }
    .into_any()
}

fn header(comment: &Comment, mine: bool, delivery: &Delivery, discussion: Discussion) -> AnyView {
    let slug = discussion.topic.with_value(|(_, slug)| slug.clone());
    let said = shown(&comment.name);
    let name = match &comment.link {
        Some(link) => {
            let (href, name) = (link.as_str().to_owned(), said.clone());
            view! { <a href=href rel="nofollow ugc noopener external"><bdi>{name}</bdi></a> }.into_any()
        }
        None => view! { <bdi>{said.clone()}</bdi> }.into_any(),
    };
    let state = match (delivery, &comment.state) {
        (Delivery::Waiting, _) => Some("comments.waiting"),
        (Delivery::Refused(_), _) => Some("comments.refused"),
        (Delivery::Sent, State::AwaitingModeration) => Some("comments.held"),
        (Delivery::Sent, State::Published) if mine => Some("comments.sent"),
        _ => None,
    };
    view! {
        <header>
            {face(&comment.name)}
            <b>{name}</b>
            <a class="soft" href=comment_href(&slug, &comment.id)>
                <span class="visually-hidden">{fill("comments.permanent_link", &[("name", &said)])}" "</span>
                {ago(comment.created, discussion.app.clock)}
            </a>
            {comment.edited.map(|_| view! { <span class="soft">{t("comments.edited")}</span> })}
            {state.map(|key| view! { <span class="badge">{t(key)}</span> })}
        </header>
    }
    .into_any()
}

/// The name that a comment is shown with.
fn shown(name: &Name) -> String {
    if name.is_nobody() { t("comments.anonymous") } else { name.as_str().to_owned() }
}

/// Whom a reply answers: to be seen where the indentation does not say it, and always heard.
fn in_reply_to((id, name): &(Id, Option<Name>), discussion: Discussion, visible: bool) -> AnyView {
    let slug = discussion.topic.with_value(|(_, slug)| slug.clone());
    let (before, after) = around("comments.in_reply_to", "name");
    let class = if visible { "in-reply-to soft" } else { "in-reply-to visually-hidden" };
    let name = name.as_ref().map_or_else(|| t("comments.removed_one"), shown);
    view! {
        <p class=class>
            {before}
            <a href=comment_href(&slug, id)><bdi>{name}</bdi></a>
            {after}
        </p>
    }
    .into_any()
}

fn actions(comment: Comment, revision: String, mine: bool, delivery: &Delivery, discussion: Discussion) -> AnyView {
    if !delivery.is_sent() {
        return view! { <p class="actions">{super::unsent::unsent(comment, delivery, discussion)}</p> }.into_any();
    }
    let id = comment.id.clone();
    let name = shown(&comment.name);
    let reply = move |_| {
        discussion.replying.set(Some(id.clone()));
        crate::app::components::form::focus_soon(compose::first_field(Some(&id)));
    };
    let button_id = compose::reply_button(&comment.id);
    let own = mine && discussion.app.store().can(Kind::Comments, Ability::Update);
    let own = own.then(|| edit::own_actions(comment, revision, discussion));
    view! {
        <p class="actions">
            <button type="button" id=button_id aria-label=fill("comments.reply_to", &[("name", &name)]) on:click=reply>{t("comments.reply")}</button>
            {own}
        </p>
    }
    .into_any()
}
