//! Why an entry of a resource element covers the resource, or does not.

use kms_policy::ArnComponent;

use crate::evaluation::Reason;
use crate::statement::language_rule::LanguageRule;

/// Whether one entry of `Resource` or `NotResource` covers the resource (IAM *Resource*; KMS *Creating a key
/// policy*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceReason {
    /// `*`; in a key policy it means this key.
    Everything,
    /// The resource's own ARN.
    Exact,
    /// A pattern that covers it segment by segment.
    Pattern,
    /// A pattern whose last character is a `*` that matches beyond the colon: `arn:aws:kms:*`.
    FinalStar,
    /// A pattern with a `*` before a colon that matches beyond this colon: `arn:aws:kms:*:key/*`.
    StarBeyondColon,

    /// The ARN differs first in this component.
    OtherComponent(ArnComponent),
    /// The ARN differs only in the case of letters.
    DiffersInCase,
    /// An alias, which controls operations on the alias alone, never the use of its key.
    AliasButResourceIsKey,
    /// A key; what is checked here is an alias.
    KeyButResourceIsAlias,
    /// The permission is not checked on a resource; only `*` covers it.
    NeedsEverything,
    /// Fewer than six segments, and no `*` at the end of one that could match the rest.
    NotAnArn,
    /// A wildcard in the service component, where AWS allows none.
    WildcardInService,
    /// A policy variable that has no value in this request.
    VariableUnresolved,
    /// A policy variable of a multivalued key.
    VariableOfMultivaluedKey,
    /// A policy variable before the fifth colon, where it is literal text.
    VariableTooEarly,
    /// A policy variable that is literal text in this version of the policy language.
    VariableNotInVersion,
    /// A `${` that begins no variable in the form that AWS documents.
    VariableMalformed,
}

impl Reason for ResourceReason {
    fn is_match(&self) -> bool {
        matches!(
            self,
            Self::Everything | Self::Exact | Self::Pattern | Self::FinalStar | Self::StarBeyondColon
        )
    }

    fn assumption(&self) -> Option<LanguageRule> {
        Some(match self {
            Self::DiffersInCase => LanguageRule::ResourceCase,
            Self::StarBeyondColon => LanguageRule::StarBeyondColon,
            Self::NotAnArn => LanguageRule::ShortResourceArn,
            Self::VariableOfMultivaluedKey => LanguageRule::VariableOfMultivaluedKey,
            Self::VariableMalformed => LanguageRule::VariableMalformed,
            _ => return None,
        })
    }
}
