//! The report as a ticket: the verdict of each request, why, the policy's own lines, and the link. In the markup of
//! several programs, and short for a chat.

mod brief;
pub(crate) mod writer;

use crate::report::{
    Answer, CheckReport, Decision, Effect, ElementOutcome, Note, PolicyReport, Report, RequestReport,
    StatementReport,
};
use crate::scenario::{ContextValue, Request, Scenario, request_name};

use writer::{Format, HTML, JIRA, MARKDOWN, PLAIN, SLACK, Writer};

/// Writes the report of a scenario as Markdown.
pub fn to_markdown(scenario: &Scenario, report: &Report) -> String {
    Ticket::new(scenario, report).markdown()
}

/// What is to be written about a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Ticket<'a> {
    scenario: &'a Scenario,
    report: &'a Report,
    request: Option<usize>,
    link: Option<&'a str>,
}

impl<'a> Ticket<'a> {
    /// A ticket about every request of the scenario, whose report this is.
    pub const fn new(scenario: &'a Scenario, report: &'a Report) -> Self {
        Self { scenario, report, request: None, link: None }
    }

    /// About this request alone, counted from 0.
    pub const fn about(self, request: usize) -> Self {
        Self { request: Some(request), ..self }
    }

    /// With the address at which the scenario can be opened.
    pub const fn with_link(self, link: &'a str) -> Self {
        Self { link: Some(link), ..self }
    }

    /// The ticket as Markdown. What a scenario says stays text: it can make neither links nor pictures.
    pub fn markdown(&self) -> String {
        self.write(&MARKDOWN)
    }

    /// The ticket as plain text.
    pub fn plain_text(&self) -> String {
        self.write(&PLAIN)
    }

    /// The ticket in Jira's wiki markup.
    pub fn jira(&self) -> String {
        self.write(&JIRA)
    }

    /// The ticket as a message for Slack.
    pub fn slack(&self) -> String {
        self.write(&SLACK)
    }

    fn write(&self, format: &'static Format) -> String {
        let mut writer = Writer::new(format);
        writer.heading(1, "", self.title());
        self.body(&mut writer);
        if let Some(link) = self.link {
            writer.link("Open it", link);
        }
        writer.footer(&self.made_by());
        writer.finish()
    }

    /// The requests and why each is decided so, as HTML.
    pub(crate) fn html(&self) -> String {
        let mut writer = Writer::new(&HTML);
        self.body(&mut writer);
        writer.finish()
    }

    pub(crate) fn title(&self) -> &'a str {
        let title = self.scenario.title.as_deref().filter(|title| !title.trim().is_empty());
        title.unwrap_or("What AWS KMS would decide")
    }

    /// Which engine said it.
    pub(crate) fn made_by(&self) -> String {
        format!("Engine {}, rules of {}.", self.report.engine_version, self.report.rules_date)
    }

    /// The requests that it is about, with their numbers.
    fn requests(&self) -> impl Iterator<Item = (usize, &'a RequestReport, &'a Request)> {
        let all = self.report.requests.iter().zip(&self.scenario.requests).enumerate();
        let about = self.request;
        all.filter(move |(at, _)| about.is_none_or(|shown| shown == *at))
            .map(|(at, (report, typed))| (at, report, typed))
    }

    fn body(&self, writer: &mut Writer) {
        let refused = self.report.policies.iter().filter(|policy| !policy.accepted);
        refused.for_each(|policy| errors(writer, policy));
        if self.report.requests.is_empty() {
            notes(writer, "Assumed", &self.report.assumptions);
        }
        for (at, report, typed) in self.requests() {
            self.request(writer, at, report, typed);
        }
    }

    fn request(&self, writer: &mut Writer, at: usize, report: &RequestReport, typed: &Request) {
        let name = request_name(typed, at);
        let verdict = format!("{}: ", report.verdict());
        writer.heading(2, &format!("{}{verdict}", writer.sign(report)), &name);
        writer.paragraph(&report.summary);
        for (label, value) in facts(typed, &self.scenario.key.arn) {
            writer.fact(&label, &value);
        }
        writer.end_of_list();
        for check in &report.checks {
            self.check(writer, check, report.checks.len());
        }
        if let Some(message) = &report.message {
            writer.paragraph("AWS would say:");
            writer.quote(message);
        }
        notes(writer, "Assumed", &report.assumptions);
        notes(writer, "Unknown", &report.depends_on);
        notes(writer, "Left out", &report.not_evaluated);
    }

    fn check(&self, writer: &mut Writer, check: &CheckReport, checks: usize) {
        if checks > 1 {
            writer.heading(3, "", &format!("{}: {}", check.permission, check.decision.label()));
        }
        let arising = check.steps.iter().filter(|step| step.answer != Answer::NotApplicable);
        for (index, step) in arising.enumerate() {
            writer.step(index + 1, &step.question, &step.text, step.decided);
        }
        writer.end_of_list();
        let decided = check.statements.iter().filter(|statement| statement.decided);
        for statement in decided.chain(check.near_statements()) {
            self.statement(writer, statement);
        }
        for after in &check.after_authorization {
            let then = match check.decision {
                Decision::Allowed => "After authorization",
                _ => "Even if it were allowed",
            };
            let exception = after.exception.as_deref().map_or_else(String::new, |name| format!("`{name}`: "));
            writer.paragraph(&format!("{then}: {exception}{}", after.text));
        }
    }

    /// The statement's own lines, and what it lacks.
    fn statement(&self, writer: &mut Writer, statement: &StatementReport) {
        let Some(policy) = self.report.policy(&statement.policy) else { return };
        let Some(summary) = policy.statements.get(statement.index) else { return };
        let (first, last) = (summary.span.start.line as usize, summary.span.end.line as usize);
        let (number, name) = (statement.index + 1, &policy.name);
        let lacking: Vec<_> = statement
            .elements
            .iter()
            .filter(|element| element.outcome == ElementOutcome::DoesNotMatch)
            .collect();
        let place = format!("Statement {number} of {name}, lines {first} to {last}");
        let denying = if summary.effect == Some(Effect::Deny) { statement.limiting() } else { Vec::new() };
        // Its reasons are said once: in the list, where there is one.
        match (lacking.is_empty(), denying.is_empty()) {
            (true, true) => writer.paragraph(&format!("{place}: {}", writer::sentence(&statement.text))),
            (true, false) => writer.paragraph(&format!("{place}, denies the call:")),
            (false, _) => writer.paragraph(&format!("{place}, does not apply:")),
        }
        for element in lacking.into_iter().chain(denying) {
            let line = element.span.map_or(first, |span| span.start.line as usize);
            writer.item(&format!("line {line}: {}", element.text));
        }
        writer.end_of_list();
        let text = self.scenario.policy_text(&statement.policy).unwrap_or_default();
        let lines: Vec<&str> =
            text.lines().skip(first.saturating_sub(1)).take((last + 1).saturating_sub(first)).collect();
        writer.code(first, &lines);
    }
}

fn errors(writer: &mut Writer, policy: &PolicyReport) {
    for error in &policy.errors {
        writer.item(&format!("{}, line {}: {}", policy.name, error.span.start.line, error.text));
    }
    writer.end_of_list();
}

fn notes(writer: &mut Writer, label: &str, notes: &[Note]) {
    if notes.is_empty() {
        return;
    }
    writer.paragraph(&format!("{label}:"));
    for note in notes {
        writer.sourced_item(&note.text, note.source.as_deref());
    }
    writer.end_of_list();
}

/// What the request is, one line each.
fn facts(typed: &Request, key: &str) -> Vec<(String, String)> {
    let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let mut facts = vec![fact("Caller", &typed.principal)];
    facts.extend(typed.session_issuer.iter().map(|role| fact("Session of", role)));
    facts.push(fact("Operation", &typed.action));
    facts.push(fact("Key", typed.key_id.as_deref().unwrap_or(key)));
    facts.extend(typed.via_service.iter().map(|service| fact("Through", service)));
    facts.extend(typed.source_arn.iter().map(|source| fact("On behalf of", source)));
    facts.extend(typed.source_account.iter().map(|account| fact("For account", account)));
    let pair = |what: &'static str| {
        move |(name, value): (&str, &String)| (format!("{what} `{name}`"), value.clone())
    };
    facts.extend(typed.encryption_context.iter().map(pair("Encryption context")));
    facts.extend(typed.destination_encryption_context.iter().map(pair("Destination's encryption context")));
    facts.extend(typed.context.iter().map(|(name, value)| {
        let value = value.as_ref().map_or_else(|| "absent".to_owned(), joined);
        (format!("`{name}`"), value)
    }));
    facts
}

fn joined(value: &ContextValue) -> String {
    value.values().join(", ")
}

#[cfg(test)]
#[path = "ticket/tests.rs"]
mod tests;
