//! The change of a policy's text that removes a statement, and how such a change is made.

use kms_policy::{LineIndex, PolicyDocument, PolicyKind, Span, parse};

use crate::report::{EditReport, FixReport, ReportSpan};

/// Removes a statement and the comma that separates it from its neighbor; none where nothing readable would be left.
pub(super) fn removal(text: &str, document: &PolicyDocument, index: usize) -> Option<FixReport> {
    let own = document.statements.get(index)?.span;
    let span = match (document.statements.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => Span::new(own.start(), next.span.start()),
        (None, Some(before)) => Span::new(document.statements.get(before)?.span.end(), own.end()),
        (None, None) => return None,
    };
    let edit = EditReport { span: place(text, span), text: String::new() };
    let fix = FixReport { title: "Remove the statement".to_owned(), is_safe: true, edits: vec![edit] };
    let left = parse(&fixed(text, &fix), PolicyKind::KeyPolicy);
    let is_whole =
        left.accepted().is_some() && left.document.statements.len() + 1 == document.statements.len();
    is_whole.then_some(fix)
}

/// Where a statement's Sid is written, and of one without a Sid its first brace: enough to find it by.
pub(super) fn name_of(text: &str, document: &PolicyDocument, index: usize) -> ReportSpan {
    let statement = document.statements.get(index);
    let span = statement.map_or(Span::new(0, 0), |statement| {
        let start = statement.span.start();
        statement.sid.as_ref().map_or(Span::new(start, start + 1), |sid| sid.span)
    });
    place(text, span)
}

/// Where a statement stands.
pub(super) fn whole(text: &str, document: &PolicyDocument, index: usize) -> ReportSpan {
    place(text, document.statements.get(index).map_or(Span::new(0, 0), |statement| statement.span))
}

/// A place in a text as a report has it.
pub(super) fn place(text: &str, span: Span) -> ReportSpan {
    let (start, end) = LineIndex::new(text).range(span);
    ReportSpan { start: start.into(), end: end.into() }
}

/// The text after a change.
pub fn fixed(text: &str, fix: &FixReport) -> String {
    let lines = LineIndex::new(text);
    let byte = |offset: u32| usize::try_from(lines.byte_at(offset)).unwrap_or(text.len());
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in &fix.edits {
        let (from, to) = (byte(edit.span.start.offset), byte(edit.span.end.offset));
        out.push_str(text.get(done..from).unwrap_or_default());
        out.push_str(&edit.text);
        done = to;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
