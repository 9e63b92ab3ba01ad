//! The decisions that there are, and which one several checks make together.

pub(crate) mod assumptions;
pub(crate) mod decide;
pub(crate) mod layers;
pub(crate) mod what_if;

/// What AWS KMS would decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Some path to Allow is open, and nothing denies or limits it.
    Allowed,
    /// A Deny statement of a policy that takes part applies.
    ExplicitDeny,
    /// Nothing allows it, or a limit does not.
    ImplicitDeny,
    /// The caller's identity-based policies are not known, and they would decide.
    Undetermined,
    /// A policy that takes part is not one that AWS would accept.
    NotEvaluated,
}

impl Decision {
    /// The decision over several checks that must all allow: of those that occur the first in the order
    /// explicit deny, implicit deny, not evaluated, undetermined, allowed. None for no checks.
    pub fn over(decisions: impl IntoIterator<Item = Self>) -> Option<Self> {
        decisions.into_iter().min_by_key(|decision| match decision {
            Self::ExplicitDeny => 0,
            Self::ImplicitDeny => 1,
            Self::NotEvaluated => 2,
            Self::Undetermined => 3,
            Self::Allowed => 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Decision::{self, Allowed, ExplicitDeny, ImplicitDeny, NotEvaluated, Undetermined};

    #[test]
    fn one_refused_check_refuses_the_call() {
        assert_eq!(Decision::over([Allowed, ImplicitDeny]), Some(ImplicitDeny));
        assert_eq!(Decision::over([ImplicitDeny, ExplicitDeny]), Some(ExplicitDeny));
        assert_eq!(Decision::over([Undetermined, NotEvaluated]), Some(NotEvaluated));
        assert_eq!(Decision::over([Allowed, Undetermined]), Some(Undetermined));
        assert_eq!(Decision::over([Allowed, Allowed]), Some(Allowed));
        assert_eq!(Decision::over([]), None);
    }
}
