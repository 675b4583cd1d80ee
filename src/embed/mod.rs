//! Widgets: parts of the site on somebody else's page. `script/embed.js` is what that page loads; it asks for this program
//! when a reader comes near, and hands over each element with a place in its shadow root.

#[cfg(feature = "browser")]
mod serve;
#[cfg(feature = "browser")]
mod view;
pub mod widget;

#[cfg(feature = "browser")]
pub use serve::serve;
