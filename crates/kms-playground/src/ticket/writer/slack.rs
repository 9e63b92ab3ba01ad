//! Slack's markup, as its message field and its webhooks read it.
//!
//! <https://docs.slack.dev/messaging/formatting-message-text>. There is no escape: a space of no width behind a sign keeps it from
//! being markup, and what would begin a link or a mention from being one.

use super::{Format, calling_nobody, one_line, spans};

pub(crate) const SLACK: Format = Format {
    inline: |sentence| spans(sentence, calm, code),
    text: |text| calm(&one_line(text)),
    code: |text| code(&one_line(text)),
    heading: |_, text| format!("*{text}*"),
    paragraph: str::to_owned,
    item: |text| format!("• {text}"),
    step: |number, question, answer, decided| {
        let mark = if decided { "*" } else { "" };
        format!("{number}. {mark}{question}{mark} {answer}")
    },
    quote: |text| format!("> {text}"),
    block: |_, lines| {
        let text = lines.join("\n").replace("```", "`\u{200b}`\u{200b}`").replace('<', "<\u{200b}");
        format!("```\n{text}\n```")
    },
    link: |label, address| format!("{label}: {address}"),
    source: |address| format!(" ({address})"),
    footer: |text| format!("_{text}_"),
    lists: [("", ""); 2],
    signs: true,
};

/// Text that Slack leaves alone.
fn calm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in calling_nobody(text).chars() {
        out.push(character);
        if matches!(character, '*' | '_' | '~' | '<' | '`') {
            out.push('\u{200b}');
        }
    }
    out
}

fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("`{}`", text.replace('`', "'").replace('<', "<\u{200b}"))
}
