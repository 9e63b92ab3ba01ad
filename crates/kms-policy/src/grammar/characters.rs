//! What the strings of a policy are made of: characters that AWS's APIs do not take.
//!
//! AWS KMS API Reference, PutKeyPolicy, `Policy`; IAM API Reference, `policyDocumentType`. Outside strings JSON
//! itself takes no such characters.

use crate::error::{ErrorCode, Errors, PolicyError, quote};
use crate::json::{Tree, strings};
use crate::{PolicyKind, Span};

/// Checks all strings of a text.
pub(super) fn check(tree: &Tree<'_>, kind: PolicyKind, errors: &mut Errors) {
    let text = tree.text();
    // Organizations and VPC endpoints take any characters.
    let is_limited = matches!(
        kind,
        PolicyKind::KeyPolicy
            | PolicyKind::IdentityBased
            | PolicyKind::PermissionsBoundary
            | PolicyKind::SessionPolicy
    );
    let has_wide = is_limited && text.bytes().any(|byte| byte >= 0x7F);
    let has_escapes = is_limited && text.contains('\\');
    if !(has_wide || has_escapes) {
        return;
    }
    for string in tree.strings() {
        if has_wide && string.raw.bytes().any(|byte| byte >= 0x7F) {
            bare_characters(string.raw, string.start, errors);
        }
        if has_escapes && string.escaped {
            escaped_characters(string.raw, string.start, errors);
        }
    }
}

/// Reports each run of characters above U+00FF, and of control characters within Latin-1.
fn bare_characters(raw: &str, start: usize, errors: &mut Errors) {
    let mut rest = raw;
    while let Some(at) = rest.find(is_refused) {
        let run = rest.get(at..).unwrap_or_default();
        let length = run.find(|c| !is_refused(c)).unwrap_or(run.len());
        let offset = start + (raw.len() - rest.len()) + at;
        let span = Span::new(offset as u32, (offset + length) as u32);
        let written = run.get(..length).unwrap_or_default();
        let codes: Vec<_> = written.chars().take(3).map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let text = format!("AWS does not take {} in a policy ({})", quote(written), codes.join(" "));
        errors.push(PolicyError::new(ErrorCode::CharacterNotAllowed, span, text));
        rest = run.get(length..).unwrap_or_default();
    }
    // Within the API's pattern, but not among the printable characters that its text speaks of.
    for (at, control) in raw.char_indices().filter(|(_, c)| matches!(c, '\u{7F}'..='\u{9F}')) {
        let span = Span::new((start + at) as u32, (start + at + control.len_utf8()) as u32);
        let text = format!("a control character in a policy (U+{:04X})", u32::from(control));
        errors.push(PolicyError::new(ErrorCode::EscapedCharacter, span, text).help_with("remove it"));
    }
}

fn is_refused(c: char) -> bool {
    c > '\u{FF}'
}

/// Reports escapes that stand for characters above U+00FF.
fn escaped_characters(raw: &str, start: usize, errors: &mut Errors) {
    for (_, range) in strings::escaped_characters(raw).filter(|(character, _)| is_refused(*character)) {
        let span = Span::new((start + range.start) as u32, (start + range.end) as u32);
        let text =
            format!("{} stands for a character above U+00FF", quote(raw.get(range).unwrap_or_default()));
        errors.push(PolicyError::new(ErrorCode::EscapedCharacter, span, text));
    }
}
