//! A tile with somebody's initials, in a colour that stays theirs.

use crate::domain::person::Name;
use leptos::prelude::*;

/// How many colours the style sheet has for tiles (`.tile-1` …).
const TILES: u32 = 6;

/// The class of the n-th tile; they come round again.
pub fn tile(n: u32) -> String {
    format!("tile-{}", n % TILES + 1)
}

/// The tile of a name. It says nothing that the name beside it does not say.
pub fn face(name: &Name) -> AnyView {
    // A tile is not empty, also where a name has no letters.
    let initials = name.initials();
    let colour = name.as_str().chars().fold(0u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c)));
    view! { <span class=format!("face {}", tile(colour)) aria-hidden="true">{initials}</span> }.into_any()
}
