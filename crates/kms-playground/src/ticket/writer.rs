//! Writes a ticket. A [`Format`] knows one form; whoever asks for no other carries no other.

mod html;
mod jira;
mod markdown;
mod plain;
mod slack;

pub(crate) use html::{HTML, attribute, escaped as escaped_html};
pub(super) use jira::JIRA;
pub(crate) use markdown::MARKDOWN;
pub(super) use markdown::escaped as markdown_text;
pub(crate) use plain::PLAIN;
pub(super) use slack::SLACK;

use crate::report::{Decision, RequestReport};
use crate::scenario::{Request, request_name};

/// How one form writes. What comes from a scenario goes through `inline`, `text` or `code`, or stands in a `block`.
pub(crate) struct Format {
    /// A sentence of the report on one line, in which backticks hold what somebody typed.
    inline: fn(&str) -> String,
    /// Text of anybody on one line, so that it stays text.
    text: fn(&str) -> String,
    /// A value as it was typed.
    code: fn(&str) -> String,
    /// From here on the text is written already.
    heading: fn(usize, &str) -> String,
    paragraph: fn(&str) -> String,
    item: fn(&str) -> String,
    /// Number, question, answer, and whether it decides.
    step: fn(usize, &str, &str, bool) -> String,
    quote: fn(&str) -> String,
    /// Lines of a policy, the first of which has this number.
    block: fn(usize, &[&str]) -> String,
    /// Label and address.
    link: fn(&str, &str) -> String,
    /// The page that a sentence comes from.
    source: fn(&str) -> String,
    footer: fn(&str) -> String,
    /// What stands around a list with bullets, and around one with numbers.
    lists: [(&'static str, &'static str); 2],
    /// Whether a verdict has a sign before its words.
    signs: bool,
}

/// A text that is being written.
pub(crate) struct Writer {
    format: &'static Format,
    out: String,
    /// What closes the list that is open.
    list: Option<&'static str>,
}

impl Writer {
    pub(crate) const fn new(format: &'static Format) -> Self {
        Self { format, out: String::new(), list: None }
    }

    pub(crate) fn sign(&self, report: &RequestReport) -> &'static str {
        if self.format.signs { sign(report) } else { "" }
    }

    /// A heading: `before` is ours, `name` is anybody's.
    pub(crate) fn heading(&mut self, level: usize, before: &str, name: &str) {
        let text = format!("{before}{}", (self.format.text)(name));
        self.apart(&(self.format.heading)(level, &text));
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        let text = (self.format.inline)(text);
        self.apart(&(self.format.paragraph)(&text));
    }

    pub(crate) fn item(&mut self, text: &str) {
        self.sourced_item(text, None);
    }

    /// An item with the page that it comes from.
    pub(crate) fn sourced_item(&mut self, text: &str, source: Option<&str>) {
        let source = source.map_or_else(String::new, self.format.source);
        let text = (self.format.inline)(text) + &source;
        self.in_list(0, &(self.format.item)(&text));
    }

    /// A label and a value as it was typed.
    pub(crate) fn fact(&mut self, label: &str, value: &str) {
        let text = format!("{}: {}", (self.format.inline)(label), (self.format.code)(value));
        self.in_list(0, &(self.format.item)(&text));
    }

    pub(crate) fn step(&mut self, number: usize, question: &str, answer: &str, decided: bool) {
        let (question, answer) = ((self.format.inline)(question), (self.format.inline)(answer));
        self.in_list(1, &(self.format.step)(number, &question, &answer, decided));
    }

    pub(crate) fn quote(&mut self, text: &str) {
        let text = (self.format.inline)(text);
        self.apart(&(self.format.quote)(&text));
    }

    /// Lines of a policy, the first of which has this number.
    pub(crate) fn code(&mut self, first: usize, lines: &[&str]) {
        self.apart(&(self.format.block)(first, lines));
    }

    pub(crate) fn link(&mut self, label: &str, address: &str) {
        // A bracket would end the link's address, in a mail as in Markdown.
        let address = address.replace('(', "%28").replace(')', "%29");
        let link = (self.format.link)(&format!("{label} in the KMS Policy Playground"), &address);
        self.apart(&(self.format.paragraph)(&link));
    }

    pub(crate) fn footer(&mut self, text: &str) {
        self.close();
        self.line(&(self.format.footer)(text));
    }

    /// A blank line behind the items of a list.
    pub(crate) fn end_of_list(&mut self) {
        self.close();
        if !self.out.ends_with("\n\n") && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.close();
        self.out
    }

    fn in_list(&mut self, kind: usize, item: &str) {
        let [bullets, numbers] = self.format.lists;
        let (start, end) = if kind == 0 { bullets } else { numbers };
        if self.list.is_none() && !start.is_empty() {
            self.line(start);
            self.list = Some(end);
        }
        self.line(item);
    }

    fn close(&mut self) {
        if let Some(end) = self.list.take() {
            self.line(end);
        }
    }

    /// A block with a blank line behind it.
    fn apart(&mut self, text: &str) {
        self.close();
        self.line(text);
        self.out.push('\n');
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// The verdict of a request and its name, as a row of a table.
pub(crate) fn request_line(report: &RequestReport, typed: &Request, at: usize) -> (String, String) {
    (report.verdict().to_string(), one_line(&request_name(typed, at)))
}

/// The sign of a verdict.
pub(super) fn sign(report: &RequestReport) -> &'static str {
    match report.decision {
        _ if report.failure().is_some() => "⚠️ ",
        Decision::Allowed => "✅ ",
        Decision::ExplicitDeny | Decision::ImplicitDeny => "❌ ",
        Decision::Undetermined | Decision::NotEvaluated => "❔ ",
    }
}

/// The sentence with its full stop.
pub(crate) fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{text}{end}")
}

pub(super) fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A sentence in which backticks hold what somebody typed: its words and its code, each written.
fn spans(sentence: &str, text: fn(&str) -> String, code: fn(&str) -> String) -> String {
    let sentence = one_line(sentence);
    let parts = sentence.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { text(part) } else { code(part) }).collect()
}

/// Text in which no `@` begins a name, so that a chat program calls nobody.
pub(super) fn calling_nobody(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for character in text.chars() {
        out.push(character);
        if character == '@' && begins {
            out.push('\u{200b}');
        }
        begins = !character.is_alphanumeric();
    }
    out
}
