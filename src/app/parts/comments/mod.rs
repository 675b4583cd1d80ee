//! The open discussion under a topic.

mod amend;
mod compose;
mod item;

use crate::app::navigate::point_at;
use crate::app::parts::load::shown;
use crate::app::route;
use crate::app::site::{NotShown, Site};
use crate::app::text::{plural, t};
use crate::domain::comment::Comment;
use crate::domain::resource::{Id, Kind};
use crate::domain::thread::{self, Order, Placed};
use crate::domain::topic::Slug;
use crate::store::{Query, Stored};
use leptos::prelude::*;
use std::collections::HashMap;

/// How many comments are shown at first, and how many more each time.
const STEP: usize = 50;

/// A comment in its place, with what the store knows of it.
#[derive(Clone, PartialEq)]
struct Entry {
    placed: Placed,
    revision: String,
    mine: bool,
}

impl Entry {
    /// What it shows apart from its text, which changes only with the revision.
    fn key(&self) -> (Id, String, bool, usize, Option<String>) {
        let Placed { comment, depth, reply_to } = &self.placed;
        (
            comment.id.clone(),
            self.revision.clone(),
            self.mine,
            *depth,
            reply_to.as_ref().map(|(_, name)| name.to_string()),
        )
    }
}

/// All comments of the topic in reading order, once they are there.
type Entries = Memo<Result<Vec<Entry>, NotShown>>;

/// What a reader does with a discussion.
#[derive(Clone, Copy)]
struct Discussion {
    site: Site,
    topic: StoredValue<(Id, Slug)>,
    order: RwSignal<Order>,
    /// The first comment on the page; earlier ones are shown on request.
    first: RwSignal<usize>,
    /// How many comments are on the page at most.
    shown: RwSignal<usize>,
    /// The comment that a form for a reply stands under.
    replying: RwSignal<Option<Id>>,
    /// The comment that its author is mending.
    mending: RwSignal<Option<Id>>,
    /// The comment to move to as soon as it is there.
    pointed: RwSignal<Option<Id>>,
}

/// The discussion of a topic.
pub fn comments(site: Site, topic: Id, slug: Slug) -> AnyView {
    let discussion = Discussion {
        site,
        topic: StoredValue::new((topic.clone(), slug)),
        order: RwSignal::new(Order::default()),
        first: RwSignal::new(0),
        shown: RwSignal::new(STEP),
        replying: RwSignal::new(None),
        mending: RwSignal::new(None),
        pointed: RwSignal::new(None),
    };
    let resource = site.load(Kind::Comments, Query::all().with("topic", &topic));
    let entries = Memo::new(move |_| Ok(arrange(resource.things()?, discussion.order.get(), site)));
    let is_there = move || entries.with(|e| e.as_ref().map(drop).map_err(Clone::clone));
    follow_links(discussion, entries);

    let count =
        move || entries.with(|e| e.as_ref().ok().map(|e| e.iter().filter(|e| e.placed.comment.counts()).count()));
    let heading = move || match count() {
        None => t("comments.title"),
        Some(0) => t("comments.none"),
        Some(n) => plural("comments.count", i64::try_from(n).unwrap_or(i64::MAX)),
    };
    view! {
        <section class="comments" aria-labelledby="comments">
            <h2 id="comments" tabindex="-1">{heading}</h2>
            {shown(site, is_there, |()| ().into_any())}
            {order_switch(discussion, entries)}
            {earlier(discussion)}
            <ol class="thread">
                <For
                    each=move || entries.get().unwrap_or_default().into_iter().skip(discussion.first.get()).take(discussion.shown.get())
                    key=Entry::key
                    children=move |entry| item::item(entry, discussion)
                />
            </ol>
            {more(discussion, entries)}
            {compose::compose(discussion, None)}
        </section>
    }
    .into_any()
}

fn arrange(all: Vec<Stored<Comment>>, order: Order, site: Site) -> Vec<Entry> {
    let now = site.clock.now();
    let seen: Vec<_> = all.into_iter().filter(|s| s.value.is_visible(s.mine, now)).collect();
    let known: HashMap<Id, (String, bool)> =
        seen.iter().map(|s| (s.value.id.clone(), (s.revision.clone(), s.mine))).collect();
    thread::arrange(seen.into_iter().map(|s| s.value).collect(), order)
        .into_iter()
        .map(|placed| {
            let (revision, mine) = known.get(&placed.comment.id).cloned().unwrap_or_default();
            Entry { placed, revision, mine }
        })
        .collect()
}

/// Moves to the comment that the address or a sent comment points at, once it is there.
fn follow_links(discussion: Discussion, entries: Entries) {
    let fragment = discussion.site.place.fragment;
    Effect::new(move |_| {
        if let Some(id) = route::comment_in(&fragment.get()) {
            discussion.pointed.set(Some(id));
        }
    });
    Effect::new(move |_| {
        let Some(id) = discussion.pointed.get() else { return };
        let place = entries.with(|e| e.as_ref().ok()?.iter().position(|e| e.placed.comment.id == id));
        let Some(place) = place else { return };
        discussion.pointed.set(None);
        discussion.turn_to(place);
        request_animation_frame(move || point_at(&route::anchor(&id)));
    });
}

fn order_switch(discussion: Discussion, entries: Entries) -> AnyView {
    let several = Memo::new(move |_| entries.with(|e| e.as_ref().is_ok_and(|e| e.len() > 1)));
    let choice = move |order, words| {
        let chosen = move || discussion.order.get() == order;
        view! {
            <button type="button" aria-pressed=move || chosen().to_string() on:click=move |_| discussion.read_from(order)>
                {t(words)}
            </button>
        }
    };
    let view = move || {
        several.get().then(|| {
            view! {
                <div class="order" role="group" aria-label=t("comments.order")>
                    {choice(Order::OldestFirst, "comments.oldest_first")}
                    {choice(Order::NewestFirst, "comments.newest_first")}
                </div>
            }
        })
    };
    view.into_any()
}

impl Discussion {
    /// Puts the thread into another order, from its beginning.
    fn read_from(self, order: Order) {
        self.first.set(0);
        self.order.set(order);
    }

    /// Makes a comment one of those on the page. One that is far from them opens
    /// the thread around it instead of everything in between.
    fn turn_to(self, place: usize) {
        let (first, shown) = (self.first.get_untracked(), self.shown.get_untracked());
        if place < first || place >= first + shown + STEP {
            self.first.set(place - place % STEP);
            self.shown.set(STEP);
        } else if place >= first + shown {
            self.shown.set(place + 1 - first);
        }
    }
}

/// "Show 50 earlier", above a thread that does not begin with its first comment.
fn earlier(discussion: Discussion) -> AnyView {
    let show = move |_| {
        let first = discussion.first.get_untracked();
        discussion.first.set(first.saturating_sub(STEP));
        discussion.shown.update(|shown| *shown += first.min(STEP));
    };
    let view = move || {
        let before = discussion.first.get();
        (before > 0).then(|| {
            let words = plural("comments.show_earlier", i64::try_from(before.min(STEP)).unwrap_or(i64::MAX));
            view! { <p class="more"><button type="button" class="act quiet" on:click=show>{words}</button></p> }
        })
    };
    view.into_any()
}

/// "Show 50 more", with how many are still to come.
fn more(discussion: Discussion, entries: Entries) -> AnyView {
    let left = move || {
        entries.with(|e| e.as_ref().map_or(0, Vec::len)).saturating_sub(discussion.first.get() + discussion.shown.get())
    };
    let show = move |_| {
        let shown = discussion.shown.get_untracked();
        let next = discussion.first.get_untracked() + shown;
        let first = entries.with_untracked(|e| e.as_ref().ok()?.get(next).map(|e| e.placed.comment.id.clone()));
        discussion.shown.set(shown + STEP);
        // The button moves away from under the keyboard: go on with the first new comment.
        discussion.pointed.set(first);
    };
    let view = move || {
        let left = left();
        (left > 0).then(|| {
            let words = plural("comments.show_more", i64::try_from(left.min(STEP)).unwrap_or(i64::MAX));
            let of = plural("comments.left", i64::try_from(left).unwrap_or(i64::MAX));
            view! {
                <p class="more">
                    <button type="button" class="act quiet" on:click=show>{words}</button>
                    <span class="soft">{of}</span>
                </p>
            }
        })
    };
    view.into_any()
}
