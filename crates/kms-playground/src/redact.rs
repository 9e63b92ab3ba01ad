//! A scenario without what identifies its owner: accounts, key ids, names, sessions, values, each replaced by the same
//! stand-in wherever it stands, and checked to be decided in the same way.
//!
//! Nothing is replaced that the decision hangs on: a value that cannot be replaced without another answer (it begins
//! as a pattern in a policy does, say) stays and is listed. Policies keep their layout; only the strings that hold a
//! value are written anew.

mod kind;
mod left;
mod names;
mod piece;
mod policy;
mod scan;
mod shape;
mod trial;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use kind::RedactionKind;
pub use left::LeftValue;

use names::Names;
use trial::Trial;

use crate::Scenario;

/// What a person chose about the replacement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedactionChoice {
    /// Kinds of values that are not replaced.
    pub leave: BTreeSet<RedactionKind>,
    /// Values that are not replaced.
    pub keep: BTreeSet<String>,
    /// Values with a replacement of the person's own.
    pub with: BTreeMap<String, String>,
}

/// A scenario with stand-ins, and what was replaced by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Redacted {
    /// The scenario.
    pub scenario: Scenario,
    /// Every value that was found, in the order of the scenario.
    pub values: Vec<RedactedValue>,
    /// What may still tell something.
    pub left: Vec<LeftValue>,
    /// What was checked, in a sentence.
    pub checked: String,
}

/// A value that identifies something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RedactedValue {
    /// What it is.
    pub kind: RedactionKind,
    /// The value.
    pub value: String,
    /// Its stand-in; of a value that stays the one that it would have.
    pub replacement: String,
    /// In how many places it stands.
    pub places: usize,
    /// What became of it.
    pub outcome: RedactionOutcome,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RedactionOutcome {
    /// It was replaced.
    Replaced,
    /// It was left by choice.
    Left,
    /// It stays: without it the answer would be another.
    Stays,
}

impl Scenario {
    /// Replaces what identifies its owner, as far as every decision and the shape of every trace stay the same.
    pub fn redact(&self, choice: &RedactionChoice) -> Redacted {
        let names = Names::of(self, choice);
        let wanted: Vec<&str> = names.wanted(choice).collect();
        let trial = Trial::new(self, &names);
        let replaced = trial.largest_that_changes_nothing(&wanted);
        let scenario = names.apply(self, &replaced);
        let values = names.values(|value| match (replaced.contains(value), wanted.contains(&value)) {
            (true, _) => RedactionOutcome::Replaced,
            (false, true) => RedactionOutcome::Stays,
            (false, false) => RedactionOutcome::Left,
        });
        let left = left::find(&scenario, &replaced, names.wildcards());
        let checked = checked(scenario.requests.len());
        Redacted { scenario, values, left, checked }
    }
}

fn checked(requests: usize) -> String {
    match requests {
        0 => "There is no request to compare; the policies are read as before.".to_owned(),
        1 => "Checked: the request is decided as before, and its trace has the same shape.".to_owned(),
        count => format!(
            "Checked: all {count} requests are decided as before, and their traces have the same shape."
        ),
    }
}

#[cfg(test)]
#[path = "redact/tests.rs"]
mod tests;
