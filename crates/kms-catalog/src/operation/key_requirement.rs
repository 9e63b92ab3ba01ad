//! Which kind of key an operation works with, and what KMS answers for any other.
//!
//! The wrong key is no question of authorization: no policy change helps.
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html>.

use super::{KeyUsages, Operation};
use crate::key::{KeyAttributes, KeyOrigin};
use crate::status::Status;

/// What the key of an operation must be, beside having one of the [`KeyUsages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyRequirement {
    /// The operation uses no KMS key.
    NotApplicable,
    /// Any key.
    Any,
    /// A symmetric encryption key.
    SymmetricEncryption,
    /// A symmetric encryption key outside custom key stores.
    SymmetricEncryptionOutsideKeyStore,
    /// A symmetric encryption key, or a key pair made for encryption.
    Encryption,
    /// A key pair.
    Asymmetric,
    /// An HMAC key.
    Hmac,
    /// A key whose material its owner imports.
    ImportedKeyMaterial,
    /// A symmetric encryption key whose material KMS made.
    AutomaticRotation,
    /// A symmetric encryption key outside custom key stores; not a multi-Region one with imported material.
    RotationOnDemand,
    /// A multi-Region key.
    MultiRegion,
}

/// Why a key does not suit an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyMismatch {
    /// The key was made for another usage.
    Usage(KeyUsages),
    /// The usage fits, the kind of key does not.
    Kind(KeyRequirement),
}

impl KeyRequirement {
    /// Whether a key with these attributes is of the kind required.
    #[must_use]
    pub const fn is_met_by(self, key: KeyAttributes) -> bool {
        let symmetric = key.spec.is_symmetric_encryption();
        match self {
            Self::NotApplicable | Self::Any => true,
            Self::SymmetricEncryption => symmetric,
            Self::SymmetricEncryptionOutsideKeyStore => symmetric && !key.origin.is_custom_key_store(),
            Self::Encryption => !key.spec.is_hmac(),
            Self::Asymmetric => key.spec.is_asymmetric(),
            Self::Hmac => key.spec.is_hmac(),
            Self::ImportedKeyMaterial => matches!(key.origin, KeyOrigin::External),
            Self::AutomaticRotation => symmetric && matches!(key.origin, KeyOrigin::AwsKms),
            Self::RotationOnDemand => {
                symmetric
                    && match key.origin {
                        KeyOrigin::AwsKms => true,
                        KeyOrigin::External => key.multi_region.is_none(),
                        KeyOrigin::AwsCloudHsm | KeyOrigin::ExternalKeyStore => false,
                    }
            }
            Self::MultiRegion => key.multi_region.is_some(),
        }
    }
}

impl KeyMismatch {
    /// The exception that KMS returns.
    #[must_use]
    pub const fn exception(self) -> &'static str {
        match self {
            Self::Usage(_)
            | Self::Kind(
                KeyRequirement::SymmetricEncryption | KeyRequirement::Encryption | KeyRequirement::Hmac,
            ) => "InvalidKeyUsageException",
            Self::Kind(_) => "UnsupportedOperationException",
        }
    }

    /// How certain the exception is: AWS defines it for usages and for special features, and leaves open
    /// which one a key of the right usage and the wrong kind gets.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Kind(
                KeyRequirement::SymmetricEncryption
                | KeyRequirement::SymmetricEncryptionOutsideKeyStore
                | KeyRequirement::Encryption
                | KeyRequirement::Asymmetric
                | KeyRequirement::Hmac,
            ) => Status::Unconfirmed,
            Self::Usage(_) | Self::Kind(_) => Status::Documented,
        }
    }
}

impl Operation {
    /// Why the operation does not work with a key of these attributes; none where it does.
    #[must_use]
    pub fn key_mismatch(&self, key: KeyAttributes) -> Option<KeyMismatch> {
        if let KeyUsages::Only(usages) = self.key_usages
            && !usages.contains(&key.usage)
        {
            return Some(KeyMismatch::Usage(self.key_usages));
        }
        (!self.key_types.is_met_by(key)).then_some(KeyMismatch::Kind(self.key_types))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{KeySpec, KeyUsage, MultiRegionKeyType};

    const SYMMETRIC: KeyAttributes = KeyAttributes {
        spec: KeySpec::SymmetricDefault,
        usage: KeyUsage::EncryptDecrypt,
        origin: KeyOrigin::AwsKms,
        multi_region: None,
    };

    fn answer(operation: &str, key: KeyAttributes) -> Option<&'static str> {
        Operation::find(operation).unwrap().key_mismatch(key).map(KeyMismatch::exception)
    }

    #[test]
    fn a_key_of_another_usage_is_refused() {
        let rsa = KeyAttributes { spec: KeySpec::Rsa2048, usage: KeyUsage::SignVerify, ..SYMMETRIC };
        assert_eq!(answer("Sign", rsa), None);
        assert_eq!(answer("Decrypt", rsa), Some("InvalidKeyUsageException"));
        assert_eq!(answer("Sign", SYMMETRIC), Some("InvalidKeyUsageException"));
        assert_eq!(answer("DescribeKey", rsa), None);
    }

    #[test]
    fn data_keys_need_a_symmetric_encryption_key() {
        let rsa = KeyAttributes { spec: KeySpec::Rsa2048, ..SYMMETRIC };
        assert_eq!(answer("Decrypt", rsa), None);
        assert_eq!(answer("GenerateDataKey", rsa), Some("InvalidKeyUsageException"));
        assert_eq!(answer("GetPublicKey", rsa), None);
        assert_eq!(answer("GetPublicKey", SYMMETRIC), Some("UnsupportedOperationException"));
    }

    #[test]
    fn custom_key_stores_have_no_data_key_pairs_and_no_rotation() {
        let stored = KeyAttributes { origin: KeyOrigin::ExternalKeyStore, ..SYMMETRIC };
        assert_eq!(answer("GenerateDataKey", stored), None);
        for operation in
            ["GenerateDataKeyPair", "EnableKeyRotation", "RotateKeyOnDemand", "ImportKeyMaterial"]
        {
            assert_eq!(answer(operation, stored), Some("UnsupportedOperationException"), "{operation}");
        }
    }

    #[test]
    fn imported_key_material_rotates_on_demand_only_and_not_across_regions() {
        let imported = KeyAttributes { origin: KeyOrigin::External, ..SYMMETRIC };
        assert_eq!(answer("RotateKeyOnDemand", imported), None);
        assert_eq!(answer("EnableKeyRotation", imported), Some("UnsupportedOperationException"));
        let replicated = KeyAttributes { multi_region: Some(MultiRegionKeyType::Primary), ..imported };
        assert_eq!(answer("RotateKeyOnDemand", replicated), Some("UnsupportedOperationException"));
        assert_eq!(answer("ReplicateKey", replicated), None);
        assert_eq!(answer("ReplicateKey", imported), Some("UnsupportedOperationException"));
    }
}
