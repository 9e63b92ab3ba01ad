//! Whether an `Action` or `NotAction` element covers the permission.
//!
//! Names are compared without regard to case. ReEncrypt is two permissions, `kms:ReEncryptFrom` and
//! `kms:ReEncryptTo`; `kms:ReEncrypt` is none, `kms:ReEncrypt*` covers both.
//! IAM User Guide, *IAM JSON policy elements: Action* (reference_policies_elements_action.html).

use kms_catalog::names::operations;
use kms_policy::{ActionElement, Elements, Pattern, Spanned};

use crate::evaluation::reason::ActionReason;
use crate::evaluation::{ActionMatch, Polarity, ValueMatch};

/// An action element, its patterns read once for many requests.
#[derive(Clone, Debug)]
pub(crate) struct CompiledAction<'d> {
    polarity: Polarity,
    written: &'d Elements<Spanned<String>>,
    entries: Vec<Entry<'d>>,
}

#[derive(Clone, Debug)]
enum Entry<'d> {
    /// `*`
    Everything,
    /// A service and an action of it, without wildcards.
    Name(&'d str, &'d str),
    /// A service, and a pattern of its actions.
    Actions(&'d str, Pattern),
    /// A pattern with a wildcard in the service.
    Services(Pattern),
    /// Not of the form `service:Action`.
    Malformed,
}

impl<'d> CompiledAction<'d> {
    pub(crate) fn new(element: &'d ActionElement) -> Self {
        let (polarity, written) = match element {
            ActionElement::Action(written) => (Polarity::Listed, written),
            ActionElement::NotAction(written) => (Polarity::NotListed, written),
        };
        let entries = written.items.iter().map(|item| Entry::new(&item.value)).collect();
        Self { polarity, written, entries }
    }

    /// Whether the element lets the statement apply to the permission.
    pub(crate) fn matches(&self, asked: Permission<'_>) -> bool {
        let listed = self.entries.iter().any(|entry| entry.matches(asked));
        listed == (self.polarity == Polarity::Listed)
    }

    /// The element with the reason of each entry.
    pub(crate) fn evaluate(&self, asked: Permission<'_>) -> ActionMatch {
        let values = (self.written.items.iter().zip(&self.entries).enumerate())
            .map(|(index, (item, entry))| ValueMatch {
                index,
                span: item.span,
                reason: entry.reason(asked),
                resolved: None,
            })
            .collect();
        ActionMatch {
            polarity: self.polarity,
            name: self.written.name,
            span: self.written.span,
            values,
            assumptions: Vec::new(),
        }
    }
}

/// A permission, split once for all statements.
#[derive(Clone, Copy)]
pub(crate) struct Permission<'r> {
    whole: &'r str,
    service: &'r str,
    action: &'r str,
}

impl<'r> Permission<'r> {
    pub(crate) fn new(whole: &'r str) -> Self {
        let colon = whole.bytes().position(|byte| byte == b':').unwrap_or_default();
        let (service, action) = whole.split_at_checked(colon).unwrap_or_default();
        Self { whole, service, action: action.strip_prefix(':').unwrap_or_default() }
    }
}

impl<'d> Entry<'d> {
    fn new(text: &'d str) -> Self {
        if text == "*" {
            return Self::Everything;
        }
        let Some((service, action)) = text.split_once(':') else { return Self::Malformed };
        if service.contains(['*', '?']) {
            return Self::Services(Pattern::new(text));
        }
        if action.contains(['*', '?']) {
            return Self::Actions(service, Pattern::new(action));
        }
        Self::Name(service, action)
    }

    /// Whether the entry covers the permission.
    fn matches(&self, asked: Permission<'_>) -> bool {
        match self {
            Self::Everything => true,
            Self::Malformed => false,
            Self::Services(pattern) => pattern.matches_ignoring_case(asked.whole),
            Self::Actions(service, pattern) => {
                service.eq_ignore_ascii_case(asked.service) && pattern.matches_ignoring_case(asked.action)
            }
            // Most actions differ in their length already.
            Self::Name(service, action) => {
                action.eq_ignore_ascii_case(asked.action) && service.eq_ignore_ascii_case(asked.service)
            }
        }
    }

    /// Why it does, or does not.
    fn reason(&self, asked: Permission<'_>) -> ActionReason {
        let matches = self.matches(asked);
        match self {
            Self::Everything => ActionReason::Everything,
            Self::Malformed => ActionReason::NotAnAction,
            Self::Services(_) if matches => ActionReason::PatternOfServices,
            Self::Actions(..) if matches => ActionReason::Pattern,
            Self::Name(..) if matches => ActionReason::Exact,
            Self::Actions(service, _) | Self::Name(service, _)
                if !service.eq_ignore_ascii_case(asked.service) =>
            {
                ActionReason::OtherService
            }
            Self::Services(_) | Self::Actions(..) => ActionReason::OtherAction,
            Self::Name(_, action) => other_action(action, asked.action),
        }
    }
}

fn other_action(action: &str, asked: &str) -> ActionReason {
    let is = |name: &str| action.eq_ignore_ascii_case(name);
    match asked {
        operations::RE_ENCRYPT_FROM | operations::RE_ENCRYPT_TO if is(operations::RE_ENCRYPT) => {
            ActionReason::ReEncryptIsTwoPermissions
        }
        operations::RE_ENCRYPT_FROM if is(operations::RE_ENCRYPT_TO) => ActionReason::OtherHalfOfReEncrypt,
        operations::RE_ENCRYPT_TO if is(operations::RE_ENCRYPT_FROM) => ActionReason::OtherHalfOfReEncrypt,
        _ => ActionReason::OtherAction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_covers_the_permissions_that_it_names() {
        use ActionReason as R;
        for (entry, permission, reason) in [
            ("*", "kms:Decrypt", R::Everything),
            ("kms:Decrypt", "kms:Decrypt", R::Exact),
            ("KMS:decrypt", "kms:Decrypt", R::Exact),
            ("kms:*", "kms:Decrypt", R::Pattern),
            ("kms:De*", "kms:Decrypt", R::Pattern),
            ("kms:de*", "kms:DescribeKey", R::Pattern),
            ("kms:Decryp?", "kms:Decrypt", R::Pattern),
            ("kms:Decrypt?", "kms:Decrypt", R::OtherAction),
            ("kms:GenerateDataKey*", "kms:GenerateDataKey", R::Pattern),
            ("kms:GenerateDataKey*", "kms:GenerateDataKeyWithoutPlaintext", R::Pattern),
            ("kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", R::OtherAction),
            ("kms:Encrypt", "kms:Decrypt", R::OtherAction),
            ("kms:ReEncrypt*", "kms:ReEncryptFrom", R::Pattern),
            ("kms:ReEncrypt*", "kms:ReEncryptTo", R::Pattern),
            ("kms:ReEncryptTo", "kms:ReEncryptFrom", R::OtherHalfOfReEncrypt),
            ("kms:ReEncryptFrom", "kms:ReEncryptTo", R::OtherHalfOfReEncrypt),
            ("kms:ReEncrypt", "kms:ReEncryptTo", R::ReEncryptIsTwoPermissions),
            ("kms:ReEncrypt", "kms:Decrypt", R::OtherAction),
            ("s3:*", "kms:Decrypt", R::OtherService),
            ("s3:GetObject", "kms:Decrypt", R::OtherService),
            ("k*:Decrypt", "kms:Decrypt", R::PatternOfServices),
            ("*:*", "kms:Decrypt", R::PatternOfServices),
            ("s?:*", "kms:Decrypt", R::OtherAction),
            ("Decrypt", "kms:Decrypt", R::NotAnAction),
            ("kms", "kms:Decrypt", R::NotAnAction),
            ("", "kms:Decrypt", R::NotAnAction),
            ("kms:", "kms:Decrypt", R::OtherAction),
        ] {
            assert_eq!(
                Entry::new(entry).reason(Permission::new(permission)),
                reason,
                "{entry} on {permission}"
            );
        }
    }
}
