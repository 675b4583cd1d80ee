//! The ways in which people reach one another.

use crate::app::text::t;
use crate::domain::contact::CHANNELS;

/// The name of a channel; what another program called it, as it is.
pub fn channel(name: &str) -> String {
    if CHANNELS.contains(&name) { t(&format!("channel.{name}")) } else { name.to_owned() }
}
