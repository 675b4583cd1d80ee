//! `/partner/certificate`: that somebody took part, to print.

use super::shared::{Pair, chosen, load};
use super::{Found, find, titled};
use crate::app::components::load::shown;
use crate::app::components::save::print_button;
use crate::app::components::time::day;
use crate::app::context::AppContext;
use crate::app::site_map::Page;
use crate::app::text::{fill, name_of, t};
use crate::domain::participant::Participant;
use crate::domain::partnership::Stage;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppContext) -> AnyView {
    let loaded = load(app);
    let view = shown(
        app,
        move || find(app, loaded, chosen().as_ref()),
        move |found| match found {
            Found::Matched(pair) if pair.stage != Stage::Open => certificate(app, &pair),
            _ => titled(app, "certificate.title", view! { <p>{t("certificate.not_yet")}</p>{back()} }.into_any()),
        },
    );
    view! { <div class="topic partner">{view}</div> }.into_any()
}

fn back() -> AnyView {
    view! { <p class="back"><a href=Page::Partner.href()>{t("certificate.back")}</a></p> }.into_any()
}

fn certificate(app: AppContext, pair: &Pair) -> AnyView {
    app.set_title(&t("certificate.title"));
    let programme = app.programme();
    let country = |person: &Participant| Some(name_of("region", person.country?.code()));
    let mut countries: Vec<_> = pair.partners.iter().filter_map(country).collect();
    countries.dedup();
    // Of a partner who was erased nothing is known.
    let with = (!countries.is_empty()).then(|| fill("certificate.with", &[("countries", &countries.join(", "))]));
    view! {
        <article class="certificate">
            <p class="eyebrow">{programme.name.clone()}</p>
            <h1>{t("certificate.title")}</h1>
            <p class="name"><bdi>{pair.myself.name.as_str().to_owned()}</bdi></p>
            <p><bdi>{pair.myself.role.clone()}</bdi><br/><bdi>{pair.myself.workplace.clone()}</bdi></p>
            <p>{fill("certificate.took_part", &[("round", &pair.round.title)])}<br/>{day(pair.round.start)}" – "{day(pair.round.end)}</p>
            {with.map(|with| view! { <p>{with}</p> })}
            <p class="soft">{programme.tagline.clone()}</p>
        </article>
        <p class="buttons back">
            {print_button("certificate.print", "act")}
        </p>
        {back()}
    }
    .into_any()
}
