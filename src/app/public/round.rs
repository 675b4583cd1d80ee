//! `/rounds/:id`: a round, where it stands, its topics.

use crate::app::components::document::document;
use crate::app::components::load::shown;
use crate::app::components::round::{weeks, where_it_stands, who_took_part};
use crate::app::components::time::day;
use crate::app::context::AppContext;
use crate::app::public::not_found;
use crate::app::public::topics::line;
use crate::app::site_map::Page;
use crate::app::text::t;
use crate::document::{Writer, markdown};
use crate::domain::resource::{Id, Kind};
use crate::domain::round::{Figures, Phase, Round};
use crate::domain::topic::{Scheduled, Topic, schedule};
use crate::store::Query;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppContext, id: Id) -> AnyView {
    let rounds = app.load(Kind::Rounds, Query::all());
    let topics = app.load(Kind::Topics, Query::all());
    let find = move || {
        let round = rounds.values::<Round>()?.into_iter().find(|r| r.id == id);
        let now = app.clock.now();
        let own = topics.values::<Topic>()?.into_iter().filter(|t| t.round == id).collect();
        Ok(round.map(|round| (round.phase(now.date_naive()), round, schedule(own, app.out_until()))))
    };
    shown(app, find, move |found| match found {
        Some((phase, round, topics)) => one(app, phase, round, topics),
        None => not_found::missing(app, "not_found.title", "not_found.round"),
    })
}

fn one(app: AppContext, phase: Phase, round: Round, topics: Vec<Scheduled>) -> AnyView {
    app.set_title(&round.title);
    let list = if topics.is_empty() {
        view! { <p>{t("topics.none")}</p> }.into_any()
    } else {
        view! { <ol class="schedule">{topics.into_iter().map(line).collect_view()}</ol> }.into_any()
    };
    let summary = document(markdown::read(&round.summary, Writer::Programme), Writer::Programme);
    view! {
        <div class="topic">
            <p class="eyebrow">{where_it_stands(phase)}</p>
            <h1 dir="auto">{round.title}</h1>
            {weeks(phase)}
            <div class="prose" lang=app.programme().language>{summary}</div>
            <dl class="facts">
                <div><dt>{t("round.applications")}</dt><dd>{day(round.applications_open)}" – "{day(round.applications_close)}</dd></div>
                <div><dt>{t("round.partnerships")}</dt><dd>{day(round.start)}" – "{day(round.end)}</dd></div>
                {round.figures.map(figures)}
            </dl>
            <h2>{t("round.topics")}</h2>
            {list}
            <p><a class="act" href=Page::Join.href()>{t("nav.join")}</a></p>
        </div>
    }
    .into_any()
}

fn figures(figures: Figures) -> AnyView {
    view! { <div><dt>{t("round.participants")}</dt><dd>{who_took_part(figures)}</dd></div> }.into_any()
}
