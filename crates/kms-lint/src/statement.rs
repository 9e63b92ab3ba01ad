//! One statement as rules look at it: its actions with the operations that they match, its principals, its conditions.

use kms_catalog::{ConditionKey, Operation};
use kms_policy::{
    Action, ActionElement, Effect, Pattern, PolicyKind, PrincipalElement, PrincipalEntry, Resource,
    ResourceElement, Statement,
};

use crate::call::Ways;
use crate::condition::ConditionView;

/// How many entries of one list rules look at.
const MOST: usize = 500;

/// A statement with what follows from it.
pub(crate) struct StatementView<'a> {
    pub(crate) statement: &'a Statement,
    /// The entries of `Action`; empty with `NotAction`.
    pub(crate) actions: Vec<ActionView<'a>>,
    /// The operations of KMS that the statement speaks of.
    pub(crate) operations: Vec<&'static Operation>,
    pub(crate) conditions: Vec<ConditionView<'a>>,
    /// The ways in which its principals can call.
    pub(crate) ways: Ways,
}

/// One entry of an action list.
pub(crate) struct ActionView<'a> {
    pub(crate) action: &'a Action,
    /// The operations of KMS that it matches.
    pub(crate) operations: Vec<&'static Operation>,
}

impl ActionView<'_> {
    pub(crate) fn text(&self) -> &str {
        &self.action.value
    }

    /// What stands behind `kms:`, if the service is written so.
    pub(crate) fn name(&self) -> Option<&str> {
        let (service, name) = self.text().split_once(':')?;
        service.eq_ignore_ascii_case("kms").then_some(name)
    }

    pub(crate) fn has_wildcards(&self) -> bool {
        self.text().bytes().any(|byte| matches!(byte, b'*' | b'?'))
    }
}

impl<'a> StatementView<'a> {
    pub(crate) fn new(statement: &'a Statement, kind: PolicyKind) -> Self {
        let view = |action: &'a Action| ActionView { action, operations: matched(&action.value) };
        let (actions, operations) = match &statement.action {
            Some(ActionElement::Action(elements)) => {
                let actions: Vec<_> = elements.items.iter().take(MOST).map(view).collect();
                let listed = |operation: &&Operation| {
                    actions.iter().any(|action| action.operations.contains(operation))
                };
                let operations = Operation::all().iter().filter(listed).collect();
                (actions, operations)
            }
            Some(ActionElement::NotAction(elements)) => {
                let but: Vec<_> = elements.items.iter().take(MOST).map(view).collect();
                let listed =
                    |operation: &&Operation| !but.iter().any(|action| action.operations.contains(operation));
                (Vec::new(), Operation::all().iter().filter(listed).collect())
            }
            None => (Vec::new(), Vec::new()),
        };
        let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
        let conditions = blocks
            .filter_map(|block| Some((block, block.operator?)))
            .flat_map(|(block, operator)| {
                block.entries.iter().map(move |entry| ConditionView {
                    block,
                    operator,
                    entry,
                    key: ConditionKey::find(&entry.key.value),
                })
            })
            .take(MOST)
            .collect();
        let ways = match kind {
            PolicyKind::KeyPolicy | PolicyKind::ResourceControlPolicy | PolicyKind::VpcEndpointPolicy => {
                Ways::of_principals(statement.principal.as_ref())
            }
            // Attached to users, roles or accounts: a service principal has none of these policies.
            PolicyKind::IdentityBased
            | PolicyKind::PermissionsBoundary
            | PolicyKind::SessionPolicy
            | PolicyKind::ServiceControlPolicy => Ways::IAM,
        };
        Self { statement, actions, operations, conditions, ways }
    }

    pub(crate) fn is_allow(&self) -> bool {
        self.statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow)
    }

    pub(crate) fn is_deny(&self) -> bool {
        self.statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny)
    }

    /// Whether everything in it could be read; what is said of the statement as a whole needs that.
    pub(crate) fn is_whole(&self) -> bool {
        self.statement.unread.is_empty()
            && self.statement.effect.is_some()
            && self
                .statement
                .condition
                .iter()
                .flat_map(|condition| &condition.blocks)
                .all(|block| block.operator.is_some())
    }

    /// The entries of `Principal`; empty with `NotPrincipal`.
    pub(crate) fn principals(&self) -> &'a [PrincipalEntry] {
        match &self.statement.principal {
            Some(PrincipalElement::Principal(elements)) => {
                elements.items.get(..MOST).unwrap_or(&elements.items)
            }
            _ => &[],
        }
    }

    /// The entries of `Resource`; empty with `NotResource`.
    pub(crate) fn resources(&self) -> &'a [Resource] {
        match &self.statement.resource {
            Some(ResourceElement::Resource(elements)) => {
                elements.items.get(..MOST).unwrap_or(&elements.items)
            }
            _ => &[],
        }
    }

    /// The conditions on a key.
    pub(crate) fn conditions_on<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s ConditionView<'a>> {
        self.conditions.iter().filter(move |condition| condition.is(key))
    }

    /// The conditions that fail for every request without this key.
    pub(crate) fn conditions_needing<'s>(
        &'s self,
        key: &'s str,
    ) -> impl Iterator<Item = &'s ConditionView<'a>> {
        self.conditions_on(key).filter(|condition| condition.needs_key())
    }

    /// Whether a condition fails for every request without one of these keys.
    pub(crate) fn needs_any(&self, keys: &[&str]) -> bool {
        self.conditions
            .iter()
            .any(|condition| condition.needs_key() && keys.iter().any(|key| condition.is(key)))
    }

    pub(crate) fn has_condition(&self) -> bool {
        self.statement.condition.iter().any(|condition| !condition.blocks.is_empty())
    }

    /// Whether it speaks of KMS alone, so that what no KMS request carries is a mistake.
    pub(crate) fn is_about_kms_alone(&self, kind: PolicyKind) -> bool {
        kind == PolicyKind::KeyPolicy
            || !self.actions.is_empty() && self.actions.iter().all(|action| action.name().is_some())
    }

    /// Whether it covers an operation of this name.
    pub(crate) fn covers(&self, operation: &str) -> bool {
        self.operations.iter().any(|covered| covered.name == operation)
    }
}

/// The operations of KMS that an action pattern matches.
pub(crate) fn matched(action: &str) -> Vec<&'static Operation> {
    let pattern = Pattern::new(action);
    let is_matched = |operation: &&Operation| pattern.matches_ignoring_case(operation.permission());
    Operation::all().iter().filter(is_matched).collect()
}
