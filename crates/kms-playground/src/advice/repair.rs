//! What removes one blocker from a call's way, by policies and grants: what changes least comes first.
//!
//! A repair is a guess that the search evaluates; here nothing is decided.

use kms_authz::{
    ActionReason, Blocker, Check, ConditionReason, KeyPlace, Obstacle, Path, Polarity, PolicyEvaluation,
    PolicyHolder, PrincipalRule, ResourceReason, StatementEvaluation, StatementOutcome, Target,
};
use kms_policy::{Effect, OperatorFamily, PolicyKind, PrincipalType, Statement};

use super::deny;
use super::intent::{Intent, StatementPlace, ValueList};
use super::is_literal;
use super::statement::{can_be_granted, named, statement};
use crate::scenario::{Grant, GrantConstraints, Pairs, PolicyId, PolicyOwner, PolicyRole, Scenario};

/// The intents that together remove one blocker.
pub(super) type Repair = Vec<Intent>;

/// The most repairs that are offered for one blocker.
const MOST: usize = 8;

/// Every repair of a blocker of the check at this place.
pub(super) fn repairs(
    scenario: &Scenario,
    checks: &[Check],
    at: usize,
    path: Path,
    blocker: Blocker,
) -> Vec<Repair> {
    let Some(check) = checks.get(at) else { return Vec::new() };
    let evaluation = &check.evaluation;
    let fixed = blocker.kind().is_some_and(|kind| evaluation.is_fixed_policy(kind));
    let is_key_policy = blocker.kind() == Some(PolicyKind::KeyPolicy);
    if fixed {
        // Nobody changes the policy of an AWS managed key, but everybody can have a key of their own.
        return if is_key_policy {
            vec![vec![Intent::OwnKey { owner: owner(check.key) }]]
        } else {
            Vec::new()
        };
    }
    let allow = |kind| allowing(scenario, checks, at, kind, None);
    let mut repairs = match blocker {
        Blocker::Deny(id, index) => deny::repairs(scenario, check, id, index),
        Blocker::Rejected(_) => Vec::new(),
        Blocker::ServiceControlLevel(level) => {
            allowing(scenario, checks, at, PolicyKind::ServiceControlPolicy, Some(level))
        }
        Blocker::EndpointPolicy => allow(PolicyKind::VpcEndpointPolicy),
        Blocker::OnPath(obstacle) => match obstacle {
            Obstacle::NoUsableGrant if path == Path::Grant => granting(check),
            Obstacle::NoSessionPolicy => adding_policy(scenario, checks, at, PolicyKind::SessionPolicy, None),
            other => match other.kind() {
                Some(kind) => allow(kind),
                None => Vec::new(),
            },
        },
    };
    repairs.truncate(MOST);
    repairs
}

/// Whose key it is.
pub(super) const fn owner(key: Option<KeyPlace>) -> PolicyOwner {
    match key {
        Some(KeyPlace::Other(index)) => PolicyOwner::OtherKey(index),
        _ => PolicyOwner::Scenario,
    }
}

/// A grant with this one permission and the encryption context of the call.
fn granting(check: &Check) -> Vec<Repair> {
    let Some(named) = named(check).filter(|_| can_be_granted(check)) else { return Vec::new() };
    let pairs: Vec<(String, String)> = check
        .request
        .context
        .entries()
        .iter()
        .filter_map(|entry| {
            let name = entry.key.get(22..).filter(|_| {
                entry.key.get(..22).is_some_and(|start| start.eq_ignore_ascii_case("kms:EncryptionContext:"))
            })?;
            Some((name.to_owned(), entry.values.as_slice().first()?.clone()))
        })
        .collect();
    // API *GrantConstraints*: at most 8 pairs, and none for operations without an encryption context.
    let constrained =
        !pairs.is_empty() && pairs.len() <= 8 && check.operation.encryption_context.parameter().is_some();
    let constraints = constrained.then(|| GrantConstraints {
        encryption_context_subset: Some(pairs.into_iter().collect::<Pairs<String>>()),
        ..GrantConstraints::default()
    });
    let grant = Grant {
        grantee_principal: Some(named.text),
        operations: vec![check.operation.name.to_owned()],
        constraints,
        ..Grant::default()
    };
    vec![vec![Intent::AddGrant { owner: owner(check.key), grant }]]
}

/// What makes a policy of this kind allow the call: values for a statement that almost does, else a statement.
fn allowing(
    scenario: &Scenario,
    checks: &[Check],
    at: usize,
    kind: PolicyKind,
    level: Option<usize>,
) -> Vec<Repair> {
    let Some(check) = checks.get(at) else { return Vec::new() };
    let policies: Vec<&PolicyEvaluation> = check
        .evaluation
        .of_kind(kind)
        .filter(|policy| policy.takes_part() && policy.accepted && policy.id.place.level() == level)
        .collect();
    let mut near: Vec<Repair> = Vec::new();
    for policy in &policies {
        let Some(id) = PolicyId::of(policy.id) else { continue };
        let Some(read) = id.parsed(scenario) else { continue };
        for evaluated in &policy.statements {
            let is_near = evaluated.effect == Some(Effect::Allow)
                && evaluated.outcome() == StatementOutcome::DoesNotApply;
            let Some(written) = read.document.statements.get(evaluated.index).filter(|_| is_near) else {
                continue;
            };
            let place = StatementPlace { policy: id, index: evaluated.index };
            near.extend(completing(check, evaluated, written, &place));
        }
    }
    // One value before two.
    kms_policy::sort_by(&mut near, |one, other| one.len().cmp(&other.len()));
    near.truncate(MOST - 1);
    match policies.first() {
        Some(policy) => {
            let together = together(checks, at);
            let new = PolicyId::of(policy.id).and_then(|policy| {
                let statement = statement(scenario, policy, kind, Effect::Allow, &together)?;
                Some(vec![Intent::AddStatement { policy, statement }])
            });
            near.extend(new);
        }
        None => near.extend(adding_policy(scenario, checks, at, kind, level)),
    }
    near
}

/// The checks that one statement can serve: all refused ones on the same resource as the check at this place.
fn together(checks: &[Check], at: usize) -> Vec<&Check> {
    let Some(check) = checks.get(at) else { return Vec::new() };
    let same = |other: &&Check| {
        other.request.resource == check.request.resource
            && other.request.permission != check.request.permission
            && other.decision() != kms_authz::Decision::Allowed
            && other.evaluation.relationship.target == check.evaluation.relationship.target
    };
    std::iter::once(check).chain(checks.iter().filter(same)).collect()
}

/// A policy with the missing statement where there is none yet. AWS accepts no Allow in a resource control policy; a
/// permissions boundary or an endpoint policy that is missing limits nothing.
fn adding_policy(
    scenario: &Scenario,
    checks: &[Check],
    at: usize,
    kind: PolicyKind,
    level: Option<usize>,
) -> Vec<Repair> {
    let Some(check) = checks.get(at) else { return Vec::new() };
    let owner = owner_of_caller(scenario, check);
    let role = |index| match (kind, level) {
        (PolicyKind::IdentityBased, _) => Some(PolicyRole::Identity(index)),
        (PolicyKind::SessionPolicy, _) => Some(PolicyRole::Session(index)),
        (PolicyKind::ServiceControlPolicy, Some(level)) => Some(PolicyRole::ServiceControl(level, index)),
        _ => None,
    };
    let place = |index| Some(PolicyId { owner, role: role(index)? });
    let count = place(0).and_then(|first| first.siblings(scenario)).map_or(0, <[_]>::len);
    let Some(policy) = place(count) else { return Vec::new() };
    let statement = statement(scenario, policy, kind, Effect::Allow, &together(checks, at));
    statement
        .map(|statement| vec![Intent::AddPolicy { policy, name: "use-key", statement }])
        .into_iter()
        .collect()
}

/// Whose the caller's policies are in the scenario: those of its own entry in `callers`, or those at large.
fn owner_of_caller(scenario: &Scenario, check: &Check) -> PolicyOwner {
    let of_caller = |policy: &&PolicyEvaluation| {
        !matches!(
            policy.id.place.kind(),
            PolicyKind::KeyPolicy | PolicyKind::ResourceControlPolicy | PolicyKind::VpcEndpointPolicy
        )
    };
    let holder = check.evaluation.policies.iter().find(of_caller).map(|policy| policy.id.holder);
    let index = match holder {
        Some(PolicyHolder::Caller(index)) => Some(index),
        Some(_) => None,
        None => scenario.callers.iter().position(|caller| {
            let principal = kms_policy::Principal::caller(&caller.principal);
            principal == check.request.caller.principal
                || named(check).is_some_and(|named| kms_policy::Principal::caller(&named.text) == principal)
        }),
    };
    index.map_or(PolicyOwner::Scenario, PolicyOwner::Caller)
}

/// What a statement that allows something near lacks, if values of its lists are all that it lacks, and at most two.
fn completing(
    check: &Check,
    evaluated: &StatementEvaluation,
    written: &Statement,
    place: &StatementPlace,
) -> Option<Repair> {
    let mut repair = Vec::new();
    let adding = |list, values| Intent::AddValues { place: place.clone(), list, values };
    if evaluated.reach().is_none() {
        let principal = evaluated.principal.as_ref()?;
        if principal.rule != PrincipalRule::Listed {
            return None;
        }
        let named = named(check)?;
        // A statement for services does not serve people, nor the other way round.
        let has_kind = principal_types(written).contains(&named.kind);
        repair.push(has_kind.then(|| adding(ValueList::Principal(named.kind), vec![named.text]))?);
    }
    let action = evaluated.action.as_ref()?;
    if !action.matched() {
        let nothing = action.values.iter().all(|value| value.reason == ActionReason::NotAnAction);
        let listed = action.polarity == Polarity::Listed && !nothing;
        repair.push(listed.then(|| adding(ValueList::Action, vec![check.request.permission.to_owned()]))?);
    }
    let resource = evaluated.resource.as_ref()?;
    if !resource.matched() {
        let value = match check.evaluation.relationship.target {
            // A list with `*` would no longer list anything.
            Target::NoKey => return None,
            _ => check.request.resource.arn()?.to_string(),
        };
        let is_open = resource.values.iter().any(|value| value.reason == ResourceReason::NeedsEverything);
        let listed = resource.polarity == Polarity::Listed && !is_open;
        repair.push(listed.then(|| adding(ValueList::Resource, vec![value]))?);
    }
    for condition in evaluated.conditions.iter().filter(|condition| !condition.matched()) {
        let block = written.condition.as_ref()?.blocks.get(condition.block)?;
        let entry = block.entries.get(condition.entry)?;
        let list = ValueList::of_condition(&block.operator_text.value, entry);
        let operator = condition.operator?;
        if !matches!(operator.base.family(), OperatorFamily::String | OperatorFamily::Arn) {
            return None;
        }
        match condition.reason {
            ConditionReason::NoValueMatches
            | ConditionReason::NotAllValuesMatch(_)
            | ConditionReason::NoneOfValuesMatches
                if !operator.base.is_negated() =>
            {
                let values = &check.request.context.get(&entry.key.value)?.values;
                let missing = values.as_slice().iter().zip(&condition.request_values);
                let missing: Vec<String> =
                    missing.filter(|(_, by)| by.is_none()).map(|(value, _)| value.clone()).collect();
                let fits = !missing.is_empty() && missing.iter().all(|value| is_literal(value));
                repair.push(fits.then(|| adding(list, missing))?);
            }
            ConditionReason::NegatedValueMatches => {
                let value = condition.values.iter().find(|value| value.matched())?;
                let value = entry.values.get(value.index)?.value.text.clone();
                repair.push(Intent::RemoveValue { place: place.clone(), list, value });
            }
            _ => return None,
        }
    }
    (1..=2).contains(&repair.len()).then_some(repair)
}

fn principal_types(written: &Statement) -> Vec<PrincipalType> {
    use kms_policy::PrincipalElement::{NotPrincipal, Principal};
    let Some(Principal(list) | NotPrincipal(list)) = &written.principal else { return Vec::new() };
    list.items.iter().filter_map(|item| item.principal_type.as_ref()).map(|kind| kind.value).collect()
}
