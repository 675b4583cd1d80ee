//! What was tried against PostgREST by plain requests, and must not succeed.

mod asked;
mod ended;
mod held;
mod plain;
mod readable;

pub use super::plain::Attack;

use super::plain::trials as trials_of;
use libtest_mimic::Trial;

pub fn trials() -> impl Iterator<Item = Trial> {
    let attacks = [asked::ATTACKS, ended::ATTACKS, readable::ATTACKS, held::ATTACKS];
    attacks.into_iter().flat_map(|attacks| trials_of("postgrest", attacks))
}
