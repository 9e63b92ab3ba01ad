//! Any bytes as a policy of every kind, looked at and fixed: no panic, bounded findings with places inside the text, fixes
//! that can be applied, remove their finding and leave JSON.

#![no_main]

use kms_lint::{Facts, Finding, Policy, fix, lint};
use kms_policy::edit::{Edit, Editor, Json};
use kms_policy::{PolicyKind, Span, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let facts = Facts::of_key("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    for kind in [PolicyKind::KeyPolicy, PolicyKind::ALL[data.len() % PolicyKind::ALL.len()]] {
        let before = findings(&text, kind, &facts);
        assert!(before.len() <= 200);
        for finding in &before {
            assert!(!finding.spans.is_empty() && !finding.message.is_empty());
            assert!(finding.spans.iter().all(|span| span.of(&text).is_some()));
            let Some(fix) = &finding.fix else { continue };
            let fixed = fix.edit.apply(&text).expect("a fix can be applied");
            assert!(is_json(&fixed));
            // A full list may hide what the fix makes room for.
            if before.len() < 200 {
                let count = |list: &[Finding]| list.iter().filter(|other| other.code == finding.code).count();
                assert!(count(&findings(&fixed, kind, &facts)) < count(&before), "{:?}", finding.code);
            }
        }
        let fixed = fix(&text, kind, &facts, |_| true);
        assert!(fixed.applied.is_empty() == (fixed.text == text));
    }
    edits(&text, data);
});

fn findings(text: &str, kind: PolicyKind, facts: &Facts) -> Vec<Finding> {
    lint(&Policy { text, kind, document: &parse(text, kind).document, facts })
}

fn is_json(text: &str) -> bool {
    // A comma before a bracket is all that an editor puts up with.
    serde_json::from_str::<serde_json::Value>(text).is_ok() || Editor::new(text).is_some()
}

/// Edits at places that the data chooses.
fn edits(text: &str, data: &[u8]) {
    let Some(editor) = Editor::new(text) else { return };
    let document = parse(text, PolicyKind::KeyPolicy).document;
    let byte = |at: usize| u32::from(data.get(at).copied().unwrap_or_default());
    let mut spans = vec![Span::new(byte(0), byte(0) + byte(1))];
    for statement in &document.statements {
        spans.push(statement.span);
        let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
        spans.extend(blocks.flat_map(|block| &block.entries).flat_map(|entry| [entry.key.span, entry.span]));
    }
    for span in spans {
        let all = [
            editor.replace(span, "x\"\n"),
            editor.add(span, &[Json::from("a"), Json::member("b", Json::List(Vec::new()))]),
            editor.add_member(span, "New", Json::from("x")),
            editor.remove(&[span]),
            editor.remove_condition(span),
        ];
        for edit in all.into_iter().flatten() {
            outside_is_the_same(text, &edit);
        }
    }
}

fn outside_is_the_same(text: &str, edit: &Edit) {
    let edited = edit.apply(text).expect("an edit can be applied");
    assert!(is_json(&edited), "{edited}");
    let (first, last) = (edit.changes().first().expect("a change"), edit.changes().last().expect("a change"));
    assert!(edited.starts_with(&text[..first.span.start() as usize]));
    assert!(edited.ends_with(&text[last.span.end() as usize..]));
}
