//! Which calls a change can decide otherwise: those to which the rewritten statements say something else than before, and
//! those that a new grant covers. Every other call meets the same statements and grants before and after, so that whether
//! it is allowed need not be asked again.

use kms_authz::{AuthorizationRequest, CompiledPolicy};
use kms_catalog::Operation;
use kms_catalog::names::operations;

use super::rewritten::Rewritten;

/// The calls that a change can decide otherwise.
pub(super) struct Touched<'r> {
    rewritten: &'r Rewritten,
    /// The rewritten statements of each policy, before and after.
    policies: Vec<[CompiledPolicy<'r>; 2]>,
    /// The permissions that a statement among them or a grant covers.
    permissions: Vec<&'static str>,
}

impl<'r> Touched<'r> {
    /// What is touched by what was rewritten.
    pub(super) fn new(rewritten: &'r Rewritten) -> Self {
        let mut touched = Self { rewritten, policies: Vec::new(), permissions: rewritten.granted.clone() };
        for parts in &rewritten.policies {
            let policies = parts
                .each_ref()
                .map(|part| CompiledPolicy::of(&part.read.document, part.kind, part.statements.clone()));
            for statement in policies.iter().flat_map(CompiledPolicy::statements) {
                let permissions = Operation::all().iter().map(Operation::permission);
                let covered = permissions.filter(|permission| statement.covers_permission(permission));
                touched.permissions.extend(covered);
            }
            touched.policies.push(policies);
        }
        touched
    }

    /// Whether no call is decided otherwise.
    pub(super) const fn is_nothing(&self) -> bool {
        !self.rewritten.everything && self.permissions.is_empty()
    }

    /// Whether a call of this action may be decided otherwise.
    pub(super) fn has_action(&self, action: &str) -> bool {
        // A key that is made is checked on further permissions, by what the call says of it.
        let makes_key = |name: &str| matches!(name, operations::CREATE_KEY | operations::REPLICATE_KEY);
        let needs = |check: &kms_catalog::Check| {
            makes_key(check.operation.name) || self.permissions.contains(&check.operation.permission())
        };
        self.rewritten.everything || !self.is_nothing() && Operation::checks(action).iter().any(needs)
    }

    /// Whether a call may be decided otherwise that comes to these requests, of which the context does not count.
    pub(super) fn may_have(&self, requests: &[AuthorizationRequest]) -> bool {
        let statements = || self.policies.iter().flatten().flat_map(CompiledPolicy::statements);
        let reaches = |request: &AuthorizationRequest| {
            self.rewritten.granted.contains(&request.permission)
                || statements().any(|statement| {
                    statement.covers_permission(request.permission)
                        && statement.principal_reach(request).is_some()
                })
        };
        self.rewritten.everything || requests.iter().any(reaches)
    }

    /// Whether a call that comes to these requests may be decided otherwise.
    pub(super) fn has(&self, requests: &[AuthorizationRequest]) -> bool {
        let says_otherwise = |request: &AuthorizationRequest| {
            let mut policies = self.policies.iter();
            self.rewritten.granted.contains(&request.permission)
                || policies.any(|[before, after]| before.decide(request) != after.decide(request))
        };
        self.rewritten.everything || requests.iter().any(says_otherwise)
    }
}
