//! A file with a challenge: the format of those that ship with the playground and of those that teachers write.
//!
//! A file is a scenario in which `{{name}}` stands for a value, and a list of variants that give the values. The variants
//! of a challenge teach the same rule on neighboring cases, so that a remembered answer does not help. A scenario that
//! sets a task, such as one out of a link, is such a file with one variant.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

use super::{Challenge, plain};
use crate::scenario::{Scenario, ScenarioError, from_json};

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ChallengeFile {
    /// The one concept that it adds.
    pub concept: String,
    /// The names and values of each variant, a value as it stands within a JSON string; one without any where the file has
    /// no variants.
    variants: Vec<Vec<(String, String)>>,
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
            Ok(written) => Ok(Self::of(text, written)),
            // A scenario has no `scenario` and no `concept`.
            Err(error) => match Scenario::from_json(text) {
                Ok(scenario) => Ok(Self {
                    concept: scenario.title.unwrap_or_default(),
                    variants: vec![Vec::new()],
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

    /// A file that is known to be of this format.
    pub(super) fn known(text: &str) -> Option<Self> {
        let values = |variant| {
            let values = plain::fields(variant);
            values
                .filter_map(|(name, value)| Some((name.to_owned(), plain::inner(value)?.to_owned())))
                .collect()
        };
        let concept = plain::string(plain::field(text, "concept")?)?;
        let variants = plain::items(plain::field(text, "variants")?).into_iter().map(values).collect();
        Some(Self {
            concept,
            variants,
            scenario: plain::field(text, "scenario")?.to_owned(),
            before: Some((0, 0)),
        })
    }

    fn of(text: &str, Written { concept, variants, scenario }: Written<'_>) -> Self {
        // It is borrowed from the text.
        let at = scenario.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let before = Some(end_of(text.get(..at).unwrap_or_default()));
        let within_string = |value: &String| {
            let value = serde_json::to_string(value).unwrap_or_default();
            plain::inner(&value).unwrap_or_default().to_owned()
        };
        let mut variants: Vec<Vec<_>> = variants
            .iter()
            .map(|values| values.iter().map(|(name, value)| (name.clone(), within_string(value))).collect())
            .collect();
        if variants.is_empty() {
            variants.push(Vec::new());
        }
        Self { concept, variants, scenario: scenario.get().to_owned(), before }
    }

    /// The task of a variant of a file that is known to be of this format, and its title.
    pub fn known_task(&self, variant: usize) -> Option<(String, Challenge)> {
        let text = self.filled(variant).ok()?;
        let title = plain::field(&text, "title").and_then(plain::string).unwrap_or_default();
        let task = plain::field(plain::field(&text, "about")?, "challenge")?;
        Some((title, Challenge::plain(task)?))
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

    /// The scenario of a variant, as JSON: values take the places of their names.
    ///
    /// # Errors
    ///
    /// A placeholder without a value.
    pub fn filled(&self, variant: usize) -> Result<String, ScenarioError> {
        let values = self.variants.get(variant % self.variants.len().max(1));
        let mut text = String::new();
        let mut left = self.scenario.as_str();
        while let Some(at) = placeholder(left) {
            let (before, rest) = left.split_at_checked(at).unwrap_or((left, ""));
            let name = rest.get(2..).and_then(|rest| rest.get(..rest.find('}')?)).unwrap_or_default();
            text.push_str(before);
            let value = values.and_then(|values| values.iter().find(|(known, _)| known == name));
            let Some((_, value)) = value else {
                return Err(self.without_value(name, &text, variant));
            };
            text.push_str(value);
            left = rest.get(name.len() + 4..).unwrap_or_default();
        }
        text.push_str(left);
        Ok(text)
    }

    fn without_value(&self, name: &str, before: &str, variant: usize) -> ScenarioError {
        let (lines, columns) = end_of(before);
        let error = ScenarioError {
            path: String::new(),
            line: lines + 1,
            column: columns + 1,
            text: format!("`{{{{{name}}}}}` has no value in variant {}", variant + 1),
            help: Some(format!("add `\"{name}\": \"…\"` to every entry of `variants`")),
        };
        self.below(error, "")
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

/// Where the first `{{name}}` begins.
fn placeholder(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|at| {
        let rest = bytes.get(*at..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix(b"{{") else { return false };
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        length > 0 && rest.get(length..).is_some_and(|end| end.starts_with(b"}}"))
    })
}

/// How many lines a text has before its last, and how many columns that one has, in UTF-16 units.
fn end_of(text: &str) -> (usize, usize) {
    let begin = text.rfind('\n').map_or(0, |at| at + 1);
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    (lines, text.get(begin..).unwrap_or_default().encode_utf16().count())
}

/// Moves an error of a part to its place in the whole.
fn moved(error: &mut ScenarioError, (lines, columns): (usize, usize)) {
    if error.line == 1 {
        error.column += columns;
    }
    error.line += lines;
}
