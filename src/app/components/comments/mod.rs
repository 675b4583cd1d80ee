//! The open discussion under a topic.

mod compose;
mod count;
mod edit;
mod item;
mod unsent;

pub use compose::{FORM, begin};
pub use count::{Count, counted};

use crate::app::components::load::shown;
use crate::app::components::task::Task;
use crate::app::context::{AppContext, LiveQuery, LoadState};
use crate::app::navigate::point_at;
use crate::app::route;
use crate::app::text::{plural, t};
use crate::domain::comment::{Comment, State};
use crate::domain::person::Name;
use crate::domain::resource::{Id, Kind};
use crate::domain::thread::{self, Order, Placed};
use crate::domain::topic::Slug;
use crate::store::{Ability, Delivery, Query, StoreError, Stored};
use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;

/// How many comments are shown at first, and how many more each time.
const STEP: usize = 50;

/// A comment in its place, with what the store knows of it.
#[derive(Clone, PartialEq)]
struct Entry {
    placed: Placed,
    revision: String,
    mine: bool,
    delivery: Delivery,
}

impl Entry {
    /// What it shows apart from its text, which changes only with the revision.
    fn key(&self) -> String {
        let Placed { comment, depth, reply_to } = &self.placed;
        let answers = reply_to.as_ref().and_then(|(_, name)| name.as_ref()).map_or("", Name::as_str);
        let held = comment.state == State::AwaitingModeration;
        let (id, revision) = (&comment.id, &self.revision);
        format!("{id} {revision} {} {depth} {answers} {held} {:?}", self.mine, self.delivery)
    }
}

/// All comments of the topic in reading order, once they are there.
type Entries = Memo<Result<Vec<Entry>, LoadState>>;

/// How many comments are asked for at once, where the store gives them in pages.
const PAGE: u64 = 100;

/// What a reader does with a discussion.
#[derive(Clone, Copy)]
pub struct Discussion {
    app: AppContext,
    topic: StoredValue<(Id, Slug)>,
    order: RwSignal<Order>,
    /// The first comment on the page; earlier ones are shown on request.
    first: RwSignal<usize>,
    /// How many comments are on the page at most.
    shown: RwSignal<usize>,
    /// The comment that a form for a reply stands under.
    replying: RwSignal<Option<Id>>,
    /// The comment that its author is editing.
    editing: RwSignal<Option<Id>>,
    /// The comment to move to as soon as it is there.
    pointed: RwSignal<Option<Id>>,
    /// The comment that was posted last.
    posted: RwSignal<Option<Id>>,
    /// Turns over when the form has to be filled from its draft again.
    refilled: RwSignal<u32>,
    /// How many pages of comments are asked for.
    pages: RwSignal<u32>,
    /// All comments, as far as they are loaded.
    loading: LiveQuery,
    /// Taking back a comment that has not been sent.
    task: Task,
}

/// The discussion of a topic.
pub fn comments(app: AppContext, topic: Id, slug: Slug) -> AnyView {
    let about = topic.clone();
    let (order, pages) = (RwSignal::new(Order::default()), RwSignal::new(1));
    let loading = app.load_what(Kind::Comments, move || query(&topic, order.get_untracked(), pages.get_untracked()));
    let discussion = Discussion {
        app,
        topic: StoredValue::new((about, slug)),
        order,
        first: RwSignal::new(0),
        shown: RwSignal::new(STEP),
        replying: RwSignal::new(None),
        editing: RwSignal::new(None),
        pointed: RwSignal::new(None),
        posted: RwSignal::new(None),
        refilled: RwSignal::new(0),
        pages,
        loading,
        task: Task::new(),
    };
    let day = today(app);
    let entries = Memo::new(move |_| {
        day.track();
        Ok(arrange(loading.things()?, order.get(), app))
    });
    // A blog shows no stranger the discussion of a protected topic: then there is nothing to sign in for, or to write.
    let is_closed = Memo::new(move |_| entries.with(|e| matches!(e, Err(LoadState::Failed(StoreError::NotAllowed)))));
    let is_there = move || match is_closed.get() {
        true => Ok(()),
        false => entries.with(|e| e.as_ref().map(drop).map_err(Clone::clone)),
    };
    follow_links(discussion, entries);

    let count = move || {
        let here = entries.with(|e| Some(e.as_ref().ok()?.iter().filter(|e| e.placed.comment.counts()).count()));
        here.map(|here| Count::of(here, loading))
    };
    let heading = move || match count() {
        None => t("comments.title"),
        Some(Count { n: 0, goes_on: false }) => t("comments.none"),
        Some(count) => count.words(),
    };
    let section = NodeRef::<html::Section>::new();
    let slug = move || discussion.topic.with_value(|(_, slug)| slug.to_string());
    Effect::new(move |_| {
        if let (Some(section), Some(Count { n, .. })) = (section.get(), count()) {
            app.tell(&section, "count", &[("topic", slug().into()), ("count", (n as f64).into())]);
        }
    });
    Effect::new(move |_| {
        if let (Some(section), Some(id)) = (section.get(), discussion.posted.get()) {
            app.tell(&section, "posted", &[("topic", slug().into()), ("id", id.as_str().into())]);
        }
    });
    let form = move || {
        discussion.refilled.track();
        match is_closed.get() {
            true => view! { <p class="notice">{t("comments.not_public")}</p> }.into_any(),
            false => {
                app.store().can(Kind::Comments, Ability::Create).then(|| compose::compose(discussion, None)).into_any()
            }
        }
    };
    view! {
        <section class="comments" part="comments" aria-labelledby="comments" node_ref=section>
            <h2 id="comments" tabindex="-1">{heading}</h2>
            {shown(app, is_there, |()| ().into_any())}
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
            {form}
        </section>
    }
    .into_any()
}

/// The day. Which comments there are to see changes with it, and not with each minute of the clock.
fn today(app: AppContext) -> Memo<NaiveDate> {
    Memo::new(move |_| app.clock.now().date_naive())
}

fn arrange(all: Vec<Stored<Comment>>, order: Order, app: AppContext) -> Vec<Entry> {
    let now = app.clock.horizon();
    let seen: Vec<_> = all.into_iter().filter(|s| s.value.is_visible(s.mine, now)).collect();
    let mut known: Vec<_> = seen.iter().collect();
    known.sort_unstable_by(|a, b| a.value.id.cmp(&b.value.id));
    let of = |id: &Id| known.binary_search_by(|known| known.value.id.cmp(id)).ok().map(|place| known[place]);
    let entry = |placed: Placed| {
        let Stored { revision, mine, delivery, .. } = of(&placed.comment.id)?.clone();
        Some(Entry { placed, revision, mine, delivery })
    };
    thread::arrange(seen.iter().map(|s| s.value.clone()).collect(), order).into_iter().filter_map(entry).collect()
}

/// Moves to the comment that the address or a sent comment points at, once it is there.
fn follow_links(discussion: Discussion, entries: Entries) {
    let fragment = discussion.app.place.fragment;
    Effect::new(move |_| {
        if let Some(id) = route::comment_in(&fragment.get()) {
            discussion.pointed.set(Some(id));
        }
    });
    Effect::new(move |_| {
        let Some(id) = discussion.pointed.get() else { return };
        let place = entries.with(|e| e.as_ref().ok().map(|e| e.iter().position(|e| e.placed.comment.id == id)));
        let Some(place) = place else { return };
        // It may be on a page that is not here yet.
        let Some(place) = place else { return discussion.load_more() };
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

/// What is asked for: the topic's comments, so many pages of them.
fn query(topic: &Id, order: Order, pages: u32) -> Query {
    let falling = order == Order::NewestFirst;
    let query = Query::all().with("topic", topic).paged("created", falling, PAGE);
    Query { pages: pages.into(), ..query }
}

impl Discussion {
    fn rest(self) -> (bool, Option<usize>) {
        self.loading.rest()
    }

    /// Loads the next page, if there is one.
    fn load_more(self) {
        if untrack(|| self.rest().0) {
            self.pages.update(|pages| *pages += 1);
            self.app.changed(Kind::Comments);
        }
    }

    /// Puts the thread into another order, from its beginning.
    fn read_from(self, order: Order) {
        self.first.set(0);
        self.order.set(order);
        if untrack(|| self.rest().0) {
            // Where only some are here, the newest are others than the oldest.
            self.app.changed(Kind::Comments);
        }
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
    // How many are known to come, and whether there are more that nobody has counted.
    let left = move || {
        let here = entries.with(|e| e.as_ref().map_or(0, Vec::len));
        let Count { n, goes_on } = Count::of(here, discussion.loading);
        (n.saturating_sub(discussion.first.get() + discussion.shown.get()), goes_on)
    };
    let show = move |_| {
        let shown = discussion.shown.get_untracked();
        let next = discussion.first.get_untracked() + shown;
        let first = entries.with_untracked(|e| e.as_ref().ok()?.get(next).map(|e| e.placed.comment.id.clone()));
        discussion.shown.set(shown + STEP);
        if entries.with_untracked(|e| e.as_ref().map_or(0, Vec::len)) < next + STEP {
            discussion.load_more();
        }
        // The button moves away from under the keyboard: go on with the first new comment.
        discussion.pointed.set(first);
    };
    let view = move || {
        let (left, goes_on) = left();
        (left > 0 || goes_on).then(|| {
            let next = if goes_on { STEP } else { left.min(STEP) };
            let words = plural("comments.show_more", i64::try_from(next).unwrap_or(i64::MAX));
            let of = (!goes_on).then(|| plural("comments.left", i64::try_from(left).unwrap_or(i64::MAX)));
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
