//! What to do where brackets are missing, too many or of the wrong kind.
//!
//! A closing bracket that is not the one wanted closes an outer object or list only if what follows it would fit
//! there; an object that was closed too early goes on; what is left unclosed is looked for by its indentation.

use super::Reader;
use super::commas::After;
use super::nesting::{Bracket, Open};
use crate::Span;
use crate::error::{ErrorCode, PolicyError, quote};
use crate::json::lexer::Token;
use crate::json::{Kind, Node};

/// What the name of a member means that stands in a list.
pub(super) enum NameInList {
    /// It is none.
    No,
    /// The list should have ended before it.
    EndsList,
    /// It is of the list's last object, which was closed too early.
    OfLast,
    /// It is of an object that was not opened.
    OfNew,
}

/// The value of the member before, in case that more values follow which should stand in a list with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LastValue {
    Other,
    String,
    /// Several strings without the brackets of a list.
    BareList,
}

impl LastValue {
    pub(super) fn of(value: &[Node]) -> Self {
        match value {
            [Node { kind: Kind::String { .. }, .. }] => Self::String,
            _ => Self::Other,
        }
    }
}

impl Reader<'_> {
    /// What follows the document: parts of it, if it was closed too early, or text that does not belong here.
    pub(super) fn tail(&mut self) {
        let is_object = matches!(self.nodes.first().map(|node| node.kind), Some(Kind::Object { .. }));
        let mut has_skipped = false;
        let mut comma = None;
        while self.current.token != Token::End {
            let start = self.current.span.start();
            match self.current.token {
                Token::CloseBrace | Token::CloseBracket => {
                    self.stray_bracket();
                    (has_skipped, comma) = (true, None);
                    continue;
                }
                Token::Comma => {
                    self.advance();
                    (has_skipped, comma) = (true, comma.or(Some(start)));
                    continue;
                }
                Token::OpenBrace if is_object && has_skipped => {
                    self.further_statement();
                    (has_skipped, comma) = (false, None);
                    continue;
                }
                Token::String { .. } if is_object => {
                    let name = self.leaf_of(self.current);
                    self.advance();
                    if self.current.token == Token::Colon {
                        self.reopen(0, name);
                        (has_skipped, comma) = (false, None);
                        continue;
                    }
                }
                _ => {}
            }
            return self.text_after_end(comma.unwrap_or(start));
        }
        if let Some(start) = comma {
            self.text_after_end(start);
        }
    }

    fn text_after_end(&mut self, start: u32) {
        let rest = self.text.get(start as usize..).unwrap_or_default().trim_end();
        let span = Span::new(start, start + rest.len() as u32);
        self.report(ErrorCode::TextAfterEnd, span, format_args!("text after the document: {}", quote(rest)));
    }

    /// An object behind the document, which was closed too early: it can only be a further statement.
    fn further_statement(&mut self) {
        let text = format_args!("the document is closed before this object");
        self.damage(ErrorCode::ClosedTooEarly, self.current.span, text);
        let line = self.lexer.line();
        self.open.push(Open { bracket: Bracket::Object, span: Span::default(), line, damage: 0 });
        self.push(Kind::Again, self.gap());
        self.value();
        self.close(0);
    }

    /// Deals with a name that was read as a list's value.
    pub(super) fn name_in_list(&mut self, after: After, last: Option<usize>) -> NameInList {
        let Some(name) = self.nodes.pop() else { return NameInList::No };
        let last = last.and_then(|index| Some((index, self.nodes.get(index)?.kind)));
        match last {
            Some((index, Kind::Object { .. })) if !self.has_member(index, name) => {
                self.reopen(index, name);
                return NameInList::OfLast;
            }
            Some((_, kind)) if !matches!(kind, Kind::Object { .. }) && self.is_in_object() => {
                self.carried_name = Some(name);
                self.unclosed(After::Open);
                return NameInList::EndsList;
            }
            _ => {}
        }
        let place = Span::new(name.span.start(), name.span.start());
        if let After::Entry = after {
            self.report(ErrorCode::MissingComma, place, format_args!("a comma is missing"));
        }
        self.report(ErrorCode::MissingBrace, place, format_args!("no `{{` before {}", self.quote(name.span)));
        if let Some(node) = self.open_at(Bracket::Object, place) {
            let after = self.member(name);
            self.members(node, after);
        }
        NameInList::OfNew
    }

    /// Whether a name without a value is a value itself, of the member before.
    pub(super) fn is_further_value(&self, name: Node) -> bool {
        let ends = matches!(self.current.token, Token::Comma | Token::CloseBracket | Token::CloseBrace);
        let is_plain = || {
            let name = name.span.of(self.text).unwrap_or_default();
            name.trim_matches('"').bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        ends && match self.last_value {
            LastValue::Other => false,
            LastValue::BareList => true,
            // Names are letters; ARNs, actions and services have punctuation.
            LastValue::String => self.current.token == Token::CloseBracket || !is_plain(),
        }
    }

    /// A value that should stand in a list with the one before.
    pub(super) fn further_value(&mut self, value: Node) -> After {
        self.damage += 1;
        if self.last_value == LastValue::String {
            let text = format_args!("{} is a further value outside of a list", self.quote(value.span));
            self.report(ErrorCode::MissingBracket, value.span, text);
        }
        self.last_value = LastValue::BareList;
        self.push(Kind::Again, self.gap());
        self.push(value.kind, value.span);
        self.entry()
    }

    /// Whether an object has a member of that name, among its first.
    fn has_member(&self, object: usize, name: Node) -> bool {
        const FIRST: usize = 16;
        let name = name.span.of(self.text);
        let mut index = object + 1;
        (0..FIRST).any(|_| {
            let Some(node) = self.nodes.get(index) else { return false };
            let is_same = node.span.of(self.text) == name;
            index = self.nodes.get(index + 1).map_or(usize::MAX, |value| value.next as usize);
            is_same
        })
    }

    /// Goes on with an object that was closed although members of it follow, or that was taken to end without a brace.
    fn reopen(&mut self, index: usize, name: Node) {
        let Some(&node) = self.nodes.get(index) else { return };
        let brace = Span::new(node.span.end().saturating_sub(1), node.span.end());
        if self.lexer.errors.take_back(ErrorCode::WrongBracket, brace) {
            let text = format_args!("{} has no counterpart", self.quote(brace));
            self.damage(ErrorCode::StrayBracket, brace, text);
        } else if let Some("}" | "]") = brace.of(self.text) {
            let text = format_args!("the object is closed before {}", self.quote(name.span));
            self.damage(ErrorCode::ClosedTooEarly, brace, text);
        }
        let span = Span::new(node.span.start(), node.span.start());
        let line = self.lexer.line();
        self.open.push(Open { bracket: Bracket::Object, span, line, damage: 0 });
        let after = self.member(name);
        self.members(index, after);
    }

    /// A further value for the member before, which should have been a list.
    pub(super) fn goes_on(&mut self) {
        let text = "a value without a name";
        let error = PolicyError::new(ErrorCode::MissingName, self.current.span, text)
            .help_with("write `\"Name\": value`; several values of one name stand in `[ … ]`");
        self.damage += 1;
        self.lexer.errors.push(error);
        self.push(Kind::Again, self.gap());
        self.value();
    }

    /// Whether the current closing bracket was meant to be of the other kind: it stands on the line of what is open,
    /// and what it would close was opened on a line before.
    pub(super) fn is_wrong_bracket(&self, bracket: Bracket) -> bool {
        let Some((inner, outer)) = self.open.split_last() else { return false };
        let line = self.lexer.line();
        let outer = outer.iter().rfind(|open| open.bracket == bracket);
        inner.line == line && outer.is_some_and(|outer| outer.line != line)
    }

    /// Closes the object or list with the bracket that was meant.
    pub(super) fn wrong_bracket(&mut self, written: &str, wanted: &str) {
        let text = format!("a `{written}` where a `{wanted}` is wanted");
        let error = PolicyError::new(ErrorCode::WrongBracket, self.current.span, text);
        self.lexer.errors.push(error.help_with(format!("write `{wanted}`")));
        self.damage += 1;
        self.advance();
    }

    /// Whether the current closing bracket closes an object or list around the one being read.
    pub(super) fn closes_outer(&self, bracket: Bracket) -> bool {
        let outer = self.open.split_last().map_or(&[][..], |(_, outer)| outer);
        let Some(nth) = outer.iter().rposition(|open| open.bracket == bracket) else { return false };
        let Some(behind) = self.lexer.peek() else { return true };
        match nth.checked_sub(1).and_then(|nth| outer.get(nth)).map(|open| open.bracket) {
            None => false,
            Some(Bracket::Object) => matches!(behind, b',' | b'}' | b'"'),
            Some(Bracket::List) => matches!(behind, b',' | b']' | b'{'),
        }
    }

    pub(super) fn is_within_list(&self) -> bool {
        self.open.iter().any(|open| open.bracket == Bracket::List)
    }

    /// Whether the list that is being read is the value of a member.
    fn is_in_object(&self) -> bool {
        self.open.iter().nth_back(1).is_some_and(|open| open.bracket == Bracket::Object)
    }

    /// The object or list that is being read ends here, without its bracket.
    pub(super) fn unclosed(&mut self, after: After) {
        self.carried_comma = matches!(after, After::Comma(_));
        let Some(Open { span, bracket, .. }) = self.suspect_or_last() else { return };
        let (open, close) = match bracket {
            Bracket::Object => ('{', '}'),
            Bracket::List => ('[', ']'),
        };
        let error =
            PolicyError::new(ErrorCode::UnclosedBracket, span, format!("this `{open}` is not closed"))
                .help_with(format!("put a `{close}` behind its last entry"));
        self.damage += 1;
        self.lexer.errors.push(error);
    }

    /// What to point at when the last opening bracket is not closed: one within it whose closing bracket is indented
    /// as if it were meant for the last.
    fn suspect_or_last(&mut self) -> Option<Open> {
        let last = *self.open.last()?;
        let suspect = self.suspect.take().filter(|suspect| suspect.span > last.span);
        Some(suspect.unwrap_or(last))
    }

    /// Remembers what is closed on a line that is indented less than its own.
    pub(super) fn suspect(&mut self) {
        let Some(&open) = self.open.last() else { return };
        let line = self.lexer.line();
        let is_first = self.current.span.start() == line.start + line.indent;
        if is_first
            && self.suspect.is_none()
            && open.line.start < line.start
            && open.line.indent > line.indent
        {
            self.suspect = Some(open);
        }
    }

    /// The text ends within objects and lists: one error for all of them.
    pub(super) fn ends_early(&mut self) {
        self.damage += 1;
        if std::mem::replace(&mut self.has_ended, true) {
            return;
        }
        let Some(open) = self.suspect_or_last() else { return };
        let closers: String = self
            .open
            .iter()
            .rev()
            .map(|open| if open.bracket == Bracket::Object { '}' } else { ']' })
            .collect();
        let sign = if open.bracket == Bracket::Object { '{' } else { '[' };
        let text = format!("the text ends and this `{sign}` is not closed");
        let error = PolicyError::new(ErrorCode::UnclosedBracket, open.span, text)
            .help_with(format!("put `{closers}` at the end, or look for a bracket that is missing before"));
        self.lexer.errors.push(error);
    }

    pub(super) fn stray_bracket(&mut self) {
        let text = format_args!("{} has no counterpart", self.quote(self.current.span));
        self.report(ErrorCode::StrayBracket, self.current.span, text);
        self.advance();
    }
}
