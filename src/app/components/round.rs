//! How a round stands, and how many took part, in a few words and tiles.

use crate::app::text::{fill, number, plural, t};
use crate::domain::round::{Figures, Phase};
use leptos::prelude::*;

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
