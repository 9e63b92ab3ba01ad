//! The values of the condition keys that an operation lists: those of KMS, and the tags of key and request.
//!
//! Most come from a request parameter or its default; the rest from caller, key and way of arrival. KMS Developer
//! Guide, *Condition keys for AWS KMS* (conditions-kms.html).

use kms_catalog::names::{keys, operations};
use kms_catalog::{Parameter, ParameterType, WhenOmitted};

use super::derived::Derived;
use super::subject::Subject;
use super::{Absence, Arrival, Certainty, Origin};
use crate::call::ParameterValue;
use crate::situation::Key;
use crate::statement::condition::date::Instant;

/// The value of a key that the operation lists and that calls of this kind may carry.
pub(super) fn derive(name: &'static str, subject: &Subject<'_>) -> Derived {
    let derived =
        of_key(name, subject).or_else(|| of_replica(name, subject)).or_else(|| of_call(name, subject));
    if let Some(derived) = derived {
        return derived;
    }
    let parameter =
        subject.operation.parameters.iter().find(|parameter| parameter.condition_keys.contains(&name));
    match parameter {
        Some(parameter) => of_parameter(parameter, subject),
        None => Derived::Absent(Absence::NotGiven),
    }
}

/// What the KMS key gives to every operation on it.
fn of_key(name: &str, subject: &Subject<'_>) -> Option<Derived> {
    let key = subject.key?;
    let attributes = key.attributes;
    Some(match name {
        keys::KEY_SPEC => Derived::one(attributes.spec.as_str(), Origin::Key),
        keys::KEY_USAGE => Derived::one(attributes.usage.as_str(), Origin::Key),
        keys::KEY_ORIGIN => Derived::one(attributes.origin.as_str(), Origin::Key),
        keys::MULTI_REGION => Derived::one(attributes.multi_region.is_some().to_string(), Origin::Key),
        keys::MULTI_REGION_KEY_TYPE => match attributes.multi_region {
            Some(kind) => Derived::one(kind.as_str(), Origin::Key),
            None => Derived::Absent(Absence::SingleRegionKey),
        },
        keys::RESOURCE_ALIASES if key.aliases.is_empty() => Derived::Absent(Absence::NoAliases),
        keys::RESOURCE_ALIASES => Derived::many(key.aliases.iter().map(String::as_str), Origin::Key),
        keys::RESOURCE_TAG => resource_tags(key),
        _ => return None,
    })
}

/// What the replica to be made takes over from its primary key; that CreateKey sees it so no page says.
fn of_replica(name: &str, subject: &Subject<'_>) -> Option<Derived> {
    let attributes = subject.replicated?.attributes;
    let value = match name {
        keys::KEY_SPEC => attributes.spec.as_str(),
        keys::KEY_USAGE => attributes.usage.as_str(),
        keys::KEY_ORIGIN => attributes.origin.as_str(),
        keys::MULTI_REGION => "true",
        keys::MULTI_REGION_KEY_TYPE => "REPLICA",
        _ => return None,
    };
    Some(Derived::one(value, Origin::Key).certain(Certainty::Unconfirmed))
}

fn resource_tags(key: &Key) -> Derived {
    Derived::Tails(key.tags.clone(), Origin::Key, Certainty::Documented, Absence::NoSuchTag)
}

/// What caller, way of arrival and the call as a whole give.
fn of_call(name: &str, subject: &Subject<'_>) -> Option<Derived> {
    Some(match name {
        keys::CALLER_ACCOUNT => match subject.caller.account() {
            Some(account) => Derived::one(account.as_str(), Origin::Principal),
            None => Derived::Absent(Absence::Undocumented),
        },
        keys::VIA_SERVICE => {
            let certainty = match subject.arrival {
                Arrival::ServiceThroughService => Certainty::Unconfirmed,
                _ => Certainty::Documented,
            };
            Derived::one(subject.call.via_service?, Origin::Arrival).certain(certainty)
        }
        keys::REQUEST_ALIAS => match subject.alias_in_call() {
            Some(alias) => Derived::one(alias, Origin::KeyId),
            None => Derived::Absent(Absence::KeyNotNamedByAlias),
        },
        keys::GRANT_IS_FOR_AWS_RESOURCE => match subject.arrival {
            // Services that do not support it are in the catalogue's table of what is never sent.
            Arrival::ForwardAccessSession => Derived::one("true", Origin::Arrival),
            // Route 53 asks for it of its own service principal (*Working with customer managed keys for DNSSEC*);
            // KMS speaks only of calls on a user's behalf.
            Arrival::Service | Arrival::ServiceThroughService => {
                Derived::one("true", Origin::Arrival).certain(Certainty::Unconfirmed)
            }
            Arrival::Direct => Derived::Absent(Absence::Undocumented),
        },
        keys::RE_ENCRYPT_ON_SAME_KEY => Derived::one(subject.same_key.to_string(), Origin::BothKeys),
        keys::ENCRYPTION_CONTEXT => encryption_context(subject),
        keys::ENCRYPTION_CONTEXT_KEYS => encryption_context_keys(subject),
        keys::GRANT_CONSTRAINT_TYPE => match subject.grant_constraint() {
            Some((kind, _)) => Derived::one(kind, Origin::GrantConstraint),
            // The pairs are given, the type of constraint that holds them is not.
            None if !subject.encryption_context().is_empty() => Derived::Absent(Absence::NotGiven),
            None => Derived::Absent(Absence::ParameterNotGiven("Constraints")),
        },
        keys::GRANT_CONSTRAINT_SOURCE_ARN => {
            let constraints = subject.call.parameter("Constraints");
            match constraints.and_then(|constraints| constraints.member("SourceArn")?.text()) {
                Some(arn) => Derived::one(arn, Origin::GrantConstraint),
                None => Derived::Absent(Absence::ParameterNotGiven("Constraints")),
            }
        }
        keys::ENCRYPTION_ALGORITHM if !has_parameter(name, subject) => {
            Derived::one("SYMMETRIC_DEFAULT", Origin::Default("EncryptionAlgorithm"))
        }
        keys::MULTI_REGION_KEY_TYPE => new_multi_region_key(subject),
        keys::REQUEST_TAG => request_tags(subject),
        keys::TAG_KEYS => tag_keys(subject),
        _ if name.starts_with("kms:RecipientAttestation:") => match subject.call.parameter("Recipient") {
            Some(_) => Derived::Absent(Absence::NotGiven),
            None => Derived::Absent(Absence::ParameterNotGiven("Recipient")),
        },
        _ => return None,
    })
}

fn has_parameter(name: &str, subject: &Subject<'_>) -> bool {
    subject.operation.parameters.iter().any(|parameter| parameter.condition_keys.contains(&name))
}

fn encryption_context_origin(subject: &Subject<'_>) -> Origin {
    match subject.operation.encryption_context.parameter() {
        Some(_) => Origin::EncryptionContext,
        None => Origin::GrantConstraint,
    }
}

fn encryption_context(subject: &Subject<'_>) -> Derived {
    let pairs = subject.encryption_context();
    let absence = if pairs.is_empty() { Absence::NoEncryptionContextGiven } else { Absence::PairNotGiven };
    let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    Derived::Tails(pairs, encryption_context_origin(subject), Certainty::Documented, absence)
}

fn encryption_context_keys(subject: &Subject<'_>) -> Derived {
    let pairs = subject.encryption_context();
    if pairs.is_empty() {
        return Derived::Absent(Absence::NoEncryptionContextGiven);
    }
    Derived::many(pairs.into_iter().map(|(key, _)| key), encryption_context_origin(subject))
}

/// Whether CreateKey makes a primary key; what a single-Region key's request carries no page says.
fn new_multi_region_key(subject: &Subject<'_>) -> Derived {
    match subject.call.parameter("MultiRegion").and_then(ParameterValue::text) {
        Some("true") => {
            Derived::one("PRIMARY", Origin::Parameter("MultiRegion")).certain(Certainty::Unconfirmed)
        }
        _ => Derived::Absent(Absence::SingleRegionKey),
    }
}

fn request_tags(subject: &Subject<'_>) -> Derived {
    let tags = subject.tags().into_iter();
    let pairs: Vec<_> =
        tags.map(|(key, value)| (key.to_owned(), value.unwrap_or_default().to_owned())).collect();
    let absence = match subject.operation.parameter("Tags").map(|parameter| parameter.when_omitted) {
        Some(WhenOmitted::Refused) if pairs.is_empty() => Absence::NotGiven,
        Some(_) if !pairs.is_empty() => Absence::NoSuchTag,
        // The tags of UntagResource have no values.
        None => Absence::NotOfPermission,
        Some(_) => Absence::ParameterNotGiven("Tags"),
    };
    Derived::Tails(pairs, Origin::Parameter("Tags"), Certainty::Documented, absence)
}

fn tag_keys(subject: &Subject<'_>) -> Derived {
    let listed = subject.call.parameter("TagKeys").map(ParameterValue::texts).unwrap_or_default();
    let tags = subject.tags();
    if !listed.is_empty() {
        return Derived::many(listed, Origin::Parameter("TagKeys"));
    }
    if !tags.is_empty() {
        return Derived::many(tags.into_iter().map(|(key, _)| key), Origin::Parameter("Tags"));
    }
    Derived::Absent(match subject.operation.name {
        operations::TAG_RESOURCE | operations::UNTAG_RESOURCE => Absence::NotGiven,
        _ => Absence::ParameterNotGiven("Tags"),
    })
}

/// A point in time, which condition keys have in seconds since 1970 (KMS *conditions-kms*, `kms:ValidTo`); the API also
/// takes it as a date.
fn timestamp(given: &ParameterValue, parameter: &'static Parameter, origin: Origin) -> Derived {
    let Some(text) = given.text() else {
        return Derived::Absent(Absence::ParameterNotGiven(parameter.name));
    };
    // A number of seconds stays as it is.
    let date = Instant::read(text).filter(|_| text.contains(['T', '-']) && !text.starts_with('-'));
    match date.and_then(|(instant, _)| instant.epoch()) {
        Some(seconds) => Derived::one(seconds, origin).certain(Certainty::Unconfirmed),
        None => Derived::one(text, origin),
    }
}

fn of_parameter(parameter: &'static Parameter, subject: &Subject<'_>) -> Derived {
    if let Some(given) = subject.call.parameter(parameter.name) {
        let origin = Origin::Parameter(parameter.name);
        return match parameter.parameter_type {
            ParameterType::TextList => Derived::many(given.texts(), origin),
            ParameterType::Timestamp => timestamp(given, parameter, origin),
            _ => match given.text() {
                Some(text) => Derived::one(text, origin),
                None => Derived::Absent(Absence::ParameterNotGiven(parameter.name)),
            },
        };
    }
    match parameter.when_omitted {
        WhenOmitted::Default(value) => Derived::one(value, Origin::Default(parameter.name)),
        WhenOmitted::DefaultUnconfirmed(value) => {
            Derived::one(value, Origin::Default(parameter.name)).certain(Certainty::Unconfirmed)
        }
        WhenOmitted::Absent => Derived::Absent(Absence::ParameterNotGiven(parameter.name)),
        // KMS would refuse the call without it: it is only that nobody said what it is.
        WhenOmitted::Refused => Derived::Absent(Absence::NotGiven),
    }
}
