//! What the description of a call says that a call cannot say, in words.

use kms_authz::{Caller, Check, ContextValues, Remark};
use kms_catalog::Service;
use kms_policy::Principal;

use super::{absence, said};
use crate::report::Note;

/// One remark; `path` is that of the request.
pub(crate) fn remark(remark: &Remark, check: &Check, path: &str) -> Note {
    let operation = check.operation.name;
    let (field, said) = match remark {
        Remark::SourceWithoutServicePrincipal => (
            "sourceArn",
            said(
                "sourceWithoutServicePrincipal",
                "Only a call by an AWS service under its own name has a source: `sourceArn` and `sourceAccount` set nothing here.",
            ),
        ),
        Remark::ImpossibleContext { key, absence } => {
            let why = absence::absence(*absence, key, &check.request).text;
            (
                "context",
                said(
                    "impossibleContext",
                    format!("`{key}` is set by hand, although no such call carries it. {why}."),
                ),
            )
        }
        Remark::ContradictsCall { key, derived } => (
            "context",
            said(
                "contradictsCall",
                format!(
                    "The scenario sets `{key}` by hand, but this call carries {}; the playground uses the value set by hand. Remove it to use the derived one.",
                    values(derived)
                ),
            ),
        ),
        Remark::GrantFlagWithoutService => (
            "context",
            said(
                "grantFlagWithoutService",
                "The scenario sets `kms:GrantIsForAWSResource` to true, but only a call that an AWS service makes for its caller carries that, and this call is direct; the playground uses the value set by hand. Add `viaService`, or remove it.",
            ),
        ),
        Remark::CalledViaEndsElsewhere { last, via } => (
            "context",
            said(
                "calledViaEndsElsewhere",
                format!(
                    "The scenario says that the chain of services (`aws:CalledVia`) ends with `{last}`, but `viaService` says that `{via}` calls KMS; the playground uses both as given."
                ),
            ),
        ),
        Remark::NeverSent(fact) => (
            "sourceArn",
            said(
                "neverSent",
                format!(
                    "{} The call is for {}, so the source in the scenario has no effect.",
                    fact.fact, fact.target.name
                ),
            ),
        ),
        Remark::ServicePrincipalUnknown => {
            ("principal", said("servicePrincipalUnknown", unknown_service(&check.request.caller)))
        }
        Remark::ServicePrincipalUnconfirmed => (
            "principal",
            said(
                "servicePrincipalUnconfirmed",
                format!(
                    "The playground has not found {} in a key policy on AWS's pages; it assumes that the service calls KMS under this name.",
                    super::caller::name(&check.request.caller)
                ),
            ),
        ),
        Remark::ViaServiceUnknown => (
            "viaService",
            said(
                "viaServiceUnknown",
                "The playground has not found this value of `kms:ViaService` on AWS's pages; it assumes that the service calls KMS with the caller's identity and that the value is written so.",
            ),
        ),
        Remark::AccountAsCaller => (
            "principal",
            said(
                "accountAsCaller",
                "An account makes no calls; the playground assumes that its root user does. Enter the ARN of a user or a role instead.",
            ),
        ),
        Remark::EncryptionContextNotTaken => (
            "encryptionContext",
            said(
                "encryptionContextNotTaken",
                format!("{operation} takes no encryption context; the one given sets nothing."),
            ),
        ),
        Remark::EncryptionContextKeysDifferInCase => (
            "encryptionContext",
            said(
                "encryptionContextKeysDifferInCase",
                "Two keys of the encryption context differ only in the case of letters; a condition sees the first.",
            ),
        ),
        Remark::DestinationWithoutReEncrypt => (
            "destinationKeyId",
            said(
                "destinationWithoutReEncrypt",
                format!("Only ReEncrypt has a destination; {operation} ignores it."),
            ),
        ),
        Remark::AliasNotGiven => (
            "parameters",
            said(
                "aliasNotGiven",
                "The call does not say which alias (`AliasName`); it is taken as any alias of the key's account.",
            ),
        ),
        Remark::AliasNotListed => (
            "keyId",
            said(
                "aliasNotListed",
                "The key does not list this alias; the playground assumes that the alias stands for the key.",
            ),
        ),
        Remark::ForeignKeyNotNamedByArn => (
            "keyId",
            said(
                "foreignKeyNotNamedByArn",
                "A key of another account must be named by its key ARN or by an alias ARN; decided is what a call by ARN would get.",
            ),
        ),
        Remark::TwoTimes => (
            "context",
            said(
                "twoTimes",
                "`aws:CurrentTime` and `aws:EpochTime` are two forms of one time, and are given as two times; a condition sees the one that it names.",
            ),
        ),
        Remark::GrantTokensNotAccepted => {
            ("grantTokens", said("grantTokensNotAccepted", format!("{operation} takes no grant tokens.")))
        }
        Remark::GrantNotListed => {
            ("parameters", said("grantNotListed", "The grant that the call names is none of the key's."))
        }
        Remark::ViaServiceForm => (
            "viaService",
            said(
                "viaServiceForm",
                "KMS writes `kms:ViaService` as `SERVICE.REGION.amazonaws.com`, in every partition; the service given is compared as it is written.",
            ),
        ),
        Remark::ReplicaNotGiven => (
            "parameters",
            said(
                "replicaNotGiven",
                "UpdatePrimaryRegion must also be allowed on the replica that becomes the primary key. The scenario has none (`otherKeys`), so only the primary key is looked at.",
            ),
        ),
        Remark::TagsOfNewKey => (
            "parameters",
            said(
                "tagsOfNewKey",
                "Tags of a key to be made need `kms:TagResource` from an identity-based policy. AWS does not say which resource it must name; it is taken to be `*`.",
            ),
        ),
        Remark::MayBeServiceLinkedRole => (
            "sessionIssuer",
            said(
                "mayBeServiceLinkedRole",
                "By its name the role may be a service-linked role, which SCPs and RCPs do not reach. The scenario does not give its ARN (`sessionIssuer`), and it is taken to be an ordinary role.",
            ),
        ),
    };
    Note::new(said.code, said.text).at(format!("{path}.{field}"))
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

/// Whether the remark says that something in the request takes no part.
pub(crate) const fn is_left_out(remark: &Remark) -> bool {
    matches!(
        remark,
        Remark::SourceWithoutServicePrincipal
            | Remark::NeverSent(_)
            | Remark::EncryptionContextNotTaken
            | Remark::DestinationWithoutReEncrypt
            | Remark::GrantTokensNotAccepted
    )
}
