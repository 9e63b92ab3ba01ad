//! The ways in which a service's calls reach KMS.

use super::Template;
use crate::operation::Operation;
use crate::status::Status;

/// One way in which calls of a service reach KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// What kind of way.
    pub kind: PathKind,
    /// Who the caller of KMS is, in words.
    pub caller: &'static str,
    /// The service principals that call or hold the grant; empty where users and roles do.
    pub principals: &'static [Template],
    /// The KMS permissions it takes: names, or patterns that end with `*`.
    pub operations: &'static [&'static str],
    /// The values that `kms:ViaService` can have; empty where the key is absent or AWS names no value.
    pub via_service: &'static [Template],
    /// What the call says of the resource that the service works for.
    pub source: SourceContext,
    /// What else is worth knowing.
    pub note: Option<&'static str>,
    /// Unless documented, the page implies the path and leaves its operations or values open.
    pub status: Status,
}

/// The kinds of ways in which a service's calls reach KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// With the identity of the service's caller.
    ForwardAccessSession,
    /// Under the service's own name.
    ServicePrincipal,
    /// Under a grant that was made earlier.
    Grant,
    /// As a role of the customer's that the service assumes.
    ServiceRole,
}

/// What a call under a service principal says of the resource that the service works for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceContext {
    /// Nothing: the call is no service principal's.
    None,
    /// AWS does not say.
    Undocumented,
    /// AWS says that it sends neither `aws:SourceArn` nor `aws:SourceAccount`.
    NotSent,
    /// The keys that it sends.
    Sent {
        /// The value of `aws:SourceArn`, perhaps with wildcards.
        source_arn: Option<Template>,
        /// The value of `aws:SourceAccount`.
        source_account: Option<Template>,
        /// The value of `aws:SourceOrgID`.
        source_org_id: Option<Template>,
    },
}

impl Path {
    /// The entries of the operations it takes.
    pub fn all_operations(&self) -> impl Iterator<Item = &'static Operation> + use<> {
        super::expand(self.operations)
    }

    const fn new(kind: PathKind, caller: &'static str, operations: &'static [&'static str]) -> Self {
        Self {
            kind,
            caller,
            principals: &[],
            operations,
            via_service: &[],
            source: SourceContext::None,
            note: None,
            status: Status::Documented,
        }
    }

    pub(super) const fn forwarded(caller: &'static str, operations: &'static [&'static str]) -> Self {
        Self::new(PathKind::ForwardAccessSession, caller, operations)
    }

    pub(super) const fn service(
        caller: &'static str,
        principals: &'static [Template],
        operations: &'static [&'static str],
    ) -> Self {
        let path = Self::new(PathKind::ServicePrincipal, caller, operations);
        Self { principals, source: SourceContext::Undocumented, ..path }
    }

    pub(super) const fn grant(caller: &'static str, operations: &'static [&'static str]) -> Self {
        Self::new(PathKind::Grant, caller, operations)
    }

    pub(super) const fn role(caller: &'static str, operations: &'static [&'static str]) -> Self {
        Self::new(PathKind::ServiceRole, caller, operations)
    }

    pub(super) const fn via(self, via_service: &'static [Template]) -> Self {
        Self { via_service, ..self }
    }

    pub(super) const fn for_resource(self, source_arn: &'static str) -> Self {
        let source_arn = Some(Template(source_arn));
        let source = SourceContext::Sent { source_arn, source_account: None, source_org_id: None };
        Self { source, ..self }
    }

    pub(super) const fn for_resource_of(self, source_arn: &'static str, account: &'static str) -> Self {
        let (source_arn, source_account) = (Some(Template(source_arn)), Some(Template(account)));
        let source = SourceContext::Sent { source_arn, source_account, source_org_id: None };
        Self { source, ..self }
    }

    pub(super) const fn for_account(self, account: &'static str) -> Self {
        let source_account = Some(Template(account));
        let source = SourceContext::Sent { source_arn: None, source_account, source_org_id: None };
        Self { source, ..self }
    }

    pub(super) const fn for_organization(self, organization: &'static str) -> Self {
        let source_org_id = Some(Template(organization));
        let source = SourceContext::Sent { source_arn: None, source_account: None, source_org_id };
        Self { source, ..self }
    }

    pub(super) const fn without_source(self) -> Self {
        Self { source: SourceContext::NotSent, ..self }
    }

    pub(super) const fn noting(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    pub(super) const fn unconfirmed(self) -> Self {
        Self { status: Status::Unconfirmed, ..self }
    }
}
