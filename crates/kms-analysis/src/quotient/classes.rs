//! The classes of operations and of callers that the policies do not tell apart.

use kms_authz::{AuthorizationRequest, Caller, CompiledStatement, Reach};
use kms_catalog::{CrossAccount, Operation, OperationPolicies, ResourceScope};
use kms_policy::{AccountId, BaseOperator, Effect, PrincipalElement, Statement};

use super::atoms::Truth;
use super::build::{Builder, WithTwin};
use super::twins::actions;
use super::{CallerClass, KeyDimension, OperationClass, Standing};
use crate::callers::{Mentioned, StandsFor, Who, callers};
use crate::kinds::Kinds;
use crate::{ties, values};

impl Builder<'_, '_> {
    pub(super) fn callers(&self, keys: &[KeyDimension], truths: &[Truth]) -> Option<Vec<CallerClass>> {
        let of_caller =
            || self.atoms.all.iter().zip(truths).filter(|(_, truth)| matches!(truth, Truth::OfCaller));
        let tokens = |wanted: &[&str]| {
            let atoms =
                of_caller().filter(|(atom, _)| atom.key.as_deref().is_some_and(|key| wanted.contains(&key)));
            let of = atoms.flat_map(|(atom, _)| {
                let base = atom.operator.map_or(BaseOperator::StringEquals, |operator| operator.base);
                atom.values.iter().map(move |value| values::tokens(base, value))
            });
            of.collect::<Vec<_>>()
        };
        let mentioned = Mentioned {
            documents: self.documents,
            statements: self.written().collect(),
            arns: tokens(&["aws:principalarn"]),
            accounts: tokens(&["aws:principalaccount", "kms:calleraccount"]),
            users: tokens(&["aws:username"]),
            values: of_caller().flat_map(|(atom, _)| atom.values.iter().copied()).collect(),
            key: &self.facts.arn,
            also: self.also,
            boundaries: self.written().any(is_deny_not_principal),
        };
        let mut classes = Kinds::default();
        let mut all: Vec<CallerClass> = Vec::new();
        let mut last: Option<(Option<String>, AuthorizationRequest, Vec<Option<Reach>>)> = None;
        let asked = self.asked_of_callers(truths);
        for who in callers(&mentioned)? {
            // The ways of one caller follow one another. Whom a statement names is the same in all of them, and if no
            // condition asks who calls, so is the request.
            let is_same = |(userid, request, _): &(Option<String>, AuthorizationRequest, _)| {
                *userid == who.userid && request.caller == who.caller
            };
            let (request, reaches) = match last.take().filter(is_same) {
                Some((_, request, reaches)) if asked.is_empty() => (request, reaches),
                Some((.., reaches)) => (self.request(&who, &asked), reaches),
                None => {
                    let request = self.request(&who, &asked);
                    let reaches = self.reaches(&request);
                    (request, reaches)
                }
            };
            let kind = who.kind();
            let (arrival, standing) = (who.arrival_as(kind), self.standing(&who.caller));
            let mut signature = vec![standing as u64, kind as u64, u64::from(who.has_boundary())];
            if keys.iter().any(|key| key.key.is_some()) {
                signature.push(arrival as u64);
            }
            // Whom a policy names is told apart from everybody else, so that an answer can list names, and who was deleted
            // from those who can call.
            signature.push(u64::from(who.stands_for == StandsFor::Itself));
            signature.push(u64::from(who.userid.is_some()));
            let own = reaches.iter().zip(&self.statements).filter(|(_, statement)| is_own(statement));
            signature.extend(own.map(|(reach, _)| reach.map_or(255, |reach| reach as u64)));
            for (atom, _) in of_caller().filter(|(atom, _)| atom.key.is_some()) {
                let holds = self.condition(atom).is_some_and(|condition| condition.holds(&request));
                signature.push(u64::from(holds));
            }
            let (class, _) = classes.number(&signature);
            let userid = who.userid.clone();
            match all.get_mut(class) {
                Some(class) => {
                    let is_same = |other: &Who| {
                        other.principal == who.principal
                            && other.issuer == who.issuer
                            && other.userid == who.userid
                    };
                    if !class.members.iter().any(is_same) {
                        class.members.push(who);
                    }
                }
                None => {
                    let has_boundary = who.has_boundary();
                    let reaches = reaches.clone();
                    all.push(CallerClass {
                        members: vec![who],
                        standing,
                        kind,
                        arrival,
                        has_boundary,
                        reaches,
                    });
                }
            }
            last = Some((userid, request, reaches));
        }
        Some(all)
    }

    /// How each statement of each policy names a caller.
    fn reaches(&self, request: &AuthorizationRequest) -> Vec<Option<Reach>> {
        let mut reaches: Vec<Option<Reach>> = Vec::new();
        for statement in &self.statements {
            reaches.push(match *statement {
                Some((_, Some(twin))) => reaches.get(twin).copied().flatten(),
                Some((statement, None)) => statement.principal_reach(request),
                None => None,
            });
        }
        reaches
    }

    fn standing(&self, caller: &Caller) -> Standing {
        let Some(account) = caller.account() else { return Standing::Service };
        let same_partition =
            caller.partition().is_none_or(|partition| partition == self.facts.arn.partition());
        match same_partition && Some(*account) == AccountId::new(self.facts.arn.account()) {
            true => Standing::SameAccount,
            false => Standing::OtherAccount,
        }
    }

    pub(super) fn operations(&self, keys: &[KeyDimension]) -> Vec<OperationClass> {
        let mut classes = Kinds::default();
        let mut all: Vec<OperationClass> = Vec::new();
        let on_key = |operation: &&Operation| {
            // A key policy has no effect on RetireGrant, in either direction.
            operation.resource != ResourceScope::None
                && operation.policies != OperationPolicies::IdentityOnly
                && operation.name != "RetireGrant"
        };
        // Those that need no more than the key come first.
        let mut operations: Vec<&Operation> = Vec::new();
        for needs_more in [false, true] {
            let needs = |operation: &&Operation| (operation.resource != ResourceScope::Key) == needs_more;
            operations.extend(Operation::all().iter().filter(on_key).filter(needs));
        }
        // One of those that follow one another with the same actions says it for all.
        let mut statements: Vec<&CompiledStatement<'_>> = Vec::new();
        for (statement, _) in self.statements.iter().filter(|one| is_own(one)).flatten() {
            let own = actions(statement.written());
            if statements.last().is_none_or(|last| actions(last.written()) != own) {
                statements.push(statement);
            }
        }
        for operation in operations {
            let mut signature = vec![
                u64::from(operation.grantable),
                u64::from(operation.cross_account == CrossAccount::Supported),
            ];
            let covers = |statement: &&CompiledStatement<'_>| {
                u64::from(statement.covers_permission(operation.permission()))
            };
            signature.extend(statements.iter().map(covers));
            let known = keys.iter().filter_map(|key| key.key);
            signature.extend(known.map(|key| ties::of_operation(key, operation) as u64));
            // Told apart, so that the question about losing the policy has an answer of its own.
            signature.push(u64::from(operation.name == "PutKeyPolicy"));
            let (class, _) = classes.number(&signature);
            match all.get_mut(class) {
                Some(class) => class.members.push(operation),
                None => all.push(OperationClass { members: vec![operation] }),
            }
        }
        all
    }
}

/// Whether a statement is asked for, and not as its twin is.
const fn is_own(statement: &Option<WithTwin<'_, '_>>) -> bool {
    matches!(statement, Some((_, None)))
}

fn is_deny_not_principal(statement: &Statement) -> bool {
    let deny = statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny);
    deny && matches!(statement.principal, Some(PrincipalElement::NotPrincipal(_)))
}
