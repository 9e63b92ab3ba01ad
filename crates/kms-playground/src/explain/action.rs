//! Why an action list covers the permission or does not.
//!
//! IAM User Guide, *Action* and *NotAction* (reference_policies_elements_action.html, …_notaction.html).

use kms_authz::{ActionMatch, ActionReason, Polarity};

use super::{Sentence, count, sentence};
use crate::report::codes::ReasonCode;

/// One entry of the list.
pub(super) fn value(reason: ActionReason, permission: &str) -> Sentence {
    match reason {
        ActionReason::Everything => sentence(ReasonCode::Everything, "Covers every action"),
        ActionReason::Exact => sentence(ReasonCode::Exact, format!("Is `{permission}`")),
        ActionReason::Pattern => sentence(ReasonCode::Pattern, format!("Covers `{permission}`")),
        ActionReason::PatternOfServices => sentence(
            ReasonCode::PatternOfServices,
            format!("Covers `{permission}`, its service by a wildcard"),
        ),
        ActionReason::OtherService => sentence(
            ReasonCode::OtherService,
            format!("An action of another service; the call needs `{permission}`"),
        ),
        ActionReason::OtherAction => {
            sentence(ReasonCode::OtherAction, format!("Does not cover `{permission}`"))
        }
        ActionReason::OtherHalfOfReEncrypt => sentence(
            ReasonCode::OtherHalfOfReEncrypt,
            format!("The other half of ReEncrypt; this check is of `{permission}`"),
        ),
        ActionReason::ReEncryptIsTwoPermissions => sentence(
            ReasonCode::ReEncryptIsTwoPermissions,
            "No permission: for ReEncrypt KMS checks `kms:ReEncryptFrom` and `kms:ReEncryptTo`",
        ),
        ActionReason::NotAnAction => sentence(ReasonCode::NotAnAction, "Not of the form `service:Action`"),
    }
}

/// The whole element.
pub(super) fn element<'a>(
    element: &ActionMatch,
    written: impl Fn(usize) -> Option<&'a str>,
    permission: &str,
) -> Sentence {
    let covering = element.values.iter().find(|entry| entry.matched());
    match (element.polarity, covering, element.values.as_slice()) {
        (Polarity::Listed, Some(entry), _) => value(entry.reason, permission),
        (Polarity::Listed, None, [only]) if only.reason == ActionReason::OtherAction => {
            let written = written(only.index).unwrap_or_default();
            sentence(ReasonCode::OtherAction, format!("Lists `{written}`; the call needs `{permission}`"))
        }
        (Polarity::Listed, None, [only]) => value(only.reason, permission),
        (Polarity::Listed, None, []) => {
            sentence(ReasonCode::EmptyList, "Lists no action, and so covers none")
        }
        (Polarity::Listed, None, values) => sentence(
            ReasonCode::NotCovered,
            format!("None of the {} covers `{permission}`", count(values.len(), "action")),
        ),
        (Polarity::NotListed, Some(_), _) => {
            sentence(ReasonCode::Excluded, format!("`NotAction` leaves `{permission}` out"))
        }
        (Polarity::NotListed, None, _) => {
            sentence(ReasonCode::NotExcluded, format!("`NotAction` does not leave `{permission}` out"))
        }
    }
}
