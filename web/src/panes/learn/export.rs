//! The predictions of the visit as a file: the only way in which they leave the page.

use serde_json::{Value, json};

use crate::state::Quiz;

/// One prediction: of which scenario and request, and verdict and cause in words, as predicted and as they are.
pub(super) struct Record<'a> {
    pub(super) scenario: &'a str,
    pub(super) request: &'a str,
    pub(super) predicted: [&'a str; 2],
    pub(super) actual: [&'a str; 2],
    pub(super) is_right: bool,
}

impl Record<'_> {
    /// The prediction as JSON.
    pub(super) fn json(&self) -> String {
        let pair = |[verdict, cause]: [&str; 2]| json!({ "verdict": verdict, "cause": cause });
        json!({
            "scenario": self.scenario,
            "request": self.request,
            "predicted": pair(self.predicted),
            "actual": pair(self.actual),
            "right": self.is_right,
        })
        .to_string()
    }
}

/// All of them as a file.
pub(super) fn file(quiz: &Quiz) -> String {
    let answers: Vec<Value> =
        quiz.record.iter().filter_map(|record| serde_json::from_str(record).ok()).collect();
    let file = json!({ "version": 1, "answered": answers.len(), "right": quiz.right, "answers": answers });
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}
