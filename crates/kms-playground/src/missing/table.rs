//! The decision for every combination of the values of the missing facts.

use kms_authz::{Check, InputNote};

use super::fact::{Fact, Value};
use crate::report::Decision;
use crate::run;
use crate::scenario::Scenario;

/// The most evaluations for one request.
const MOST: usize = 1024;
/// The most cases that are looked for.
const MOST_CASES: usize = 64;
/// The most bytes of policies that are read for them.
const MOST_BYTES: usize = 16 << 20;

/// The facts that the decision depends on, with the decision for every combination of their values.
pub(super) struct Table {
    facts: Vec<Fact>,
    /// Of each fact the values that lead to different decisions, each with all that lead to the same.
    kinds: Vec<Vec<Vec<Value>>>,
    /// The decisions, the first fact's value counting slowest; none: such a request cannot be.
    rows: Vec<Option<Decision>>,
    evaluations: usize,
    is_complete: bool,
}

impl Table {
    pub(super) fn new(scenario: &Scenario, request: usize, mut facts: Vec<Fact>) -> Self {
        let bytes: usize = scenario.policies().iter().map(|policy| policy.text.text().len()).sum();
        let limit = (MOST_BYTES / (bytes + 4_096)).clamp(16, MOST);
        let mut is_complete = facts.iter().all(Fact::is_complete);
        let size = |facts: &[Fact]| {
            facts.iter().fold(1_usize, |size, fact| size.saturating_mul(fact.values().len().max(1)))
        };
        if size(&facts) > limit {
            facts.iter_mut().for_each(Fact::shorten);
        }
        while size(&facts) > limit {
            is_complete = false;
            facts.pop();
        }
        let kinds = facts.iter().map(|fact| fact.values().iter().map(|value| vec![value.clone()]).collect());
        let mut table = Self { kinds: kinds.collect(), facts, rows: Vec::new(), evaluations: 0, is_complete };
        let places: Vec<Vec<usize>> = table.places().collect();
        table.rows = places.iter().map(|place| table.decide(scenario, request, place)).collect();
        table.evaluations = table.rows.len();
        (0..table.facts.len()).for_each(|fact| table.join(fact));
        // What every value of leads to the same is no matter.
        for fact in (0..table.facts.len()).rev() {
            if table.kinds(fact) == 1 {
                table.facts.remove(fact);
                table.kinds.remove(fact);
            }
        }
        table
    }

    pub(super) fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// How many kinds of value a fact has.
    pub(super) fn kinds(&self, fact: usize) -> usize {
        self.kinds.get(fact).map_or(0, Vec::len)
    }

    /// The values of one kind.
    pub(super) fn kind(&self, fact: usize, kind: usize) -> &[Value] {
        self.kinds.get(fact).and_then(|kinds| kinds.get(kind)).map_or(&[], Vec::as_slice)
    }

    pub(super) const fn evaluations(&self) -> usize {
        self.evaluations
    }

    pub(super) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Every combination of kinds, in the order of the rows.
    fn places(&self) -> impl Iterator<Item = Vec<usize>> + use<> {
        let sizes: Vec<usize> = self.kinds.iter().map(Vec::len).collect();
        (0..sizes.iter().product()).map(move |number: usize| {
            let mut rest = number;
            let mut place: Vec<usize> = sizes
                .iter()
                .rev()
                .map(|size| {
                    let own = rest % size;
                    rest /= size;
                    own
                })
                .collect();
            place.reverse();
            place
        })
    }

    /// The decision for one combination; none where no call is like that.
    fn decide(&self, scenario: &Scenario, request: usize, place: &[usize]) -> Option<Decision> {
        let choices: Vec<(usize, usize)> = place.iter().copied().enumerate().collect();
        let changed = self.applied(scenario, request, &choices)?;
        let checks = run::checks(&changed, request)?;
        let cannot_be =
            |note: &InputNote| matches!(note, InputNote::ImpossibleContext { .. } | InputNote::TwoTimes);
        if checks.iter().flat_map(|check| &check.input_notes).any(cannot_be) {
            return None;
        }
        let missing = checks.iter().any(|check| check.missing.is_some());
        let unanswered = missing.then_some(kms_authz::Decision::NotEvaluated);
        let decision = kms_authz::Decision::over(checks.iter().map(Check::decision).chain(unanswered));
        decision.map(Decision::from)
    }

    /// The scenario with these values.
    fn applied(&self, scenario: &Scenario, request: usize, choices: &[(usize, usize)]) -> Option<Scenario> {
        let mut changed = scenario.clone();
        for (fact, kind) in choices {
            let value = self.kind(*fact, *kind).first()?;
            self.facts.get(*fact)?.set(value, &mut changed, request)?;
        }
        Some(changed)
    }

    /// Puts the kinds of a fact together that lead to the same whatever the other facts are.
    fn join(&mut self, fact: usize) {
        let mut at = 1;
        while at < self.kinds(fact) {
            let places: Vec<Vec<usize>> = self.places().collect();
            let with = |kind: usize| {
                let rows = places.iter().zip(&self.rows);
                rows.filter(move |(place, _)| place.get(fact) == Some(&kind))
                    .map(|(_, row)| *row)
                    .collect::<Vec<_>>()
            };
            let own = with(at);
            let agrees = |earlier: &usize| {
                with(*earlier)
                    .iter()
                    .zip(&own)
                    .all(|(one, other)| one.is_none() || other.is_none() || one == other)
                    && with(*earlier).iter().zip(&own).any(|(one, other)| one.is_some() && other.is_some())
            };
            let Some(same) = (0..at).find(agrees) else {
                at += 1;
                continue;
            };
            // A combination that cannot be with one of the two values is decided by the other.
            let merged: Vec<Option<Decision>> =
                with(same).into_iter().zip(own).map(|(one, other)| one.or(other)).collect();
            let mut merged = merged.into_iter();
            let rows = places.iter().zip(&self.rows);
            let kept = rows.filter(|(place, _)| place.get(fact) != Some(&at));
            let rows = kept.map(|(place, row)| match place.get(fact) == Some(&same) {
                true => merged.next().flatten(),
                false => *row,
            });
            self.rows = rows.collect();
            if let Some(kinds) = self.kinds.get_mut(fact) {
                let values = kinds.remove(at);
                kinds.get_mut(same).into_iter().for_each(|kind| kind.extend(values.iter().cloned()));
            }
        }
    }

    /// The decision where these facts have these values, if the others do not matter.
    pub(super) fn settles(&self, choices: &[(usize, usize)]) -> Option<Decision> {
        let mut found: Option<Decision> = None;
        for (place, row) in self.places().zip(&self.rows) {
            let fits = choices.iter().all(|(fact, kind)| place.get(*fact) == Some(kind));
            match (row, found) {
                (Some(row), None) if fits => found = Some(*row),
                (Some(row), Some(other)) if fits && *row != other => return None,
                _ => {}
            }
        }
        found
    }

    /// The smallest combinations of values that settle the decision, those of fewer facts first.
    pub(super) fn cases(&self) -> Vec<Vec<(usize, usize)>> {
        let mut found: Vec<Vec<(usize, usize)>> = Vec::new();
        if self.facts.is_empty() {
            return found;
        }
        let mut sets: Vec<u32> = (1..1 << self.facts.len()).collect();
        kms_policy::sort_by(&mut sets, |one, other| {
            (one.count_ones(), one).cmp(&(other.count_ones(), other))
        });
        for set in sets {
            for place in self.places() {
                let all = place.iter().copied().enumerate();
                let own: Vec<(usize, usize)> = all.clone().filter(|(fact, _)| set >> fact & 1 == 1).collect();
                // Each combination of the set once: where the other facts have their first values.
                let is_first = all.filter(|(fact, _)| set >> fact & 1 == 0).all(|(_, kind)| kind == 0);
                let is_smaller = |case: &Vec<(usize, usize)>| case.iter().all(|choice| own.contains(choice));
                if found.len() > MOST_CASES {
                    return found;
                }
                if is_first && !found.iter().any(is_smaller) && self.settles(&own).is_some() {
                    found.push(own);
                }
            }
        }
        found
    }

    /// A scenario with these values, and some of the other facts.
    pub(super) fn example(
        &self,
        scenario: &Scenario,
        request: usize,
        choices: &[(usize, usize)],
    ) -> Option<Scenario> {
        let fits = |place: &[usize]| choices.iter().all(|(fact, kind)| place.get(*fact) == Some(kind));
        let mut possible = self.places().zip(&self.rows).filter(|(place, row)| row.is_some() && fits(place));
        possible.find_map(|(place, row)| {
            let all: Vec<(usize, usize)> = place.into_iter().enumerate().collect();
            let shown = self.applied(scenario, request, &all)?;
            (run::decide_one(&shown, request) == *row).then_some(shown)
        })
    }
}
