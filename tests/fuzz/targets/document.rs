//! Any bytes as a policy of every kind: no panic, bounded errors, places inside the text, and a refusal wherever
//! an error says so.

#![no_main]

use kms_policy::{LineIndex, Parse, PolicyKind, Severity, Span, parse, pretty};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let index = LineIndex::new(&text);
    let laid_out = pretty(&text);
    // A key policy has most rules; the length chooses another kind.
    for kind in [PolicyKind::KeyPolicy, PolicyKind::ALL[data.len() % PolicyKind::ALL.len()]] {
        let read = parse(&text, kind);
        check(&text, &index, &read);
        if read.accepted().is_some() {
            assert!(is_json(&text));
        }
        if let Some(laid_out) = &laid_out {
            same_document(&read, &parse(laid_out, kind));
        }
    }
    if let Some(laid_out) = laid_out {
        assert!(is_json(&text) && is_json(&laid_out));
        assert_eq!(pretty(&laid_out).as_ref(), Some(&laid_out));
    }
});

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn check(text: &str, index: &LineIndex<'_>, read: &Parse) {
    assert!(read.errors.len() <= 201);
    assert!(read.errors.is_sorted_by_key(|error| error.span));
    let is_refused = read.errors.iter().any(|error| error.severity == Severity::Refused);
    assert_eq!(read.accepted().is_none(), is_refused);
    for error in &read.errors {
        assert!(error.text().chars().count() <= 160, "{}", error.text());
        inside(text, index, error.span);
    }
    let document = &read.document;
    inside(text, index, document.span);
    for statement in &document.statements {
        inside(text, index, statement.span);
        assert!(document.span.cover(statement.span) == document.span, "a statement outside its document");
        let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
        for entry in blocks.flat_map(|block| &block.entries) {
            inside(text, index, entry.key.span);
            entry.values.iter().for_each(|value| inside(text, index, value.span));
        }
    }
}

fn inside(text: &str, index: &LineIndex<'_>, span: Span) {
    assert!(span.of(text).is_some(), "{span:?}");
    let (start, end) = index.range(span);
    assert_eq!((index.byte_at(start.offset), index.byte_at(end.offset)), (span.start(), span.end()));
}

/// Equality of what is spanned ignores the places; statements and elements carry theirs beside.
fn same_document(read: &Parse, laid_out: &Parse) {
    let (left, right) = (&read.document, &laid_out.document);
    assert_eq!((&left.version, &left.id), (&right.version, &right.id));
    assert_eq!(left.statements.len(), right.statements.len());
    for (left, right) in left.statements.iter().zip(&right.statements) {
        assert_eq!((&left.sid, &left.effect), (&right.sid, &right.effect));
        let conditions = [left, right].map(|statement| {
            let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
            let entries =
                blocks.flat_map(|block| block.entries.iter().map(move |entry| (block.operator, entry)));
            entries.map(|(operator, entry)| (operator, &entry.key, &entry.values)).collect::<Vec<_>>()
        });
        let [left, right] = conditions;
        assert_eq!(left, right);
    }
}
