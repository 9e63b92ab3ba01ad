//! The missing facts of one request, as plain data: part of the public contract, beside the report.

use serde::Serialize;

use crate::report::{Code, Decision};
use crate::scenario::Scenario;

/// What the decision on one request depends on that the scenario does not say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingFacts {
    /// The request, by its place in the scenario.
    pub request: usize,
    /// The decision on it as the scenario is.
    pub decision: Decision,
    /// The answer in one sentence; empty if nothing is missing.
    pub summary: String,
    /// Every fact that the decision depends on. Knowing all of them settles it.
    pub facts: Vec<MissingFact>,
    /// The smallest sets of facts, by their places in `facts`, that can settle the decision alone.
    pub sets: Vec<Vec<usize>>,
    /// The smallest combinations of values that settle the decision, whatever the other facts are.
    pub cases: Vec<SettledCase>,
    /// How many combinations were evaluated.
    pub evaluations: usize,
    /// Whether everything that is missing was looked at and everything is listed.
    pub is_complete: bool,
}

/// Something that the scenario does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingFact {
    /// What kind of fact: `identityPolicies` or `key`, as in `dependsOn` of the report.
    pub code: Code,
    /// The condition key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What is missing.
    pub text: String,
    /// The field of the scenario that would say it.
    pub path: String,
    /// Its values, as far as the decision tells them apart.
    pub values: Vec<FactValue>,
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactValue {
    /// The value in a sentence part: "`aws:SourceVpce` is `vpce-1`".
    pub text: String,
    /// The decision with this value; absent if it depends on the other facts as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// Values that together settle the decision. Without any one of them it is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettledCase {
    /// The values.
    pub values: Vec<FactChoice>,
    /// The decision.
    pub decision: Decision,
    /// The case in a sentence.
    pub text: String,
    /// The scenario with these values, its one request and the decision that it expects.
    pub scenario: Scenario,
}

/// One value of one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactChoice {
    /// The fact, by its place in `facts`.
    pub fact: usize,
    /// The value, by its place in the fact's `values`.
    pub value: usize,
}
