//! Requests that pin a key policy down: whatever single place of it is changed so that it means something else, one of
//! them is decided otherwise.
//!
//! Every policy with one change is compared with the policy; where no request tells the two apart yet, the comparison
//! gives one. Cirg (*Automated test generation for access control policies via change-impact analysis*, Martin and Xie
//! 2007) makes tests of XACML policies so.

use kms_authz::Decision;
use kms_policy::PolicyDocument;

use crate::compare::{STEPS, compare_within};
use crate::mutants::{Mutant, Slip, mutants};
use crate::quotient::KeyFacts;
use crate::witness::{Witness, allows};

/// Requests that pin a policy down, beside those that were known.
#[derive(Clone, Debug)]
pub struct Pins {
    /// The requests.
    pub pins: Vec<Pin>,
    /// Whether every change was looked at and told.
    pub is_complete: bool,
}

/// A request that a change of the policy would decide otherwise.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The request.
    pub witness: Witness,
    /// The statement, by its index.
    pub statement: usize,
    /// The change.
    pub slip: Slip,
}

/// The most changes that are looked at.
const MOST: usize = 1000;

/// Requests that together with those that are `known` pin the policy down.
pub fn pins(document: &PolicyDocument, facts: &KeyFacts, known: &[Witness]) -> Pins {
    let mut all = mutants(document);
    let mut found = Pins { pins: Vec::new(), is_complete: all.len() <= MOST };
    all.truncate(MOST);
    let decide = |witness: &Witness, document: &PolicyDocument| witness.replay_under(facts, document);
    let known: Vec<(&Witness, Option<Decision>)> =
        known.iter().map(|witness| (witness, decide(witness, document))).collect();
    let tells = |(witness, decided): (&Witness, Option<Decision>), mutant: &Mutant| {
        allows(decide(witness, &mutant.document)) != allows(decided)
    };
    let mut decided: Vec<Option<Decision>> = Vec::new();
    // Of each change that no known request tells, the new ones that do.
    let mut told: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<&Mutant> = Vec::new();
    for mutant in &all {
        if known.iter().any(|one| tells(*one, mutant)) {
            continue;
        }
        let pins = found.pins.iter().map(|pin| &pin.witness).zip(decided.iter().copied());
        if pins.clone().any(|one| tells(one, mutant)) {
            open.push(mutant);
            continue;
        }
        let compared = compare_within(document, &mutant.document, facts, STEPS / 10);
        let difference = compared.wider.into_iter().chain(compared.narrower).next();
        match difference {
            Some(difference) => {
                decided.push(decide(&difference.witness, document));
                let Mutant { statement, slip, .. } = mutant;
                found.pins.push(Pin {
                    witness: difference.witness,
                    statement: *statement,
                    slip: slip.clone(),
                });
                open.push(mutant);
            }
            None => found.is_complete &= compared.cannot_tell.is_empty(),
        }
    }
    for mutant in open {
        let pins = found.pins.iter().map(|pin| &pin.witness).zip(decided.iter().copied());
        let by = pins.enumerate().filter(|(_, one)| tells(*one, mutant)).map(|(at, _)| at);
        told.push(by.collect());
    }
    // A request that later ones make needless goes.
    let mut is_kept = vec![true; found.pins.len()];
    for at in 0..is_kept.len() {
        let left = |by: &Vec<usize>| by.iter().any(|pin| *pin != at && is_kept.get(*pin) == Some(&true));
        if told.iter().all(left)
            && let Some(kept) = is_kept.get_mut(at)
        {
            *kept = false;
        }
    }
    let mut kept = is_kept.into_iter();
    found.pins.retain(|_| kept.next().unwrap_or(true));
    found
}
