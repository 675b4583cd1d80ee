//! What one wants to reach in the round, and what the partner lets one see of theirs.

use super::goal_form;
use super::news::News;
use super::shared::{Pair, Shared};
use super::tabs;
use crate::app::components::form::focus_soon;
use crate::app::components::keyed::{Keyed, keyed};
use crate::app::components::load::shown;
use crate::app::components::task::Task;
use crate::app::components::time::{date, day};
use crate::app::components::undo::Undo;
use crate::app::components::unsent::state;
use crate::app::context::{LiveQuery, LoadState};
use crate::app::site_map::Page;
use crate::app::text::{fill, number, plural_with, t};
use crate::domain::goal::Goal;
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, Private, StoreError, Stored};
use leptos::prelude::*;

/// What is done with the goals on the page.
#[derive(Clone, Copy)]
pub struct Goals {
    /// What is loaded.
    pub shared: Shared,
    /// Whose they are.
    pub pair: StoredValue<Pair>,
    /// What is being written: a new one, or another version of one.
    pub writing: RwSignal<Option<Option<Stored<Goal>>>>,
    /// Those that one may see.
    all: Memo<Result<Vec<Stored<Goal>>, LoadState>>,
    undo: Undo,
    task: Task,
}

/// The part of the page; nothing where no goals are kept.
pub fn section(shared: Shared, pair: &Pair) -> AnyView {
    let Some(list) = shared.goals else { return ().into_any() };
    let all = all(shared, pair, list);
    let goals = Goals {
        shared,
        pair: StoredValue::new(pair.clone()),
        writing: RwSignal::new(goal_form::is_begun(pair).then_some(None)),
        all,
        undo: Undo::new(shared.app, Kind::Goals, "goals".to_owned()),
        task: Task::new(),
    };
    let state = shown(
        shared.app,
        move || Ok(all.get()?.is_empty()),
        |is_empty| view! { {is_empty.then(|| view! { <p>{t("goals.none")}</p> })} }.into_any(),
    );
    let cards = keyed(move || {
        let one = |stored: Stored<Goal>| Keyed { key: key(&stored), show: Box::new(move || goals.one(stored)) };
        all.get().unwrap_or_default().into_iter().map(one).collect()
    });
    let begin = move |_| {
        goals.writing.set(Some(None));
        focus_soon("goal-what".to_owned());
    };
    let can_write = pair.is_open() && shared.app.store().can(Kind::Goals, Ability::Create);
    let button = can_write.then(|| {
        view! { <p><button type="button" class="act quiet" on:click=begin>{t("goals.set")}</button></p> }
    });
    let form = move || {
        Some(goal_form::form(shared, goals.pair.get_value(), goals.writing.get().filter(|_| can_write)?, move || {
            drop(goals.writing.try_set(None))
        }))
    };
    view! {
        <section class="column" id="goals" tabindex="-1">
            {state}
            <ul class="goals">{cards}</ul>
            {goals.undo.notice("goals")}
            {goals.task.error()}
            {button}
            <div>{form}</div>
        </section>
    }
    .into_any()
}

/// The goals that one may see: one's own first, of each those that are still to be reached.
fn all(shared: Shared, pair: &Pair, list: LiveQuery) -> Memo<Result<Vec<Stored<Goal>>, LoadState>> {
    let pair = pair.clone();
    Memo::new(move |_| {
        let mut all: Vec<Stored<Goal>> = list.things()?;
        all.retain(|stored| {
            let goal = &stored.value;
            pair.may_read(&goal.by, goal.shared) && shared.is_of(&pair, &goal.partnership, goal.at)
        });
        all.sort_by_key(|stored| {
            (stored.value.by != pair.me, stored.value.reached.is_some(), std::cmp::Reverse(stored.value.at))
        });
        Ok(all)
    })
}

/// How many goals the overview shows.
const ON_OVERVIEW: usize = 2;

/// The goals that are still to be reached, each with how far it is.
pub fn tile(news: News, shared: Shared, pair: &Pair) -> Option<AnyView> {
    let all = all(shared, pair, shared.goals?);
    let (own, is_open) = (StoredValue::new(pair.clone()), pair.is_open());
    let what = shown(
        shared.app,
        move || all.get(),
        move |all| {
            let open = all.into_iter().map(|stored| stored.value).filter(|goal| goal.reached.is_none());
            let open: Vec<Goal> = open.take(ON_OVERVIEW).collect();
            if open.is_empty() {
                return is_open.then(|| view! { <p>{t("goals.none")}</p> }).into_any();
            }
            let one = |goal: Goal| {
                let count = |n: usize| i64::try_from(n).unwrap_or(0);
                let done = count(goal.steps.iter().filter(|step| step.done).count());
                let steps = (!goal.steps.is_empty())
                    .then(|| plural_with("goals.steps_done", done, &[("of", &number(count(goal.steps.len())))]));
                let owner = own.with_value(|own| (goal.by != own.me).then(|| format!("{}: ", own.name_of(&goal.by))));
                view! { <li><bdi>{owner}{goal.what}</bdi>{steps.map(|steps| view! { <br/><span class="soft">{steps}</span> })}</li> }
            };
            view! { <ul>{open.into_iter().map(one).collect_view()}</ul> }.into_any()
        },
    );
    Some(tabs::tile(news, Page::Goals, what))
}

/// What a card shows, but for which steps are done: while somebody ticks, the card stays as it is.
fn key(stored: &Stored<Goal>) -> String {
    let mut goal = stored.value.clone();
    goal.steps.iter_mut().for_each(|step| step.done = false);
    let shown = serde_json::to_value(&goal).map(|value| value.to_string()).unwrap_or_default();
    format!("{shown} {:?}", stored.delivery)
}

impl Goals {
    /// A goal as it stands now.
    fn current(self, id: &Id) -> Option<Stored<Goal>> {
        self.all.with(|all| all.as_ref().ok()?.iter().find(|stored| stored.value.id == *id).cloned())
    }

    /// Stores another version of a goal, and says so; `failed` is done where that cannot be. Who was faster is not
    /// written over: what they did is shown instead.
    fn change(self, id: &Id, change: impl FnOnce(&mut Goal), words: &'static str, failed: impl FnOnce() + 'static) {
        // One change after the other: the next is made to the revision that this one gives.
        if self.task.runs_now() {
            return failed();
        }
        let Some(Stored { value: mut goal, revision, .. }) = untrack(|| self.current(id)) else { return };
        let app = self.shared.app;
        change(&mut goal);
        let work = async move {
            let outcome = app.store().update(&goal, &revision, Private::Kept).await;
            match &outcome {
                Ok(()) => app.announce(t(words)),
                Err(why) => {
                    failed();
                    if matches!(why, StoreError::Conflict { .. }) {
                        app.load_again();
                    }
                }
            }
            outcome
        };
        self.task.run(work, |_| ());
    }

    fn one(self, stored: Stored<Goal>) -> AnyView {
        let (waits, delivery) = (!stored.delivery.is_sent(), stored.delivery);
        let goal = stored.value;
        let pair = self.pair.get_value();
        let store = self.shared.app.store();
        let is_own = goal.by == pair.me;
        let can = |ability| pair.is_open() && !waits && store.can(Kind::Goals, ability);
        let owner = (!is_own).then(|| view! { <span class="soft"><bdi>{pair.name_of(&goal.by)}</bdi></span>" " });
        let who = (is_own && !goal.shared).then(|| view! { <span class="badge">{t("notes.alone")}</span> });
        let steps = goal.steps.iter().enumerate().map(|(i, step)| {
            let (id, own) = (goal.id.clone(), goal.id.clone());
            let is_done =
                move || self.current(&id).is_some_and(|stored| stored.value.steps.get(i).is_some_and(|s| s.done));
            let tick = move |event: web_sys::Event| {
                let target: web_sys::HtmlInputElement = event_target(&event);
                let done = target.checked();
                let change = |goal: &mut Goal| goal.steps.iter_mut().skip(i).take(1).for_each(|step| step.done = done);
                self.change(&own, change, "goals.kept", move || target.set_checked(!done));
            };
            view! {
                <li>
                    <label class="tick">
                        <input type="checkbox" prop:checked=is_done disabled=!can(Ability::Update) on:change=tick/>
                        <span><bdi>{step.what.clone()}</bdi></span>
                    </label>
                </li>
            }
        });
        let until = goal.until.filter(|_| goal.reached.is_none()).map(|until| {
            view! { <p class="soft">{t("goals.until")}" "{day(until)}</p> }
        });
        let reached = goal.reached.map(|at| view! { <p class="notice good">{t("goals.reached")}" "{date(at)}</p> });
        view! {
            <li class="card" class:reached=goal.reached.is_some()>
                <h2>{owner}<bdi>{goal.what.clone()}</bdi>" "{who}</h2>
                {(!goal.sign.is_empty()).then(|| view! { <p><b>{t("goals.sign")}</b>" "<bdi>{goal.sign.clone()}</bdi></p> })}
                {until}
                {reached}
                {(!goal.steps.is_empty()).then(|| view! { <ul class="ticks">{steps.collect_view()}</ul> })}
                {state(&delivery).map(|state| view! { <p>{state}</p> })}
                {is_own.then(|| self.buttons(goal.clone(), can(Ability::Update), can(Ability::Remove) || waits))}
            </li>
        }
        .into_any()
    }

    fn buttons(self, goal: Goal, can_edit: bool, can_remove: bool) -> AnyView {
        let app = self.shared.app;
        let [edit_label, remove_label] =
            ["partner.edit_what", "partner.remove_what"].map(|key| fill(key, &[("what", &goal.what)]));
        let is_reached = goal.reached.is_some();
        let reach = can_edit.then(|| {
            let id = goal.id.clone();
            let reach = move |_| {
                let at = (!is_reached).then(|| app.clock.read());
                let said = if is_reached { "goals.kept" } else { "goals.congratulations" };
                self.change(&id, |goal| goal.reached = at, said, || ());
                focus_soon("goals".to_owned());
            };
            let words = if is_reached { "goals.not_yet" } else { "goals.reach" };
            view! { <button type="button" class="act quiet" on:click=reach>{t(words)}</button> }
        });
        let edit = can_edit.then(|| {
            let id = goal.id.clone();
            let edit = move |_| {
                self.writing.set(untrack(|| self.current(&id)).map(Some));
                focus_soon("goal-what".to_owned());
            };
            view! { <button type="button" class="link" aria-label=edit_label on:click=edit>{t("partner.edit")}</button> }
        });
        let remove = can_remove.then(|| {
            let remove = move |_| {
                // As it stands now, with the steps that were ticked since.
                if let Some(now) = untrack(|| self.current(&goal.id)) {
                    self.undo.remove(&now.value, &goal.id, goal.what.clone());
                }
            };
            view! { <button type="button" class="link" aria-label=remove_label on:click=remove>{t("removal.delete")}</button> }
        });
        view! { <p class="actions">{reach}{edit}{remove}</p> }.into_any()
    }
}
