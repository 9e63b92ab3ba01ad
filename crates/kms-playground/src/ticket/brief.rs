//! The answer in a few lines for a chat, and in one for a sentence.

use std::fmt::Write;

use super::Ticket;
use super::writer::{calling_nobody, markdown_text, one_line, sign};
use crate::report::{Decision, RequestReport};
use crate::scenario::{Request, request_name};

/// How many characters of a name stand in one line.
const NAME: usize = 80;

impl Ticket<'_> {
    /// The answer for a chat program: the verdict is the first thing in it, the reason and the link come behind. Plain text in
    /// which nothing calls anybody.
    pub fn chat(&self) -> String {
        let mut out = String::new();
        for (at, report, typed) in self.requests() {
            let line = format!("{}{}: {}", sign(report), report.verdict(), name(at, typed));
            _ = writeln!(out, "{}", calling_nobody(&line));
            _ = writeln!(out, "{}", calling_nobody(&one_line(&report.summary)));
        }
        if let Some(link) = self.link {
            _ = writeln!(out, "{link}");
        }
        out
    }

    /// One line of Markdown: the verdict and what it is about, as a link where there is one.
    pub fn line(&self) -> String {
        let mut requests = self.requests();
        let text = match (requests.next(), requests.next()) {
            (Some((at, report, typed)), None) => {
                format!("{}{}: {}", sign(report), report.verdict(), markdown_text(&name(at, typed)))
            }
            _ => format!("{}: {}", markdown_text(&shortened(self.title())), self.counts()),
        };
        match self.link {
            Some(link) => format!("[{text}]({})\n", link.replace('(', "%28").replace(')', "%29")),
            None => format!("{text}\n"),
        }
    }

    /// How many requests are decided which way.
    fn counts(&self) -> String {
        let count =
            |is: fn(&RequestReport) -> bool| self.requests().filter(|(_, report, _)| is(report)).count();
        let ways = [
            (count(|report| report.decision == Decision::Allowed), "allowed"),
            (
                count(|report| matches!(report.decision, Decision::ExplicitDeny | Decision::ImplicitDeny)),
                "denied",
            ),
            (count(|report| report.decision == Decision::Undetermined), "undetermined"),
            (count(|report| report.decision == Decision::NotEvaluated), "not evaluated"),
        ];
        let said: Vec<String> = ways
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, way)| format!("{count} {way}"))
            .collect();
        if said.is_empty() { "no request".to_owned() } else { said.join(", ") }
    }
}

fn name(at: usize, typed: &Request) -> String {
    shortened(&request_name(typed, at))
}

fn shortened(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
