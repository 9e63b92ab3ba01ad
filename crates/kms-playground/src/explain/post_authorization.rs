//! What makes an authorized call fail, in words. No policy change helps against it.
//!
//! KMS Developer Guide, *Key states of AWS KMS keys* (key-state.html); KMS API Reference, the errors of each operation.

use std::borrow::Cow;

use kms_authz::{AfterAuthorization as After, AliasKeysDiffer};
use kms_catalog::{KeyMismatch, KeyRequirement, KeyUsages};

use super::{CheckContext, Sentence, list, lockout, sentence};
use crate::report::AfterAuthorization;
use crate::report::codes::AfterAuthorizationCode;

const KEY_STATES: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html";

/// One thing that follows authorization.
pub(super) fn after(context: &CheckContext<'_>, after: &After) -> AfterAuthorization {
    let sentence = words(context, after, context.check.operation.name);
    let source = match after {
        After::KeyStateFails { .. }
        | After::KeyStateNote { .. }
        | After::KeyStateFailsUnexplained(_)
        | After::KeyStateDisputed { .. }
        | After::KeyStateNotDocumented(_) => KEY_STATES,
        _ => context.check.operation.page,
    };
    AfterAuthorization {
        exception: after.exception().map(Cow::Borrowed),
        code: Cow::Borrowed(sentence.code),
        fails: after.fails(),
        text: sentence.text,
        source: Some(Cow::Borrowed(source)),
    }
}

/// That an allowed call fails all the same, in a sentence; none where it may succeed.
pub(super) fn failure(context: &CheckContext<'_>, after: &After) -> Option<String> {
    let exceptions: Vec<String> = after.exceptions().iter().map(|name| format!("`{name}`")).collect();
    match after {
        _ if !after.fails() => None,
        After::DryRun => {
            Some("It is a dry run: KMS reports success as `DryRunOperationException`.".to_owned())
        }
        After::PolicyLockout => context.check.lockout.as_ref().map(|check| {
            format!(
                "KMS still rejects the call with {}: {}.",
                list(&exceptions, "or"),
                lockout::lacks(context, check)
            )
        }),
        _ if exceptions.is_empty() => {
            let why = words(context, after, context.check.operation.name).text;
            Some(format!("The call still fails: {}", super::lower(&why)))
        }
        _ => Some(format!("The call still fails, with {}.", list(&exceptions, "or"))),
    }
}

fn words(context: &CheckContext<'_>, after: &After, operation: &str) -> Sentence {
    match after {
        After::KeyStateFails { state, notes, status } => {
            let mut why: Vec<String> = notes.iter().map(|note| note.text().to_owned()).collect();
            why.dedup();
            let exceptions: Vec<String> = after.exceptions().iter().map(|name| format!("`{name}`")).collect();
            let doubt = match (exceptions.len() > 1, status.is_documented()) {
                (true, _) => format!(" KMS answers {}; AWS does not say which.", list(&exceptions, "or")),
                (false, false) => " AWS's pages do not say this plainly.".to_owned(),
                (false, true) => String::new(),
            };
            sentence(
                AfterAuthorizationCode::KeyStateFails,
                format!("In key state `{state}`, {operation} fails: {}.{doubt}", list(&why, "or")),
            )
        }
        After::KeyStateNote { state, note } => sentence(
            AfterAuthorizationCode::KeyStateNote,
            format!("In key state `{state}`: {}.", note.text()),
        ),
        After::KeyStateFailsUnexplained(state) => sentence(
            AfterAuthorizationCode::KeyStateFailsUnexplained,
            format!(
                "In key state `{state}`, {operation} fails. The reason that AWS's table gives is about other keys, so the exception is not documented."
            ),
        ),
        After::KeyStateDisputed { state, note } => sentence(
            AfterAuthorizationCode::KeyStateDisputed,
            format!(
                "AWS's table says that {operation} works in key state `{state}`; an earlier edition says that it fails with `{}`.",
                note.exception().unwrap_or_default()
            ),
        ),
        After::KeyStateNotDocumented(state) => sentence(
            AfterAuthorizationCode::KeyStateNotDocumented,
            format!("AWS does not document what {operation} does in key state `{state}`."),
        ),
        After::KeyMismatch(KeyMismatch::Usage(usages)) => sentence(
            AfterAuthorizationCode::KeyUsage,
            format!("{operation} needs a key of usage {}.", usage_names(*usages)),
        ),
        After::KeyMismatch(KeyMismatch::Kind(kind)) => {
            let doubt = if KeyMismatch::Kind(*kind).status().is_documented() {
                ""
            } else {
                " AWS does not document the exception."
            };
            sentence(
                AfterAuthorizationCode::KeyKind,
                format!("{operation} needs {}.{doubt}", kind_name(*kind)),
            )
        }
        After::AwsManagedKey => {
            sentence(AfterAuthorizationCode::AwsManagedKey, "Customers cannot change an AWS managed key.")
        }
        After::ReservedAlias => sentence(
            AfterAuthorizationCode::ReservedAlias,
            "Aliases that begin with `alias/aws/` are AWS's own.",
        ),
        After::PolicyNameNotWritable => sentence(
            AfterAuthorizationCode::PolicyNameNotWritable,
            "Only the key policy named `default` can be written.",
        ),
        After::PolicyMayBeMissing => sentence(
            AfterAuthorizationCode::PolicyMayBeMissing,
            "A key that is not shared through AWS RAM has no policy named `AWS_RAM`: KMS then answers `NotFoundException`.",
        ),
        After::GrantOperationsDoNotSuitKey(operations) => {
            let named: Vec<String> = operations.iter().map(|name| format!("`{name}`")).collect();
            sentence(
                AfterAuthorizationCode::GrantOperationsDoNotSuitKey,
                format!(
                    "The new grant lists {}, which a grant on this key cannot have.",
                    list(&named, "and")
                ),
            )
        }
        After::GranteeNotAccepted { parameter, value } => sentence(
            AfterAuthorizationCode::GranteeNotAccepted,
            format!(
                "`{parameter}` is `{value}`, but a grant can only be for an account, a user, a role or a session, named by its full ARN."
            ),
        ),
        After::NewKeyPolicyRefused => {
            sentence(AfterAuthorizationCode::NewKeyPolicyRefused, "AWS would reject the new key policy.")
        }
        After::PolicyLockout => {
            let lacks = context
                .check
                .lockout
                .as_ref()
                .map_or_else(String::new, |check| format!(": {}", lockout::lacks(context, check)));
            sentence(
                AfterAuthorizationCode::PolicyLockout,
                format!(
                    "The new key policy fails KMS's lockout safety check{lacks}. KMS answers `The new key policy will not allow you to update the key policy in the future.`"
                ),
            )
        }
        After::EncryptionContextNeedsSymmetricKey => sentence(
            AfterAuthorizationCode::EncryptionContextNeedsSymmetricKey,
            "The request has an encryption context, but only symmetric encryption keys accept one. Remove the encryption context.",
        ),
        After::AlgorithmDoesNotFitKey { parameter, algorithm, spec, supported } => {
            let supported: Vec<String> = supported.iter().map(|name| format!("`{name}`")).collect();
            sentence(
                AfterAuthorizationCode::AlgorithmDoesNotFitKey,
                format!(
                    "`{parameter}` is `{algorithm}`, but a key of spec `{spec}` supports only {}.",
                    list(&supported, "and")
                ),
            )
        }
        After::ParameterOutOfRange { parameter, value, range: (least, most) } => sentence(
            AfterAuthorizationCode::ParameterOutOfRange,
            format!(
                "`{parameter}` must be a whole number from {least} to {most}; the request has `{value}`."
            ),
        ),
        After::ParameterValueUnknown { parameter, value } => sentence(
            AfterAuthorizationCode::ParameterValueUnknown,
            format!("KMS does not define the value `{value}` of `{parameter}`."),
        ),
        After::ParametersExcludeEachOther(one, other) => sentence(
            AfterAuthorizationCode::ParametersExcludeEachOther,
            format!("The request has both `{one}` and `{other}`; {operation} accepts only one of them."),
        ),
        After::GrantToServiceNeeds("SourceArn") => sentence(
            AfterAuthorizationCode::GrantToServiceNeeds,
            "A grant to an AWS service needs a `SourceArn` constraint. Add it to `Constraints`.",
        ),
        After::GrantToServiceNeeds(_) => sentence(
            AfterAuthorizationCode::GrantToServiceNeeds,
            "A grant to an AWS service needs a retiring principal. Add `RetiringPrincipal` or `RetiringServicePrincipal`.",
        ),
        After::NeedsPrimaryKey => sentence(
            AfterAuthorizationCode::NeedsPrimaryKey,
            format!(
                "{operation} works only on the primary key of a multi-Region set, and this key is a replica. Use the primary key."
            ),
        ),
        After::SameRegion { parameter, region } => sentence(
            AfterAuthorizationCode::SameRegion,
            format!(
                "`{parameter}` is `{region}`, the Region that the key is already in. Use another Region."
            ),
        ),
        After::AliasNameMalformed(name) => sentence(
            AfterAuthorizationCode::AliasNameMalformed,
            format!("`AliasName` must begin with `alias/`, followed by a name; the request has `{name}`."),
        ),
        After::AliasNotAccepted(parameter) => sentence(
            AfterAuthorizationCode::AliasNotAccepted,
            format!("{operation} takes no alias in `{parameter}`. Name the key by its key ID or key ARN."),
        ),
        After::AliasKeysDiffer(difference) => {
            let what = match difference {
                AliasKeysDiffer::Place => "account and Region",
                AliasKeysDiffer::Kind => "type (symmetric, asymmetric or HMAC)",
                AliasKeysDiffer::Usage => "key usage",
            };
            sentence(
                AfterAuthorizationCode::AliasKeysDiffer,
                format!("{operation} moves an alias only between keys of the same {what}; these two differ."),
            )
        }
        After::DestinationInOtherRegion => sentence(
            AfterAuthorizationCode::DestinationInOtherRegion,
            "The destination key is in another Region than the source key. KMS keys are Regional, so one call cannot use both.",
        ),
        After::DryRun => {
            sentence(AfterAuthorizationCode::DryRun, "A dry run: KMS reports success as an exception.")
        }
    }
}

fn usage_names(usages: KeyUsages) -> String {
    match usages {
        KeyUsages::Only(usages) => {
            list(&usages.iter().map(|usage| format!("`{usage}`")).collect::<Vec<_>>(), "or")
        }
        KeyUsages::Any | KeyUsages::NotApplicable => "any kind".to_owned(),
    }
}

const fn kind_name(kind: KeyRequirement) -> &'static str {
    match kind {
        KeyRequirement::NotApplicable | KeyRequirement::Any => "any key",
        KeyRequirement::SymmetricEncryption => "a symmetric encryption key",
        KeyRequirement::SymmetricEncryptionOutsideKeyStore => {
            "a symmetric encryption key outside custom key stores"
        }
        KeyRequirement::Encryption => "a symmetric encryption key or a key pair for encryption",
        KeyRequirement::Asymmetric => "a key pair",
        KeyRequirement::Hmac => "an HMAC key",
        KeyRequirement::ImportedKeyMaterial => "a key with imported key material (origin `EXTERNAL`)",
        KeyRequirement::AutomaticRotation => "a symmetric encryption key whose material KMS made",
        KeyRequirement::RotationOnDemand => {
            "a symmetric encryption key outside custom key stores, and no multi-Region key with imported material"
        }
        KeyRequirement::MultiRegion => "a multi-Region key",
    }
}
