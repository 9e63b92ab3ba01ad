//! One statement against one request: with a tree that says everything, or without one, for a decision alone.
//!
//! Both ask the same functions the same questions; the tree asks them all, the decision stops at the first no.
//! IAM User Guide, *Policy evaluation logic* (reference_policies_evaluation-logic.html).

pub(crate) mod action;
pub(crate) mod condition;
pub(crate) mod language_rule;
pub(crate) mod principal;
pub(crate) mod resource;
pub(crate) mod variables;

use std::ops::Range;
use std::sync::OnceLock;

use kms_catalog::names::keys;
use kms_policy::{Effect, PolicyDocument, PolicyKind, PolicyVersion, Statement};

use crate::decision::layers::ReachSet;
use crate::evaluation::{Reach, Reason, StatementEvaluation};
use crate::request::AuthorizationRequest;
use crate::statement::action::{CompiledAction, Permission};
use crate::statement::resource::CompiledResource;

pub use condition::CompiledCondition;

/// A policy document, its patterns, numbers and dates read at most once for many requests.
#[derive(Clone, Debug)]
pub struct CompiledPolicy<'d> {
    statements: Vec<CompiledStatement<'d>>,
}

/// A statement of a [`CompiledPolicy`].
///
/// What it says beyond whom it names is read when a request first asks for it: of a long policy most statements name
/// somebody else, and a decision asks no more of them.
#[derive(Clone, Debug)]
pub struct CompiledStatement<'d> {
    index: usize,
    kind: PolicyKind,
    version: PolicyVersion,
    written: &'d Statement,
    read: OnceLock<CompiledElements<'d>>,
}

/// The elements of a statement but for the principals, read once for many requests.
#[derive(Clone, Debug)]
struct CompiledElements<'d> {
    action: Option<CompiledAction<'d>>,
    resource: Option<CompiledResource<'d>>,
    conditions: Vec<CompiledCondition<'d>>,
}

/// What a policy says to one request: all that a decision needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyAnswer {
    /// A Deny applies.
    Denies,
    /// None does, and Allow statements reach the caller in these ways.
    Allows(ReachSet),
}

impl<'d> CompiledPolicy<'d> {
    /// Prepares a document for the requests to come.
    pub fn new(document: &'d PolicyDocument, kind: PolicyKind) -> Self {
        Self::of(document, kind, 0..document.statements.len())
    }

    /// The same of some statements alone.
    pub fn of(document: &'d PolicyDocument, kind: PolicyKind, statements: Range<usize>) -> Self {
        let version = document.effective_version();
        let asked = document.statements.iter().enumerate().take(statements.end).skip(statements.start);
        let compile = |(index, written)| CompiledStatement::new(index, written, kind, version);
        Self { statements: asked.map(compile).collect() }
    }

    /// The statements, in the order of the text.
    pub fn statements(&self) -> &[CompiledStatement<'d>] {
        &self.statements
    }

    /// What the policy says, without the tree: stops at the first Deny, and asks no Allow that could only reach the
    /// caller as one before it does.
    pub fn decide(&self, request: &AuthorizationRequest) -> PolicyAnswer {
        let permission = Permission::new(request.permission);
        let mut reaches = ReachSet::default();
        for statement in &self.statements {
            let Some(reach) = statement.reach(request) else { continue };
            let is_deny = statement.effect() == Some(Effect::Deny);
            if !is_deny
                && reaches.contains(reach)
                && reaches.contains(reach.narrowed(statement.may_name_by_principal_arn()))
            {
                continue;
            }
            match statement.applies_within(reach, permission, request) {
                Some(_) if is_deny => return PolicyAnswer::Denies,
                Some(reach) => reaches.insert(reach),
                None => {}
            }
        }
        PolicyAnswer::Allows(reaches)
    }

    /// Every statement, every element of each, whatever the others say.
    pub fn evaluate(&self, request: &AuthorizationRequest) -> Vec<StatementEvaluation> {
        self.statements.iter().map(|statement| statement.evaluate(request)).collect()
    }
}

impl<'d> CompiledStatement<'d> {
    const fn new(index: usize, written: &'d Statement, kind: PolicyKind, version: PolicyVersion) -> Self {
        Self { index, kind, version, written, read: OnceLock::new() }
    }

    fn read(&self) -> &CompiledElements<'d> {
        self.read.get_or_init(|| {
            let Statement { action, resource, condition, .. } = self.written;
            let compile = |element| condition::compile(element, self.kind, self.version);
            CompiledElements {
                action: action.as_ref().map(CompiledAction::new),
                resource: resource.as_ref().map(|element| CompiledResource::new(element, self.version)),
                conditions: condition.iter().flat_map(compile).collect(),
            }
        })
    }

    /// Whether a condition may name the caller by `aws:PrincipalArn`.
    fn may_name_by_principal_arn(&self) -> bool {
        let blocks = self.written.condition.iter().flat_map(|element| &element.blocks);
        let mut entries = blocks.flat_map(|block| &block.entries);
        entries.any(|entry| entry.key.value.eq_ignore_ascii_case(keys::PRINCIPAL_ARN))
    }

    /// The statement's effect, if it has one that could be read.
    pub fn effect(&self) -> Option<Effect> {
        self.written.effect.as_ref().map(|effect| effect.value)
    }

    /// The tree: every element and every condition, whatever the others say.
    pub fn evaluate(&self, request: &AuthorizationRequest) -> StatementEvaluation {
        let CompiledElements { action, resource, conditions } = self.read();
        StatementEvaluation {
            index: self.index,
            kind: self.kind,
            effect: self.effect(),
            unread: self.written.unread.clone(),
            principal: (self.written.principal.as_ref())
                .map(|element| principal::evaluate(element, self.effect(), request)),
            action: action.as_ref().map(|action| action.evaluate(Permission::new(request.permission))),
            resource: resource.as_ref().map(|resource| resource.evaluate(request)),
            conditions: conditions.iter().map(|condition| condition.evaluate(request)).collect(),
        }
    }

    /// How the statement reaches the caller, if it takes effect; stops at the first thing that does not match.
    pub fn applies(&self, request: &AuthorizationRequest) -> Option<Reach> {
        self.applies_within(self.reach(request)?, Permission::new(request.permission), request)
    }

    /// The statement as written.
    pub const fn written(&self) -> &'d Statement {
        self.written
    }

    /// How the principal element alone reaches the caller; none where the statement can never take effect. For
    /// whoever asks one element of a statement at a time, such as an analysis of all requests.
    pub fn principal_reach(&self, request: &AuthorizationRequest) -> Option<Reach> {
        self.reach(request)
    }

    /// Whether the action element alone covers the permission (`kms:Decrypt`).
    pub fn covers_permission(&self, permission: &str) -> bool {
        self.read().action.as_ref().is_some_and(|action| action.matches(Permission::new(permission)))
    }

    /// Whether the resource element alone covers what the request is checked on.
    pub fn covers_resource(&self, request: &AuthorizationRequest) -> bool {
        self.read().resource.as_ref().is_some_and(|resource| resource.matches(request))
    }

    /// One condition alone; conditions count in the order of the text, over all blocks.
    pub fn condition(&self, index: usize) -> Option<&CompiledCondition<'d>> {
        self.read().conditions.get(index)
    }

    /// How the principal element alone reaches the caller, in a statement that can take effect.
    fn reach(&self, request: &AuthorizationRequest) -> Option<Reach> {
        self.effect().filter(|_| self.written.unread.is_empty())?;
        match (self.kind.names_principals(), &self.written.principal) {
            (true, Some(element)) => principal::reach(element, self.effect(), request),
            (true, None) => None,
            (false, _) => Some(Reach::NoPrincipal),
        }
    }

    /// What becomes of that reach when all the rest is asked.
    fn applies_within(
        &self,
        reach: Reach,
        permission: Permission<'_>,
        request: &AuthorizationRequest,
    ) -> Option<Reach> {
        let CompiledElements { action, resource, conditions } = self.read();
        if !action.as_ref()?.matches(permission) || !resource.as_ref()?.matches(request) {
            return None;
        }
        let mut by_principal_arn = false;
        for condition in conditions {
            let reason = condition.reason(request);
            if !reason.is_match() {
                return None;
            }
            by_principal_arn |= condition.names_caller(reason);
        }
        Some(reach.narrowed(by_principal_arn))
    }
}

/// What one statement of a document says to a request; none if there is no such statement. To ask one document
/// more than once, compile it.
pub fn evaluate_statement(
    document: &PolicyDocument,
    index: usize,
    kind: PolicyKind,
    request: &AuthorizationRequest,
) -> Option<StatementEvaluation> {
    let written = document.statements.get(index)?;
    Some(CompiledStatement::new(index, written, kind, document.effective_version()).evaluate(request))
}

#[cfg(test)]
mod tests;
