//! `/topics`: the topics of every round, released and coming, and by subject.

use crate::app::components::load::shown;
use crate::app::components::round::{where_it_stands, who_took_part};
use crate::app::components::tags::tags;
use crate::app::components::time::date;
use crate::app::context::AppContext;
use crate::app::route::Route;
use crate::app::site_map::Page;
use crate::app::text::{fill, number, t};
use crate::domain::resource::Kind;
use crate::domain::round::{self, Phase, Round};
use crate::domain::topic::{Scheduled, Topic, schedule};
use crate::store::Query;
use leptos::prelude::*;

/// A round as it stands today, and those of its topics that are listed.
#[derive(Clone, PartialEq)]
pub struct InRound {
    /// The round.
    pub round: Round,
    phase: Phase,
    topics: Vec<Scheduled>,
}

/// The page.
pub fn page(app: AppContext, tag: Option<String>) -> AnyView {
    let title = match &tag {
        Some(tag) => fill("topics.tagged", &[("tag", tag)]),
        None => t("topics.title"),
    };
    app.set_title(&title);
    let way_back = tag.is_some().then(|| view! { <p><a href=Page::Topics.href()>{t("topics.all")}</a></p> });
    let is_whole = tag.is_none();
    let rounds = app.load(Kind::Rounds, Query::all());
    let topics = app.load(Kind::Topics, Query::all());
    let seen = move || Ok(by_round(rounds.values()?, topics.values()?, tag.as_ref(), app));
    let list = shown(app, seen, move |rounds| {
        if rounds.is_empty() {
            return view! { <p>{t("topics.none")}</p> }.into_any();
        }
        let labels = is_whole.then(|| by_subject(&rounds));
        view! { {rounds.into_iter().map(one_round).collect_view()} {labels} }.into_any()
    });
    view! {
        <div class="topic">
            <h1><bdi>{title}</bdi></h1>
            {way_back}
            {list}
        </div>
    }
    .into_any()
}

/// The rounds with their topics, or those with a tag: the current one first, then the earlier ones.
pub fn by_round(mut rounds: Vec<Round>, topics: Vec<Topic>, tag: Option<&String>, app: AppContext) -> Vec<InRound> {
    let (until, today) = (app.out_until(), app.clock.now().date_naive());
    let current = round::current(&rounds, today).map(|r| r.id.clone());
    let has_topics_out = |r: &Round| topics.iter().any(|t| t.round == r.id && t.release <= until);
    rounds.retain(|r| Some(&r.id) == current.as_ref() || r.start <= today || has_topics_out(r));
    rounds.sort_by_key(|r| (Some(&r.id) != current.as_ref(), std::cmp::Reverse(r.start)));
    let carries = |topic: &Topic| tag.is_none_or(|tag| topic.labels().any(|label| label == tag));
    rounds
        .into_iter()
        .map(|round| {
            let own = topics.iter().filter(|t| t.round == round.id && carries(t)).cloned().collect();
            let mut own = schedule(own, until);
            // The tags of a topic are part of what nobody sees before its release.
            own.retain(|t| tag.is_none() || matches!(t, Scheduled::Released(_)));
            InRound { phase: round.phase(today), round, topics: own }
        })
        .filter(|seen| tag.is_none() || !seen.topics.is_empty())
        .collect()
}

/// A round: where it stands, who took part, its topics.
pub fn one_round(InRound { round, phase, topics }: InRound) -> AnyView {
    let schedule =
        (!topics.is_empty()).then(|| view! { <ol class="schedule">{topics.into_iter().map(line).collect_view()}</ol> });
    let stands = where_it_stands(phase);
    let figures = round.figures.map(|figures| format!(" · {}", who_took_part(figures)));
    view! {
        <section class="round">
            <h2><a href=Route::Round(round.id).href()><bdi>{round.title}</bdi></a></h2>
            <p class="soft">{stands}{figures}</p>
            {schedule}
        </section>
    }
    .into_any()
}

/// Every category and tag of the topics that are out.
fn by_subject(rounds: &[InRound]) -> AnyView {
    let mut labels = Vec::new();
    for topic in rounds.iter().flat_map(|seen| &seen.topics) {
        if let Scheduled::Released(topic) = topic {
            labels.extend(topic.labels().cloned());
        }
    }
    labels.sort();
    labels.dedup();
    view! { <section class="round"><h2>{t("topics.by_subject")}</h2>{tags(labels)}</section> }.into_any()
}

/// One topic of a schedule: a link when it is out, its title and date when not.
pub fn line(topic: Scheduled) -> AnyView {
    match topic {
        Scheduled::Released(topic) => view! {
            <li>
                <span class="number" aria-hidden="true">{topic.number.map(|n| number(n.into()))}</span>
                <a href=Route::Topic(topic.slug).href()><bdi>{topic.title}</bdi></a>
                <span class="soft">{date(topic.release)}</span>
            </li>
        }
        .into_any(),
        Scheduled::Coming(coming) => view! {
            <li class="coming">
                <span class="number" aria-hidden="true">{coming.number.map(|n| number(n.into()))}</span>
                <span class="title"><bdi>{coming.title}</bdi></span>
                <span class="soft">{t("topics.comes")}" "{date(coming.release)}</span>
            </li>
        }
        .into_any(),
    }
}
