//! HTML without a script: what a scenario says is text in it, and nothing else.

use super::{Format, one_line, spans};

pub(crate) const HTML: Format = Format {
    inline: |sentence| spans(sentence, escaped, code),
    text: |text| escaped(&one_line(text)),
    code: |text| code(&one_line(text)),
    heading: |level, text| format!("<h{level}>{text}</h{level}>"),
    paragraph: |text| format!("<p>{text}</p>"),
    item: |text| format!("<li>{text}</li>"),
    step: |_, question, answer, decided| {
        let (start, end) = if decided { ("<strong>", "</strong>") } else { ("", "") };
        format!("<li>{start}{question}{end} {answer}</li>")
    },
    quote: |text| format!("<blockquote>{text}</blockquote>"),
    block: |_, lines| format!("<pre>{}</pre>", escaped(&lines.join("\n"))),
    link: |label, address| format!("<a href=\"{}\">{label}</a>", attribute(address)),
    source: |address| format!(" (<a href=\"{}\">AWS</a>)", attribute(address)),
    footer: |text| format!("<footer><p>{text}</p></footer>"),
    lists: [("<ul>", "</ul>"), ("<ol>", "</ol>")],
    signs: false,
};

/// Text that is no tag.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

/// Text that does not end its attribute either.
pub(crate) fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(text)) }
}
