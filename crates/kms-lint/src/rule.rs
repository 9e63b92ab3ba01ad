//! The table of rules: code, severity and AWS's page of each; what a rule finds and why stands in its file.
//!
//! To add a rule: a file in `rule/`, its `mod` and its row here, cases in `tests/cases/lint`, and `KMS_BLESS=1` for its
//! page in `docs/rules`.

mod account_cannot_change_policy;
mod account_in_deny;
mod action_matches_nothing;
mod action_without_effect_in_key_policy;
mod administration_by_service;
mod alias_arn_as_resource;
mod all_keys_all_operations;
mod allow_under_deny;
mod any_account_through_service;
mod bool_false_on_absent_key;
mod condition_always_true;
mod condition_key_missing_for_action;
mod condition_key_never_present;
mod conditions_never_hold_together;
mod context_name_not_sent;
mod cross_account_access;
mod cross_account_operation_unsupported;
mod deleted_principal;
mod denies_everyone;
mod duplicate_sid;
mod duplicate_statement;
mod empty_list;
mod for_all_values_in_deny;
mod for_all_values_without_null;
mod foreign_condition_key;
mod grant_constraint_without_pair;
mod grant_for_aws_resource_with_eks;
mod key_never_sent_for_principal;
mod malformed_variable;
mod misspelt_region;
mod misspelt_service_principal;
mod multivalued_key_without_set_operator;
mod near_quota;
mod negated_deny_hits_services;
mod no_one_can_change_policy;
mod not_action_with_allow;
mod not_principal_with_allow;
mod not_principal_with_deny;
mod object_arn_with_bucket_key;
mod open_source_condition;
mod operator_type_mismatch;
mod public_access;
mod re_encrypt_action;
mod redundant_action;
mod request_alias_in_deny;
mod request_alias_value;
mod resource_for_operation_without_key;
mod resource_not_this_key;
mod service_does_not_call;
mod service_lacks_operation;
mod service_principal_without_region;
mod service_principal_without_source;
mod session_principal;
mod set_operator_on_single_valued_key;
mod source_account_only;
mod source_key_not_sent;
mod statement_without_effect;
mod string_operator_on_arn;
mod unconstrained_create_grant;
mod unknown_action;
mod unknown_condition_key;
mod unknown_via_service;
mod user_principal;
mod value_never_equal;
mod variable_never_present;
mod variable_not_replaced;
mod via_service_with_service_principal;
mod via_service_without_region;
mod wildcard_in_equals;

use crate::context::{Context, Policy};
use crate::finding::{Finding, Findings, Severity};
use crate::statement::StatementView;

/// What a rule looks at.
enum Check {
    /// Each statement by itself.
    Statement(fn(&Context<'_>, &StatementView<'_>, &mut Findings)),
    /// The document as a whole.
    Document(fn(&Context<'_>, &mut Findings)),
    /// All requests, which takes more than the text: `kms-analysis` looks, and the playground reports it under this name.
    Requests,
}

macro_rules! check {
    (Requests $module:ident) => {
        Check::Requests
    };
    ($scope:ident $module:ident) => {
        Check::$scope($module::check)
    };
}

/// A page of AWS's documentation.
macro_rules! page {
    (kms $page:literal) => {
        concat!("https://docs.aws.amazon.com/kms/latest/developerguide/", $page)
    };
    (iam $page:literal) => {
        concat!("https://docs.aws.amazon.com/IAM/latest/UserGuide/", $page)
    };
    (aws $page:literal) => {
        concat!("https://docs.aws.amazon.com/", $page)
    };
}

/// Writes the codes, their names, their grades and the list of checks from one table.
macro_rules! rules {
    ($($scope:ident $module:ident $variant:ident $name:literal $severity:ident $guide:ident $page:literal,)*) => {
        /// A rule, by the stable name that reports, scenarios and the command line use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is documented at the head of its rule's file and in docs/rules")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name of the rule in camelCase.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How severe its findings usually are.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// AWS's page about the matter.
            pub const fn page(self) -> &'static str {
                match self { $(Self::$variant => page!($guide $page),)* }
            }

            /// The name of the rule's file in `rule/`, and of its page.
            pub const fn file(self) -> &'static str {
                match self { $(Self::$variant => stringify!($module),)* }
            }
        }

        const CHECKS: &[Check] = &[$(check!($scope $module),)*];
    };
}

rules! {
    Statement unknown_action UnknownAction "unknownAction" Error iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-action",
    Statement re_encrypt_action ReEncryptAction "reEncryptAction" Error kms "kms-api-permissions-reference.html",
    Statement action_matches_nothing ActionMatchesNothing "actionMatchesNothing" Error iam "reference_policies_elements_action.html",
    Statement action_without_effect_in_key_policy ActionWithoutEffectInKeyPolicy "actionWithoutEffectInKeyPolicy" Warning kms "kms-api-permissions-reference.html",
    Statement redundant_action RedundantAction "redundantAction" Suggestion iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-action",
    Statement administration_by_service AdministrationByService "administrationByService" SecurityWarning kms "key-policy-services.html",
    Statement not_action_with_allow NotActionWithAllow "notActionWithAllow" SecurityWarning iam "reference_policies_elements_notaction.html",
    Statement unconstrained_create_grant UnconstrainedCreateGrant "unconstrainedCreateGrant" Suggestion kms "grants.html",
    Statement cross_account_operation_unsupported CrossAccountOperationUnsupported "crossAccountOperationUnsupported" Warning kms "key-policy-modifying-external-accounts.html",
    Statement unknown_condition_key UnknownConditionKey "unknownConditionKey" Error iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service-condition-key",
    Statement foreign_condition_key ForeignConditionKey "foreignConditionKey" Warning iam "reference_policies_condition-keys.html",
    Statement condition_key_never_present ConditionKeyNeverPresent "conditionKeyNeverPresent" Warning kms "conditions-kms.html",
    Statement condition_key_missing_for_action ConditionKeyMissingForAction "conditionKeyMissingForAction" Warning kms "conditions-kms.html",
    Statement condition_always_true ConditionAlwaysTrue "conditionAlwaysTrue" Warning kms "conditions-kms.html",
    Statement key_never_sent_for_principal KeyNeverSentForPrincipal "keyNeverSentForPrincipal" Warning iam "reference_policies_condition-keys.html",
    Statement conditions_never_hold_together ConditionsNeverHoldTogether "conditionsNeverHoldTogether" Warning iam "reference_policies_condition-logic-multiple-context-keys-or-values.html",
    Statement multivalued_key_without_set_operator MultivaluedKeyWithoutSetOperator "multivaluedKeyWithoutSetOperator" Error iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-qualifier",
    Statement set_operator_on_single_valued_key SetOperatorOnSingleValuedKey "setOperatorOnSingleValuedKey" Suggestion iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-forallvalues-with-single-valued-key",
    Statement for_all_values_without_null ForAllValuesWithoutNull "forAllValuesWithoutNull" SecurityWarning iam "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    Statement for_all_values_in_deny ForAllValuesInDeny "forAllValuesInDeny" Warning iam "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    Statement public_access PublicAccess "publicAccess" SecurityWarning kms "key-policy-overview.html",
    Statement any_account_through_service AnyAccountThroughService "anyAccountThroughService" SecurityWarning kms "conditions-kms.html#conditions-kms-via-service",
    Statement cross_account_access CrossAccountAccess "crossAccountAccess" Suggestion kms "key-policy-modifying-external-accounts.html",
    Statement not_principal_with_allow NotPrincipalWithAllow "notPrincipalWithAllow" SecurityWarning iam "reference_policies_elements_notprincipal.html",
    Statement not_principal_with_deny NotPrincipalWithDeny "notPrincipalWithDeny" Warning iam "reference_policies_elements_notprincipal.html",
    Statement via_service_without_region ViaServiceWithoutRegion "viaServiceWithoutRegion" Warning kms "conditions-kms.html#conditions-kms-via-service",
    Statement unknown_via_service UnknownViaService "unknownViaService" Warning kms "conditions-kms.html#conditions-kms-via-service",
    Statement misspelt_region MisspeltRegion "misspeltRegion" Warning iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-region",
    Statement service_principal_without_source ServicePrincipalWithoutSource "servicePrincipalWithoutSource" SecurityWarning iam "confused-deputy.html",
    Statement source_key_not_sent SourceKeyNotSent "sourceKeyNotSent" Warning aws "sns/latest/dg/sns-key-management.html",
    Statement misspelt_service_principal MisspeltServicePrincipal "misspeltServicePrincipal" Warning iam "reference_policies_elements_principal.html#principal-services",
    Statement service_principal_without_region ServicePrincipalWithoutRegion "servicePrincipalWithoutRegion" Warning aws "AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    Statement negated_deny_hits_services NegatedDenyHitsServices "negatedDenyHitsServices" Warning kms "key-policy-services.html",
    Statement resource_not_this_key ResourceNotThisKey "resourceNotThisKey" Warning kms "key-policy-overview.html",
    Statement alias_arn_as_resource AliasArnAsResource "aliasArnAsResource" Warning kms "alias-authorization.html",
    Statement resource_for_operation_without_key ResourceForOperationWithoutKey "resourceForOperationWithoutKey" Warning kms "kms-api-permissions-reference.html",
    Statement all_keys_all_operations AllKeysAllOperations "allKeysAllOperations" SecurityWarning kms "iam-policies-best-practices.html",
    Statement wildcard_in_equals WildcardInEquals "wildcardInEquals" Warning iam "reference_policies_elements_condition_operators.html#Conditions_String",
    Statement string_operator_on_arn StringOperatorOnArn "stringOperatorOnArn" Suggestion iam "reference_policies_elements_condition_operators.html#Conditions_ARN",
    Statement operator_type_mismatch OperatorTypeMismatch "operatorTypeMismatch" Error iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-data-type-mismatch",
    Statement value_never_equal ValueNeverEqual "valueNeverEqual" Warning kms "conditions-kms.html",
    Statement bool_false_on_absent_key BoolFalseOnAbsentKey "boolFalseOnAbsentKey" Warning iam "reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
    Statement malformed_variable MalformedVariable "malformedVariable" Error iam "reference_policies_variables.html",
    Document variable_not_replaced VariableNotReplaced "variableNotReplaced" Warning iam "reference_policies_elements_version.html",
    Statement variable_never_present VariableNeverPresent "variableNeverPresent" Warning iam "reference_policies_variables.html",
    Statement request_alias_in_deny RequestAliasInDeny "requestAliasInDeny" Warning kms "alias-authorization.html",
    Statement request_alias_value RequestAliasValue "requestAliasValue" Warning kms "conditions-kms.html#conditions-kms-request-alias",
    Statement open_source_condition OpenSourceCondition "openSourceCondition" SecurityWarning iam "confused-deputy.html",
    Statement context_name_not_sent ContextNameNotSent "contextNameNotSent" Warning kms "key-policy-services.html",
    Statement object_arn_with_bucket_key ObjectArnWithBucketKey "objectArnWithBucketKey" Suggestion aws "AmazonS3/latest/userguide/bucket-key.html",
    Statement session_principal SessionPrincipal "sessionPrincipal" Suggestion iam "reference_policies_elements_principal.html#principal-role-session",
    Document no_one_can_change_policy NoOneCanChangePolicy "noOneCanChangePolicy" Warning kms "key-policy-default.html",
    Document account_cannot_change_policy AccountCannotChangePolicy "accountCannotChangePolicy" Suggestion kms "key-policy-default.html#key-policy-default-allow-root-enable-iam",
    Statement denies_everyone DeniesEveryone "deniesEveryone" Warning kms "key-policy-overview.html",
    Document duplicate_sid DuplicateSid "duplicateSid" Warning iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unique-sids-required",
    Document duplicate_statement DuplicateStatement "duplicateStatement" Suggestion iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-statement",
    Document allow_under_deny AllowUnderDeny "allowUnderDeny" Warning iam "reference_policies_evaluation-logic.html",
    Requests statement_without_effect StatementWithoutEffect "statementWithoutEffect" Suggestion iam "reference_policies_evaluation-logic.html",
    Statement empty_list EmptyList "emptyList" Suggestion iam "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-action",
    Statement via_service_with_service_principal ViaServiceWithServicePrincipal "viaServiceWithServicePrincipal" Suggestion kms "conditions-kms.html#conditions-kms-via-service",
    Statement grant_for_aws_resource_with_eks GrantForAwsResourceWithEks "grantForAwsResourceWithEks" Warning aws "eks/latest/userguide/enable-kms.html",
    Document near_quota NearQuota "nearQuota" Suggestion kms "resource-limits.html",
    Statement source_account_only SourceAccountOnly "sourceAccountOnly" Suggestion kms "key-policy-services.html",
    Statement user_principal UserPrincipal "userPrincipal" Suggestion iam "best-practices.html",
    Statement account_in_deny AccountInDeny "accountInDeny" Suggestion kms "key-policy-default.html",
    Statement grant_constraint_without_pair GrantConstraintWithoutPair "grantConstraintWithoutPair" Suggestion kms "conditions-kms.html#conditions-kms-grant-constraint-type",
    Document deleted_principal DeletedPrincipal "deletedPrincipal" Warning iam "reference_identifiers.html#identifiers-unique-ids",
    Statement service_does_not_call ServiceDoesNotCall "serviceDoesNotCall" Suggestion kms "conditions-kms.html#conditions-kms-via-service",
    Document service_lacks_operation ServiceLacksOperation "serviceLacksOperation" Suggestion kms "key-policy-services.html",
}

impl Code {
    /// The rule of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// Everything that the rules find in a policy, in the order of the text; at most 200 findings.
pub fn lint(policy: &Policy<'_>) -> Vec<Finding> {
    let context = Context::new(policy);
    let mut findings = Findings::default();
    for check in CHECKS {
        match check {
            Check::Requests => {}
            Check::Document(check) => check(&context, &mut findings),
            Check::Statement(check) => {
                for statement in &context.statements {
                    if findings.is_full() {
                        break;
                    }
                    check(&context, statement, &mut findings);
                }
            }
        }
    }
    findings.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_pages_are_aws_own() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.page().starts_with("https://docs.aws.amazon.com/"), "{code:?}");
            assert_eq!(Code::find(code.name()), Some(*code));
        }
    }
}
