//! Conditions, values, actions and principals that do nothing: without one of them the policy means the same.
//!
//! Each is taken alone, and the policy without it compared with the policy as it is.

use kms_policy::{ActionElement, PolicyDocument, PrincipalElement, Span, Statement};

use crate::compare::{Relation, STEPS, compare_within};
use crate::quotient::KeyFacts;

/// The parts of statements that do nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleParts {
    /// Each, in the order of the text.
    pub parts: Vec<IdlePart>,
    /// Whether all parts of the policy were looked at.
    pub is_complete: bool,
}

/// A part of a statement that does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdlePart {
    /// The statement, by its index.
    pub statement: usize,
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub part: Part,
}

/// A part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A condition: the operator and the key as written.
    Condition {
        /// The operator.
        operator: String,
        /// The key.
        key: String,
    },
    /// One of several values of a condition.
    Value {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// One of several actions.
    Action(String),
    /// One of several principals.
    Principal(String),
}

/// How many parts are looked at.
const MOST_PARTS: usize = 400;

/// The parts of statements that do nothing, but for those of the statements `without`, which do nothing as a whole.
/// What cannot be told is left out.
pub fn idle_parts(document: &PolicyDocument, facts: &KeyFacts, without: &[usize]) -> IdleParts {
    let mut found = IdleParts { parts: Vec::new(), is_complete: true };
    let mut looked = 0;
    for (index, statement) in document.statements.iter().enumerate() {
        let is_read = statement.effect.is_some() && statement.unread.is_empty();
        if without.contains(&index) || !is_read {
            continue;
        }
        for (span, part, left) in variants(statement) {
            if looked == MOST_PARTS {
                found.is_complete = false;
                return found;
            }
            looked += 1;
            let mut changed = document.clone();
            if let Some(place) = changed.statements.get_mut(index) {
                *place = left;
            }
            let compared = compare_within(document, &changed, facts, STEPS / 10);
            if compared.relation() == Relation::Same {
                found.parts.push(IdlePart { statement: index, span, part });
            }
        }
    }
    found
}

/// The statement without each of its parts.
pub(crate) fn variants(statement: &Statement) -> Vec<(Span, Part, Statement)> {
    let mut all = Vec::new();
    if let Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) =
        &statement.principal
    {
        for (at, entry) in list.items.iter().enumerate().filter(|_| list.items.len() > 1) {
            let mut left = statement.clone();
            if let Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) =
                &mut left.principal
            {
                list.items.remove(at);
            }
            all.push((entry.text.span, Part::Principal(entry.text.value.clone()), left));
        }
    }
    if let Some(ActionElement::Action(list) | ActionElement::NotAction(list)) = &statement.action {
        for (at, action) in list.items.iter().enumerate().filter(|_| list.items.len() > 1) {
            let mut left = statement.clone();
            if let Some(ActionElement::Action(list) | ActionElement::NotAction(list)) = &mut left.action {
                list.items.remove(at);
            }
            all.push((action.span, Part::Action(action.value.clone()), left));
        }
    }
    let blocks = statement.condition.iter().flat_map(|condition| condition.blocks.iter().enumerate());
    for (block_at, block) in blocks {
        for (at, entry) in block.entries.iter().enumerate() {
            let key = entry.key.value.clone();
            let mut left = statement.clone();
            if let Some(block) = left.condition.as_mut().and_then(|all| all.blocks.get_mut(block_at)) {
                block.entries.remove(at);
            }
            let part = Part::Condition { operator: block.operator_text.value.clone(), key: key.clone() };
            all.push((entry.key.span, part, left));
            for (value_at, value) in entry.values.iter().enumerate().filter(|_| entry.values.len() > 1) {
                let mut left = statement.clone();
                let condition = left.condition.as_mut();
                let entry = condition
                    .and_then(|all| all.blocks.get_mut(block_at))
                    .and_then(|block| block.entries.get_mut(at));
                if let Some(entry) = entry {
                    entry.values.remove(value_at);
                }
                all.push((
                    value.span,
                    Part::Value { key: key.clone(), value: value.value.text.clone() },
                    left,
                ));
            }
        }
    }
    all
}
