//! The programme itself: what a round, a topic, a comment is, and every rule of
//! the programme. Pure Rust: it does not know the browser, Leptos, any backend
//! or the time (`now` is always an argument).
//!
//! Text from outside becomes a type of its own here (`Id`, `Slug`, `Name`,
//! `Email`, `WebLink`, `Country`), so that what holds one holds a good one.

pub mod agreement;
pub mod cadence;
pub mod calendar;
pub mod comment;
pub mod concern;
pub mod contact;
pub mod country;
pub mod desk;
pub mod goal;
pub mod hours;
pub mod journey;
pub mod kinds;
pub mod legible;
pub mod message;
pub mod note;
pub mod participant;
pub mod partnership;
pub mod person;
pub mod picture;
pub mod picture_file;
pub mod problem;
pub mod programme;
pub mod reflection;
pub mod resource;
pub mod round;
pub mod settings;
pub mod spec;
pub mod text;
pub mod thread;
pub mod tick;
pub mod topic;
pub mod waitlist;
pub mod web_link;
pub mod written;
pub mod zone;
