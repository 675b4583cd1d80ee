//! What everybody reads: the start page, topics, rounds, the programme's own pages.

pub mod home;
pub mod not_found;
pub mod round;
pub mod text;
pub mod topic;
pub mod topics;
