//! How the page is shown: whole or in part, for reading only, in another page's frame.

use kms_playground::Fragment;
pub(crate) use kms_playground::View as Extent;

/// What the address says about it, or the page that embeds this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Presentation {
    /// How much is shown.
    pub(crate) extent: Extent,
    /// Whether nothing can be edited.
    pub(crate) readonly: bool,
    /// Whether the verdicts are hidden until they are predicted.
    pub(crate) ask: bool,
    /// Whether the page lives in another one's frame.
    pub(crate) embedded: bool,
}

impl Default for Presentation {
    fn default() -> Self {
        Self { extent: Extent::Full, readonly: false, ask: false, embedded: false }
    }
}

impl Presentation {
    /// Whether the policies' texts are in view, so that a line can point at its place there.
    pub(crate) const fn shows_policies(self) -> bool {
        matches!(self.extent, Extent::Full | Extent::Edit)
    }

    /// Whether nothing can be edited: a policy that changes under a question would change its answer.
    pub(crate) const fn is_for_reading(self) -> bool {
        self.readonly || self.ask
    }

    pub(crate) fn of(fragment: &Fragment) -> Self {
        Self {
            extent: fragment.view.unwrap_or(Extent::Full),
            readonly: fragment.readonly,
            ask: fragment.ask,
            embedded: fragment.embed,
        }
    }
}
