//! Advice for reading: as plain text, as Markdown, and as a field beside a report.

use serde::Serialize;

use super::types::{AdviceAction, AdviceChange, AdviceReport};
use crate::missing::MissingFacts;
use crate::report::{Decision, Report};
use crate::scenario::Scenario;
use crate::ticket::writer::{Format, MARKDOWN, PLAIN, Writer};

/// A report with what else was asked about its requests beside it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdvisedReport<'a> {
    /// The report.
    #[serde(flatten)]
    pub report: &'a Report,
    /// The advice on each request that was asked about.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub advice: &'a [AdviceReport],
    /// What each request depends on that the scenario does not say; those that depend on nothing are left out.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub missing_facts: &'a [MissingFacts],
}

/// Advice as Markdown, to stand below a ticket.
pub fn to_markdown(scenario: &Scenario, advice: &AdviceReport) -> String {
    write(scenario, advice, &MARKDOWN)
}

/// Advice as plain text.
pub fn to_text(scenario: &Scenario, advice: &AdviceReport) -> String {
    write(scenario, advice, &PLAIN)
}

fn write(scenario: &Scenario, advice: &AdviceReport, format: &'static Format) -> String {
    let mut writer = Writer::new(format);
    let allowed = advice.decision == Decision::Allowed;
    let title = if allowed { "What would stop it" } else { "What would change it" };
    let name = scenario.requests.get(advice.request).and_then(|request| request.name.as_deref());
    match name {
        Some(name) => writer.heading(3, &format!("{title}: "), name),
        None => writer.heading(3, title, ""),
    }
    writer.paragraph(&advice.summary);
    for check in &advice.obstacles {
        for obstacle in &check.obstacles {
            let mut text = obstacle.text.clone();
            if obstacle.in_message {
                text.push_str(" (AWS's message names this one.)");
            }
            if obstacle.refuses_next {
                text.push_str(" (This one would refuse next.)");
            }
            writer.item(&text);
        }
        writer.end_of_list();
    }
    for (label, changes) in
        [("Change the request", &advice.request_changes), ("Change the policies", &advice.policy_changes)]
    {
        if changes.is_empty() {
            continue;
        }
        writer.paragraph(&format!("{label}:"));
        for change in changes {
            write_change(&mut writer, change);
        }
        writer.end_of_list();
    }
    for note in &advice.notes {
        writer.paragraph(&note.text);
    }
    writer.finish()
}

fn write_change(writer: &mut Writer, change: &AdviceChange) {
    let text = [change.title.as_str(), change.effects.text.as_str()];
    let text: Vec<&str> = text
        .into_iter()
        .chain(change.notes.iter().map(|note| note.text.as_str()))
        .filter(|text| !text.is_empty())
        .collect();
    writer.item(&text.join(" "));
    let lines: Vec<String> = change.parts.iter().flat_map(|part| lines(&part.action)).collect();
    if !lines.is_empty() {
        writer.end_of_list();
        writer.code(1, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// What is written anew, as far as it is more than a value.
fn lines(action: &AdviceAction) -> Vec<String> {
    let text = match action {
        AdviceAction::EditPolicy { edits, .. } => {
            let written: Vec<&str> =
                edits.iter().map(|edit| edit.after.trim().trim_matches(',').trim()).collect();
            let text = written.join("\n");
            if !text.contains('{') {
                return Vec::new();
            }
            text
        }
        AdviceAction::AddPolicy { text, .. } => text.clone(),
        AdviceAction::AddGrant { grant, .. } => serde_json::to_string_pretty(grant).unwrap_or_default(),
        // The title says it all.
        AdviceAction::ChangeRequest { .. } | AdviceAction::ChangeKey { .. } => return Vec::new(),
    };
    unindented(&text)
}

/// The lines without the indentation that all but the first share, which begins in the middle of a line.
fn unindented(text: &str) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let shared = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut lines = text.lines();
    let first = lines.next().map(str::to_owned);
    let rest = lines.map(|line| line.get(shared..).unwrap_or_default().to_owned());
    first.into_iter().chain(rest).collect()
}
