//! `kms-policy test`: decisions compared with what their scenarios expect.

use std::fmt::Write;

use kms_playground::{Decision, Detail, RequestReport, run_without_findings};
use serde_json::json;

use crate::Done;
use crate::arguments::{TestArguments, TestFormat};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;
use crate::{input, junit};

/// What came of one file.
pub(crate) struct FileResult {
    pub(crate) name: String,
    /// Its requests, or why it cannot be used.
    pub(crate) requests: Result<Vec<RequestReport>, Failure>,
}

/// How many requests came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) met: usize,
    pub(crate) differ: usize,
    pub(crate) unchecked: usize,
}

impl Count {
    pub(crate) fn of(requests: &[RequestReport]) -> Self {
        let with = |met: Option<bool>| requests.iter().filter(|request| request.met == met).count();
        Self { met: with(Some(true)), differ: with(Some(false)), unchecked: with(None) }
    }

    fn add(self, other: Self) -> Self {
        Self {
            met: self.met + other.met,
            differ: self.differ + other.differ,
            unchecked: self.unchecked + other.unchecked,
        }
    }
}

/// Runs every file and compares. One that cannot be used does not keep the others from being run.
pub(crate) fn run(arguments: &TestArguments) -> Result<Done, Failure> {
    let files = input::files(&arguments.paths)?;
    let results: Vec<FileResult> = files.iter().map(|file| run_file(file)).collect();
    let count =
        results.iter().filter_map(|file| file.requests.as_ref().ok()).map(|requests| Count::of(requests));
    let count = count.fold(Count::default(), Count::add);
    let output = match arguments.format {
        TestFormat::Text => text(&results, count, Colour::of_stdout()),
        TestFormat::Json => as_json(&results, count),
        TestFormat::Junit => junit::write(&results),
    };
    let unusable = results.into_iter().find_map(|file| file.requests.err());
    let checked = count.met + count.differ;
    match (unusable, checked, files.is_empty()) {
        (Some(failure), ..) => crate::print(&output).and(Err(failure)),
        (None, _, true) => Err(Failure::nothing_checked("there is no scenario")),
        (None, 0, false) => crate::print(&output)
            .and(Err(Failure::nothing_checked("no request says in `expect` what it expects"))),
        (None, ..) => Ok(Done { as_expected: count.differ == 0, ..Done::printing(output) }),
    }
}

fn run_file(file: &str) -> FileResult {
    match input::scenario(file) {
        Ok(source) => {
            // Neither the reviewer's findings nor the elements of statements are shown.
            let report = run_without_findings(&source.scenario, Detail::None);
            FileResult { name: source.name, requests: Ok(report.requests) }
        }
        Err(failure) => FileResult { name: file.to_owned(), requests: Err(failure) },
    }
}

/// The name of a request, or its number.
pub(crate) fn name(request: &RequestReport, at: usize) -> String {
    request.name.clone().unwrap_or_else(|| format!("request {}", at + 1))
}

/// What was expected and what came.
pub(crate) fn difference(request: &RequestReport) -> String {
    let expected = request.expected.map(Decision::name).unwrap_or_default();
    format!("expected {expected}, got {}", request.decision.name())
}

fn text(results: &[FileResult], count: Count, colour: Colour) -> String {
    let mut out = String::new();
    for file in results {
        match &file.requests {
            Ok(requests) => file_text(&mut out, &file.name, requests, colour),
            Err(_) => _ = writeln!(out, "{} {}", colour.paint(Tone::Unsure, "?"), file.name),
        }
    }
    let Count { met, differ, unchecked } = count;
    let files = if results.len() == 1 { "1 file".to_owned() } else { format!("{} files", results.len()) };
    let tone = if differ == 0 { Tone::Good } else { Tone::Bad };
    let summary = format!("{met} as expected, {differ} different, {unchecked} unchecked");
    _ = writeln!(out, "\n{files}: {}", colour.paint(tone, &summary));
    out
}

fn file_text(out: &mut String, file: &str, requests: &[RequestReport], colour: Colour) {
    let count = Count::of(requests);
    let (sign, tone) = if count.differ == 0 { ("✓", Tone::Good) } else { ("✕", Tone::Bad) };
    _ = writeln!(
        out,
        "{} {file}: {} of {} as expected",
        colour.paint(tone, sign),
        count.met,
        count.met + count.differ
    );
    for (at, request) in requests.iter().enumerate().filter(|(_, request)| request.met == Some(false)) {
        let name = colour.paint(Tone::Strong, &name(request, at));
        _ = writeln!(out, "    {name}: {}", difference(request));
        _ = writeln!(out, "      {}", request.summary);
    }
    for (at, request) in requests.iter().enumerate() {
        let Some(failure) = request.failure() else { continue };
        let name = colour.paint(Tone::Strong, &name(request, at));
        let verdict = colour.paint(Tone::Unsure, request.verdict());
        _ = writeln!(out, "    ! {name}: {verdict}");
        _ = writeln!(out, "      {}", failure.text);
    }
}

fn as_json(results: &[FileResult], count: Count) -> String {
    let files: Vec<_> = results
        .iter()
        .map(|file| match &file.requests {
            Ok(requests) => {
                let requests: Vec<_> = requests
                    .iter()
                    .map(|request| {
                        json!({
                            "name": request.name,
                            "decision": request.decision.name(),
                            "expected": request.expected.map(Decision::name),
                            "met": request.met,
                            "failsWith": request.failure().map(|failure| failure.code.as_ref()),
                            "summary": request.summary,
                        })
                    })
                    .collect();
                json!({ "file": file.name, "requests": requests })
            }
            Err(failure) => json!({ "file": file.name, "error": failure.to_string() }),
        })
        .collect();
    let totals = json!({ "asExpected": count.met, "different": count.differ, "unchecked": count.unchecked });
    let whole = json!({ "files": files, "totals": totals });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}
