//! Predict mode: which verdicts are still hidden, and what was predicted during this visit. Nothing of it is stored.

use std::collections::BTreeMap;
use std::rc::Rc;

use kms_playground::{Decision, Report, RequestReport};

/// What was predicted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quiz {
    /// Of the scenario's requests by their places.
    answers: BTreeMap<usize, Rc<Predicted>>,
    /// Those whose whole answer is shown.
    full: Rc<Vec<usize>>,
    /// Everything that was predicted during the visit, in order.
    pub(crate) record: Vec<Rc<Predicted>>,
    /// Whether the part of the application that asks has been fetched.
    fetched: bool,
}

/// One prediction, with all that a person wants to keep of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Predicted {
    pub(crate) scenario: String,
    pub(crate) request: String,
    /// The verdict and the choice, by their places.
    pub(crate) answer: (usize, usize),
    /// The two in words: as predicted, and as it is.
    pub(crate) predicted: [String; 2],
    pub(crate) actual: [String; 2],
    pub(crate) is_right: bool,
}

/// What a reader does in predict mode.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QuizStep {
    /// The request at this place is answered.
    Answer(usize, Rc<Predicted>),
    /// The whole answer of the request at this place is wanted.
    Full(usize),
    /// The part that asks has come.
    Fetched,
}

impl Quiz {
    pub(super) fn apply(&mut self, step: QuizStep) {
        match step {
            // The first answer counts.
            QuizStep::Answer(at, predicted) => {
                if self.answers.insert(at, Rc::clone(&predicted)).is_none() {
                    self.record.push(predicted);
                }
            }
            QuizStep::Full(at) => Rc::make_mut(&mut self.full).push(at),
            QuizStep::Fetched => self.fetched = true,
        }
    }

    /// Another scenario, or the same from the beginning; the record stays.
    pub(super) fn forget(&mut self) {
        self.answers.clear();
        self.full = Rc::default();
    }

    /// What was predicted of the request at this place.
    pub(crate) fn answer(&self, at: usize) -> Option<&Rc<Predicted>> {
        self.answers.get(&at)
    }

    /// How many requests of the scenario are answered, and how many of them right.
    pub(crate) fn score(&self) -> [usize; 2] {
        [self.answers.len(), self.answers.values().filter(|answer| answer.is_right).count()]
    }

    /// Whether the request at this place is answered, and its whole answer not wanted yet.
    pub(super) fn is_marked(&self, at: usize) -> bool {
        self.answers.contains_key(&at) && !self.full.contains(&at)
    }

    /// Hides every verdict that is still to be predicted. A request that is not evaluated has none.
    pub(super) fn veil(&self, report: &mut Report) {
        for (at, request) in report.requests.iter_mut().enumerate() {
            if request.decision != Decision::NotEvaluated && !self.answers.contains_key(&at) {
                *request = RequestReport {
                    name: request.name.take(),
                    decision: Decision::NotEvaluated,
                    expected: None,
                    met: None,
                    summary: String::new(),
                    message: None,
                    cloud_trail: None,
                    assumptions: Vec::new(),
                    depends_on: Vec::new(),
                    not_evaluated: Vec::new(),
                    checks: Vec::new(),
                };
            }
        }
    }
}

/// Whether this is what hides a verdict: every report has a summary.
pub(crate) fn is_veiled(report: &RequestReport) -> bool {
    report.summary.is_empty()
}
