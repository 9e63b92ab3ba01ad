//! What the requests of the scenario test of the key policy.
//!
//! One part of the application, fetched after the first paint. Nothing else may name what is here.

mod coverage;

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

/// Draws what the requests test.
pub(crate) fn coverage(surveyed: &Surveyed) -> Html {
    part!(coverage::Coverage {
        scenario: surveyed.scenario.clone(),
        report: surveyed.report.clone(),
        act: surveyed.act.clone()
    })
}
