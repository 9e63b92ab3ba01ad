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
            "AWS documents only that a Deny with `NotPrincipal` might reach a caller whose account or role is not listed; the playground assumes that it reaches every caller whose account, role or session is not listed.",
            NOT_PRINCIPAL,
        ),
        R::AllowWithNotPrincipal => (
            AssumptionCode::AllowWithNotPrincipal,
            "AWS does not support `NotPrincipal` with `Allow`; the playground assumes that it reaches everyone whom it does not list.",
            NOT_PRINCIPAL,
        ),
        R::SessionNotGiven => (
            AssumptionCode::SessionNotGiven,
            "A statement names one session of the role, and the scenario gives only the role; the playground assumes that the caller is another session.",
            PRINCIPAL,
        ),
        R::FederatingUserNotGiven => (
            AssumptionCode::FederatingUserNotGiven,
            "A statement names a user, and the scenario does not say whose the federated session is; the playground assumes that it is another user's.",
            PRINCIPAL,
        ),
        R::UniqueIdNotGiven => (
            AssumptionCode::UniqueIdNotGiven,
            "A statement names a unique id, and the scenario does not give the caller's; the playground assumes that the caller has another one.",
            PRINCIPAL,
        ),
        R::RoleNameCase => (
            AssumptionCode::RoleNameCase,
            "AWS does not document whether role names are case-sensitive here; the playground assumes that they are.",
            PRINCIPAL,
        ),
        R::ServicePrincipalCase => (
            AssumptionCode::ServicePrincipalCase,
            "AWS does not document whether service principals are case-sensitive; the playground assumes that they are.",
            PRINCIPAL,
        ),
        R::AssumedRoleWithoutSession => (
            AssumptionCode::AssumedRoleWithoutSession,
            "AWS does not document the principal `assumed-role/ROLE` without a session; the playground assumes that it names nobody.",
            PRINCIPAL,
        ),
        R::WildcardInActionService => (
            AssumptionCode::WildcardInActionService,
            "AWS does not document what a wildcard in the service part of an action means; the playground assumes that it works like any other.",
            ACTION,
        ),
        R::ResourceCase => (
            AssumptionCode::ResourceCase,
            "AWS does not document whether resource ARNs are case-sensitive; the playground assumes that they are.",
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
            "AWS does not document whether KMS accepts a key policy with a `kms:` condition key that it does not define; the playground assumes that it does.",
            KMS_KEYS,
        ),
        R::BooleanCase => (
            AssumptionCode::BooleanCase,
            "AWS does not document whether `true` and `false` are case-sensitive; the playground assumes that they are not.",
            OPERATORS,
        ),
        R::OperatorNameCase => (
            AssumptionCode::OperatorNameCase,
            "AWS does not document whether operator names are case-sensitive; the playground assumes that they are not.",
            OPERATORS,
        ),
        R::NoValues => (
            AssumptionCode::NoValues,
            "AWS does not document what a condition without values means; the playground assumes that nothing matches it.",
            OPERATORS,
        ),
        R::MultivaluedWithoutSetOperator => (
            AssumptionCode::MultivaluedWithoutSetOperator,
            "AWS does not document what an operator without `ForAllValues` or `ForAnyValue` does with a multivalued key; the playground assumes that it never matches.",
            SETS,
        ),
        R::ForAnyValueIfExists => (
            AssumptionCode::ForAnyValueIfExists,
            "AWS does not document what `ForAnyValue` with `IfExists` does when the key is absent; the playground assumes that the condition holds.",
            SETS,
        ),
        R::EmptyStringIsPresent => (
            AssumptionCode::EmptyStringIsPresent,
            "AWS does not document whether a key with an empty value counts as present; the playground assumes that it does.",
            OPERATORS,
        ),
        R::MalformedValueNegated => (
            AssumptionCode::MalformedValueNegated,
            "AWS does not document what a negated operator does with a value of another type; the playground assumes that the condition does not hold.",
            OPERATORS,
        ),
        R::NumberWithExponent => (
            AssumptionCode::NumberWithExponent,
            "AWS does not document whether a number can have an exponent; the playground assumes that it cannot.",
            OPERATORS,
        ),
        R::FourDigitsAreAYear => (
            AssumptionCode::FourDigitsAreAYear,
            "AWS does not document how four digits are read; the playground assumes that they are a year, not seconds since 1970.",
            OPERATORS,
        ),
        R::DateIsMidnightUtc => (
            AssumptionCode::DateIsMidnightUtc,
            "AWS does not document what a date without a time means; the playground assumes midnight UTC.",
            OPERATORS,
        ),
        R::HostBitsIgnored => (
            AssumptionCode::HostBitsIgnored,
            "AWS does not document what the bits after the prefix of an address range mean; the playground ignores them.",
            OPERATORS,
        ),
        R::NullWithModifier => (
            AssumptionCode::NullWithModifier,
            "`Null` takes neither a set operator nor `IfExists`; the playground ignores them.",
            OPERATORS,
        ),
        R::VariableInBool => (
            AssumptionCode::VariableInBool,
            "AWS's pages contradict each other on policy variables under `Bool`; the playground assumes that they are replaced.",
            VARIABLES,
        ),
        R::VariableOfMultivaluedKey => (
            AssumptionCode::VariableOfMultivaluedKey,
            "AWS does not document what a policy variable of a multivalued key is replaced by; the playground assumes that it has no value.",
            VARIABLES,
        ),
        R::VariableNotGiven => (
            AssumptionCode::VariableNotGiven,
            "A policy variable uses a condition key that such a call can carry and this scenario does not include; the playground assumes that it has no value.",
            VARIABLES,
        ),
        R::VariableOfEmptyValue => (
            AssumptionCode::VariableOfEmptyValue,
            "AWS does not document what a policy variable with an empty value is replaced by; the playground assumes the empty value, not the default.",
            VARIABLES,
        ),
        R::VariableMalformed => (
            AssumptionCode::VariableMalformed,
            "AWS does not document what a `${` means that begins no well-formed policy variable; the playground assumes plain text.",
            VARIABLES,
        ),
    };
    Note { source: Some(Cow::Borrowed(source)), ..Note::new(code, text) }
}
