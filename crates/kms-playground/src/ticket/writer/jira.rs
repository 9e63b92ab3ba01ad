//! Jira's wiki markup.
//!
//! <https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all>: a backslash keeps a sign from being markup, two
//! of them are a line break.

use super::{Format, one_line, spans};

pub(crate) const JIRA: Format = Format {
    inline: |sentence| spans(sentence, escaped, code),
    text: |text| escaped(&one_line(text)),
    code: |text| code(&one_line(text)),
    heading: |level, text| format!("h{level}. {text}"),
    paragraph: str::to_owned,
    item: |text| format!("* {text}"),
    step: |_, question, answer, decided| {
        let mark = if decided { "*" } else { "" };
        format!("# {mark}{question}{mark} {answer}")
    },
    quote: |text| format!("bq. {text}"),
    block: |_, lines| {
        // Nothing escapes inside a block: what would end it is broken by a space of no width.
        let text = lines.join("\n").replace("{code", "{\u{200b}code");
        format!("{{code:json}}\n{text}\n{{code}}")
    },
    link: |label, address| format!("[{label}|{}]", address.replace('|', "%7C").replace(']', "%5D")),
    source: |address| format!(" ([AWS|{address}])"),
    footer: |text| format!("_{text}_"),
    lists: [("", ""); 2],
    signs: true,
};

/// Text that Jira leaves alone.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Two backslashes would be a line break.
            '\\' => out.push_str("&#92;"),
            '&' => out.push_str("&amp;"),
            '*' | '_' | '-' | '+' | '^' | '~' | '?' | '{' | '}' | '[' | ']' | '|' | '!' | '#' | '@' | '('
            | ')' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// Markup counts within code as well.
fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{{{{{}}}}}", escaped(text)) }
}
