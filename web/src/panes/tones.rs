//! Which mark and which colour stand for what the report says.

use kms_playground::{
    Answer, Decision, Effect, ElementOutcome, GrantOutcome, RequestReport, StatementOutcome,
};

use crate::components::Tone;

/// The mark of a decision.
pub(super) const fn of_decision(decision: Decision) -> Tone {
    match decision {
        Decision::Allowed => Tone::Yes,
        Decision::ExplicitDeny | Decision::ImplicitDeny => Tone::No,
        Decision::Undetermined => Tone::Open,
        Decision::NotEvaluated => Tone::Blank,
    }
}

/// The mark of a request: an allowed call that fails all the same is not shown as allowed.
pub(super) fn of_request(report: &RequestReport) -> Tone {
    if report.failure().is_some() { Tone::No } else { of_decision(report.decision) }
}

/// The class that colours a request.
pub(super) fn class_of(report: &RequestReport) -> &'static str {
    if report.failure().is_some() { "tone-unknown" } else { class(report.decision) }
}

/// The class that colours what belongs to a decision.
pub(super) const fn class(decision: Decision) -> &'static str {
    match of_decision(decision) {
        Tone::Yes => "tone-allow",
        Tone::No => "tone-deny",
        _ => "tone-unknown",
    }
}

/// The mark of a statement.
pub(super) const fn of_statement(outcome: StatementOutcome, effect: Option<Effect>) -> Tone {
    match (outcome, effect) {
        (StatementOutcome::Applies, Some(Effect::Deny)) => Tone::No,
        (StatementOutcome::Applies, _) => Tone::Yes,
        (StatementOutcome::Delegates, _) => Tone::HandsOn,
        (StatementOutcome::DoesNotApply, _) => Tone::Off,
        (StatementOutcome::NotEvaluated, _) => Tone::Blank,
    }
}

/// The word of a statement's outcome.
pub(super) const fn word(outcome: StatementOutcome) -> &'static str {
    match outcome {
        StatementOutcome::Applies => "applies",
        StatementOutcome::Delegates => "delegates to IAM policies",
        StatementOutcome::DoesNotApply => "does not apply",
        StatementOutcome::NotEvaluated => "not evaluated",
    }
}

/// The mark of an element or of a value.
pub(super) const fn of_element(outcome: ElementOutcome) -> Tone {
    match outcome {
        ElementOutcome::Matches => Tone::Yes,
        ElementOutcome::DoesNotMatch => Tone::No,
        ElementOutcome::Unknown => Tone::Open,
    }
}

/// The word of an element's outcome.
pub(super) const fn element_word(outcome: ElementOutcome) -> &'static str {
    match outcome {
        ElementOutcome::Matches => "matches",
        ElementOutcome::DoesNotMatch => "does not match",
        ElementOutcome::Unknown => "unknown",
    }
}

/// The mark of a grant.
pub(super) const fn of_grant(outcome: GrantOutcome) -> Tone {
    match outcome {
        GrantOutcome::Applies => Tone::Yes,
        GrantOutcome::DoesNotApply => Tone::Off,
    }
}

/// The mark of an answer: the deciding one bears the decision's.
pub(super) const fn of_answer(answer: Answer, decided: bool, decision: Decision) -> Tone {
    match (answer, decided) {
        (_, true) => of_decision(decision),
        (Answer::Unknown, false) => Tone::Open,
        (Answer::Yes | Answer::No, false) => Tone::Dot,
        (Answer::NotApplicable, false) => Tone::Off,
    }
}
