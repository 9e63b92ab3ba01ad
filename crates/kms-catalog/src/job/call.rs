//! One KMS call of a job.

use crate::service::Template;
use crate::status::Status;

/// A KMS call of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobCall {
    /// The API operation, by a name that [`Operation::checks`](crate::Operation::checks) knows: `Decrypt`, `ReEncrypt`.
    pub operation: &'static str,
    /// Who calls KMS.
    pub by: JobCaller,
    /// The value of `kms:ViaService`; none for a call that comes directly.
    pub via_service: Option<Template>,
    /// Unless documented, no page shows this value for this call: a policy must not require it.
    pub via_service_status: Status,
    /// The pairs of the encryption context that pages show; of `ReEncrypt` on both sides.
    pub encryption_context: &'static [(&'static str, Template)],
    /// The value of `aws:SourceArn`, where pages say that it is sent.
    pub source_arn: Option<Template>,
    /// The value of `aws:SourceAccount`, where pages say that it is sent.
    pub source_account: Option<Template>,
    /// The grant that a `CreateGrant` asks for.
    pub grant: Option<JobGrant>,
    /// The setting of the job with which the call is made; none: with every setting.
    pub option: Option<&'static str>,
    /// What the call is for, in a sentence.
    pub purpose: &'static str,
    /// Unless documented, a page names the permission, and the exact call follows from how the service works.
    pub status: Status,
}

/// Who makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobCaller {
    /// The user or role that asks the service.
    Asker,
    /// The service, under its own name.
    Service(Template),
    /// A role of the customer's that the service assumes; the parameter that holds its ARN.
    Role(&'static str),
    /// A service-linked role, by its ARN.
    ServiceLinkedRole(Template),
    /// Whoever holds the grant that the job made before.
    Grantee,
}

/// What a `CreateGrant` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobGrant {
    /// Who may use the grant.
    pub grantee: Template,
    /// The operations that it lists.
    pub operations: &'static [&'static str],
    /// The pairs of its `EncryptionContextSubset` constraint; empty for none.
    pub encryption_context_subset: &'static [(&'static str, Template)],
    /// Whether a statement may require `kms:GrantIsForAWSResource`.
    pub for_aws_resource: bool,
    /// Unless documented, its operations and its constraint are assumed: a policy must not require them.
    pub status: Status,
}

impl JobGrant {
    /// A grant that a service asks for, as its page shows it.
    pub(super) const fn to(grantee: &'static str, operations: &'static [&'static str]) -> Self {
        Self {
            grantee: Template(grantee),
            operations,
            encryption_context_subset: &[],
            for_aws_resource: true,
            status: Status::Documented,
        }
    }

    pub(super) const fn limited_to(self, pairs: &'static [(&'static str, Template)]) -> Self {
        Self { encryption_context_subset: pairs, ..self }
    }

    /// A grant that no service asks for, or one that does not support `kms:GrantIsForAWSResource`.
    pub(super) const fn not_for_aws_resource(self) -> Self {
        Self { for_aws_resource: false, ..self }
    }

    pub(super) const fn assumed(self) -> Self {
        Self { status: Status::Unconfirmed, ..self }
    }
}

impl JobCall {
    const fn new(operation: &'static str, by: JobCaller, purpose: &'static str) -> Self {
        Self {
            operation,
            by,
            via_service: None,
            via_service_status: Status::Documented,
            encryption_context: &[],
            source_arn: None,
            source_account: None,
            grant: None,
            option: None,
            purpose,
            status: Status::Documented,
        }
    }

    /// With the identity of whoever asks the service.
    pub(super) const fn through(via: &'static str, operation: &'static str, purpose: &'static str) -> Self {
        Self { via_service: Some(Template(via)), ..Self::new(operation, JobCaller::Asker, purpose) }
    }

    /// By whoever asks, directly.
    pub(super) const fn direct(operation: &'static str, purpose: &'static str) -> Self {
        Self::new(operation, JobCaller::Asker, purpose)
    }

    /// By the service, under its own name.
    pub(super) const fn by(principal: &'static str, operation: &'static str, purpose: &'static str) -> Self {
        Self::new(operation, JobCaller::Service(Template(principal)), purpose)
    }

    /// By a role that the service assumes.
    pub(super) const fn as_role(
        parameter: &'static str,
        operation: &'static str,
        purpose: &'static str,
    ) -> Self {
        Self::new(operation, JobCaller::Role(parameter), purpose)
    }

    /// By a service-linked role.
    pub(super) const fn linked(role: &'static str, operation: &'static str, purpose: &'static str) -> Self {
        Self::new(operation, JobCaller::ServiceLinkedRole(Template(role)), purpose)
    }

    /// Under the grant that the job made before.
    pub(super) const fn granted(operation: &'static str, purpose: &'static str) -> Self {
        Self::new(operation, JobCaller::Grantee, purpose)
    }

    pub(super) const fn via(self, via: &'static str) -> Self {
        Self { via_service: Some(Template(via)), ..self }
    }

    /// No page shows what `kms:ViaService` is of this call, or the pages disagree.
    pub(super) const fn via_assumed(self) -> Self {
        Self { via_service_status: Status::Unconfirmed, ..self }
    }

    pub(super) const fn carrying(self, pairs: &'static [(&'static str, Template)]) -> Self {
        Self { encryption_context: pairs, ..self }
    }

    pub(super) const fn source(self, arn: &'static str) -> Self {
        Self { source_arn: Some(Template(arn)), ..self }
    }

    pub(super) const fn source_account(self) -> Self {
        Self { source_account: Some(Template("<account>")), ..self }
    }

    pub(super) const fn making(self, grant: JobGrant) -> Self {
        Self { grant: Some(grant), ..self }
    }

    pub(super) const fn only_with(self, option: &'static str) -> Self {
        Self { option: Some(option), ..self }
    }

    /// A page names the permission; that this call is made follows from how the service works.
    pub(super) const fn inferred(self) -> Self {
        Self { status: Status::Unconfirmed, ..self }
    }

    /// Every text with placeholders in it.
    pub fn templates(&self) -> impl Iterator<Item = Template> + use<> {
        let caller = match self.by {
            JobCaller::Service(name) | JobCaller::ServiceLinkedRole(name) => Some(name),
            _ => None,
        };
        let (grantee, subset) = match self.grant {
            Some(grant) => (Some(grant.grantee), grant.encryption_context_subset),
            None => (None, &[] as &[_]),
        };
        let own = [caller, self.via_service, self.source_arn, self.source_account, grantee];
        let pairs = self.encryption_context.iter().chain(subset).map(|(_, value)| *value);
        own.into_iter().flatten().chain(pairs)
    }
}
