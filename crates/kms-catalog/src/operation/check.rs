//! The checks that one API call is: two for `ReEncrypt`, two or three for alias operations, else one.
//!
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html> and the required
//! permissions of `ReEncrypt` in the API reference.

use super::{Operation, ResourceScope};
use crate::name;

/// One permission to be checked on one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Check {
    /// The permission.
    pub operation: &'static Operation,
    /// The resource, by its part in the call.
    pub on: CheckedResource,
}

/// The part in a call of the resource that a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckedResource {
    /// The KMS key of the call.
    Key,
    /// The key whose ciphertext `ReEncrypt` decrypts.
    SourceKey,
    /// The key that `ReEncrypt` encrypts under.
    DestinationKey,
    /// The alias.
    Alias,
    /// The key that the alias stands for before `UpdateAlias`.
    CurrentKey,
    /// The key that the alias stands for after `UpdateAlias`.
    NewKey,
    /// No KMS resource: `*`.
    Any,
}

impl Operation {
    /// The checks behind the API operation or permission of this name, in AWS's order; empty for a name
    /// that KMS does not have. All of them must allow.
    #[must_use]
    pub fn checks(action: &str) -> Vec<Check> {
        let name = name::strip_prefix(action, "kms:").unwrap_or(action);
        if name.eq_ignore_ascii_case("ReEncrypt") {
            let halves = ["ReEncryptFrom", "ReEncryptTo"];
            return halves.into_iter().filter_map(Self::find).flat_map(Self::own_checks).collect();
        }
        Self::find(name).map(|operation| operation.own_checks().collect()).unwrap_or_default()
    }

    fn own_checks(&'static self) -> impl Iterator<Item = Check> {
        use CheckedResource::{Alias, Any, CurrentKey, DestinationKey, Key, NewKey, SourceKey};
        let resources: &[CheckedResource] = match (self.resource, self.name) {
            (ResourceScope::None, _) => &[Any],
            (ResourceScope::AliasAndKey, "UpdateAlias") => &[Alias, CurrentKey, NewKey],
            (ResourceScope::AliasAndKey, _) => &[Alias, Key],
            (ResourceScope::Key, "ReEncryptFrom") => &[SourceKey],
            (ResourceScope::Key, "ReEncryptTo") => &[DestinationKey],
            (ResourceScope::Key, _) => &[Key],
        };
        resources.iter().map(move |on| Check { operation: self, on: *on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(action: &str) -> Vec<String> {
        Operation::checks(action)
            .into_iter()
            .map(|check| format!("{} on {:?}", check.operation.permission(), check.on))
            .collect()
    }

    #[test]
    fn re_encrypt_is_two_checks_on_two_keys() {
        let both = ["kms:ReEncryptFrom on SourceKey", "kms:ReEncryptTo on DestinationKey"];
        assert_eq!(checks("kms:ReEncrypt"), both);
        assert_eq!(checks("KMS:reencrypt"), both);
        assert_eq!(checks("kms:ReEncryptTo"), ["kms:ReEncryptTo on DestinationKey"]);
    }

    #[test]
    fn alias_operations_check_the_alias_and_each_key() {
        assert_eq!(checks("kms:CreateAlias"), ["kms:CreateAlias on Alias", "kms:CreateAlias on Key"]);
        assert_eq!(
            checks("UpdateAlias"),
            ["kms:UpdateAlias on Alias", "kms:UpdateAlias on CurrentKey", "kms:UpdateAlias on NewKey"]
        );
    }

    #[test]
    fn any_other_operation_is_one_check_and_an_unknown_name_none() {
        assert_eq!(checks("kms:decrypt"), ["kms:Decrypt on Key"]);
        assert_eq!(checks("kms:ListKeys"), ["kms:ListKeys on Any"]);
        assert_eq!(checks("kms:Decrypt*"), [""; 0]);
        assert_eq!(checks("s3:GetObject"), [""; 0]);
    }
}
