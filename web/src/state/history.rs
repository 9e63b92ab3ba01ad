//! Undo and redo over the whole scenario.
//!
//! Keystrokes in one field become one step; a pause, another field or a discrete change begins the next. The pause
//! is told by whoever has a clock.

use super::shared::Shared;
use kms_playground::Scenario;

/// What undo brings back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Snapshot {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) request: usize,
    /// When it was left, in milliseconds since 1970.
    pub(crate) until: f64,
}

/// The steps before and after the present.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    /// The field whose keystrokes still belong to the last step.
    open: Option<String>,
}

/// How many steps are kept, and how many bytes of policy text they may hold together.
const MOST_STEPS: usize = 200;
const MOST_BYTES: usize = 32 * 1024 * 1024;

impl History {
    /// Notes that `present` is about to change in `field`; without a field the change stands alone.
    pub(crate) fn record(&mut self, present: Snapshot, field: Option<String>) {
        self.future.clear();
        let same_step = field.is_some() && field == self.open;
        self.open = field;
        if same_step {
            return;
        }
        self.past.push(present);
        let mut bytes = 0;
        let kept = self
            .past
            .iter()
            .rev()
            .take(MOST_STEPS)
            .take_while(|step| {
                bytes += step.scenario.key_policy.text().len();
                bytes <= MOST_BYTES
            })
            .count();
        self.past.drain(..self.past.len() - kept.max(1));
    }

    /// Ends the step that keystrokes still added to.
    pub(crate) fn settle(&mut self) {
        self.open = None;
    }

    pub(crate) fn undo(&mut self, present: Snapshot) -> Option<Snapshot> {
        self.open = None;
        let step = self.past.pop()?;
        self.future.push(present);
        Some(step)
    }

    pub(crate) fn redo(&mut self, present: Snapshot) -> Option<Snapshot> {
        self.open = None;
        let step = self.future.pop()?;
        self.past.push(present);
        Some(step)
    }

    /// The steps before the present, the first first.
    pub(crate) fn past(&self) -> &[Snapshot] {
        &self.past
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
