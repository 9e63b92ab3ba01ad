//! The sentences of advice: titles in the imperative, obstacles, and what a change does beside.

use kms_authz::{Blocker, Caller, Check, Obstacle, Path};
use kms_policy::{Principal, PrincipalType};

use super::intent::{Intent, StatementPlace, ValueList};
use super::request::RequestEdit;
use super::types::{ChangedCalls, PolicyEffects};
use crate::explain::caller::{principal_name, short_name};
use crate::explain::words::{capital, list};
use crate::report::codes::{ObstacleCode, PathCode};
use crate::report::{Decision, PolicyKind};
use crate::scenario::{PolicyId, PolicyOwner, Scenario};

/// `the key policy`, `the IAM policy `App`` …
pub(super) fn policy(scenario: &Scenario, id: PolicyId) -> String {
    let noun = match id.role.kind() {
        PolicyKind::KeyPolicy if id.owner == PolicyOwner::Scenario => return "the key policy".to_owned(),
        PolicyKind::KeyPolicy => return format!("the key policy of `{}`", id.owner.key(scenario).arn),
        PolicyKind::IdentityPolicy => "the IAM policy",
        PolicyKind::PermissionsBoundary => "the permissions boundary",
        PolicyKind::SessionPolicy => "the session policy",
        PolicyKind::ServiceControlPolicy => "the service control policy",
        PolicyKind::ResourceControlPolicy => "the resource control policy",
        PolicyKind::VpcEndpointPolicy => "the VPC endpoint policy",
    };
    match id.named(scenario).map(|policy| policy.name.as_str()) {
        None | Some("") => noun.to_owned(),
        Some(name) => format!("{noun} `{name}`"),
    }
}

/// `statement 2 (`AllowUse`) of the key policy`.
pub(super) fn statement(scenario: &Scenario, place: &StatementPlace) -> String {
    let of = policy(scenario, place.policy);
    let read = place.policy.parsed(scenario);
    let statement = read.as_ref().and_then(|read| read.document.statements.get(place.index));
    let sid = statement.and_then(|statement| statement.sid.as_ref()).map(|sid| &sid.value);
    match sid {
        Some(sid) => format!("statement {} (`{sid}`) of {of}", place.index + 1),
        None => format!("statement {} of {of}", place.index + 1),
    }
}

/// A caller without its kind, for a `Sid`.
pub(super) fn simple_name(check: &Check) -> String {
    match &check.request.caller.principal {
        Principal::Account { account, .. } => format!("Root{account}"),
        Principal::User(id) | Principal::Role(id) => id.name.clone(),
        Principal::AssumedRole { role, .. } => role.clone(),
        Principal::FederatedUser { name, .. } => name.clone(),
        Principal::Service(service) => service.as_str().split('.').next().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// `allows role `App` to call `kms:Decrypt``.
pub(super) fn allows(check: &Check, actions: &[&str]) -> String {
    format!("allows {} to call {}", short_name(&check.request.caller), codes(actions))
}

/// `denies …`
pub(super) fn denies(check: &Check, actions: &[&str]) -> String {
    format!("denies {} to {}", codes(actions), short_name(&check.request.caller))
}

fn codes<T: AsRef<str>>(texts: &[T]) -> String {
    let parts: Vec<String> = texts.iter().map(|text| format!("`{}`", text.as_ref())).collect();
    list(&parts, "and")
}

/// What an intent asks its reader to do.
pub(super) fn title(intent: &Intent, scenario: &Scenario) -> String {
    match intent {
        Intent::AddValues { place, list, values } => {
            format!("Add {} to {} in {}.", codes(values), named_list(list), statement(scenario, place))
        }
        Intent::RemoveValue { place, list, value } => {
            format!("Remove `{value}` from {} in {}.", named_list(list), statement(scenario, place))
        }
        Intent::AddCondition { place, operator, key, value } => {
            format!("Add the condition `{operator}` `{key}`: `{value}` to {}.", statement(scenario, place))
        }
        Intent::AddStatement { policy: id, statement } => {
            format!("Add a statement to {} that {}.", policy(scenario, *id), statement.does)
        }
        Intent::RemoveStatement { place } => format!("Remove {}.", statement(scenario, place)),
        Intent::AddPolicy { policy, statement, .. } => {
            let kind = match policy.role.kind() {
                PolicyKind::SessionPolicy => "a session policy",
                PolicyKind::ServiceControlPolicy => "a service control policy",
                _ => "an IAM policy",
            };
            format!("Add {kind} that {}.", statement.does)
        }
        Intent::AddGrant { grant, .. } => {
            let grantee = grant.grantee_principal.as_deref().unwrap_or_default();
            let operations = codes(&grant.operations);
            format!(
                "Create a grant that lets {} call {operations}.",
                principal_name(&Principal::aws(grantee))
            )
        }
        Intent::OwnKey { .. } => {
            "Use a customer managed key: nobody can change the key policy of an AWS managed key.".to_owned()
        }
        Intent::Request(edit) => request(edit),
    }
}

fn named_list(list: &ValueList) -> String {
    match list {
        ValueList::Action => "`Action`".to_owned(),
        ValueList::Resource => "`Resource`".to_owned(),
        ValueList::Principal(PrincipalType::Service) => "the services of `Principal`".to_owned(),
        ValueList::Principal(_) => "`Principal`".to_owned(),
        ValueList::Condition { operator, key } => format!("the values of `{key}` under `{operator}`"),
    }
}

fn request(edit: &RequestEdit) -> String {
    let context = |destination: &bool| {
        if *destination { "the destination encryption context" } else { "the encryption context" }
    };
    match edit {
        RequestEdit::Via(Some(service)) => format!("Make the call through `{service}`."),
        RequestEdit::Via(None) => "Call AWS KMS directly, not through a service.".to_owned(),
        RequestEdit::Pair { destination, name, value: Some(value) } => {
            format!("Set `{name}` to `{value}` in {}.", context(destination))
        }
        RequestEdit::Pair { destination, name, value: None } => {
            format!("Leave `{name}` out of {}.", context(destination))
        }
        RequestEdit::EncryptionContext { destination, pairs } => {
            let pairs: Vec<String> =
                pairs.iter().map(|(name, value)| format!("`{name}`: `{value}`")).collect();
            format!("Use exactly {} as {}.", list(&pairs, "and"), context(destination))
        }
        RequestEdit::SourceArn(Some(arn)) => format!("Make the service call for the resource `{arn}`."),
        RequestEdit::SourceArn(None) => "Make the service call without a source ARN.".to_owned(),
        RequestEdit::SourceAccount(Some(account)) => {
            format!("Make the service call for a resource of account `{account}`.")
        }
        RequestEdit::SourceAccount(None) => "Make the service call without a source account.".to_owned(),
        RequestEdit::KeyId(key_id) => format!("Name the key by `{key_id}` in the call."),
        RequestEdit::Parameter { name, value: Some(value) } => {
            let value = match value {
                serde_json::Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            format!("Set the parameter `{name}` to `{value}`.")
        }
        RequestEdit::Parameter { name, value: None } => format!("Leave out the parameter `{name}`."),
        RequestEdit::Context { key, value: Some(value) } => {
            format!("Make the call with `{key}` being `{value}`.")
        }
        RequestEdit::Context { key, value: None } => format!("Make the call without `{key}`."),
        RequestEdit::Caller(principal) => {
            format!("Make the call as {}.", principal_name(&Principal::caller(principal)))
        }
        RequestEdit::GrantToken(token) => format!("Pass the grant token `{token}` in the call."),
    }
}

/// A change of several parts in one line.
pub(super) fn titles(titles: &[String]) -> String {
    titles.join(" ")
}

/// The code of an obstacle, and what blocks.
pub(super) fn obstacle(scenario: &Scenario, check: &Check, blocker: Blocker) -> (ObstacleCode, String) {
    let who = short_name(&check.request.caller);
    let permission = check.request.permission;
    let account = check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    match blocker {
        Blocker::Deny(id, index) => {
            let policy = PolicyId::of(id).unwrap_or(PolicyId::KEY_POLICY);
            let place = StatementPlace { policy, index };
            (ObstacleCode::Deny, format!("{} denies the call.", capital(&statement(scenario, &place))))
        }
        Blocker::Rejected(id) => {
            let name = capital(&policy(scenario, PolicyId::of(id).unwrap_or(PolicyId::KEY_POLICY)));
            (
                ObstacleCode::RejectedPolicy,
                format!("{name} is not one that AWS accepts. Correct its errors first."),
            )
        }
        Blocker::ServiceControlLevel(level) => (
            ObstacleCode::ServiceControlLevel,
            format!("No service control policy at level {} allows `{permission}`.", level + 1),
        ),
        Blocker::EndpointPolicy => {
            (ObstacleCode::EndpointPolicy, format!("The VPC endpoint policy does not allow `{permission}`."))
        }
        Blocker::OnPath(obstacle) => on_path(obstacle, &who, permission, &account),
    }
}

fn on_path(obstacle: Obstacle, who: &str, permission: &str, account: &str) -> (ObstacleCode, String) {
    match obstacle {
        // A request whose caller is nobody is not evaluated.
        Obstacle::NobodyCalls | Obstacle::ServiceHasNoIdentityPolicies => {
            (ObstacleCode::ServiceHasNoIdentityPolicies, "AWS services have no IAM policies.".to_owned())
        }
        Obstacle::NotAcrossAccounts => (
            ObstacleCode::NotAcrossAccounts,
            format!("Principals of another account cannot call `{permission}`, whatever the policies say."),
        ),
        Obstacle::KeyPolicyDoesNotNameCaller => (
            ObstacleCode::KeyPolicyDoesNotNameCaller,
            format!("No statement of the key policy allows {who} to call `{permission}`."),
        ),
        // The way without IAM policies is never the harder one, so that a missing delegation alone is not shown.
        Obstacle::KeyPolicyDoesNotNameAccount | Obstacle::KeyPolicyReachesNobody => (
            ObstacleCode::KeyPolicyReachesNobody,
            format!(
                "No statement of the key policy allows {who} or account {account} to call `{permission}`."
            ),
        ),
        Obstacle::NoUsableGrant => {
            (ObstacleCode::NoUsableGrant, format!("No grant lets {who} call `{permission}` as the call is."))
        }
        Obstacle::NoGrantToRetire => {
            (ObstacleCode::NoGrantToRetire, "The key has no grant that the call could retire.".to_owned())
        }
        // Who is none of those who may retire a grant is shown the first way, which is as short as the others.
        Obstacle::NotRetiringPrincipal
        | Obstacle::NotRetiringGrantee
        | Obstacle::NotRootUserOfIssuingAccount
        | Obstacle::NotOfRetiringAccount => (
            ObstacleCode::NotRetiringPrincipal,
            format!("{} is not the grant's retiring principal.", capital(who)),
        ),
        Obstacle::IdentityPoliciesDoNotAllow => (
            ObstacleCode::IdentityPoliciesDoNotAllow,
            format!("No IAM policy of {who} allows `{permission}`."),
        ),
        Obstacle::IdentityPoliciesNotKnown => (
            ObstacleCode::IdentityPoliciesNotKnown,
            format!(
                "The scenario does not include the IAM policies of {who}; one of them has to allow `{permission}`."
            ),
        ),
        Obstacle::PermissionsBoundaryDoesNotAllow => (
            ObstacleCode::PermissionsBoundaryDoesNotAllow,
            format!("The permissions boundary does not allow `{permission}`."),
        ),
        Obstacle::SessionPoliciesDoNotAllow => {
            (ObstacleCode::SessionPoliciesDoNotAllow, format!("No session policy allows `{permission}`."))
        }
        Obstacle::NoSessionPolicy => (
            ObstacleCode::NoSessionPolicy,
            "A federated user session without a session policy has none of its user's permissions."
                .to_owned(),
        ),
    }
}

/// The code of a way to Allow, and the way in words.
pub(super) fn path(path: Path) -> (PathCode, &'static str) {
    match path {
        Path::KeyPolicy => (PathCode::KeyPolicy, "The key policy allows the caller."),
        Path::Delegation => {
            (PathCode::Delegation, "The key policy allows the account, and an IAM policy allows the caller.")
        }
        Path::BothAccounts => {
            (PathCode::BothAccounts, "The key policy and an IAM policy of the caller's account both allow.")
        }
        Path::Grant => (PathCode::Grant, "A grant lets the caller use the key."),
        Path::IdentityPolicies => (PathCode::IdentityPolicies, "An IAM policy allows the caller."),
        Path::RetiringPrincipal => {
            (PathCode::RetiringPrincipal, "The caller is the grant's retiring principal.")
        }
        Path::RetiringGrantee => {
            (PathCode::RetiringGrantee, "The caller is the grantee of a grant that lists `RetireGrant`.")
        }
        Path::RetiringRootUser => (
            PathCode::RetiringRootUser,
            "The caller is the root user of the account in which the grant was created.",
        ),
        Path::RetiringDelegate => (
            PathCode::RetiringDelegate,
            "An IAM policy allows the caller in the account that may retire the grant.",
        ),
    }
}

/// The answer in one sentence.
pub(super) fn summary(decision: Decision, obstacles: usize, changes: usize) -> String {
    match (decision, obstacles, changes) {
        (Decision::Allowed, _, 0) => {
            "The request is allowed, and no single change was found that stops it.".to_owned()
        }
        (Decision::Allowed, ..) => "The request is allowed. Each of these changes stops it.".to_owned(),
        (Decision::NotEvaluated, ..) => {
            "The request is not evaluated: correct what is wrong first.".to_owned()
        }
        (_, 0, _) => "The request is refused.".to_owned(),
        (_, 1, 0) => "1 obstacle blocks the request, and no change was found that removes it.".to_owned(),
        (Decision::Undetermined, 1, _) => {
            "The decision depends on 1 thing that the scenario does not include.".to_owned()
        }
        (_, 1, _) => "1 obstacle blocks the request.".to_owned(),
        (_, many, 0) => format!(
            "{many} obstacles block the request, and no single change was found. Remove the obstacles in this order."
        ),
        (_, many, _) => format!("{many} obstacles block the request."),
    }
}

/// How many operations a sentence names.
const NAMED_OPERATIONS: usize = 5;

/// What a change does beside, in a sentence; `calls` are those that `policy`, which is about all requests, leaves out.
pub(super) fn effects(
    scenario: &Scenario,
    requests: &[usize],
    calls: &[&ChangedCalls],
    policy: Option<&PolicyEffects>,
) -> String {
    let names = |call: &&ChangedCalls| {
        // The worst first, since the rest is only counted.
        let (worst, others): (Vec<_>, Vec<_>) =
            call.operations.iter().partition(|operation| super::gives_control(operation));
        let shown = worst.into_iter().chain(others).take(NAMED_OPERATIONS);
        let mut names: Vec<String> = shown.map(|operation| format!("`{operation}`")).collect();
        let more = call.operations.len().saturating_sub(NAMED_OPERATIONS);
        if more > 0 {
            names.push(format!("{more} more"));
        }
        let arrives = if call.as_request { " in a call that arrives as this one does" } else { "" };
        let who = short_name(&Caller::new(Principal::caller(&call.principal), None));
        let verb = if call.if_iam_allows { "call" } else { "to call" };
        format!("{who} {verb} {}{arrives}", list(&names, "and"))
    };
    let group = |allowed: bool, if_iam_allows: bool| -> Vec<String> {
        let alike = calls.iter().filter(|call| {
            (call.decision == Decision::Allowed) == allowed && call.if_iam_allows == if_iam_allows
        });
        alike.map(names).collect()
    };
    let (opens, stops) = (group(true, false), group(false, false));
    let (lends, withdraws) = (group(true, true), group(false, true));
    let mut sentences: Vec<String> = policy.iter().map(|policy| policy.text.clone()).collect();
    if !opens.is_empty() {
        sentences.push(format!("Also allows {}.", opens.join("; ")));
    }
    if !stops.is_empty() {
        sentences.push(format!("No longer allows {}.", stops.join("; ")));
    }
    if !lends.is_empty() {
        sentences.push(format!("With IAM policies that allow it, also lets {}.", lends.join("; ")));
    }
    if !withdraws.is_empty() {
        sentences.push(format!("No longer lets {}, whatever IAM policies allow.", withdraws.join("; ")));
    }
    if !requests.is_empty() {
        let named: Vec<String> = requests
            .iter()
            .map(|index| {
                let name = scenario.requests.get(*index).and_then(|request| request.name.clone());
                name.map_or_else(|| format!("request {}", index + 1), |name| format!("\"{name}\""))
            })
            .collect();
        sentences.push(format!("Also changes the decision on {}.", list(&named, "and")));
    }
    if sentences.is_empty() {
        return "Changes nothing else for the principals that the scenario names.".to_owned();
    }
    sentences.join(" ")
}
