//! The grant that a grantee creates may not go beyond the grant that lets it: its operations a subset, its
//! constraints as strict or stricter (KMS Developer Guide, *Creating grants*; API *CreateGrant*).

use super::{ChildConstraintReason, ChildGrant, GrantConstraint, PairReason};
use crate::context::Subject;
use crate::request::AuthorizationRequest;
use crate::situation::Grant;
use kms_catalog::names::keys;

/// The grant that a CreateGrant would make, as far as the call tells.
pub(super) struct ChildRequest<'a> {
    /// None where the call does not say.
    pub(super) operations: Option<&'a [String]>,
    pub(super) equals: Option<Vec<(&'a str, &'a str)>>,
    pub(super) subset: Option<Vec<(&'a str, &'a str)>>,
    pub(super) source_arn: Option<&'a str>,
}

impl<'a> ChildRequest<'a> {
    /// What the call tells: by its parameters, or by the condition keys that stand for them.
    pub(super) fn of(subject: &'a Subject<'a>, request: &'a AuthorizationRequest) -> Self {
        let one = |key: &str| {
            let entry = request.context.get(key)?;
            entry.values.as_slice().first().map(String::as_str)
        };
        let pairs = || Some(subject.encryption_context()).filter(|pairs| !pairs.is_empty());
        let equals = one(keys::GRANT_CONSTRAINT_TYPE) == Some("EncryptionContextEquals");
        Self {
            operations: request.context.get(keys::GRANT_OPERATIONS).map(|entry| entry.values.as_slice()),
            equals: equals.then(pairs).flatten(),
            subset: (!equals).then(pairs).flatten(),
            source_arn: one(keys::GRANT_CONSTRAINT_SOURCE_ARN),
        }
    }

    /// Whether it stays within the parent.
    pub(super) fn within(&self, parent: &Grant) -> ChildGrant {
        let beyond = |operations: &[String]| {
            let outside = |(_, operation): &(usize, &String)| !parent.operations.contains(operation);
            operations.iter().enumerate().filter(outside).map(|(index, _)| index).collect()
        };
        let constraints = &parent.constraints;
        let equals = constraints.encryption_context_equals.as_ref();
        let subset = constraints.encryption_context_subset.as_ref();
        let source = constraints.source_arn.as_ref();
        let reasons = [
            equals.map(|pairs| (GrantConstraint::EncryptionContextEquals, self.against_equals(pairs))),
            subset.map(|pairs| (GrantConstraint::EncryptionContextSubset, self.against_subset(pairs))),
            source.map(|source| (GrantConstraint::SourceArn, self.against_source(source))),
        ];
        ChildGrant {
            operations_beyond: self.operations.map(beyond),
            constraints: reasons.into_iter().flatten().collect(),
        }
    }

    /// Nothing but the very same pairs is as strict as `EncryptionContextEquals`.
    fn against_equals(&self, parent: &[(String, String)]) -> ChildConstraintReason {
        match (&self.equals, &self.subset) {
            (Some(pairs), _) if pairs.len() == parent.len() && holds(pairs, parent) => {
                ChildConstraintReason::Equal
            }
            (None, None) => ChildConstraintReason::Missing,
            _ => ChildConstraintReason::Looser,
        }
    }

    /// Every pair of the parent must be demanded; more pairs, or no others but these, are stricter.
    fn against_subset(&self, parent: &[(String, String)]) -> ChildConstraintReason {
        match (&self.equals, &self.subset) {
            (None, None) => ChildConstraintReason::Missing,
            (Some(pairs), _) if holds(pairs, parent) => ChildConstraintReason::Stricter,
            (_, Some(pairs)) if holds(pairs, parent) && pairs.len() > parent.len() => {
                ChildConstraintReason::Stricter
            }
            (_, Some(pairs)) if holds(pairs, parent) => ChildConstraintReason::Equal,
            _ => ChildConstraintReason::Looser,
        }
    }

    fn against_source(&self, parent: &str) -> ChildConstraintReason {
        match self.source_arn {
            None => ChildConstraintReason::Missing,
            Some(source) if source == parent => ChildConstraintReason::Equal,
            Some(_) => ChildConstraintReason::Looser,
        }
    }
}

fn holds(pairs: &[(&str, &str)], demanded: &[(String, String)]) -> bool {
    demanded.iter().all(|(key, value)| PairReason::of(key, value, pairs).is_met())
}
