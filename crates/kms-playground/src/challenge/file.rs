//! A file with a challenge: the format of those that ship with the playground and of those that teachers write.
//!
//! A file is a scenario in which `{{name}}` stands for a value, and a list of variants that give the values. The variants
//! of a challenge teach the same rule on neighboring cases, so that a remembered answer does not help. A scenario that
//! sets a task, such as one out of a link, is such a file with one variant.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

use super::Challenge;
use crate::scenario::{Scenario, ScenarioError, from_json};

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ChallengeFile {
    /// The one concept that it adds.
    pub concept: String,
    /// The values of each variant; one without any where the file has no variants.
    variants: Vec<BTreeMap<String, String>>,
    /// The scenario with its placeholders.
    scenario: String,
    /// The lines before it in the file and the columns before it in its first line, where it is a part of the file.
    before: Option<(usize, usize)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
struct Written<'a> {
    concept: String,
    #[serde(default)]
    variants: Vec<BTreeMap<String, String>>,
    #[serde(borrow)]
    scenario: &'a RawValue,
}

/// One variant of a challenge, ready to be worked on.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The one concept that it adds.
    pub concept: String,
    /// How many variants there are.
    pub variants: usize,
    /// Where the learner begins.
    pub scenario: Scenario,
    /// The task.
    pub challenge: Challenge,
}

impl ChallengeFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The first thing that is not of this format. What is wrong within the scenario is found with the variant.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        match from_json::<Written<'_>>(text) {
            Ok(Written { concept, variants, scenario }) => {
                let before = text.find(scenario.get()).and_then(|at| text.get(..at)).unwrap_or_default();
                let scenario = scenario.get().to_owned();
                let before = Some(end_of(before));
                let variants = if variants.is_empty() { vec![BTreeMap::new()] } else { variants };
                Ok(Self { concept, variants, scenario, before })
            }
            // A scenario has no `scenario` and no `concept`.
            Err(error) => match Scenario::from_json(text) {
                Ok(scenario) => Ok(Self {
                    concept: scenario.title.unwrap_or_default(),
                    variants: vec![BTreeMap::new()],
                    scenario: text.to_owned(),
                    before: None,
                }),
                Err(of_scenario) if text.contains("\"keyPolicy\"") && !text.contains("\"scenario\"") => {
                    Err(of_scenario)
                }
                Err(_) => Err(error),
            },
        }
    }

    /// How many variants there are, at least one.
    pub fn variants(&self) -> usize {
        self.variants.len()
    }

    /// A variant, counted from 0; of a number beyond the last the first again.
    ///
    /// # Errors
    ///
    /// A scenario or a task that cannot be read, with its place in the file, and a placeholder without a value.
    pub fn lesson(&self, variant: usize) -> Result<Lesson, ScenarioError> {
        let text = self.filled(variant)?;
        let scenario = Scenario::from_json(&text).map_err(|error| self.below(error, ""))?;
        let written = scenario.about.as_ref().and_then(|about| about.challenge.as_ref());
        let Some(written) = written else {
            return Err(ScenarioError {
                path: "about.challenge".to_owned(),
                line: 1,
                column: 1,
                text: "the scenario sets no task".to_owned(),
                help: Some("add `about.challenge` with `story`, `learned` and `atLeast`".to_owned()),
            });
        };
        let challenge = from_json::<Challenge>(written.text()).map_err(|mut error| {
            let before = text.find(written.text()).and_then(|at| text.get(..at)).unwrap_or_default();
            moved(&mut error, end_of(before));
            self.below(error, "about.challenge")
        })?;
        Ok(Lesson { concept: self.concept.clone(), variants: self.variants.len(), scenario, challenge })
    }

    /// The scenario with the values of a variant.
    fn filled(&self, variant: usize) -> Result<String, ScenarioError> {
        let mut text = self.scenario.clone();
        let values = self.variants.get(variant % self.variants.len().max(1));
        for (name, value) in values.into_iter().flatten() {
            // A value stands within a JSON string.
            let value = serde_json::to_string(value).unwrap_or_default();
            let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or_default();
            text = text.replace(&format!("{{{{{name}}}}}"), value);
        }
        let left = text.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?.0)));
        let name =
            left.filter(|(_, name)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()));
        let Some((before, name)) = name else { return Ok(text) };
        let (lines, columns) = end_of(before);
        let error = ScenarioError {
            path: String::new(),
            line: lines + 1,
            column: columns + 1,
            text: format!("`{{{{{name}}}}}` has no value in variant {}", variant + 1),
            help: Some(format!("add `\"{name}\": \"…\"` to every entry of `variants`")),
        };
        Err(self.below(error, ""))
    }

    /// An error of the scenario, or of a part of it, as one of the file.
    fn below(&self, mut error: ScenarioError, part: &str) -> ScenarioError {
        if let Some(before) = self.before {
            moved(&mut error, before);
        }
        let within = if self.before.is_some() { "scenario" } else { "" };
        let path = [within, part, &error.path];
        error.path = path.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(".");
        error
    }
}

/// How many lines a text has before its last, and how many columns that one has, in UTF-16 units.
fn end_of(text: &str) -> (usize, usize) {
    let last = text.rsplit('\n').next().unwrap_or_default();
    (text.matches('\n').count(), last.encode_utf16().count())
}

/// Moves an error of a part to its place in the whole.
fn moved(error: &mut ScenarioError, (lines, columns): (usize, usize)) {
    if error.line == 1 {
        error.column += columns;
    }
    error.line += lines;
}
