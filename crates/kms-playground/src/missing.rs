//! What a decision depends on that the scenario does not say: the facts that are missing, the decision under each of
//! their values, and the smallest sets of them that settle it.
//!
//! Each fact has finitely many values that matter: identity-based policies allow the call, do not allow it or deny it; a
//! condition key is absent or has one value of each kind that the policies tell apart. Every combination is evaluated;
//! nothing is concluded.
//!
//! ```
//! use kms_playground::{Decision, Scenario, missing::missing_facts};
//!
//! let scenario = Scenario::from_json(r#"{
//!   "version": 1,
//!   "key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
//!   "keyPolicy": { "Version": "2012-10-17", "Statement": {
//!     "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
//!     "Action": "kms:*", "Resource": "*" } },
//!   "requests": [ { "principal": "arn:aws:iam::111122223333:role/App", "action": "kms:Decrypt" } ]
//! }"#).expect("it is a scenario");
//! let missing = missing_facts(&scenario, 0).expect("it has this request");
//! let decisions: Vec<_> = missing.facts[0].values.iter().filter_map(|value| value.decision).collect();
//! assert_eq!(decisions, [Decision::Allowed, Decision::ImplicitDeny, Decision::ExplicitDeny]);
//! ```
//!
//! Nothing here is reachable from [`crate::run`], so that a download without it does not carry it.

mod fact;
mod table;
mod types;
mod words;
mod write;

use fact::{Fact, facts};
use table::Table;

use crate::run::decide_one;
use crate::scenario::Scenario;

pub use types::{FactChoice, FactValue, MissingFact, MissingFacts, SettledCase};

/// The most cases that are listed.
const LISTED: usize = 32;

/// What the decision on the request at this place depends on that the scenario does not say. None if there is no such
/// request, or if it cannot be evaluated.
pub fn missing_facts(scenario: &Scenario, request: usize) -> Option<MissingFacts> {
    let decision = decide_one(scenario, request)?;
    let checks = crate::run::checks(scenario, request)?;
    let table = Table::new(scenario, request, facts(scenario, request, &checks));
    let found: Vec<MissingFact> = (0..table.facts().len()).map(|at| missing(&table, at)).collect();
    let all_cases = table.cases();
    let sets = smallest(all_cases.iter().map(|case| case.iter().map(|(fact, _)| *fact).collect()).collect());
    let is_complete = table.is_complete() && all_cases.len() <= LISTED;
    let case = |choices: &Vec<(usize, usize)>| settled(scenario, request, &table, choices);
    let cases: Vec<SettledCase> = all_cases.iter().take(LISTED).filter_map(case).collect();
    let names: Vec<String> = table.facts().iter().map(Fact::name).collect();
    Some(MissingFacts {
        request,
        decision,
        summary: words::summary(&names),
        facts: found,
        sets,
        cases,
        evaluations: table.evaluations(),
        is_complete,
    })
}

fn missing(table: &Table, at: usize) -> MissingFact {
    let facts = table.facts();
    let values = |fact: &Fact| {
        let value = |value: usize| FactValue {
            text: fact.says(table.kind(at, value)),
            decision: table.settles(&[(at, value)]),
        };
        (0..table.kinds(at)).map(value).collect()
    };
    facts.get(at).map_or_else(MissingFact::default, |fact| MissingFact {
        code: fact.code().into(),
        key: fact.key().map(str::to_owned),
        text: fact.name(),
        path: fact.path(),
        values: values(fact),
    })
}

/// One case with a scenario in which it is decided.
fn settled(
    scenario: &Scenario,
    request: usize,
    table: &Table,
    choices: &[(usize, usize)],
) -> Option<SettledCase> {
    let decision = table.settles(choices)?;
    let says =
        |(fact, value): &(usize, usize)| Some(table.facts().get(*fact)?.says(table.kind(*fact, *value)));
    let told: Vec<String> = choices.iter().filter_map(says).collect();
    let text = words::case(&told, decision);
    let mut shown = table.example(scenario, request, choices)?;
    let asked = shown.requests.get_mut(request)?.clone();
    shown.title = Some(text.clone());
    shown.requests = vec![crate::Request { expect: Some(decision), ..asked }];
    let values = choices.iter().map(|(fact, value)| FactChoice { fact: *fact, value: *value }).collect();
    Some(SettledCase { values, decision, text, scenario: shown })
}

/// The sets that contain no other, each once, the smaller first.
fn smallest(mut sets: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    kms_policy::sort_by(&mut sets, |one, other| (one.len(), one).cmp(&(other.len(), other)));
    let mut kept: Vec<Vec<usize>> = Vec::new();
    for set in sets {
        if !kept.iter().any(|smaller| smaller.iter().all(|fact| set.contains(fact))) {
            kept.push(set);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
