//! The cryptographic operations.

use super::condition_key_use::{
    ATTESTATION, ATTESTATION_DISPUTED, DESTINATION_ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM,
    ENCRYPTION_CONTEXT, KEY, KEY_UNCONFIRMED, REQUEST_ALIAS, REQUEST_ALIAS_DISPUTED,
    REQUEST_ALIAS_UNCONFIRMED, SOURCE_ENCRYPTION_CONTEXT,
};
use super::row::{Names, cryptographic, names, without_key};
use super::{
    AccessLevel, ConditionKeyUse as Use, CrossAccount, EncryptionContextParameter, KeyRequirement, KeyUsages,
    Operation, OperationGroup, Parameter, key_state, parameter,
};
use crate::api_value;
use crate::key::KeyUsage;
use crate::status::Status;

const ENCRYPT_DECRYPT: KeyUsages = KeyUsages::Only(&[KeyUsage::EncryptDecrypt]);
const SIGN_VERIFY: KeyUsages = KeyUsages::Only(&[KeyUsage::SignVerify]);
const MAC: KeyUsages = KeyUsages::Only(&[KeyUsage::GenerateVerifyMac]);

const SAME_KEY: &[Use] = &[Use::always("kms:ReEncryptOnSameKey")];
const PAIR_SPEC: &[Use] = &[Use::always("kms:DataKeyPairSpec")];
const MAC_ALGORITHM: &[Use] = &[Use::always("kms:MacAlgorithm")];
const SIGNING: &[Use] = &[Use::always("kms:SigningAlgorithm"), Use::always("kms:MessageType")];

const PAIR_SPEC_PARAMETER: Parameter =
    Parameter::required("KeyPairSpec", &["kms:DataKeyPairSpec"]).one_of(api_value::DATA_KEY_PAIR_SPECS);
const DATA_KEY_SPEC: Parameter = Parameter::optional("KeySpec", &[]).one_of(api_value::DATA_KEY_SPECS);
const MAC_PARAMETER: Parameter =
    Parameter::required("MacAlgorithm", &["kms:MacAlgorithm"]).one_of(api_value::MAC_ALGORITHMS);
const SIGNING_PARAMETERS: &[Parameter] = &[
    Parameter::required("SigningAlgorithm", &["kms:SigningAlgorithm"]).one_of(api_value::SIGNING_ALGORITHMS),
    Parameter::optional("MessageType", &["kms:MessageType"])
        .or_unconfirmed("RAW")
        .one_of(api_value::MESSAGE_TYPES),
];
const ENCAPSULATION_PARAMETER: Parameter =
    Parameter::required("EncapsulationAlgorithm", &[]).one_of(api_value::ENCAPSULATION_ALGORITHMS);

const ML_KEM_NOTE: &str = "Only the API reference has it so far: access level, condition keys and \
    behaviour in the key states are not documented.";
const RE_ENCRYPT_NOTE: &str = "ReEncrypt needs this permission on one key and its other half on the \
    other, even if both are the same key.";
const DATA_KEY_NOTE: &str =
    "Making a data key does not need kms:Encrypt; getting it back later needs kms:Decrypt.";

const fn encapsulation(names: Names) -> Operation {
    Operation {
        access_level: AccessLevel::Unconfirmed,
        key_usages: KeyUsages::Only(&[KeyUsage::EncapsulateDecapsulate]),
        key_types: KeyRequirement::Asymmetric,
        condition_key_sets: &[KEY_UNCONFIRMED, REQUEST_ALIAS_UNCONFIRMED],
        key_states: None,
        key_states_status: Status::Unconfirmed,
        parameters: &[ENCAPSULATION_PARAMETER],
        notes: &[ML_KEM_NOTE],
        status: Status::SingleSource,
        ..cryptographic(names)
    }
}

/// In alphabetical order.
pub(super) const TABLE: &[Operation] = &[
    Operation {
        summary: "Recovers the shared secret from its encapsulated form with the private key of an \
            ML-KEM key pair.",
        ..encapsulation(names!("Decapsulate"))
    },
    Operation {
        summary: "Decrypts ciphertext that was made under the key, given the same encryption context.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::Encryption,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        accepts_recipient: true,
        condition_key_sets: &[KEY, REQUEST_ALIAS, ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM, ATTESTATION],
        parameters: &[parameter::ENCRYPTION_CONTEXT, parameter::ENCRYPTION_ALGORITHM, parameter::RECIPIENT],
        notes: &[
            "A request with symmetric ciphertext may leave the key out: KMS finds it in the ciphertext \
            and asks its policy.",
            "A bare key ID is enough even for a symmetric key of another account.",
        ],
        ..cryptographic(names!("Decrypt"))
    },
    Operation {
        summary: "Derives a shared secret from the private key of the key pair and somebody else's \
            public key.",
        key_usages: KeyUsages::Only(&[KeyUsage::KeyAgreement]),
        key_types: KeyRequirement::Asymmetric,
        accepts_recipient: true,
        condition_key_sets: &[
            KEY,
            REQUEST_ALIAS_DISPUTED,
            &[Use::always("kms:KeyAgreementAlgorithm")],
            ATTESTATION,
        ],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        parameters: &[
            Parameter::required("KeyAgreementAlgorithm", &["kms:KeyAgreementAlgorithm"])
                .one_of(api_value::KEY_AGREEMENT_ALGORITHMS),
            parameter::RECIPIENT,
        ],
        ..cryptographic(names!("DeriveSharedSecret"))
    },
    Operation {
        summary: "Makes a shared secret and its encapsulated form with the public key of an ML-KEM key pair.",
        ..encapsulation(names!("Encapsulate"))
    },
    Operation {
        summary: "Encrypts up to 4 KB of data under the key and binds the encryption context to the result.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::Encryption,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        condition_key_sets: &[KEY, REQUEST_ALIAS, ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM],
        parameters: &[parameter::ENCRYPTION_CONTEXT, parameter::ENCRYPTION_ALGORITHM],
        ..cryptographic(names!("Encrypt"))
    },
    Operation {
        summary: "Makes a symmetric data key and returns it both in the clear and encrypted under the key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::SymmetricEncryption,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        accepts_recipient: true,
        condition_key_sets: &[KEY, REQUEST_ALIAS, ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM, ATTESTATION],
        parameters: &[DATA_KEY_SPEC, parameter::ENCRYPTION_CONTEXT, parameter::RECIPIENT],
        notes: &[
            DATA_KEY_NOTE,
            "The API reference excludes keys in custom key stores, the guide's table of key types does not.",
            "Its KeySpec parameter is the size of the data key; kms:KeySpec is the spec of the KMS key.",
        ],
        exclusive_parameters: &[("KeySpec", "NumberOfBytes")],
        ..cryptographic(names!("GenerateDataKey"))
    },
    Operation {
        summary: "Makes a data key pair and returns the private key both in the clear and encrypted \
            under the key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::SymmetricEncryptionOutsideKeyStore,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        accepts_recipient: true,
        condition_key_sets: &[
            KEY,
            REQUEST_ALIAS,
            ENCRYPTION_CONTEXT,
            ENCRYPTION_ALGORITHM,
            PAIR_SPEC,
            ATTESTATION,
        ],
        key_states: Some(key_state::USE_DATA_KEY_PAIR),
        key_states_status: Status::Disputed,
        parameters: &[parameter::ENCRYPTION_CONTEXT, PAIR_SPEC_PARAMETER, parameter::RECIPIENT],
        notes: &[DATA_KEY_NOTE],
        ..cryptographic(names!("GenerateDataKeyPair"))
    },
    Operation {
        summary: "Makes a data key pair and returns its private key only encrypted under the key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::SymmetricEncryptionOutsideKeyStore,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        condition_key_sets: &[KEY, REQUEST_ALIAS, ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM, PAIR_SPEC],
        key_states: Some(key_state::USE_DATA_KEY_PAIR),
        key_states_status: Status::Disputed,
        parameters: &[parameter::ENCRYPTION_CONTEXT, PAIR_SPEC_PARAMETER],
        notes: &[DATA_KEY_NOTE],
        ..cryptographic(names!("GenerateDataKeyPairWithoutPlaintext"))
    },
    Operation {
        summary: "Makes a symmetric data key and returns it only encrypted under the key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::SymmetricEncryption,
        encryption_context: EncryptionContextParameter::EncryptionContext,
        condition_key_sets: &[KEY, REQUEST_ALIAS, ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM],
        parameters: &[DATA_KEY_SPEC, parameter::ENCRYPTION_CONTEXT],
        notes: &[
            DATA_KEY_NOTE,
            "The API reference excludes keys in custom key stores, the guide's table of key types does not.",
        ],
        exclusive_parameters: &[("KeySpec", "NumberOfBytes")],
        ..cryptographic(names!("GenerateDataKeyWithoutPlaintext"))
    },
    Operation {
        summary: "Computes the HMAC of a message with an HMAC key.",
        key_usages: MAC,
        key_types: KeyRequirement::Hmac,
        condition_key_sets: &[KEY, REQUEST_ALIAS, MAC_ALGORITHM],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        key_states_status: Status::Disputed,
        parameters: &[MAC_PARAMETER],
        ..cryptographic(names!("GenerateMac"))
    },
    Operation {
        summary: "Returns random bytes; no KMS key takes part.",
        cross_account: CrossAccount::NotApplicable,
        cryptographic: true,
        accepts_recipient: true,
        condition_key_sets: &[ATTESTATION_DISPUTED],
        parameters: &[parameter::RECIPIENT],
        notes: &["The guide's permissions table lists no condition key for it, the Service Authorization \
            Reference the attestation keys."],
        ..without_key(OperationGroup::Cryptographic, names!("GenerateRandom"))
    },
    Operation {
        api_operation: Some("ReEncrypt"),
        summary: "Decrypts, as one half of ReEncrypt, ciphertext that was made under this key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::Encryption,
        encryption_context: EncryptionContextParameter::SourceEncryptionContext,
        condition_key_sets: &[KEY, REQUEST_ALIAS, SOURCE_ENCRYPTION_CONTEXT, ENCRYPTION_ALGORITHM, SAME_KEY],
        parameters: &[parameter::SOURCE_ENCRYPTION_CONTEXT, parameter::SOURCE_ENCRYPTION_ALGORITHM],
        notes: &[RE_ENCRYPT_NOTE, "A bare key ID is enough even for a symmetric key of another account."],
        page: RE_ENCRYPT_PAGE,
        ..cryptographic(names!("ReEncryptFrom"))
    },
    Operation {
        api_operation: Some("ReEncrypt"),
        summary: "Encrypts, as one half of ReEncrypt, the decrypted data anew under this key.",
        key_usages: ENCRYPT_DECRYPT,
        key_types: KeyRequirement::Encryption,
        encryption_context: EncryptionContextParameter::DestinationEncryptionContext,
        condition_key_sets: &[
            KEY,
            REQUEST_ALIAS,
            DESTINATION_ENCRYPTION_CONTEXT,
            ENCRYPTION_ALGORITHM,
            SAME_KEY,
        ],
        parameters: &[parameter::DESTINATION_ENCRYPTION_CONTEXT, parameter::DESTINATION_ENCRYPTION_ALGORITHM],
        notes: &[RE_ENCRYPT_NOTE],
        page: RE_ENCRYPT_PAGE,
        ..cryptographic(names!("ReEncryptTo"))
    },
    Operation {
        summary: "Signs a message or its digest with the private key of a key pair.",
        key_usages: SIGN_VERIFY,
        key_types: KeyRequirement::Asymmetric,
        condition_key_sets: &[KEY, REQUEST_ALIAS, SIGNING],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        key_states_status: Status::Disputed,
        parameters: SIGNING_PARAMETERS,
        ..cryptographic(names!("Sign"))
    },
    Operation {
        summary: "Checks a signature with the public key of a key pair.",
        key_usages: SIGN_VERIFY,
        key_types: KeyRequirement::Asymmetric,
        condition_key_sets: &[KEY, REQUEST_ALIAS, SIGNING],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        key_states_status: Status::Disputed,
        parameters: SIGNING_PARAMETERS,
        ..cryptographic(names!("Verify"))
    },
    Operation {
        summary: "Checks the HMAC of a message with an HMAC key.",
        key_usages: MAC,
        key_types: KeyRequirement::Hmac,
        condition_key_sets: &[KEY, REQUEST_ALIAS, MAC_ALGORITHM],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        key_states_status: Status::Disputed,
        parameters: &[MAC_PARAMETER],
        ..cryptographic(names!("VerifyMac"))
    },
];

const RE_ENCRYPT_PAGE: &str = "https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html";
