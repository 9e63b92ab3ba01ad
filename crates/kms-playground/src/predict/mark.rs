//! A prediction, marked: what was right in it, and the leaf of the trace that it missed.

use super::{Cause, Question, Verdict, deciding_checks, named};
use crate::report::{
    CheckReport, ElementOutcome, ElementReport, GrantOutcome, Ground, Report, RequestReport, StatementOutcome,
};

/// What is said about a prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// Whether the verdict is right.
    pub verdict_right: bool,
    /// Whether the cause is one on which the decision rests.
    pub cause_right: bool,
    /// What was missed, in a few words.
    pub heading: String,
    /// The leaf of the trace in its own words, then what was right in the answer.
    pub text: Vec<String>,
    /// The rows of the trace that were missed; none where a whole layer was.
    pub elements: Vec<ElementReport>,
}

impl Marked {
    /// Whether everything is right.
    pub const fn is_right(&self) -> bool {
        self.verdict_right && self.cause_right
    }
}

impl Question {
    /// Marks a prediction: a verdict, and one of the choices by its place.
    pub fn mark(&self, report: &Report, request: usize, verdict: Verdict, choice: usize) -> Marked {
        let (verdict_right, cause_right) = (verdict == self.verdict, self.is_right(choice));
        let mut marked = Marked {
            verdict_right,
            cause_right,
            heading: "Right".to_owned(),
            text: Vec::new(),
            elements: Vec::new(),
        };
        let Some(asked) = report.requests.get(request) else { return marked };
        if !cause_right && let Some(choice) = self.choices.get(choice) {
            marked.miss(report, asked, &choice.cause, &choice.title);
        } else if !verdict_right {
            marked.heading =
                format!("Not quite: this decides it, but the call is {}", self.verdict.participle());
            marked.text.push(asked.summary.clone());
        } else {
            marked.text.push(asked.summary.clone());
        }
        match (verdict_right, cause_right) {
            (true, false) => marked.text.push(format!("The verdict is right: {}.", asked.decision.label())),
            (false, true) => marked.text.push("What decides it is right.".to_owned()),
            _ => {}
        }
        marked
    }
}

impl Verdict {
    const fn participle(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Undetermined => "undetermined",
        }
    }
}

impl Marked {
    /// The cause that was chosen does not decide: why not, and what does.
    fn miss(&mut self, report: &Report, asked: &RequestReport, chosen: &Cause, title: &str) {
        if let Cause::Ground(ground) = chosen
            && let Some((applies, text, elements)) = leaf(asked, ground)
        {
            if !applies {
                let missed = elements.iter().find(|element| element.outcome != ElementOutcome::Matches);
                self.heading = match missed {
                    Some(element) => {
                        let what = element.key.as_deref().unwrap_or(element.element.name());
                        format!("Not quite: {} does not apply because of `{what}`", lowered(title))
                    }
                    None => format!("Not quite: {} does not apply", lowered(title)),
                };
                self.text.push(missed.map_or_else(|| text.to_owned(), |element| element.text.clone()));
                self.elements = missed.into_iter().cloned().collect();
                return;
            }
            self.heading = format!("Not quite: {} applies, but it does not decide", lowered(title));
        } else {
            "Not quite: something else decides".clone_into(&mut self.heading);
        }
        self.decider(report, asked);
    }

    /// The step that decided, and the elements of the statement or grant behind it.
    fn decider(&mut self, report: &Report, asked: &RequestReport) {
        for check in deciding_checks(asked).take(1) {
            for step in check.steps.iter().filter(|step| step.decided) {
                self.text.push(format!("{} {}", step.question, step.text));
                let Some(ground) = step.by.first() else { continue };
                let (name, _) = named(report, ground);
                if let Some((_, _, elements)) = leaf(asked, ground) {
                    self.text.push(format!("{name} decides:"));
                    self.elements.extend(elements.iter().cloned());
                }
            }
        }
        if self.text.is_empty() {
            self.text.push(asked.summary.clone());
        }
    }
}

/// Whether a statement or a grant applies, the sentence about it, and its elements.
fn leaf<'a>(asked: &'a RequestReport, ground: &Ground) -> Option<(bool, &'a str, &'a [ElementReport])> {
    // Of several checks the one that decided first.
    let checks = || deciding_checks(asked).chain(&asked.checks);
    match ground {
        Ground::Statement { policy, statement } => {
            let of_check = |check: &'a CheckReport| {
                check.statements.iter().find(|report| report.policy == *policy && report.index == *statement)
            };
            let found = checks().find_map(of_check)?;
            let applies = matches!(found.outcome, StatementOutcome::Applies | StatementOutcome::Delegates);
            Some((applies, &found.text, &found.elements))
        }
        Ground::Grant { grant } => {
            let found = checks().flat_map(|check| &check.grants).find(|report| report.index == *grant)?;
            Some((found.outcome == GrantOutcome::Applies, &found.text, &found.elements))
        }
    }
}

/// A name within a sentence.
fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        // `IAM policy` and `VPC endpoint policy` keep their capitals.
        Some(first) if !letters.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}
