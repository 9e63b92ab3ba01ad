//! The questions that AWS asks of a request, in its order, each with its answer: the spine of a report.
//!
//! What is special to KMS is this list and nothing else. AWS evaluates every policy and promises no order; this is
//! the order of its flow charts (IAM User Guide, *Policy evaluation logic*; KMS Developer Guide, *Troubleshooting
//! key access*, policy-evaluation.html).

use kms_policy::PolicyKind;

use crate::evaluation::path::Path;
use crate::situation::PolicyId;

/// A question of AWS's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// Does a Deny statement of any policy that takes part apply?
    ExplicitDeny,
    /// Do the resource control policies of the key's owner allow it at every level?
    ResourceControlPolicies,
    /// Do the service control policies of the caller's organization allow it at every level?
    ServiceControlPolicies,
    /// Does the policy of the VPC endpoint allow it?
    VpcEndpointPolicy,
    /// Does the permission work across accounts?
    AcrossAccounts,
    /// Does the grant entitle the caller to retire it?
    RetireGrant,
    /// Does the key policy allow it, to the caller or to the caller's account?
    KeyPolicy,
    /// Does a grant allow it?
    Grants,
    /// Do identity-based policies allow it?
    IdentityPolicies,
    /// Does the permissions boundary allow it?
    PermissionsBoundary,
    /// Do the session policies allow it?
    SessionPolicies,
}

impl Question {
    /// The kind of policy that is asked; none where it is not one kind.
    pub const fn policies(self) -> Option<PolicyKind> {
        Some(match self {
            Self::ExplicitDeny | Self::AcrossAccounts | Self::Grants => return None,
            Self::ResourceControlPolicies => PolicyKind::ResourceControlPolicy,
            Self::ServiceControlPolicies => PolicyKind::ServiceControlPolicy,
            Self::VpcEndpointPolicy => PolicyKind::VpcEndpointPolicy,
            Self::KeyPolicy => PolicyKind::KeyPolicy,
            // Where no grant says so itself, identity-based policies let the caller retire it.
            Self::RetireGrant | Self::IdentityPolicies => PolicyKind::IdentityBased,
            Self::PermissionsBoundary => PolicyKind::PermissionsBoundary,
            Self::SessionPolicies => PolicyKind::SessionPolicy,
        })
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: Answer,
    /// Whether the decision turns on it.
    pub decided: bool,
    /// The statements and grants that the answer rests on.
    pub by: Vec<Evidence>,
}

/// An answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The policies or grants asked about do not take part, or there are none.
    NotAsked(NotAsked),
    /// A Deny applies.
    Denied,
    /// No Deny applies.
    NotDenied,
    /// It is allowed.
    Allowed,
    /// It is allowed to the caller's account: its identity-based policies decide.
    AllowedToAccount,
    /// It is allowed to the caller itself and to its account.
    AllowedToCallerAndAccount,
    /// Nothing allows it.
    NotAllowed,
    /// These levels do not allow it, the organization's root being level 0.
    NotAllowedAtLevels(Vec<usize>),
    /// It is allowed without a policy: the root user is allowed everything by its own account.
    AllowedToRootUser,
    /// The policies are not known.
    NotKnown,
    /// There is none, and this kind of caller needs one.
    Missing,
    /// The permission does not work across accounts.
    NotAcrossAccounts,
    /// The grant entitles the caller by this path.
    Entitled(Path),
    /// Policies that take part are not ones that AWS would accept; what the others say is not enough.
    Refused,
}

/// Why a question is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotAsked {
    /// There is no such policy or grant.
    NoneAttached,
    /// AWS services are of no account: policies of callers do not reach them.
    ServicePrincipal,
    /// SCPs and RCPs do not reach service-linked roles.
    ServiceLinkedRole,
    /// A user with its own credentials has no session policies.
    NoSession,
    /// The root user has no identity-based policies, no boundary and no session policies.
    RootUser,
    /// RCPs do not reach AWS managed keys.
    AwsManagedKey,
    /// `kms:RetireGrant` has no effect in key policies and RCPs.
    RetireGrant,
    /// The request does not come through a VPC endpoint.
    NotThroughEndpoint,
    /// Caller and key are of one account.
    SameAccount,
    /// The permission cannot be granted.
    NotGrantable,
    /// The decision is Allow by a path that survives what these policies do not allow.
    NotNeeded,
}

/// A statement or a grant that an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The statement of this index.
    Statement(PolicyId, usize),
    /// The grant of this index, of the key of the check.
    Grant(usize),
}
