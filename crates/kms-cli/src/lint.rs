//! `kms-policy lint`: the errors and findings of policies, and their fixes.

mod github;
pub(crate) mod sarif;
mod source;

use std::fmt::Write;

use kms_playground::{FindingReport, PolicyErrorReport, ReportPosition, Severity};
use serde_json::{Value, json};

use crate::Done;
use crate::arguments::{Deny, LintArguments, LintFormat};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;
use crate::{draw, input};
use source::Source;

/// One policy with all that is said about it.
struct Linted {
    /// The file.
    file: String,
    /// Where the file holds the policy, if it is a scenario: `keyPolicy`.
    place: Option<String>,
    text: String,
    /// Where the policy's text begins in the file; none where the file has it in another form.
    base: Option<ReportPosition>,
    errors: Vec<PolicyErrorReport>,
    findings: Vec<FindingReport>,
}

impl Linted {
    /// `policy.json` or `scenario.json#keyPolicy`.
    fn name(&self) -> String {
        self.place.as_ref().map_or_else(|| self.file.clone(), |place| format!("{}#{place}", self.file))
    }

    fn severities(&self) -> impl Iterator<Item = Severity> {
        let errors = self.errors.iter().map(|error| error.severity);
        errors.chain(self.findings.iter().map(|finding| finding.severity))
    }
}

/// Looks at every policy, and fixes it first if that is asked for.
pub(crate) fn run(arguments: &LintArguments) -> Result<Done, Failure> {
    let files = input::files(&arguments.paths)?;
    if files.is_empty() {
        return Err(Failure::nothing_checked("there is no policy"));
    }
    let mut sources =
        files.iter().map(|file| Source::read(file, arguments)).collect::<Result<Vec<_>, _>>()?;
    let mut fixed = 0;
    if arguments.fix {
        for source in &mut sources {
            fixed += source.fix(arguments)?;
        }
    }
    let linted: Vec<Linted> = sources.iter().flat_map(|source| source.lint(arguments)).collect();
    let output = match arguments.format {
        LintFormat::Text => text(&linted, Colour::of_stdout()),
        LintFormat::Json => as_json(&linted),
        LintFormat::Sarif => sarif::write(&linted),
        LintFormat::Github => github::write(&linted),
    };
    let fails = |severity: Severity| match severity {
        Severity::Error => true,
        Severity::SecurityWarning | Severity::Warning => arguments.deny == Some(Deny::Warnings),
        Severity::Suggestion => false,
    };
    let as_expected = !linted.iter().flat_map(Linted::severities).any(fails);
    let unknown: Vec<String> = sources.iter().flat_map(Source::unknown_rules).collect();
    let mut remarks = Vec::new();
    if arguments.fix {
        remarks.push(if fixed == 1 { "1 fix applied".to_owned() } else { format!("{fixed} fixes applied") });
    }
    remarks
        .extend(unknown.iter().map(|code| format!("no rule is called `{code}`, which `lint.allow` names")));
    let remark = (!remarks.is_empty()).then(|| remarks.join("; "));
    Ok(Done { output, remark, as_expected })
}

fn text(linted: &[Linted], colour: Colour) -> String {
    let mut out = String::new();
    for policy in linted {
        let name = policy.name();
        for error in &policy.errors {
            _ = writeln!(out, "{}\n", draw::error(&name, &policy.text, error, colour));
        }
        for finding in &policy.findings {
            _ = writeln!(out, "{}\n", draw::finding(&name, &policy.text, finding, colour));
        }
    }
    let count = |wanted: &[Severity]| {
        linted.iter().flat_map(Linted::severities).filter(|severity| wanted.contains(severity)).count()
    };
    let parts = [
        (count(&[Severity::Error]), "error", "errors"),
        (count(&[Severity::SecurityWarning]), "security warning", "security warnings"),
        (count(&[Severity::Warning]), "warning", "warnings"),
        (count(&[Severity::Suggestion]), "suggestion", "suggestions"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    let policies =
        if linted.len() == 1 { "1 policy".to_owned() } else { format!("{} policies", linted.len()) };
    let (tone, summary) = match parts {
        _ if words.is_empty() => (Tone::Good, "nothing found".to_owned()),
        [(0, ..), ..] => (Tone::Unsure, words.join(", ")),
        _ => (Tone::Bad, words.join(", ")),
    };
    _ = writeln!(out, "{policies}: {}", colour.paint(tone, &summary));
    out
}

fn as_json(linted: &[Linted]) -> String {
    let policies: Vec<Value> = linted
        .iter()
        .map(|policy| {
            json!({
                "file": policy.file,
                "policy": policy.place,
                "errors": policy.errors,
                "findings": policy.findings,
            })
        })
        .collect();
    serde_json::to_string_pretty(&json!({ "policies": policies })).unwrap_or_default() + "\n"
}
