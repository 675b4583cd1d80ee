//! The partnership at a glance: the weeks, the one thing that would be good to do now, the milestones.

use super::{Contacts, Pair, Shared, today};
use crate::app::components::form::{focus, focus_soon};
use crate::app::components::load::shown;
use crate::app::components::round::where_it_stands;
use crate::app::components::time::day;
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, number, plural, plural_with, t, zones};
use crate::domain::agreement::{AgreementState, Terms};
use crate::domain::cadence::{self, Cadence, RECOMMENDED, Rhythm};
use crate::domain::contact::Contact;
use crate::domain::journey::{self, Deeds, Milestone, Next, Situation};
use crate::domain::resource::Kind;
use crate::domain::round::Phase;
use crate::domain::topic::Topic;
use crate::store::Ability;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The day of a contact, where the reader is.
pub fn day_of(contact: &Contact) -> NaiveDate {
    zones::here(contact.at).date_naive()
}

/// "Round 2016A · week 3 of 17", "You and Øyvind", and the weeks as tiles.
pub fn head(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
    let title = fill("partner.you_and", &[("name", &pair.names())]);
    let round = pair.round.clone();
    let stands = move || where_it_stands(round.phase(today(shared.app)));
    let weeks = shown(
        shared.app,
        {
            let pair = pair.clone();
            move || {
                let days: Vec<_> = contacts.get()?.iter().map(|stored| day_of(&stored.value)).collect();
                let week = match pair.round.phase(today(shared.app)) {
                    Phase::Running { week, .. } => Some(week),
                    _ => None,
                };
                Ok((cadence::weeks(&pair.round, &days), week))
            }
        },
        |(weeks, week)| tiles(&weeks, week),
    );
    view! {
        <div class="column">
            <p class="eyebrow"><a href=Route::Round(pair.round.id.clone()).href()>{pair.round.title.clone()}</a>" · "{stands}</p>
            <h1><bdi>{title}</bdi></h1>
            {weeks}
        </div>
    }
    .into_any()
}

/// A tile for each week: those with contact are full, the one under way has a frame.
fn tiles(weeks: &[usize], now: Option<u32>) -> AnyView {
    let with_contact = weeks.iter().filter(|times| **times > 0).count();
    let words = plural_with(
        "partner.weeks",
        i64::try_from(with_contact).unwrap_or(0),
        &[("of", &number(i64::try_from(weeks.len()).unwrap_or(0)))],
    );
    let tile = |(i, times): (usize, &usize)| {
        let (has_any, is_now) = (*times > 0, now.is_some_and(|now| now as usize == i + 1));
        view! { <i class:past=has_any class:frame=is_now></i> }
    };
    let tiles = weeks.iter().enumerate().map(tile).collect_view();
    view! {
        <div class="weeks" role="img" aria-label=words.clone()>{tiles}</div>
        <p class="soft">{words}</p>
    }
    .into_any()
}

/// The one thing that would be good to do now.
pub fn next_step(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
    let found = {
        let pair = pair.clone();
        move || {
            let contacts: Vec<_> = contacts.get()?.into_iter().map(|stored| stored.value).collect();
            let topics = shared.topics(&pair)?;
            let days: Vec<_> = contacts.iter().map(day_of).collect();
            let today = today(shared.app);
            let standing = shared.standing(&pair)?;
            let interval = standing.as_ref().map_or(RECOMMENDED, AgreementState::interval);
            let cadence = cadence::cadence(&days, interval, pair.round.start, today);
            let pending_action = standing.map(|standing| standing.pending_action(&pair.me));
            let can_reflect = shared.reflections.is_some() && shared.reflection(&pair)?.is_none();
            let now = shared.app.clock.now();
            let next = journey::next(&Situation {
                round: &pair.round,
                topics: &topics,
                contacts: &contacts,
                cadence,
                pending_action,
                can_reflect,
                today,
                now,
            });
            let about = match &next {
                Next::TalkAbout(id) => topics.into_iter().find(|topic| topic.id == *id),
                _ => None,
            };
            Ok((next, cadence, about))
        }
    };
    shown(shared.app, found, move |(next, cadence, topic)| step(shared, &pair, &next, cadence, topic))
}

fn step(shared: Shared, pair: &Pair, next: &Next, cadence: Cadence, topic: Option<Topic>) -> AnyView {
    let name = pair.names();
    let key = match next {
        Next::Wait => "wait",
        Next::SayHello => "hello",
        Next::Agree => "agree",
        Next::Answer => "answer",
        Next::GetInTouch(Rhythm::Quiet) => "quiet",
        Next::GetInTouch(_) => "due",
        Next::TalkAbout(_) => "topic",
        Next::PlanGoodbye => "goodbye",
        Next::Enjoy => "enjoy",
        Next::LookBack => "look_back",
        Next::TakeLeave => "take_leave",
    };
    let last = cadence.last.map(|days| match days {
        0 => t("next.today"),
        days => plural("next.days_ago", days.into()),
    });
    let is_over = matches!(next, Next::LookBack | Next::TakeLeave | Next::Wait);
    let can_note = !is_over && shared.app.store().can(Kind::Contacts, Ability::Create);
    let topic = topic.map(|topic| {
        view! { <p><a class="act" href=Route::Topic(topic.slug).href()><bdi>{topic.title}</bdi></a></p> }
    });
    // There is one thing to do first; where all is well or a topic leads the way, it is not to write.
    let leads = matches!(next, Next::TalkAbout(_) | Next::Enjoy | Next::Agree | Next::Answer);
    let class = if leads { "act quiet" } else { "act" };
    let agree = move |_| {
        shared.writing.set(Some(Terms::default()));
        focus_soon("agreement-interval".to_owned());
    };
    let answer = move |_| focus("agreement");
    let look_back = move |_| focus("reflection");
    let lead = match next {
        Next::Agree => {
            Some(view! { <button type="button" class="act" on:click=agree>{t("agreement.write")}</button> }.into_any())
        }
        Next::Answer => {
            Some(view! { <button type="button" class="act" on:click=answer>{t("next.read")}</button> }.into_any())
        }
        Next::LookBack => Some(
            view! { <button type="button" class="act" on:click=look_back>{t("next.look_back")}</button> }.into_any(),
        ),
        _ => None,
    };
    // The way to note a contact: the form is below, filled in for today.
    let note = move |_| focus("contact-channel");
    view! {
        <section class="card now" aria-labelledby="next">
            <h2 id="next">{t(&format!("next.{key}_title"))}</h2>
            <p><bdi>{fill(&format!("next.{key}_text"), &[("name", &name)])}</bdi></p>
            {topic}
            {last.map(|last| view! { <p class="soft">{last}</p> })}
            {(*next == Next::SayHello).then(tips)}
            <p class="buttons">
                {lead}
                {(!is_over).then(|| super::letter::write_to(&pair.partners, *next == Next::SayHello, class))}
                {can_note.then(|| view! { <button type="button" class="act quiet" on:click=note>{t("next.note")}</button> })}
            </p>
        </section>
    }
    .into_any()
}

/// What helps two who have just been matched.
fn tips() -> AnyView {
    let all = ["next.tip_times", "next.tip_words", "next.tip_wait"].map(|tip| view! { <li>{t(tip)}</li> });
    view! { <ul>{all.into_iter().collect_view()}</ul> }.into_any()
}

/// What the two have reached, and help where they stand for long.
pub fn milestones(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
    let found = move || {
        let contacts = contacts.get()?;
        let days: Vec<_> =
            contacts.iter().map(|stored| (day_of(&stored.value), stored.value.channel.as_str())).collect();
        let today = today(shared.app);
        let standing = shared.standing(&pair)?;
        let is_kept = |step: &Milestone| match step {
            Milestone::Agreed => standing.is_some(),
            Milestone::Reflected => shared.reflections.is_some(),
            _ => true,
        };
        let way: Vec<_> = Milestone::ALL.into_iter().filter(is_kept).collect();
        let reflected = shared.reflection(&pair)?.map(|told| zones::here(told.at).date_naive());
        let agreed = standing.as_ref().and_then(|standing| standing.agreed.first());
        let agreed = agreed.map(|(_, at)| zones::here(*at).date_naive());
        let reached = journey::reached(&pair.round, &way, Deeds { contacts: &days, agreed, reflected }, today);
        Ok((journey::is_stuck(&pair.round, &reached, today), reached, way))
    };
    let list = shown(shared.app, found, |(is_stuck, reached, way)| {
        let one = |milestone: Milestone| {
            let at = reached.iter().find(|(there, _)| *there == milestone).map(|(_, at)| *at);
            let is_there = at.is_some();
            let at = match at {
                Some(at) => day(at),
                None => view! { <span>{t("partner.not_yet")}</span> }.into_any(),
            };
            view! {
                <li class:reached=is_there>
                    <b>{t(&format!("milestone.{}", milestone.name()))}</b>
                    <span class="soft">{at}</span>
                </li>
            }
        };
        let help = is_stuck.then(|| {
            view! {
                <p class="notice">{t("partner.stuck")}" "
                    <a href=Page::Contact.href()>{t("partner.ask")}</a>
                </p>
            }
        });
        view! { <ol class="milestones">{way.into_iter().map(one).collect_view()}</ol>{help} }.into_any()
    });
    view! { <section class="column"><h2>{t("partner.way")}</h2>{list}</section> }.into_any()
}
