//! What Deskmates relies on, tried on real backends: `cargo xtask test contract`
//! starts each, fills it with the demo programme, and runs every case against it
//! through the profile that we publish. A case that needs what a backend has not is
//! ignored there, and its kind says why.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what is wrong by failing")]

mod agreements;
mod attacks {
    pub mod kinto;
    pub mod pocketbase;
    pub mod postgrest;
    pub mod requests;
}
mod desks;
mod faults;
#[path = "../check/finding_words.rs"]
mod finding_words;
mod needs;
mod oneself;
mod outbox;
mod planted;
mod private;
mod probe;
mod profiles;
mod reading;
mod setting;
mod together;
mod writing;

use libtest_mimic::{Arguments, Failed, Trial};
use needs::Needs;
use setting::{BACKENDS, Setting};

/// A case: its name and what it tries.
type Case = (&'static str, fn(&Setting) -> Result<(), Failed>);
/// Cases that need the same of a backend.
type Group = (Needs, &'static [Case]);

fn main() {
    // Cases write to one backend: one after another.
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    let only = std::env::var("BACKEND").ok();
    let backends = BACKENDS.into_iter().filter(|name| only.as_deref().is_none_or(|only| only == *name));
    let of_backend = |backend: &'static str| {
        let cases = [
            reading::CASES,
            writing::CASES,
            private::CASES,
            agreements::CASES,
            together::CASES,
            desks::CASES,
            oneself::CASES,
            faults::CASES,
            probe::CASES,
            needs::CASES,
        ]
        .into_iter()
        .flatten();
        let profile = setting::profile(backend);
        cases.flat_map(move |(needs, cases)| {
            let missing = needs.missing(backend, &profile);
            cases.iter().map(move |(name, case)| {
                let trial = Trial::test(format!("{backend}::{name}"), move || case(&Setting::of(backend)));
                trial.with_ignored_flag(missing.is_some()).with_kind(missing.clone().unwrap_or_default())
            })
        })
    };
    let more = profiles::trials().chain(outbox::trials()).chain(probe::trials());
    let more = more.chain(attacks::pocketbase::trials());
    let more = more.chain(attacks::requests::trials("kinto", attacks::kinto::ATTACKS));
    let more = more.chain(attacks::postgrest::trials());
    let trials = backends.flat_map(of_backend).chain(more).collect();
    libtest_mimic::run(&arguments, trials).exit();
}
