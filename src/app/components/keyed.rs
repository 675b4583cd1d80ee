//! A list whose items stay on the page while others come and go: what is being typed in one, and the focus, are not
//! lost when another tab adds something.

use leptos::prelude::*;

/// An item: the key under which it stays as it is, and how it is shown when it comes.
pub struct Keyed {
    /// What it shows follows from the key alone.
    pub key: String,
    /// Shows it.
    pub show: Box<dyn FnOnce() -> AnyView + Send>,
}

/// The items.
pub fn keyed(all: impl Fn() -> Vec<Keyed> + Send + Sync + 'static) -> AnyView {
    let all: Box<dyn Fn() -> Vec<Keyed> + Send + Sync> = Box::new(all);
    view! { <For each=all key=|item| item.key.clone() children=|item| (item.show)()/> }.into_any()
}
