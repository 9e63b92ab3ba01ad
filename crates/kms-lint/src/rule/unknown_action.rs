//! An action names no KMS operation.
//!
//! ## Why it matters
//!
//! AWS accepts the policy and the entry matches nothing: an Allow does not allow what was meant, and a Deny does not
//! deny it.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Encypt", "kms:Decrypt"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Use the name of the operation. The fix writes the known name if one is at most a few letters away.

use kms_catalog::{Operation, nearest};
use kms_policy::ActionElement;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::rule::action_matches_nothing::beginning_with;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let items = match &statement.statement.action {
        Some(ActionElement::Action(elements) | ActionElement::NotAction(elements)) => &elements.items,
        None => return,
    };
    for action in items {
        if findings.is_full() {
            return;
        }
        let Some((service, name)) = action.value.split_once(':') else { continue };
        if action.value.contains(['*', '?']) {
            continue;
        }
        let is_kms = service.eq_ignore_ascii_case("kms");
        let is_known = Operation::find(name).is_some();
        let misspelt_service = !is_kms && is_known && is_slip_of_kms(service);
        let is_handled_elsewhere =
            name.eq_ignore_ascii_case("ReEncrypt") || beginning_with(name).next().is_some();
        if !misspelt_service && (!is_kms || is_known || is_handled_elsewhere) {
            continue;
        }
        let meant = if misspelt_service { Operation::find(name) } else { Operation::nearest(name) };
        let message =
            format!("{} is not an action of KMS, so this entry matches nothing.", quote(&action.value));
        let help = meant.map_or_else(
            || "Use the name of a KMS operation, such as `kms:Decrypt`.".to_owned(),
            |meant| format!("Use {}.", quote(meant.permission())),
        );
        let Some(finding) = findings.push(Code::UnknownAction, action.span, message, help) else { return };
        if let Some(meant) = meant {
            let title = format!("Replace with {}", quote(meant.permission()));
            finding.fixed(title, context.replace(action.span, meant.permission()));
        }
    }
}

/// `kmss`, `km`, `aws-kms`: no service of AWS's, and evidently KMS.
fn is_slip_of_kms(service: &str) -> bool {
    let service = service.to_ascii_lowercase();
    matches!(service.as_str(), "km" | "ksm" | "kmss" | "kmms" | "kkms" | "mks" | "aws-kms" | "aws.kms" | "awskms")
        // The nearest of a longer text leaves room for one slip.
        || nearest(&format!("{service}.amazonaws"), ["kms.amazonaws"].into_iter()).is_some() && service.len() > 3 && service.contains("kms")
}

#[cfg(test)]
mod tests {
    use crate::Code::UnknownAction as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_misspelt_action_is_found_and_corrected() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":["kms:Encypt","kmss:Decrypt","kms:Frobnicate"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:Encypt""#, r#""kmss:Decrypt""#, r#""kms:Frobnicate""#]);
        let statement = r#""Effect":"Deny","Principal":"*","NotAction":"kms:Decript","Resource":"*""#;
        assert!(fixed(CODE, statement).unwrap().contains(r#""NotAction":"kms:Decrypt""#));
    }

    #[test]
    fn known_names_in_any_case_and_other_services_are_left_alone() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["KMS:decrypt","kms:Decrypt*","s3:GetObject","kms:ReEncrypt","kms:Describe"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
