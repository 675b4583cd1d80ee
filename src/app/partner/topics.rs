//! The topics that have come out: their prompts to tick off together, notes about each, and the way to the open
//! discussion.

use super::news::News;
use super::notes::Notes;
use super::shared::{Pair, Shared};
use super::tabs;
use crate::app::components::comments;
use crate::app::components::load::shown;
use crate::app::components::task::Task;
use crate::app::components::time::date;
use crate::app::context::{LiveQuery, LoadState};
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, number, plural_with, t};
use crate::domain::note::Subject;
use crate::domain::resource::{Id, Kind};
use crate::domain::tick::Tick;
use crate::domain::topic::{Prompt, Topic};
use crate::store::{Ability, StoreError, Stored};
use leptos::prelude::*;
use serde_json::Value;

/// What the two have ticked off.
#[derive(Clone, Copy)]
struct Ticks {
    shared: Shared,
    pair: StoredValue<Pair>,
    /// Nothing where no ticks are kept.
    all: Option<Memo<Vec<Stored<Tick>>>>,
    notes: Option<Notes>,
}

/// The part of the page.
pub fn section(shared: Shared, pair: &Pair, notes: Option<Notes>) -> AnyView {
    let ticks = Ticks::of(shared, pair, notes);
    let list = shown(shared.app, found(shared, pair), move |topics: Vec<Topic>| {
        let one = |(i, topic)| ticks.topic(topic, i == 0);
        match topics.is_empty() {
            true => view! { <p>{t("prompts.none")}</p> }.into_any(),
            false => topics.into_iter().enumerate().map(one).collect_view().into_any(),
        }
    });
    view! {
        <section class="column">
            <p>{t("prompts.about")}</p>
            {list}
        </section>
    }
    .into_any()
}

/// The topic that came out last, with the first prompt that nobody has ticked.
pub fn tile(news: News, shared: Shared, pair: &Pair, notes: Option<Notes>) -> AnyView {
    let ticks = Ticks::of(shared, pair, notes);
    let what = shown(shared.app, found(shared, pair), move |topics: Vec<Topic>| {
        let Some(topic) = topics.into_iter().next() else { return view! { <p>{t("prompts.none")}</p> }.into_any() };
        // It stays when it is ticked: whoever ticks it may think better of it.
        let is_next = |prompt: &&Prompt| untrack(|| ticks.at(&topic.id, &prompt.id).is_empty());
        let next = topic.prompts.iter().find(is_next).map(|prompt| ticks.tick(topic.id.clone(), prompt));
        let so_far = ticks.so_far(&topic);
        view! {
            <p><a href=Route::Topic(topic.slug).href()><bdi>{topic.title}</bdi></a></p>
            {next}
            {so_far}
        }
        .into_any()
    });
    tabs::tile(news, Page::PartnerTopics, what)
}

/// The topics, when all is there that stands with them.
fn found(shared: Shared, pair: &Pair) -> impl Fn() -> Result<Vec<Topic>, LoadState> + use<> {
    let pair = pair.clone();
    move || {
        // What cannot be read is told once, for the whole part.
        shared.ticks.into_iter().chain(shared.notes).try_for_each(LiveQuery::is_there)?;
        shared.topics(&pair)
    }
}

impl Ticks {
    /// Those of a partnership.
    fn of(shared: Shared, pair: &Pair, notes: Option<Notes>) -> Self {
        let own = pair.clone();
        let all = shared.ticks.map(|list| {
            Memo::new(move |_| {
                let mut all: Vec<Stored<Tick>> = list.things().unwrap_or_default();
                all.retain(|stored| shared.is_of(&own, &stored.value.partnership, stored.value.at));
                all
            })
        });
        Self { shared, pair: StoredValue::new(pair.clone()), all, notes }
    }

    /// How many prompts of a topic are ticked; nothing where no ticks are kept.
    fn so_far(self, topic: &Topic) -> Option<AnyView> {
        let ids: Vec<_> = topic.prompts.iter().map(|prompt| prompt.id.clone()).collect();
        let id = topic.id.clone();
        let so_far = move || {
            let done = ids.iter().filter(|prompt| !self.at(&id, prompt).is_empty()).count();
            let count = |n: usize| i64::try_from(n).unwrap_or(0);
            plural_with("prompts.ticked", count(done), &[("of", &number(count(ids.len())))])
        };
        self.all.is_some().then(|| view! { <p class="soft">{so_far}</p> }.into_any())
    }

    /// The ticks at a prompt, the first one first.
    fn at(self, topic: &Id, prompt: &Id) -> Vec<Stored<Tick>> {
        let Some(all) = self.all else { return Vec::new() };
        let mut found: Vec<_> = all.with(|all| {
            let is_here = |stored: &&Stored<Tick>| stored.value.topic == *topic && stored.value.prompt == *prompt;
            all.iter().filter(is_here).cloned().collect()
        });
        found.sort_by_key(|stored| stored.value.at);
        found
    }

    fn topic(self, topic: Topic, is_newest: bool) -> AnyView {
        let href = Route::Topic(topic.slug.clone()).href();
        let prompts = topic.prompts.iter().map(|prompt| self.prompt(&topic, prompt)).collect_view();
        view! {
            <details class="prompts" open=is_newest>
                <summary><span><bdi>{topic.title.clone()}</bdi></span></summary>
                {self.so_far(&topic)}
                <ul>{prompts}</ul>
                <p><a href=href>{t("prompts.discussion")}</a></p>
            </details>
        }
        .into_any()
    }

    fn prompt(self, topic: &Topic, prompt: &Prompt) -> AnyView {
        let subject = Subject::Prompt { topic: topic.id.clone(), prompt: prompt.id.clone() };
        let notes = self.notes.map(|notes| notes.view(subject.clone(), &prompt.title));
        let take = self.notes.map(|notes| self.to_discussion(notes, subject, topic, prompt));
        view! {
            <li>
                {self.tick(topic.id.clone(), prompt)}
                {notes}
                {take}
            </li>
        }
        .into_any()
    }

    /// The box at a prompt, and who ticked it.
    fn tick(self, topic: Id, prompt: &Prompt) -> AnyView {
        let title = prompt.title.clone();
        if self.all.is_none() {
            return view! { <p><b><bdi>{title}</bdi></b></p> }.into_any();
        }
        let prompt = prompt.id.clone();
        let (there, who) = {
            let (topic, prompt) = (topic.clone(), prompt.clone());
            let first = Memo::new(move |_| self.at(&topic, &prompt).into_iter().next().map(|stored| stored.value));
            let who = move || {
                first.get().map(|tick| {
                    let by = self.pair.with_value(|pair| pair.author(&tick.by));
                    view! { <span class="soft"><bdi>{by}</bdi>" · "{date(tick.at)}</span> }
                })
            };
            (move || first.with(Option::is_some), who)
        };
        let task = Task::new();
        let toggle = move |event: web_sys::Event| {
            let ticked = self.at(&topic, &prompt);
            let target: web_sys::HtmlInputElement = event_target(&event);
            if task.runs_now() {
                return target.set_checked(!ticked.is_empty());
            }
            let (app, pair) = (self.shared.app, self.pair.get_value());
            let tick = Tick {
                id: app.store().new_id(Kind::Ticks),
                partnership: pair.partnership.id,
                by: pair.me,
                at: app.clock.read(),
                topic: topic.clone(),
                prompt: prompt.clone(),
            };
            let work = async move {
                let was = !ticked.is_empty();
                let mut outcome = Ok(());
                if !was {
                    outcome = app.store().create(&tick, Value::Null).await.map(drop);
                }
                for stored in ticked {
                    match app.store().remove(Kind::Ticks, &stored.value.id).await {
                        // The other has taken it away meanwhile.
                        Ok(()) | Err(StoreError::NotFound) => {}
                        failure => outcome = failure,
                    }
                }
                if outcome.is_err() {
                    target.set_checked(was);
                }
                outcome
            };
            task.run(work, |_| ());
        };
        let store = self.shared.app.store();
        let can = |ability| store.can(Kind::Ticks, ability);
        let is_fixed = !(self.pair.with_value(Pair::is_open) && can(Ability::Create) && can(Ability::Remove));
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=there disabled=is_fixed on:change=toggle/>
                <span><b><bdi>{title}</bdi></b>" "{who}</span>
            </label>
            {task.error()}
        }
        .into_any()
    }

    /// What both wrote down, taken along into the form for a comment.
    fn to_discussion(self, notes: Notes, subject: Subject, topic: &Topic, prompt: &Prompt) -> AnyView {
        let href = format!("{}#{}", Route::Topic(topic.slug.clone()).href(), comments::FORM);
        let (topic, title) = (topic.id.clone(), prompt.title.clone());
        let label = fill("prompts.take_what", &[("what", &title)]);
        let ours = Memo::new(move |_| notes.ours(&subject));
        let begin = move |_| {
            let text = ours.with_untracked(|texts| texts.join("\n\n"));
            comments::begin(&topic, &format!("**{title}**\n\n{text}"));
        };
        let way = move || {
            (!ours.with(Vec::is_empty)).then(|| {
                let (href, label, begin) = (href.clone(), label.clone(), begin.clone());
                view! {
                    <p><a href=href aria-label=label on:click=begin>{t("prompts.take")}</a></p>
                    <p class="soft">{t("prompts.take_hint")}</p>
                }
            })
        };
        view! { <div>{way}</div> }.into_any()
    }
}
