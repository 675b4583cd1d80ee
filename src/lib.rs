//! Deskmates, in dependency order.
pub mod domain;
