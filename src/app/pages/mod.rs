//! The pages, one a file, named after their routes.

pub mod check;
pub mod choose;
pub mod desks;
pub mod embed;
pub mod home;
pub mod join;
pub mod me;
pub mod not_found;
pub mod partner;
pub mod round;
pub mod sign_in;
pub mod text;
pub mod topic;
pub mod topics;
