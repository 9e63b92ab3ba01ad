//! Strings, and what was meant to be one: not closed, wrapped, with quotation marks inside, in quotes of other kinds.

use super::{Lexeme, Lexer, Token, span};
use crate::error::{ErrorCode, Quoted, quote};
use crate::json::strings;

/// What a quotation mark within or behind a string does.
enum Quote {
    Ends,
    Inner,
    /// It and the one before are one too many.
    DoubledAtStart,
    /// It and the one behind are one too many.
    DoubledAtEnd,
    /// The string before it was not closed; it ends at `end`.
    OpensAnother {
        end: usize,
    },
}

/// A string that is being read.
#[derive(Clone, Copy)]
struct Opened {
    /// Where its quotation mark stands.
    start: usize,
    /// Whether what was read so far has escapes, or line breaks, which are decoded with them.
    escaped: bool,
    /// Whether it has quotation marks that should have been escaped.
    has_inner_quotes: bool,
}

impl<'a> Lexer<'a> {
    /// Reads the string whose quotation mark is at `start`.
    pub(super) fn string(&mut self, start: usize) -> Lexeme {
        let mut string = Opened { start, escaped: false, has_inner_quotes: false };
        let mut at = start + 1;
        loop {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            at += rest.iter().position(|&byte| is_special(byte)).unwrap_or(rest.len());
            match self.byte(at) {
                None => return self.unclosed(string, at),
                Some(b'"') => match self.role_of_quote(string, at) {
                    Quote::Ends => return self.closed(string, at, at + 1),
                    Quote::Inner => {
                        let text = format_args!("a quotation mark within a string");
                        self.report(ErrorCode::UnescapedQuote, span(at, at + 1), text);
                        string.has_inner_quotes = true;
                        at += 1;
                    }
                    Quote::OpensAnother { end } => return self.closed_by_another(string, end),
                    Quote::DoubledAtStart => {
                        self.report_doubled(at);
                        string.start = at;
                        at += 1;
                    }
                    Quote::DoubledAtEnd => {
                        self.report_doubled(at + 1);
                        return self.closed(string, at, at + 2);
                    }
                },
                Some(b'\\') => {
                    string.escaped = true;
                    at = strings::check(self.text, at, &mut self.errors);
                }
                Some(b'\n' | b'\r') => {
                    let Some(next) = self.wrapped_line(at) else { return self.unclosed(string, at) };
                    let text = format_args!("the string goes on in the next line");
                    self.report(ErrorCode::LineBreakInString, span(at, next), text);
                    string.escaped = true;
                    at = next;
                }
                Some(control) => {
                    self.control_character(at, control);
                    at += 1;
                }
            }
        }
    }

    fn report_doubled(&mut self, at: usize) {
        self.report(ErrorCode::StrayText, span(at, at + 1), format_args!("a quotation mark too many"));
    }

    fn control_character(&mut self, at: usize, control: u8) {
        let span = span(at, at + 1);
        match control {
            b'\t' => self.report(ErrorCode::ControlCharacter, span, format_args!("a tab within a string")),
            _ => self.report(
                ErrorCode::ControlCharacter,
                span,
                format_args!("a control character within a string (U+{control:04X})"),
            ),
        }
    }

    /// The string whose content ends at `content_end` and which ends at `end`.
    fn closed(&mut self, string: Opened, content_end: usize, end: usize) -> Lexeme {
        let content = span(string.start + 1, content_end);
        self.lexeme(Token::String { content, escaped: string.escaped }, string.start, end)
    }

    /// What the quotation mark at `at` does to the string.
    fn role_of_quote(&self, string: Opened, at: usize) -> Quote {
        let behind = self.rest(at + 1);
        if string.has_inner_quotes {
            return if ends_value(behind) { Quote::Ends } else { Quote::Inner };
        }
        // In JSON neither a letter nor another mark follows a string: something is wrong with one of them.
        if behind.strip_prefix('"').is_some_and(ends_value) {
            return Quote::DoubledAtEnd;
        }
        if !behind.starts_with(|c| is_word(c) || "*$<@.-".contains(c)) {
            return Quote::Ends;
        }
        if at == string.start + 1 {
            return Quote::DoubledAtStart;
        }
        let content = self.text.get(string.start + 1..at).unwrap_or_default();
        let value = content.trim_end_matches([' ', '\t', ',', ':', '{', '}', '[', ']']);
        if content.trim_end_matches([' ', '\t']).len() > value.len() {
            return Quote::OpensAnother { end: string.start + 1 + value.len() };
        }
        let next = behind.find(['"', ',', ':', '{', '}', '[', ']', '\n', '\r']);
        match next.and_then(|next| behind.as_bytes().get(next)) {
            Some(b'"') => Quote::Inner,
            _ => Quote::Ends,
        }
    }

    /// Where the string goes on behind the line break at `at`, if what follows looks like it.
    fn wrapped_line(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let next = rest.trim_start_matches(['\n', '\r', ' ', '\t']);
        let goes_on = next.starts_with(|c: char| is_word(c) || "/*:.-".contains(c))
            && !next.starts_with("//")
            && !next.starts_with("/*");
        goes_on.then_some(at + (rest.len() - next.len()))
    }

    /// Ends a string at the end of its line, or before the punctuation that was meant to follow it.
    fn unclosed(&mut self, string: Opened, line_end: usize) -> Lexeme {
        let first = string.start + 1;
        let content = self.text.get(first..line_end).unwrap_or_default();
        if !string.has_inner_quotes
            && let Some((value, _)) = content.split_once(is_typographic_double_quote)
        {
            let content_end = first + value.len();
            let width = self.rest(content_end).chars().next().map_or(0, char::len_utf8);
            self.report_wrong_quotes(string.start, content_end + width);
            return self.closed(string, content_end, content_end + width);
        }
        // The brace of a policy variable belongs to the string.
        let variable = content.rfind("${").unwrap_or(content.len());
        let brace = content.get(variable..).and_then(|variable| variable.find('}')).map(|at| variable + at);
        let mut value = before_opening_bracket(content);
        while let Some(shorter) = value.strip_suffix([' ', '\t', ',', ']', '}']) {
            if brace == Some(shorter.len()) {
                break;
            }
            value = shorter;
        }
        let end = first + value.len();
        self.report_unclosed(string.start, end);
        self.closed(string, end, end)
    }

    /// Ends a string at `end`, since the next quotation mark opens another.
    fn closed_by_another(&mut self, string: Opened, end: usize) -> Lexeme {
        let first = string.start + 1;
        let content = self.text.get(first..end).unwrap_or_default();
        if let Some(value) = content.strip_suffix(is_typographic_double_quote) {
            self.report_wrong_quotes(string.start, end);
            return self.closed(string, first + value.len(), end);
        }
        self.report_unclosed(string.start, end);
        self.closed(string, end, end)
    }

    fn report_unclosed(&mut self, start: usize, end: usize) {
        let text = format_args!("the string {} is not closed", self.quoted(start, end));
        self.report(ErrorCode::UnclosedString, span(start, end), text);
    }

    fn report_wrong_quotes(&mut self, start: usize, end: usize) {
        let text = format_args!("{} is not in straight double quotes", self.quoted(start, end));
        self.report(ErrorCode::WrongQuotes, span(start, end), text);
    }

    fn quoted(&self, start: usize, end: usize) -> Quoted<'a> {
        quote(self.text.get(start..end).unwrap_or_default())
    }

    /// A string in single, backtick or typographic quotation marks that ends on its line.
    pub(super) fn wrongly_quoted(&mut self, start: usize) -> Option<Lexeme> {
        let rest = self.rest(start);
        let open = rest.chars().next()?;
        let closes = |c: char| match open {
            '\'' | '`' => c == open,
            _ => c == '"' || is_typographic_quote(c),
        };
        if !matches!(open, '\'' | '`') && !is_typographic_quote(open) {
            return None;
        }
        let content = rest.get(open.len_utf8()..)?;
        let length = content.find(|c| closes(c) || c == '\n' || c == '\r')?;
        let close = content.get(length..)?.chars().next().filter(|&c| closes(c))?;
        let from = start + open.len_utf8();
        let end = from + length + close.len_utf8();
        self.report_wrong_quotes(start, end);
        let token = Token::String { content: span(from, from + length), escaped: false };
        Some(self.lexeme(token, start, end))
    }
}

/// The name in what stands before an opening bracket at the end of a line: of `Statement: [` only `Statement`.
fn before_opening_bracket(content: &str) -> &str {
    let name = content.trim_end_matches([' ', '\t']).strip_suffix(['[', '{']);
    name.and_then(|name| name.trim_end_matches([' ', '\t', '[', '{']).strip_suffix(':')).unwrap_or(content)
}

/// Bytes at which reading a string has to stop and look.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What word processors make of quotation marks.
pub(super) fn is_typographic_quote(c: char) -> bool {
    is_typographic_double_quote(c) || matches!(c, '\u{2018}'..='\u{201B}' | '\u{2032}')
}

/// Those that stand for double ones; a single one may be an apostrophe.
fn is_typographic_double_quote(c: char) -> bool {
    matches!(c, '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}')
}

/// Whether a value may end before `behind`: punctuation, or the end of the line.
pub(super) fn ends_value(behind: &str) -> bool {
    behind.trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| ",:]}\n\r".contains(c))
}
