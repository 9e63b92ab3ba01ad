//! One request as KMS authorizes it: a caller asks one permission on one resource, in a context.
//!
//! A request is complete and typed; what a scenario leaves to derivation has been derived (see
//! [`RequestContext`]). An API call can need several permissions, each of them a request of its own
//! (KMS Developer Guide, *KMS permissions*, kms-api-permissions-reference.html).

use kms_policy::{AccountId, Arn, Identity, Principal};

use crate::context::RequestContext;

/// What KMS is asked to authorize.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Who calls.
    pub caller: Caller,
    /// The permission as AWS spells it, with its prefix: `kms:Decrypt`.
    pub permission: &'static str,
    /// What the permission is checked on.
    pub resource: RequestResource,
    /// The condition keys that the request carries, and why it carries no others.
    pub context: RequestContext,
}

/// The principal of a request, and the identity behind a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The principal; a [`Principal::Role`] stands for some session of that role, a [`Principal::Account`]
    /// for its root user.
    pub principal: Principal,
    /// The role (with its path) or the user behind a session, where it is known.
    pub issuer: Option<Identity>,
    /// Whether a permissions boundary is set for the caller or for the identity behind its session: a Deny
    /// with `NotPrincipal` always reaches such a caller (IAM *NotPrincipal*).
    pub has_permissions_boundary: bool,
}

/// What a permission is checked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestResource {
    /// A KMS key.
    Key(Arn),
    /// An alias: the alias half of an alias operation.
    Alias(Arn),
    /// The retiring principal whose grants `ListRetirableGrants` lists.
    RetiringPrincipal(Arn),
    /// No resource: only `*` matches.
    None,
}

impl RequestResource {
    /// The ARN that a `Resource` element is compared with.
    pub const fn arn(&self) -> Option<&Arn> {
        match self {
            Self::Key(arn) | Self::Alias(arn) | Self::RetiringPrincipal(arn) => Some(arn),
            Self::None => None,
        }
    }
}

/// What kind of principal calls; decides which policies apply and which condition keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallerKind {
    /// The root user of an account.
    RootUser,
    /// An IAM user with its own credentials.
    User,
    /// A session of an IAM role.
    RoleSession,
    /// A session of GetFederationToken.
    FederatedUserSession,
    /// An AWS service under its own name.
    Service,
    /// Nothing that can call KMS.
    Unrecognized,
}

impl CallerKind {
    /// Whether an IAM identity calls (root user, user, role session, federated user session).
    pub const fn is_iam(self) -> bool {
        !matches!(self, Self::Service | Self::Unrecognized)
    }
}

impl Caller {
    /// A caller without permissions boundary.
    pub const fn new(principal: Principal, issuer: Option<Identity>) -> Self {
        Self { principal, issuer, has_permissions_boundary: false }
    }

    /// What kind of principal calls.
    pub const fn kind(&self) -> CallerKind {
        match &self.principal {
            Principal::Account { .. } => CallerKind::RootUser,
            Principal::User(_) => CallerKind::User,
            Principal::Role(_) | Principal::AssumedRole { .. } => CallerKind::RoleSession,
            Principal::FederatedUser { .. } => CallerKind::FederatedUserSession,
            Principal::Service(_) => CallerKind::Service,
            Principal::Everyone | Principal::UniqueId(_) | Principal::Unrecognized => {
                CallerKind::Unrecognized
            }
        }
    }

    /// The account that the caller belongs to; none for AWS services.
    pub const fn account(&self) -> Option<&AccountId> {
        self.principal.account()
    }

    /// The partition that the caller's ARN names, if it names one.
    pub fn partition(&self) -> Option<&str> {
        self.principal.partition()
    }

    /// The role behind a role session, with its path where that is known.
    pub const fn role(&self) -> Option<&Identity> {
        match &self.principal {
            Principal::Role(role) => Some(role),
            Principal::AssumedRole { .. } => self.issuer.as_ref(),
            _ => None,
        }
    }

    /// Whether a service-linked role calls: one under the path `/aws-service-role/`, which SCPs and RCPs
    /// do not reach (Organizations *SCPs*, *RCPs*).
    pub fn is_service_linked_role(&self) -> bool {
        self.role().is_some_and(|role| role.path.starts_with("/aws-service-role/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(principal: &str, issuer: Option<&str>) -> Caller {
        let issuer = issuer.and_then(|text| match Principal::aws(text) {
            Principal::Role(identity) | Principal::User(identity) => Some(identity),
            _ => None,
        });
        Caller::new(Principal::caller(principal), issuer)
    }

    #[test]
    fn a_service_linked_role_is_known_by_its_path() {
        let path = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/ForAutoScaling";
        assert!(caller(path, None).is_service_linked_role());
        let session = "arn:aws:sts::111122223333:assumed-role/ForAutoScaling/s1";
        assert!(caller(session, Some(path)).is_service_linked_role());
        assert!(!caller(session, None).is_service_linked_role());
        assert!(!caller("arn:aws:iam::111122223333:role/service-role/Flow", None).is_service_linked_role());
    }

    #[test]
    fn the_form_of_a_principal_says_who_calls() {
        for (text, kind) in [
            ("arn:aws:iam::111122223333:root", CallerKind::RootUser),
            ("arn:aws:iam::111122223333:user/Ana", CallerKind::User),
            ("arn:aws:iam::111122223333:role/app/Front", CallerKind::RoleSession),
            ("arn:aws:sts::111122223333:assumed-role/Front/s1", CallerKind::RoleSession),
            ("arn:aws:sts::111122223333:federated-user/ana", CallerKind::FederatedUserSession),
            ("cloudtrail.amazonaws.com", CallerKind::Service),
            ("*", CallerKind::Unrecognized),
        ] {
            assert_eq!(caller(text, None).kind(), kind, "{text}");
        }
    }
}
