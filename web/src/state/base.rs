//! The version of the key policy that edits are compared with.

use std::rc::Rc;

use kms_playground::Scenario;

/// A version of the key policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) text: Rc<str>,
    /// Whether it was pinned by hand; else it is what was opened.
    pub(crate) is_pinned: bool,
}

impl Base {
    /// The version of an opened scenario.
    pub(crate) fn opened(scenario: &Scenario) -> Self {
        Self { text: scenario.key_policy.text().into(), is_pinned: false }
    }
}
