//! What AWS does not document and the engine assumes, in words.

use std::borrow::Cow;

use kms_authz::LanguageRule;

use crate::report::Note;
use crate::report::codes::AssumptionCode;

const PRINCIPAL: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const NOT_PRINCIPAL: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html";
const ACTION: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html";
const RESOURCE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
const OPERATORS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
const SETS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html";
const KMS_KEYS: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html";
const VARIABLES: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";

/// The note for one rule of the policy language that AWS does not document.
pub(crate) fn language_rule(rule: LanguageRule) -> Note {
    use LanguageRule as R;
    let (code, text, source) = match rule {
        R::NotPrincipalLooksAtEveryLayer => (
            AssumptionCode::NotPrincipalLooksAtEveryLayer,
            "AWS says of a Deny with `NotPrincipal` only that it might reach a caller whose account or role is not listed; it is taken to reach everyone of whom some layer is not listed.",
            NOT_PRINCIPAL,
        ),
        R::AllowWithNotPrincipal => (
            AssumptionCode::AllowWithNotPrincipal,
            "AWS does not support `NotPrincipal` with `Allow`; it is taken to reach those whom it does not list.",
            NOT_PRINCIPAL,
        ),
        R::SessionNotGiven => (
            AssumptionCode::SessionNotGiven,
            "A statement names one session of the role; the caller is given as the role, and taken to be another session.",
            PRINCIPAL,
        ),
        R::FederatingUserNotGiven => (
            AssumptionCode::FederatingUserNotGiven,
            "A statement names a user; which user the federated session belongs to is not given, and it is taken to be another's.",
            PRINCIPAL,
        ),
        R::UniqueIdNotGiven => (
            AssumptionCode::UniqueIdNotGiven,
            "A statement names a unique id; the caller's is not given, and taken to be another.",
            PRINCIPAL,
        ),
        R::RoleNameCase => (
            AssumptionCode::RoleNameCase,
            "AWS does not say whether names of roles are compared with their case; they are taken to be.",
            PRINCIPAL,
        ),
        R::ServicePrincipalCase => (
            AssumptionCode::ServicePrincipalCase,
            "AWS does not say whether service principals are compared with their case; they are taken to be.",
            PRINCIPAL,
        ),
        R::AssumedRoleWithoutSession => (
            AssumptionCode::AssumedRoleWithoutSession,
            "AWS documents no principal `assumed-role/ROLE` without a session; it is taken to name nobody.",
            PRINCIPAL,
        ),
        R::WildcardInActionService => (
            AssumptionCode::WildcardInActionService,
            "AWS does not say what a wildcard in the service of an action means; it is compared like any other.",
            ACTION,
        ),
        R::ResourceCase => (
            AssumptionCode::ResourceCase,
            "Resource ARNs that differ only in the case of letters are taken to be different.",
            RESOURCE,
        ),
        R::ShortResourceArn => (
            AssumptionCode::ShortResourceArn,
            "AWS does not document a resource with fewer than six parts and no `*` for the rest; the playground assumes that it matches nothing.",
            RESOURCE,
        ),
        R::StarBeyondColon => (
            AssumptionCode::StarBeyondColon,
            "AWS says that a `*` at the end of a segment can match beyond the colon, but gives no example with more text after it; the playground assumes that it matches there too.",
            RESOURCE,
        ),
        R::UnknownKmsKey => (
            AssumptionCode::UnknownKmsKey,
            "AWS does not say whether KMS takes a key policy with a `kms:` condition key that it does not define; it is taken to.",
            KMS_KEYS,
        ),
        R::BooleanCase => (
            AssumptionCode::BooleanCase,
            "AWS does not say whether `true` and `false` may be written in another case; they are taken to.",
            OPERATORS,
        ),
        R::OperatorNameCase => (
            AssumptionCode::OperatorNameCase,
            "AWS does not say whether names of operators are compared with their case; another case is taken for AWS's spelling.",
            OPERATORS,
        ),
        R::NoValues => (
            AssumptionCode::NoValues,
            "AWS does not say what a condition without values means; it is taken as a list that nothing matches.",
            OPERATORS,
        ),
        R::MultivaluedWithoutSetOperator => (
            AssumptionCode::MultivaluedWithoutSetOperator,
            "AWS does not say what an operator without `ForAllValues` or `ForAnyValue` does to a multivalued key; it is taken never to match.",
            SETS,
        ),
        R::ForAnyValueIfExists => (
            AssumptionCode::ForAnyValueIfExists,
            "AWS does not say what `ForAnyValue` with `IfExists` does where the key is absent; it is taken to hold.",
            SETS,
        ),
        R::EmptyStringIsPresent => (
            AssumptionCode::EmptyStringIsPresent,
            "A key with an empty value is taken to be present.",
            OPERATORS,
        ),
        R::MalformedValueNegated => (
            AssumptionCode::MalformedValueNegated,
            "AWS does not say what a negated operator does to a value of another type; it is taken not to hold.",
            OPERATORS,
        ),
        R::NumberWithExponent => (
            AssumptionCode::NumberWithExponent,
            "AWS does not say whether a number may have an exponent; it is taken to be none.",
            OPERATORS,
        ),
        R::FourDigitsAreAYear => (
            AssumptionCode::FourDigitsAreAYear,
            "Four digits are taken for a year, not for seconds since 1970.",
            OPERATORS,
        ),
        R::DateIsMidnightUtc => (
            AssumptionCode::DateIsMidnightUtc,
            "A date without a time is taken for its midnight, UTC.",
            OPERATORS,
        ),
        R::HostBitsIgnored => (
            AssumptionCode::HostBitsIgnored,
            "The bits of an address range behind its prefix are taken not to count.",
            OPERATORS,
        ),
        R::NullWithModifier => (
            AssumptionCode::NullWithModifier,
            "`Null` takes neither a set operator nor `IfExists`; they are left aside.",
            OPERATORS,
        ),
        R::VariableInBool => (
            AssumptionCode::VariableInBool,
            "AWS's pages contradict each other on policy variables under `Bool`; they are replaced.",
            VARIABLES,
        ),
        R::VariableOfMultivaluedKey => (
            AssumptionCode::VariableOfMultivaluedKey,
            "A policy variable of a multivalued key is taken to have no value.",
            VARIABLES,
        ),
        R::VariableNotGiven => (
            AssumptionCode::VariableNotGiven,
            "A policy variable is of a condition key that such a call may carry, and the scenario does not give it; it is taken to have no value.",
            VARIABLES,
        ),
        R::VariableOfEmptyValue => (
            AssumptionCode::VariableOfEmptyValue,
            "A policy variable whose key has an empty value is replaced by it: not by its default, nor as one without a value.",
            VARIABLES,
        ),
        R::VariableMalformed => (
            AssumptionCode::VariableMalformed,
            "AWS does not say what a `${` means that begins no policy variable in the form that it documents; it is taken for plain text.",
            VARIABLES,
        ),
    };
    Note { source: Some(Cow::Borrowed(source)), ..Note::new(code, text) }
}
