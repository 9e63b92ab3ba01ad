//! Attributes of a KMS key, spelt as AWS spells them: spec, usage, origin, state, manager, multi-Region type.
//!
//! Knows which usages and algorithms go with which spec. Does not know which operation wants which key:
//! that is [`KeyRequirement`](crate::KeyRequirement).
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html> and the
//! `KeyMetadata` type of the API reference.

/// An enum whose variants carry the spelling AWS uses; values are case-sensitive in the KMS API.
macro_rules! spelt {
    ($(#[$head:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $spelling:literal,)+ }) => {
        $(#[$head])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All values, in AWS's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The spellings of all values, in AWS's order.
            pub const NAMES: &'static [&'static str] = &[$($spelling),+];

            /// The value spelt exactly so.
            #[must_use]
            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }

            /// AWS's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $spelling,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

spelt! {
    /// What kind of key material a KMS key holds.
    KeySpec {
        /// Symmetric encryption, the default.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// HMAC, 224 bits.
        Hmac224 = "HMAC_224",
        /// HMAC, 256 bits.
        Hmac256 = "HMAC_256",
        /// HMAC, 384 bits.
        Hmac384 = "HMAC_384",
        /// HMAC, 512 bits.
        Hmac512 = "HMAC_512",
        /// RSA, 2,048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA, 3,072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA, 4,096 bits.
        Rsa4096 = "RSA_4096",
        /// NIST curve P-256.
        EccNistP256 = "ECC_NIST_P256",
        /// NIST curve P-384.
        EccNistP384 = "ECC_NIST_P384",
        /// NIST curve P-521.
        EccNistP521 = "ECC_NIST_P521",
        /// Edwards curve ed25519, for signatures only.
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
        /// Curve secp256k1, for signatures only.
        EccSecgP256k1 = "ECC_SECG_P256K1",
        /// Post-quantum signatures, smallest parameter set.
        MlDsa44 = "ML_DSA_44",
        /// Post-quantum signatures, middle parameter set.
        MlDsa65 = "ML_DSA_65",
        /// Post-quantum signatures, largest parameter set.
        MlDsa87 = "ML_DSA_87",
        /// Post-quantum key encapsulation, smallest parameter set.
        MlKem512 = "ML_KEM_512",
        /// Post-quantum key encapsulation, middle parameter set.
        MlKem768 = "ML_KEM_768",
        /// Post-quantum key encapsulation, largest parameter set.
        MlKem1024 = "ML_KEM_1024",
        /// SM2, in the China Regions only.
        Sm2 = "SM2",
    }
}

spelt! {
    /// The one use that a KMS key was created for.
    KeyUsage {
        /// Encryption and decryption.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        /// Signatures and their verification.
        SignVerify = "SIGN_VERIFY",
        /// HMACs and their verification.
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        /// Shared secrets by Diffie-Hellman key agreement.
        KeyAgreement = "KEY_AGREEMENT",
        /// Shared secrets by key encapsulation; known from the API reference only.
        EncapsulateDecapsulate = "ENCAPSULATE_DECAPSULATE",
    }
}

spelt! {
    /// Where the key material comes from.
    KeyOrigin {
        /// KMS made it.
        AwsKms = "AWS_KMS",
        /// The key's owner imported it.
        External = "EXTERNAL",
        /// It lives in a CloudHSM key store.
        AwsCloudHsm = "AWS_CLOUDHSM",
        /// It lives outside AWS, behind an external key store.
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

spelt! {
    /// Whether a multi-Region key is the primary or one of its replicas.
    MultiRegionKeyType {
        /// The primary key.
        Primary = "PRIMARY",
        /// A replica key.
        Replica = "REPLICA",
    }
}

spelt! {
    /// Who manages a KMS key.
    KeyManager {
        /// The customer who owns it.
        Customer = "CUSTOMER",
        /// AWS: its key policy is fixed.
        Aws = "AWS",
    }
}

spelt! {
    /// The state of a KMS key.
    KeyState {
        /// Ready for use.
        Enabled = "Enabled",
        /// Switched off by its owner.
        Disabled = "Disabled",
        /// Waiting to be deleted.
        PendingDeletion = "PendingDeletion",
        /// Created without key material, which is still to be imported.
        PendingImport = "PendingImport",
        /// Its custom key store cannot be reached.
        Unavailable = "Unavailable",
        /// A replica that is being made.
        Creating = "Creating",
        /// A multi-Region key whose primary is being changed.
        Updating = "Updating",
        /// A primary that waits for its replicas to be deleted first.
        PendingReplicaDeletion = "PendingReplicaDeletion",
    }
}

/// The attributes of a KMS key that decide which operations it supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyAttributes {
    /// What kind of key material it holds.
    pub spec: KeySpec,
    /// What it was created for.
    pub usage: KeyUsage,
    /// Where the key material comes from.
    pub origin: KeyOrigin,
    /// Primary or replica; none for a single-Region key.
    pub multi_region: Option<MultiRegionKeyType>,
}

impl KeyAttributes {
    /// What CreateKey makes unless it is told otherwise: a symmetric encryption key in one Region, with key material
    /// from KMS.
    pub const USUAL: Self = Self {
        spec: KeySpec::SymmetricDefault,
        usage: KeyUsage::EncryptDecrypt,
        origin: KeyOrigin::AwsKms,
        multi_region: None,
    };
}

impl KeySpec {
    /// The usages a key of this spec may be created with. The first is the one assumed where none is given:
    /// AWS itself demands one for every spec but `SYMMETRIC_DEFAULT`.
    #[must_use]
    pub const fn usages(self) -> &'static [KeyUsage] {
        use KeyUsage::{EncapsulateDecapsulate, EncryptDecrypt, GenerateVerifyMac, KeyAgreement, SignVerify};
        match self {
            Self::SymmetricDefault => &[EncryptDecrypt],
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => &[GenerateVerifyMac],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[EncryptDecrypt, SignVerify],
            Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521 => &[SignVerify, KeyAgreement],
            Self::EccNistEdwards25519
            | Self::EccSecgP256k1
            | Self::MlDsa44
            | Self::MlDsa65
            | Self::MlDsa87 => &[SignVerify],
            Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => &[EncapsulateDecapsulate],
            Self::Sm2 => &[EncryptDecrypt, SignVerify, KeyAgreement],
        }
    }

    /// The usage assumed for a key of this spec where none is given.
    #[must_use]
    pub fn default_usage(self) -> KeyUsage {
        self.usages().first().copied().unwrap_or(KeyUsage::EncryptDecrypt)
    }

    /// Whether a key of this spec can have this usage.
    #[must_use]
    pub fn supports(self, usage: KeyUsage) -> bool {
        self.usages().contains(&usage)
    }

    /// Whether it is the symmetric encryption key, the only kind that AWS services use.
    #[must_use]
    pub const fn is_symmetric_encryption(self) -> bool {
        matches!(self, Self::SymmetricDefault)
    }

    /// Whether it is an HMAC key.
    #[must_use]
    pub const fn is_hmac(self) -> bool {
        matches!(self, Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512)
    }

    /// Whether it is a key pair.
    #[must_use]
    pub const fn is_asymmetric(self) -> bool {
        !self.is_symmetric_encryption() && !self.is_hmac()
    }

    /// The algorithms that a key of this spec and usage can be asked for, as the API spells them; empty
    /// where the spec does not support the usage.
    #[must_use]
    pub fn algorithms(self, usage: KeyUsage) -> &'static [&'static str] {
        if !self.supports(usage) {
            return &[];
        }
        match (usage, self) {
            (KeyUsage::EncryptDecrypt, Self::SymmetricDefault) => &["SYMMETRIC_DEFAULT"],
            (KeyUsage::EncryptDecrypt, Self::Sm2) => &["SM2PKE"],
            (KeyUsage::EncryptDecrypt, _) => &["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
            (KeyUsage::GenerateVerifyMac, Self::Hmac224) => &["HMAC_SHA_224"],
            (KeyUsage::GenerateVerifyMac, Self::Hmac384) => &["HMAC_SHA_384"],
            (KeyUsage::GenerateVerifyMac, Self::Hmac512) => &["HMAC_SHA_512"],
            (KeyUsage::GenerateVerifyMac, _) => &["HMAC_SHA_256"],
            (KeyUsage::KeyAgreement, _) => &["ECDH"],
            (KeyUsage::EncapsulateDecapsulate, _) => &["ML_KEM"],
            (KeyUsage::SignVerify, _) => self.signing_algorithms(),
        }
    }

    const fn signing_algorithms(self) -> &'static [&'static str] {
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[
                "RSASSA_PSS_SHA_256",
                "RSASSA_PSS_SHA_384",
                "RSASSA_PSS_SHA_512",
                "RSASSA_PKCS1_V1_5_SHA_256",
                "RSASSA_PKCS1_V1_5_SHA_384",
                "RSASSA_PKCS1_V1_5_SHA_512",
            ],
            Self::EccNistP256 | Self::EccSecgP256k1 => &["ECDSA_SHA_256"],
            Self::EccNistP384 => &["ECDSA_SHA_384"],
            Self::EccNistP521 => &["ECDSA_SHA_512"],
            Self::EccNistEdwards25519 => &["ED25519_SHA_512", "ED25519_PH_SHA_512"],
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => &["ML_DSA_SHAKE_256"],
            Self::Sm2 => &["SM2DSA"],
            _ => &[],
        }
    }
}

impl KeyOrigin {
    /// Whether the key material lives in a custom key store.
    #[must_use]
    pub const fn is_custom_key_store(self) -> bool {
        matches!(self, Self::AwsCloudHsm | Self::ExternalKeyStore)
    }
}

impl KeyState {
    /// The state whose column of AWS's table of key states applies: a key that waits for its replicas'
    /// deletion is treated as one that waits for its own.
    #[must_use]
    pub const fn column(self) -> Self {
        match self {
            Self::PendingReplicaDeletion => Self::PendingDeletion,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_their_exact_spelling() {
        assert_eq!(KeySpec::find("ML_KEM_768"), Some(KeySpec::MlKem768));
        assert_eq!(KeySpec::find("symmetric_default"), None);
        assert_eq!(
            KeyState::find("PendingReplicaDeletion").map(KeyState::column),
            Some(KeyState::PendingDeletion)
        );
        assert_eq!(KeyOrigin::ExternalKeyStore.to_string(), "EXTERNAL_KEY_STORE");
        assert_eq!(KeySpec::NAMES.len(), 20);
    }

    #[test]
    fn every_spec_has_a_usage_and_every_usage_of_it_an_algorithm() {
        for spec in KeySpec::ALL {
            assert!(spec.supports(spec.default_usage()), "{spec}");
            for usage in KeyUsage::ALL {
                assert_eq!(spec.supports(*usage), !spec.algorithms(*usage).is_empty(), "{spec} {usage}");
            }
        }
        assert_eq!(KeySpec::SymmetricDefault.default_usage(), KeyUsage::EncryptDecrypt);
        assert_eq!(KeySpec::Hmac256.default_usage(), KeyUsage::GenerateVerifyMac);
    }

    #[test]
    fn a_spec_is_symmetric_hmac_or_asymmetric() {
        for spec in KeySpec::ALL {
            let kinds = [spec.is_symmetric_encryption(), spec.is_hmac(), spec.is_asymmetric()];
            assert_eq!(kinds.iter().filter(|kind| **kind).count(), 1, "{spec}");
        }
    }
}
