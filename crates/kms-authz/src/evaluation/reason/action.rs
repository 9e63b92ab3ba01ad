//! Why an entry of an action element covers the permission, or does not.

use crate::evaluation::Reason;
use crate::statement::language_rule::LanguageRule;

/// Whether one entry of `Action` or `NotAction` covers the permission (IAM *Action*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionReason {
    /// `*`: every action of every service.
    Everything,
    /// The permission's own name, letters of either case alike.
    Exact,
    /// A pattern that covers it.
    Pattern,
    /// A pattern with a wildcard in its service part that covers it.
    PatternOfServices,

    /// An action of another service.
    OtherService,
    /// Another action, or a pattern that does not cover this one.
    OtherAction,
    /// The other half of a ReEncrypt.
    OtherHalfOfReEncrypt,
    /// `kms:ReEncrypt`, which is no permission: KMS checks `kms:ReEncryptFrom` and `kms:ReEncryptTo`.
    ReEncryptIsTwoPermissions,
    /// Not of the form `service:Action`.
    NotAnAction,
}

impl Reason for ActionReason {
    fn is_match(&self) -> bool {
        matches!(self, Self::Everything | Self::Exact | Self::Pattern | Self::PatternOfServices)
    }

    fn assumption(&self) -> Option<LanguageRule> {
        matches!(self, Self::PatternOfServices).then_some(LanguageRule::WildcardInActionService)
    }
}
