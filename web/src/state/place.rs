//! A line of the trace or of the list of errors, and the place in a policy's text that it speaks of.

use kms_playground::{Report, ReportSpan};

use super::policy_slot::PolicySlot;

/// A line that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) policy: PolicySlot,
    pub(crate) line: Line,
}

/// Which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Statement(usize),
    Element {
        check: usize,
        statement: usize,
        element: usize,
    },
    Value {
        check: usize,
        statement: usize,
        element: usize,
        value: usize,
    },
    /// An error in the policy's text.
    Error(usize),
    /// A finding, and which of its places.
    Finding(usize),
}

impl Place {
    /// The statement that the line belongs to.
    pub(crate) const fn statement(&self) -> Option<usize> {
        match self.line {
            Line::Statement(statement) | Line::Element { statement, .. } | Line::Value { statement, .. } => {
                Some(statement)
            }
            Line::Error(_) | Line::Finding(_) => None,
        }
    }

    /// Where it is written, as of this report; nothing when the line is gone.
    pub(crate) fn span(&self, report: &Report, request: usize) -> Option<ReportSpan> {
        let id = self.policy.to_string();
        let policy = || report.policy(&id);
        let element = |check: usize, statement: usize, element: usize| {
            let check = report.requests.get(request)?.checks.get(check)?;
            let found = check.statements.iter().find(|line| line.index == statement && line.policy == id)?;
            found.elements.get(element)
        };
        match self.line {
            Line::Statement(statement) => Some(policy()?.statements.get(statement)?.span),
            Line::Element { check, statement, element: index } => element(check, statement, index)?.span,
            Line::Value { check, statement, element: index, value } => {
                element(check, statement, index)?.values.get(value)?.span
            }
            Line::Error(error) => Some(policy()?.errors.get(error)?.span),
            Line::Finding(finding) => report.findings.get(finding)?.spans.first().copied(),
        }
    }
}

/// The statement of a policy in which an offset (in UTF-16 units) lies.
pub(crate) fn statement_at(report: &Report, policy: PolicySlot, offset: u32) -> Option<usize> {
    let statements = &report.policy(&policy.to_string())?.statements;
    statements
        .iter()
        .find(|statement| statement.span.start.offset <= offset && offset <= statement.span.end.offset)
        .map(|statement| statement.index)
}
