//! `/`: what the programme is, where the round stands, what to talk about now.

use crate::app::components::avatar::tile;
use crate::app::components::document::document;
use crate::app::components::load::shown;
use crate::app::components::round::{weeks, where_it_stands};
use crate::app::components::time::{date, day};
use crate::app::context::AppContext;
use crate::app::route::{Route, here};
use crate::app::site_map::Page;
use crate::app::text::{number, plural, t};
use crate::document::{Writer, markdown};
use crate::domain::resource::Kind;
use crate::domain::round::{self, Phase, Round};
use crate::domain::topic::{Scheduled, Topic, days_until, schedule};
use crate::store::Query;
use leptos::prelude::*;

/// The steps of how the programme works, as the language files name them.
const STEPS: [&str; 4] = ["apply", "match", "talk", "part"];

/// Where the programme stands today.
#[derive(Clone, PartialEq)]
struct AgreementState {
    round: Round,
    phase: Phase,
    current: Option<Box<Topic>>,
    /// The days until the next topic.
    next_in: Option<i64>,
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    let programme = app.programme();
    app.set_title(&app.name());
    let rounds = app.load(Kind::Rounds, Query::all());
    let topics = app.load(Kind::Topics, Query::all());
    let standing = move || Ok(stand(&rounds.values()?, topics.values()?, app));
    let language = programme.language.clone();
    let now = shown(app, standing, move |standing| standing.map(|s| now_card(app, s, &language)).into_any());
    view! {
        <div class="home">
            <section class="intro">
                <h1 dir="auto">{programme.name}</h1>
                <p class="tagline" dir="auto">{programme.tagline}</p>
                <div class="prose" lang=programme.language.clone()>
                    {document(markdown::read(&programme.summary, Writer::Programme), Writer::Programme)}
                </div>
                <p class="buttons">
                    <a class="act" href=Page::Join.href()>{t("nav.join")}</a>
                    <a class="act quiet" href=Page::About.href()>{t("home.more")}</a>
                </p>
            </section>
            {now}
            {how_it_works()}
        </div>
    }
    .into_any()
}

fn stand(rounds: &[Round], topics: Vec<Topic>, app: AppContext) -> Option<AgreementState> {
    let now = app.clock.now();
    let round = round::current(rounds, now.date_naive())?.clone();
    let phase = round.phase(now.date_naive());
    let mut current = None;
    let mut next_in = None;
    for topic in schedule(topics.into_iter().filter(|t| t.round == round.id).collect(), app.out_until()) {
        match topic {
            Scheduled::Released(topic) => current = Some(topic),
            Scheduled::Coming(coming) => {
                next_in = Some(days_until(coming.release, now));
                break;
            }
        }
    }
    Some(AgreementState { round, phase, current, next_in })
}

fn now_card(app: AppContext, standing: AgreementState, language: &str) -> AnyView {
    let AgreementState { round, phase, current, next_in } = standing;
    let when = match phase {
        Phase::Announced => view! { <p>{t("home.applications_from")}" "{day(round.applications_open)}</p> }.into_any(),
        Phase::ApplicationsOpen => {
            view! { <p>{t("home.applications_until")}" "{day(round.applications_close)}</p> }.into_any()
        }
        Phase::Matching => view! { <p>{t("home.starts")}" "{day(round.start)}</p> }.into_any(),
        Phase::Running { .. } => match next_in {
            Some(0) => view! { <p>{t("home.next_topic_today")}</p> }.into_any(),
            Some(days) => view! { <p>{plural("home.next_topic", days)}</p> }.into_any(),
            None => view! { <p>{t("home.ends")}" "{day(round.end)}</p> }.into_any(),
        },
        Phase::Over => view! { <p>{t("home.over")}</p> }.into_any(),
    };
    view! {
        <section class="card now" aria-labelledby="now">
            <p class="eyebrow"><a href=Route::Round(round.id).href()><bdi>{round.title}</bdi></a>" · "{where_it_stands(phase)}</p>
            <h2 id="now">{t("home.now")}</h2>
            {weeks(phase)}
            {when}
            {current.map(|topic| teaser(app, &topic, language))}
        </section>
    }
    .into_any()
}

/// The current topic: its title, its picture, where its text begins.
fn teaser(app: AppContext, topic: &Topic, language: &str) -> AnyView {
    let language = topic.language.clone().unwrap_or_else(|| language.to_owned());
    let beginning = document(app.read(&topic.body, Writer::Programme).beginning(), Writer::Programme);
    let picture = topic.image.as_ref().map(|image| {
        view! { <img src=here(&image.src) alt="" width=image.width.to_string() height=image.height.to_string()/> }
    });
    view! {
        <article class="teaser">
            {picture}
            <h3 dir="auto" lang=language.clone()><a href=Route::Topic(topic.slug.clone()).href()>{topic.title.clone()}</a></h3>
            <p class="soft">{t("home.released")}" "{date(topic.release)}</p>
            <div class="prose" lang=language>{beginning}</div>
        </article>
    }
    .into_any()
}

fn how_it_works() -> AnyView {
    let steps = STEPS.into_iter().zip(0u32..).map(|(step, n)| {
        view! {
            <li class=format!("step {}", tile(n))>
                <span class="number" aria-hidden="true">{number(i64::from(n) + 1)}</span>
                <h3>{t(&format!("home.{step}_title"))}</h3>
                <p>{t(&format!("home.{step}"))}</p>
            </li>
        }
    });
    view! {
        <section aria-labelledby="how">
            <h2 id="how">{t("home.how")}</h2>
            <ol class="steps">{steps.collect_view()}</ol>
        </section>
    }
    .into_any()
}
