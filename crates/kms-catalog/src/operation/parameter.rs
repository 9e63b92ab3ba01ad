//! Parameters of API operations that matter to authorization: those that feed a condition key, and those
//! that decide which grant, policy or algorithm the call is about.
//!
//! Implements the request parameters of <https://docs.aws.amazon.com/kms/latest/APIReference/>.

use super::condition_key_use::CONTEXT_PAIR;
use crate::api_value::ENCRYPTION_ALGORITHMS;
use crate::key::KeyUsage;

/// A parameter of an API operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    /// The name in the KMS API; case-sensitive.
    pub name: &'static str,
    /// What it holds.
    pub parameter_type: ParameterType,
    /// What KMS does when the parameter is left out.
    pub when_omitted: WhenOmitted,
    /// The names of the condition keys that take their value from it.
    pub condition_keys: &'static [&'static str],
    /// The values it may have, where they are few; else empty.
    pub values: &'static [&'static str],
}

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterType {
    /// A text.
    Text,
    /// A list of texts.
    TextList,
    /// Pairs of texts.
    TextMap,
    /// Tags: a list of keys with values.
    Tags,
    /// True or false.
    Boolean,
    /// A whole number from the first to the second.
    Integer(u32, u32),
    /// A point in time.
    Timestamp,
    /// A key policy.
    PolicyDocument,
    /// The constraints of a grant: `EncryptionContextEquals`, `EncryptionContextSubset`, `SourceArn`.
    GrantConstraints,
    /// The attestation document of a Nitro enclave or a NitroTPM.
    Recipient,
}

/// What KMS does when a parameter is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhenOmitted {
    /// It refuses the request.
    Refused,
    /// It goes without, and so do the condition keys.
    Absent,
    /// It takes this value, and so do the condition keys.
    Default(&'static str),
    /// It takes this value; that the condition keys take it too follows from the general rule, which no page
    /// repeats for this parameter.
    DefaultUnconfirmed(&'static str),
}

impl Parameter {
    /// The value that stands in when the parameter is left out.
    #[must_use]
    pub const fn default(&self) -> Option<&'static str> {
        match self.when_omitted {
            WhenOmitted::Default(value) | WhenOmitted::DefaultUnconfirmed(value) => Some(value),
            WhenOmitted::Refused | WhenOmitted::Absent => None,
        }
    }

    /// The usage of the keys whose algorithms it chooses from; none where it is no such parameter.
    #[must_use]
    pub fn algorithm_of(&self) -> Option<KeyUsage> {
        Some(match self.name {
            "EncryptionAlgorithm" | "SourceEncryptionAlgorithm" | "DestinationEncryptionAlgorithm" => {
                KeyUsage::EncryptDecrypt
            }
            "SigningAlgorithm" => KeyUsage::SignVerify,
            "MacAlgorithm" => KeyUsage::GenerateVerifyMac,
            "KeyAgreementAlgorithm" => KeyUsage::KeyAgreement,
            "EncapsulationAlgorithm" => KeyUsage::EncapsulateDecapsulate,
            _ => return None,
        })
    }

    /// A required text that feeds one condition key.
    pub(super) const fn required(name: &'static str, condition_keys: &'static [&'static str]) -> Self {
        Self {
            name,
            parameter_type: ParameterType::Text,
            when_omitted: WhenOmitted::Refused,
            condition_keys,
            values: &[],
        }
    }

    /// A text that may be left out.
    pub(super) const fn optional(name: &'static str, condition_keys: &'static [&'static str]) -> Self {
        Self { when_omitted: WhenOmitted::Absent, ..Self::required(name, condition_keys) }
    }

    pub(super) const fn holding(self, parameter_type: ParameterType) -> Self {
        Self { parameter_type, ..self }
    }

    pub(super) const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    pub(super) const fn or(self, default: &'static str) -> Self {
        Self { when_omitted: WhenOmitted::Default(default), ..self }
    }

    pub(super) const fn or_unconfirmed(self, default: &'static str) -> Self {
        Self { when_omitted: WhenOmitted::DefaultUnconfirmed(default), ..self }
    }
}

const CONTEXT_KEYS: &[&str] = &[CONTEXT_PAIR, "kms:EncryptionContextKeys"];

pub(super) const ENCRYPTION_CONTEXT: Parameter =
    Parameter::optional("EncryptionContext", CONTEXT_KEYS).holding(ParameterType::TextMap);
pub(super) const SOURCE_ENCRYPTION_CONTEXT: Parameter =
    Parameter::optional("SourceEncryptionContext", CONTEXT_KEYS).holding(ParameterType::TextMap);
pub(super) const DESTINATION_ENCRYPTION_CONTEXT: Parameter =
    Parameter::optional("DestinationEncryptionContext", CONTEXT_KEYS).holding(ParameterType::TextMap);

const ENCRYPTION_ALGORITHM_KEY: &[&str] = &["kms:EncryptionAlgorithm"];

pub(super) const ENCRYPTION_ALGORITHM: Parameter =
    Parameter::optional("EncryptionAlgorithm", ENCRYPTION_ALGORITHM_KEY)
        .or("SYMMETRIC_DEFAULT")
        .one_of(ENCRYPTION_ALGORITHMS);
pub(super) const SOURCE_ENCRYPTION_ALGORITHM: Parameter =
    Parameter { name: "SourceEncryptionAlgorithm", ..ENCRYPTION_ALGORITHM };
pub(super) const DESTINATION_ENCRYPTION_ALGORITHM: Parameter =
    Parameter { name: "DestinationEncryptionAlgorithm", ..ENCRYPTION_ALGORITHM };

pub(super) const RECIPIENT: Parameter =
    Parameter::optional("Recipient", &crate::condition_key::ATTESTATION_NAMES)
        .holding(ParameterType::Recipient);

pub(super) const TAGS: Parameter =
    Parameter::optional("Tags", &["aws:RequestTag/${TagKey}", "aws:TagKeys"]).holding(ParameterType::Tags);

pub(super) const BYPASS_LOCKOUT_CHECK: Parameter =
    Parameter::optional("BypassPolicyLockoutSafetyCheck", &["kms:BypassPolicyLockoutSafetyCheck"])
        .holding(ParameterType::Boolean);

pub(super) const POLICY: Parameter =
    Parameter::optional("Policy", &[]).holding(ParameterType::PolicyDocument);
