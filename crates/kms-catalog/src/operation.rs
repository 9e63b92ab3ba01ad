//! The operations of AWS KMS, one entry for each permission.
//!
//! Knows what the API reference, the Service Authorization Reference and the guide's permissions table say
//! of an operation. Deliberately knows nothing of how a request for it is decided.
//!
//! A permission is `kms:` and the name of the API operation, save one: `ReEncrypt` needs `kms:ReEncryptFrom`
//! on one key and `kms:ReEncryptTo` on another, and there is no `kms:ReEncrypt`.
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html>.

mod administration;
mod check;
mod condition_key_use;
mod cryptographic;
mod key_requirement;
mod key_state;
mod key_store;
mod keys;
mod material;
mod number_range;
mod parameter;
mod row;

use crate::key::{KeyState, KeyUsage};
use crate::status::Status;
use crate::{name, table};

pub use check::{Check, CheckedResource};
pub use condition_key_use::{ConditionKeyUse, Presence};
pub use key_requirement::{KeyMismatch, KeyRequirement};
pub use key_state::{KeyStateNote, KeyStateOutcome};
pub use parameter::{Parameter, ParameterType, WhenOmitted};

/// One permission of AWS KMS and the API operation that it belongs to.
#[derive(Clone, Copy)]
pub struct Operation {
    /// The name without its prefix: `Decrypt`.
    pub name: &'static str,
    /// The name that a statement's `Action` lists: `kms:Decrypt`.
    permission: &'static str,
    /// The API operation it is checked for; none where there is no public one.
    pub api_operation: Option<&'static str>,
    /// What the operation does, in one sentence.
    pub summary: &'static str,
    /// The section of a list of operations that it belongs in.
    pub group: OperationGroup,
    /// How far its effects reach, as the Service Authorization Reference classes it.
    pub access_level: AccessLevel,
    /// What the permission is checked on.
    pub resource: ResourceScope,
    /// The kinds of policy in which the permission has an effect.
    pub policies: OperationPolicies,
    /// Whether principals of another account can be given it.
    pub cross_account: CrossAccount,
    /// Whether AWS calls it a cryptographic operation: one that uses the key material.
    pub cryptographic: bool,
    /// The usages that the KMS key may have.
    pub key_usages: KeyUsages,
    /// What else the KMS key must be.
    pub key_types: KeyRequirement,
    /// Where the request carries an encryption context.
    pub encryption_context: EncryptionContextParameter,
    /// Whether a grant may list it.
    pub grantable: bool,
    /// Whether a request may carry grant tokens.
    pub accepts_grant_tokens: bool,
    /// Whether a request may be a dry run.
    pub accepts_dry_run: bool,
    /// Whether a request may carry the attestation document of a Nitro enclave or a NitroTPM.
    pub accepts_recipient: bool,
    /// How a request names the key.
    pub key_identifier: KeyIdentifier,
    /// The condition keys that a request can carry, in sets that operations share. For an operation on an
    /// alias and a key, those of the check on the key. A `kms:` key that is not among them is never there;
    /// of the global keys only those are listed that depend on the operation.
    pub condition_key_sets: &'static [&'static [ConditionKeyUse]],
    /// The condition keys of the check on the alias; empty for operations without an alias.
    pub condition_keys_alias_half: &'static [ConditionKeyUse],
    /// Further permissions that the caller needs.
    pub dependent_permissions: &'static [DependentPermission],
    /// What happens in each key state, in the order of [`KeyState`] up to `Updating`; none where AWS's table
    /// has no row for the operation.
    pub key_states: Option<&'static [KeyStateOutcome; 7]>,
    /// How certain [`Self::key_states`] is: disputed where editions of AWS's table differ.
    pub key_states_status: Status,
    /// The parameters of the API operation that matter to authorization.
    pub parameters: &'static [Parameter],
    /// Pairs of parameters of which a request has at most one.
    pub exclusive_parameters: &'static [(&'static str, &'static str)],
    /// Whether it works on the primary key of a multi-Region set and not on a replica.
    pub primary_key_only: bool,
    /// What people get wrong, and what AWS leaves open, in a sentence each.
    pub notes: &'static [&'static str],
    /// AWS's page about it.
    pub page: &'static str,
    /// How well the operation is documented as a whole.
    pub status: Status,
}

/// The sections in which operations are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationGroup {
    /// Operations that use key material.
    Cryptographic,
    /// Keys and their life.
    Keys,
    /// Key policies.
    KeyPolicies,
    /// Grants.
    Grants,
    /// Aliases.
    Aliases,
    /// Tags.
    Tags,
    /// Rotation of key material.
    Rotation,
    /// Imported key material.
    ImportedKeyMaterial,
    /// Multi-Region keys.
    MultiRegionKeys,
    /// Custom key stores.
    CustomKeyStores,
}

/// The access level that the Service Authorization Reference gives first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessLevel {
    /// Lists what is there.
    List,
    /// Reads what it is.
    Read,
    /// Changes or uses it.
    Write,
    /// Changes tags.
    Tagging,
    /// Changes who may do what.
    PermissionsManagement,
    /// Not published.
    Unconfirmed,
}

/// What a permission is checked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceScope {
    /// A KMS key.
    Key,
    /// An alias and, in checks of their own, one or two KMS keys.
    AliasAndKey,
    /// No KMS key: a statement's `Resource` must be `*`.
    None,
}

/// The kinds of policy in which a permission has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationPolicies {
    /// The key policy, and identity-based policies where the key policy delegates to them.
    KeyPolicyAndIdentity,
    /// Identity-based policies only.
    IdentityOnly,
    /// For the alias identity-based policies only; for the key as [`Self::KeyPolicyAndIdentity`].
    AliasIdentityOnly,
}

/// Whether a permission can be given to principals of another account than the key's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrossAccount {
    /// It can.
    Supported,
    /// It cannot: whatever the policies say, it has no effect.
    Unsupported,
    /// The caller needs it in its own account and sees grants of every account.
    OwnPrincipals,
    /// The operation belongs to no account.
    NotApplicable,
}

/// The usages that the KMS key of an operation may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyUsages {
    /// The operation uses no KMS key.
    NotApplicable,
    /// Any.
    Any,
    /// One of these.
    Only(&'static [KeyUsage]),
}

/// Where a request carries an encryption context that condition keys can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncryptionContextParameter {
    /// Nowhere: conditions on the encryption context find nothing.
    None,
    /// The parameter `EncryptionContext`.
    EncryptionContext,
    /// The parameter `SourceEncryptionContext` of `ReEncrypt`.
    SourceEncryptionContext,
    /// The parameter `DestinationEncryptionContext` of `ReEncrypt`.
    DestinationEncryptionContext,
    /// The encryption-context constraint of the grant.
    ViaGrantConstraint,
}

impl EncryptionContextParameter {
    /// The API parameter that holds it, if a parameter does.
    #[must_use]
    pub const fn parameter(self) -> Option<&'static str> {
        match self {
            Self::EncryptionContext => Some("EncryptionContext"),
            Self::SourceEncryptionContext => Some("SourceEncryptionContext"),
            Self::DestinationEncryptionContext => Some("DestinationEncryptionContext"),
            Self::None | Self::ViaGrantConstraint => None,
        }
    }
}

/// The forms in which a request may name its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyIdentifier {
    /// It names no key.
    None,
    /// Key ID or key ARN.
    KeyIdOrKeyArn,
    /// Key ID, key ARN, alias name or alias ARN.
    KeyIdKeyArnOrAlias,
    /// An alias name, and the key by its ID or ARN.
    AliasNameAndKey,
    /// A grant token, or a key ARN and a grant ID.
    GrantTokenOrKeyArn,
}

impl KeyIdentifier {
    /// Whether the key may be named by an alias, and `kms:RequestAlias` can therefore be there.
    #[must_use]
    pub const fn accepts_alias(self) -> bool {
        matches!(self, Self::KeyIdKeyArnOrAlias)
    }
}

/// A further permission that the caller of an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DependentPermission {
    /// The permission: `kms:CreateKey`, `iam:CreateServiceLinkedRole`.
    pub permission: &'static str,
    /// On what, where and when.
    pub on: &'static str,
    /// How certain it is.
    pub status: Status,
}

const COUNT: usize = cryptographic::TABLE.len()
    + keys::TABLE.len()
    + administration::TABLE.len()
    + material::TABLE.len()
    + key_store::TABLE.len();

static ALL: [Operation; COUNT] = table::concat(&[
    cryptographic::TABLE,
    keys::TABLE,
    administration::TABLE,
    material::TABLE,
    key_store::TABLE,
]);

impl Operation {
    /// Every permission of AWS KMS, those of a group together and in alphabetical order.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The entry of a permission, with or without its `kms:` prefix, in any case: `kms:decrypt`, `Decrypt`.
    /// `kms:ReEncrypt` is no permission: [`Operation::checks`] knows it.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let name = name::strip_prefix(name, "kms:").unwrap_or(name);
        ALL.iter().find(|operation| operation.name.eq_ignore_ascii_case(name))
    }

    /// The permission whose name is a typing slip away from this one.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static Self> {
        let name = name::strip_prefix(name, "kms:").unwrap_or(name);
        name::nearest(name, ALL.iter().map(|operation| operation.name)).and_then(Self::find)
    }

    /// The names of the public API operations, each once: `ReEncrypt`, and not its two permissions.
    pub fn api_operations() -> impl Iterator<Item = &'static str> {
        ALL.iter()
            .filter(|operation| operation.name != "ReEncryptTo")
            .filter_map(|operation| operation.api_operation)
    }

    /// The name that a statement's `Action` lists: `kms:Decrypt`.
    #[must_use]
    pub const fn permission(&self) -> &'static str {
        self.permission
    }

    /// The condition keys that a request can carry; for an operation on an alias and a key, those of the
    /// check on the key.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static ConditionKeyUse> + use<> {
        self.condition_key_sets.iter().flat_map(|set| set.iter())
    }

    /// How a request carries the condition key of this name, in any case and with any tail; none where it
    /// never does, and for a global key that does not depend on the operation. Deprecated names stand for
    /// the keys that replaced them.
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<&'static ConditionKeyUse> {
        let key = crate::ConditionKey::find(name)?;
        let name = key.replaced_by.unwrap_or(key.name);
        self.use_of(name)
    }

    /// The same of a name that is written as the catalogue writes it, without its tail, and stands for no other.
    #[must_use]
    pub fn use_of(&self, name: &str) -> Option<&'static ConditionKeyUse> {
        for set in self.condition_key_sets {
            for used in *set {
                // Every context asks this of every key, and hardly two names have one length.
                if used.key.len() == name.len() && used.key == name {
                    return Some(used);
                }
            }
        }
        None
    }

    /// What happens when the key is in this state; none where AWS's table has no row for the operation.
    #[must_use]
    pub fn in_key_state(&self, state: KeyState) -> Option<KeyStateOutcome> {
        self.key_states?.get(state.column() as usize).copied()
    }

    /// Whether a statement of a key policy can have an effect on it.
    #[must_use]
    pub const fn is_effective_in_key_policy(&self) -> bool {
        !matches!(self.policies, OperationPolicies::IdentityOnly)
    }

    /// The parameter of this name; parameter names are case-sensitive in the KMS API.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Operation {}

impl std::hash::Hash for Operation {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.permission)
    }
}

#[cfg(test)]
mod tests;
