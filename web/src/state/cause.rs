//! The statements that a verdict rests on, and those that come nearest to allowing what is refused.

use kms_playground::{CheckReport, Ground, RequestReport, StatementReport};

use super::place::{Line, Place};
use super::policy_slot::PolicySlot;

/// How much a statement has to do with the verdict: it decided, it comes nearest, neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bearing {
    Decided,
    Near,
    Other,
}

impl Bearing {
    pub(crate) const ALL: [Self; 3] = [Self::Decided, Self::Near, Self::Other];

    /// That of a statement in the verdict of a check.
    pub(crate) fn of(check: &CheckReport, statement: &StatementReport) -> Self {
        let is_it = |ground: &Ground| matches!(ground, Ground::Statement { policy, statement: index } if *policy == statement.policy && *index == statement.index);
        if statement.decided {
            Self::Decided
        } else if check.near_misses.iter().any(is_it) {
            Self::Near
        } else {
            Self::Other
        }
    }
}

/// The statement of this policy that decided the request, else the one that comes nearest.
pub(crate) fn cause_in(report: &RequestReport, policy: PolicySlot) -> Option<Place> {
    let id = policy.to_string();
    let decided =
        report.checks.iter().flat_map(|check| &check.statements).filter(|statement| statement.decided);
    let near = report.checks.iter().flat_map(CheckReport::near_statements);
    let cause = decided.chain(near).find(|statement| statement.policy == id)?;
    Some(Place { policy, line: Line::Statement(cause.index) })
}
