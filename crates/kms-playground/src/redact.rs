//! A scenario without what identifies its owner: accounts, key ids, names, sessions, values, each replaced by the same
//! stand-in wherever it stands, and checked to be decided in the same way.
//!
//! Nothing is replaced that the decision depends on: a value that cannot be replaced without another answer (it begins
//! as a pattern in a policy does, say) stays and is listed. Policies keep their layout; only the strings that hold a
//! value are written anew.

mod fingerprint;
mod kind;
mod pattern;
mod policy;
mod pseudonyms;
mod reason;
mod residual;
mod scan;
mod token;
mod verify;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use kind::RedactionKind;
pub use residual::LeftValue;

use pseudonyms::Pseudonyms;
use verify::{Verdicts, Verification};

use crate::report::Report;
use crate::run;
use crate::scenario::Scenario;

/// What a person chose about the replacement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedactionChoice {
    /// Kinds of values that are not replaced.
    pub leave: BTreeSet<RedactionKind>,
    /// Values that are not replaced.
    pub keep: BTreeSet<String>,
    /// Values with a stand-in of the person's own. One that changes an answer is not used; the value is replaced by
    /// one that is made, so that nothing is given away by a slip.
    pub with: BTreeMap<String, String>,
}

/// A scenario with stand-ins, and what was replaced by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Redacted {
    /// The scenario.
    pub scenario: Scenario,
    /// What the engine says about it.
    pub report: Report,
    /// Every value that was found, in the order of the scenario.
    pub values: Vec<RedactedValue>,
    /// What may still tell something.
    pub left: Vec<LeftValue>,
    /// How many values were replaced, and what was checked, in sentences.
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
    /// Its stand-in, empty if it is taken away; of a value that stays the one that it would have.
    pub replacement: String,
    /// In how many places it stands.
    pub places: usize,
    /// What became of it.
    pub outcome: RedactionOutcome,
    /// Why it stays, or why the person's own stand-in is not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RedactionOutcome {
    /// It was replaced, or taken away.
    Replaced,
    /// It was left by choice.
    Left,
    /// It stays: without it the answer would be another.
    Stays,
}

impl Scenario {
    /// Replaces what identifies its owner, as far as every decision and the shape of every trace stay the same.
    pub fn redact(&self, choice: &RedactionChoice) -> Redacted {
        let mut usable = choice.with.clone();
        let mut failed = BTreeMap::new();
        // Each turn but the last gives up one stand-in of the person's own at least.
        loop {
            let names = Pseudonyms::of(self, &usable);
            let verdicts = attempt(self, &names, choice);
            let known = usable.len();
            for value in names.wanted(choice).filter(|value| !verdicts.replaced.contains(value)) {
                if let Some((of, own)) = at_fault(&usable, &names, value) {
                    usable.remove(&of);
                    let change = verdicts.refused.get(value).copied();
                    failed.insert(of, reason::refused(self, &own, change));
                }
            }
            if usable.len() == known {
                return self.redacted(choice, &names, &verdicts, &failed);
            }
        }
    }

    fn redacted(
        &self,
        choice: &RedactionChoice,
        names: &Pseudonyms,
        Verdicts { replaced, refused }: &Verdicts<'_>,
        failed: &BTreeMap<String, String>,
    ) -> Redacted {
        let values = names.values(|entry| {
            let value = entry.value.as_str();
            let failed = failed.get(value).cloned();
            match (replaced.contains(value), entry.is_wanted(choice)) {
                (true, _) => (RedactionOutcome::Replaced, failed),
                (false, true) => {
                    let stays = reason::stays(self, names, entry, refused.get(value).copied());
                    (
                        RedactionOutcome::Stays,
                        Some(failed.map_or(stays.clone(), |failed| format!("{failed} {stays}"))),
                    )
                }
                (false, false) => (RedactionOutcome::Left, None),
            }
        });
        let mut scenario = names.apply(self, replaced);
        // Its bounds are policies about names that are no longer there.
        scenario.about.iter_mut().for_each(|about| about.challenge = None);
        let report = run(&scenario);
        let left = residual::find(&scenario, &report, names, &values);
        let checked = format!("{} {}", counted(&values), checked(scenario.requests.len()));
        Redacted { scenario, report, values, left, checked }
    }
}

/// The person's own stand-in for which this value could not be replaced, and the value that it is for: this one, or one
/// that differs from it in case alone, since a value without its own takes the letters of that.
fn at_fault(usable: &BTreeMap<String, String>, names: &Pseudonyms, value: &str) -> Option<(String, String)> {
    let of_same_letters = || usable.iter().find(|(known, _)| known.eq_ignore_ascii_case(value));
    let (of, own) = usable.get_key_value(value).or_else(of_same_letters)?;
    // One with an objection was not tried: another stands in its place.
    let is_tried = names.replacement(of) == Some(own.as_str());
    is_tried.then(|| (of.clone(), own.clone()))
}

fn attempt<'n>(scenario: &Scenario, names: &'n Pseudonyms, choice: &RedactionChoice) -> Verdicts<'n> {
    let wanted: Vec<&str> = names.wanted(choice).collect();
    Verification::new(scenario, names).largest_that_changes_nothing(&wanted)
}

fn counted(values: &[RedactedValue]) -> String {
    let of = |outcome| values.iter().filter(|value| value.outcome == outcome).count();
    let with = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 value {one}"),
        _ => format!("{count} values {more}"),
    };
    let mut parts = vec![with(of(RedactionOutcome::Replaced), "is replaced", "are replaced")];
    let left = of(RedactionOutcome::Left);
    let stays = of(RedactionOutcome::Stays);
    parts.extend((left > 0).then(|| format!("{left} left by your choice")));
    parts.extend((stays > 0).then(|| format!("{stays} could not be replaced without another answer")));
    parts.join(", ") + "."
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
