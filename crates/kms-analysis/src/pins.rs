//! Requests that pin a key policy down: whatever single place of it is changed so that it means something else, one of
//! them is decided otherwise.
//!
//! Every policy with one change is compared with the policy; where no request tells the two apart yet, the comparison
//! gives one. Cirg (*Automated test generation for access control policies via change-impact analysis*, Martin and Xie
//! 2007) makes tests of XACML policies so.

use kms_authz::Decision;
use kms_policy::PolicyDocument;

use crate::compare::{Comparison, STEPS, compare_within};
use crate::mutants::{Mutant, Slip, mutants};
use crate::quotient::KeyFacts;
use crate::witness::{Witness, allows};

/// Requests that pin a policy down, beside those that were known.
#[derive(Clone, Debug)]
pub struct Pins {
    /// The requests.
    pub pins: Vec<Pin>,
    /// The changes that no known request tells, by their statements; one of the pins tells each.
    pub untold: Vec<(usize, Slip)>,
    /// How many changes mean something else and yet are told by no request that can be had here.
    pub beyond: usize,
    /// Whether every change was looked at, and compared to the end.
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

/// What says whether a request tells a policy from a changed one.
pub trait Judge {
    /// Whether some request that is known already does.
    fn is_told(&self, changed: &PolicyDocument) -> bool;
    /// Whether this request does.
    fn tells(&self, witness: &Witness, changed: &PolicyDocument) -> bool;
}

/// The most changes that are looked at.
const MOST: usize = 1000;

/// A search for pins that looks at one change after the other, so that others have their turn in between.
pub struct PinSearch<'d> {
    document: &'d PolicyDocument,
    facts: &'d KeyFacts,
    all: std::vec::IntoIter<Mutant>,
    open: Vec<Mutant>,
    found: Pins,
}

impl<'d> PinSearch<'d> {
    /// A search that has looked at nothing yet.
    pub fn new(document: &'d PolicyDocument, facts: &'d KeyFacts) -> Self {
        let mut all = mutants(document);
        let found = Pins { pins: Vec::new(), untold: Vec::new(), beyond: 0, is_complete: all.len() <= MOST };
        all.truncate(MOST);
        Self { document, facts, all: all.into_iter(), open: Vec::new(), found }
    }

    /// Looks at the next change; false: there is none.
    pub fn step(&mut self, judge: &dyn Judge) -> bool {
        let Some(mutant) = self.all.next() else { return false };
        if judge.is_told(&mutant.document) {
            return true;
        }
        if !self.found.pins.iter().any(|pin| judge.tells(&pin.witness, &mutant.document)) {
            let compared = compare_within(self.document, &mutant.document, self.facts, STEPS / 10);
            let Comparison { wider, narrower, cannot_tell } = compared;
            let is_same = wider.is_empty() && narrower.is_empty();
            let mut witnesses = wider.into_iter().chain(narrower).map(|difference| difference.witness);
            match witnesses.find(|witness| judge.tells(witness, &mutant.document)) {
                Some(witness) => {
                    let Mutant { statement, slip, .. } = &mutant;
                    self.found.pins.push(Pin { witness, statement: *statement, slip: slip.clone() });
                }
                None => {
                    self.found.is_complete &= cannot_tell.is_empty();
                    self.found.beyond += usize::from(!is_same);
                    return true;
                }
            }
        }
        self.found.untold.push((mutant.statement, mutant.slip.clone()));
        self.open.push(mutant);
        true
    }

    /// How many changes have not been looked at.
    pub fn left(&self) -> usize {
        self.all.len()
    }

    /// What was found, without requests that later ones make needless.
    pub fn finish(self, judge: &dyn Judge) -> Pins {
        let Self { open, mut found, .. } = self;
        let told: Vec<Vec<usize>> = open
            .iter()
            .map(|mutant| {
                let pins = found.pins.iter().enumerate();
                pins.filter(|(_, pin)| judge.tells(&pin.witness, &mutant.document))
                    .map(|(at, _)| at)
                    .collect()
            })
            .collect();
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
}

/// Requests that together with those that are `known` pin the policy down, each in an environment of its own.
pub fn pins(document: &PolicyDocument, facts: &KeyFacts, known: &[Witness]) -> Pins {
    let decided = |witness: &Witness| witness.replay_under(facts, document);
    let known = known.iter().map(|witness| (witness, decided(witness))).collect();
    let judge = Alone { document, facts, known };
    let mut search = PinSearch::new(document, facts);
    while search.step(&judge) {}
    search.finish(&judge)
}

/// Judges by the key policy and what a request needs beside it.
struct Alone<'a> {
    document: &'a PolicyDocument,
    facts: &'a KeyFacts,
    known: Vec<(&'a Witness, Option<Decision>)>,
}

impl Alone<'_> {
    fn differs(&self, witness: &Witness, decided: Option<Decision>, changed: &PolicyDocument) -> bool {
        allows(witness.replay_under(self.facts, changed)) != allows(decided)
    }
}

impl Judge for Alone<'_> {
    fn is_told(&self, changed: &PolicyDocument) -> bool {
        self.known.iter().any(|(witness, decided)| self.differs(witness, *decided, changed))
    }

    fn tells(&self, witness: &Witness, changed: &PolicyDocument) -> bool {
        self.differs(witness, witness.replay_under(self.facts, self.document), changed)
    }
}
