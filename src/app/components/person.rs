//! Who a partner is, where they are now, how to reach them.

use crate::app::components::avatar::face;
use crate::app::components::channel::channel;
use crate::app::context::AppContext;
use crate::app::text::{dates, fill, name_of, zones};
use crate::domain::country::Country;
use crate::domain::participant::{Channel, Participant};
use leptos::prelude::*;

/// The partner.
pub fn card(app: AppContext, partner: Participant) -> AnyView {
    let zone = partner.time_zone.clone();
    let there = move || there(&zone, app.clock.now());
    let country = partner.country.map(Country::code).map(|code| {
        view! { <br/><span aria-hidden="true">{flag(code)}</span>" "{name_of("region", code)} }
    });
    let languages: Vec<_> = partner.languages.iter().map(|code| name_of("language", code)).collect();
    let channels = (!partner.channels.is_empty()).then(|| {
        let one = |contact: Channel| {
            let name = channel(&contact.kind);
            view! { <div><dt>{name}</dt><dd><bdi>{reach(&contact)}</bdi></dd></div> }
        };
        view! { <dl class="facts">{partner.channels.into_iter().map(one).collect_view()}</dl> }
    });
    view! {
        <section class="card person">
            <h2>{face(&partner.name)}" "<bdi>{partner.name.as_str().to_owned()}</bdi></h2>
            <p><bdi>{partner.role}</bdi><br/><bdi>{partner.workplace}</bdi>{country}</p>
            <p>{there}</p>
            <p class="soft"><bdi>{languages.join(" · ")}</bdi></p>
            {channels}
        </section>
    }
    .into_any()
}

/// "It is 08:40 there, 1 hour behind you."
pub fn there(zone: &str, now: chrono::DateTime<chrono::Utc>) -> String {
    let Some(offset) = zones::offset(zone, now) else { return fill("person.no_zone", &[("zone", zone)]) };
    let apart = offset.local_minus_utc() - zones::own(now).local_minus_utc();
    let time = dates::time_in(zone, now);
    let key = match apart {
        0 => "person.same_time",
        1.. => "person.ahead",
        _ => "person.behind",
    };
    fill(key, &[("time", &time), ("hours", &dates::hours(f64::from(apart.abs()) / 3600.0))])
}

/// The flag of a country, from the letters of its code (Unicode, regional indicator symbols).
pub fn flag(code: &str) -> String {
    code.bytes().filter_map(|letter| char::from_u32(0x1F1E6 + u32::from(letter.saturating_sub(b'A')))).collect()
}

fn reach(channel: &Channel) -> AnyView {
    let at = channel.at.clone();
    match channel.mail_address() {
        Some(address) => view! { <a href=format!("mailto:{address}")>{at}</a> }.into_any(),
        None => at.into_any(),
    }
}
