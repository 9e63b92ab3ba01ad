//! Why an action list covers the permission or does not.
//!
//! IAM User Guide, *Action* and *NotAction* (reference_policies_elements_action.html, …_notaction.html).

use kms_authz::{ActionMatch, ActionReason, Polarity};

use super::{Said, count, said};
use crate::report::codes::ReasonCode;

/// One entry of the list.
pub(super) fn value(reason: ActionReason, permission: &str) -> Said {
    match reason {
        ActionReason::Everything => said(ReasonCode::Everything, "Covers every action"),
        ActionReason::Exact => said(ReasonCode::Exact, format!("Is `{permission}`")),
        ActionReason::Pattern => said(ReasonCode::Pattern, format!("Covers `{permission}`")),
        ActionReason::PatternOfServices => {
            said(ReasonCode::PatternOfServices, format!("Covers `{permission}`, its service by a wildcard"))
        }
        ActionReason::OtherService => said(
            ReasonCode::OtherService,
            format!("An action of another service; the call needs `{permission}`"),
        ),
        ActionReason::OtherAction => said(ReasonCode::OtherAction, format!("Does not cover `{permission}`")),
        ActionReason::OtherHalfOfReEncrypt => said(
            ReasonCode::OtherHalfOfReEncrypt,
            format!("The other half of ReEncrypt; this check is of `{permission}`"),
        ),
        ActionReason::ReEncryptIsTwoPermissions => said(
            ReasonCode::ReEncryptIsTwoPermissions,
            "No permission: for ReEncrypt KMS checks `kms:ReEncryptFrom` and `kms:ReEncryptTo`",
        ),
        ActionReason::NotAnAction => said(ReasonCode::NotAnAction, "Not of the form `service:Action`"),
    }
}

/// The whole element.
pub(super) fn element<'a>(
    element: &ActionMatch,
    written: impl Fn(usize) -> Option<&'a str>,
    permission: &str,
) -> Said {
    let covering = element.values.iter().find(|entry| entry.matched());
    match (element.polarity, covering, element.values.as_slice()) {
        (Polarity::Listed, Some(entry), _) => value(entry.reason, permission),
        (Polarity::Listed, None, [only]) if only.reason == ActionReason::OtherAction => {
            let written = written(only.index).unwrap_or_default();
            said(ReasonCode::OtherAction, format!("Lists `{written}`; the call needs `{permission}`"))
        }
        (Polarity::Listed, None, [only]) => value(only.reason, permission),
        (Polarity::Listed, None, []) => said(ReasonCode::EmptyList, "Lists no action, and so covers none"),
        (Polarity::Listed, None, values) => said(
            ReasonCode::NotCovered,
            format!("None of the {} covers `{permission}`", count(values.len(), "action")),
        ),
        (Polarity::NotListed, Some(_), _) => {
            said(ReasonCode::Excluded, format!("`NotAction` leaves `{permission}` out"))
        }
        (Polarity::NotListed, None, _) => {
            said(ReasonCode::NotExcluded, format!("`NotAction` does not leave `{permission}` out"))
        }
    }
}
