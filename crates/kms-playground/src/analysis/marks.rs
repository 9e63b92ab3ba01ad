//! What is notable about the callers of a finding: those of other accounts, and services that act for any resource.

use kms_analysis::{Restriction, RestrictionForm, Scope, Standing};
use kms_policy::{BaseOperator, ConditionOperator, SetOperator};

use super::types::ReachMark;

/// Conditions on these limit callers to an organization.
const OF_ORGANIZATION: [&str; 2] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];

/// Conditions on these limit a service to resources of an account or organization.
const OF_SOURCE: [&str; 4] = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// The marks of a finding, the more notable first.
pub(super) fn of(scope: &Scope) -> Vec<ReachMark> {
    let has = |standing| scope.callers.iter().any(|caller| caller.standing == standing);
    let mut marks = Vec::new();
    if has(Standing::OtherAccount) {
        let limited = limits(scope, &OF_ORGANIZATION);
        marks.push(if limited { ReachMark::OutsideAccount } else { ReachMark::OutsideOrganization });
    }
    if has(Standing::Service) && !limits(scope, &OF_SOURCE) {
        marks.push(ReachMark::AnySource);
    }
    marks
}

/// Whether a condition asks for certain values of one of these keys.
fn limits(scope: &Scope, keys: &[&str]) -> bool {
    scope.restrictions.iter().any(|restriction| {
        keys.iter().any(|key| key.eq_ignore_ascii_case(&restriction.key)) && asks_for_values(restriction)
    })
}

/// Whether a request must carry the key with one of the written values. A pattern of wildcards alone asks for nothing,
/// and of examples it is not known which condition they are of.
fn asks_for_values(restriction: &Restriction) -> bool {
    let RestrictionForm::Condition { holds, operator, values } = &restriction.form else { return false };
    let Some(operator) = ConditionOperator::parse(operator) else { return false };
    // Without the key every one of no values matches.
    let takes_absence = operator.if_exists || operator.set == Some(SetOperator::ForAllValues);
    let is_positive = operator.base.is_negated() != *holds;
    let is_open =
        values.iter().any(|value| value.chars().all(|character| matches!(character, '*' | '?' | ':')));
    is_positive && *holds && !takes_absence && operator.base != BaseOperator::Null && !is_open
}
