//! The partnership at a glance: who, where and when, the one thing that would be good to do now, and a tile for each of its pages.

use super::messages::Writing;
use super::news::News;
use super::notes::Notes;
use super::shared::{Contacts, Pair, Shared, day_of, today};
use super::tabs::tile;
use super::{agreement, contact_form, goals, hours, messages, milestones, topics};
use crate::app::components::avatar::face;
use crate::app::components::form::focus_soon;
use crate::app::components::load::shown;
use crate::app::components::person;
use crate::app::components::round::where_it_stands;
use crate::app::components::time::day;
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, name_of, number, plural, plural_with, t};
use crate::domain::agreement::{AgreementState, Terms};
use crate::domain::cadence::{self, Cadence, RECOMMENDED, Rhythm};
use crate::domain::journey::{self, Next, Situation};
use crate::domain::partnership::Stage;
use crate::domain::resource::Kind;
use crate::domain::round::Phase;
use crate::domain::topic::Topic;
use crate::store::Ability;
use leptos::prelude::*;

/// The whole page.
pub fn page(
    news: News,
    shared: Shared,
    pair: &Pair,
    contacts: Contacts,
    notes: Option<Notes>,
    writing: Writing,
) -> AnyView {
    view! {
        <div class="top">{head(shared, pair)}{in_touch(news, shared, pair, contacts)}</div>
        {ended(pair)}
        {next_step(shared, pair.clone(), contacts)}
        {contact_form::when_asked(shared, pair.clone())}
        <div class="glance">
            {messages::tile(news, shared, pair, writing)}
            {topics::tile(news, shared, pair, notes)}
            {hours::tile(news, shared, pair)}
            {goals::tile(news, shared, pair)}
            {agreement::tile(news, shared, pair)}
        </div>
        {milestones::help(shared, pair.clone(), contacts)}
    }
    .into_any()
}

/// That a partnership is over, and until when all of it can be read.
pub fn ended(pair: &Pair) -> Option<AnyView> {
    let Stage::Ended { until } = pair.stage else { return None };
    Some(view! { <p class="notice">{t("partner.ended")}" "{day(until)}</p> }.into_any())
}

/// "Round 2016A · week 3 of 17", "You and Øyvind", and of each partner a line that opens to all that is known.
fn head(shared: Shared, pair: &Pair) -> AnyView {
    let title = fill("partner.you_and", &[("name", &pair.names())]);
    let round = pair.round.clone();
    let stands = move || where_it_stands(round.phase(today(shared.app)));
    let is_alone = pair.partners.len() == 1;
    let people = pair.partners.iter().map(|partner| {
        let zone = partner.time_zone.clone();
        let place = partner.country.map(|country| format!("{} · ", name_of("region", country.code())));
        let now = move || person::there(&zone, shared.app.clock.now());
        view! {
            <details>
                <summary>
                    {face(&partner.name)}
                    // Of one the name stands in the heading above.
                    <span><span class:visually-hidden=is_alone><bdi>{partner.name.as_str().to_owned()}</bdi>" · "</span>{place}{now}</span>
                </summary>
                {person::card(shared.app, partner.clone())}
            </details>
        }
    });
    view! {
        <div class="who">
            <p class="eyebrow"><a href=Route::Round(pair.round.id.clone()).href()>{pair.round.title.clone()}</a>" · "{stands}</p>
            <h1><bdi>{title}</bdi></h1>
            {people.collect_view()}
        </div>
    }
    .into_any()
}

/// In which weeks the two were in touch, and when for the last time.
fn in_touch(news: News, shared: Shared, pair: &Pair, contacts: Contacts) -> AnyView {
    let pair = pair.clone();
    let found = move || {
        let days: Vec<_> = contacts.get()?.iter().map(|stored| day_of(&stored.value)).collect();
        let week = match pair.round.phase(today(shared.app)) {
            Phase::Running { week, .. } => Some(week),
            _ => None,
        };
        Ok((cadence::weeks(&pair.round, &days), week))
    };
    tile(news, Page::Contacts, shown(shared.app, found, |(weeks, week)| tiles(&weeks, week)))
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
fn next_step(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
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
            // Of several partners, the one who asks.
            let asks = standing.as_ref().and_then(|state| state.open.iter().find(|open| open.waits_for(&pair.me)));
            let asks = asks.map(|proposal| pair.name_of(&proposal.by));
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
            Ok((next, cadence, about, asks))
        }
    };
    shown(shared.app, found, move |(next, cadence, topic, asks)| {
        let name = asks.filter(|_| next == Next::Answer).unwrap_or_else(|| pair.names());
        step(shared, &pair, &next, cadence, topic, &name)
    })
}

fn step(shared: Shared, pair: &Pair, next: &Next, cadence: Cadence, topic: Option<Topic>, name: &str) -> AnyView {
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
    let topic =
        topic.map(|topic| view! { <a class="act" href=Route::Topic(topic.slug).href()><bdi>{topic.title}</bdi></a> });
    // There is one thing to do first; where all is well or a topic leads the way, it is not to write.
    let leads = matches!(next, Next::TalkAbout(_) | Next::Enjoy | Next::Agree | Next::Answer);
    let class = if leads { "act quiet" } else { "act" };
    let lead = match next {
        Next::Agree => Some((Page::Agreement, "agreement.write")),
        Next::Answer => Some((Page::Agreement, "next.read")),
        Next::LookBack => Some((Page::Goodbye, "next.look_back")),
        Next::PlanGoodbye | Next::TakeLeave => Some((Page::Goodbye, "partner.to_goodbye")),
        _ => None,
    };
    // Who goes there to write an agreement finds the form begun.
    let begins = *next == Next::Agree;
    let begin = move |_| {
        if begins {
            shared.writing.set(Some(Terms::default()));
        }
    };
    let lead = lead.map(|(page, words)| view! { <a class="act" href=page.href() on:click=begin>{t(words)}</a> });
    // The form is filled in for today.
    let note = move |_| {
        shared.noting.set(true);
        focus_soon("contact-channel".to_owned());
    };
    view! {
        <section class="card now" aria-labelledby="next">
            <h2 id="next">{t(&format!("next.{key}_title"))}</h2>
            <p><bdi>{fill(&format!("next.{key}_text"), &[("name", name)])}</bdi>{last.map(|last| view! { " "<span class="soft">{last}</span> })}</p>
            {(*next == Next::SayHello).then(tips)}
            <p class="buttons">
                {topic}
                {lead}
                {(!is_over).then(|| super::letter::write_to(&pair.partners, *next == Next::SayHello, class))}
                {can_note.then(|| view! { <button type="button" id="note" class="act quiet" on:click=note>{t("next.note")}</button> })}
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
