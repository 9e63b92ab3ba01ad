//! Why a link cannot be read, in words for the person who followed it.

use std::fmt;

use crate::hidden::shown;
use crate::scenario::Scenario;

/// A link that cannot be read, or not in full.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkError {
    /// What is wrong.
    pub text: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What could be read all the same.
    pub salvaged: Option<Box<Scenario>>,
}

impl LinkError {
    fn new(text: impl Into<String>, help: &str) -> Self {
        Self { text: text.into(), help: Some(help.to_owned()), salvaged: None }
    }

    pub(super) fn not_ours() -> Self {
        Self::new("this is not a link of the playground", "a shared scenario begins with `s=1.`")
    }

    pub(super) fn newer(version: &str) -> Self {
        let text = format!("the link is of version `{version}`, this page reads version 1");
        Self::new(text, "reload the page, or open the link where it was made")
    }

    pub(super) fn foreign_character(character: char) -> Self {
        // A control character shows itself as little as it belongs here.
        let text = format!("the link is damaged: `{}` cannot stand in it", shown(std::iter::once(character)));
        Self::new(text, "copy the whole address again")
    }

    pub(super) fn damaged() -> Self {
        let help = "copy the whole address again; chat and mail programs may have cut or changed it";
        Self::new("the link is damaged", help)
    }

    pub(super) fn cut_off() -> Self {
        let help = "copy the whole address again; chat and mail programs may have shortened it";
        Self::new("the link is cut off", help)
    }

    pub(super) fn too_large() -> Self {
        Self::new("the link holds more than 4 MiB", "ask for the scenario as a file, in smaller parts")
    }

    pub(super) fn too_large_policy() -> Self {
        Self::new("the link's policy is larger than 1 MiB", "send it as a file")
    }

    pub(super) fn example_not_fetched(name: &str) -> Self {
        let help = "reload the page when the network is back";
        Self::new(format!("the example `{name}` could not be fetched"), help)
    }

    pub(super) fn unknown_example(name: &str, near: Option<&str>) -> Self {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the gallery lists all examples".to_owned(),
        };
        let shown: String = name.chars().take(60).collect();
        Self { text: format!("there is no example `{shown}`"), help: Some(help), salvaged: None }
    }
}

impl fmt::Display for LinkError {
    /// One line: reason and help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl std::error::Error for LinkError {}
