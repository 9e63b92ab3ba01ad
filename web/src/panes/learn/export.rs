//! The predictions of the visit as a file: the only way in which they leave the page.

use serde_json::{Value, json};

use crate::state::{Predicted, Quiz};

/// The record as JSON.
pub(super) fn record(quiz: &Quiz) -> String {
    let answers: Vec<Value> = quiz.record.iter().map(|predicted| written(predicted)).collect();
    let right = quiz.record.iter().filter(|predicted| predicted.is_right).count();
    let record = json!({ "version": 1, "answered": answers.len(), "right": right, "answers": answers });
    serde_json::to_string_pretty(&record).unwrap_or_default() + "\n"
}

fn written(predicted: &Predicted) -> Value {
    let pair = |[verdict, cause]: &[String; 2]| json!({ "verdict": verdict, "cause": cause });
    json!({
        "scenario": predicted.scenario,
        "request": predicted.request,
        "predicted": pair(&predicted.predicted),
        "actual": pair(&predicted.actual),
        "right": predicted.is_right,
    })
}
