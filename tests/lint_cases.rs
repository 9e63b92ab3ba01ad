//! The cases of `tests/cases/lint` and the pages of `docs/rules`.
//!
//! `KMS_BLESS=1 cargo test -p kms-tests --test lint_cases` writes what the rules say today into the cases, and the pages
//! from the heads of the rules' files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "all of it is a test: a panic is how a test fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kms_lint::{Applicability, Code, Facts, Finding, Policy, lint};
use kms_playground::analysis::{AnalysisInput, exact_findings};
use kms_policy::{LineIndex, PolicyKind, Span, parse};
use kms_tests::lint_cases::{self, KEY, kind_in};

/// A policy of thirty kilobytes teaches nobody anything; the rule's own tests have one.
const TOO_LONG_TO_SHOW: Code = Code::NearQuota;

/// It looks at all requests: `kms-playground` and the command line have its tests.
const OF_THE_ANALYSIS: Code = Code::StatementWithoutEffect;

/// The rules that look at a policy of a length that can be shown.
fn shown() -> impl Iterator<Item = &'static Code> {
    Code::ALL.iter().filter(|code| ![TOO_LONG_TO_SHOW, OF_THE_ANALYSIS].contains(code))
}

fn is_blessing() -> bool {
    std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1")
}

fn check(path: &Path, written: &str, expected: &str) {
    if written == expected {
        return;
    }
    assert!(is_blessing(), "{}: run with KMS_BLESS=1 and look at the difference", path.display());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, expected).unwrap();
}

fn findings(kind: PolicyKind, text: &str) -> Vec<Finding> {
    let facts = Facts::of_key(KEY);
    lint(&Policy { text, kind, document: &parse(text, kind).document, facts: &facts })
}

#[test]
fn every_case_draws_as_expected() {
    LazyLock::force(&DRAWN);
}

/// All cases, drawn and compared once: the tests that read the files wait until none is being written.
static DRAWN: LazyLock<()> = LazyLock::new(draw_all);

fn draw_all() {
    let files = lint_cases::files();
    assert!(!files.is_empty());
    for path in files {
        let written = fs::read_to_string(&path).unwrap();
        check(&path, &written, &redraw(&written));
    }
}

/// Each rule has its file, in which one case finds it and one does not.
#[test]
fn every_rule_has_a_case_that_finds_it_and_one_that_does_not() {
    LazyLock::force(&DRAWN);
    let cases = lint_cases::cases();
    for code in shown() {
        let file = format!("{}.md: ", code.file().replace('_', "-"));
        let of_rule = cases.iter().filter(|case| case.name.starts_with(&file));
        let found: Vec<bool> = of_rule
            .map(|case| findings(case.kind, &case.policy).iter().any(|finding| finding.code == *code))
            .collect();
        assert!(found.contains(&true), "{}: no case finds it", code.name());
        assert!(found.contains(&false), "{}: no case is without it", code.name());
    }
}

/// The file with each `findings` and `fixed` block written anew.
fn redraw(file: &str) -> String {
    let mut out = String::new();
    let mut kind = PolicyKind::KeyPolicy;
    let mut lines = file.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("## ") {
            kind = kind_in(line);
        }
        match line {
            "```findings" | "```fixed" => {
                lines.by_ref().take_while(|line| *line != "```").count();
                while lines.next_if(|line| line.is_empty()).is_some() {}
            }
            "```json" => {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                let policy = block.join("\n");
                writeln!(out, "```json\n{policy}\n```\n").unwrap();
                while lines.next_if(|line| line.is_empty()).is_some() {}
                writeln!(out, "```findings\n{}```\n", draw(&policy, kind)).unwrap();
                let fixed = kms_lint::fix(&policy, kind, &Facts::of_key(KEY), |_| true);
                // Where every fix wants a look first, what the first one makes of the policy.
                let reviewed = || {
                    findings(kind, &policy).into_iter().find_map(|finding| finding.fix?.edit.apply(&policy))
                };
                let text = if fixed.applied.is_empty() { reviewed() } else { Some(fixed.text) };
                if let Some(text) = text {
                    writeln!(out, "```fixed\n{text}\n```\n").unwrap();
                }
            }
            _ => writeln!(out, "{line}").unwrap(),
        }
    }
    out.trim_end().to_owned() + "\n"
}

fn draw(policy: &str, kind: PolicyKind) -> String {
    let index = LineIndex::new(policy);
    let mut out = String::new();
    let mut last_line = 0;
    for finding in findings(kind, policy) {
        for (nth, span) in finding.spans.iter().enumerate() {
            let text = if nth == 0 {
                format!("{}: {}: {}", finding.code.name(), finding.severity.label(), finding.message)
            } else {
                format!("{}: also here", finding.code.name())
            };
            draw_line(&mut out, &index, *span, &text, &mut last_line);
        }
        writeln!(out, "    |   help: {}", finding.help).unwrap();
        if let Some(fix) = &finding.fix {
            let review = if fix.applicability == Applicability::AfterReview { " (after review)" } else { "" };
            writeln!(out, "    |   fix{review}: {}", fix.title).unwrap();
        }
    }
    if out.is_empty() { "nothing found\n".to_owned() } else { out }
}

fn draw_line(out: &mut String, index: &LineIndex<'_>, span: Span, text: &str, last_line: &mut u32) {
    let (start, end) = index.range(span);
    let line = index.line(start.line);
    if start.line != *last_line {
        writeln!(out, "{:>3} | {line}", start.line).unwrap();
        *last_line = start.line;
    }
    let from = start.column as usize - 1;
    let to = if end.line == start.line { end.column as usize - 1 } else { line.chars().count() };
    writeln!(out, "    | {}{} {text}", " ".repeat(from), "^".repeat(to.saturating_sub(from).max(1))).unwrap();
}

/// The head of a rule's file, as Markdown.
fn head_of(code: Code) -> String {
    let source = root().join("crates/kms-lint/src/rule").join(format!("{}.rs", code.file()));
    let text = fs::read_to_string(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

#[test]
fn every_rule_has_its_page() {
    let folder = root().join("docs/rules");
    let mut rows = String::new();
    for code in Code::ALL {
        let head = head_of(*code);
        let (title, rest) = head.split_once('\n').unwrap();
        for section in ["## Why it matters", "## Example", "## Fix"] {
            assert!(rest.contains(section), "{}: the head has no section `{section}`", code.name());
        }
        let name = code.file().replace('_', "-");
        let page = format!(
            "# {}\n\n{title}\n\nSeverity: {}. AWS: <{}>\n{}\n---\n\nWritten from `crates/kms-lint/src/rule/{}.rs`.\n",
            code.name(),
            code.severity().label(),
            code.page(),
            rest.trim_end().to_owned() + "\n",
            code.file(),
        );
        let path = folder.join(format!("{name}.md"));
        check(&path, &fs::read_to_string(&path).unwrap_or_default(), &page);
        writeln!(
            rows,
            "| [{}]({name}.md) | {} | {} |",
            code.name(),
            code.severity().label(),
            title.trim_end_matches('.')
        )
        .unwrap();
    }
    let index = format!(
        "# Rules\n\nWhat `kms-policy lint`, the page and the package's `findings()` report about policies. A scenario leaves \
         rules out by `\"lint\": {{ \"allow\": [\"code\"] }}`, the command line by `--allow CODE`.\n\n\
         | Code | Severity | What it finds |\n| --- | --- | --- |\n{rows}\n\
         `statementWithoutEffect` looks at all requests, and so does `noOneCanChangePolicy` where a Deny leaves nobody. Of a policy \
         alone they need `--key` to be sure of the account.\n"
    );
    let path = folder.join("README.md");
    check(&path, &fs::read_to_string(&path).unwrap_or_default(), &index);
    let pages = fs::read_dir(&folder).unwrap().count();
    assert_eq!(pages, Code::ALL.len() + 1, "a page in docs/rules belongs to no rule");
}

/// The example on a rule's page is found by the rule.
#[test]
fn every_example_triggers_its_rule() {
    for code in Code::ALL.iter().filter(|code| **code != TOO_LONG_TO_SHOW) {
        let head = head_of(*code);
        let (before, rest) =
            head.split_once("```json").unwrap_or_else(|| panic!("{}: no example", code.name()));
        let (_, rest) = rest.split_once('\n').unwrap();
        let (example, _) = rest.split_once("```").unwrap();
        let kind = before.lines().rev().find(|line| !line.is_empty()).map_or(PolicyKind::KeyPolicy, kind_in);
        let text = if example.contains("\"Statement\"") {
            example.to_owned()
        } else {
            format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{example}]}}")
        };
        if *code == OF_THE_ANALYSIS {
            let found = exact_findings(&AnalysisInput::read(&text).unwrap());
            assert!(found.iter().any(|finding| finding.code == code.name()), "{found:?}");
            continue;
        }
        let found = findings(kind, &text);
        assert!(found.iter().any(|finding| finding.code == *code), "{}: {found:?}", code.name());
    }
}
