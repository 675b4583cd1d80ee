//! What is wrong with a backend or with the profile that describes it, in words that a coordinator can act on.
//!
//! Readers' programs do not need it; the check's page, xtask and the tests do.

pub mod backend;
pub mod explain;
pub mod profile;
pub mod schema;
