//! The parameters of a call as CloudTrail shows them: those of the KMS API under names that begin with a small letter
//! (KMS Developer Guide, *Examples of AWS KMS log entries*, understanding-kms-entries.html).

use kms_authz::RequestResource;
use kms_catalog::{CheckedResource, EncryptionContextParameter};
use kms_policy::small_letter;
use serde_json::{Map, Value};

use super::CheckContext;
use crate::scenario::{Pairs, Request};

/// What is secret, too long to be logged, or shown in no sample of AWS's.
const NOT_LOGGED: [&str; 12] = [
    "Plaintext",
    "CiphertextBlob",
    "Message",
    "Mac",
    "Signature",
    "PublicKey",
    "EncryptedKeyMaterial",
    "ImportToken",
    "Recipient",
    "GrantToken",
    "GrantTokens",
    "KeyStorePassword",
];

/// The parameters; none for RetireGrant, whose entry has null.
pub(super) fn of(
    operation: &str,
    contexts: &[CheckContext<'_>],
    request: &Request,
) -> Option<Map<String, Value>> {
    if operation == "RetireGrant" {
        return None;
    }
    let mut logged = Logged(Map::new());
    for context in contexts {
        let check = context.check;
        let algorithm = check.request.context.get("kms:EncryptionAlgorithm");
        let algorithm = algorithm.and_then(|entry| entry.values.as_slice().first().map(String::as_str));
        let RequestResource::Key(arn) = &check.request.resource else {
            if let RequestResource::Alias(arn) = &check.request.resource {
                logged.put("aliasName", Some(arn.resource()).filter(|name| *name != "alias/"));
            }
            continue;
        };
        let arn = Some(arn.as_str());
        let given = request.key_id.as_deref();
        match (check.on, operation) {
            (CheckedResource::SourceKey, _) => {
                logged.put("sourceKeyId", given.or(arn));
                logged.put("sourceEncryptionAlgorithm", algorithm);
                logged.pairs("sourceEncryptionContext", &request.encryption_context);
            }
            (CheckedResource::DestinationKey, _) => {
                logged.put("destinationKeyId", request.destination_key_id.as_deref().or(arn));
                logged.put("destinationEncryptionAlgorithm", algorithm);
                logged.pairs("destinationEncryptionContext", &request.destination_encryption_context);
            }
            (CheckedResource::NewKey, _) | (CheckedResource::Key, "CreateAlias") => {
                logged.put("targetKeyId", arn);
            }
            (CheckedResource::Key, "DeleteAlias") | (CheckedResource::CurrentKey, _) => {}
            (_, operation) => {
                logged.put("keyId", given.or(arn));
                // GenerateDataKey and its like have no such parameter.
                let has_algorithm = matches!(operation, "Encrypt" | "Decrypt");
                logged.put("encryptionAlgorithm", algorithm.filter(|_| has_algorithm));
                if check.operation.encryption_context == EncryptionContextParameter::EncryptionContext {
                    logged.pairs("encryptionContext", &request.encryption_context);
                }
            }
        }
    }
    for (name, value) in request.parameters.iter().filter(|(name, _)| !NOT_LOGGED.contains(&name.as_str())) {
        let value = match (name.as_str(), value) {
            ("Policy", Value::Object(_)) => Value::String(value.to_string()),
            ("EncryptionContext" | "SourceEncryptionContext" | "DestinationEncryptionContext", value) => {
                value.clone()
            }
            (_, value) => uncapitalized(value),
        };
        logged.0.insert(small(name), value);
    }
    Some(logged.0)
}

/// What stands beside the parameters.
pub(super) fn beside(operation: &str, request: &Request) -> Option<Map<String, Value>> {
    let grant = request.parameters.get("GrantId").filter(|_| operation == "RetireGrant")?;
    Some(Map::from_iter([("grantId".to_owned(), grant.clone())]))
}

struct Logged(Map<String, Value>);

impl Logged {
    /// The first that is put under a name stays.
    fn put(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|_| !self.0.contains_key(name)) {
            self.0.insert(name.to_owned(), Value::String(value.to_owned()));
        }
    }

    fn pairs(&mut self, name: &str, pairs: &Pairs<String>) {
        if !pairs.is_empty() {
            let pairs = pairs.iter().map(|(key, value)| (key.to_owned(), Value::String(value.clone())));
            self.0.insert(name.to_owned(), Value::Object(pairs.collect()));
        }
    }
}

/// The same with the names of its members in small letters; what stands in an encryption context is kept.
fn uncapitalized(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let kept = name.starts_with("EncryptionContext");
                (small(name), if kept { value.clone() } else { uncapitalized(value) })
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(uncapitalized).collect()),
        value => value.clone(),
    }
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(small_letter(first)).chain(letters).collect())
}
