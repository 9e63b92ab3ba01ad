//! What the condition keys of one check are derived from.

use kms_catalog::names::operations;
use kms_catalog::{CheckedResource, EncryptionContextParameter, Operation};

use super::Arrival;
use crate::call::target::{alias_name, is};
use crate::call::{Call, ParameterValue};
use crate::request::{Caller, RequestResource};
use crate::situation::{Grant, Key};

/// One check of a call, before its context is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) call: &'a Call<'a>,
    pub(crate) caller: &'a Caller,
    pub(crate) arrival: Arrival,
    pub(crate) operation: &'static Operation,
    pub(crate) on: CheckedResource,
    pub(crate) resource: &'a RequestResource,
    /// The key that the permission is checked on; none on the alias half and without a key.
    pub(crate) key: Option<&'a Key>,
    /// Whether the key is one that the call does not name: the replica that becomes the primary key.
    pub(crate) is_further_key: bool,
    /// The Region of the source key of a ReEncrypt, if the check is on its destination.
    pub(crate) source_region: Option<&'a str>,
    /// The key that the alias of an UpdateAlias leaves, if the check is on the key that it comes to and the alias is
    /// known to be that key's.
    pub(crate) current_key: Option<&'a Key>,
    /// The primary key whose replica CreateKey makes in a ReplicateKey.
    pub(crate) replicated: Option<&'a Key>,
    /// The Region that is called.
    pub(crate) region: &'a str,
    /// How the call names the key of this check.
    pub(crate) key_id: Option<&'a str>,
    /// Whether both halves of a ReEncrypt are on one key.
    pub(crate) same_key: bool,
    /// The grant that the call is about: the one to retire.
    pub(crate) grant: Option<&'a Grant>,
}

impl<'a> Subject<'a> {
    /// The pairs of the encryption context that condition keys see.
    pub(crate) fn encryption_context(&self) -> Vec<(&'a str, &'a str)> {
        let given = match self.operation.encryption_context {
            EncryptionContextParameter::None => return Vec::new(),
            EncryptionContextParameter::DestinationEncryptionContext if self.is_destination_of_two() => {
                self.call.destination_encryption_context.as_ref()
            }
            EncryptionContextParameter::DestinationEncryptionContext => {
                let destination = self.call.destination_encryption_context.as_ref();
                destination.or(self.call.encryption_context.as_ref())
            }
            _ => self.call.encryption_context.as_ref(),
        };
        if let Some(pairs) = given {
            return pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        }
        let parameter = self.operation.encryption_context.parameter();
        if let Some(pairs) = parameter.and_then(|name| self.call.parameter(name)) {
            return pairs.pairs();
        }
        self.grant_constraint().map(|(_, pairs)| pairs).unwrap_or_default()
    }

    /// The encryption-context constraint of the grant that the call makes or retires: its type and its pairs.
    pub(crate) fn grant_constraint(&self) -> Option<(&'static str, Vec<(&'a str, &'a str)>)> {
        const TYPES: [&str; 2] = ["EncryptionContextEquals", "EncryptionContextSubset"];
        if let Some(constraints) = self.call.parameter("Constraints") {
            let of_type = |name| Some((name, constraints.member(name)?.pairs()));
            return TYPES.into_iter().find_map(of_type);
        }
        let constraints = &self.grant?.constraints;
        let pairs = [&constraints.encryption_context_equals, &constraints.encryption_context_subset];
        TYPES.into_iter().zip(pairs).find_map(|(name, pairs)| {
            let pairs = pairs.as_ref()?;
            Some((name, pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()))
        })
    }

    /// The alias name by which the call names the key, also where it gives the alias ARN.
    pub(crate) fn alias_in_call(&self) -> Option<&'a str> {
        self.key_id.and_then(alias_name)
    }

    /// The tags that the call sets, as key and value.
    pub(crate) fn tags(&self) -> Vec<(&'a str, Option<&'a str>)> {
        let Some(ParameterValue::List(tags)) = self.call.parameter("Tags") else { return Vec::new() };
        let text = |tag: &'a ParameterValue, name| tag.member(name).and_then(ParameterValue::text);
        tags.iter().filter_map(|tag| Some((text(tag, "TagKey")?, text(tag, "TagValue")))).collect()
    }

    /// Whether the call asks for both halves of a ReEncrypt, so that each has a context of its own.
    fn is_destination_of_two(&self) -> bool {
        is(self.call, operations::RE_ENCRYPT)
    }
}
