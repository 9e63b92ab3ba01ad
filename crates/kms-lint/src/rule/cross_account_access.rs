//! A statement allows a principal of another account.
//!
//! ## Why it matters
//!
//! Access across accounts needs two policies: this one, and an identity-based policy in the other account. Where the
//! principal is the whole account, its administrators decide who uses the key.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
//!   "Action": "kms:Decrypt", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Nothing if it is meant. Name a role instead of the account, or add conditions, to share less.

use kms_policy::{AccountId, Principal};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(own) = context.facts.account().filter(|_| context.is_key_policy() && statement.is_allow())
    else {
        return;
    };
    for entry in statement.principals() {
        let Some(account) = account_of(&entry.principal).filter(|account| *account != own) else { continue };
        let is_whole_account = matches!(entry.principal, Principal::Account { .. });
        let message = match is_whole_account {
            true => format!(
                "The statement shares the key with account {account}, whose administrators decide who uses it; the key \
                 is in account {own}."
            ),
            false => {
                format!("{} is in account {account}; the key is in account {own}.", quote(&entry.text.value))
            }
        };
        let help =
            format!("If this is meant, also allow it in an identity-based policy in account {account}.");
        findings.push(Code::CrossAccountAccess, entry.text.span, message, help);
    }
}

/// The account that an account, a user, a role or a session belongs to.
pub(super) fn account_of(principal: &Principal) -> Option<AccountId> {
    match principal {
        Principal::Account { account, .. } => Some(*account),
        Principal::User(identity) | Principal::Role(identity) => Some(identity.home.account),
        Principal::AssumedRole { home, .. } | Principal::FederatedUser { home, .. } => Some(home.account),
        Principal::Everyone | Principal::UniqueId(_) | Principal::Service(_) | Principal::Unrecognized => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::CrossAccountAccess as CODE;
    use crate::testing::found;

    #[test]
    fn principals_of_other_accounts_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":["444455556666","arn:aws:iam::111122223333:role/A","arn:aws:iam::444455556666:role/B"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""444455556666""#, r#""arn:aws:iam::444455556666:role/B""#]);
        assert!(found(CODE, &statement.replace("Allow", "Deny")).is_empty());
    }
}
