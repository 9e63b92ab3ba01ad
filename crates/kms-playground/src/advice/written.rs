//! A plan written into the scenario, intent by intent: what the search has evaluated is what is listed.

use super::intent::Plan;
use super::types::AdvicePart;
use crate::report::Decision;
use crate::scenario::Scenario;

/// A plan with what it comes to.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) plan: Plan,
    /// The change that each intent makes, in the same order.
    pub(super) parts: Vec<AdvicePart>,
    /// The scenario with these changes.
    pub(super) scenario: Scenario,
    /// What the request is decided in it, once it was evaluated.
    pub(super) decision: Option<Decision>,
}

impl Written {
    /// The plan that changes nothing.
    pub(super) const fn nothing(scenario: Scenario) -> Self {
        Self { plan: Vec::new(), parts: Vec::new(), scenario, decision: None }
    }

    /// The plan with further intents, each written into what those before it have left; none where one cannot be written.
    pub(super) fn with(&self, intents: Plan, request: usize) -> Option<Self> {
        let mut written = Self { decision: None, ..self.clone() };
        for intent in intents {
            let part = intent.part(&written.scenario, request)?;
            part.apply(&mut written.scenario, request)?;
            written.parts.push(part);
            written.plan.push(intent);
        }
        Some(written)
    }
}
