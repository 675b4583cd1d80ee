//! What stands in a widget: the same parts as on the site's own pages.

use super::widget::{Widget, Wrong};
use crate::app::components::comments::{comments, counted};
use crate::app::components::load::shown;
use crate::app::components::time::date;
use crate::app::context::AppContext;
use crate::app::text::{fill, t};
use crate::app::{desks, join, public::topic, public::topics};
use crate::domain::resource::{Id, Kind};
use crate::domain::round::Round;
use crate::domain::topic::{Scheduled, Slug, Topic};
use crate::store::Query;
use leptos::prelude::*;

/// The widget.
pub fn view(app: AppContext, widget: Widget) -> AnyView {
    match widget {
        Widget::Comments(slug) => {
            of_topic(app, slug, |app, topic, _| view! { {app.bar()} {comments(app, topic.id, topic.slug)} }.into_any())
        }
        Widget::Topic(slug) => of_topic(app, slug, |app, topic, of| topic::article(app, &topic, of)),
        Widget::Count(slug) => of_topic(app, slug, |app, topic, _| count(app, topic.id)),
        Widget::Waitlist => {
            view! { <section class="topic"><h2>{t("join.title")}</h2>{app.bar()}{join::waitlist(app)}</section> }
                .into_any()
        }
        Widget::Schedule(round) => schedule(app, round),
        Widget::Desks(call) => desks::seen(app, call.as_ref()),
    }
}

/// What the coordinator who wrote an element is to read in its place.
pub fn mistaken(wrong: &Wrong) -> AnyView {
    notice(match wrong {
        Wrong::NoWidget(found) => fill("widget.no_widget", &[("found", found)]),
        Wrong::Missing(attribute) => fill("widget.missing", &[("attribute", attribute)]),
        Wrong::Bad(attribute, found) => fill("widget.bad", &[("attribute", attribute), ("found", found)]),
        Wrong::Unknown(attribute) => fill("widget.unknown", &[("attribute", attribute)]),
    })
}

fn notice(words: String) -> AnyView {
    view! { <p class="notice" role="alert"><bdi>{words}</bdi></p> }.into_any()
}

/// What is made of a topic that is out, of so many of its round.
fn of_topic(app: AppContext, slug: Slug, show: fn(AppContext, Topic, usize) -> AnyView) -> AnyView {
    let topics = app.load(Kind::Topics, Query::all());
    let name = slug.to_string();
    let find = move || {
        let until = app.out_until();
        let all: Vec<Topic> = topics.values()?;
        let found = all.iter().find(|topic| topic.slug == slug).cloned();
        Ok(found.map(|topic| (all.iter().filter(|other| other.round == topic.round).count(), topic.at(until))))
    };
    shown(app, find, move |found| {
        match found {
        Some((of, Scheduled::Released(topic))) => show(app, *topic, of),
        Some((_, Scheduled::Coming(coming))) => view! {
            <p class="notice"><b dir="auto">{coming.title}</b>" "<span>{t("topic.comes_out")}" "{date(coming.release)}</span></p>
        }
        .into_any(),
        None => notice(fill("widget.no_topic", &[("name", &name)])),
    }
    })
}

/// The topics of a round: of this one, or of the current one.
fn schedule(app: AppContext, wanted: Option<Id>) -> AnyView {
    let rounds = app.load(Kind::Rounds, Query::all());
    let all = app.load(Kind::Topics, Query::all());
    let name = wanted.clone().map(|id| id.to_string()).unwrap_or_default();
    let find = move || {
        let rounds: Vec<Round> = rounds.values()?;
        let seen = topics::by_round(rounds, all.values()?, None, app);
        Ok(seen.into_iter().find(|seen| wanted.as_ref().is_none_or(|wanted| seen.round.id == *wanted)))
    };
    shown(app, find, move |found| match found {
        Some(round) => topics::one_round(round),
        None if name.is_empty() => view! { <p>{t("topics.none")}</p> }.into_any(),
        None => notice(fill("widget.no_round", &[("name", &name)])),
    })
}

/// How many comments a topic has.
fn count(app: AppContext, topic: Id) -> AnyView {
    shown(app, counted(app, topic), |count| count.words().into_any())
}
