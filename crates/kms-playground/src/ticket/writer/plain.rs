//! Plain text, for where markup would be shown as it is.

use super::{Format, one_line};

pub(crate) const PLAIN: Format = Format {
    inline: one_line,
    text: one_line,
    code: one_line,
    heading: |level, text| {
        let rule = match level {
            1 => "=",
            2 => "-",
            _ => return text.to_owned(),
        };
        format!("{text}\n{}", rule.repeat(text.chars().count()))
    },
    paragraph: str::to_owned,
    item: |text| format!("- {text}"),
    step: |number, question, answer, decided| {
        let pointer = if decided { " (this decides)" } else { "" };
        format!("{number}. {question} {answer}{pointer}")
    },
    quote: |text| format!("    {text}"),
    block: |first, lines| {
        let numbered = lines.iter().enumerate().map(|(index, line)| format!("{:>6} | {line}", first + index));
        numbered.collect::<Vec<_>>().join("\n")
    },
    link: |label, address| format!("{label}: {address}"),
    source: |address| format!(" ({address})"),
    footer: str::to_owned,
    lists: [("", ""); 2],
    signs: false,
};
