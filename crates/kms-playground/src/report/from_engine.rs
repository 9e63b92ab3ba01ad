//! The engine's terms in the report's: only this crate knows serde, so that a few enums exist twice. Every mapping is
//! here.

use super::{Certainty, Decision, Effect, ElementOutcome, PolicyKind, ReportPosition, Severity};

impl From<kms_authz::Decision> for Decision {
    fn from(decision: kms_authz::Decision) -> Self {
        match decision {
            kms_authz::Decision::Allowed => Self::Allowed,
            kms_authz::Decision::ExplicitDeny => Self::ExplicitDeny,
            kms_authz::Decision::ImplicitDeny => Self::ImplicitDeny,
            kms_authz::Decision::Undetermined => Self::Undetermined,
            kms_authz::Decision::NotEvaluated => Self::NotEvaluated,
        }
    }
}

impl From<kms_policy::Effect> for Effect {
    fn from(effect: kms_policy::Effect) -> Self {
        match effect {
            kms_policy::Effect::Allow => Self::Allow,
            kms_policy::Effect::Deny => Self::Deny,
        }
    }
}

impl From<kms_policy::Severity> for Severity {
    fn from(severity: kms_policy::Severity) -> Self {
        match severity {
            kms_policy::Severity::Refused => Self::Error,
            kms_policy::Severity::Warning => Self::Warning,
            kms_policy::Severity::Note => Self::Suggestion,
        }
    }
}

impl Certainty {
    /// The mark of what AWS does not document; what it documents has none.
    pub(crate) const fn unless_documented(certainty: kms_policy::Certainty) -> Option<Self> {
        match certainty {
            kms_policy::Certainty::Documented => None,
            kms_policy::Certainty::Unconfirmed => Some(Self::Unconfirmed),
        }
    }
}

impl From<PolicyKind> for kms_policy::PolicyKind {
    fn from(kind: PolicyKind) -> Self {
        match kind {
            PolicyKind::KeyPolicy => Self::KeyPolicy,
            PolicyKind::IdentityPolicy => Self::IdentityBased,
            PolicyKind::PermissionsBoundary => Self::PermissionsBoundary,
            PolicyKind::SessionPolicy => Self::SessionPolicy,
            PolicyKind::ServiceControlPolicy => Self::ServiceControlPolicy,
            PolicyKind::ResourceControlPolicy => Self::ResourceControlPolicy,
            PolicyKind::VpcEndpointPolicy => Self::VpcEndpointPolicy,
        }
    }
}

impl From<kms_policy::Position> for ReportPosition {
    fn from(position: kms_policy::Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

impl ElementOutcome {
    /// What a match comes to.
    pub(crate) const fn of(matched: bool) -> Self {
        if matched { Self::Matches } else { Self::DoesNotMatch }
    }
}
