//! What a change rewrites: the statements of each policy that one of its texts has and the other has not, and the
//! operations of the grants that it adds.

use std::ops::Range;
use std::sync::Arc;

use kms_catalog::Operation;
use kms_catalog::names::operations;
use kms_policy::{Parse, PolicyKind, Statement};

use super::apply::other_key;
use super::types::{AdviceAction, AdvicePart};
use crate::scenario::{PolicyId, PolicyOwner, PolicyRole, PolicyText, Scenario};

/// What the parts of a change rewrite.
pub(super) struct Rewritten {
    /// The change is of more than statements and grants.
    pub(super) everything: bool,
    /// The permissions that the grants are for.
    pub(super) granted: Vec<&'static str>,
    /// Each policy before and after.
    pub(super) policies: Vec<[Part; 2]>,
}

/// Statements of a policy.
pub(super) struct Part {
    pub(super) kind: PolicyKind,
    pub(super) read: Arc<Parse>,
    pub(super) statements: Range<usize>,
}

impl Rewritten {
    /// What these parts rewrite, which lead from one scenario to the other.
    pub(super) fn new(before: &Scenario, after: &Scenario, parts: &[AdvicePart]) -> Self {
        let mut rewritten = Self { everything: false, granted: Vec::new(), policies: Vec::new() };
        for part in parts {
            match &part.action {
                AdviceAction::EditPolicy { policy, .. } | AdviceAction::AddPolicy { policy, .. } => {
                    rewritten.add_policy(policy, before, after);
                }
                AdviceAction::AddGrant { grant, .. } => {
                    // Whoever may use a grant or has made it may be the one to retire it.
                    let names = grant.operations.iter().map(String::as_str);
                    let found = names.chain([operations::RETIRE_GRANT]).filter_map(Operation::find);
                    rewritten.granted.extend(found.map(Operation::permission));
                }
                // Calls are compared that stay as they are.
                AdviceAction::ChangeRequest { .. } => {}
                // Who manages the key is all that advice changes of it.
                AdviceAction::ChangeKey { key, .. } => {
                    let owner = other_key(key, "/key").map_or(PolicyOwner::Scenario, PolicyOwner::OtherKey);
                    rewritten.add_limits(owner, before);
                }
            }
        }
        rewritten
    }

    fn add_policy(&mut self, id: &str, before: &Scenario, after: &Scenario) {
        let Ok(id) = id.parse::<PolicyId>() else { return self.everything = true };
        let kind: PolicyKind = id.role.kind().into();
        match (id.policy_text(before), id.policy_text(after)) {
            (None, None) => {}
            (Some(old), Some(new)) if old.text() == new.text() => {}
            (Some(old), Some(new)) => self.add_difference(old, new, kind),
            // Beside others such a policy does what its statements say; a first boundary or session policy limits every
            // call.
            (None, Some(new))
                if matches!(id.role, PolicyRole::Identity(_) | PolicyRole::ServiceControl(..)) =>
            {
                self.add_whole(new, kind);
            }
            _ => self.everything = true,
        }
    }

    /// Adds the resource control policies of a key, which AWS managed keys do not meet and others do (Organizations User
    /// Guide, *RCPs*).
    fn add_limits(&mut self, owner: PolicyOwner, scenario: &Scenario) {
        for id in PolicyId::all(scenario) {
            if let (PolicyRole::ResourceControl(..), Some(text)) = (id.role, id.policy_text(scenario))
                && id.owner == owner
            {
                self.add_whole(text, PolicyKind::ResourceControlPolicy);
            }
        }
    }

    /// Adds all statements of a policy, which is there either before or after.
    fn add_whole(&mut self, text: &PolicyText, kind: PolicyKind) {
        let read = text.parsed(kind);
        self.everything |= read.accepted().is_none();
        let part = |statements| Part { kind, read: Arc::clone(&read), statements };
        self.policies.push([part(0..0), part(0..read.document.statements.len())]);
    }

    /// Adds the statements between what both texts begin with and what both end with.
    fn add_difference(&mut self, old: &PolicyText, new: &PolicyText, kind: PolicyKind) {
        let texts = [old.text(), new.text()];
        let read = [old, new].map(|text| text.parsed(kind));
        let [old, new] = read.each_ref().map(|parse| &parse.document);
        let is_accepted = read.iter().all(|parse| parse.accepted().is_some());
        self.everything |= !is_accepted || old.effective_version() != new.effective_version();
        let is_same = |(old, new): &(&Statement, &Statement)| old.span.of(texts[0]) == new.span.of(texts[1]);
        let (old, new) = (&old.statements, &new.statements);
        let begin = old.iter().zip(new).take_while(is_same).count();
        let backwards = old.iter().rev().zip(new.iter().rev());
        let end = backwards.take(old.len().min(new.len()) - begin).take_while(is_same).count();
        let lengths = [old.len(), new.len()];
        let [old, new] = read;
        let part = |read, length: usize| Part { kind, read, statements: begin..length - end };
        self.policies.push([part(old, lengths[0]), part(new, lengths[1])]);
    }
}
