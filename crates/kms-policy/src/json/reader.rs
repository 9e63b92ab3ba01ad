//! Tokens to values, with recovery: what is wrong costs as little of the rest as can be.
//!
//! A closing bracket that is not the one wanted closes an outer one only if what follows it would fit there.
//! Recursion is bounded by `MAX_DEPTH`.

use super::lexer::{Lexeme, Lexer, Token};
use super::{Kind, Node, Tree};
use crate::Span;
use crate::error::{ErrorCode, Errors, PolicyError, Quoted, quote};
use std::fmt;

mod brackets;
mod commas;
mod nesting;

use brackets::{LastValue, NameInList};
use commas::After;
use nesting::{Bracket, Open};

/// Reads `text`; the tree holds whatever could be read.
pub(crate) fn read(text: &str, errors: Errors) -> (Tree<'_>, Errors) {
    let mut lexer = Lexer::new(text, errors);
    let current = lexer.next();
    let mut reader = Reader {
        text,
        lexer,
        current,
        previous_end: 0,
        nodes: Vec::with_capacity(text.len() / 24),
        open: Vec::with_capacity(8),
        damage: 0,
        carried_comma: false,
        carried_name: None,
        has_ended: false,
        suspect: None,
        last_value: LastValue::Other,
    };
    reader.document();
    (Tree { text, nodes: reader.nodes }, reader.lexer.errors)
}

struct Reader<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    current: Lexeme,
    /// Where the token before the current one ends.
    previous_end: u32,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// How many errors so far may have cost a part of the text.
    damage: u32,
    /// A list or object that was not closed has read the comma behind it.
    carried_comma: bool,
    /// A list that was not closed has read the name of the member behind it.
    carried_name: Option<Node>,
    has_ended: bool,
    /// The first opening bracket whose closing one is indented as if it belonged to another.
    suspect: Option<Open>,
    last_value: LastValue,
}

impl<'a> Reader<'a> {
    fn document(&mut self) {
        let start = self.current.span.start();
        let mut junk = None;
        while !matches!(self.current.token, Token::OpenBrace | Token::OpenBracket | Token::End) {
            junk = Some(Span::new(start, self.current.span.end()));
            self.advance();
        }
        if self.current.token == Token::End {
            return;
        }
        if let Some(span) = junk {
            self.report(
                ErrorCode::StrayText,
                span,
                format_args!("text before the document: {}", self.quote(span)),
            );
        }
        self.value();
        self.tail();
    }

    /// Reads a value. Where there is none, says so and leaves the token to the caller.
    fn value(&mut self) {
        let mut is_reported = false;
        loop {
            match self.current.token {
                Token::OpenBrace => return self.object(),
                Token::OpenBracket => return self.list(),
                Token::String { .. } | Token::Number => {
                    let node = self.leaf_of(self.current);
                    self.push(node.kind, node.span);
                    return self.advance();
                }
                Token::Word => return self.word(),
                Token::LeftOut => {
                    self.left_out();
                    return self.missing();
                }
                Token::Stray | Token::Colon => {
                    self.stray();
                    is_reported = true;
                }
                Token::CloseBrace | Token::CloseBracket | Token::Comma | Token::End => {
                    if !is_reported && self.current.token != Token::End {
                        self.damage(ErrorCode::MissingValue, self.gap(), format_args!("a value is missing"));
                    }
                    return self.missing();
                }
            }
        }
    }

    /// `true`, `false`, `null`, or text that lacks its quotation marks.
    fn word(&mut self) {
        let lexeme = self.lexer.extend_word(self.current);
        self.current = lexeme;
        let written = lexeme.span.of(self.text).unwrap_or_default();
        let kind = match written {
            "true" | "false" => Kind::Boolean,
            "null" => Kind::Null,
            _ => Kind::String { content: lexeme.span, escaped: false },
        };
        let is_string = matches!(lexeme.token, Token::String { .. });
        if !is_string && let Kind::String { .. } = kind {
            let error = PolicyError::new(
                ErrorCode::UnquotedText,
                lexeme.span,
                format!("{} is not in double quotes", quote(written)),
            );
            let lower = written.to_ascii_lowercase();
            let error = match lower.as_str() {
                "true" | "false" | "null" => error.help_with(format!("JSON writes `{lower}`")),
                _ => error,
            };
            self.lexer.errors.push(error);
        }
        self.push(kind, lexeme.span);
        self.advance();
    }

    fn object(&mut self) {
        if let Some(node) = self.open(Bracket::Object) {
            self.advance();
            self.last_value = LastValue::Other;
            self.members(node, After::Open);
        }
    }

    /// Reads members up to the closing brace, and closes the object.
    fn members(&mut self, node: usize, mut after: After) {
        loop {
            if let Some(name) = self.carried_name.take() {
                after = self.member(name);
                continue;
            }
            match self.current.token {
                Token::CloseBrace => {
                    self.trailing_comma(after);
                    self.suspect();
                    self.advance();
                    break;
                }
                Token::End => {
                    self.ends_early();
                    break;
                }
                Token::Comma => after = self.comma(after),
                Token::CloseBracket if self.last_value == LastValue::BareList => {
                    self.last_value = LastValue::Other;
                    self.advance();
                }
                Token::CloseBracket if self.is_wrong_bracket(Bracket::List) => {
                    self.wrong_bracket("]", "}");
                    break;
                }
                Token::CloseBracket if self.closes_outer(Bracket::List) => {
                    self.unclosed(after);
                    break;
                }
                Token::OpenBrace if self.is_within_list() && !matches!(after, After::Open) => {
                    self.unclosed(after);
                    break;
                }
                Token::OpenBrace | Token::OpenBracket if !matches!(after, After::Open) => {
                    self.goes_on();
                    after = self.entry();
                }
                Token::CloseBracket | Token::OpenBrace | Token::OpenBracket => self.stray_bracket(),
                Token::LeftOut => {
                    self.left_out();
                    after = After::Fault;
                }
                Token::Stray | Token::Colon => self.stray(),
                Token::Word if self.is_glued_on(after) => self.stray(),
                Token::String { .. } | Token::Word | Token::Number => {
                    self.separated(after);
                    let name = self.leaf_of(self.current);
                    if matches!(self.current.token, Token::Word | Token::Number) {
                        let text = format_args!("the name {} is not in double quotes", self.quote(name.span));
                        self.report(ErrorCode::UnquotedText, name.span, text);
                    }
                    self.advance();
                    after = self.member(name);
                }
            }
        }
        self.close(node);
    }

    /// Reads a member whose name has been read.
    fn member(&mut self, mut name: Node) -> After {
        if self.is_further_value(name) {
            return self.further_value(name);
        }
        loop {
            self.push(name.kind, name.span);
            let value = self.nodes.len();
            let has_colon = self.current.token == Token::Colon;
            let may_be_name = matches!(self.current.token, Token::String { .. });
            if has_colon {
                self.advance();
            }
            let is_string = matches!(self.current.token, Token::String { .. });
            match self.current.token {
                _ if has_colon => self.value(),
                Token::CloseBrace | Token::CloseBracket | Token::Comma | Token::End => {
                    let text = format_args!("{} has no value", self.quote(name.span));
                    self.damage(ErrorCode::MissingValue, name.span, text);
                    self.missing();
                }
                _ => {
                    let gap = self.gap();
                    self.value();
                    if !(may_be_name && self.current.token == Token::Colon) {
                        let text = format_args!("no `:` behind {}", self.quote(name.span));
                        self.report(ErrorCode::MissingColon, gap, text);
                    }
                }
            }
            // A string with a colon behind it is the name of the next member.
            if !(is_string && self.current.token == Token::Colon) {
                self.last_value = LastValue::of(self.nodes.get(value..).unwrap_or_default());
                return self.entry();
            }
            let Some(next) = self.nodes.pop() else { return After::Fault };
            let text = format_args!("{} has no value", self.quote(name.span));
            self.damage(ErrorCode::MissingValue, name.span, text);
            self.missing();
            name = next;
        }
    }

    fn list(&mut self) {
        let Some(node) = self.open(Bracket::List) else { return };
        self.advance();
        let mut after = After::Open;
        let mut last = None;
        loop {
            match self.current.token {
                Token::CloseBracket => {
                    self.trailing_comma(after);
                    self.suspect();
                    self.advance();
                    break;
                }
                Token::End => {
                    self.ends_early();
                    break;
                }
                Token::Comma => after = self.comma(after),
                Token::CloseBrace if self.is_wrong_bracket(Bracket::Object) => {
                    self.wrong_bracket("}", "]");
                    break;
                }
                Token::CloseBrace if self.closes_outer(Bracket::Object) => {
                    self.unclosed(after);
                    break;
                }
                Token::CloseBrace => self.stray_bracket(),
                Token::LeftOut => {
                    self.left_out();
                    after = After::Fault;
                }
                Token::Stray | Token::Colon => self.stray(),
                _ => {
                    let gap = self.gap();
                    let index = self.nodes.len();
                    let is_string = matches!(self.current.token, Token::String { .. });
                    self.value();
                    let is_name = is_string && self.current.token == Token::Colon;
                    let place = if is_name { self.name_in_list(after, last) } else { NameInList::No };
                    match place {
                        NameInList::EndsList => break,
                        NameInList::OfLast => {}
                        NameInList::OfNew => last = Some(index),
                        NameInList::No => {
                            if let After::Entry = after {
                                self.report(ErrorCode::MissingComma, gap, format_args!("a comma is missing"));
                            }
                            last = Some(index);
                        }
                    }
                    after = self.entry();
                }
            }
        }
        self.close(node);
    }

    fn stray(&mut self) {
        let text = format_args!("{} means nothing here", self.quote(self.current.span));
        self.damage(ErrorCode::StrayText, self.current.span, text);
        self.advance();
    }

    fn left_out(&mut self) {
        let text = format_args!("{} stands for something left out", self.quote(self.current.span));
        self.damage(ErrorCode::LeftOut, self.current.span, text);
        self.advance();
    }

    fn leaf_of(&self, lexeme: Lexeme) -> Node {
        let kind = match lexeme.token {
            Token::String { content, escaped } => Kind::String { content, escaped },
            Token::Number => Kind::Number,
            _ => Kind::String { content: lexeme.span, escaped: false },
        };
        Node { span: lexeme.span, next: 0, kind }
    }

    fn push(&mut self, kind: Kind, span: Span) {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { span, next, kind });
    }

    fn missing(&mut self) {
        self.push(Kind::Missing, self.gap());
    }

    /// The place behind the token before.
    fn gap(&self) -> Span {
        Span::new(self.previous_end, self.previous_end)
    }

    fn quote(&self, span: Span) -> Quoted<'a> {
        quote(span.of(self.text).unwrap_or_default())
    }

    fn advance(&mut self) {
        self.previous_end = self.current.span.end();
        self.current = self.lexer.next();
    }

    fn report(&mut self, code: ErrorCode, span: Span, text: fmt::Arguments<'_>) {
        self.lexer.report(code, span, text);
    }

    /// Reports an error that may have cost a part of the text.
    fn damage(&mut self, code: ErrorCode, span: Span, text: fmt::Arguments<'_>) {
        self.damage += 1;
        self.report(code, span, text);
    }
}
