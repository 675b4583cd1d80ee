//! `/rounds/:id`: a round, where it stands, its topics.

use crate::app::pages::not_found;
use crate::app::pages::topics::line;
use crate::app::parts::document::document;
use crate::app::parts::load::loaded;
use crate::app::parts::time::day;
use crate::app::route::Route;
use crate::app::shell::entitle;
use crate::app::site::Site;
use crate::app::text::{fill, number, plural, t};
use crate::document::{Writer, markdown};
use crate::domain::round::{Figures, Phase, Round};
use crate::domain::topic::{Topic, schedule};
use crate::store::Query;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
pub fn page(site: Site) -> AnyView {
    let params = use_params_map();
    let rounds = site.load::<Round>(Query::all);
    let round = Memo::new(move |_| {
        let id = params.with(|p| p.get("id")).unwrap_or_default();
        Some(rounds.get()?.map(|all| all.into_iter().map(|r| r.value).find(|r| r.id.as_str() == id)))
    });
    let view = move || match round.get() {
        Some(Ok(Some(round))) => one(site, round),
        Some(Ok(None)) => not_found::missing(site, "not_found.title", "not_found.round"),
        _ => loaded(rounds, |_| ().into_any()),
    };
    view! { <div class="topic">{view}</div> }.into_any()
}

fn one(site: Site, round: Round) -> AnyView {
    entitle(site, &round.title);
    let phase = Memo::new({
        let round = round.clone();
        move |_| round.phase(site.clock.now().date_naive())
    });
    let topics = site.load::<Topic>(Query::all);
    let id = round.id.clone();
    let seen = Memo::new(move |_| {
        let all = topics.get()?.ok()?;
        let own = all.into_iter().map(|t| t.value).filter(|t| t.round == id).collect();
        Some(schedule(own, site.clock.now()))
    });
    let list = move || match seen.get() {
        Some(seen) if seen.is_empty() => view! { <p>{t("topics.none")}</p> }.into_any(),
        Some(seen) => view! { <ol class="schedule">{seen.into_iter().map(line).collect_view()}</ol> }.into_any(),
        None => loaded(topics, |_| ().into_any()),
    };
    view! {
        <p class="eyebrow">{move || where_it_stands(phase.get())}</p>
        <h1 dir="auto">{round.title.clone()}</h1>
        {move || weeks(phase.get())}
        <div class="prose" lang=site.programme().language>{document(markdown::read(&round.summary, Writer::Programme), Writer::Programme)}</div>
        <dl class="facts">
            <div><dt>{t("round.applications")}</dt><dd>{day(round.applications_open)}" – "{day(round.applications_close)}</dd></div>
            <div><dt>{t("round.partnerships")}</dt><dd>{day(round.start)}" – "{day(round.end)}</dd></div>
            {round.figures.map(figures)}
        </dl>
        <h2>{t("round.topics")}</h2>
        {list}
        <p><a class="act" href=Route::Join.href()>{t("nav.join")}</a></p>
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
