//! A site on backends, before a machine and a network of which the test decides everything.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what is wrong by failing")]

mod own_writes;
mod pending_writes;
mod query_cache;
mod requests;
mod sessions;
mod setting;
