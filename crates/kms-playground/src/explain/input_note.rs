//! What the description of a call says that a call cannot say, in words.

use kms_authz::{Caller, Check, ContextValues, InputNote};
use kms_catalog::Service;
use kms_policy::Principal;

use super::{absence, sentence};
use crate::report::Note;
use crate::report::codes::NoteCode;

/// The report's note for one input note; `path` is that of the request.
pub(crate) fn input_note(input_note: &InputNote, check: &Check, path: &str) -> Note {
    let operation = check.operation.name;
    let (field, sentence) = match input_note {
        InputNote::SourceWithoutServicePrincipal => (
            "sourceArn",
            sentence(
                NoteCode::SourceWithoutServicePrincipal,
                "Only a call by an AWS service under its own name has a source: `sourceArn` and `sourceAccount` set nothing here.",
            ),
        ),
        InputNote::ImpossibleContext { key, absence } => {
            let why = absence::absence(*absence, key, &check.request).text;
            (
                "context",
                sentence(
                    NoteCode::ImpossibleContext,
                    format!("`{key}` is set by hand, although no such call carries it. {why}."),
                ),
            )
        }
        InputNote::ContradictsCall { key, derived } => (
            "context",
            sentence(
                NoteCode::ContradictsCall,
                format!(
                    "The scenario sets `{key}` by hand, but this call carries {}; the playground uses the value set by hand. Remove it to use the derived one.",
                    values(derived)
                ),
            ),
        ),
        InputNote::GrantFlagWithoutService => (
            "context",
            sentence(
                NoteCode::GrantFlagWithoutService,
                "The scenario sets `kms:GrantIsForAWSResource` to true, but only a call that an AWS service makes for its caller carries that, and this call is direct; the playground uses the value set by hand. Add `viaService`, or remove it.",
            ),
        ),
        InputNote::CalledViaEndsElsewhere { last, via } => (
            "context",
            sentence(
                NoteCode::CalledViaEndsElsewhere,
                format!(
                    "The scenario says that the chain of services (`aws:CalledVia`) ends with `{last}`, but `viaService` says that `{via}` calls KMS; the playground uses both as given."
                ),
            ),
        ),
        InputNote::NeverSent(fact) => (
            "sourceArn",
            sentence(
                NoteCode::NeverSent,
                format!(
                    "{} The call is for {}, so the source in the scenario has no effect.",
                    fact.fact, fact.target.name
                ),
            ),
        ),
        InputNote::ServicePrincipalUnknown => {
            ("principal", sentence(NoteCode::ServicePrincipalUnknown, unknown_service(&check.request.caller)))
        }
        InputNote::ServicePrincipalUnconfirmed => (
            "principal",
            sentence(
                NoteCode::ServicePrincipalUnconfirmed,
                format!(
                    "The playground has not found {} in a key policy on AWS's pages; it assumes that the service calls KMS under this name.",
                    super::caller::name(&check.request.caller)
                ),
            ),
        ),
        InputNote::ViaServiceUnknown => (
            "viaService",
            sentence(
                NoteCode::ViaServiceUnknown,
                "The playground has not found this value of `kms:ViaService` on AWS's pages; it assumes that the service calls KMS with the caller's identity and that the value is written so.",
            ),
        ),
        InputNote::AccountAsCaller => (
            "principal",
            sentence(
                NoteCode::AccountAsCaller,
                "An account makes no calls; the playground assumes that its root user does. Enter the ARN of a user or a role instead.",
            ),
        ),
        InputNote::EncryptionContextNotTaken => (
            "encryptionContext",
            sentence(
                NoteCode::EncryptionContextNotTaken,
                format!("{operation} takes no encryption context; the one given sets nothing."),
            ),
        ),
        InputNote::EncryptionContextKeysDifferInCase => (
            "encryptionContext",
            sentence(
                NoteCode::EncryptionContextKeysDifferInCase,
                "Two keys of the encryption context differ only in the case of letters; a condition sees the first.",
            ),
        ),
        InputNote::DestinationWithoutReEncrypt => (
            "destinationKeyId",
            sentence(
                NoteCode::DestinationWithoutReEncrypt,
                format!("Only ReEncrypt has a destination; {operation} ignores it."),
            ),
        ),
        InputNote::AliasNotGiven => (
            "parameters",
            sentence(
                NoteCode::AliasNotGiven,
                "The call does not say which alias it is about (`AliasName`); the playground assumes any alias in the key's account.",
            ),
        ),
        InputNote::AliasNotListed => (
            "keyId",
            sentence(
                NoteCode::AliasNotListed,
                "The key does not list this alias; the playground assumes that the alias stands for the key.",
            ),
        ),
        InputNote::ForeignKeyNotNamedByArn => (
            "keyId",
            sentence(
                NoteCode::ForeignKeyNotNamedByArn,
                "A key of another account must be named by its key ARN or an alias ARN; the decision is the one for a call by ARN.",
            ),
        ),
        InputNote::TwoTimes => (
            "context",
            sentence(
                NoteCode::TwoTimes,
                "`aws:CurrentTime` and `aws:EpochTime` are two forms of the same time, but the scenario gives two times; each condition uses the one that it names.",
            ),
        ),
        InputNote::GrantTokensNotAccepted => (
            "grantTokens",
            sentence(NoteCode::GrantTokensNotAccepted, format!("{operation} takes no grant tokens.")),
        ),
        InputNote::GrantNotListed => (
            "parameters",
            sentence(NoteCode::GrantNotListed, "The call names a grant that the key does not have."),
        ),
        InputNote::ViaServiceForm => (
            "viaService",
            sentence(
                NoteCode::ViaServiceForm,
                "KMS writes `kms:ViaService` as `SERVICE.REGION.amazonaws.com`, in every partition; the service given is compared as it is written.",
            ),
        ),
        InputNote::ReplicaNotGiven => (
            "parameters",
            sentence(
                NoteCode::ReplicaNotGiven,
                "UpdatePrimaryRegion must also be allowed on the replica that becomes the primary key. The scenario has none (`otherKeys`), so only the primary key is looked at.",
            ),
        ),
        InputNote::TagsOfNewKey => (
            "parameters",
            sentence(
                NoteCode::TagsOfNewKey,
                "To tag the new key, the caller needs `kms:TagResource` in an identity-based policy. AWS does not document which resource it must name; the playground assumes `*`.",
            ),
        ),
        InputNote::MayBeServiceLinkedRole => (
            "sessionIssuer",
            sentence(
                NoteCode::MayBeServiceLinkedRole,
                "By its name the role may be a service-linked role, which SCPs and RCPs do not reach. The scenario does not give its ARN (`sessionIssuer`), and it is taken to be an ordinary role.",
            ),
        ),
    };
    Note::new(sentence.code, sentence.text).at(format!("{path}.{field}"))
}

/// A service principal that the catalogue does not know, and what it probably should be.
fn unknown_service(caller: &Caller) -> String {
    let name = match &caller.principal {
        Principal::Service(service) => service.as_str(),
        _ => "",
    };
    match Service::by_principal_without_region(name) {
        Some((service, principal)) => format!(
            "{} calls KMS as `{}`, with the Region in its name; the playground assumes that a service calls KMS as `{name}`. Add the Region.",
            service.name, principal.name
        ),
        None => format!(
            "The playground's list of AWS's service principals does not include `{name}`; it assumes that a service calls KMS under this name. Check the name in a CloudTrail event of the call."
        ),
    }
}

/// The values of a condition key, for a sentence.
fn values(values: &ContextValues) -> String {
    let quoted: Vec<_> = values.as_slice().iter().map(|value| format!("`{value}`")).collect();
    quoted.join(", ")
}

/// Whether the note says that something in the request takes no part.
pub(crate) const fn is_left_out(input_note: &InputNote) -> bool {
    matches!(
        input_note,
        InputNote::SourceWithoutServicePrincipal
            | InputNote::NeverSent(_)
            | InputNote::EncryptionContextNotTaken
            | InputNote::DestinationWithoutReEncrypt
            | InputNote::GrantTokensNotAccepted
    )
}
