//! What was tried against PostgREST by plain requests, and must not succeed.

mod client;
mod database;
mod query_features;
mod regressions;
mod tokens;
mod unreadable_rows;

pub use super::requests::Attack;

use super::requests::trials as trials_of;
use libtest_mimic::Trial;

pub fn trials() -> impl Iterator<Item = Trial> {
    let attacks = [query_features::ATTACKS, tokens::ATTACKS, unreadable_rows::ATTACKS, regressions::ATTACKS];
    attacks.into_iter().flat_map(|attacks| trials_of("postgrest", attacks))
}
