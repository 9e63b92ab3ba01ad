//! Predict mode: which verdicts are still hidden, and what was predicted during this visit. Nothing of it is stored.

use kms_playground::{Decision, Report, RequestReport};
use yew::AttrValue;

/// What was predicted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quiz {
    /// Of the scenario's requests.
    answers: Vec<Predicted>,
    /// Everything that was predicted during the visit, in order, each as JSON; and how much of it was right.
    pub(crate) record: Vec<AttrValue>,
    pub(crate) right: usize,
}

/// One prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Predicted {
    /// The request's place.
    pub(crate) request: usize,
    /// The verdict and the choice, by their places.
    pub(crate) verdict: usize,
    pub(crate) choice: usize,
    pub(crate) is_right: bool,
    /// Whether the whole answer is shown.
    pub(crate) full: bool,
}

/// What a reader does in predict mode.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QuizStep {
    /// A request is answered; with the record of it, as JSON.
    Answer(Predicted, AttrValue),
    /// The whole answer of the request at this place is wanted.
    Full(usize),
    /// The part that asks has come.
    Fetched,
}

impl Quiz {
    pub(super) fn after(mut self, step: QuizStep) -> Self {
        match step {
            // The first answer counts.
            QuizStep::Answer(predicted, record) if self.answer(predicted.request).is_none() => {
                self.answers.push(predicted);
                self.right += usize::from(predicted.is_right);
                self.record.push(record);
            }
            QuizStep::Full(at) => {
                self.answers
                    .iter_mut()
                    .filter(|answer| answer.request == at)
                    .for_each(|answer| answer.full = true);
            }
            QuizStep::Answer(..) | QuizStep::Fetched => {}
        }
        self
    }

    /// Another scenario, or the same from the beginning; the record stays.
    pub(super) fn forgotten(mut self) -> Self {
        self.answers.clear();
        self
    }

    /// What was predicted of the request at this place.
    pub(crate) fn answer(&self, at: usize) -> Option<Predicted> {
        self.answers.iter().find(|answer| answer.request == at).copied()
    }

    /// How many requests of the scenario are answered, and how many of them right.
    pub(crate) fn score(&self) -> [usize; 2] {
        [self.answers.len(), self.answers.iter().filter(|answer| answer.is_right).count()]
    }

    /// Hides every verdict that is still to be predicted. A request that is not evaluated has none.
    pub(super) fn veil(&self, report: &mut Report) {
        for (at, request) in report.requests.iter_mut().enumerate() {
            if request.decision != Decision::NotEvaluated && self.answer(at).is_none() {
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
