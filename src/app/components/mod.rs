//! Pieces that pages share.

pub mod account_links;
pub mod avatar;
pub mod channel;
pub mod comments;
pub mod confirm;
pub mod demo_bar;
pub mod document;
pub mod draft;
pub mod focus;
pub mod form;
pub mod host_event;
pub mod keyed;
pub mod load;
pub mod person;
pub mod round;
pub mod save;
pub mod share;
pub mod submission;
pub mod switches;
pub mod tags;
pub mod task;
pub mod time;
pub mod undo;
pub mod unsent;
pub mod waitlist_draft;
