//! The commas between entries: missing, too many, or of an object or list that was not closed.

use super::Reader;
use crate::Span;
use crate::error::ErrorCode;

/// What stands before the current token, within its object or list.
#[derive(Clone, Copy)]
pub(super) enum After {
    /// The opening bracket.
    Open,
    /// A comma.
    Comma(Span),
    /// An entry, so that a comma or the closing bracket must follow.
    Entry,
    /// Something reported already, so that a comma may follow or not.
    Fault,
}

impl Reader<'_> {
    /// What stands before the next token once an entry has been read.
    pub(super) fn entry(&mut self) -> After {
        if std::mem::take(&mut self.carried_comma) { After::Comma(self.gap()) } else { After::Entry }
    }

    pub(super) fn comma(&mut self, after: After) -> After {
        let span = self.current.span;
        self.advance();
        match after {
            After::Entry | After::Fault => After::Comma(span),
            After::Open | After::Comma(_) => {
                self.report(ErrorCode::ExtraComma, span, format_args!("a comma without a value before it"));
                after
            }
        }
    }

    pub(super) fn trailing_comma(&mut self, after: After) {
        if let After::Comma(span) = after {
            self.report(ErrorCode::TrailingComma, span, format_args!("a comma before a closing bracket"));
        }
    }

    pub(super) fn separated(&mut self, after: After) {
        if let After::Entry = after {
            self.report(ErrorCode::MissingComma, self.gap(), format_args!("a comma is missing"));
        }
    }

    /// Whether the current token follows a value without a gap.
    pub(super) fn is_glued_on(&self, after: After) -> bool {
        matches!(after, After::Entry) && self.current.span.start() == self.previous_end
    }
}
