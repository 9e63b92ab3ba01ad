//! What went wrong: the step, the cause, the cure.

use std::fmt;

/// The result of a step.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A step that failed, in words for the person at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    step: String,
    cause: String,
    cure: String,
}

impl Failure {
    pub(crate) fn new(step: impl Into<String>, cause: impl fmt::Display, cure: impl Into<String>) -> Self {
        Self { step: step.into(), cause: cause.to_string(), cure: cure.into() }
    }

    /// The command line itself was wrong.
    pub(crate) fn usage(cause: impl Into<String>) -> Self {
        Self::new("read the command line", cause.into(), "run `cargo xtask help` for what there is")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: could not {}\ncause: {}\n cure: {}", self.step, self.cause, self.cure)
    }
}
