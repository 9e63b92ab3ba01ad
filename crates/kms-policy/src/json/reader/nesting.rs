//! Objects and lists that are open, and how deep they may be.

use super::Reader;
use crate::Span;
use crate::error::ErrorCode;
use crate::json::Kind;
use crate::json::lexer::{Line, Token};

/// How deep objects and lists may be nested.
const MAX_DEPTH: usize = 64;

/// An object or list that is being read.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) bracket: Bracket,
    /// The opening bracket.
    pub(super) span: Span,
    /// The line on which it stands.
    pub(super) line: Line,
    /// [`Reader::damage`] when it was opened.
    pub(super) damage: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Object,
    List,
}

impl Reader<'_> {
    /// Opens an object or list; `None` if that is too deep, in which case it has been skipped.
    pub(super) fn open(&mut self, bracket: Bracket) -> Option<usize> {
        self.open_at(bracket, self.current.span)
    }

    pub(super) fn open_at(&mut self, bracket: Bracket, span: Span) -> Option<usize> {
        if self.open.len() >= MAX_DEPTH {
            self.damage(
                ErrorCode::TooDeep,
                span,
                format_args!("objects and lists are nested deeper than 64"),
            );
            self.missing();
            self.skip();
            return None;
        }
        let node = self.nodes.len();
        let kind = match bracket {
            Bracket::Object => Kind::Object { damaged: false },
            Bracket::List => Kind::Array,
        };
        self.open.push(Open { bracket, span, line: self.lexer.line(), damage: self.damage });
        self.push(kind, span);
        Some(node)
    }

    pub(super) fn close(&mut self, node: usize) {
        let next = self.nodes.len() as u32;
        let end = self.previous_end;
        let is_damaged = self.open.pop().is_some_and(|open| open.damage < self.damage);
        let Some(node) = self.nodes.get_mut(node) else { return };
        node.next = next;
        node.span = Span::new(node.span.start(), end.max(node.span.end()));
        if let Kind::Object { damaged } = &mut node.kind {
            *damaged = is_damaged;
        }
    }

    /// Passes over an object or list without reading it.
    pub(super) fn skip(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.current.token {
                Token::OpenBrace | Token::OpenBracket => depth += 1,
                Token::CloseBrace | Token::CloseBracket => depth -= 1,
                Token::End => return,
                _ => {}
            }
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }
}
