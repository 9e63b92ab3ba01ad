//! The statement that a policy lacks, written out: for this caller and this permission, with the conditions that the
//! call meets, and no wider.
//!
//! KMS Developer Guide, *Creating a key policy* (key-policy-overview.html) and *Best practices for IAM policies*
//! (iam-policies-best-practices.html): in a key policy `Resource` is `*` and means the key; an IAM policy names the ARN.

use kms_authz::{Arrival, CallerKind, Certainty, Check, Relation, RequestResource};
use kms_policy::edit::Json;
use kms_policy::{Effect, PolicyKind, Principal, PrincipalType};

use super::intent::NewStatement;
use super::is_literal;
use super::types::AdviceNote;
use super::words;
use crate::explain::caller::principal_text;
use crate::report::codes::AdviceNoteCode;
use crate::scenario::{PolicyId, Scenario};

/// How a statement names a caller.
pub(super) struct Named {
    pub(super) kind: PrincipalType,
    pub(super) text: String,
    /// What has to be known about it.
    pub(super) note: Option<AdviceNote>,
}

/// How a policy names the caller of a check: the role or user behind a session, never more than the caller. None for
/// the root user, whom no policy names without its account.
pub(super) fn named(check: &Check) -> Option<Named> {
    let caller = &check.request.caller;
    let aws = |text| Some(Named { kind: PrincipalType::Aws, text, note: None });
    match (&caller.principal, &caller.issuer) {
        (Principal::Role(_) | Principal::User(_), _) | (Principal::FederatedUser { .. }, None) => {
            aws(principal_text(&caller.principal))
        }
        (Principal::AssumedRole { .. }, Some(issuer)) => {
            aws(principal_text(&Principal::Role(issuer.clone())))
        }
        (Principal::FederatedUser { .. }, Some(issuer)) => {
            aws(principal_text(&Principal::User(issuer.clone())))
        }
        (Principal::AssumedRole { home, role, .. }, None) => {
            // Where the name alone tells the role: Identity Center's and service-linked roles have a path.
            let text = format!("arn:{}:iam::{}:role/{role}", home.partition, home.account);
            let note = AdviceNote::new(
                AdviceNoteCode::RolePathNotKnown,
                format!(
                    "The scenario does not say which path role `{role}` has; if it has one, write the role's whole ARN."
                ),
            );
            Some(Named { kind: PrincipalType::Aws, text, note: Some(note) })
        }
        (Principal::Service(service), _) => {
            Some(Named { kind: PrincipalType::Service, text: service.as_str().to_owned(), note: None })
        }
        _ => None,
    }
}

/// The statement by which a policy of this kind would allow or deny what `checks` ask for, which are of one caller and
/// one resource. None where no statement of such a policy can name the caller.
pub(super) fn statement(
    scenario: &Scenario,
    policy: PolicyId,
    kind: PolicyKind,
    effect: Effect,
    checks: &[&Check],
) -> Option<NewStatement> {
    let check = *checks.first()?;
    let mut conditions = Conditions::default();
    let mut notes = Vec::new();
    let mut members: Vec<(String, Json)> = Vec::new();
    members.push(("Sid".to_owned(), sid(scenario, policy, effect, checks).into()));
    members.push(("Effect".to_owned(), if effect == Effect::Allow { "Allow" } else { "Deny" }.into()));
    if kind.names_principals() {
        let principal = match named(check) {
            Some(named) => {
                notes.extend(named.note);
                let name = if named.kind == PrincipalType::Service { "Service" } else { "AWS" };
                (name, named.text)
            }
            None if check.request.caller.kind() == CallerKind::RootUser => {
                let account = principal_text(&check.request.caller.principal);
                // The account's principal is everyone of it whom an IAM policy allows.
                conditions.push("ArnEquals", "aws:PrincipalArn", &account);
                ("AWS", account)
            }
            None => return None,
        };
        members.push(("Principal".to_owned(), Json::member(principal.0, principal.1.into())));
    }
    let actions: Vec<&str> = checks.iter().map(|check| check.request.permission).collect();
    members.push(("Action".to_owned(), one_or_many(&actions)));
    members.push(("Resource".to_owned(), resource(check, kind).into()));
    // What limits an account or a session is no place for the details of one call.
    if matches!(kind, PolicyKind::KeyPolicy | PolicyKind::IdentityBased) && effect == Effect::Allow {
        of_arrival(checks, &mut conditions);
        let is_service = check.request.caller.kind() == CallerKind::Service;
        let has_source = check.request.context.get("aws:SourceArn").is_some()
            || check.request.context.get("aws:SourceAccount").is_some();
        if is_service && !has_source && kind == PolicyKind::KeyPolicy {
            notes.push(AdviceNote::new(
                AdviceNoteCode::SourceNotNamed,
                "The request names no source. If the service sends `aws:SourceArn` or `aws:SourceAccount`, add it as a condition, so that it cannot act for anybody else.",
            ));
        }
    }
    members.extend(conditions.json().map(|conditions| ("Condition".to_owned(), conditions)));
    let does = match effect {
        Effect::Allow => words::allows(check, &actions),
        Effect::Deny => words::denies(check, &actions),
    };
    Some(NewStatement { json: Json::Object(members), does, notes })
}

/// In a key policy `*` means its key; elsewhere the ARN of what is used, and `*` only where there is none.
fn resource(check: &Check, kind: PolicyKind) -> String {
    match (&check.request.resource, kind) {
        (RequestResource::Key(_), PolicyKind::KeyPolicy) | (RequestResource::None, _) => "*".to_owned(),
        (resource, _) => resource.arn().map_or_else(|| "*".to_owned(), ToString::to_string),
    }
}

fn one_or_many(texts: &[&str]) -> Json {
    match texts {
        [only] => (*only).into(),
        texts => Json::List(texts.iter().map(|text| (*text).into()).collect()),
    }
}

/// The conditions that the calls meet by the way in which they arrive.
fn of_arrival(checks: &[&Check], conditions: &mut Conditions) {
    let Some(check) = checks.first() else { return };
    let same = |key: &str| {
        let value = |check: &Check| {
            let entry = check.request.context.get(key)?;
            match entry.values.as_slice() {
                [only] if is_literal(only) => Some(only.clone()),
                _ => None,
            }
        };
        let first = value(check)?;
        checks.iter().all(|other| value(other).as_ref() == Some(&first)).then_some(first)
    };
    let arrival = Arrival::of(check.request.caller.kind(), same("kms:ViaService").as_deref());
    for key in ["kms:ViaService", "aws:SourceAccount"] {
        if let Some(value) = same(key) {
            conditions.push("StringEquals", key, &value);
        }
    }
    if let Some(source) = same("aws:SourceArn") {
        conditions.push("ArnEquals", "aws:SourceArn", &source);
    }
    for entry in check.request.context.entries() {
        let is_pair =
            entry.key.get(..22).is_some_and(|start| start.eq_ignore_ascii_case("kms:EncryptionContext:"));
        if let (true, Some(value)) = (is_pair, same(&entry.key)) {
            conditions.push("StringEquals", &entry.key, &value);
        }
    }
    if check.request.permission == "kms:CreateGrant" {
        let documented = |key: &str| {
            check.request.context.get(key).is_some_and(|entry| entry.certainty == Certainty::Documented)
        };
        if arrival == Arrival::ForwardAccessSession && documented("kms:GrantIsForAWSResource") {
            if let Some(value) = same("kms:GrantIsForAWSResource") {
                conditions.push("Bool", "kms:GrantIsForAWSResource", &value);
            }
        } else if let Some(grantee) = same("kms:GranteePrincipal") {
            conditions.push("StringEquals", "kms:GranteePrincipal", &grantee);
        }
        if let Some(operations) = check.request.context.get("kms:GrantOperations") {
            let operations: Vec<&str> = operations.values.as_slice().iter().map(String::as_str).collect();
            if !operations.is_empty() && operations.iter().all(|operation| is_literal(operation)) {
                conditions.all("ForAllValues:StringEquals", "kms:GrantOperations", one_or_many(&operations));
            }
        }
    }
}

/// The conditions of a statement, by their operators.
#[derive(Default)]
struct Conditions(Vec<(String, Json)>);

impl Conditions {
    fn push(&mut self, operator: &str, key: &str, value: &str) {
        self.all(operator, key, value.into());
    }

    fn all(&mut self, operator: &str, key: &str, value: Json) {
        let entry = (key.to_owned(), value);
        match self.0.iter_mut().find(|(known, _)| known == operator) {
            Some((_, Json::Object(entries))) => entries.push(entry),
            _ => self.0.push((operator.to_owned(), Json::Object(vec![entry]))),
        }
    }

    fn json(self) -> Option<Json> {
        (!self.0.is_empty()).then_some(Json::Object(self.0))
    }
}

/// A `Sid` that no statement of the policy has: letters and digits only, which every kind of policy takes.
fn sid(scenario: &Scenario, policy: PolicyId, effect: Effect, checks: &[&Check]) -> String {
    let read = policy.parsed(scenario);
    let is_used = |sid: &str| {
        let statements = read.iter().flat_map(|read| &read.document.statements);
        statements.filter_map(|statement| statement.sid.as_ref()).any(|used| used.value == sid)
    };
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>();
    let who = checks.first().map(|check| plain(&words::simple_name(check))).unwrap_or_default();
    let what = match checks {
        [only] => plain(only.operation.name),
        _ => "ToUseTheKey".to_owned(),
    };
    let verb = if effect == Effect::Allow { "Allow" } else { "Deny" };
    let sid = format!("{verb}{who}{what}");
    let mut unique = sid.clone();
    let mut number = 2;
    while is_used(&unique) && number < 100 {
        unique = format!("{sid}{number}");
        number += 1;
    }
    unique
}

/// Whether a grant can give the caller the permission: it takes users and roles, and services only with more than a
/// request says. Nobody but AWS makes grants on AWS managed keys.
pub(super) fn can_be_granted(check: &Check) -> bool {
    use kms_catalog::KeyManager::Aws;
    check.evaluation.grant_can_help()
        && check.evaluation.key_manager != Some(Aws)
        && check.evaluation.relationship.relation != Relation::ServicePrincipal
        && named(check).is_some()
}
