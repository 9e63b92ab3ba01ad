//! SARIF 2.1.0, which code scanning services read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Columns and offsets are UTF-16 units, as in the
//! report.

use std::collections::BTreeSet;

use kms_playground::{ENGINE_VERSION, FixReport, ReportSpan, Severity, lint_rules};
use serde_json::{Map, Value, json};

use super::Linted;

/// The whole log: one run with the rules that found something.
pub(super) fn write(linted: &[Linted]) -> String {
    let results: Vec<Value> = linted.iter().flat_map(results).collect();
    let found: BTreeSet<&str> = results.iter().filter_map(|result| result.get("ruleId")?.as_str()).collect();
    let known = lint_rules().filter(|rule| found.contains(rule.code));
    let mut rules: Vec<Value> = known
        .map(|rule| {
            json!({
                "id": rule.code,
                "helpUri": rule.source,
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let of_table: BTreeSet<&str> = lint_rules().map(|rule| rule.code).collect();
    rules.extend(found.iter().filter(|code| !of_table.contains(**code)).map(|code| json!({ "id": code })));
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "kms-policy", "semanticVersion": ENGINE_VERSION, "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn results(policy: &Linted) -> Vec<Value> {
    let errors = policy.errors.iter().map(|error| {
        result(policy, &error.code, error.severity, &error.text, error.help.as_deref(), &[error.span], None)
    });
    let findings = policy.findings.iter().map(|finding| {
        let help = finding.help.as_deref();
        let fix = finding.fix.as_ref();
        result(policy, &finding.code, finding.severity, &finding.text, help, &finding.spans, fix)
    });
    errors.chain(findings).collect()
}

fn result(
    policy: &Linted,
    code: &str,
    severity: Severity,
    text: &str,
    help: Option<&str>,
    spans: &[ReportSpan],
    fix: Option<&FixReport>,
) -> Value {
    let message = help.map_or_else(|| text.to_owned(), |help| format!("{text}\n{help}"));
    let mut places = spans.iter().map(|span| location(policy, *span));
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), code.into());
    result.insert("level".to_owned(), level(severity).into());
    result.insert("message".to_owned(), json!({ "text": message }));
    result.insert("locations".to_owned(), places.next().into_iter().collect());
    let related: Vec<Value> = places.collect();
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), related.into());
    }
    if let Some(fix) = fix.and_then(|fix| fix_of(policy, fix)) {
        result.insert("fixes".to_owned(), vec![fix].into());
    }
    result.into()
}

fn location(policy: &Linted, span: ReportSpan) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact(&policy.file));
    if let Some(region) = region(policy, span) {
        physical.insert("region".to_owned(), region.to_json());
    }
    let mut location = Map::new();
    location.insert("physicalLocation".to_owned(), physical.into());
    if let Some(place) = &policy.place {
        location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": place }]));
    }
    location.into()
}

/// A file as a relative reference: characters that a URI does not take are escaped.
pub(crate) fn artifact(file: &str) -> Value {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let path = file.replace('\\', "/");
    let uri: String = path
        .bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    json!({ "uri": uri })
}

/// A fix; only of a policy whose text stands in the file as it is.
fn fix_of(policy: &Linted, fix: &FixReport) -> Option<Value> {
    let replacements = fix.edits.iter().map(|edit| {
        let mut replacement = Map::new();
        replacement.insert("deletedRegion".to_owned(), region(policy, edit.span)?.to_json());
        if !edit.text.is_empty() {
            replacement.insert("insertedContent".to_owned(), json!({ "text": edit.text }));
        }
        Some(Value::from(replacement))
    });
    let replacements = replacements.collect::<Option<Vec<Value>>>()?;
    Some(json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": artifact(&policy.file), "replacements": replacements }],
    }))
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

/// A place in the file.
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
    offset: u32,
    length: u32,
}

impl Region {
    fn to_json(&self) -> Value {
        json!({
            "startLine": self.start_line,
            "startColumn": self.start_column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
            "charOffset": self.offset,
            "charLength": self.length,
        })
    }
}

/// A place of a policy in its file, if the file has the policy's text as it is.
pub(super) fn region(policy: &Linted, span: ReportSpan) -> Option<Region> {
    let base = policy.base?;
    // On the policy's first line the columns continue those of the file.
    let column = |line: u32, column: u32| if line == 1 { base.column - 1 + column } else { column };
    Some(Region {
        start_line: base.line - 1 + span.start.line,
        start_column: column(span.start.line, span.start.column),
        end_line: base.line - 1 + span.end.line,
        end_column: column(span.end.line, span.end.column),
        offset: base.offset + span.start.offset,
        length: span.end.offset - span.start.offset,
    })
}
