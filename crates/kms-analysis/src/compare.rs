//! What an edit of a key policy opens and closes, whatever identity-based policies and grants there are.
//!
//! An edit opens nothing exactly when three inclusions hold: of the Deny statements where grants can allow, of whom
//! the policy reaches, and of whom it names, each minus what is denied. What breaks one is a finding, with a request
//! on which the evaluator differs.

use kms_authz::Decision;
use kms_policy::PolicyDocument;

use crate::cube::{Cube, Steps};
use crate::quotient::{FreeBit, KeyFacts, Level, Quotient, TooManyCallers, entries};
use crate::region::Region;
use crate::scope::Scope;
use crate::ties::OF_CALLER;
use crate::witness::{Environment, Witness, allows};

/// How two policies differ.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What the second allows and the first does not.
    pub wider: Vec<Difference>,
    /// What the first allows and the second does not.
    pub narrower: Vec<Difference>,
    /// Why it may be more, or less, than that.
    pub cannot_tell: Vec<CannotTell>,
}

/// Requests on which two policies differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How the caller is allowed under one policy and not under the other.
    pub kind: DifferenceKind,
    /// Which requests.
    pub scope: Scope,
    /// One of them, replayed: allowed under the policy that allows more.
    pub witness: Witness,
    /// What the replay decided under the other policy.
    pub otherwise: Decision,
}

/// How the caller is allowed under one policy and not under the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The policy reaches the caller.
    Reached,
    /// The policy names the caller, who needs no identity-based policy.
    Named,
    /// The policy names the caller so that not even a permissions boundary holds it back.
    Outright,
    /// A Deny no longer stops a grant.
    ByGrant,
}

/// What keeps the answer from being certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotTell {
    /// The search took too many steps.
    TooManySteps,
    /// The policies tell more callers apart than are looked at.
    TooManyCallers,
    /// It depends on what this stands for.
    Depends(FreeBit),
    /// A difference that the evaluator does not confirm.
    NotConfirmed,
}

/// The relation of two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They allow the same.
    Same,
    /// The second allows less.
    Narrower,
    /// The second allows more.
    Wider,
    /// Each allows something that the other does not.
    Both,
    /// Not known.
    CannotTell,
}

impl Comparison {
    /// The relation of the second policy to the first.
    pub fn relation(&self) -> Relation {
        match (self.wider.is_empty(), self.narrower.is_empty()) {
            (false, false) => Relation::Both,
            // Something more may be open, or closed, that was not found.
            (true, _) if !self.cannot_tell.is_empty() => Relation::CannotTell,
            (false, true) => Relation::Wider,
            (true, false) => Relation::Narrower,
            (true, true) => Relation::Same,
        }
    }
}

/// How many steps the search may take.
pub(crate) const STEPS: u32 = 400_000;

/// Compares a key policy with the one that would take its place.
pub fn compare(old: &PolicyDocument, new: &PolicyDocument, facts: &KeyFacts) -> Comparison {
    compare_within(old, new, facts, STEPS)
}

/// [`compare`] with a limit of steps of one's own.
pub fn compare_within(
    old: &PolicyDocument,
    new: &PolicyDocument,
    facts: &KeyFacts,
    limit: u32,
) -> Comparison {
    compare_beside(old, new, &PolicyDocument::default(), facts, limit)
}

/// [`compare_within`] without what the Allow statements of a third policy apply to: the requests that an edit is made
/// for. Those of its conditions count whose keys the other two policies test, too, and those on who calls.
pub fn compare_beside(
    old: &PolicyDocument,
    new: &PolicyDocument,
    beside: &PolicyDocument,
    facts: &KeyFacts,
    limit: u32,
) -> Comparison {
    let beside = with_tested_keys(beside, [old, new]);
    let documents = [old, new, &beside];
    let documents = if beside.statements.is_empty() { &documents[..2] } else { &documents[..] };
    match Quotient::of_edit(documents, facts) {
        Ok(quotient) => first_two(&quotient, limit),
        Err(TooManyCallers) => Comparison {
            wider: Vec::new(),
            narrower: Vec::new(),
            cannot_tell: vec![CannotTell::TooManyCallers],
        },
    }
}

/// How the first two policies differ, without what the third allows.
pub(crate) fn first_two(quotient: &Quotient<'_>, limit: u32) -> Comparison {
    let mut steps = Steps::new(limit);
    let left_out = quotient.allows(2, Level::Reached);
    let mut asked = Asked { quotient, left_out, steps: &mut steps, cannot_tell: Vec::new() };
    let (wider, narrower) = (asked.opened(0, 1), asked.opened(1, 0));
    Comparison { wider, narrower, cannot_tell: asked.cannot_tell }
}

/// The policy without conditions on keys that no condition of the others tests.
fn with_tested_keys(policy: &PolicyDocument, others: [&PolicyDocument; 2]) -> PolicyDocument {
    let tested = |key: &str| {
        let statements = others.iter().flat_map(|document| &document.statements);
        let mut conditions =
            statements.filter_map(|statement| statement.condition.as_ref()).flat_map(entries);
        conditions.any(|(_, entry)| entry.key.value.eq_ignore_ascii_case(key))
    };
    let mut kept = policy.clone();
    let conditions = kept.statements.iter_mut().filter_map(|statement| statement.condition.as_mut());
    for block in conditions.flat_map(|condition| &mut condition.blocks) {
        block.entries.retain(|entry| {
            let key = entry.key.value.as_str();
            OF_CALLER.contains(&key.to_ascii_lowercase().as_str()) || tested(key)
        });
    }
    kept
}

struct Asked<'q, 'd> {
    quotient: &'q Quotient<'d>,
    /// What is not asked about.
    left_out: Vec<&'q Cube>,
    steps: &'q mut Steps,
    cannot_tell: Vec<CannotTell>,
}

impl Asked<'_, '_> {
    /// What the policy `new` allows and `old` does not.
    fn opened(&mut self, old: usize, new: usize) -> Vec<Difference> {
        let quotient = self.quotient;
        let outside: Vec<&Cube> = quotient.denies(new).into_iter().chain(self.left_out.clone()).collect();
        let mut found: Vec<Cube> = Vec::new();
        let mut differences = Vec::new();
        // First whom the old policy does not reach: those whom the new one names, and those whom it reaches.
        let levels = [
            (Level::Named, Level::Reached, DifferenceKind::Reached, Environment::Nothing),
            (Level::Reached, Level::Reached, DifferenceKind::Reached, Environment::IdentityAllows),
            (Level::Named, Level::Named, DifferenceKind::Named, Environment::Nothing),
            (Level::Outright, Level::Outright, DifferenceKind::Outright, Environment::BoundaryDoesNotAllow),
        ];
        let denied = quotient.denies(old);
        let keeps_denies =
            denied.iter().all(|deny| quotient.denies(new).iter().any(|other| deny.is_within(other)));
        for (level, before, kind, environment) in levels {
            let known = quotient.allows(old, before);
            // What a statement of the old policy allowed opens nothing, unless a Deny is gone: most statements of an edit.
            let is_new = |cube: &&Cube| !keeps_denies || !known.iter().any(|other| cube.is_within(other));
            let region = Region {
                within: quotient.allows(new, level).into_iter().filter(is_new).cloned().collect(),
                without: outside.iter().copied().chain(&found).collect(),
                except: known.clone(),
                except_without: denied.clone(),
            };
            let cubes = self.differences((old, new), &region, kind, environment, &mut differences);
            found.extend(cubes);
        }
        let region = Region {
            within: denied
                .into_iter()
                .filter(|cube| !quotient.denies(new).iter().any(|other| cube.is_within(other)))
                .map(|cube| quotient.grantable(cube))
                .collect(),
            without: outside.iter().copied().chain(&found).collect(),
            ..Region::default()
        };
        self.differences((old, new), &region, DifferenceKind::ByGrant, Environment::Grant, &mut differences);
        differences
    }

    /// The findings of one region, each confirmed; gives the boxes that were found.
    fn differences(
        &mut self,
        (old, new): (usize, usize),
        region: &Region<'_>,
        kind: DifferenceKind,
        environment: Environment,
        differences: &mut Vec<Difference>,
    ) -> Vec<Cube> {
        let cover = region.cover(self.quotient, self.steps);
        if !cover.is_complete {
            self.note(CannotTell::TooManySteps);
        }
        for cube in &cover.cubes {
            let witness = Witness::of(self.quotient, cube, environment, self.steps);
            let confirmed = witness.and_then(|witness| {
                let otherwise = witness.replay(self.quotient, old)?;
                let differs = allows(witness.replay(self.quotient, new)) && !allows(Some(otherwise));
                differs.then_some((witness, otherwise))
            });
            match confirmed {
                Some((witness, otherwise)) => {
                    let scope = Scope::of(self.quotient, cube);
                    differences.push(Difference { kind, scope, witness, otherwise });
                }
                None => self.doubt(cube),
            }
        }
        cover.cubes
    }

    /// Why a difference that the boxes show is not confirmed.
    fn doubt(&mut self, cube: &Cube) {
        let free = self.quotient.free_bits(cube);
        if free.is_empty() {
            self.note(CannotTell::NotConfirmed);
        }
        for bit in free {
            self.note(CannotTell::Depends(bit));
        }
    }

    fn note(&mut self, why: CannotTell) {
        if !self.cannot_tell.contains(&why) {
            self.cannot_tell.push(why);
        }
    }
}
