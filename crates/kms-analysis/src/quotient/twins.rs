//! Statements that several policies have alike, as an edit leaves most of them: what is found out of one holds for the
//! other.

use kms_policy::{
    ActionElement, PolicyDocument, PrincipalElement, PrincipalEntry, ResourceElement, Spanned, Statement,
    eq_ignore_case,
};

use super::atoms::entries;

/// Of each statement, those of the first policy first, the place of one of the first policy that says the same. Only
/// statements before the first change and behind the last one are looked at.
pub(super) fn twins(documents: &[&PolicyDocument]) -> Vec<Option<usize>> {
    let mut all = Vec::new();
    let Some(first) = documents.first() else { return all };
    let old = first.statements.len();
    all.resize(old, None);
    for document in documents.iter().skip(1) {
        let new = document.statements.len();
        let most = if first.effective_version() == document.effective_version() { old.min(new) } else { 0 };
        let is_same = |(one, other): (usize, usize)| {
            let statements = first.statements.get(one).zip(document.statements.get(other));
            statements.is_some_and(|(one, other)| is_same(one, other))
        };
        let before = (0..most).take_while(|at| is_same((*at, *at))).count();
        let behind = (1..=most - before).take_while(|at| is_same((old - at, new - at))).count();
        all.extend((0..new).map(|at| match at {
            _ if at < before => Some(at),
            _ if at >= new - behind => (at + old).checked_sub(new),
            _ => None,
        }));
    }
    all
}

/// Whether two statements of one version say the same, wherever they stand and whatever their Sids are.
fn is_same(one: &Statement, other: &Statement) -> bool {
    one.effect == other.effect
        && one.unread.is_empty()
        && other.unread.is_empty()
        && principals(one) == principals(other)
        && actions(one) == actions(other)
        && resources(one) == resources(other)
        && has_same_conditions(one, other)
}

fn has_same_conditions(one: &Statement, other: &Statement) -> bool {
    let [one, mut others] = [one, other].map(|it| it.condition.iter().flat_map(entries));
    for (operator, entry) in one {
        let is_same = others.next().is_some_and(|(other_operator, other)| {
            let mut values = entry.values.iter().zip(&other.values);
            operator == other_operator
                && eq_ignore_case(&entry.key.value, &other.key.value)
                && entry.values.len() == other.values.len()
                && values.all(|(one, other)| one.value.text == other.value.text)
        });
        if !is_same {
            return false;
        }
    }
    others.next().is_none()
}

/// Whether those listed are meant, or all others; none: there is no such element.
type Listed<'d, T> = Option<(bool, &'d [T])>;

fn principals(statement: &Statement) -> Listed<'_, PrincipalEntry> {
    Some(match statement.principal.as_ref()? {
        PrincipalElement::Principal(list) => (true, &list.items),
        PrincipalElement::NotPrincipal(list) => (false, &list.items),
    })
}

/// The actions of a statement.
pub(super) fn actions(statement: &Statement) -> Listed<'_, Spanned<String>> {
    Some(match statement.action.as_ref()? {
        ActionElement::Action(list) => (true, &list.items),
        ActionElement::NotAction(list) => (false, &list.items),
    })
}

fn resources(statement: &Statement) -> Listed<'_, Spanned<String>> {
    Some(match statement.resource.as_ref()? {
        ResourceElement::Resource(list) => (true, &list.items),
        ResourceElement::NotResource(list) => (false, &list.items),
    })
}
