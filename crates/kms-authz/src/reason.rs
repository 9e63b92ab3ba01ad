//! Why a leaf of the tree matches or does not: an enum for each question, exact enough to make a sentence of.
//!
//! Knows no sentences and no texts: the value stands in the document at the leaf's span, the request's in the
//! request. IAM User Guide, *IAM JSON policy elements reference* (reference_policies_elements.html).

use kms_policy::ArnComponent;

use crate::evaluation::{Reach, Reason};
use crate::{Absence, Assumption};

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

    fn assumption(&self) -> Option<Assumption> {
        Some(match self {
            Self::SessionNotGiven => Assumption::SessionNotGiven,
            Self::UserButFederatingUserNotGiven => Assumption::FederatingUserNotGiven,
            Self::UniqueIdNotGiven => Assumption::UniqueIdNotGiven,
            Self::RoleDiffersInCase => Assumption::RoleNameCase,
            Self::ServiceDiffersInCase => Assumption::ServicePrincipalCase,
            Self::NoSessionName => Assumption::AssumedRoleWithoutSession,
            _ => return None,
        })
    }
}

/// Whether one entry of `Action` or `NotAction` covers the permission (IAM *Action*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionReason {
    /// `*`: every action of every service.
    Everything,
    /// The permission's own name, letters of either case alike.
    Exact,
    /// A pattern that covers it.
    Pattern,
    /// A pattern with a wildcard in its service part that covers it.
    PatternOfServices,

    /// An action of another service.
    OtherService,
    /// Another action, or a pattern that does not cover this one.
    OtherAction,
    /// The other half of a ReEncrypt.
    OtherHalfOfReEncrypt,
    /// `kms:ReEncrypt`, which is no permission: KMS checks `kms:ReEncryptFrom` and `kms:ReEncryptTo`.
    ReEncryptIsTwoPermissions,
    /// Not of the form `service:Action`.
    NotAnAction,
}

impl Reason for ActionReason {
    fn is_match(&self) -> bool {
        matches!(self, Self::Everything | Self::Exact | Self::Pattern | Self::PatternOfServices)
    }

    fn assumption(&self) -> Option<Assumption> {
        matches!(self, Self::PatternOfServices).then_some(Assumption::WildcardInActionService)
    }
}

/// Whether one entry of `Resource` or `NotResource` covers the resource (IAM *Resource*; KMS *Creating a key
/// policy*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceReason {
    /// `*`; in a key policy it means this key.
    Everything,
    /// The resource's own ARN.
    Exact,
    /// A pattern that covers it.
    Pattern,

    /// The ARN differs first in this component.
    OtherComponent(ArnComponent),
    /// The ARN differs only in the case of letters.
    DiffersInCase,
    /// An alias, which controls operations on the alias alone, never the use of its key.
    AliasButResourceIsKey,
    /// A key; what is checked here is an alias.
    KeyButResourceIsAlias,
    /// The permission is not checked on a resource; only `*` covers it.
    NeedsEverything,
    /// Fewer than six components.
    NotAnArn,
    /// A wildcard in the service component, where AWS allows none.
    WildcardInService,
    /// A policy variable that has no value in this request.
    VariableUnresolved,
    /// A policy variable of a multivalued key.
    VariableOfMultivaluedKey,
    /// A policy variable before the fifth colon, where it is literal text.
    VariableTooEarly,
    /// A policy variable that is literal text in this version of the policy language.
    VariableNotInVersion,
}

impl Reason for ResourceReason {
    fn is_match(&self) -> bool {
        matches!(self, Self::Everything | Self::Exact | Self::Pattern)
    }

    fn assumption(&self) -> Option<Assumption> {
        Some(match self {
            Self::DiffersInCase => Assumption::ResourceCase,
            Self::NotAnArn => Assumption::ShortResourceArn,
            Self::VariableOfMultivaluedKey => Assumption::VariableOfMultivaluedKey,
            _ => return None,
        })
    }
}

/// Why a condition holds or does not (IAM *Condition operators*; *Multiple context keys or values*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConditionReason {
    /// A value of the policy matches the request's.
    ValueMatches,
    /// A negated operator, and no value of the policy matches the request's.
    NegatedNoValueMatches,
    /// `ForAllValues`: every value of the request matches, or under a negated operator none does.
    AllValuesMatch,
    /// `ForAnyValue`: this value of the request matches, or under a negated operator does not.
    AnyValueMatches(usize),
    /// The key is absent, and the operator is negated.
    AbsentNegated,
    /// The key is absent, and the operator says `IfExists`.
    AbsentIfExists,
    /// The key is absent, and the operator says `ForAllValues`.
    AbsentForAllValues,
    /// `Null` demands that the key be absent, and it is.
    AbsentAsDemanded,
    /// `Null` demands that the key be present, and it is.
    PresentAsDemanded,

    /// No value of the policy matches the request's.
    NoValueMatches,
    /// A negated operator, and a value of the policy matches the request's.
    NegatedValueMatches,
    /// `ForAllValues`: this value of the request does not match, or under a negated operator does.
    NotAllValuesMatch(usize),
    /// `ForAnyValue`: no value of the request matches, or under a negated operator every one does.
    NoneOfValuesMatches,
    /// The key is absent.
    Absent,
    /// The key is absent, and the operator says `ForAnyValue`, which no absent key meets, negated or not.
    AbsentForAnyValue,
    /// `Null` demands that the key be present, and it is not.
    AbsentAgainstDemand,
    /// `Null` demands that the key be absent, and it is not.
    PresentAgainstDemand,
    /// `Null` without a value of `true` or `false`.
    NullDemandsNothing,
    /// A negated operator with a value, the policy's or the request's, that is not of the operator's type.
    NegatedMalformedValue,
    /// A multivalued key under an operator without `ForAllValues` or `ForAnyValue`.
    MultivaluedWithoutSetOperator,
    /// An operator that AWS does not know.
    UnknownOperator,
}

impl Reason for ConditionReason {
    fn is_match(&self) -> bool {
        matches!(
            self,
            Self::ValueMatches
                | Self::NegatedNoValueMatches
                | Self::AllValuesMatch
                | Self::AnyValueMatches(_)
                | Self::AbsentNegated
                | Self::AbsentIfExists
                | Self::AbsentForAllValues
                | Self::AbsentAsDemanded
                | Self::PresentAsDemanded
        )
    }

    fn assumption(&self) -> Option<Assumption> {
        None // recorded on the condition, beside its reason
    }
}

/// Why one value of a condition matches the request's value or does not, before any negation. Where the request
/// has several values the reason is that of the first which matches, else of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueReason {
    /// The same, as the operator compares.
    Equal,
    /// The pattern covers it.
    Pattern,
    /// The number or date stands as the operator demands.
    Ordered,
    /// The address lies in the range.
    InRange,
    /// `Null`: the key is as this value demands.
    AsDemanded,

    /// Different.
    Different,
    /// Different only in the case of letters.
    DiffersInCase,
    /// Different only in the white space in front or behind.
    DiffersInSpace,
    /// Different only in that the operator takes `*` and `?` literally.
    WildcardIsLiteral,
    /// The policy's value is empty, the request's is not; or the other way round.
    OneIsEmpty,
    /// The ARN differs first in this component.
    OtherComponent(ArnComponent),
    /// The number or date does not stand as the operator demands.
    NotOrdered,
    /// The address lies outside the range.
    OutsideRange,
    /// An IPv4 address and an IPv6 range, or the other way round.
    OtherAddressFamily,
    /// `Null`: the key is not as this value demands.
    NotAsDemanded,

    /// The policy's value is not of the type that the operator compares.
    Malformed(ValueType),
    /// The request's value is not of the type that the operator compares.
    RequestMalformed(ValueType),
    /// A policy variable that has no value in this request.
    VariableUnresolved,
    /// A policy variable of a multivalued key.
    VariableOfMultivaluedKey,
    /// A policy variable that is literal text in this version of the policy language.
    VariableNotInVersion,
    /// A policy variable that is literal text under this operator.
    VariableNotUnderOperator,

    /// Not compared: the request does not carry the key.
    KeyAbsent(Absence),
    /// Not compared: the key is there, and empty.
    KeyEmpty,
    /// Not compared: the key is multivalued, and the operator says neither `ForAllValues` nor `ForAnyValue`.
    KeyMultivalued,
    /// Not compared: AWS has no such operator.
    OperatorUnknown,
}

/// The type of value that an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the name of a type")]
pub enum ValueType {
    Number,
    Date,
    Boolean,
    Base64,
    AddressRange,
    Address,
    Arn,
}

impl Reason for ValueReason {
    fn is_match(&self) -> bool {
        matches!(self, Self::Equal | Self::Pattern | Self::Ordered | Self::InRange | Self::AsDemanded)
    }

    fn assumption(&self) -> Option<Assumption> {
        matches!(self, Self::VariableOfMultivaluedKey).then_some(Assumption::VariableOfMultivaluedKey)
    }
}
