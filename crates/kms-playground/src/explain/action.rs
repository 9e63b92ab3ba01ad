//! Why an action list covers the permission or does not.
//!
//! IAM User Guide, *Action* and *NotAction* (reference_policies_elements_action.html, …_notaction.html).

use kms_authz::{ActionMatch, ActionReason, Polarity};

use super::{Said, count, said};

/// One entry of the list.
pub(super) fn value(reason: ActionReason, permission: &str) -> Said {
    match reason {
        ActionReason::Everything => said("everything", "Covers every action"),
        ActionReason::Exact => said("exact", format!("Is `{permission}`")),
        ActionReason::Pattern => said("pattern", format!("Covers `{permission}`")),
        ActionReason::PatternOfServices => {
            said("patternOfServices", format!("Covers `{permission}`, its service by a wildcard"))
        }
        ActionReason::OtherService => {
            said("otherService", format!("An action of another service; the call needs `{permission}`"))
        }
        ActionReason::OtherAction => said("otherAction", format!("Does not cover `{permission}`")),
        ActionReason::OtherHalfOfReEncrypt => said(
            "otherHalfOfReEncrypt",
            format!("The other half of ReEncrypt; this check is of `{permission}`"),
        ),
        ActionReason::ReEncryptIsTwoPermissions => said(
            "reEncryptIsTwoPermissions",
            "No permission: for ReEncrypt KMS checks `kms:ReEncryptFrom` and `kms:ReEncryptTo`",
        ),
        ActionReason::NotAnAction => said("notAnAction", "Not of the form `service:Action`"),
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
            said("otherAction", format!("Lists `{written}`; the call needs `{permission}`"))
        }
        (Polarity::Listed, None, [only]) => value(only.reason, permission),
        (Polarity::Listed, None, []) => said("emptyList", "Lists no action, and so covers none"),
        (Polarity::Listed, None, values) => {
            said("notCovered", format!("None of the {} covers `{permission}`", count(values.len(), "action")))
        }
        (Polarity::NotListed, Some(_), _) => {
            said("excluded", format!("`NotAction` leaves `{permission}` out"))
        }
        (Polarity::NotListed, None, _) => {
            said("notExcluded", format!("`NotAction` does not leave `{permission}` out"))
        }
    }
}
