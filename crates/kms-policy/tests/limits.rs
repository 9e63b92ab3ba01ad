//! The bounds of the reader: size, depth, number of errors.

use kms_policy::{ErrorCode, MAX_BYTES, PolicyKind, Severity, parse};

const HEAD: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"#;

/// A key policy of so many bytes.
fn policy_of(bytes: usize) -> String {
    format!("{HEAD}\"*\"}}}}{}", " ".repeat(bytes - HEAD.len() - 5))
}

fn codes(text: &str) -> Vec<ErrorCode> {
    parse(text, PolicyKind::KeyPolicy).errors.iter().map(|error| error.code).collect()
}

#[test]
fn a_text_of_one_mebibyte_is_read_and_a_longer_one_is_not() {
    let text = policy_of(MAX_BYTES);
    let read = parse(&text, PolicyKind::IdentityBased);
    assert_eq!(read.document.statements.len(), 1);
    let refused = parse(&format!("{text} "), PolicyKind::KeyPolicy);
    assert_eq!(refused.errors.first().unwrap().code, ErrorCode::TooLarge);
    assert_eq!(refused.accepted(), None);
    assert!(refused.document.statements.is_empty());
}

#[test]
fn a_key_policy_over_its_quota_is_pointed_at_and_still_accepted() {
    assert_eq!(codes(&policy_of(32 * 1024)), []);
    let parse = parse(&policy_of(32 * 1024 + 1), PolicyKind::KeyPolicy);
    let error = parse.errors.first().unwrap();
    assert_eq!((error.code, error.severity), (ErrorCode::OverQuota, Severity::Warning));
    assert!(parse.accepted().is_some());
}

#[test]
fn nesting_of_64_is_read_and_65_is_refused_without_hiding_the_rest() {
    // The document and the statement are two levels.
    let nested = |levels: usize| {
        let value = format!("{}{}", "[".repeat(levels - 2), "]".repeat(levels - 2));
        format!("{HEAD}{value},\"Sid\":\"read\"}}}}")
    };
    assert!(!codes(&nested(64)).contains(&ErrorCode::TooDeep));
    let parse = parse(&nested(65), PolicyKind::KeyPolicy);
    assert_eq!(parse.errors.iter().filter(|error| error.code == ErrorCode::TooDeep).count(), 1);
    assert_eq!(parse.document.statements.first().unwrap().sid.as_ref().unwrap().value, "read");
    assert_eq!(parse.accepted(), None);
}

#[test]
fn brackets_without_end_overflow_nothing() {
    for text in ["[", "{", "{\"a\":", "[{\"a\":", "]", "}", "[}", "{]"] {
        // Deep enough for any stack; tests are not optimised.
        let hostile = text.repeat(100_000);
        assert_eq!(parse(&hostile, PolicyKind::KeyPolicy).accepted(), None, "{text}");
    }
}

#[test]
fn errors_are_bounded_and_a_refusal_among_those_left_out_counts() {
    // Notes fill the list; the refusal behind them is not listed and still decides.
    let notes = "\"<x>\",".repeat(300);
    let text = format!("{HEAD}[{notes}\"*\"],\"Sid\":\"a\u{9375}\"}}}}");
    let parse = parse(&text, PolicyKind::KeyPolicy);
    assert_eq!(parse.errors.len(), 201);
    let last = parse.errors.last().unwrap();
    assert_eq!((last.code, last.severity), (ErrorCode::TooManyErrors, Severity::Refused));
    assert_eq!(parse.accepted(), None);
}
