//! What becomes of all requests, one by one: the grid of callers and operations, and what the requests of the scenario
//! test of the key policy.
//!
//! One part of the application, fetched after the first paint. Nothing else may name what is here.

mod coverage;
mod grid;
mod keys;
mod slices;

use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::part;
use crate::state::{Action, Base, Shared};

/// What both are about.
#[derive(Clone, PartialEq)]
pub(crate) struct Surveyed {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    /// The version that an edit is compared with.
    pub(crate) base: Base,
    /// The request that is shown.
    pub(crate) request: usize,
    /// What callers and operations must have in their names.
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) act: Callback<Action>,
}

/// Draws the grid.
pub(crate) fn grid(surveyed: &Surveyed) -> Html {
    part!(grid::Grid { surveyed: surveyed.clone() })
}

/// Draws what the requests test.
pub(crate) fn coverage(surveyed: &Surveyed) -> Html {
    part!(coverage::Coverage {
        scenario: surveyed.scenario.clone(),
        report: surveyed.report.clone(),
        act: surveyed.act.clone()
    })
}

/// A text as it stands at the beginning of a sentence.
fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
