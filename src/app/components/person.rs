//! Who a partner is, where they are now, how to reach them.

use crate::app::components::avatar::face;
use crate::app::components::channel::channel;
use crate::app::context::AppContext;
use crate::app::text::{dates, fill, name_of, t, zones};
use crate::domain::participant::{Channel, Participant};
use leptos::prelude::*;

/// What everybody writes a letter with, and a browser can open.
const MAIL: &str = "email";

/// The partner.
pub fn card(app: AppContext, partner: Participant) -> AnyView {
    let zone = partner.time_zone.clone();
    let there = move || there(&zone, app.clock.now());
    let country = partner.country.code();
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
            <p><bdi>{partner.role}</bdi><br/><bdi>{partner.workplace}</bdi><br/><span aria-hidden="true">{flag(country)}</span>" "{name_of("region", country)}</p>
            <p>{there}</p>
            <p class="soft"><bdi>{languages.join(" · ")}</bdi></p>
            {channels}
        </section>
    }
    .into_any()
}

/// "It is 08:40 there, 1 hour behind you."
fn there(zone: &str, now: chrono::DateTime<chrono::Utc>) -> String {
    let Some(offset) = zones::offset(zone, now) else { return fill("partner.no_zone", &[("zone", zone)]) };
    let apart = offset.local_minus_utc() - zones::own(now).local_minus_utc();
    let time = dates::time_in(zone, now);
    let key = match apart {
        0 => "partner.same_time",
        1.. => "partner.ahead",
        _ => "partner.behind",
    };
    fill(key, &[("time", &time), ("hours", &dates::hours(f64::from(apart.abs()) / 3600.0))])
}

/// The flag of a country, from the letters of its code (Unicode, regional indicator symbols).
pub fn flag(code: &str) -> String {
    code.bytes().filter_map(|letter| char::from_u32(0x1F1E6 + u32::from(letter.saturating_sub(b'A')))).collect()
}

fn reach(channel: &Channel) -> AnyView {
    let at = channel.at.clone();
    if channel.kind == MAIL {
        return view! { <a href=format!("mailto:{at}")>{at.clone()}</a> }.into_any();
    }
    at.into_any()
}

/// The way to write to the partners, where their address is known; for the first time with a letter to begin with.
pub fn write_to(partners: &[Participant], is_first: bool, class: &'static str) -> Option<AnyView> {
    let address = |person: &Participant| person.channels.iter().find(|c| c.kind == MAIL).map(|c| c.at.clone());
    let addresses: Vec<_> = partners.iter().filter_map(address).collect();
    if addresses.is_empty() {
        return None;
    }
    let name = partners.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let letter = is_first.then(|| {
        let text = fill("partner.first_letter", &[("name", &name)]);
        format!("?subject={}&body={}", encode(&t("partner.first_subject")), encode(&text))
    });
    let href = format!("mailto:{}{}", addresses.join(","), letter.unwrap_or_default());
    Some(view! { <a class=class href=href><bdi>{fill("partner.write_to", &[("name", &name)])}</bdi></a> }.into_any())
}
