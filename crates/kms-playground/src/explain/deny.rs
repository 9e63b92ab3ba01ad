//! Why a Deny applies: for each condition the value that made it match, absent keys included.

use super::{count, list, lower};
use crate::report::{Element, ElementOutcome, ElementReport};

/// How many reasons a sentence gives before it counts the rest.
const SHOWN: usize = 2;

/// Why a Deny whose elements all match applies to this call and not to every call: its conditions and negated
/// elements. None for a Deny that has neither. A clause without a full stop.
pub(super) fn because(elements: &[ElementReport]) -> Option<String> {
    let matching = elements.iter().filter(|element| element.outcome == ElementOutcome::Matches);
    let reasons: Vec<String> = matching.filter_map(reason).collect();
    let more = reasons.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = reasons.into_iter().take(SHOWN).collect();
    if more > 0 {
        shown.push(format!("{} to the same effect", count(more, "further condition")));
    }
    (!shown.is_empty()).then(|| match shown.as_slice() {
        // Clauses have commas of their own.
        [_, _, ..] => shown.join("; "),
        _ => list(&shown, "and"),
    })
}

/// The clause of one element; none for lists that merely include the call.
fn reason(element: &ElementReport) -> Option<String> {
    match element.element {
        Element::Condition => Some(with_key(element)),
        Element::NotPrincipal | Element::NotAction | Element::NotResource => {
            let lists = ["Does not", "Lists"].iter().any(|start| element.text.starts_with(start));
            let text = lower(&element.text);
            Some(if lists { format!("its `{}` {text}", element.element.name()) } else { text })
        }
        _ => None,
    }
}

/// The text of a condition as a clause that names the condition key.
pub(super) fn with_key(element: &ElementReport) -> String {
    let text = lower(&element.text);
    match &element.key {
        Some(key) if !text.contains(key.as_str()) => format!("{text} (`{key}`)"),
        _ => text,
    }
}
