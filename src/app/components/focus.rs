//! Moving the focus when an answer comes, and not under the hands of somebody who has gone on meanwhile.

use crate::app::components::form::focus_soon;
use crate::app::dom::focused;

/// Where the focus was when something was asked for.
pub struct FocusBefore {
    element: Option<web_sys::Element>,
    /// A dialog gives the focus back to what opened it when it closes.
    is_in_dialog: bool,
}

impl FocusBefore {
    /// Where it is now.
    pub fn now() -> Self {
        let element = focused();
        let is_in_dialog = element.as_ref().is_some_and(|it| matches!(it.closest("dialog"), Ok(Some(_))));
        Self { element, is_in_dialog }
    }

    /// Whether nobody has moved it since: it is where it was, or what had it is gone.
    pub fn is_unmoved(&self) -> bool {
        match (focused(), &self.element) {
            (Some(now), _) if self.is_in_dialog => !["INPUT", "TEXTAREA", "SELECT"].contains(&now.tag_name().as_str()),
            (Some(now), Some(before)) => now == *before,
            (None, Some(before)) => !before.is_connected(),
            (None, None) => true,
            (Some(_), None) => false,
        }
    }

    /// Moves it to the element with this id, which is about to be shown, unless somebody has moved it.
    pub fn move_to(&self, id: String) {
        if self.is_unmoved() {
            focus_soon(id);
        }
    }
}
