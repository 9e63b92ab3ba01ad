//! `kms-policy eval`: the report of one scenario.

use std::fmt::Write;

use kms_playground::advice::{AdviceReport, AdvisedReport};
use kms_playground::missing::{MissingFacts, missing_facts};
use kms_playground::{
    Answer, CheckReport, Decision, Detail, Effect, ElementOutcome, ElementReport, Note, Report,
    RequestReport, Scenario, StatementOutcome, StatementReport, run_with as evaluate, to_markdown,
};

use crate::Done;
use crate::advice;
use crate::arguments::{EvalArguments, EvalFormat};
use crate::colour::{Colour, Tone};
use crate::draw::{self, Mark};
use crate::failure::Failure;
use crate::input::{self, Source};

/// Decides every request and writes the report.
pub(crate) fn run(arguments: &EvalArguments) -> Result<Done, Failure> {
    let source = input::scenario_or_policy(&arguments.scenario)?;
    let detail = match arguments.format {
        EvalFormat::Json => arguments.detail,
        // They show no more than this.
        EvalFormat::Markdown | EvalFormat::Text => Detail::Deciding,
    };
    let report = evaluate(&source.scenario, detail);
    let advice = advice::of(arguments, &source.scenario, &report);
    let missing = missing(&source.scenario, &report);
    Ok(Done::printing(match arguments.format {
        EvalFormat::Json => {
            let advised = AdvisedReport { report: &report, advice: &advice, missing_facts: &missing };
            serde_json::to_string_pretty(&advised).unwrap_or_default() + "\n"
        }
        EvalFormat::Markdown => {
            to_markdown(&source.scenario, &report)
                + &missing
                    .iter()
                    .map(|one| format!("\n{}", one.to_markdown(&source.scenario)))
                    .collect::<String>()
                + &advice::markdown(&source.scenario, &advice)
        }
        EvalFormat::Text => {
            let colour = Colour::of_stdout();
            Page { source: &source, report: &report, advice: &advice, missing: &missing, colour }.text()
        }
    }))
}

/// The missing facts of each request that depends on some.
fn missing(scenario: &Scenario, report: &Report) -> Vec<MissingFacts> {
    let requests = report.requests.iter().enumerate();
    let open = requests.filter(|(_, request)| !request.depends_on.is_empty());
    let found = open.filter_map(|(at, _)| missing_facts(scenario, at));
    found.filter(|missing| !missing.facts.is_empty()).collect()
}

/// The symbol and tone of a request; an allowed call that fails all the same is not a good one.
pub(crate) fn sign_of(request: &RequestReport) -> (&'static str, Tone) {
    if request.failure().is_some() { ("!", Tone::Unsure) } else { sign(request.decision) }
}

/// The symbol and tone of a decision.
pub(crate) const fn sign(decision: Decision) -> (&'static str, Tone) {
    match decision {
        Decision::Allowed => ("✓", Tone::Good),
        Decision::ExplicitDeny | Decision::ImplicitDeny => ("✕", Tone::Bad),
        Decision::Undetermined | Decision::NotEvaluated => ("?", Tone::Unsure),
    }
}

struct Page<'a> {
    source: &'a Source,
    report: &'a Report,
    advice: &'a [AdviceReport],
    missing: &'a [MissingFacts],
    colour: Colour,
}

impl Page<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        if let Some(title) = &self.scenario().title {
            _ = writeln!(out, "{}\n", self.colour.paint(Tone::Strong, title));
        }
        // A request repeats what bears on it.
        if self.report.requests.is_empty() {
            self.notes(&mut out, "Assumed", &self.report.assumptions);
        }
        self.policy_errors(&mut out);
        for (at, request) in self.report.requests.iter().enumerate() {
            self.request(&mut out, at, request);
            let advice = advice::text(self.scenario(), self.advice, at);
            if !advice.is_empty() {
                _ = writeln!(out, "{advice}");
            }
        }
        if self.report.requests.is_empty() {
            out.push_str(match self.source.is_policy {
                false => "The scenario has no requests.\n",
                true => "This is a policy without requests, so nothing is decided. Put it into a scenario as `keyPolicy` and add `requests`.\n",
            });
        }
        out
    }

    const fn scenario(&self) -> &Scenario {
        &self.source.scenario
    }

    fn policy_errors(&self, out: &mut String) {
        for policy in &self.report.policies {
            let text = self.scenario().policy_text(&policy.id).unwrap_or_default();
            for error in &policy.errors {
                _ = writeln!(out, "{}\n", draw::error(&self.file(&policy.id), text, error, self.colour));
            }
        }
    }

    /// The name of a policy in the file: `scenario.json#keyPolicy`.
    fn file(&self, id: &str) -> String {
        format!("{}#{id}", self.source.name)
    }

    fn request(&self, out: &mut String, at: usize, request: &RequestReport) {
        let (sign, tone) = sign_of(request);
        let name = request.name.as_deref().unwrap_or("(no name)");
        let verdict = self.colour.paint(tone, &format!("{sign} {}", request.verdict()));
        _ = writeln!(out, "{verdict}  {}", self.colour.paint(Tone::Strong, name));
        _ = writeln!(out, "  {}", request.summary);
        if request.met == Some(false) {
            let expected = request.expected.map(Decision::label).unwrap_or_default();
            _ = writeln!(out, "  {}", self.colour.paint(Tone::Bad, &format!("expected: {expected}")));
        }
        for check in &request.checks {
            self.check(out, check, request.checks.len());
        }
        if let Some(message) = &request.message {
            _ = writeln!(out, "  AWS would say: {message}");
        }
        if let Some(cloud_trail) = &request.cloud_trail {
            _ = writeln!(out, "  {}", self.colour.paint(Tone::Faint, &cloud_trail.text));
        }
        self.notes(out, "Assumed", &request.assumptions);
        self.notes(out, "Unknown", &request.depends_on);
        for line in self.missing.iter().filter(|missing| missing.request == at).flat_map(MissingFacts::lines)
        {
            _ = writeln!(out, "    {line}");
        }
        self.notes(out, "Left out", &request.not_evaluated);
        out.push('\n');
    }

    fn check(&self, out: &mut String, check: &CheckReport, checks: usize) {
        if checks > 1 {
            let (sign, tone) = sign(check.decision);
            let verdict = self.colour.paint(tone, &format!("{sign} {}", check.decision.label()));
            _ = writeln!(out, "  {} on {}: {verdict}", check.permission, check.key);
        }
        for step in check.steps.iter().filter(|step| step.answer != Answer::NotApplicable || step.decided) {
            let line = format!("  {} {} {}", if step.decided { "▸" } else { "·" }, step.question, step.text);
            let tone = if step.decided { Tone::Strong } else { Tone::Faint };
            _ = writeln!(out, "{}", self.colour.paint(tone, &line));
        }
        let near_misses: Vec<&StatementReport> = check.near_statements().collect();
        for statement in &check.statements {
            self.statement(out, statement);
            if near_misses.contains(&statement) {
                self.near_miss(out, statement);
            } else if statement.decided && self.is_deny(statement) {
                self.deny(out, statement);
            }
        }
        for grant in &check.grants {
            _ = writeln!(out, "    grant {}: {}", grant.index + 1, grant.text);
        }
        for after in &check.after_authorization {
            let exception = after.exception.as_deref().map_or_else(String::new, |name| format!("{name}: "));
            let then = if check.decision == Decision::Allowed { "Then" } else { "Even if it were allowed" };
            _ = writeln!(out, "  {then}: {exception}{}", after.text);
        }
    }

    fn statement(&self, out: &mut String, statement: &StatementReport) {
        let policy = self.report.policy(&statement.policy);
        let summary = policy.and_then(|policy| policy.statements.get(statement.index));
        let line = summary.map_or(0, |summary| summary.span.start.line);
        let sid = summary.and_then(|summary| summary.sid.as_deref()).unwrap_or("no Sid");
        let (sign, tone) = match statement.outcome {
            StatementOutcome::Applies => ("✓", Tone::Strong),
            StatementOutcome::Delegates => ("◦", Tone::Strong),
            StatementOutcome::DoesNotApply | StatementOutcome::NotEvaluated => ("–", Tone::Faint),
        };
        let text = format!("    {sign} {}:{line} {sid}: {}", statement.policy, statement.text);
        _ = writeln!(out, "{}", self.colour.paint(tone, &text));
    }

    fn is_deny(&self, statement: &StatementReport) -> bool {
        let policy = self.report.policy(&statement.policy);
        let summary = policy.and_then(|policy| policy.statements.get(statement.index));
        summary.is_some_and(|summary| summary.effect == Some(Effect::Deny))
    }

    /// Draws why a Deny applies: its conditions with the values that made them match.
    fn deny(&self, out: &mut String, statement: &StatementReport) {
        let limiting = statement.limiting();
        let title = format!("statement {} denies the call because of this", statement.index + 1);
        self.marked(out, statement, &title, &limiting);
    }

    /// Draws what keeps a statement from applying that speaks of this caller, action and resource.
    fn near_miss(&self, out: &mut String, statement: &StatementReport) {
        let failing =
            statement.elements.iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch);
        let title = format!("statement {} would apply, but for this", statement.index + 1);
        self.marked(out, statement, &title, &failing.collect::<Vec<_>>());
    }

    /// Draws elements of a statement under the lines of its policy.
    fn marked(
        &self,
        out: &mut String,
        statement: &StatementReport,
        title: &str,
        elements: &[&ElementReport],
    ) {
        let Some(text) = self.scenario().policy_text(&statement.policy) else { return };
        let marks: Vec<Mark<'_>> = elements
            .iter()
            .filter_map(|element| Some(Mark { span: element.span?, label: &element.text }))
            .collect();
        if marks.is_empty() {
            return;
        }
        let drawn = draw::marks(&self.file(&statement.policy), text, title, &marks, self.colour);
        for line in drawn.lines() {
            _ = writeln!(out, "      {line}");
        }
    }

    fn notes(&self, out: &mut String, label: &str, notes: &[Note]) {
        for note in notes {
            let source = note.source.as_deref().map_or_else(String::new, |source| format!(" [{source}]"));
            _ = writeln!(
                out,
                "  {} {}{source}",
                self.colour.paint(Tone::Unsure, &format!("{label}:")),
                note.text
            );
        }
    }
}
