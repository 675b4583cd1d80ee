//! `/topics`: the topics of every round, released and coming, and by subject.

use crate::app::pages::round::{where_it_stands, who_took_part};
use crate::app::parts::load::{loaded, loading};
use crate::app::parts::tags::tags;
use crate::app::parts::time::date;
use crate::app::route::Route;
use crate::app::shell::entitle;
use crate::app::site::Site;
use crate::app::text::{fill, number, t};
use crate::domain::round::{self, Round};
use crate::domain::topic::{Scheduled, Topic, schedule};
use crate::store::Query;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

/// The page.
pub fn page(site: Site) -> AnyView {
    let query = use_query_map();
    let tag = Memo::new(move |_| query.with(|q| q.get("tag")));
    let rounds = site.load::<Round>(Query::all);
    let topics = site.load::<Topic>(Query::all);
    let today = Memo::new(move |_| site.clock.now().date_naive());
    // What is out changes only when a topic comes out, so the page is not built anew every minute.
    let seen = Memo::new(move |_| {
        let rounds: Vec<Round> = rounds.get()?.ok()?.into_iter().map(|r| r.value).collect();
        let topics: Vec<Topic> = topics.get()?.ok()?.into_iter().map(|t| t.value).collect();
        Some(by_round(rounds, topics, tag.get(), today.get(), site))
    });
    let list = move || match seen.get() {
        Some(rounds) if rounds.is_empty() => view! { <p>{t("topics.none")}</p> }.into_any(),
        Some(rounds) => {
            let labels = tag.get().is_none().then(|| by_subject(&rounds));
            let sections = rounds.into_iter().map(|(round, topics)| one_round(round, topics, today.get()));
            view! { {sections.collect_view()} {labels} }.into_any()
        }
        None => match (rounds.get(), topics.get()) {
            (Some(Err(_)), _) => loaded(rounds, |_| ().into_any()),
            (_, Some(Err(_))) => loaded(topics, |_| ().into_any()),
            _ => loading(),
        },
    };
    let title = move || match tag.get() {
        Some(tag) => fill("topics.tagged", &[("tag", &tag)]),
        None => t("topics.title"),
    };
    Effect::new(move |_| entitle(site, &title()));
    view! {
        <div class="topic">
            <h1><bdi>{title}</bdi></h1>
            {move || tag.get().map(|_| view! { <p><a href=Route::Topics.href()>{t("topics.all")}</a></p> })}
            {list}
        </div>
    }
    .into_any()
}

/// The rounds with their topics: the current one first, then the earlier ones.
fn by_round(
    mut rounds: Vec<Round>,
    topics: Vec<Topic>,
    tag: Option<String>,
    today: NaiveDate,
    site: Site,
) -> Vec<(Round, Vec<Scheduled>)> {
    let current = round::current(&rounds, today).map(|r| r.id.clone());
    rounds.retain(|r| Some(&r.id) == current.as_ref() || r.start <= today);
    rounds.sort_by_key(|r| (Some(&r.id) != current.as_ref(), std::cmp::Reverse(r.start)));
    let carries = |topic: &Topic| tag.as_ref().is_none_or(|tag| topic.labels().any(|label| label == tag));
    let now = site.clock.now();
    rounds
        .into_iter()
        .map(|round| {
            let own = topics.iter().filter(|t| t.round == round.id && carries(t)).cloned().collect();
            let mut own = schedule(own, now);
            // The tags of a topic are part of what nobody sees before its release.
            own.retain(|t| tag.is_none() || matches!(t, Scheduled::Released(_)));
            (round, own)
        })
        .filter(|(_, own)| tag.is_none() || !own.is_empty())
        .collect()
}

fn one_round(round: Round, topics: Vec<Scheduled>, today: NaiveDate) -> AnyView {
    let schedule =
        (!topics.is_empty()).then(|| view! { <ol class="schedule">{topics.into_iter().map(line).collect_view()}</ol> });
    let stands = where_it_stands(round.phase(today));
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
fn by_subject(rounds: &[(Round, Vec<Scheduled>)]) -> AnyView {
    let released = rounds.iter().flat_map(|(_, topics)| topics).filter_map(|topic| match topic {
        Scheduled::Released(topic) => Some(topic),
        Scheduled::Coming(_) => None,
    });
    let labels: BTreeSet<String> = released.flat_map(|topic| topic.labels().cloned()).collect();
    view! { <section class="round"><h2>{t("topics.by_subject")}</h2>{tags(labels)}</section> }.into_any()
}

/// One topic of a schedule: a link when it is out, its title and date when not.
pub fn line(topic: Scheduled) -> AnyView {
    match topic {
        Scheduled::Released(topic) => view! {
            <li>
                <span class="number" aria-hidden="true">{number(topic.number.into())}</span>
                <a href=Route::Topic(topic.slug).href()><bdi>{topic.title}</bdi></a>
                <span class="soft">{date(topic.release)}</span>
            </li>
        }
        .into_any(),
        Scheduled::Coming(coming) => view! {
            <li class="coming">
                <span class="number" aria-hidden="true">{number(coming.number.into())}</span>
                <bdi>{coming.title}</bdi>
                <span class="soft">{t("topics.comes")}" "{date(coming.release)}</span>
            </li>
        }
        .into_any(),
    }
}
