//! Who may retire a grant. The permission `kms:RetireGrant` alone entitles nobody: the grant does.
//!
//! KMS Developer Guide, *Retiring and revoking grants* (grant-delete.html). Which account counts as the one in which
//! a grant was created when CreateGrant came from another account no page says.

use kms_catalog::names::operations;
use kms_policy::{AccountId, Principal};

use super::{GrantRequest, IssuingAccount, RetireDelegate, RetireMatch};
use crate::request::CallerKind;
use crate::situation::Grant;
use crate::statement::principal;

/// How the caller stands to the grant that it would retire.
pub(super) fn retire(grant: &Grant, asked: GrantRequest<'_>) -> RetireMatch {
    let caller = asked.subject.caller;
    let is_root_user = caller.kind() == CallerKind::RootUser;
    let account = caller.account().copied();
    let key_owner = asked.subject.key.and_then(crate::situation::Key::account);
    RetireMatch {
        retiring_principal: grant.retiring.as_ref().map(|retiring| principal::named(retiring, asked.request)),
        caller_is_root_user: is_root_user,
        lists_retire_grant: grant.operations.iter().any(|operation| operation == operations::RETIRE_GRANT),
        root_of_issuing_account: match grant.issuing_account {
            _ if !is_root_user => IssuingAccount::NotItsRootUser,
            Some(issuing) if Some(issuing) == account => IssuingAccount::ItsRootUser,
            None if key_owner == account => IssuingAccount::TakenForKeyOwner,
            _ => IssuingAccount::NotItsRootUser,
        },
        delegate: delegate(grant, account, key_owner),
    }
}

fn delegate(
    grant: &Grant,
    caller: Option<AccountId>,
    key_owner: Option<AccountId>,
) -> Option<RetireDelegate> {
    let caller = caller?;
    if key_owner == Some(caller) {
        return Some(RetireDelegate::OfKeyOwner);
    }
    let retiring = matches!(&grant.retiring, Some(Principal::Account { account, .. }) if *account == caller);
    retiring.then_some(RetireDelegate::OfRetiringAccount)
}
