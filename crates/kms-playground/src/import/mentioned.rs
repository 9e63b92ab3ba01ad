//! The only key that a text names in passing: in prose, on a command line, as the resource of an IAM policy.
//!
//! Never in a condition of a policy, whose value says nothing of where the key is.

use kms_policy::{Arn, ResourceElement, Span};

use super::denial::is_complete;
use super::draft::{Draft, FoundKey, is_key_arn};
use super::result::ImportKind;
use super::text::Text;
use super::wrapper::arns;
use crate::scenario::Key;

/// How many ARNs of a text are looked at.
const MAX: usize = 500;

/// Takes the key, if nothing in the text is surer.
pub(super) fn read(draft: &mut Draft, text: &Text) {
    let is_known = draft.keys.iter().any(|it| !it.key.arn.is_empty())
        || draft.requests.iter().any(|it| it.key.is_some());
    if is_known {
        return;
    }
    let policies = draft.key_policies.iter().chain(&draft.identity_policies);
    let policies: Vec<Span> = policies
        .chain(draft.other_policies.iter().map(|(_, it)| it))
        .map(|it| it.span)
        .chain(draft.taken.iter().copied())
        .collect();
    let outside = |span: Span| policies.iter().all(|it| span.end() <= it.start() || it.end() <= span.start());
    let mut found: Vec<(String, Span)> = Vec::new();
    for (arn, span) in arns(text, 0, ":kms:").take(MAX) {
        if is_whole(&arn) && outside(span) && found.iter().all(|(known, _)| *known != arn) {
            found.push((arn, span));
        }
    }
    if found.is_empty() && draft.key_policies.is_empty() {
        for policy in &draft.identity_policies {
            for arn in resources(&policy.text) {
                if found.iter().all(|(known, _)| *known != arn) {
                    found.push((arn, policy.span));
                }
            }
        }
    }
    if let [(arn, span)] = found.as_slice() {
        draft.keys.push(FoundKey { key: Key::new(arn.clone()), span: *span, certain: false });
    }
}

/// Takes a text that is one ARN: of a key, of an alias, or of a caller.
pub(super) fn alone(draft: &mut Draft, text: &Text) {
    let all = text.as_str();
    let arn = all.trim().trim_matches(['"', '\'', '`', ',']);
    let Some([_, _, service, _, _, resource]) =
        Arn::split(arn).filter(|_| arn.len() < 2100 && !arn.contains(char::is_whitespace))
    else {
        return;
    };
    let start = all.find(arn).unwrap_or_default();
    let span = text.span(start, start + arn.len());
    if is_whole(arn) || service == "kms" && resource.starts_with("alias/") {
        draft.recognise(ImportKind::Key, span, format!("The key `{arn}`."));
        draft.keys.push(FoundKey { key: Key::new(arn), span, certain: true });
    } else if matches!(service, "iam" | "sts")
        && ["user/", "role/", "assumed-role/"].iter().any(|it| resource.starts_with(it))
    {
        draft.recognise(ImportKind::Key, span, format!("The caller `{arn}`."));
        draft.caller = Some((arn.to_owned(), span));
    }
}

/// Whether an ARN names one key, whole.
fn is_whole(arn: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || ":/-".contains(it);
    is_key_arn(arn) && is_complete(arn) && arn.chars().all(plain)
}

/// The keys that an IAM policy names as its resources.
fn resources(text: &str) -> Vec<String> {
    let document = kms_policy::parse(text, kms_policy::PolicyKind::IdentityBased).document;
    let lists = document.statements.iter().filter_map(|statement| match &statement.resource {
        Some(ResourceElement::Resource(list)) => Some(&list.items),
        _ => None,
    });
    lists.flatten().map(|item| item.value.clone()).filter(|arn| is_whole(arn)).collect()
}
