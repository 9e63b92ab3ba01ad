//! Which key or alias each check of a call is about.
//!
//! KMS Developer Guide, *Use aliases to control access* (alias-authorization.html); API reference, the `KeyId`
//! parameters.

use kms_catalog::CheckedResource;
use kms_catalog::names::operations;
use kms_policy::Arn;

use crate::call::error::CallError;
use crate::call::input_note::InputNote;
use crate::call::{Call, ParameterValue};
use crate::request::RequestResource;
use crate::situation::{Key, KeyInPlace, KeyPlace, Situation};

/// A key as one check finds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundKey<'a> {
    pub(crate) place: KeyPlace,
    pub(crate) key: &'a KeyInPlace<'a>,
    /// How the call names it.
    pub(crate) named: Option<&'a str>,
}

impl<'a> Situation<'a> {
    /// The key of this place.
    pub fn key_at(&self, place: KeyPlace) -> Option<&KeyInPlace<'a>> {
        match place {
            KeyPlace::Key => Some(&self.key),
            KeyPlace::Other(index) => self.other_keys.get(index),
        }
    }

    /// The key that a key id, key ARN, alias name or alias ARN names. An alias that no key lists stands for the
    /// situation's key, unless its ARN is of another account or Region.
    pub fn key_named(&self, key_id: &str) -> Option<KeyPlace> {
        let fits = |arn: &Arn| same_place(arn, &self.key.key.arn);
        let is_unlisted_alias =
            || alias_name(key_id).is_some() && Arn::new(key_id).is_none_or(|arn| fits(&arn));
        self.key_listed(key_id).or_else(|| is_unlisted_alias().then_some(KeyPlace::Key))
    }

    /// The key that a key id, key ARN, alias name or alias ARN names, aliases being those that keys list.
    pub(crate) fn key_listed(&self, key_id: &str) -> Option<KeyPlace> {
        let places = || std::iter::once(KeyPlace::Key).chain((0..self.other_keys.len()).map(KeyPlace::Other));
        let find = |wanted: &dyn Fn(&Key) -> bool| {
            places().find(|place| self.key_at(*place).is_some_and(|found| wanted(&found.key)))
        };
        let Some(alias) = alias_name(key_id) else {
            return find(&|key| key.arn.as_str() == key_id || key.id() == key_id);
        };
        let arn = Arn::new(key_id);
        let fits = |key: &Key| arn.as_ref().is_none_or(|arn| same_place(arn, &key.arn));
        find(&|key| fits(key) && key.aliases.iter().any(|name| name == alias))
    }
}

pub(crate) fn same_place(left: &Arn, right: &Arn) -> bool {
    left.partition() == right.partition()
        && left.region() == right.region()
        && left.account() == right.account()
}

/// The key that a check of the call is about.
pub(crate) fn find_key<'a>(
    situation: &'a Situation<'a>,
    call: &'a Call<'a>,
    on: CheckedResource,
) -> Result<Option<FoundKey<'a>>, CallError> {
    let name = match on {
        CheckedResource::Alias | CheckedResource::Any => return Ok(None),
        CheckedResource::DestinationKey => match destination(call) {
            // An alias that no key lists is some other key's: taken for the source key it would make a ReEncrypt on one
            // key of one on two.
            Some((field, named)) => {
                let place = situation.key_listed(named).ok_or(CallError::NoSuchDestinationKey(field))?;
                return Ok(situation.key_at(place).map(|key| FoundKey { place, key, named: Some(named) }));
            }
            None => field_of_key(call),
        },
        CheckedResource::NewKey => new_key(call),
        CheckedResource::CurrentKey => field_of_alias(call).or(field_of_key(call)),
        // DeleteAlias says by the alias which key it is about; the alias of CreateAlias stands for none yet.
        CheckedResource::Key if is(call, operations::DELETE_ALIAS) => {
            field_of_alias(call).or(field_of_key(call))
        }
        CheckedResource::Key => parameter(call, "TargetKeyId").or(field_of_key(call)),
        CheckedResource::SourceKey => parameter(call, "SourceKeyId").or(field_of_key(call)),
    };
    let named = name.map(|(_, named)| named);
    let place = match name {
        Some((field, key_id)) => situation.key_named(key_id).ok_or(CallError::NoSuchKey(field))?,
        None => KeyPlace::Key,
    };
    // The key that an alias leaves is in the account and Region of the one that it comes to (KMS *Aliases*).
    let is_of_alias = on == CheckedResource::CurrentKey && named.and_then(alias_name).is_some();
    if is_of_alias && named.is_some_and(|named| situation.key_listed(named).is_none()) {
        let new = new_key(call).and_then(|(_, named)| situation.key_named(named));
        let arn = |place| situation.key_at(place).map(|found| &found.key.arn);
        if new.and_then(arn).zip(arn(place)).is_some_and(|(new, old)| !same_place(new, old)) {
            return Err(CallError::NoSuchKey(name.map_or("keyId", |(field, _)| field)));
        }
    }
    Ok(situation.key_at(place).map(|key| FoundKey { place, key, named }))
}

/// How the call names its key.
pub(crate) fn key_id<'a>(call: &'a Call<'a>) -> Option<&'a str> {
    field_of_key(call).map(|(_, text)| text)
}

/// The alias name in `alias/x` or in the ARN of an alias.
pub(crate) fn alias_name(key_id: &str) -> Option<&str> {
    let name = match key_id.starts_with("arn:") {
        true => key_id.splitn(6, ':').nth(5)?,
        false => key_id,
    };
    name.starts_with("alias/").then_some(name)
}

/// A field of the scenario's request, or a parameter of the operation, with its text.
type Field<'a> = (&'static str, &'a str);

fn field_of_key<'a>(call: &'a Call<'a>) -> Option<Field<'a>> {
    call.key_id.map(|text| ("keyId", text)).or_else(|| parameter(call, "KeyId"))
}

fn destination<'a>(call: &'a Call<'a>) -> Option<Field<'a>> {
    let field = call.destination_key_id.map(|text| ("destinationKeyId", text));
    field.or_else(|| parameter(call, "DestinationKeyId"))
}

/// The key that the alias of an UpdateAlias comes to: `TargetKeyId`, or what the request names as its key.
fn new_key<'a>(call: &'a Call<'a>) -> Option<Field<'a>> {
    let key = || field_of_key(call).filter(|(_, text)| alias_name(text).is_none());
    parameter(call, "TargetKeyId").or_else(key)
}

/// The name or ARN of the alias that an alias operation is about, where the call gives one.
fn field_of_alias<'a>(call: &'a Call<'a>) -> Option<Field<'a>> {
    let field = parameter(call, "AliasName").or_else(|| field_of_key(call));
    field.filter(|(_, text)| alias_name(text).is_some())
}

fn parameter<'a>(call: &'a Call<'a>, name: &'static str) -> Option<Field<'a>> {
    Some((name, text(call, name)?))
}

/// Whether the call is of this operation.
pub(crate) fn is(call: &Call<'_>, operation: &str) -> bool {
    let name = call.action.split_once(':').map_or(call.action, |(_, name)| name);
    name.eq_ignore_ascii_case(operation)
}

fn text<'a>(call: &'a Call<'a>, parameter: &str) -> Option<&'a str> {
    call.parameter(parameter).and_then(ParameterValue::text)
}

/// The alias that an alias operation is about.
pub(crate) fn alias<'a>(call: &'a Call<'a>) -> Option<&'a str> {
    field_of_alias(call).and_then(|(_, text)| alias_name(text))
}

/// The key that lists the alias which the call is about.
pub(crate) fn key_of_listed_alias<'a>(situation: &'a Situation<'a>, call: &'a Call<'a>) -> Option<&'a Key> {
    let place = situation.key_listed(field_of_alias(call)?.1)?;
    situation.key_at(place).map(|found| &found.key)
}

/// The key in whose account and Region the alias of the call is: alias and key are in one (KMS *Aliases*). It is the key
/// that lists the alias, else the one that the call names, else the situation's.
fn key_of_alias<'a>(situation: &'a Situation<'a>, call: &'a Call<'a>) -> &'a Key {
    let listed = text(call, "AliasName").or_else(|| key_id(call)).and_then(|name| situation.key_listed(name));
    // A new alias may bear the name that another key's alias has in another Region.
    let listed = listed.filter(|_| !is(call, operations::CREATE_ALIAS));
    let named = || {
        let names = [text(call, "TargetKeyId"), key_id(call)];
        names.into_iter().flatten().find_map(|name| situation.key_named(name))
    };
    let place = listed.or_else(named).unwrap_or(KeyPlace::Key);
    situation.key_at(place).map_or(&situation.key.key, |found| &found.key)
}

/// What a check is about, and the notes on how the call says so.
pub(crate) fn resource<'a>(
    situation: &'a Situation<'a>,
    call: &'a Call<'a>,
    on: CheckedResource,
    key: Option<FoundKey<'a>>,
    input_notes: &mut Vec<InputNote>,
) -> RequestResource {
    if let Some(found) = key {
        return RequestResource::Key(found.key.key.arn.clone());
    }
    if on == CheckedResource::Alias {
        let of = key_of_alias(situation, call);
        let name = alias(call).or_else(|| of.aliases.first().map(String::as_str));
        if name.is_none() && text(call, "AliasName").is_none() {
            input_notes.push(InputNote::AliasNotGiven);
        }
        let arn = &of.arn;
        let name = name.unwrap_or("alias/");
        let text = format!("arn:{}:kms:{}:{}:{name}", arn.partition(), arn.region(), arn.account());
        return Arn::new(&text).map_or(RequestResource::None, RequestResource::Alias);
    }
    // ListRetirableGrants is checked on the retiring principal that it names (API).
    let retiring = is(call, operations::LIST_RETIRABLE_GRANTS)
        .then(|| text(call, "RetiringPrincipal"))
        .flatten()
        .and_then(Arn::new);
    retiring.map_or(RequestResource::None, RequestResource::RetiringPrincipal)
}

#[cfg(test)]
mod tests {
    use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};
    use kms_policy::PolicyDocument;

    use super::*;
    use crate::situation::{CallerPolicies, WrittenPolicy};

    fn key<'a>(document: &'a PolicyDocument, arn: &str, alias: &str) -> KeyInPlace<'a> {
        let attributes = KeyAttributes {
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            multi_region: None,
        };
        KeyInPlace {
            key: Key {
                arn: Arn::new(arn).unwrap(),
                aliases: vec![alias.to_owned()],
                attributes,
                state: KeyState::Enabled,
                manager: KeyManager::Customer,
                tags: Vec::new(),
            },
            policy: WrittenPolicy { document, accepted: true },
            grants: Vec::new(),
            resource_control_policies: Vec::new(),
        }
    }

    #[test]
    fn an_alias_is_known_by_its_name_and_by_its_arn() {
        assert_eq!(alias_name("alias/orders"), Some("alias/orders"));
        assert_eq!(alias_name("arn:aws:kms:us-east-1:111122223333:alias/a/b"), Some("alias/a/b"));
        for key in ["arn:aws:kms:us-east-1:111122223333:key/alias", "1234abcd", "arn:aws:kms", ""] {
            assert_eq!(alias_name(key), None, "{key}");
        }
    }

    #[test]
    fn a_key_is_found_by_every_name_that_it_has() {
        let document = PolicyDocument::default();
        let situation = Situation {
            key: key(&document, "arn:aws:kms:us-east-1:111122223333:key/one", "alias/one"),
            other_keys: vec![key(&document, "arn:aws:kms:us-east-1:111122223333:key/two", "alias/two")],
            policies: CallerPolicies::default(),
            callers: Vec::new(),
            vpc_endpoint_policy: None,
        };
        for (name, place) in [
            ("one", Some(KeyPlace::Key)),
            ("two", Some(KeyPlace::Other(0))),
            ("arn:aws:kms:us-east-1:111122223333:key/two", Some(KeyPlace::Other(0))),
            ("alias/two", Some(KeyPlace::Other(0))),
            ("arn:aws:kms:us-east-1:111122223333:alias/one", Some(KeyPlace::Key)),
            ("alias/unlisted", Some(KeyPlace::Key)),
            ("arn:aws:kms:eu-west-1:111122223333:alias/one", None),
            ("arn:aws:kms:us-east-1:111122223333:key/three", None),
            ("three", None),
        ] {
            assert_eq!(situation.key_named(name), place, "{name}");
        }
        assert_eq!(situation.key_listed("alias/two"), Some(KeyPlace::Other(0)));
        assert_eq!(situation.key_listed("alias/unlisted"), None);
    }
}
