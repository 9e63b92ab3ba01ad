//! Finds out which replacements leave every answer as it was.

use std::collections::BTreeSet;

use super::names::Names;
use super::shape::Shape;
use crate::scenario::Scenario;

/// A scenario whose answers may not change.
pub(super) struct Trial<'a> {
    scenario: &'a Scenario,
    names: &'a Names,
    before: Shape,
}

impl<'a> Trial<'a> {
    pub(super) fn new(scenario: &'a Scenario, names: &'a Names) -> Self {
        Self { scenario, names, before: Shape::of(scenario) }
    }

    /// As many of the wanted values as can be replaced together with every answer and trace the same.
    ///
    /// Halves what does not work until the culprits are alone, so that a few of them cost a few evaluations; in a
    /// scenario so large or so tangled that this would take long, more values stay than have to.
    pub(super) fn largest_that_changes_nothing<'n>(&self, wanted: &[&'n str]) -> BTreeSet<&'n str> {
        let requests = self.scenario.requests.len().max(1);
        let mut evaluations = (MOST_DECISIONS / requests).clamp(16, 500);
        let mut replaced = BTreeSet::new();
        let mut rest = wanted.to_vec();
        // Again with those that were refused: two names that differ in case alone go together or not at all.
        loop {
            self.add(&rest, &mut replaced, &mut evaluations);
            let refused: Vec<&str> = rest.iter().copied().filter(|value| !replaced.contains(value)).collect();
            if refused.is_empty() || refused.len() == rest.len() {
                return replaced;
            }
            rest = refused;
        }
    }

    fn add<'n>(&self, values: &[&'n str], replaced: &mut BTreeSet<&'n str>, evaluations: &mut usize) {
        if values.is_empty() || *evaluations == 0 {
            return;
        }
        *evaluations -= 1;
        let mut more = replaced.clone();
        more.extend(values);
        if Shape::of(&self.names.apply(self.scenario, &more)) == self.before {
            *replaced = more;
        } else if let Some((first, second)) =
            values.split_at_checked(values.len() / 2).filter(|_| values.len() > 1)
        {
            self.add(first, replaced, evaluations);
            self.add(second, replaced, evaluations);
        }
    }
}

/// Requests that may be decided in search of the culprits.
const MOST_DECISIONS: usize = 5_000;
