//! Text to tokens. What is no JSON token is read as the token that was most likely meant, with an error.
//!
//! Each byte is looked at a bounded number of times, whatever the text.

use crate::Span;
use crate::error::{ErrorCode, Errors, quote};
use std::fmt;

mod quotes;

use quotes::{ends_value, is_typographic_quote};

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Colon,
    Comma,
    String {
        content: Span,
        escaped: bool,
    },
    Number,
    /// Text without quotation marks, `true`, `false` and `null` among it.
    Word,
    /// `...`
    LeftOut,
    /// Characters without meaning.
    Stray,
    End,
}

/// A line of the text, by its start and its indentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: u32,
    pub(super) indent: u32,
}

/// Reads tokens one after the other.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where the line of the last token starts, and where its first token does.
    line: Line,
    /// Whether a search for the end of a comment has failed, so that it need not be repeated.
    comments_end: bool,
    pub(super) errors: Errors,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, errors: Errors) -> Self {
        let mut lexer = Self { text, at: 0, line: Line::default(), comments_end: true, errors };
        if text.starts_with('\u{FEFF}') {
            lexer.at = '\u{FEFF}'.len_utf8();
            lexer.report(
                ErrorCode::ByteOrderMark,
                span(0, lexer.at),
                format_args!("a byte order mark before the document"),
            );
        }
        lexer
    }

    /// The line of the last token.
    pub(super) fn line(&self) -> Line {
        self.line
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Lexeme {
        self.skip_trivia();
        let start = self.at;
        let Some(byte) = self.byte(start) else { return self.lexeme(Token::End, start, start) };
        let token = match byte {
            b'{' => Token::OpenBrace,
            b'}' => Token::CloseBrace,
            b'[' => Token::OpenBracket,
            b']' => Token::CloseBracket,
            b':' => Token::Colon,
            b',' => Token::Comma,
            b'"' => return self.string(start),
            _ => return self.other(start, byte),
        };
        self.lexeme(token, start, start + 1)
    }

    /// The byte that the next token begins with, white space and comments left aside.
    pub(super) fn peek(&self) -> Option<u8> {
        let rest = self.rest(self.at);
        let mut rest = rest.trim_start();
        // A comment more or less does not matter to those who ask; many would cost time.
        if let Some(comment) = rest.strip_prefix("//").or_else(|| rest.strip_prefix('#')) {
            rest = comment.split_once('\n').map_or("", |(_, behind)| behind.trim_start());
        }
        rest.bytes().next()
    }

    /// Reads on to the end of a value without quotation marks, which may hold colons.
    pub(super) fn extend_word(&mut self, lexeme: Lexeme) -> Lexeme {
        let start = lexeme.span.start() as usize;
        let rest = self.rest(start);
        let length = rest.find(|c: char| c.is_whitespace() || ",]}\"".contains(c)).unwrap_or(rest.len());
        self.word_until(start, start + length.max(lexeme.span.end() as usize - start))
    }

    pub(super) fn report(&mut self, code: ErrorCode, span: Span, text: fmt::Arguments<'_>) {
        self.errors.report(code, span, text);
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    fn lexeme(&mut self, token: Token, start: usize, end: usize) -> Lexeme {
        self.at = end;
        Lexeme { token, span: span(start, end) }
    }

    fn skip_trivia(&mut self) {
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let length = rest
                .iter()
                .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
                .unwrap_or(rest.len());
            let white_space = rest.get(..length).unwrap_or_default();
            if let Some(at) = white_space.iter().rposition(|&byte| byte == b'\n') {
                self.line = Line { start: (self.at + at + 1) as u32, indent: (length - at - 1) as u32 };
            }
            self.at += length;
            let skipped = match self.byte(self.at) {
                Some(b'/' | b'#') => self.comment(),
                Some(0x0B | 0x0C | 0x80..) => self.odd_whitespace(),
                _ => false,
            };
            if !skipped {
                return;
            }
        }
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest(self.at);
        let line = || rest.find(['\n', '\r']).unwrap_or(rest.len());
        let length = if rest.starts_with("//") || rest.starts_with('#') {
            line()
        } else if rest.starts_with("/*") {
            let end = if self.comments_end { rest.find("*/") } else { None };
            self.comments_end = end.is_some();
            end.map_or_else(line, |end| end + 2)
        } else {
            return false;
        };
        self.report(ErrorCode::Comment, span(self.at, self.at + length), format_args!("a comment"));
        self.at += length;
        true
    }

    /// White space that JSON does not know, such as the no-break space of web pages.
    fn odd_whitespace(&mut self) -> bool {
        let rest = self.rest(self.at);
        let odd = |c: char| {
            !matches!(c, ' ' | '\n' | '\r' | '\t')
                && (c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200D}' | '\u{2060}'))
        };
        let length = rest.find(|c| !odd(c)).unwrap_or(rest.len());
        let Some(first) = rest.chars().next().filter(|_| length > 0) else { return false };
        let text = format_args!("white space that JSON does not know (U+{:04X})", u32::from(first));
        self.report(ErrorCode::InvalidWhitespace, span(self.at, self.at + length), text);
        self.at += length;
        true
    }

    /// Reads what begins with none of JSON's own characters but digits.
    fn other(&mut self, start: usize, byte: u8) -> Lexeme {
        let rest = self.rest(start);
        match byte {
            b'.' if rest.starts_with("..") => {
                let length = rest.len() - rest.trim_start_matches('.').len();
                self.lexeme(Token::LeftOut, start, start + length)
            }
            b'0'..=b'9' | b'-' | b'+' | b'.' => self.number(start),
            b';' => {
                self.report(
                    ErrorCode::MissingComma,
                    span(start, start + 1),
                    format_args!("a `;` where a `,` is wanted"),
                );
                self.lexeme(Token::Comma, start, start + 1)
            }
            b'=' => {
                let length = if rest.starts_with("=>") { 2 } else { 1 };
                let text =
                    format_args!("a {} where a `:` is wanted", quote(rest.get(..length).unwrap_or_default()));
                self.report(ErrorCode::MissingColon, span(start, start + length), text);
                self.lexeme(Token::Colon, start, start + length)
            }
            _ if rest.starts_with('…') => self.lexeme(Token::LeftOut, start, start + '…'.len_utf8()),
            _ => self.wrongly_quoted(start).unwrap_or_else(|| self.word(start)),
        }
    }

    fn number(&mut self, start: usize) -> Lexeme {
        let rest = self.rest(start);
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let written = rest.get(..length).unwrap_or_default();
        if is_json_number(written) {
            return self.lexeme(Token::Number, start, start + length);
        }
        let looks_numeric = written.bytes().any(|byte| byte.is_ascii_digit())
            && written.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
            && !written.trim_start_matches(['+', '-']).contains('-');
        if !looks_numeric {
            return self.word(start);
        }
        let text = format_args!("{} is not a number of JSON's", quote(written));
        self.report(ErrorCode::InvalidNumber, span(start, start + length), text);
        self.lexeme(Token::Number, start, start + length)
    }

    fn word(&mut self, start: usize) -> Lexeme {
        let rest = self.rest(start);
        let ends = |c: char| {
            c.is_whitespace() || c.is_control() || "{}[]:,;=\"'`".contains(c) || is_typographic_quote(c)
        };
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length =
            rest.get(first..).and_then(|behind| behind.find(ends)).map_or(rest.len(), |at| first + at);
        let written = rest.get(..length).unwrap_or_default();
        if !written.contains(|c: char| c.is_alphanumeric() || c == '*') {
            return self.lexeme(Token::Stray, start, start + length);
        }
        self.word_until(start, start + length)
    }

    /// A word up to `end`, with a quotation mark behind it that can only be its own.
    fn word_until(&mut self, start: usize, end: usize) -> Lexeme {
        let behind = self.rest(end);
        if behind.strip_prefix('"').is_some_and(ends_value) {
            let token = Token::String { content: span(start, end), escaped: false };
            let text = format_args!(
                "{} lacks its opening quotation mark",
                quote(self.text.get(start..end).unwrap_or_default())
            );
            self.report(ErrorCode::UnquotedText, span(start, end), text);
            return self.lexeme(token, start, end + 1);
        }
        self.lexeme(Token::Word, start, end)
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_rfc_8259() {
        for text in ["0", "-0", "12", "-1.5", "1e3", "1.25E-7", "111122223333"] {
            assert!(is_json_number(text), "{text}");
        }
        for text in ["", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x1", "1_000", "--1", "1.e3"] {
            assert!(!is_json_number(text), "{text}");
        }
    }
}
