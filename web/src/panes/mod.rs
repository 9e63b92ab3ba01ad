//! The parts of the page that know KMS: they show the scenario and its report, and say what was done to them.

mod about;
mod advice;
mod analysis;
mod asking;
mod bar;
mod compare;
mod completions;
mod dialogs;
mod embedded;
mod footer;
mod gallery;
mod grant_fields;
mod grid;
mod help;
mod jobs;
mod json;
mod landmarks;
mod learn;
mod paste;
mod policy;
mod problem;
mod request;
mod result;
mod school;
mod service_calls;
mod share;
mod slices;
mod survey;
mod tones;
mod versions;
mod workbench;

pub(crate) use advice::{Advised, advice};
pub(crate) use analysis::{access, add_known, facts, guard};
pub(crate) use bar::Bar;
pub(crate) use completions::{completions, names};
pub(crate) use dialogs::dialog;
pub(crate) use embedded::Embedded;
pub(crate) use footer::Footer;
pub(crate) use grid::grid;
pub(crate) use jobs::{JobPolicyProps, heading, hints, job_policy, jobs_dialog};
pub(crate) use learn::{question, strip};
pub(crate) use paste::preview;
pub(crate) use policy::{Listed, for_editor, listed, over_the_limit, tab};
pub(crate) use request::{Change, callers, more, use_meant};
pub(crate) use result::{behind, cloud_trail, lesson, reason};
pub(crate) use school::{below_bar, learn_dialog, opened, task, terms};
pub(crate) use share::{snippet, ticket};
pub(crate) use survey::{Surveyed, coverage};
pub(crate) use workbench::Workbench;

/// Whether a name has a text in it, upper or lower case.
fn contains(name: &str, text: &str) -> bool {
    name.to_lowercase().contains(&text.trim().to_lowercase())
}

/// A text as it stands at the beginning of a sentence.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests;
