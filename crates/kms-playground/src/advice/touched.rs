//! Which calls a change can decide otherwise: those of an operation that a statement or grant covers which comes, goes
//! or is rewritten. Every other call meets the same statements and grants before and after, so that whether it is allowed
//! need not be asked again.

use kms_authz::CompiledPolicy;
use kms_catalog::Operation;
use kms_catalog::names::operations;
use kms_policy::{PolicyKind, Statement};

use super::types::{AdviceAction, AdvicePart};
use crate::scenario::{PolicyId, PolicyText, Request, Scenario};

/// A policy that says nothing.
const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// The calls that a change can decide otherwise.
pub(super) struct Touched {
    /// All of them: the change is of more than statements and grants.
    everything: bool,
    /// Those that need one of these permissions.
    permissions: Vec<&'static str>,
}

impl Touched {
    /// What these parts touch, which lead from one scenario to the other.
    pub(super) fn new(before: &Scenario, after: &Scenario, parts: &[AdvicePart]) -> Self {
        let mut touched = Self { everything: false, permissions: Vec::new() };
        for part in parts {
            match &part.action {
                AdviceAction::EditPolicy { policy, .. } | AdviceAction::AddPolicy { policy, .. } => {
                    touched.add_policy(policy, before, after);
                }
                AdviceAction::AddGrant { grant, .. } => {
                    // Whoever may use a grant or has made it may be the one to retire it.
                    let names = grant.operations.iter().map(String::as_str);
                    let found = names.chain([operations::RETIRE_GRANT]).filter_map(Operation::find);
                    touched.permissions.extend(found.map(Operation::permission));
                }
                // Calls are compared that stay as they are.
                AdviceAction::ChangeRequest { .. } => {}
                AdviceAction::ChangeKey { .. } => touched.everything = true,
            }
        }
        touched
    }

    /// Whether no call is decided otherwise.
    pub(super) const fn is_nothing(&self) -> bool {
        !self.everything && self.permissions.is_empty()
    }

    /// Whether the request may be decided otherwise.
    pub(super) fn has(&self, request: &Request) -> bool {
        // A key that is made is checked on further permissions, by what the call says of it.
        let makes_key = |name: &str| matches!(name, operations::CREATE_KEY | operations::REPLICATE_KEY);
        let needs = |check: &kms_catalog::Check| {
            makes_key(check.operation.name) || self.permissions.contains(&check.operation.permission())
        };
        self.everything || !self.is_nothing() && Operation::checks(&request.action).iter().any(needs)
    }

    fn add_policy(&mut self, id: &str, before: &Scenario, after: &Scenario) {
        let Ok(id) = id.parse::<PolicyId>() else { return self.everything = true };
        let kind: PolicyKind = id.role.kind().into();
        match (id.policy_text(before), id.policy_text(after)) {
            (None, None) => {}
            (Some(old), Some(new)) if old.text() == new.text() => {}
            (Some(old), Some(new)) => self.add_difference(old, new, kind),
            // Beside others an IAM policy does what its statements say; a first boundary or session policy limits every call.
            (None, Some(new)) if kind == PolicyKind::IdentityBased => {
                self.add_difference(&PolicyText::new(NOTHING), new, kind);
            }
            _ => self.everything = true,
        }
    }

    /// Adds what the statements cover that one text has and the other has not: those between what both begin with and
    /// what both end with.
    fn add_difference(&mut self, old: &PolicyText, new: &PolicyText, kind: PolicyKind) {
        let texts = [old.text(), new.text()];
        let read = [old, new].map(|text| text.parsed(kind));
        let [old, new] = read.each_ref().map(|parse| &parse.document);
        let is_accepted = read.iter().all(|parse| parse.accepted().is_some());
        self.everything |= !is_accepted || old.effective_version() != new.effective_version();
        let is_same = |(old, new): &(&Statement, &Statement)| old.span.of(texts[0]) == new.span.of(texts[1]);
        let (old_statements, new_statements) = (&old.statements, &new.statements);
        let pairs = || old_statements.iter().zip(new_statements);
        let begin = pairs().take_while(is_same).count();
        let backwards = old_statements.iter().rev().zip(new_statements.iter().rev());
        let end = backwards.take(pairs().count() - begin).take_while(is_same).count();
        for document in [old, new] {
            let compiled = CompiledPolicy::new(document, kind);
            let statements = compiled.statements();
            for statement in statements.iter().take(statements.len() - end).skip(begin) {
                let permissions = Operation::all().iter().map(Operation::permission);
                let covered = permissions.filter(|permission| statement.covers_permission(permission));
                self.permissions.extend(covered);
            }
        }
    }
}
