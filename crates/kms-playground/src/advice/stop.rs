//! What would stop a request that is allowed: the statements and values that it rests on, and a Deny.

use kms_authz::{Check, Evidence, Target};
use kms_policy::{Effect, PolicyKind};

use super::intent::{Intent, Plan, StatementPlace};
use super::repair::owner;
use super::request::RequestEdit;
use super::statement::statement;
use crate::scenario::{PolicyId, PolicyRole, Request, Scenario};

/// Changes of policies that may stop the call: without a statement, without all that allow it, with a Deny.
pub(super) fn policies(scenario: &Scenario, checks: &[Check]) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    for check in checks {
        let evaluation = &check.evaluation;
        let mut allowing: Vec<StatementPlace> = Vec::new();
        for path in evaluation.paths().into_iter().filter(|path| path.obstacles.is_empty()) {
            for ground in path.by {
                let Evidence::Statement(id, index) = ground else { continue };
                let Some(policy) = PolicyId::of(id) else { continue };
                let place = StatementPlace { policy, index };
                if !evaluation.is_fixed_policy(id.place.kind()) && !allowing.contains(&place) {
                    allowing.push(place);
                }
            }
        }
        plans.extend(allowing.iter().map(|place| vec![Intent::RemoveStatement { place: place.clone() }]));
        // The last first: those before it keep their places.
        kms_policy::sort_by(&mut allowing, |one, other| {
            (other.policy, other.index).cmp(&(one.policy, one.index))
        });
        if allowing.len() > 1 {
            plans.push(allowing.into_iter().map(|place| Intent::RemoveStatement { place }).collect());
        }
        plans.extend(denying(scenario, check));
    }
    plans
}

/// A Deny of this call in the policy that belongs to what is called.
fn denying(scenario: &Scenario, check: &Check) -> Option<Plan> {
    let evaluation = &check.evaluation;
    let kind = match evaluation.relationship.target {
        Target::Key => PolicyKind::KeyPolicy,
        Target::Alias | Target::NoKey | Target::Grant => PolicyKind::IdentityBased,
    };
    if evaluation.is_fixed_policy(kind) {
        return None;
    }
    let policy = match (kind, check.key) {
        (PolicyKind::KeyPolicy, place) => PolicyId { owner: owner(place), role: PolicyRole::KeyPolicy },
        _ => PolicyId::of(evaluation.of_kind(kind).find(|policy| policy.takes_part())?.id)?,
    };
    let statement = statement(scenario, policy, kind, Effect::Deny, &[check])?;
    Some(vec![Intent::AddStatement { policy, statement }])
}

/// Changes of the request that may stop it: each thing that it need not carry, left out.
pub(super) fn requests(request: &Request) -> Vec<Plan> {
    let mut edits = Vec::new();
    if request.via_service.is_some() {
        edits.push(RequestEdit::Via(None));
    }
    if request.source_arn.is_some() {
        edits.push(RequestEdit::SourceArn(None));
    }
    if request.source_account.is_some() {
        edits.push(RequestEdit::SourceAccount(None));
    }
    let pairs = |destination: bool| {
        let context =
            if destination { &request.destination_encryption_context } else { &request.encryption_context };
        context.iter().take(8).map(move |(name, _)| RequestEdit::Pair {
            destination,
            name: name.to_owned(),
            value: None,
        })
    };
    edits.extend(pairs(false).chain(pairs(true)));
    let set = request.context.iter().filter(|(_, value)| value.is_some()).take(8);
    edits.extend(set.map(|(key, _)| RequestEdit::Context { key: key.to_owned(), value: None }));
    edits.into_iter().map(|edit| vec![Intent::Request(edit)]).collect()
}
