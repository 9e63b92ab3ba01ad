//! What a condition key comes to before it is set: a value, several under one stem, or a reason for its absence.

use super::{Absence, Certainty, ContextValues, Origin};

/// A value or the reason why there is none.
pub(super) enum Derived {
    /// The key is there.
    Value(ContextValues, Origin, Certainty),
    /// The key is there once for each tail: tag keys, encryption-context keys.
    Tails(Vec<(String, String)>, Origin, Certainty, Absence),
    /// The key is not there.
    Absent(Absence),
}

impl Derived {
    pub(super) fn one(value: impl Into<String>, origin: Origin) -> Self {
        Self::Value(ContextValues::One(value.into()), origin, Certainty::Documented)
    }

    pub(super) fn many(values: impl IntoIterator<Item = impl Into<String>>, origin: Origin) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self::Value(ContextValues::Many(values), origin, Certainty::Documented)
    }

    pub(super) fn certain(self, certainty: Certainty) -> Self {
        match (self, certainty) {
            (derived, Certainty::Documented) => derived,
            (Self::Value(values, origin, _), _) => Self::Value(values, origin, certainty),
            (Self::Tails(tails, origin, _, absence), _) => Self::Tails(tails, origin, certainty, absence),
            (Self::Absent(absence), _) => Self::Absent(absence),
        }
    }
}
