//! A line before a policy that says what kind of policy it is: "SCP on the OU:", "### Permissions boundary".
//!
//! A ticket has several policies after one another, and an SCP looks like any IAM policy.

use kms_policy::Span;

use super::draft::Draft;
use super::unwrap;
use crate::refusal;
use crate::report::PolicyKind;

/// Words that name a kind of policy, in small letters.
const WORDS: [(&str, PolicyKind); 9] = [
    ("service control polic", PolicyKind::ServiceControlPolicy),
    ("scp", PolicyKind::ServiceControlPolicy),
    ("resource control polic", PolicyKind::ResourceControlPolicy),
    ("rcp", PolicyKind::ResourceControlPolicy),
    ("boundary", PolicyKind::PermissionsBoundary),
    ("session polic", PolicyKind::SessionPolicy),
    ("endpoint polic", PolicyKind::VpcEndpointPolicy),
    ("key polic", PolicyKind::KeyPolicy),
    ("identity", PolicyKind::IdentityPolicy),
];

/// How many policies are moved: each is looked for among all that was recognized.
const MAX: usize = 50;
/// How long a heading may be, in bytes.
const LONGEST: usize = 80;

/// Moves policies that do not say what they are to the kind that the line before them names.
pub(super) fn read(draft: &mut Draft, pasted: &str) {
    let [mut with, mut without] =
        [std::mem::take(&mut draft.key_policies), std::mem::take(&mut draft.identity_policies)];
    for (list, has_principal) in [(&mut with, true), (&mut without, false)] {
        list.retain_mut(|found| {
            let kind =
                kind_before(pasted, found.span).filter(|_| found.name.is_empty() && found.key.is_none());
            let Some((kind, row)) = kind.and_then(|kind| Some((kind, refusal::row(kind)?))) else {
                return true;
            };
            let fits = match kind {
                PolicyKind::KeyPolicy | PolicyKind::IdentityPolicy => false,
                PolicyKind::ResourceControlPolicy | PolicyKind::VpcEndpointPolicy => has_principal,
                _ => !has_principal,
            };
            if fits && draft.other_policies.len() < MAX {
                let name = row.none_allows.first().copied().unwrap_or_default();
                draft.rename(found.span, kind, format!("The {name}, as the line before it says."));
                draft.other_policies.push((kind, std::mem::take(found)));
                return false;
            }
            true
        });
    }
    draft.key_policies = with;
    draft.identity_policies = without;
}

/// The only kind of policy that the last line before a place names, where that is a heading and no sentence of AWS's.
fn kind_before(pasted: &str, span: Span) -> Option<PolicyKind> {
    let before = pasted.get(..span.start() as usize)?;
    let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(4 * LONGEST))..)?;
    let mut lines = near.lines().rev().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !unwrap::is_fence(line))?;
    if line.len() > LONGEST || line.contains(['{', '}', '"']) || line.contains("is not authorized") {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let words = |it: &str| match it.len() {
        // An abbreviation is a word of its own.
        ..=3 => {
            lower.split(|it: char| !it.is_ascii_alphanumeric()).any(|word| word.trim_end_matches('s') == it)
        }
        _ => lower.contains(it),
    };
    let mut kinds = WORDS.iter().filter(|(word, _)| words(word)).map(|(_, kind)| *kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}
