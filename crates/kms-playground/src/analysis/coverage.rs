//! What the requests of a scenario test of its key policy, and which further requests would test the rest.

use kms_analysis::{Judge, KeyFacts, PinSearch, Pins, Witness};
use kms_policy::PolicyDocument;

use super::{AnalysisError, AnalysisInput, witness, words};
use crate::report::{CheckReport, Decision, Report, StatementOutcome};
use crate::run::decide_under;
use crate::scenario::{Request, Scenario};

/// The policy that it is about.
const POLICY: &str = "keyPolicy";

/// What is needed to find out what requests test.
#[derive(Debug)]
pub struct CoverageSource {
    scenario: Scenario,
    document: PolicyDocument,
    facts: KeyFacts,
    /// What becomes of its requests.
    decided: Vec<Decision>,
}

/// A search that is under way.
pub struct OpenCoverage<'a> {
    source: &'a CoverageSource,
    search: PinSearch<'a>,
}

/// What the requests of a scenario test.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageReport {
    /// Each statement of the key policy.
    pub statements: Vec<StatementCoverage>,
    /// The requests that are missing, each with its decision as what is expected.
    pub requests: Vec<Request>,
    /// How many changes of the policy no request can tell in this scenario: other policies of it decide anyhow.
    pub beyond: usize,
    /// Whether every change in a single place was looked at.
    pub is_complete: bool,
}

/// What of a statement the requests test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementCoverage {
    /// Its name in a sentence.
    pub name: String,
    /// In how many requests it applies.
    pub applies: usize,
    /// The parts of it of which a change would be told by none of the requests.
    pub untested: Vec<String>,
}

impl CoverageSource {
    /// Reads what is needed.
    ///
    /// # Errors
    ///
    /// A key policy that AWS would not accept, or a key without an ARN.
    pub fn read(input: &AnalysisInput) -> Result<Self, AnalysisError> {
        let (document, facts) = (input.policy("the policy")?.document.clone(), input.facts()?);
        let scenario = input.scenario.clone();
        let decided = decide_under(&scenario, &scenario.requests, &document);
        Ok(Self { scenario, document, facts, decided })
    }

    /// Begins to look.
    pub fn open(&self) -> OpenCoverage<'_> {
        OpenCoverage { source: self, search: PinSearch::new(&self.document, &self.facts) }
    }

    fn decide(&self, witness: &Witness, document: &PolicyDocument) -> Option<Decision> {
        decide_under(&self.scenario, &[witness::request(witness)], document).first().copied()
    }
}

/// Judges by what becomes of requests among the policies and grants of the scenario.
impl Judge for CoverageSource {
    fn is_told(&self, changed: &PolicyDocument) -> bool {
        decide_under(&self.scenario, &self.scenario.requests, changed) != self.decided
    }

    fn tells(&self, witness: &Witness, changed: &PolicyDocument) -> bool {
        self.decide(witness, changed) != self.decide(witness, &self.document)
    }
}

impl OpenCoverage<'_> {
    /// Looks at the next change of the policy; false: there is none.
    pub fn step(&mut self) -> bool {
        self.search.step(self.source)
    }

    /// How many changes have not been looked at.
    pub fn left(&self) -> usize {
        self.search.left()
    }

    /// What was found; `report` is that of the scenario.
    pub fn finish(self, report: &Report) -> CoverageReport {
        let CoverageSource { scenario, document, .. } = self.source;
        let Pins { pins, untold, beyond, is_complete } = self.search.finish(self.source);
        let request = |witness: &Witness| {
            let request = witness::request(witness);
            let expect = self.source.decide(witness, document);
            Request { expect, ..request }
        };
        let requests: Vec<Request> = pins.iter().map(|pin| request(&pin.witness)).collect();
        let statements = document.statements.iter().enumerate().map(|(index, statement)| {
            let sid = statement.sid.as_ref().map(|sid| sid.value.as_str());
            let mut untested: Vec<String> = Vec::new();
            for (_, slip) in untold.iter().filter(|(of, _)| *of == index) {
                let part = words::slipped(slip);
                if !untested.contains(&part) {
                    untested.push(part);
                }
            }
            StatementCoverage {
                name: words::statement(index, sid),
                applies: applies(report, index),
                untested,
            }
        });
        CoverageReport {
            statements: statements.collect(),
            requests: requests.into_iter().filter(|one| !scenario.requests.contains(one)).collect(),
            beyond,
            is_complete,
        }
    }
}

/// In how many requests a statement of the key policy applies.
fn applies(report: &Report, index: usize) -> usize {
    let is_it = |check: &CheckReport| {
        check.statements.iter().any(|statement| {
            let is_here = statement.policy == POLICY && statement.index == index;
            is_here && matches!(statement.outcome, StatementOutcome::Applies | StatementOutcome::Delegates)
        })
    };
    report.requests.iter().filter(|request| request.checks.iter().any(is_it)).count()
}
