//! The cases of `tests/cases/syntax`: policy texts with the errors drawn under them.
//!
//! `KMS_BLESS=1 cargo test -p kms-policy --test syntax` writes what the reader says today into the files.
//! In a policy `⟨U+00A0⟩` stands for the character of that number.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use kms_policy::{Certainty, ErrorCode, LineIndex, Parse, PolicyError, PolicyKind, Severity, parse};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn every_syntax_case_draws_as_expected() {
    let update = std::env::var_os("KMS_BLESS").is_some();
    let mut cases = 0;
    for path in case_files() {
        let written = std::fs::read_to_string(&path).unwrap();
        let (drawn, count) = redraw(&written);
        cases += count;
        if update {
            std::fs::write(&path, drawn).unwrap();
        } else {
            assert_eq!(written, drawn, "{}: run with KMS_BLESS=1 and look at the difference", path.display());
        }
    }
    assert!(cases > 0, "no cases found");
}

#[test]
fn every_error_code_has_a_case() {
    let elsewhere = ["tooLarge", "tooDeep", "overQuota", "tooManyErrors"]; // too long to draw; see tests/limits.rs
    let drawn: String = case_files().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    for code in ErrorCode::ALL {
        let name = code.name();
        assert!(drawn.contains(&format!("^ {name}")) || elsewhere.contains(&name), "no case for {name}");
    }
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/syntax");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The file with each `errors` block replaced by what the policy block before it gives today.
fn redraw(file: &str) -> (String, usize) {
    let mut kind = PolicyKind::KeyPolicy;
    let mut drawn = String::new();
    let mut cases = 0;
    let mut lines = file.lines();
    let mut policy = String::new();
    while let Some(line) = lines.next() {
        if line.starts_with("# ") {
            kind = kind_in(line).unwrap_or(PolicyKind::KeyPolicy);
        }
        if line.starts_with("## ") {
            kind = kind_in(line).unwrap_or(kind);
        }
        writeln!(drawn, "{line}").unwrap();
        match line {
            "```json" => {
                let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
                policy = block.join("\n");
                writeln!(drawn, "{policy}\n```").unwrap();
            }
            "```errors" => {
                let _old = lines.by_ref().take_while(|line| *line != "```").count();
                writeln!(drawn, "{}```", draw(&unescape(&policy), kind)).unwrap();
                cases += 1;
            }
            _ => {}
        }
    }
    (drawn, cases)
}

fn kind_in(heading: &str) -> Option<PolicyKind> {
    let kinds = [
        ("key policy", PolicyKind::KeyPolicy),
        ("identity-based policy", PolicyKind::IdentityBased),
        ("permissions boundary", PolicyKind::PermissionsBoundary),
        ("session policy", PolicyKind::SessionPolicy),
        ("service control policy", PolicyKind::ServiceControlPolicy),
        ("resource control policy", PolicyKind::ResourceControlPolicy),
        ("VPC endpoint policy", PolicyKind::VpcEndpointPolicy),
    ];
    let in_brackets = heading.rsplit_once('(')?.1;
    kinds.into_iter().find(|(name, _)| in_brackets.starts_with(name)).map(|(_, kind)| kind)
}

/// Replaces `⟨U+00A0⟩`.
fn unescape(text: &str) -> String {
    let mut parts = text.split("⟨U+");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('⟩').unwrap();
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

/// The lines with errors, carets under them, and what was read all the same.
fn draw(text: &str, kind: PolicyKind) -> String {
    let parse = parse(text, kind);
    let index = LineIndex::new(text);
    let mut out = String::new();
    let mut last_line = 0;
    for error in &parse.errors {
        draw_error(&mut out, &index, error, &mut last_line);
    }
    writeln!(out, "{}", summary(&parse)).unwrap();
    out
}

fn draw_error(out: &mut String, index: &LineIndex<'_>, error: &PolicyError, last_line: &mut u32) {
    let (start, end) = index.range(error.span);
    let line = index.line(start.line);
    if start.line != *last_line {
        writeln!(out, "{:>3} | {}", start.line, line.replace(char::is_control, " ")).unwrap();
        *last_line = start.line;
    }
    // Columns are UTF-16 units; carets stand under characters.
    let characters = |units: u32| {
        let mut left = units;
        line.chars()
            .take_while(|c| {
                let fits = left > 0;
                left = left.saturating_sub(c.len_utf16() as u32);
                fits
            })
            .count()
    };
    let from = characters(start.column - 1);
    let to = if end.line == start.line { characters(end.column - 1) } else { line.chars().count() };
    let carets = "^".repeat(to.saturating_sub(from).max(1));
    let grade = match (error.severity, error.certainty) {
        (Severity::Refused, Certainty::Documented) => "",
        (Severity::Refused, Certainty::Unconfirmed) => " (unconfirmed)",
        (Severity::Warning, Certainty::Documented) => " (warning)",
        (Severity::Warning, Certainty::Unconfirmed) => " (warning, unconfirmed)",
        (Severity::Note, Certainty::Documented) => " (note)",
        (Severity::Note, Certainty::Unconfirmed) => " (note, unconfirmed)",
    };
    let margin = format!("    | {}", " ".repeat(from));
    writeln!(out, "{margin}{carets} {}{grade}: {}", error.code.name(), error.text()).unwrap();
    if !error.help().is_empty() {
        writeln!(out, "{margin}  help: {}", error.help()).unwrap();
    }
}

/// Whether AWS would take it, and which statements were read.
fn summary(parse: &Parse) -> String {
    let verdict = if parse.accepted().is_some() { "accepted" } else { "refused" };
    let statements: Vec<String> = parse
        .document
        .statements
        .iter()
        .map(|statement| {
            let sid = statement.sid.as_ref().map_or("-", |sid| sid.value.as_str());
            let mut elements = Vec::new();
            if let Some(effect) = &statement.effect {
                elements.push(format!("{:?}", effect.value));
            }
            for (name, is_read) in [
                ("Principal", statement.principal.is_some()),
                ("Action", statement.action.is_some()),
                ("Resource", statement.resource.is_some()),
                ("Condition", statement.condition.is_some()),
            ] {
                if is_read {
                    elements.push(name.to_owned());
                }
            }
            let unread = match statement.unread.len() {
                0 => String::new(),
                count => format!(", {count} unread"),
            };
            format!("{sid} [{}{unread}]", elements.join(" "))
        })
        .collect();
    format!(
        "{verdict}; read: {}",
        if statements.is_empty() { "nothing".to_owned() } else { statements.join(", ") }
    )
}
