//! Why a call cannot be checked.

/// Why a call cannot be checked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallError {
    /// KMS has no such operation or permission.
    UnknownAction,
    /// What this field or parameter of the call names is none of the situation's keys.
    NoSuchKey(&'static str),
    /// The same of the destination key, which the check of the source key does not need.
    NoSuchDestinationKey(&'static str),
    /// More condition keys or values than [`RequestContext::MAX_VALUES`](crate::RequestContext::MAX_VALUES), or a
    /// value longer than [`RequestContext::MAX_VALUE_BYTES`](crate::RequestContext::MAX_VALUE_BYTES).
    ContextTooLarge,
}
