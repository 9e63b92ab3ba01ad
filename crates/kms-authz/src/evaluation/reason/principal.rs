//! Why an entry of a principal element names the caller, or does not.

use crate::evaluation::{Reach, Reason};
use crate::statement::language_rule::LanguageRule;

/// Whether one entry of `Principal` or `NotPrincipal` names the caller (IAM *Principal*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalReason {
    /// `*`: everyone, AWS services included.
    Everyone,
    /// The caller's account, which the caller belongs to or is the root user of.
    Account,
    /// The user that calls.
    User,
    /// The user whose federated session calls.
    UserOfFederatedSession,
    /// The role whose session calls.
    Role,
    /// The very role session.
    Session,
    /// The very federated-user session.
    FederatedSession,
    /// The service that calls.
    Service,
    /// The unique id of the user that calls.
    UniqueIdOfUser,
    /// The unique id of the role whose session calls.
    UniqueIdOfRole,

    /// Something in another account.
    OtherAccount,
    /// The same account number in another partition.
    OtherPartition,
    /// Another user of the caller's account.
    OtherUser,
    /// A user of that name in other letters' case.
    UserDiffersInCase,
    /// A user of that name under another path.
    OtherUserPath,
    /// Another role of the caller's account.
    OtherRole,
    /// A role of that name in other letters' case.
    RoleDiffersInCase,
    /// A role of that name under another path.
    OtherRolePath,
    /// Another session of the caller's role.
    OtherSession,
    /// A session of another role.
    SessionOfOtherRole,
    /// One session of the role; of the caller only the role is known.
    SessionNotGiven,
    /// Another federated-user session.
    OtherFederatedSession,
    /// A user; the caller is a session of a role.
    UserButCallerIsRoleSession,
    /// A user; the caller is the root user.
    UserButCallerIsRoot,
    /// A user; the caller is a federated session of a user that is not given.
    UserButFederatingUserNotGiven,
    /// A role or one of its sessions; the caller is no session of a role.
    RoleButCallerIsNone,
    /// A federated-user session; the caller is none.
    FederatedSessionButCallerIsNone,
    /// An account, user, role or session; the caller is an AWS service.
    IdentityButCallerIsService,
    /// A service; the call is made with the identity of the caller, even if it arrives through that service.
    ServiceButCallersIdentity,
    /// Another service.
    OtherService,
    /// The same service under the name of another Region, or of none.
    ServiceOfOtherRegion,
    /// The service in other letters' case.
    ServiceDiffersInCase,
    /// The unique id of somebody else.
    OtherUniqueId,
    /// A unique id; that of the caller is not given.
    UniqueIdNotGiven,

    /// A wildcard inside a name, which AWS refuses: only a lone `*` in place of an account or ARN is taken.
    Wildcard,
    /// `assumed-role/name` without the name of a session.
    NoSessionName,
    /// An IAM group, which is no principal.
    Group,
    /// An identity provider, a principal of role trust policies only.
    Federated,
    /// Amazon S3's notion of an account.
    CanonicalUser,
    /// Text that names no principal.
    NotAPrincipal,
}

impl PrincipalReason {
    /// How the entry reaches the caller, if it does.
    pub const fn reach(self) -> Option<Reach> {
        Some(match self {
            Self::Everyone => Reach::Everyone,
            Self::Account => Reach::Account,
            Self::User | Self::UniqueIdOfUser => Reach::User,
            Self::UserOfFederatedSession => Reach::UserOfFederatedSession,
            Self::Role | Self::UniqueIdOfRole => Reach::Role,
            Self::Session => Reach::Session,
            Self::FederatedSession => Reach::FederatedSession,
            Self::Service => Reach::Service,
            _ => return None,
        })
    }
}

impl Reason for PrincipalReason {
    fn is_match(&self) -> bool {
        self.reach().is_some()
    }

    fn assumption(&self) -> Option<LanguageRule> {
        Some(match self {
            Self::SessionNotGiven => LanguageRule::SessionNotGiven,
            Self::UserButFederatingUserNotGiven => LanguageRule::FederatingUserNotGiven,
            Self::UniqueIdNotGiven => LanguageRule::UniqueIdNotGiven,
            Self::RoleDiffersInCase => LanguageRule::RoleNameCase,
            Self::ServiceDiffersInCase => LanguageRule::ServicePrincipalCase,
            Self::NoSessionName => LanguageRule::AssumedRoleWithoutSession,
            _ => return None,
        })
    }
}
