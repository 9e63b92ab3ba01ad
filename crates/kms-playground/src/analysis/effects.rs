//! What a change of key policies opens and closes beside the call that it is made for, on all requests.

use kms_analysis::{Comparison, Difference, compare_beside};
use kms_policy::{PolicyDocument, PolicyKind, parse};

use super::AnalysisInput;
use super::types::ChangeDirection;
use super::witness;
use super::words::Words;
use crate::advice::{PolicyEffect, PolicyEffects};
use crate::scenario::{Key, PolicyText, Scenario};

/// How many steps each comparison may take: a piece of advice asks for several.
const STEPS: u32 = 100_000;
/// The most effects that are told in a sentence.
const TOLD: usize = 3;

/// What a change of the scenario's key policies opens and closes, whatever identity-based policies and grants there are,
/// beside what the statements of the key policy `beside` allow. None if it changes no key policy, or if AWS would reject
/// one.
pub fn effects(before: &Scenario, after: &Scenario, beside: &str) -> Option<PolicyEffects> {
    let beside = parse(beside, PolicyKind::KeyPolicy).document;
    let mut all = PolicyEffects::default();
    let mut is_changed = false;
    for ((_, old), (key, new)) in keys(before).zip(keys(after)) {
        if old.text() != new.text() {
            is_changed = true;
            add(key, [old, new], &beside, &mut all)?;
        }
    }
    all.text = text(&all);
    is_changed.then_some(all)
}

/// The keys of a scenario with their policies.
fn keys(scenario: &Scenario) -> impl Iterator<Item = (&Key, &PolicyText)> {
    let others = scenario.other_keys.iter().map(|other| (&other.key, &other.key_policy));
    std::iter::once((&scenario.key, &scenario.key_policy)).chain(others)
}

/// Adds the effects on one key.
fn add(
    key: &Key,
    policies: [&PolicyText; 2],
    beside: &PolicyDocument,
    all: &mut PolicyEffects,
) -> Option<()> {
    let [old_read, new_read] = policies.map(|policy| policy.parsed(PolicyKind::KeyPolicy));
    let new = AnalysisInput {
        scenario: Scenario { key: key.clone(), key_policy: policies[1].clone(), ..Scenario::default() },
        is_scenario: true,
    };
    let (facts, texts) = (new.facts().ok()?, policies.map(PolicyText::text));
    let found = compare_beside(old_read.accepted()?, new_read.accepted()?, beside, &facts, STEPS);
    let Comparison { wider, narrower, cannot_tell } = found;
    let words = Words { account: facts.arn.account(), texts: &texts };
    let effects = |differences: &[Difference], direction| {
        let form = witness::object(&new.scenario.key_policy);
        let one = |difference: &Difference| witness::scenario(&difference.witness, &new.scenario, &form);
        let mut scenarios: Vec<Scenario> = differences.iter().map(one).collect();
        witness::decide_each(&mut scenarios);
        let effect = |(difference, scenario): (&Difference, Scenario)| PolicyEffect {
            text: words.difference(direction, difference),
            operations: words.operation_names(&difference.scope).into_iter().map(str::to_owned).collect(),
            scenario,
        };
        differences.iter().zip(scenarios).map(effect).collect::<Vec<PolicyEffect>>()
    };
    all.opens.extend(effects(&wider, ChangeDirection::Wider));
    all.closes.extend(effects(&narrower, ChangeDirection::Narrower));
    all.cannot_tell.extend(cannot_tell.iter().map(|why| words.doubt(why)));
    Some(())
}

/// The effects in sentences, the first few of many.
fn text(all: &PolicyEffects) -> String {
    let effects: Vec<&str> = all.opens.iter().chain(&all.closes).map(|effect| effect.text.as_str()).collect();
    let mut told: Vec<String> = effects.iter().take(TOLD).map(|text| (*text).to_owned()).collect();
    if effects.len() > TOLD {
        told.push(format!("There are {} more differences.", effects.len() - TOLD));
    }
    match all.cannot_tell.first() {
        Some(why) => told.push(format!("More may change: {why}")),
        None if told.is_empty() => told.push("Changes nothing else on any request.".to_owned()),
        None => {}
    }
    told.join(" ")
}
