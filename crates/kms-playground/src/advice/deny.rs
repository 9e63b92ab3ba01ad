//! What takes a call out of a Deny and leaves the Deny as it is for everybody else.
//!
//! IAM User Guide, *AWS global condition context keys*: `aws:PrincipalIsAWSService` and `aws:ViaAWSService` keep a Deny
//! from the calls of AWS services; *The confused deputy problem* (confused-deputy.html) tests with `Null` whether a
//! service names its source at all; *Single-valued vs. multivalued context keys* does so beside `ForAllValues`.

use kms_authz::{
    Arrival, CallerKind, Check, ConditionMatch, ConditionReason, PolicyId, RequestKey, StatementEvaluation,
};
use kms_policy::{Comparison, ConditionEntry, OperatorFamily, Statement};

use super::intent::{Intent, StatementPlace, ValueList};
use super::is_literal;
use super::repair::Repair;
use crate::scenario::{PolicyId as Place, Scenario};

/// Keys that only the calls of services carry, so that a Deny may well pass over calls without them.
const SOURCE_KEYS: [&str; 4] =
    ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// Where a caller is; a service that calls with the caller's identity is elsewhere.
const NETWORK_KEYS: [&str; 5] =
    ["aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn", "aws:VpcSourceIp"];

/// Every repair of a Deny that applies: one value before one condition.
pub(super) fn repairs(scenario: &Scenario, check: &Check, id: PolicyId, index: usize) -> Vec<Repair> {
    let Some(policy) = Place::of(id) else { return Vec::new() };
    let Some(read) = policy.parsed(scenario) else { return Vec::new() };
    let evaluated = check
        .evaluation
        .policies
        .iter()
        .find(|other| other.id == id)
        .and_then(|policy| policy.statements.iter().find(|statement| statement.index == index));
    let (Some(written), Some(evaluated)) = (read.document.statements.get(index), evaluated) else {
        return Vec::new();
    };
    let place = StatementPlace { policy, index };
    let mut repairs: Vec<Repair> = Vec::new();
    let conditions = evaluated.conditions.iter().filter_map(|condition| {
        let block = written.condition.as_ref()?.blocks.get(condition.block)?;
        Some((condition, block.operator_text.value.clone(), block.entries.get(condition.entry)?))
    });
    let conditions: Vec<(&ConditionMatch, String, &ConditionEntry)> = conditions.collect();
    for (condition, operator, entry) in &conditions {
        repairs.extend(exempting_value(check, condition, operator, entry, &place).map(|one| vec![one]));
    }
    repairs.extend(guards(check, evaluated, written, &place).into_iter().map(|one| vec![one]));
    for (condition, operator, entry) in &conditions {
        repairs.extend(removing_value(condition, operator, entry, &place).map(|one| vec![one]));
    }
    repairs
}

/// `StringNotEquals`, `ArnNotLike` …: the request's value joins those that are let through.
fn exempting_value(
    check: &Check,
    condition: &ConditionMatch,
    operator: &str,
    entry: &ConditionEntry,
    place: &StatementPlace,
) -> Option<Intent> {
    let base = condition.operator?.base;
    let is_list = base.is_negated() && matches!(base.family(), OperatorFamily::String | OperatorFamily::Arn);
    let values = check.request.context.get(&entry.key.value)?.values.as_slice();
    let fits = is_list && condition.matched() && values.iter().all(|value| is_literal(value));
    // A session has a name of its own each time: the role's ARN is what `aws:PrincipalArn` holds anyway.
    let missing: Vec<String> = values
        .iter()
        .filter(|value| !entry.values.iter().any(|known| known.value.text == **value))
        .cloned()
        .collect();
    (fits && !missing.is_empty()).then(|| Intent::AddValues {
        place: place.clone(),
        list: ValueList::of_condition(operator, entry),
        values: missing,
    })
}

/// `StringEquals`, `ArnLike` …: the request's value leaves the list of those that are denied.
fn removing_value(
    condition: &ConditionMatch,
    operator: &str,
    entry: &ConditionEntry,
    place: &StatementPlace,
) -> Option<Intent> {
    let base = condition.operator?.base;
    let is_equality = matches!(base.comparison(), Comparison::Equal | Comparison::EqualIgnoringCase);
    if base.is_negated() || !is_equality || base.family() != OperatorFamily::String {
        return None;
    }
    let value = condition.values.iter().find(|value| value.matched())?;
    let value = entry.values.get(value.index)?.value.text.clone();
    (entry.values.len() > 1).then(|| Intent::RemoveValue {
        place: place.clone(),
        list: ValueList::of_condition(operator, entry),
        value,
    })
}

/// Conditions that let the call through: those for services where the Deny was hardly meant for them, else the caller's
/// own ARN.
fn guards(
    check: &Check,
    evaluated: &StatementEvaluation,
    written: &Statement,
    place: &StatementPlace,
) -> Vec<Intent> {
    let adding = |operator, key: &str, value: &str| Intent::AddCondition {
        place: place.clone(),
        operator,
        key: key.to_owned(),
        value: value.to_owned(),
    };
    let via = check.request.context.get("kms:ViaService").map(|entry| entry.values.as_slice());
    let via = via.and_then(<[String]>::first).map(String::as_str);
    let arrival = Arrival::of(check.request.caller.kind(), via);
    let is_negated = |condition: &&ConditionMatch| {
        matches!(
            condition.reason,
            ConditionReason::AbsentNegated
                | ConditionReason::NegatedNoValueMatches
                | ConditionReason::AbsentIfExists
        )
    };
    let mut guards = Vec::new();
    let mut by_network = false;
    // `ForAllValues` is true of no values at all.
    let of_none = |condition: &&ConditionMatch| condition.reason == ConditionReason::AbsentForAllValues;
    for condition in evaluated.conditions.iter().filter(|one| is_negated(one) || of_none(one)) {
        let entry = written
            .condition
            .as_ref()
            .and_then(|element| element.blocks.get(condition.block)?.entries.get(condition.entry));
        let Some(entry) = entry else { continue };
        by_network |= NETWORK_KEYS.iter().any(|key| key.eq_ignore_ascii_case(&entry.key.value));
        let is_source = SOURCE_KEYS.iter().any(|key| key.eq_ignore_ascii_case(&entry.key.value));
        if (is_source || of_none(&condition)) && matches!(condition.request, RequestKey::Absent(_)) {
            guards.push(adding("Null", &entry.key.value, "false"));
        }
    }
    match arrival {
        Arrival::Service | Arrival::ServiceThroughService => {
            guards.push(adding("BoolIfExists", "aws:PrincipalIsAWSService", "false"));
        }
        Arrival::ForwardAccessSession if by_network => {
            guards.push(adding("BoolIfExists", "aws:ViaAWSService", "false"));
        }
        Arrival::ForwardAccessSession | Arrival::Direct => {}
    }
    let arn = check.request.context.get("aws:PrincipalArn").map(|entry| entry.values.as_slice());
    if let Some([arn]) = arn
        && check.request.caller.kind() != CallerKind::Service
        && is_literal(arn)
    {
        guards.push(adding("ArnNotEquals", "aws:PrincipalArn", arn));
    }
    guards
}
