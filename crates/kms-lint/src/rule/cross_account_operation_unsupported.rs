//! A statement allows a principal of another account an operation that works in the own account only.
//!
//! ## Why it matters
//!
//! KMS supports some operations across accounts, such as `kms:Decrypt` and `kms:CreateGrant`. The others, such as
//! `kms:PutKeyPolicy` and `kms:EnableKeyRotation`, never work from another account, whatever the policies say.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
//!   "Action": ["kms:Decrypt", "kms:EnableKeyRotation"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Remove the entry, or allow it to a principal of the key's account.

use kms_catalog::{CrossAccount, Operation};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::rule::cross_account_access::account_of;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(own) = context.facts.account().filter(|_| context.is_key_policy() && statement.is_allow())
    else {
        return;
    };
    let mut principals = statement.principals().iter().map(|entry| account_of(&entry.principal));
    // With principals of both accounts the entry works for one of them.
    let all_outside = principals.clone().all(|account| account.is_some_and(|account| account != own));
    let Some(Some(outside)) = principals.next().filter(|_| all_outside) else { return };
    let never_works = |operation: &Operation| operation.cross_account == CrossAccount::Unsupported;
    for action in &statement.actions {
        if action.operations.is_empty() || !action.operations.iter().all(|operation| never_works(operation)) {
            continue;
        }
        let message = format!(
            "{} does not work across accounts: the key is in account {own}, the principal in account {outside}.",
            quote(action.text())
        );
        let help = format!("Remove it, or allow it to a principal of account {own}.");
        let code = Code::CrossAccountOperationUnsupported;
        let Some(finding) = findings.push(code, action.action.span, message, help) else { return };
        if statement.actions.len() > 1 {
            let edit = context.editor().and_then(|editor| editor.remove(&[action.action.span]));
            finding.fixed(format!("Remove {}", quote(action.text())), edit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::CrossAccountOperationUnsupported as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn an_operation_of_the_own_account_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["kms:Decrypt","kms:EnableKeyRotation"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:EnableKeyRotation""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#"["kms:Decrypt"]"#));
    }

    #[test]
    fn the_own_account_and_mixed_principals_are_left_alone() {
        for principal in [r#""111122223333""#, r#"["444455556666","111122223333"]"#] {
            let statement = format!(
                r#""Effect":"Allow","Principal":{{"AWS":{principal}}},"Action":"kms:EnableKeyRotation","Resource":"*""#
            );
            assert!(found(CODE, &statement).is_empty(), "{principal}");
        }
    }
}
