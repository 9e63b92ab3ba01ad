//! `kms-policy diff`: what an edit of a key policy opens and closes.

use std::fmt::Write;

use kms_playground::ENGINE_VERSION;
use kms_playground::analysis::{Change, ChangeDirection, ComparisonReport, compare};
use serde_json::{Value, json};

use crate::Done;
use crate::arguments::{DiffArguments, DiffFormat, FailOn};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;
use crate::input;
use crate::lint::sarif::artifact;

/// Compares two policies.
pub(crate) fn run(arguments: &DiffArguments) -> Result<Done, Failure> {
    if arguments.old == "-" && arguments.new == "-" {
        return Err(Failure::of("standard input", &"only one of the two policies can be read from it"));
    }
    let ((_, old), (name, new)) = (input::policy(&arguments.old)?, input::policy(&arguments.new)?);
    let report = compare(&old, &new).map_err(|error| Failure::of("diff", &error))?;
    if let Some(folder) = &arguments.scenarios {
        input::write_scenarios(folder, report.findings.iter().map(|finding| &finding.scenario))?;
    }
    let output = match arguments.format {
        DiffFormat::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
        DiffFormat::Sarif => serde_json::to_string_pretty(&sarif(&report, &name)).unwrap_or_default() + "\n",
        DiffFormat::Markdown => markdown(&report),
        DiffFormat::Text => text(&report, Colour::of_stdout()),
    };
    // What is not certain may be wider: a check that lets it pass would be worth nothing.
    let is_wider = !report.cannot_tell.is_empty() || of(&report, ChangeDirection::Wider).next().is_some();
    let fails = arguments.fail_on == Some(FailOn::Wider) && is_wider;
    Ok(Done { as_expected: !fails, ..Done::printing(output) })
}

fn of(report: &ComparisonReport, direction: ChangeDirection) -> impl Iterator<Item = &Change> {
    report.findings.iter().filter(move |finding| finding.direction == direction)
}

fn text(report: &ComparisonReport, colour: Colour) -> String {
    let mut out = String::new();
    _ = writeln!(out, "{}", colour.paint(Tone::Strong, &report.summary));
    for (direction, sign, tone) in
        [(ChangeDirection::Wider, "+", Tone::Bad), (ChangeDirection::Narrower, "-", Tone::Good)]
    {
        for finding in of(report, direction) {
            _ = writeln!(out, "{} {}", colour.paint(tone, sign), finding.text);
        }
    }
    report.cannot_tell.iter().for_each(|why| _ = writeln!(out, "{} {why}", colour.paint(Tone::Unsure, "?")));
    out
}

fn markdown(report: &ComparisonReport) -> String {
    let mut out = format!("### Key policy change\n\n{}\n", report.summary);
    for (direction, title) in [(ChangeDirection::Wider, "Wider"), (ChangeDirection::Narrower, "Narrower")] {
        let mut findings = of(report, direction).peekable();
        if findings.peek().is_some() {
            _ = writeln!(out, "\n**{title}**\n");
        }
        for finding in findings {
            _ = writeln!(out, "- {}", finding.text);
            let scenario = finding.scenario.to_json();
            _ = writeln!(
                out,
                "  <details><summary>A request that shows it</summary>\n\n{}\n  </details>",
                fenced(&scenario)
            );
        }
    }
    if !report.cannot_tell.is_empty() {
        out.push_str("\n**Not certain**\n\n");
        report.cannot_tell.iter().for_each(|why| _ = writeln!(out, "- {why}"));
    }
    out
}

/// A block of code within a list, behind a fence that is longer than any within.
fn fenced(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let lines = text.lines().fold(String::new(), |mut out, line| {
        _ = writeln!(out, "  {line}");
        out
    });
    format!("  {fence}json\n{lines}  {fence}")
}

fn sarif(report: &ComparisonReport, file: &str) -> Value {
    let place = json!([{ "physicalLocation": { "artifactLocation": artifact(file) } }]);
    let mut results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            let (rule, level) = match finding.direction {
                ChangeDirection::Wider => ("wider", "error"),
                ChangeDirection::Narrower => ("narrower", "note"),
            };
            json!({
                "ruleId": rule,
                "level": level,
                "message": { "text": finding.text },
                "locations": place,
                "properties": { "scenario": finding.scenario },
            })
        })
        .collect();
    results.extend(report.cannot_tell.iter().map(|why| {
        json!({ "ruleId": "not-certain", "level": "warning", "message": { "text": why }, "locations": place })
    }));
    let rule = |id: &str, text: &str| json!({ "id": id, "shortDescription": { "text": text } });
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kms-policy",
                "semanticVersion": ENGINE_VERSION,
                "rules": [
                    rule("wider", "The new key policy allows more"),
                    rule("narrower", "The new key policy allows less"),
                    rule("not-certain", "The comparison is not certain"),
                ],
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}
