//! Pieces that pages share.

pub mod comments;
pub mod confirm;
pub mod demo_bar;
pub mod document;
pub mod draft;
pub mod face;
pub mod form;
pub mod keyed;
pub mod load;
pub mod save;
pub mod sending;
pub mod share;
pub mod switches;
pub mod tags;
pub mod tell;
pub mod time;
pub mod undo;
pub mod unsent;
