//! Who one is: signing in (in the demo, choosing somebody), and what the programme knows of one.

pub mod choose;
pub mod me;
pub mod sign_in;
