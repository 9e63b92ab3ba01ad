//! Every key policy that differs from one in a single place: what a slip of an edit would make of it.

use std::sync::LazyLock;

use kms_policy::{ActionElement, Effect, PolicyDocument, PolicyKind, PrincipalElement, Statement, parse};

use crate::parts::{Part, variants};

/// A policy with one change.
pub(crate) struct Mutant {
    pub(crate) statement: usize,
    pub(crate) slip: Slip,
    pub(crate) document: PolicyDocument,
}

/// A change of a statement in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The statement is left out.
    NoStatement,
    /// Allow becomes Deny, or the reverse.
    OtherEffect,
    /// A part of it is left out.
    Without(Part),
    /// The principals, or the actions, become all others.
    Inverted(Element),
    /// The principals, or the actions, become all.
    All(Element),
    /// A condition takes the absence of its key, or no longer does.
    Absence {
        /// The operator as written.
        operator: String,
        /// The key.
        key: String,
    },
}

/// An element of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// `Action` or `NotAction`.
    Action,
}

/// All slips of a policy, those of the first statement first.
pub(crate) fn mutants(document: &PolicyDocument) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (at, statement) in document.statements.iter().enumerate() {
        let mut push = |slip: Slip, changed: Option<Statement>| {
            let mut mutant = document.clone();
            match (changed, mutant.statements.get_mut(at)) {
                (Some(changed), Some(place)) => *place = changed,
                _ => _ = mutant.statements.remove(at),
            }
            all.push(Mutant { statement: at, slip, document: mutant });
        };
        push(Slip::NoStatement, None);
        let mut other = statement.clone();
        if let Some(effect) = &mut other.effect {
            effect.value = if effect.value == Effect::Allow { Effect::Deny } else { Effect::Allow };
        }
        push(Slip::OtherEffect, Some(other));
        for (_, part, left) in variants(statement) {
            push(Slip::Without(part), Some(left));
        }
        for (slip, changed) in elements(statement).into_iter().chain(absences(statement)) {
            push(slip, Some(changed));
        }
    }
    all
}

/// `Principal` and `Action` of everything.
static EVERYTHING: LazyLock<PolicyDocument> = LazyLock::new(|| {
    let text =
        r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"}]}"#;
    parse(text, PolicyKind::KeyPolicy).document
});

fn elements(statement: &Statement) -> Vec<(Slip, Statement)> {
    let mut all = Vec::new();
    let inverted = match statement.principal.clone() {
        Some(PrincipalElement::Principal(list)) => Some(PrincipalElement::NotPrincipal(list)),
        Some(PrincipalElement::NotPrincipal(list)) => Some(PrincipalElement::Principal(list)),
        None => None,
    };
    let everything = EVERYTHING.statements.first();
    let everyone = everything.and_then(|everything| everything.principal.clone());
    for (slip, principal) in
        [(Slip::Inverted(Element::Principal), inverted), (Slip::All(Element::Principal), everyone)]
    {
        all.push((slip, Statement { principal, ..statement.clone() }));
    }
    let inverted = match statement.action.clone() {
        Some(ActionElement::Action(list)) => Some(ActionElement::NotAction(list)),
        Some(ActionElement::NotAction(list)) => Some(ActionElement::Action(list)),
        None => None,
    };
    let every_action = everything.and_then(|everything| everything.action.clone());
    for (slip, action) in
        [(Slip::Inverted(Element::Action), inverted), (Slip::All(Element::Action), every_action)]
    {
        all.push((slip, Statement { action, ..statement.clone() }));
    }
    all
}

/// The statement with `IfExists` behind each operator, or without.
fn absences(statement: &Statement) -> Vec<(Slip, Statement)> {
    let mut all = Vec::new();
    let blocks = statement.condition.iter().flat_map(|condition| condition.blocks.iter().enumerate());
    for (at, block) in blocks {
        let mut changed = statement.clone();
        let place = changed.condition.as_mut().and_then(|condition| condition.blocks.get_mut(at));
        let Some(operator) = place.and_then(|block| block.operator.as_mut()) else { continue };
        operator.if_exists = !operator.if_exists;
        let Some(entry) = block.entries.first() else { continue };
        let operator = block.operator_text.value.clone();
        all.push((Slip::Absence { operator, key: entry.key.value.clone() }, changed));
    }
    all
}
