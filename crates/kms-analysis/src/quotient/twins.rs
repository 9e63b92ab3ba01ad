//! Statements that several policies have alike, as an edit leaves most of them: what is found out of one holds for the
//! other.

use kms_policy::{
    ActionElement, ConditionElement, PolicyDocument, PrincipalElement, ResourceElement, Statement,
};

/// Of each statement, those of the first policy first, the place of one of the first policy that says the same. Only
/// statements before the first change and behind the last one are looked at.
pub(super) fn twins(documents: &[&PolicyDocument]) -> Vec<Option<usize>> {
    let mut all = Vec::new();
    let Some(first) = documents.first() else { return all };
    all.resize(first.statements.len(), None);
    for document in documents.iter().skip(1) {
        let (old, new) = (&first.statements, &document.statements);
        let may_be = old.len().min(new.len());
        let is_alike = first.effective_version() == document.effective_version();
        let most = if is_alike { may_be } else { 0 };
        let before = old.iter().zip(new).take(most).take_while(|(old, new)| is_same(old, new)).count();
        let ends = old.iter().rev().zip(new.iter().rev()).take(most - before);
        let behind = ends.take_while(|(old, new)| is_same(old, new)).count();
        all.extend((0..new.len()).map(|at| match at {
            _ if at < before => Some(at),
            _ if at >= new.len() - behind => (at + old.len()).checked_sub(new.len()),
            _ => None,
        }));
    }
    all
}

/// Whether two statements say the same, wherever they stand and whatever their Sids are.
fn is_same(one: &Statement, other: &Statement) -> bool {
    one.effect == other.effect
        && one.unread.is_empty()
        && other.unread.is_empty()
        && match (&one.principal, &other.principal) {
            (Some(PrincipalElement::Principal(one)), Some(PrincipalElement::Principal(other)))
            | (Some(PrincipalElement::NotPrincipal(one)), Some(PrincipalElement::NotPrincipal(other))) => {
                one.items == other.items
            }
            (one, other) => one.is_none() && other.is_none(),
        }
        && is_same_action(one.action.as_ref(), other.action.as_ref())
        && match (&one.resource, &other.resource) {
            (Some(ResourceElement::Resource(one)), Some(ResourceElement::Resource(other)))
            | (Some(ResourceElement::NotResource(one)), Some(ResourceElement::NotResource(other))) => {
                one.items == other.items
            }
            (one, other) => one.is_none() && other.is_none(),
        }
        && match (&one.condition, &other.condition) {
            (Some(one), Some(other)) => is_same_condition(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
}

/// Whether two statements are about the same actions.
pub(super) fn is_same_action(one: Option<&ActionElement>, other: Option<&ActionElement>) -> bool {
    match (one, other) {
        (Some(ActionElement::Action(one)), Some(ActionElement::Action(other)))
        | (Some(ActionElement::NotAction(one)), Some(ActionElement::NotAction(other))) => {
            one.items == other.items
        }
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn is_same_condition(one: &ConditionElement, other: &ConditionElement) -> bool {
    let is_same_length = one.blocks.len() == other.blocks.len();
    is_same_length
        && one.blocks.iter().zip(&other.blocks).all(|(one, other)| {
            one.operator == other.operator
                && one.entries.len() == other.entries.len()
                && one
                    .entries
                    .iter()
                    .zip(&other.entries)
                    .all(|(one, other)| one.key == other.key && one.values == other.values)
        })
}
