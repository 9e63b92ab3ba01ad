//! The sentences about missing facts.

use crate::explain::words::{capital, list};
use crate::report::Decision;

/// What is missing, in a sentence.
pub(super) fn summary(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => {
            format!("The result depends on {}, which this scenario does not include.", list(names, "and"))
        }
    }
}

/// What settles the decision.
pub(super) fn case(conditions: &[String], decision: Decision) -> String {
    let result = match decision {
        Decision::Allowed => "the call is allowed",
        Decision::ExplicitDeny => "a statement denies the call",
        Decision::ImplicitDeny => "nothing allows the call",
        Decision::Undetermined | Decision::NotEvaluated => "the call cannot be decided",
    };
    match conditions {
        [] => format!("{}.", capital(result)),
        conditions => format!("If {}, {result}.", list(conditions, "and")),
    }
}
