//! Markdown, as GitHub and many others read it.
//!
//! CommonMark 0.31, *Backslash escapes* and *Code spans*.

use super::{Format, one_line, spans};

pub(crate) const MARKDOWN: Format = Format {
    inline: |sentence| spans(sentence, escaped, code_span),
    text: |text| escaped(&one_line(text)),
    code: |text| code_span(&one_line(text)),
    heading: |level, text| format!("{} {text}", "#".repeat(level)),
    paragraph: str::to_owned,
    item: |text| format!("- {text}"),
    step: |number, question, answer, decided| {
        let mark = if decided { "**" } else { "" };
        format!("{number}. {mark}{question}{mark} {answer}")
    },
    quote: |text| format!("> {text}"),
    block: |_, lines| {
        let fence = fence(lines);
        format!("{fence}json\n{}\n{fence}", lines.join("\n"))
    },
    link: |label, address| format!("[{label}]({address})"),
    source: |address| format!(" ([AWS]({address}))"),
    footer: |text| format!("_{text}_"),
    lists: [("", ""); 2],
    signs: true,
};

/// Text that Markdown leaves alone.
pub(in crate::ticket) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '!' | '#' | '|' | '~' | '`') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Code with as many backticks around it as keep those inside from ending it.
fn code_span(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A fence longer than any run of backticks in the lines.
fn fence(lines: &[&str]) -> String {
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}
