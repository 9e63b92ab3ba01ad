//! Asks one grant of one request: is it in force, does it list the operation, name the caller, fit the context?
//!
//! API Reference, *GrantConstraints*: the key of a pair is compared without regard to case, its value exactly. The
//! guide (*Creating grants*) says that both are compared exactly; the API reference is followed and the difference
//! shown.

use kms_catalog::EncryptionContextParameter;
use kms_catalog::names::{keys, operations};
use kms_policy::{Arn, ArnPattern};

use super::child::ChildRequest;
use super::{
    ConstraintMatch, ConstraintReason, GrantConstraint, GrantEvaluation, GrantForce, GrantRequest, PairReason,
};
use crate::context::Subject;
use crate::evaluation::reason::PrincipalReason;
use crate::situation::Grant;
use crate::statement::principal;

/// What comes of the grant of this index.
pub(crate) fn evaluate_grant(index: usize, grant: &Grant, asked: GrantRequest<'_>) -> GrantEvaluation {
    let GrantRequest { subject, request } = asked;
    let operation = subject.operation.name;
    let child = (operation == operations::CREATE_GRANT).then(|| ChildRequest::of(subject, request));
    let grantee = principal::named(&grant.grantee, request);
    let of_service = matches!(
        grantee,
        PrincipalReason::Service
            | PrincipalReason::ServiceDiffersInCase
            | PrincipalReason::ServiceOfOtherRegion
    );
    GrantEvaluation {
        index,
        force: force(grant, subject),
        operation: grant.operations.iter().position(|listed| listed == operation),
        grantee,
        grantee_may_stand_for_others: of_service && grant.grantee_may_stand_for_others,
        constraints: constraints(grant, asked),
        child: child.map(|child| child.within(grant)),
        retire: (operation == operations::RETIRE_GRANT).then(|| super::retire::retire(grant, asked)),
    }
}

fn force(grant: &Grant, subject: &Subject<'_>) -> GrantForce {
    let has_token = grant.token.as_deref().is_some_and(|token| subject.call.grant_tokens.contains(&token));
    match (grant.pending, has_token) {
        (false, _) => GrantForce::InForce,
        (true, true) => GrantForce::ByToken,
        (true, false) => GrantForce::PendingWithoutToken,
    }
}

fn constraints(grant: &Grant, asked: GrantRequest<'_>) -> Vec<ConstraintMatch> {
    let constraints = &grant.constraints;
    let equals = constraints.encryption_context_equals.iter().map(|pairs| {
        let compared = |given: &[(&str, &str)], met: &[PairReason]| {
            if !met.iter().all(|pair| pair.is_met()) {
                return ConstraintReason::PairsMissing;
            }
            if given.len() > pairs.len() {
                ConstraintReason::FurtherPairs
            } else {
                ConstraintReason::EncryptionContextFits
            }
        };
        pairs_match(GrantConstraint::EncryptionContextEquals, pairs, asked, compared)
    });
    let subset = constraints.encryption_context_subset.iter().map(|pairs| {
        let compared = |_: &[(&str, &str)], met: &[PairReason]| {
            let all = met.iter().all(|pair| pair.is_met());
            if all { ConstraintReason::EncryptionContextFits } else { ConstraintReason::PairsMissing }
        };
        pairs_match(GrantConstraint::EncryptionContextSubset, pairs, asked, compared)
    });
    let source = constraints.source_arn.iter().map(|source| ConstraintMatch {
        constraint: GrantConstraint::SourceArn,
        reason: source_reason(source, asked),
        pairs: Vec::new(),
    });
    equals.chain(subset).chain(source).collect()
}

fn pairs_match(
    constraint: GrantConstraint,
    pairs: &[(String, String)],
    asked: GrantRequest<'_>,
    compared: impl Fn(&[(&str, &str)], &[PairReason]) -> ConstraintReason,
) -> ConstraintMatch {
    let operation = asked.subject.operation;
    let not_asked = match operation.encryption_context {
        EncryptionContextParameter::ViaGrantConstraint if operation.name == operations::CREATE_GRANT => {
            Some(ConstraintReason::LeftToChildGrant)
        }
        EncryptionContextParameter::ViaGrantConstraint => Some(ConstraintReason::NotOfRetireGrant),
        EncryptionContextParameter::None => Some(ConstraintReason::NotOfOperation),
        _ => None,
    };
    if let Some(reason) = not_asked {
        return ConstraintMatch { constraint, reason, pairs: Vec::new() };
    }
    let given = asked.subject.encryption_context();
    let pairs: Vec<_> = pairs.iter().map(|(key, value)| PairReason::of(key, value, &given)).collect();
    ConstraintMatch { constraint, reason: compared(&given, &pairs), pairs }
}

/// The constraint acts like a condition on `aws:SourceArn` (KMS *Creating grants*); with which operator no page says. It is
/// compared as the ARN operators compare.
fn source_reason(source: &str, asked: GrantRequest<'_>) -> ConstraintReason {
    if asked.subject.operation.name == operations::RETIRE_GRANT {
        return ConstraintReason::NotOfRetireGrant;
    }
    let given = asked.request.context.get(keys::SOURCE_ARN).map(|entry| entry.values.as_slice());
    match given {
        Some([given]) if given == source => ConstraintReason::SourceFits,
        Some([given]) if matches_arn(source, given) => ConstraintReason::SourcePatternFits,
        Some(_) => ConstraintReason::OtherSource,
        None => ConstraintReason::NoSource,
    }
}

fn matches_arn(pattern: &str, arn: &str) -> bool {
    let pattern = ArnPattern::new(pattern).filter(ArnPattern::has_wildcards);
    pattern.zip(Arn::split(arn)).is_some_and(|(pattern, arn)| pattern.matches(&arn))
}
