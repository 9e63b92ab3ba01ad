//! Draws what is wrong with policies under their lines, with carets.

use std::fmt::Write;

use kms_playground::{PolicyErrorReport, PolicyReport, Report, Scenario, Severity};

/// Every error of every policy, each under the line that it begins in.
pub fn errors(scenario: &Scenario, report: &Report) -> String {
    let mut out = String::new();
    for policy in report.policies.iter().filter(|policy| !policy.errors.is_empty()) {
        if policy.id != "keyPolicy" {
            _ = writeln!(out, "{}:", policy.id);
        }
        let text = scenario.policy_text(&policy.id).unwrap_or_default();
        for error in &policy.errors {
            draw_error(&mut out, text, error);
        }
    }
    if out.is_empty() {
        let accepted = report.policies.iter().all(|PolicyReport { accepted, .. }| *accepted);
        out.push_str(if accepted { "none" } else { "none, but not accepted" });
    }
    out.trim_end().to_owned()
}

fn draw_error(out: &mut String, text: &str, error: &PolicyErrorReport) {
    let start = error.span.start;
    let line = text.split('\n').nth(start.line as usize - 1).unwrap_or_default().trim_end_matches('\r');
    let gutter = start.line.to_string();
    _ = writeln!(out, "{gutter} | {line}");
    let end = match error.span.end.line == start.line {
        true => error.span.end.column,
        false => u32::try_from(line.encode_utf16().count()).unwrap_or(u32::MAX) + 1,
    };
    let carets = end.saturating_sub(start.column).max(1) as usize;
    let severity = match error.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    };
    let indent = " ".repeat(gutter.len() + 2 + start.column as usize);
    _ = writeln!(out, "{indent}{} {severity} {}: {}", "^".repeat(carets), error.code, error.text);
    if let Some(help) = &error.help {
        _ = writeln!(out, "{indent}{} help: {help}", " ".repeat(carets));
    }
}
