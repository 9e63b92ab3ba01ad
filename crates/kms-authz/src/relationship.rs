//! The relationship between a caller and what it asks for: same account or another, key, alias or grant. It decides
//! which policies apply.
//!
//! IAM User Guide, *Cross-account policy evaluation logic*
//! (reference_policies_evaluation-logic-cross-account.html).

use kms_catalog::names::operations;
use kms_catalog::{CrossAccount, Operation};
use kms_policy::AccountId;

use crate::request::{AuthorizationRequest, CallerKind, RequestResource};

/// Who calls, what the permission is checked on, and whether both belong to one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// What kind of principal calls.
    pub caller: CallerKind,
    /// Whether a service-linked role calls.
    pub service_linked_role: bool,
    /// What the permission is checked on.
    pub target: Target,
    /// Whose the target is.
    pub relation: Relation,
    /// Whether the permission works across accounts.
    pub cross_account: CrossAccount,
}

/// What a permission is checked on, as far as it decides which policies take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A KMS key: its key policy comes first.
    Key,
    /// An alias: identity-based policies alone decide.
    Alias,
    /// No key: identity-based policies alone decide.
    NoKey,
    /// A grant to be retired: the grant decides, and neither key policy nor RCP takes part
    /// (KMS *Retiring and revoking grants*).
    Grant,
}

/// Whose the target is, seen from the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Caller and target are of one account.
    SameAccount,
    /// The target is another account's.
    OtherAccount,
    /// The caller is an AWS service, which is of no account.
    ServicePrincipal,
    /// The caller is nobody who can call KMS.
    Nobody,
}

impl Relationship {
    /// The relationship between the caller of `request` and its resource.
    pub fn of(request: &AuthorizationRequest, operation: &'static Operation) -> Self {
        let target = match &request.resource {
            RequestResource::Key(_) if operation.name == operations::RETIRE_GRANT => Target::Grant,
            RequestResource::Key(_) => Target::Key,
            RequestResource::Alias(_) => Target::Alias,
            RequestResource::RetiringPrincipal(_) | RequestResource::None => Target::NoKey,
        };
        Self {
            caller: request.caller.kind(),
            service_linked_role: request.caller.is_service_linked_role(),
            target,
            relation: relation(request),
            cross_account: operation.cross_account,
        }
    }
}

fn relation(request: &AuthorizationRequest) -> Relation {
    match request.caller.kind() {
        CallerKind::Service => return Relation::ServicePrincipal,
        CallerKind::Unrecognized => return Relation::Nobody,
        _ => {}
    }
    let owner = match &request.resource {
        RequestResource::Key(arn) | RequestResource::Alias(arn) => arn,
        // What is checked on no KMS resource is the caller's own.
        RequestResource::RetiringPrincipal(_) | RequestResource::None => return Relation::SameAccount,
    };
    let same_partition = request.caller.partition().is_none_or(|partition| partition == owner.partition());
    if same_partition && request.caller.account().copied() == AccountId::new(owner.account()) {
        Relation::SameAccount
    } else {
        Relation::OtherAccount
    }
}
