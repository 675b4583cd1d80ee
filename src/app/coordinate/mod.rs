//! What coordinators need.

pub mod check;
