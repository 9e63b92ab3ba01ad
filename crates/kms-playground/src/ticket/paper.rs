//! What a ticket is written on: Markdown, or plain text for where Markdown would be shown as it is.
//!
//! CommonMark 0.31, *Backslash escapes* and *Code spans*.

use std::fmt::Write;

use crate::report::{Decision, RequestReport};

/// The form of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Markdown,
    Plain,
}

/// A text that is being written.
pub(crate) struct Paper {
    form: Form,
    out: String,
}

impl Paper {
    pub(crate) const fn new(form: Form) -> Self {
        Self { form, out: String::new() }
    }

    pub(crate) fn sign(&self, report: &RequestReport) -> &'static str {
        match (self.form, report.decision) {
            (Form::Plain, _) => "",
            _ if report.failure().is_some() => "⚠️ ",
            (_, Decision::Allowed) => "✅ ",
            (_, Decision::ExplicitDeny | Decision::ImplicitDeny) => "❌ ",
            (_, Decision::Undetermined | Decision::NotEvaluated) => "❔ ",
        }
    }

    /// A heading: `before` is ours, `name` is anybody's.
    pub(crate) fn heading(&mut self, level: usize, before: &str, name: &str) {
        let name = one_line(name);
        match self.form {
            Form::Markdown => self.line(&format!("{} {before}{}\n", "#".repeat(level), escaped(&name))),
            Form::Plain => {
                let rule = match level {
                    1 => "=",
                    2 => "-",
                    _ => "",
                };
                let text = format!("{before}{name}");
                let rule = rule.repeat(text.chars().count());
                self.line(&format!("{text}\n{rule}{}", if rule.is_empty() { "" } else { "\n" }));
            }
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        let text = self.inline(text);
        self.line(&format!("{text}\n"));
    }

    pub(crate) fn item(&mut self, text: &str) {
        let text = self.inline(text);
        self.line(&format!("- {text}"));
    }

    /// An item with the page that it comes from.
    pub(crate) fn sourced_item(&mut self, text: &str, source: Option<&str>) {
        let source = match (self.form, source) {
            (_, None) => String::new(),
            (Form::Markdown, Some(source)) => format!(" ([AWS]({source}))"),
            (Form::Plain, Some(source)) => format!(" ({source})"),
        };
        let text = self.inline(text);
        self.line(&format!("- {text}{source}"));
    }

    /// A label and a value as it was typed.
    pub(crate) fn fact(&mut self, label: &str, value: &str) {
        let value = one_line(value);
        let label = self.inline(label);
        let value = match self.form {
            Form::Markdown => code_span(&value),
            Form::Plain => value,
        };
        self.line(&format!("- {label}: {value}"));
    }

    pub(crate) fn step(&mut self, number: usize, question: &str, answer: &str, decided: bool) {
        let (question, answer) = (self.inline(question), self.inline(answer));
        let mark = if decided && self.form == Form::Markdown { "**" } else { "" };
        let pointer = if decided && self.form == Form::Plain { " (this decides)" } else { "" };
        self.line(&format!("{number}. {mark}{question}{mark} {answer}{pointer}"));
    }

    pub(crate) fn quote(&mut self, text: &str) {
        let text = self.inline(text);
        let mark = if self.form == Form::Markdown { "> " } else { "    " };
        self.line(&format!("{mark}{text}\n"));
    }

    /// Lines of a policy, the first of which has this number.
    pub(crate) fn code(&mut self, first: usize, lines: &[&str]) {
        match self.form {
            Form::Markdown => {
                let fence = fence(lines);
                self.line(&format!("{fence}json"));
                lines.iter().for_each(|line| self.line(line));
                self.line(&format!("{fence}\n"));
            }
            Form::Plain => {
                for (index, line) in lines.iter().enumerate() {
                    self.line(&format!("{:>6} | {line}", first + index));
                }
                self.line("");
            }
        }
    }

    pub(crate) fn link(&mut self, label: &str, address: &str) {
        // A bracket would end the link's address, in a mail as in Markdown.
        let address = address.replace('(', "%28").replace(')', "%29");
        match self.form {
            Form::Markdown => self.line(&format!("[{label} in the KMS Policy Playground]({address})\n")),
            Form::Plain => self.line(&format!("{label} in the KMS Policy Playground: {address}\n")),
        }
    }

    pub(crate) fn footer(&mut self, text: &str) {
        let mark = if self.form == Form::Markdown { "_" } else { "" };
        self.line(&format!("{mark}{text}{mark}"));
    }

    /// A blank line behind the items of a list.
    pub(crate) fn end_of_list(&mut self) {
        if !self.out.ends_with("\n\n") && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn line(&mut self, text: &str) {
        _ = writeln!(self.out, "{text}");
    }

    /// A sentence of the report, in which backticks hold what somebody typed.
    fn inline(&self, text: &str) -> String {
        let text = one_line(text);
        match self.form {
            Form::Plain => text,
            Form::Markdown => text
                .split('`')
                .enumerate()
                .map(|(index, part)| if index % 2 == 0 { escaped(part) } else { code_span(part) })
                .collect(),
        }
    }
}

/// The sentence with its full stop.
pub(crate) fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{text}{end}")
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text that Markdown leaves alone.
fn escaped(text: &str) -> String {
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
