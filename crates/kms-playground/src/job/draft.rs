//! Statements before they are text: written from calls, and merged where one can say what several do.
//!
//! Two statements become one only if the one allows exactly what the two did: when they differ in nothing but their
//! actions, in nothing but their principals, or in nothing but the values of one condition.

use kms_catalog::{CheckedResource, JobCall, JobCaller, JobGrant, Operation};
use kms_policy::edit::Json;
use serde::Serialize;

use super::JobError;
use super::resolve::{Resolved, nameable};
use crate::scenario::{ContextValue, Pairs};

/// An Allow statement of a key policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) sid: String,
    pub(super) principals: Principals,
    pub(super) actions: Vec<String>,
    pub(super) conditions: Vec<DraftCondition>,
    /// The jobs that need it: service and name.
    pub(super) jobs: Vec<(&'static str, &'static str)>,
}

/// Whom a statement names, all of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Principals {
    Aws(Vec<String>),
    Services(Vec<String>),
}

/// One condition of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DraftCondition {
    pub(super) operator: &'static str,
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

const ANY_OF_OPERATIONS: &str = "ForAllValues:StringEquals";

/// The statements that a call needs; none for a call under a grant.
pub(super) fn of_call(resolved: &Resolved, call: &JobCall, users: &[String]) -> Result<Vec<Draft>, JobError> {
    let job = resolved.job;
    let principals = match call.by {
        JobCaller::Grantee => return Ok(Vec::new()),
        JobCaller::Asker if users.is_empty() => return Err(JobError::NobodyAsks(job.name.to_owned())),
        JobCaller::Asker => Principals::Aws(users.to_vec()),
        JobCaller::Service(name) => Principals::Services(vec![resolved.example(name)]),
        JobCaller::ServiceLinkedRole(arn) => Principals::Aws(vec![resolved.example(arn)]),
        JobCaller::Role(parameter) => {
            let role = resolved.given_role(parameter);
            let role = role.ok_or_else(|| JobError::NoRole(job.name.to_owned()))?;
            Principals::Aws(vec![nameable(&role).0])
        }
    };
    let checks = Operation::checks(call.operation);
    let on_key = checks.iter().filter(|check| check.on != CheckedResource::Alias);
    let draft = |operation: &'static Operation| Draft {
        sid: sid(&[(job.service, job.name)]),
        principals: principals.clone(),
        actions: vec![operation.permission().to_owned()],
        conditions: conditions(resolved, call),
        jobs: vec![(job.service, job.name)],
    };
    Ok(on_key.map(|check| draft(check.operation)).collect())
}

/// The conditions that a call meets and that keep others out, each on a key that AWS documents for it.
fn conditions(resolved: &Resolved, call: &JobCall) -> Vec<DraftCondition> {
    let mut conditions = Vec::new();
    let mut equal = |key: &str, value: String| {
        conditions.push(DraftCondition {
            operator: string_operator(&value),
            key: key.to_owned(),
            values: vec![value],
        });
    };
    if let Some(via) = call.via_service.filter(|_| call.via_service_status.is_documented()) {
        equal("kms:ViaService", resolved.example(via));
    }
    if let Some(account) = call.source_account {
        equal("aws:SourceAccount", resolved.example(account));
    }
    let of_grant = call.grant.iter().filter(|grant| grant.status.is_documented());
    let pairs =
        call.encryption_context.iter().chain(of_grant.flat_map(|grant| grant.encryption_context_subset));
    for (key, value) in pairs {
        let pattern = resolved.pattern(*value);
        if !is_open(&pattern) {
            equal(&format!("kms:EncryptionContext:{key}"), pattern);
        }
    }
    if let Some(value) = call.source_arn.map(|arn| resolved.pattern(arn)).filter(|value| !is_open(value)) {
        let operator = if has_wildcard(&value) { "ArnLike" } else { "ArnEquals" };
        conditions.push(DraftCondition { operator, key: "aws:SourceArn".to_owned(), values: vec![value] });
    }
    if let Some(grant) = &call.grant {
        conditions.extend(of_grant_made(resolved, call, grant));
    }
    conditions
}

/// What limits the grants that a statement lets somebody make.
fn of_grant_made(resolved: &Resolved, call: &JobCall, grant: &JobGrant) -> Vec<DraftCondition> {
    let mut conditions = Vec::new();
    if grant.for_aws_resource {
        conditions.push(DraftCondition {
            operator: "Bool",
            key: "kms:GrantIsForAWSResource".to_owned(),
            values: vec!["true".to_owned()],
        });
    }
    if grant.status.is_documented() {
        conditions.push(DraftCondition {
            operator: ANY_OF_OPERATIONS,
            key: "kms:GrantOperations".to_owned(),
            values: grant.operations.iter().map(|operation| (*operation).to_owned()).collect(),
        });
    }
    // Whoever makes a grant themselves names the grantee; which name a service uses is its own affair.
    if call.via_service.is_none() && call.by == JobCaller::Asker {
        conditions.push(DraftCondition {
            operator: "StringEquals",
            key: "kms:GranteePrincipal".to_owned(),
            values: vec![resolved.example(grant.grantee)],
        });
    }
    conditions
}

/// Whether a pattern fits all that a service can send: `*`, or the ARN of any bucket of anybody.
fn is_open(pattern: &str) -> bool {
    let (before, resource) = pattern.rsplit_once(':').unwrap_or(("::", pattern));
    before.ends_with("::") && resource.chars().all(|c| matches!(c, '*' | '/'))
}

fn has_wildcard(value: &str) -> bool {
    value.contains(['*', '?'])
}

fn string_operator(value: &str) -> &'static str {
    if has_wildcard(value) { "StringLike" } else { "StringEquals" }
}

/// Merges statements until no two say together what one could, and names them apart.
pub(super) fn merge(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    for draft in drafts {
        let mut next = draft;
        // A merged statement may fit another one that the parts did not.
        while let Some((at, both)) =
            merged.iter().enumerate().find_map(|(at, known)| Some((at, known.with(&next)?)))
        {
            merged.remove(at);
            next = both;
        }
        merged.push(next);
    }
    let mut names: Vec<String> = Vec::new();
    for draft in &mut merged {
        draft.sid = sid(&draft.jobs);
        let same = names.iter().filter(|name| **name == draft.sid).count();
        names.push(draft.sid.clone());
        if same > 0 {
            draft.sid = format!("{}Part{}", draft.sid, same + 1);
        }
    }
    merged
}

impl Draft {
    /// The one statement that allows exactly what the two allow, if it differs in one element only.
    fn with(&self, other: &Self) -> Option<Self> {
        let jobs = union(&self.jobs, &other.jobs);
        let same_principals = self.principals == other.principals;
        let same_actions = same_set(&self.actions, &other.actions);
        let one = Self { jobs, ..self.clone() };
        if self.conditions == other.conditions && same_principals {
            return Some(Self { actions: union(&self.actions, &other.actions), ..one });
        }
        if self.conditions == other.conditions && same_actions {
            let principals = match (&self.principals, &other.principals) {
                (Principals::Aws(left), Principals::Aws(right)) => Principals::Aws(union(left, right)),
                (Principals::Services(left), Principals::Services(right)) => {
                    Principals::Services(union(left, right))
                }
                _ => return None,
            };
            return Some(Self { principals, ..one });
        }
        if !same_principals || !same_actions || self.conditions.len() != other.conditions.len() {
            return None;
        }
        let pairs = || self.conditions.iter().zip(&other.conditions);
        if pairs().filter(|(left, right)| left != right).count() != 1 {
            return None;
        }
        let conditions = pairs().map(|(left, right)| left.with(right)).collect::<Option<Vec<_>>>()?;
        Some(Self { conditions, ..one })
    }

    /// Whether every part of another statement is in it.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let within = |part: &[String], whole: &[String]| part.iter().all(|item| whole.contains(item));
        let principals = match (&other.principals, &self.principals) {
            (Principals::Aws(part), Principals::Aws(whole))
            | (Principals::Services(part), Principals::Services(whole)) => within(part, whole),
            _ => false,
        };
        let conditions = other.conditions.len() == self.conditions.len()
            && other
                .conditions
                .iter()
                .zip(&self.conditions)
                .all(|(part, whole)| part.key == whole.key && within(&part.values, &whole.values));
        principals && conditions && within(&other.actions, &self.actions)
    }

    /// The principal element, and what a statement of an identity-based policy has instead: nothing.
    pub(super) fn statement(&self, resource: &str, is_identity_based: bool) -> StatementJson {
        let (kind, names) = match &self.principals {
            Principals::Aws(names) => ("AWS", names),
            Principals::Services(names) => ("Service", names),
        };
        let mut condition: Pairs<Pairs<ContextValue>> = Pairs::default();
        for DraftCondition { operator, key, values } in &self.conditions {
            let mut block = condition.get(operator).cloned().unwrap_or_default();
            block.set(key.clone(), one_or_many(values));
            condition.set(*operator, block);
        }
        StatementJson {
            sid: self.sid.clone(),
            effect: "Allow",
            principal: (!is_identity_based).then(|| Pairs(vec![(kind.to_owned(), one_or_many(names))])),
            action: one_or_many(&self.actions),
            resource: resource.to_owned(),
            condition,
        }
    }
}

impl DraftCondition {
    /// The one condition that holds where either does; two that are equal are one.
    fn with(&self, other: &Self) -> Option<Self> {
        if self == other {
            return Some(self.clone());
        }
        // With `ForAllValues` the values of both together would let in sets that neither does.
        let both = [self.operator, other.operator];
        let operator = match both {
            ["StringEquals", "StringEquals"] => "StringEquals",
            ["StringEquals" | "StringLike", "StringEquals" | "StringLike"] => "StringLike",
            ["ArnEquals", "ArnEquals"] => "ArnEquals",
            ["ArnEquals" | "ArnLike", "ArnEquals" | "ArnLike"] => "ArnLike",
            _ => return None,
        };
        let is_one = self.key == other.key;
        is_one.then(|| Self { operator, key: self.key.clone(), values: union(&self.values, &other.values) })
    }
}

fn union<T: Clone + PartialEq>(left: &[T], right: &[T]) -> Vec<T> {
    let mut all = left.to_vec();
    all.extend(right.iter().filter(|item| !left.contains(item)).cloned());
    all
}

fn same_set(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().all(|item| right.contains(item))
}

/// A name for a statement, of letters and digits, which IAM demands of identity-based policies.
fn sid(jobs: &[(&str, &str)]) -> String {
    let text = match jobs {
        [(service, name)] => format!("{service} {name}"),
        [(service, _), rest @ ..] if rest.iter().all(|(other, _)| other == service) => (*service).to_owned(),
        _ => "Several services".to_owned(),
    };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

fn one_or_many(values: &[String]) -> ContextValue {
    match values {
        [only] => ContextValue::One(only.clone()),
        several => ContextValue::Many(several.to_vec()),
    }
}

/// The statement as it stands in a key policy, for an editor of its text.
pub(super) fn json_of(draft: &Draft) -> Json {
    let list = |values: &[String]| match values {
        [only] => Json::from(only.as_str()),
        several => Json::List(several.iter().map(|value| Json::from(value.as_str())).collect()),
    };
    let (kind, names) = match &draft.principals {
        Principals::Aws(names) => ("AWS", names),
        Principals::Services(names) => ("Service", names),
    };
    let mut members = vec![
        ("Sid".to_owned(), Json::from(draft.sid.as_str())),
        ("Effect".to_owned(), Json::from("Allow")),
        ("Principal".to_owned(), Json::member(kind, list(names))),
        ("Action".to_owned(), list(&draft.actions)),
        ("Resource".to_owned(), Json::from("*")),
    ];
    let mut blocks: Vec<(String, Vec<(String, Json)>)> = Vec::new();
    for DraftCondition { operator, key, values } in &draft.conditions {
        let entry = (key.clone(), list(values));
        match blocks.iter_mut().find(|(known, _)| known == operator) {
            Some((_, entries)) => entries.push(entry),
            None => blocks.push(((*operator).to_owned(), vec![entry])),
        }
    }
    if !blocks.is_empty() {
        let blocks = blocks.into_iter().map(|(operator, entries)| (operator, Json::Object(entries)));
        members.push(("Condition".to_owned(), Json::Object(blocks.collect())));
    }
    Json::Object(members)
}

/// A policy document to be written.
#[derive(Serialize)]
struct DocumentJson {
    #[serde(rename = "Version")]
    version: &'static str,
    #[serde(rename = "Statement")]
    statements: Vec<StatementJson>,
}

/// A statement to be written.
#[derive(Serialize)]
pub(super) struct StatementJson {
    #[serde(rename = "Sid")]
    sid: String,
    #[serde(rename = "Effect")]
    effect: &'static str,
    #[serde(rename = "Principal", skip_serializing_if = "Option::is_none")]
    principal: Option<Pairs<ContextValue>>,
    #[serde(rename = "Action")]
    action: ContextValue,
    #[serde(rename = "Resource")]
    resource: String,
    #[serde(rename = "Condition", skip_serializing_if = "Pairs::is_empty")]
    condition: Pairs<Pairs<ContextValue>>,
}

/// The text of a key policy.
pub(super) fn key_policy(drafts: &[Draft]) -> String {
    document(drafts.iter().map(|draft| draft.statement("*", false)).collect())
}

/// The text of one statement of a key policy.
pub(super) fn statement_text(draft: &Draft) -> String {
    serde_json::to_string_pretty(&draft.statement("*", false)).unwrap_or_default()
}

/// The text of an identity-based policy for one key.
pub(super) fn identity_policy(drafts: &[Draft], key: &str) -> String {
    document(drafts.iter().map(|draft| draft.statement(key, true)).collect())
}

fn document(statements: Vec<StatementJson>) -> String {
    // Every field is a JSON value.
    serde_json::to_string_pretty(&DocumentJson { version: "2012-10-17", statements }).unwrap_or_default()
}
