//! Inputs of a scenario that have no effect, or that no real call could carry.

use kms_catalog::names::operations;
use kms_catalog::{CrossAccount, EncryptionContextParameter, NeverSent, Operation, Service, Status};
use kms_policy::Principal;

use crate::call::Call;
use crate::call::target::{FoundKey, alias_name};
use crate::context::{Absence, ContextValues};

/// Something in the description of a call that a call cannot say, or that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputNote {
    /// A source is given, but no AWS service calls under its own name: it sets nothing.
    SourceWithoutServicePrincipal,
    /// A condition key is set that such a call does not carry.
    ImpossibleContext {
        /// The key as typed.
        key: String,
        /// Why such a call does not carry it.
        absence: Absence,
    },
    /// A condition key is set to something else than such a call carries for certain.
    ContradictsCall {
        /// The key as typed.
        key: String,
        /// What such a call carries.
        derived: ContextValues,
    },
    /// `kms:GrantIsForAWSResource` is set to true, and no service calls with the caller's identity.
    GrantFlagWithoutService,
    /// The list of services in `aws:CalledVia` ends with another service than the one that calls KMS.
    CalledViaEndsElsewhere {
        /// The last service of the list.
        last: String,
        /// The service that calls KMS.
        via: String,
    },
    /// A source is given that the service does not send with such a call: it sets nothing.
    NeverSent(&'static NeverSent),
    /// The catalogue knows no such service principal.
    ServicePrincipalUnknown,
    /// No page of AWS's shows the service principal in a key policy.
    ServicePrincipalUnconfirmed,
    /// The catalogue knows no page with this value of `kms:ViaService`.
    ViaServiceUnknown,
    /// The caller is given as an account: taken to be its root user.
    AccountAsCaller,
    /// An encryption context is given, and the operation takes none.
    EncryptionContextNotTaken,
    /// Two keys of the encryption context differ only in the case of letters: a condition sees the first.
    EncryptionContextKeysDifferInCase,
    /// A destination is given, and the operation is not ReEncrypt.
    DestinationWithoutReEncrypt,
    /// The alias that the operation is about is not given: any of the key's owner.
    AliasNotGiven,
    /// The alias is none of those listed for the keys; taken to stand for the situation's key.
    AliasNotListed,
    /// A key of another account must be named by its ARN, or by the ARN of an alias.
    ForeignKeyNotNamedByArn,
    /// `aws:CurrentTime` and `aws:EpochTime` are given as two times.
    TwoTimes,
    /// A grant token is given, and the operation takes none.
    GrantTokensNotAccepted,
    /// The grant that the call names is none of those listed.
    GrantNotListed,
    /// The service through which the call comes is not written as `kms:ViaService` would be.
    ViaServiceForm,
    /// UpdatePrimaryRegion is also checked on the replica that becomes the primary key, which is not given.
    ReplicaNotGiven,
    /// The tags of a key to be made are checked on a key that has no ARN yet: taken as `*`.
    TagsOfNewKey,
    /// By its name the role may be a service-linked role, which SCPs and RCPs do not reach; taken to be none.
    MayBeServiceLinkedRole,
}

/// The notes on a check of the call, its condition keys aside.
pub(crate) fn input_notes(
    call: &Call<'_>,
    operation: &Operation,
    found: Option<FoundKey<'_>>,
) -> Vec<InputNote> {
    let is_service = matches!(call.principal, Principal::Service(_));
    let has_source = call.source_arn.is_some() || call.source_account.is_some();
    let has_context = call.encryption_context.as_ref().is_some_and(|pairs| !pairs.is_empty());
    let takes_context = operation.encryption_context != EncryptionContextParameter::None;
    let has_destination = call.destination_key_id.is_some() || call.destination_encryption_context.is_some();
    let named = found.and_then(|found| found.named);
    let alias = named.and_then(alias_name);
    // The alias that CreateAlias makes is no key's yet.
    let makes_alias = operation.name == operations::CREATE_ALIAS && call.parameter("TargetKeyId").is_none();
    let names_alias = alias.is_some() && !makes_alias;
    let listed =
        |alias: &str| found.is_some_and(|found| found.key.key.aliases.iter().any(|name| name == alias));
    let well_formed = call.via_service.filter(|via| is_via_service(via));
    let principal_status = match &call.principal {
        Principal::Service(service) => Some(Service::principal_status(service.as_str())),
        _ => None,
    };
    let bare_account = matches!(call.principal, Principal::Account { partition: None, .. });
    let said = [
        (bare_account, InputNote::AccountAsCaller),
        (principal_status == Some(None), InputNote::ServicePrincipalUnknown),
        (
            principal_status.flatten().is_some_and(|status| status != Status::Documented),
            InputNote::ServicePrincipalUnconfirmed,
        ),
        (well_formed.is_some_and(is_doubtful_via_service), InputNote::ViaServiceUnknown),
        (has_source && !is_service, InputNote::SourceWithoutServicePrincipal),
        (has_context && !takes_context, InputNote::EncryptionContextNotTaken),
        (
            has_destination && operation.api_operation != Some(operations::RE_ENCRYPT),
            InputNote::DestinationWithoutReEncrypt,
        ),
        (names_alias && alias.is_some_and(|alias| !listed(alias)), InputNote::AliasNotListed),
        (is_foreign(call, operation, found), InputNote::ForeignKeyNotNamedByArn),
        (!call.via_service.is_none_or(is_via_service), InputNote::ViaServiceForm),
        (!call.grant_tokens.is_empty() && !operation.accepts_grant_tokens, InputNote::GrantTokensNotAccepted),
    ];
    said.into_iter().filter(|(is, _)| *is).map(|(_, input_note)| input_note).collect()
}

/// Whether a key of another account is named by anything but an ARN where only an ARN finds it.
fn is_foreign(call: &Call<'_>, operation: &Operation, found: Option<FoundKey<'_>>) -> bool {
    let Some((found, named)) = found.and_then(|found| Some((found, found.named?))) else { return false };
    let foreign =
        call.principal.account().copied().is_some_and(|account| Some(account) != found.key.key.account());
    // The ciphertext of a symmetric key tells where its key is.
    let found_in_ciphertext = matches!(operation.name, operations::DECRYPT | operations::RE_ENCRYPT_FROM)
        && alias_name(named).is_none();
    foreign
        && !named.starts_with("arn:")
        && !found_in_ciphertext
        && operation.cross_account == CrossAccount::Supported
}

/// Whether no page is known that shows this value of `kms:ViaService`.
fn is_doubtful_via_service(via: &str) -> bool {
    Service::via_service_status(via).is_none_or(|status| status == Status::Unconfirmed)
}

/// `SERVICE.REGION.amazonaws.com`, in every partition (KMS *conditions-kms*, `kms:ViaService`).
fn is_via_service(text: &str) -> bool {
    let service = text.strip_suffix(".amazonaws.com").and_then(|text| text.split_once('.'));
    service.is_some_and(|(service, region)| !service.is_empty() && region.contains('-'))
}
