//! The KMS calls behind one action of a service, ready to be asked one by one.

use super::{PathKind, Template};
use crate::status::Status;

/// The KMS calls behind a well-known action of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sequence {
    /// What the service does: "Create an encrypted policy store".
    pub name: &'static str,
    /// The calls, in the order in which they are best read.
    pub calls: &'static [Call],
    /// Unless documented, the pages name the permissions and leave the exact calls or their order open.
    pub status: Status,
}

/// A call to KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// The API operation, by a name that [`Operation::checks`](crate::Operation::checks) knows:
    /// `Decrypt`, `ReEncrypt`.
    pub operation: &'static str,
    /// How the call reaches KMS.
    pub path: PathKind,
    /// The service principal that calls; none where a user, a role or a grantee does.
    pub principal: Option<Template>,
    /// The value of `kms:ViaService`; none where the key is absent.
    pub via_service: Option<Template>,
    /// The encryption context: keys and values. Of `ReEncrypt` on both sides.
    pub encryption_context: &'static [(&'static str, Template)],
    /// The value of `aws:SourceArn`; the account in it is that of `aws:SourceAccount`.
    pub source_arn: Option<Template>,
    /// The grant that a `CreateGrant` asks for.
    pub grant: Option<NewGrant>,
    /// What the call is for, in a sentence.
    pub purpose: &'static str,
}

/// What a service's `CreateGrant` asks for, as far as AWS says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NewGrant {
    /// The operations that the grant lists.
    pub operations: &'static [&'static str],
    /// The pairs of its `EncryptionContextSubset` constraint; empty for a grant without one.
    pub encryption_context_subset: &'static [(&'static str, Template)],
}

impl Sequence {
    pub(super) const fn new(name: &'static str, calls: &'static [Call]) -> Self {
        Self { name, calls, status: Status::Documented }
    }

    pub(super) const fn unconfirmed(self) -> Self {
        Self { status: Status::Unconfirmed, ..self }
    }
}

impl Call {
    const fn new(operation: &'static str, path: PathKind, purpose: &'static str) -> Self {
        Self {
            operation,
            path,
            principal: None,
            via_service: None,
            encryption_context: &[],
            source_arn: None,
            grant: None,
            purpose,
        }
    }

    /// With the identity of the service's caller.
    pub(super) const fn through(
        via_service: &'static str,
        operation: &'static str,
        purpose: &'static str,
    ) -> Self {
        let call = Self::new(operation, PathKind::ForwardAccessSession, purpose);
        Self { via_service: Some(Template(via_service)), ..call }
    }

    /// Under the service's own name.
    pub(super) const fn by(principal: &'static str, operation: &'static str, purpose: &'static str) -> Self {
        let call = Self::new(operation, PathKind::ServicePrincipal, purpose);
        Self { principal: Some(Template(principal)), ..call }
    }

    /// Under a grant.
    pub(super) const fn granted(operation: &'static str, purpose: &'static str) -> Self {
        Self::new(operation, PathKind::Grant, purpose)
    }

    pub(super) const fn with_context(self, encryption_context: &'static [(&'static str, Template)]) -> Self {
        Self { encryption_context, ..self }
    }

    pub(super) const fn for_resource(self, source_arn: &'static str) -> Self {
        Self { source_arn: Some(Template(source_arn)), ..self }
    }

    pub(super) const fn making(self, grant: NewGrant) -> Self {
        Self { grant: Some(grant), ..self }
    }
}
