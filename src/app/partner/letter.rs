//! The way to write to one's partner, with a letter to begin with.

use crate::app::text::{fill, t};
use crate::domain::participant::{Channel, Participant};
use leptos::prelude::*;

/// The way to write to the partners, where their address is known; for the first time with a letter to begin with.
pub fn write_to(partners: &[Participant], is_first: bool, class: &'static str) -> Option<AnyView> {
    let address = |person: &Participant| person.channels.iter().find_map(Channel::mail_address);
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
