//! The report as Markdown, to be put into a ticket: the verdict of each request, why, and the policy's own lines.

use std::fmt::Write;

use crate::report::{
    Answer, CheckReport, Decision, ElementOutcome, Note, Report, RequestReport, StatementReport,
};
use crate::scenario::{Request, Scenario};

/// Writes the report of a scenario as Markdown.
pub fn to_markdown(scenario: &Scenario, report: &Report) -> String {
    let mut out = String::new();
    _ = writeln!(out, "# {}\n", scenario.title.as_deref().unwrap_or("What AWS KMS would decide"));
    for policy in report.policies.iter().filter(|policy| !policy.accepted) {
        for error in &policy.errors {
            _ = writeln!(out, "- **{}**, line {}: {}", policy.name, error.span.start.line, error.text);
        }
        out.push('\n');
    }
    for (at, (request, typed)) in report.requests.iter().zip(&scenario.requests).enumerate() {
        Ticket { out: &mut out, scenario, report }.request(at, request, typed);
    }
    _ = writeln!(out, "_Engine {}, rules of {}._", report.engine_version, report.rules_date);
    out
}

struct Ticket<'a> {
    out: &'a mut String,
    scenario: &'a Scenario,
    report: &'a Report,
}

impl Ticket<'_> {
    fn request(&mut self, at: usize, request: &RequestReport, typed: &Request) {
        let name = request.name.clone().unwrap_or_else(|| format!("Request {}", at + 1));
        _ = writeln!(self.out, "## {} {}: {name}\n", sign(request.decision), request.decision.label());
        _ = writeln!(self.out, "{}\n", request.summary);
        _ = writeln!(self.out, "- Caller: `{}`", typed.principal);
        _ = writeln!(self.out, "- Operation: `{}`", typed.action);
        if let Some(service) = &typed.via_service {
            _ = writeln!(self.out, "- Through: `{service}`");
        }
        for (key, value) in typed.encryption_context.iter() {
            _ = writeln!(self.out, "- Encryption context: `{key}` = `{value}`");
        }
        self.out.push('\n');
        for check in &request.checks {
            self.check(check, request.checks.len());
        }
        if let Some(message) = &request.message {
            _ = writeln!(self.out, "AWS would say:\n\n> {message}\n");
        }
        self.notes("Assumed", &request.assumptions);
        self.notes("Hangs on", &request.hangs_on);
        self.notes("Left out", &request.not_evaluated);
    }

    fn check(&mut self, check: &CheckReport, checks: usize) {
        if checks > 1 {
            _ = writeln!(self.out, "### `{}`: {}\n", check.permission, check.decision.label());
        }
        for step in check.steps.iter().filter(|step| step.answer != Answer::NotApplicable) {
            let mark = if step.decided { "**" } else { "" };
            _ = writeln!(self.out, "1. {mark}{}{mark} {}", step.question, step.text);
        }
        self.out.push('\n');
        let decided = check.statements.iter().filter(|statement| statement.decided);
        for statement in decided.chain(check.near_misses(self.report)) {
            self.statement(statement);
        }
        for after in &check.after_authorization {
            let exception = after.exception.as_deref().map_or_else(String::new, |name| format!("`{name}`: "));
            let then = if check.decision == Decision::Allowed {
                "After authorization"
            } else {
                "Even if it were allowed"
            };
            _ = writeln!(self.out, "{then}: {exception}{}\n", after.text);
        }
    }

    /// The statement's own lines, and what it lacks.
    fn statement(&mut self, statement: &StatementReport) {
        let policy = self.report.policy(&statement.policy);
        let Some(summary) = policy.and_then(|policy| policy.statements.get(statement.index)) else { return };
        let (first, last) = (summary.span.start.line, summary.span.end.line);
        let name = policy.map_or("", |policy| policy.name.as_str());
        _ = writeln!(
            self.out,
            "Statement {} of {name}, lines {first} to {last}: {}.\n",
            statement.index + 1,
            statement.text
        );
        for element in
            statement.elements.iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch)
        {
            let line = element.span.map_or(first, |span| span.start.line);
            _ = writeln!(self.out, "- line {line}: {}", element.text);
        }
        let text = self.scenario.policy_text(&statement.policy).unwrap_or_default();
        let lines = text.lines().skip(first as usize - 1).take((last - first) as usize + 1);
        let fence = fence(text);
        _ = writeln!(self.out, "\n{fence}json");
        lines.for_each(|line| _ = writeln!(self.out, "{line}"));
        _ = writeln!(self.out, "{fence}\n");
    }

    fn notes(&mut self, label: &str, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        _ = writeln!(self.out, "{label}:\n");
        for note in notes {
            let source =
                note.source.as_deref().map_or_else(String::new, |source| format!(" ([AWS]({source}))"));
            _ = writeln!(self.out, "- {}{source}", note.text);
        }
        self.out.push('\n');
    }
}

/// A fence longer than any run of backticks in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

const fn sign(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "✅",
        Decision::ExplicitDeny | Decision::ImplicitDeny => "❌",
        Decision::Undetermined | Decision::NotEvaluated => "❔",
    }
}
