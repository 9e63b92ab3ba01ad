//! Changes of the request: values that a person could give the same call, so that it meets what the policies ask.
//!
//! Only what a caller decides is changed: how the call arrives, what it names and what it carries. What the key or the
//! account is stays as it is.

use kms_authz::{
    Blocker, Check, ConditionMatch, ConditionReason, Evidence, Lacks, PolicyId, StatementEvaluation,
};
use kms_catalog::{CheckedResource, Operation, ParameterType};
use kms_policy::{BaseOperator, Effect, OperatorFamily, Parse, PolicyKind, Statement};
use serde_json::Value;

use super::is_literal;
use crate::scenario::{ContextValue, Pairs, PolicyId as Place, Request, Scenario};

/// One change of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RequestEdit {
    /// The call comes through this service, or through none.
    Via(Option<String>),
    /// A pair of the encryption context, or of that under which ReEncrypt encrypts; no value: without the pair.
    Pair { destination: bool, name: String, value: Option<String> },
    /// The whole encryption context.
    EncryptionContext { destination: bool, pairs: Vec<(String, String)> },
    /// The resource for which a service calls.
    SourceArn(Option<String>),
    /// The account for which a service calls.
    SourceAccount(Option<String>),
    /// The name by which the call names the key.
    KeyId(String),
    /// A parameter of the operation; no value: without it.
    Parameter { name: &'static str, value: Option<Value> },
    /// A condition key of the caller's surroundings; no value: without it.
    Context { key: String, value: Option<String> },
    /// Another caller.
    Caller(String),
    /// A grant token.
    GrantToken(String),
}

/// Keys of the caller's surroundings, which it can have otherwise for the same call. A stem ends with a slash.
const SURROUNDINGS: [&str; 13] = [
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalOrgID",
    "aws:PrincipalTag/",
    "aws:Referer",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:UserAgent",
    "aws:VpcSourceIp",
    "aws:RequestTag/",
];

impl RequestEdit {
    /// The request with the change; none where it would change nothing.
    pub(super) fn apply(&self, request: &Request) -> Option<Request> {
        let mut changed = request.clone();
        match self {
            Self::Via(via) => changed.via_service.clone_from(via),
            Self::Pair { destination, name, value } => {
                let pairs = encryption_context(&mut changed, *destination);
                match value {
                    Some(value) => pairs.set(name.as_str(), value.clone()),
                    None => pairs.0.retain(|(known, _)| known != name),
                }
            }
            Self::EncryptionContext { destination, pairs } => {
                *encryption_context(&mut changed, *destination) = Pairs(pairs.clone());
            }
            Self::SourceArn(arn) => changed.source_arn.clone_from(arn),
            Self::SourceAccount(account) => changed.source_account.clone_from(account),
            Self::KeyId(key_id) => changed.key_id = Some(key_id.clone()),
            Self::Parameter { name, value } => match value {
                Some(value) => _ = changed.parameters.insert((*name).to_owned(), value.clone()),
                None => _ = changed.parameters.shift_remove(*name),
            },
            Self::Context { key, value } => {
                changed.context.0.retain(|(known, _)| !known.eq_ignore_ascii_case(key));
                changed.context.set(key.as_str(), value.clone().map(ContextValue::One));
            }
            Self::Caller(principal) => {
                changed.principal.clone_from(principal);
                changed.session_issuer = None;
            }
            Self::GrantToken(token) => changed.grant_tokens.push(token.clone()),
        }
        (changed != *request).then_some(changed)
    }
}

fn encryption_context(request: &mut Request, destination: bool) -> &mut Pairs<String> {
    if destination { &mut request.destination_encryption_context } else { &mut request.encryption_context }
}

/// What the search follows: a statement or grant that shall allow the call.
pub(super) type Aim = Evidence;

/// The statements and grants that a changed request might meet, the nearest first.
pub(super) fn aims(check: &Check) -> Vec<Aim> {
    let near = check.evaluation.near_misses().into_iter();
    near.filter(|miss| miss.lacks != Lacks::Grantee).map(|miss| miss.place).collect()
}

/// The changes by which the request meets more of its aim, best first; each is one step.
pub(super) fn towards(scenario: &Scenario, request: &Request, check: &Check, aim: Aim) -> Vec<RequestEdit> {
    match aim {
        Evidence::Statement(id, index) => {
            let read = Place::of(id).and_then(|place| place.parsed(scenario));
            let Some((written, evaluated)) = statement(read.as_deref(), check, id, index) else {
                return Vec::new();
            };
            let failing = evaluated.conditions.iter().find(|condition| !condition.matched());
            failing.map_or_else(Vec::new, |condition| {
                edits(scenario, request, check, written, condition, Wanted::Match)
            })
        }
        Evidence::Grant(index) => of_grant(scenario, check, index),
    }
}

/// The changes by which the request no longer meets a Deny, best first.
pub(super) fn out_of(
    scenario: &Scenario,
    request: &Request,
    check: &Check,
    blocker: Blocker,
) -> Vec<RequestEdit> {
    let Blocker::Deny(id, index) = blocker else { return Vec::new() };
    let read = Place::of(id).and_then(|place| place.parsed(scenario));
    let Some((written, evaluated)) = statement(read.as_deref(), check, id, index) else { return Vec::new() };
    let conditions = evaluated.conditions.iter();
    conditions
        .flat_map(|condition| edits(scenario, request, check, written, condition, Wanted::Mismatch))
        .collect()
}

/// Principals that some statement names who could make the same call.
pub(super) fn other_callers(scenario: &Scenario, check: &Check) -> Vec<RequestEdit> {
    let mut callers: Vec<String> = Vec::new();
    for policy in check.evaluation.of_kind(PolicyKind::KeyPolicy).filter(|policy| policy.accepted) {
        let Some(read) = Place::of(policy.id).and_then(|id| id.parsed(scenario)) else { continue };
        for evaluated in &policy.statements {
            let allows = evaluated.effect == Some(Effect::Allow)
                && evaluated.action.as_ref().is_some_and(kms_authz::ElementMatch::matched)
                && evaluated.reach().is_none();
            let Some(written) = read.document.statements.get(evaluated.index).filter(|_| allows) else {
                continue;
            };
            let Some(kms_policy::PrincipalElement::Principal(list)) = &written.principal else { continue };
            let named = list.items.iter().filter(|item| {
                use kms_policy::Principal::{AssumedRole, Role, Service, User};
                matches!(item.principal, Role(_) | User(_) | AssumedRole { .. } | Service(_))
            });
            for item in named {
                if !callers.contains(&item.text.value) {
                    callers.push(item.text.value.clone());
                }
            }
        }
    }
    // A service does nothing in a person's place, nor the other way round.
    let is_service = |text: &str| !text.contains(':');
    let caller = crate::explain::caller::written(&check.request.caller);
    callers.retain(|text| is_service(text) == is_service(&caller));
    callers.into_iter().map(RequestEdit::Caller).collect()
}

/// A statement of the policy of this id, which was read, and what the check says of it.
fn statement<'c>(
    read: Option<&'c Parse>,
    check: &'c Check,
    id: PolicyId,
    index: usize,
) -> Option<(&'c Statement, &'c StatementEvaluation)> {
    let written = read?.document.statements.get(index)?;
    let policy = check.evaluation.policies.iter().find(|policy| policy.id == id)?;
    Some((written, policy.statements.iter().find(|statement| statement.index == index)?))
}

/// What the request lacks to use a grant: the encryption context or the token.
fn of_grant(scenario: &Scenario, check: &Check, index: usize) -> Vec<RequestEdit> {
    let grants = match check.key {
        Some(kms_authz::KeyPlace::Other(other)) => scenario.other_keys.get(other).map(|key| &key.grants),
        _ => Some(&scenario.grants),
    };
    let Some(grant) = grants.and_then(|grants| grants.get(index)) else { return Vec::new() };
    let mut edits = Vec::new();
    if let (true, Some(token)) = (grant.pending, &grant.grant_token) {
        edits.push(RequestEdit::GrantToken(token.clone()));
    }
    let destination = check.on == CheckedResource::DestinationKey;
    let constraints = grant.constraints.clone().unwrap_or_default();
    if let Some(pairs) = constraints.encryption_context_equals {
        edits.push(RequestEdit::EncryptionContext { destination, pairs: pairs.0 });
    }
    for (name, value) in constraints.encryption_context_subset.iter().flat_map(Pairs::iter) {
        edits.push(RequestEdit::Pair { destination, name: name.to_owned(), value: Some(value.clone()) });
    }
    if let Some(source) = constraints.source_arn.filter(|source| is_literal(source)) {
        edits.push(RequestEdit::SourceArn(Some(source)));
    }
    edits
}

/// What shall become of a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Match,
    Mismatch,
}

/// The changes by which a condition matches, or no longer does.
fn edits(
    scenario: &Scenario,
    request: &Request,
    check: &Check,
    written: &Statement,
    condition: &ConditionMatch,
    wanted: Wanted,
) -> Vec<RequestEdit> {
    let entry = written
        .condition
        .as_ref()
        .and_then(|element| element.blocks.get(condition.block)?.entries.get(condition.entry));
    let (Some(entry), Some(operator)) = (entry, condition.operator) else { return Vec::new() };
    let base = operator.base;
    let key = entry.key.value.as_str();
    let texts = entry.values.iter().enumerate().map(|(at, value)| {
        let resolved = condition.values.get(at).and_then(|value| value.resolved.as_deref());
        resolved.unwrap_or(&value.value.text)
    });
    // To meet an operator and to escape its negation are one: have one of the values.
    let has_value = (wanted == Wanted::Match) != base.is_negated();
    let mut values: Vec<Option<String>> = Vec::new();
    match (base.family(), has_value) {
        (OperatorFamily::String | OperatorFamily::Arn, true) => {
            let home = |text: &str| text.replace('*', region(&scenario.key.arn));
            let is_via = key.eq_ignore_ascii_case("kms:ViaService");
            let literal = |text: &str| if is_via { home(text) } else { text.to_owned() };
            // No service is called `s3.amazonaws.com` there: the Region is always in the value.
            let can_be = |text: &String| is_literal(text) && (!is_via || text.split('.').count() > 3);
            values.extend(texts.map(literal).filter(can_be).map(Some));
        }
        (OperatorFamily::Bool, _) => {
            let flip = |text: &str| if text.eq_ignore_ascii_case("true") { "false" } else { "true" };
            let text =
                |text: &str| if wanted == Wanted::Match { text.to_owned() } else { flip(text).to_owned() };
            values.extend(texts.map(text).map(Some));
        }
        (OperatorFamily::IpAddress, true) => {
            let address = |text: &str| text.split('/').next().map(str::to_owned);
            values.extend(texts.map(address));
        }
        (OperatorFamily::Numeric, _) => {
            values.extend(texts.filter_map(|text| number(base, text, wanted)).map(Some));
        }
        // Without the key a condition that is met no longer is, and a negated one is met.
        (OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::IpAddress, false)
            if condition.reason != ConditionReason::AbsentNegated =>
        {
            values.push(None);
        }
        (OperatorFamily::Null, _) if absence_wanted(condition, wanted) => values.push(None),
        _ => {}
    }
    values.truncate(4);
    values.into_iter().filter_map(|value| edit_of(scenario, request, check, key, value)).collect()
}

/// Whether a `Null` condition is as wanted once the key is gone.
fn absence_wanted(condition: &ConditionMatch, wanted: Wanted) -> bool {
    match wanted {
        Wanted::Match => condition.reason == ConditionReason::PresentAgainstDemand,
        Wanted::Mismatch => condition.reason == ConditionReason::PresentAsDemanded,
    }
}

fn region(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}

/// The number nearest to the one in the policy with which the condition is as wanted.
fn number(base: BaseOperator, text: &str, wanted: Wanted) -> Option<String> {
    use BaseOperator::{
        NumericEquals, NumericGreaterThan, NumericGreaterThanEquals, NumericLessThan, NumericLessThanEquals,
        NumericNotEquals,
    };
    let number: i64 = text.parse().ok()?;
    let near = match (base, wanted) {
        (NumericEquals | NumericLessThanEquals | NumericGreaterThanEquals, Wanted::Match)
        | (NumericNotEquals | NumericLessThan | NumericGreaterThan, Wanted::Mismatch) => number,
        (NumericLessThan, Wanted::Match) | (NumericGreaterThanEquals, Wanted::Mismatch) => {
            number.checked_sub(1)?
        }
        (NumericGreaterThan, Wanted::Match) | (NumericLessThanEquals, Wanted::Mismatch) => {
            number.checked_add(1)?
        }
        _ => return None,
    };
    Some(near.to_string())
}

/// The change by which the request carries this value of a condition key; none where the caller does not decide it.
fn edit_of(
    scenario: &Scenario,
    request: &Request,
    check: &Check,
    key: &str,
    value: Option<String>,
) -> Option<RequestEdit> {
    let is = |name: &str| key.eq_ignore_ascii_case(name);
    let is_service = check.request.caller.kind() == kms_authz::CallerKind::Service;
    let destination = check.on == CheckedResource::DestinationKey;
    if is("kms:ViaService") {
        return (!is_service).then_some(RequestEdit::Via(value));
    }
    if is("aws:SourceArn") {
        return is_service.then_some(RequestEdit::SourceArn(value));
    }
    if is("aws:SourceAccount") {
        return is_service.then_some(RequestEdit::SourceAccount(value));
    }
    if let Some(name) = key
        .get(22..)
        .filter(|_| key.get(..22).is_some_and(|start| start.eq_ignore_ascii_case("kms:EncryptionContext:")))
    {
        let typed =
            if destination { &request.destination_encryption_context } else { &request.encryption_context };
        // The caller's spelling of a name that the policy writes in other case.
        let name = typed
            .iter()
            .map(|(known, _)| known)
            .find(|known| known.eq_ignore_ascii_case(name))
            .unwrap_or(name);
        let takes = check.operation.encryption_context.parameter().is_some();
        return takes.then(|| RequestEdit::Pair { destination, name: name.to_owned(), value });
    }
    if is("kms:RequestAlias") {
        let alias = value?;
        return scenario.key.aliases.contains(&alias).then_some(RequestEdit::KeyId(alias));
    }
    if is("aws:PrincipalArn") {
        let arn = value.filter(|_| !is_service)?;
        return (!arn.ends_with(":root")).then_some(RequestEdit::Caller(arn));
    }
    let canonical = kms_catalog::ConditionKey::find(key).map(|known| known.name)?;
    if let Some(parameter) = parameter(check.operation, canonical) {
        let value = match (value, parameter.parameter_type) {
            (None, _) => None,
            (Some(value), ParameterType::Text) => Some(Value::from(value)),
            (Some(value), ParameterType::TextList) => Some(Value::from(vec![value])),
            (Some(value), ParameterType::Boolean) => Some(Value::from(value.eq_ignore_ascii_case("true"))),
            (Some(value), ParameterType::Integer(low, high)) => {
                let number: u32 = value.parse().ok()?;
                Some(Value::from(number.clamp(low, high)))
            }
            _ => return None,
        };
        return Some(RequestEdit::Parameter { name: parameter.name, value });
    }
    let in_surroundings = SURROUNDINGS.iter().any(|known| match known.strip_suffix('/') {
        Some(_) => key.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)),
        None => is(known),
    });
    in_surroundings.then(|| RequestEdit::Context { key: key.to_owned(), value })
}

fn parameter(operation: &'static Operation, key: &str) -> Option<&'static kms_catalog::Parameter> {
    operation.parameters.iter().find(|parameter| parameter.condition_keys.contains(&key))
}

impl RequestEdit {
    /// Whether both say what the same part of the request is.
    pub(super) fn is_of_same_field(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Pair { destination, name, .. },
                Self::Pair { destination: other_destination, name: other_name, .. },
            ) => destination == other_destination && name.eq_ignore_ascii_case(other_name),
            (Self::Context { key, .. }, Self::Context { key: other, .. }) => key.eq_ignore_ascii_case(other),
            (Self::Parameter { name, .. }, Self::Parameter { name: other, .. }) => name == other,
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}
