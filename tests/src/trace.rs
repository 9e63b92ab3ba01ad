//! The report of one request in a compact text that a person who knows AWS can review: codes, no prose.

use std::collections::BTreeSet;
use std::fmt::Write;

use kms_playground::{
    Answer, CheckReport, ElementOutcome, ElementReport, GrantOutcome, GrantReport, Ground, Note, Report,
    Request, RequestReport, StatementOutcome, StatementReport, StepReport,
};

/// The elements of statements that a file has already shown, so that each is printed once: a reviewer reads a
/// statement where it is new and finds `as above` where it is not.
#[derive(Debug, Default)]
pub struct Shown(BTreeSet<String>);

impl Shown {
    /// Whether the same elements of the same statement were shown before.
    fn again(&mut self, statement: &str, elements: &str) -> bool {
        !self.0.insert(format!("{statement}\n{elements}"))
    }
}

/// What CloudTrail would show of one request: in whose account, the event, and what it leaves out.
pub fn of_cloud_trail(request: &RequestReport) -> String {
    let Some(shown) = &request.cloud_trail else { return "not evaluated".to_owned() };
    let mut out = format!("{}\n", shown.text);
    write_notes(&mut out, "notes", &shown.notes);
    if let Some(event) = &shown.event {
        out.push_str(&event.to_json());
    }
    out.trim_end().to_owned()
}

/// The trace of one request. Its first line names the caller and the action, so that a case that leaves both to
/// the defaults can be read alone.
pub fn of_request(report: &Report, asked: &Request, request: &RequestReport, shown: &mut Shown) -> String {
    let mut out = format!("{}: {} by {}\n", request.decision.name(), asked.action, asked.principal);
    for (label, notes) in [
        ("assumes", &request.assumptions),
        ("depends on", &request.depends_on),
        ("not evaluated", &request.not_evaluated),
    ] {
        write_notes(&mut out, label, notes);
    }
    for check in &request.checks {
        write_check(&mut out, report, request, check, shown);
    }
    out.trim_end().to_owned()
}

fn write_notes(out: &mut String, label: &str, notes: &[Note]) {
    let codes: Vec<&str> = notes.iter().map(|note| note.code.as_ref()).collect();
    if !codes.is_empty() {
        _ = writeln!(out, "{label}: {}", codes.join(", "));
    }
}

fn write_check(
    out: &mut String,
    report: &Report,
    request: &RequestReport,
    check: &CheckReport,
    shown: &mut Shown,
) {
    _ = match request.checks.len() {
        1 => writeln!(out, "{}", check.permission),
        _ => writeln!(out, "{} on {}: {}", check.permission, check.key, check.decision.name()),
    };
    for step in &check.steps {
        write_step(out, step);
    }
    for statement in &check.statements {
        write_statement(out, report, statement, shown);
    }
    for grant in &check.grants {
        write_grant(out, grant);
    }
    for after in &check.after_authorization {
        _ = writeln!(out, "  then {}: {}", after.exception.as_deref().unwrap_or("no exception"), after.code);
    }
}

/// One line a step, those that do not arise left out.
fn write_step(out: &mut String, step: &StepReport) {
    let answer = match step.answer {
        Answer::NotApplicable => return,
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
    };
    _ = write!(out, "  {} {}? {answer}", if step.decided { "=>" } else { " >" }, step.code);
    let by: Vec<String> = step.by.iter().map(ground).collect();
    if !by.is_empty() {
        _ = write!(out, ", by {}", by.join(" and "));
    }
    out.push('\n');
}

fn ground(ground: &Ground) -> String {
    match ground {
        Ground::Statement { policy, statement } => format!("{policy}#{}", statement + 1),
        Ground::Grant { grant } => format!("grant#{}", grant + 1),
    }
}

fn write_statement(out: &mut String, report: &Report, statement: &StatementReport, shown: &mut Shown) {
    let summary = report
        .policy(&statement.policy)
        .and_then(|policy| policy.statements.iter().find(|summary| summary.index == statement.index));
    let effect = match summary.and_then(|summary| summary.effect) {
        Some(kms_playground::Effect::Allow) => "Allow",
        Some(kms_playground::Effect::Deny) => "Deny",
        None => "no effect",
    };
    let outcome = match statement.outcome {
        StatementOutcome::Applies => "applies",
        StatementOutcome::Delegates => "delegates",
        StatementOutcome::DoesNotApply => "does not apply",
        StatementOutcome::NotEvaluated => "not evaluated",
    };
    let number = statement.index + 1;
    _ = write!(out, "  {}#{number} {effect} {outcome}: {}", statement.policy, statement.reason.code);
    if statement.decided {
        out.push_str(", decides");
    }
    let mut elements = String::new();
    for element in &statement.elements {
        write_element(&mut elements, element);
    }
    if !elements.is_empty() && shown.again(&format!("{}#{number} {effect}", statement.policy), &elements) {
        out.push_str(" (elements as above)\n");
    } else {
        out.push('\n');
        out.push_str(&elements);
    }
}

fn write_grant(out: &mut String, grant: &GrantReport) {
    let outcome = match grant.outcome {
        GrantOutcome::Applies => "applies",
        GrantOutcome::DoesNotApply => "does not apply",
    };
    _ = write!(out, "  grant#{} {outcome}: {}", grant.index + 1, grant.reason.code);
    out.push_str(if grant.decided { ", decides\n" } else { "\n" });
    for element in &grant.elements {
        write_element(out, element);
    }
}

fn write_element(out: &mut String, element: &ElementReport) {
    _ = write!(out, "    {} {}", mark(element.outcome), element.element.name());
    for part in [&element.operator, &element.key].into_iter().flatten() {
        _ = write!(out, " {part}");
    }
    _ = write!(out, ": {}", element.reason.code);
    if element.key.is_some() && !element.has.is_empty() {
        _ = write!(out, ", has {}", element.has.join(" | "));
    }
    out.push('\n');
    for value in &element.values {
        _ = write!(out, "      {} {} {}", mark(value.outcome), value.value, value.reason.code);
        if let Some(resolved) = &value.resolved {
            _ = write!(out, ", resolved {resolved}");
        }
        out.push('\n');
    }
}

const fn mark(outcome: ElementOutcome) -> char {
    match outcome {
        ElementOutcome::Matches => '+',
        ElementOutcome::DoesNotMatch => '-',
        ElementOutcome::Unknown => '?',
    }
}
