//! The page's landmarks, by which people who cannot see it find its parts. In a frame there are none: they would stand
//! among those of the page around it, where the frame has a name already.

use crate::state::Presentation;

/// The element of a part that is a landmark by itself: `main`, `nav`, `footer`.
pub(super) const fn tag(shown: Presentation, name: &'static str) -> &'static str {
    if shown.embedded { "div" } else { name }
}

/// The role of a part with a name, where it is no landmark.
pub(super) fn role(shown: Presentation) -> Option<&'static str> {
    shown.embedded.then_some("group")
}
