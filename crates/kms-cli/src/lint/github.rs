//! Annotations as GitHub Actions reads them from a step's output.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write;

use kms_playground::{ReportSpan, Severity};

use super::Linted;
use super::sarif::region;

/// One line for each error and finding.
pub(super) fn write(linted: &[Linted]) -> String {
    let mut out = String::new();
    for policy in linted {
        for error in &policy.errors {
            line(
                &mut out,
                policy,
                error.severity,
                &error.code,
                error.span,
                &error.text,
                error.help.as_deref(),
            );
        }
        for finding in &policy.findings {
            let span = finding.spans.first().copied().unwrap_or_default();
            line(
                &mut out,
                policy,
                finding.severity,
                &finding.code,
                span,
                &finding.text,
                finding.help.as_deref(),
            );
        }
    }
    out
}

fn line(
    out: &mut String,
    policy: &Linted,
    severity: Severity,
    code: &str,
    span: ReportSpan,
    text: &str,
    help: Option<&str>,
) {
    let command = match severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "notice",
    };
    let place = region(policy, span).map_or_else(String::new, |place| {
        format!(
            ",line={},col={},endLine={},endColumn={}",
            place.start_line, place.start_column, place.end_line, place.end_column
        )
    });
    let help = help.map_or_else(String::new, |help| format!("\n{help}"));
    let file = property(&policy.file);
    let message = message(&format!("{text}{help}"));
    _ = writeln!(out, "::{command} file={file}{place},title={}::{message}", property(code));
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
