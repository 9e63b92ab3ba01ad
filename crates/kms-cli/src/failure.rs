//! Why nothing could be done: one line, with file, line and column.

use std::fmt;

use kms_playground::{LinkError, ScenarioError};

/// Input that cannot be used.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// Something wrong with a file or stream.
    pub(crate) fn of(name: &str, error: &dyn fmt::Display) -> Self {
        Self(format!("{name}: {error}"))
    }

    /// A scenario that cannot be read.
    pub(crate) fn scenario(name: &str, error: &ScenarioError) -> Self {
        let ScenarioError { path, line, column, text, help } = error;
        let field = if path.is_empty() { String::new() } else { format!("{path}: ") };
        let help = help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        Self(format!("{name}:{line}:{column}: {field}{text}{help}"))
    }

    /// A link that cannot be read.
    pub(crate) fn link(error: &LinkError) -> Self {
        Self(error.to_string())
    }

    /// A test run that checked nothing.
    pub(crate) fn nothing_checked(why: &str) -> Self {
        Self(format!("nothing was checked: {why}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
