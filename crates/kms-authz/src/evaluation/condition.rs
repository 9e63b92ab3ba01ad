//! What came of one condition key under one operator.

use kms_policy::{ConditionOperator, Span};

use super::element::{Reason, ValueMatch};
use crate::context::{Absence, Certainty};
use crate::evaluation::reason::{ConditionReason, ValueReason};
use crate::statement::language_rule::LanguageRule;

/// What came of one condition key under one operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionMatch {
    /// Which block of the `Condition` element.
    pub block: usize,
    /// Which entry of the block.
    pub entry: usize,
    /// The operator; none if the text names none of AWS's.
    pub operator: Option<ConditionOperator>,
    /// Where the operator is written, quotes included.
    pub operator_span: Span,
    /// Where the condition key is written, quotes included.
    pub key_span: Span,
    /// Whether the key is `aws:PrincipalArn`, which decides how `*` reaches a caller.
    pub is_principal_arn: bool,
    /// Whether what nobody said of the key makes no difference: an AWS service that carried it would still have
    /// none of the values asked for, and the role's path may be any.
    pub same_otherwise: bool,
    /// The whole value: the one value or the list.
    pub span: Span,
    /// Whether the request carries the key; its values are the context's under that name.
    pub request: RequestKey,
    /// Whether AWS documents that such a request carries this value.
    pub certainty: Certainty,
    /// Why the condition holds or does not.
    pub reason: ConditionReason,
    /// Each value of the policy, in order, compared whether or not another decided already.
    pub values: Vec<ValueMatch<ValueReason>>,
    /// For each value of the request, in order, the first value of the policy that matches it.
    pub request_values: Vec<Option<usize>>,
    /// What AWS does not document and this answer rests on.
    pub assumptions: Vec<LanguageRule>,
}

/// Whether a request carries a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestKey {
    /// It does, with at least one value.
    Present,
    /// It does, as an empty list or, under a set operator, as a lone empty string: treated as absent.
    Empty,
    /// It does not, for this reason.
    Absent(Absence),
}

impl ConditionMatch {
    /// Whether the condition holds.
    pub fn matched(&self) -> bool {
        self.reason.is_match()
    }

    /// Whether it fails, and neither a rule nor the absence of the key is assumed.
    pub(super) fn surely_fails(&self) -> bool {
        let assumed = matches!(self.request, RequestKey::Absent(absence) if absence.is_assumed());
        let known = !assumed && self.certainty == Certainty::Documented;
        !self.matched() && known && self.assumptions.is_empty()
    }

    /// Whether it demands that `aws:PrincipalArn` be one of its values, and it is.
    pub(super) fn names_caller(&self) -> bool {
        self.is_principal_arn && self.operator.is_some_and(|operator| names_caller(operator, self.reason))
    }
}

/// Whether the condition holds because a value of the policy matches the request's; asked of `aws:PrincipalArn`.
pub(crate) const fn names_caller(operator: ConditionOperator, reason: ConditionReason) -> bool {
    let by_value = matches!(
        reason,
        ConditionReason::ValueMatches | ConditionReason::AllValuesMatch | ConditionReason::AnyValueMatches(_)
    );
    by_value && !operator.base.is_negated()
}
