//! What the two have reached on their way.

use super::shared::{Contacts, Pair, Shared, day_of, today};
use crate::app::components::load::shown;
use crate::app::components::time::day;
use crate::app::context::LoadState;
use crate::app::site_map::Page;
use crate::app::text::{t, zones};
use crate::domain::journey::{self, Deeds, Milestone};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Milestones with the days on which they were reached.
type Reached = Vec<(Milestone, NaiveDate)>;

/// What has been reached, and what there is to reach.
fn found(shared: Shared, pair: Pair, contacts: Contacts) -> impl Fn() -> Result<(Reached, Vec<Milestone>), LoadState> {
    move || {
        let contacts = contacts.get()?;
        let days: Vec<_> =
            contacts.iter().map(|stored| (day_of(&stored.value), stored.value.channel.as_str())).collect();
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
        let deeds = Deeds { contacts: &days, agreed, reflected };
        Ok((journey::reached(&pair.round, &way, deeds, today(shared.app)), way))
    }
}

/// What the two have reached, and when.
pub fn section(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
    let list = shown(shared.app, found(shared, pair, contacts), |(reached, way)| {
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
        view! { <ol class="milestones">{way.into_iter().map(one).collect_view()}</ol> }.into_any()
    });
    view! { <section class="column"><h2>{t("partner.way")}</h2>{list}</section> }.into_any()
}

/// Help for two who have reached nothing more for long.
pub fn help(shared: Shared, pair: Pair, contacts: Contacts) -> AnyView {
    let reached = found(shared, pair.clone(), contacts);
    let is_stuck = Memo::new(move |_| {
        reached().is_ok_and(|(reached, _)| journey::is_stuck(&pair.round, &reached, today(shared.app)))
    });
    let help = move || {
        is_stuck.get().then(|| {
            view! {
                <p class="notice">{t("partner.stuck")}" "
                    <a href=Page::Contact.href()>{t("partner.ask")}</a>
                </p>
            }
        })
    };
    view! { <div>{help}</div> }.into_any()
}
