//! Deskmates runs a peer-mentoring programme from a static web site.
//!
//! The modules, in the order in which they may use one another:
//!
//! - [`domain`]: the programme itself and every rule of it
//! - [`document`]: rich text, from Markdown or a blog's HTML to a small safe tree
//! - [`platform`]: the machine: storage, clock, locks, network
//! - [`store`]: where data lives
//! - [`diagnostics`]: what is wrong with a backend or its profile
//! - `app` (feature `browser`): the pages, in Leptos
//! - [`embed`]: parts of them on somebody else's page

#[cfg(feature = "browser")]
pub mod app;
/// Without a browser there is only the table of pages, which xtask reads.
#[cfg(not(feature = "browser"))]
pub mod app {
    pub mod site_map;
}
pub mod diagnostics;
pub mod document;
pub mod domain;
pub mod embed;
pub mod platform;
pub mod store;
