//! What AWS does not document, and the engine therefore assumes.
//!
//! An assumption is recorded on the node that used it and shown beside the decision; it is never passed off as
//! a fact. Each variant says what AWS leaves open.

/// A rule that no page of AWS's confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LanguageRule {
    // Principals
    /// A Deny with `NotPrincipal` reaches a caller unless each of its layers is listed; AWS says of the account
    /// and role layers only that leaving them out might deny (IAM *NotPrincipal*).
    NotPrincipalLooksAtEveryLayer,
    /// `NotPrincipal` with `Allow` is not supported; taken to reach those whom it does not list.
    AllowWithNotPrincipal,
    /// A statement names one session, the caller is given as a role: taken to be another session.
    SessionNotGiven,
    /// A statement names a user, the caller is a federated session of a user not given: taken to be another's.
    FederatingUserNotGiven,
    /// A statement names a unique id, and that of the caller is not given: taken to be another's.
    UniqueIdNotGiven,
    /// Role names that differ only in case: taken to be different roles.
    RoleNameCase,
    /// Service principals that differ only in case: taken to be different services.
    ServicePrincipalCase,
    /// `assumed-role/name` without a session name: taken to name nobody.
    AssumedRoleWithoutSession,
    // Actions and resources
    /// A wildcard in the service part of an action is compared as in the rest of it.
    WildcardInActionService,
    /// Resource ARNs that differ only in case: taken to be different resources.
    ResourceCase,
    /// A resource of fewer than six segments without a `*` that could match the rest matches nothing.
    ShortResourceArn,
    /// A `*` at the end of a segment also matches beyond the colon if further text follows, or if the segment comes
    /// before the service; AWS's sentence covers both, its examples neither.
    StarBeyondColon,
    // Conditions
    /// KMS takes a key policy with a `kms:` condition key that it does not define.
    UnknownKmsKey,
    /// `True` and `FALSE` are booleans, as `true` and `false` are.
    BooleanCase,
    /// An operator not spelt as AWS spells it is taken for AWS's.
    OperatorNameCase,
    /// A condition without values: by the rule of OR never met, by the rule of NOR always.
    NoValues,
    /// A multivalued key under an operator without set operator never matches.
    MultivaluedWithoutSetOperator,
    /// `ForAnyValue` with `IfExists` is met by an absent key.
    ForAnyValueIfExists,
    /// An empty string is a value.
    EmptyStringIsPresent,
    /// A negated operator is not met where a value is not of the type that it compares.
    MalformedValueNegated,
    /// A number with an exponent is not a number.
    NumberWithExponent,
    /// Four digits are a year, not seconds since 1970.
    FourDigitsAreAYear,
    /// A date without a time is midnight, UTC.
    DateIsMidnightUtc,
    /// The bits of a CIDR block behind its prefix do not count.
    HostBitsIgnored,
    /// `Null` takes neither a set operator nor `IfExists`; they are ignored.
    NullWithModifier,
    // Policy variables
    /// Variables in values of `Bool` are replaced; AWS's pages contradict each other.
    VariableInBool,
    /// A variable of a multivalued key has no value.
    VariableOfMultivaluedKey,
    /// A variable of a key that the request may carry, and nobody gave: taken to have no value.
    VariableNotGiven,
    /// A variable of an empty value is replaced by it: not by its default, nor as one without a value.
    VariableOfEmptyValue,
    /// A `${` that begins no variable in the form that AWS documents is literal text.
    VariableMalformed,
}
