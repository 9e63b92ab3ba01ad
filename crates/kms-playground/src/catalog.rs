//! What the catalogue knows, as plain data for pickers, completion and hover, and for embedding pages.
//!
//! Everything stands in the order in which a list should show it: by group, and in a group as AWS lists it.

mod context;
mod facts;
mod services;
mod whole;

use std::sync::LazyLock;

use kms_catalog::{
    Cardinality, ConditionKey, ConditionKeyGroup, CrossAccount, EncryptionContextParameter, Operation,
    OperationGroup, ParameterType, WhenOmitted,
};
use kms_policy::BaseOperator;
use serde::Serialize;

pub use context::{ContextPairEntry, context_pairs};
pub use facts::{Facts, facts};
pub use services::{SequenceEntry, ServiceEntry, service_calls, services};
pub use whole::{Catalog, catalog};

/// A permission of AWS KMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationEntry {
    /// The name that a statement's `Action` lists: `kms:Decrypt`.
    pub action: &'static str,
    /// The heading under which it is listed.
    pub group: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// AWS's page about it.
    pub page: &'static str,
    /// Whether a request for it carries an encryption context.
    pub encryption_context: bool,
    /// Whether principals of other accounts can be given it.
    pub cross_account: bool,
    /// Whether a grant may list it.
    pub grantable: bool,
    /// The parameters of the API operation that matter to authorization.
    pub parameters: Vec<ParameterEntry>,
}

/// A parameter of an API operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterEntry {
    /// The name in the KMS API.
    pub name: &'static str,
    /// What it holds.
    pub kind: ParameterKind,
    /// The values it may have, where they are few; else empty.
    pub values: &'static [&'static str],
    /// What KMS takes when it is left out, if anything.
    pub default: Option<&'static str>,
    /// Whether KMS refuses the request without it.
    pub required: bool,
}

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ParameterKind {
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// True or false.
    Boolean,
    /// A number.
    Number,
    /// Anything with a structure of its own.
    Json,
}

/// A condition key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionKeyEntry {
    /// AWS's spelling; an open end is written as AWS writes it: `aws:PrincipalTag/${TagKey}`.
    pub key: &'static str,
    /// The part of the name that is fixed.
    pub stem: &'static str,
    /// The heading under which it is listed.
    pub group: &'static str,
    /// What it holds, in one sentence.
    pub about: &'static str,
    /// AWS's page about it.
    pub page: &'static str,
    /// Whether a request may have several values of it.
    pub multivalued: bool,
    /// The values it can have, where they are few; else empty.
    pub values: &'static [&'static str],
}

/// A condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OperatorEntry {
    /// Its name, without set operator and without `IfExists`.
    pub name: &'static str,
    /// When it holds, in a few words.
    pub about: &'static str,
}

/// AWS's page about condition operators.
pub const OPERATORS_PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";

/// Every condition operator of the policy language.
pub fn operators() -> impl Iterator<Item = OperatorEntry> {
    BaseOperator::ALL.iter().map(|base| OperatorEntry { name: base.name(), about: base.summary() })
}

/// Every permission of AWS KMS.
pub fn operations() -> &'static [OperationEntry] {
    static ALL: LazyLock<Vec<OperationEntry>> =
        LazyLock::new(|| Operation::all().iter().map(operation_entry).collect());
    &ALL
}

/// The operation of an action or API name, in any case; `kms:ReEncrypt` is that of its source half.
pub fn operation(name: &str) -> Option<&'static OperationEntry> {
    let wanted = if name.eq_ignore_ascii_case("kms:ReEncrypt") { "kms:ReEncryptFrom" } else { name };
    let found = Operation::find(wanted)?;
    operations().iter().find(|entry| entry.action == found.permission())
}

/// Every condition key that KMS requests can carry.
pub fn condition_keys() -> &'static [ConditionKeyEntry] {
    static ALL: LazyLock<Vec<ConditionKeyEntry>> =
        LazyLock::new(|| ConditionKey::all().iter().map(condition_key_entry).collect());
    &ALL
}

/// The condition key of this name, in any case and with any open end.
pub fn condition_key(name: &str) -> Option<&'static ConditionKeyEntry> {
    let found = ConditionKey::find(name)?;
    condition_keys().iter().find(|entry| entry.key == found.name)
}

fn operation_entry(operation: &Operation) -> OperationEntry {
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter(|parameter| !parameter.name.ends_with("EncryptionContext"));
    OperationEntry {
        action: operation.permission(),
        group: operation_group(operation.group),
        about: operation.summary,
        page: operation.page,
        encryption_context: matches!(
            operation.encryption_context,
            EncryptionContextParameter::EncryptionContext
                | EncryptionContextParameter::SourceEncryptionContext
                | EncryptionContextParameter::DestinationEncryptionContext
        ),
        cross_account: operation.cross_account == CrossAccount::Supported,
        grantable: operation.grantable,
        parameters: parameters
            .map(|parameter| ParameterEntry {
                name: parameter.name,
                kind: parameter_kind(parameter.parameter_type),
                values: parameter.values,
                default: parameter.default(),
                required: parameter.when_omitted == WhenOmitted::Refused,
            })
            .collect(),
    }
}

const fn parameter_kind(kind: ParameterType) -> ParameterKind {
    match kind {
        ParameterType::Text | ParameterType::Timestamp => ParameterKind::Text,
        ParameterType::TextList => ParameterKind::List,
        ParameterType::Boolean => ParameterKind::Boolean,
        ParameterType::Integer(..) => ParameterKind::Number,
        ParameterType::TextMap
        | ParameterType::Tags
        | ParameterType::PolicyDocument
        | ParameterType::GrantConstraints
        | ParameterType::Recipient => ParameterKind::Json,
    }
}

const fn operation_group(group: OperationGroup) -> &'static str {
    match group {
        OperationGroup::Cryptographic => "Cryptographic operations",
        OperationGroup::Keys => "Keys",
        OperationGroup::KeyPolicies => "Key policies",
        OperationGroup::Grants => "Grants",
        OperationGroup::Aliases => "Aliases",
        OperationGroup::Tags => "Tags",
        OperationGroup::Rotation => "Rotation",
        OperationGroup::ImportedKeyMaterial => "Imported key material",
        OperationGroup::MultiRegionKeys => "Multi-Region keys",
        OperationGroup::CustomKeyStores => "Custom key stores",
    }
}

fn condition_key_entry(key: &ConditionKey) -> ConditionKeyEntry {
    ConditionKeyEntry {
        key: key.name,
        stem: key.stem(),
        group: condition_key_group(key.group),
        about: key.summary,
        page: key.page,
        multivalued: key.cardinality == Cardinality::Multi,
        values: key.values,
    }
}

const fn condition_key_group(group: ConditionKeyGroup) -> &'static str {
    match group {
        ConditionKeyGroup::Request => "Parameters of the request",
        ConditionKeyGroup::EncryptionContext => "Encryption context",
        ConditionKeyGroup::Grant => "The grant",
        ConditionKeyGroup::Attestation => "Attestation",
        ConditionKeyGroup::Resource => "The key",
        ConditionKeyGroup::Principal => "The caller",
        ConditionKeyGroup::Session => "The caller's session",
        ConditionKeyGroup::Service => "Services on the way",
        ConditionKeyGroup::Network => "The network",
        ConditionKeyGroup::Call => "The call",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_aws_compares_them() {
        assert_eq!(operation("KMS:decrypt").unwrap().action, "kms:Decrypt");
        assert_eq!(operation("kms:ReEncrypt").unwrap().action, "kms:ReEncryptFrom");
        assert_eq!(operation("kms:Fly"), None);
        assert_eq!(condition_key("KMS:viaservice").unwrap().key, "kms:ViaService");
        assert!(condition_key("kms:EncryptionContext:anything:at:all").is_some());
    }

    #[test]
    fn every_entry_says_what_it_is_and_where_aws_says_so() {
        let pages = operations().iter().map(|entry| (entry.action, entry.about, entry.page));
        let pages = pages.chain(condition_keys().iter().map(|entry| (entry.key, entry.about, entry.page)));
        for (name, about, page) in pages {
            assert!(!about.is_empty() && page.starts_with("https://docs.aws.amazon.com/"), "{name}");
        }
    }

    #[test]
    fn only_operations_with_an_encryption_context_say_so() {
        assert!(operation("kms:Decrypt").unwrap().encryption_context);
        assert!(!operation("kms:DescribeKey").unwrap().encryption_context);
    }
}
