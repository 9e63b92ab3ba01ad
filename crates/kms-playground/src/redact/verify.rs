//! Finds out which replacements leave every answer as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::fingerprint::{Change, Fingerprint};
use super::pseudonyms::Pseudonyms;
use crate::scenario::Scenario;

/// A scenario whose answers may not change.
pub(super) struct Verification<'a> {
    scenario: &'a Scenario,
    names: &'a Pseudonyms,
    before: Fingerprint,
    evaluations: usize,
}

/// What came of a trial.
#[derive(Default)]
pub(super) struct Verdicts<'n> {
    /// Values that can be replaced, all of them together.
    pub(super) replaced: BTreeSet<&'n str>,
    /// Values that cannot, and what would change. One that is in neither was not tried.
    pub(super) refused: BTreeMap<&'n str, Change>,
}

/// Requests that may be decided in search of the culprits, and bytes of scenarios that may be read.
const MOST_DECISIONS: usize = 5_000;
const MOST_BYTES: usize = 16 << 20;

impl<'a> Verification<'a> {
    pub(super) fn new(scenario: &'a Scenario, names: &'a Pseudonyms) -> Self {
        let bytes: usize = scenario.policies().iter().map(|policy| policy.text.text().len()).sum();
        let evaluations = (MOST_DECISIONS / scenario.requests.len().max(1)).min(MOST_BYTES / bytes.max(1));
        Self { scenario, names, before: Fingerprint::of(scenario), evaluations: evaluations.clamp(8, 500) }
    }

    /// As many of the wanted values as can be replaced together with every answer and trace the same.
    ///
    /// Halves what does not work until the culprits are alone, so that a few of them cost a few evaluations; in a
    /// scenario so large or so tangled that this would take long, more values stay than have to.
    pub(super) fn largest_that_changes_nothing<'n>(mut self, wanted: &[&'n str]) -> Verdicts<'n> {
        let mut verdicts = Verdicts::default();
        let mut rest = wanted.to_vec();
        // Again with those that were refused: two names that differ in case alone go together or not at all.
        loop {
            self.add(&rest, &mut verdicts);
            let Verdicts { replaced, refused } = &mut verdicts;
            refused.retain(|value, _| !replaced.contains(value));
            let left: Vec<&str> = rest.iter().copied().filter(|value| !replaced.contains(value)).collect();
            if left.is_empty() || left.len() == rest.len() {
                return verdicts;
            }
            rest = left;
        }
    }

    fn add<'n>(&mut self, values: &[&'n str], verdicts: &mut Verdicts<'n>) {
        if values.is_empty() || self.evaluations == 0 {
            return;
        }
        self.evaluations -= 1;
        let mut more = verdicts.replaced.clone();
        more.extend(values);
        let change = self.before.change_to(&Fingerprint::of(&self.names.apply(self.scenario, &more)));
        match (change, values) {
            (None, _) => verdicts.replaced = more,
            (Some(change), [value]) => _ = verdicts.refused.insert(value, change),
            (Some(_), _) => {
                let (first, second) = values.split_at(values.len() / 2);
                self.add(first, verdicts);
                self.add(second, verdicts);
            }
        }
    }
}
