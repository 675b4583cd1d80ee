//! `/rounds/:id`: a round, where it stands, its topics.

use crate::app::pages::not_found;
use crate::app::pages::topics::line;
use crate::app::parts::document::document;
use crate::app::parts::load::shown;
use crate::app::parts::time::day;
use crate::app::route::Route;
use crate::app::shell::entitle;
use crate::app::site::Site;
use crate::app::text::{fill, number, plural, t};
use crate::document::{Writer, markdown};
use crate::domain::resource::{Id, Kind};
use crate::domain::round::{Figures, Phase, Round};
use crate::domain::topic::{Scheduled, Topic, schedule};
use crate::store::Query;
use leptos::prelude::*;

/// The page.
pub fn page(site: Site, id: Id) -> AnyView {
    let rounds = site.load(Kind::Rounds, Query::all());
    let topics = site.load(Kind::Topics, Query::all());
    let find = move || {
        let round = rounds.values::<Round>()?.into_iter().find(|r| r.id == id);
        let now = site.clock.now();
        let own = topics.values::<Topic>()?.into_iter().filter(|t| t.round == id).collect();
        Ok(round.map(|round| (round.phase(now.date_naive()), round, schedule(own, now))))
    };
    shown(site, find, move |found| match found {
        Some((phase, round, topics)) => one(site, phase, round, topics),
        None => not_found::missing(site, "not_found.title", "not_found.round"),
    })
}

fn one(site: Site, phase: Phase, round: Round, topics: Vec<Scheduled>) -> AnyView {
    entitle(site, &round.title);
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
            <div class="prose" lang=site.programme().language>{summary}</div>
            <dl class="facts">
                <div><dt>{t("round.applications")}</dt><dd>{day(round.applications_open)}" – "{day(round.applications_close)}</dd></div>
                <div><dt>{t("round.partnerships")}</dt><dd>{day(round.start)}" – "{day(round.end)}</dd></div>
                {round.figures.map(figures)}
            </dl>
            <h2>{t("round.topics")}</h2>
            {list}
            <p><a class="act" href=Route::Join.href()>{t("nav.join")}</a></p>
        </div>
    }
    .into_any()
}

fn figures(figures: Figures) -> AnyView {
    view! { <div><dt>{t("round.participants")}</dt><dd>{who_took_part(figures)}</dd></div> }.into_any()
}

/// "860 people from 84 countries".
pub fn who_took_part(figures: Figures) -> String {
    let people = plural("round.people", figures.participants.into());
    let countries = plural("round.countries", figures.countries.into());
    fill("round.people_from", &[("people", &people), ("countries", &countries)])
}

/// Where a round stands, in a few words.
pub fn where_it_stands(phase: Phase) -> String {
    match phase {
        Phase::Announced => t("phase.announced"),
        Phase::ApplicationsOpen => t("phase.applications_open"),
        Phase::Matching => t("phase.matching"),
        Phase::Running { week, of } => {
            fill("phase.running", &[("n", &number(week.into())), ("of", &number(of.into()))])
        }
        Phase::Over => t("phase.over"),
    }
}

/// The weeks of a running round as a row of tiles. The words beside it say the same.
pub fn weeks(phase: Phase) -> Option<AnyView> {
    let Phase::Running { week, of } = phase else { return None };
    let tile = |n| {
        let class = if n < week {
            "past"
        } else if n == week {
            "now"
        } else {
            ""
        };
        view! { <i class=class></i> }
    };
    Some(view! { <div class="weeks" aria-hidden="true">{(1..=of).map(tile).collect_view()}</div> }.into_any())
}
