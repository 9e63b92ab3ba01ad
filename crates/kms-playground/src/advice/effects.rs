//! What a change does beside what it is for: of a change of a key policy on all requests, of any change on the scenario's
//! own requests and the calls of all principals that the scenario names. The latter is no proof: principals that no
//! policy, grant or request names are not asked about.
//!
//! Each call is decided with the IAM policies of the scenario, and once more with IAM policies that allow everything: what
//! a key policy gives away counts even where no IAM policy takes it up yet.

use kms_catalog::{Operation, ResourceScope};
use kms_policy::{Principal, PrincipalElement, parse};

use super::Effects;
use super::types::{ChangedCalls, SideEffects};
use super::words;
use crate::report::{Decision, PolicyKind};
use crate::run::decide;
use crate::scenario::{NamedPolicy, PolicyText, Request, Scenario};

/// The most principals that are asked about.
const MOST_PRINCIPALS: usize = 8;

/// The calls that are compared, with the decisions on them before any change.
pub(super) struct Grid {
    requests: Vec<Request>,
    /// How many of them, from the start, are direct calls; the others arrive as the request does.
    direct: usize,
    before: Vec<Decision>,
    /// The same where IAM policies allow everything.
    lent: Vec<Decision>,
    own: Vec<Decision>,
    at: usize,
    /// What knows all requests, and the policy with the statement that would allow the request and nothing else.
    exact: Option<(Effects, String)>,
}

/// An IAM policy that limits nothing.
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

impl Grid {
    /// The calls to be compared around the request at this place.
    pub(super) fn new(scenario: &Scenario, at: usize, exact: Option<(Effects, String)>) -> Self {
        let asked = scenario.requests.get(at).cloned().unwrap_or_default();
        let principals = principals(scenario, &asked);
        let operations =
            || Operation::all().iter().filter(|operation| operation.resource == ResourceScope::Key);
        let calls = |as_request: bool| {
            let asked = &asked;
            principals.iter().flat_map(move |principal| {
                operations().map(move |operation| call(asked, principal, operation, as_request))
            })
        };
        let mut requests: Vec<Request> = calls(false).collect();
        let direct = requests.len();
        let arrives_otherwise = asked.via_service.is_some()
            || asked.source_arn.is_some()
            || asked.source_account.is_some()
            || !asked.encryption_context.is_empty()
            || !asked.context.is_empty();
        if arrives_otherwise {
            requests.extend(calls(true));
        }
        let (before, own, of_lent) = Default::default();
        let mut grid = Self { requests, direct, before, lent: of_lent, own, at, exact };
        (grid.own, grid.before) = grid.decide(scenario);
        (_, grid.lent) = grid.decide(&lent(scenario));
        grid
    }

    fn decide(&self, scenario: &Scenario) -> (Vec<Decision>, Vec<Decision>) {
        let mut asked = scenario.clone();
        let own = asked.requests.len();
        asked.requests.extend(self.requests.iter().cloned());
        let mut decisions = decide(&asked);
        let grid = decisions.split_off(own.min(decisions.len()));
        (decisions, grid)
    }

    /// What the change that leads to `changed` does beside what it is for.
    pub(super) fn effects(&self, scenario: &Scenario, changed: &Scenario) -> SideEffects {
        let (own, after) = self.decide(changed);
        let pairs = self.own.iter().zip(&own).enumerate();
        let requests: Vec<usize> = pairs
            .filter(|(index, (before, after))| *index != self.at && differs(**before, **after))
            .map(|(index, _)| index)
            .collect();
        let mut calls: Vec<ChangedCalls> = Vec::new();
        self.changed_calls(scenario, &self.before, &after, false, &mut calls);
        let (_, after) = self.decide(&lent(changed));
        self.changed_calls(scenario, &self.lent, &after, true, &mut calls);
        let policy = self.exact.as_ref().and_then(|(exact, asked)| exact(scenario, changed, asked));
        let is_told = |call: &&ChangedCalls| match &policy {
            Some(_) => !call.if_iam_allows && others(scenario) != others(changed),
            None => true,
        };
        let told: Vec<&ChangedCalls> = calls.iter().filter(is_told).collect();
        let text = words::effects(scenario, &requests, &told, policy.as_ref());
        SideEffects { requests, calls, policy, text }
    }

    /// Adds the calls that are decided otherwise after a change, those that are known already left out.
    fn changed_calls(
        &self,
        scenario: &Scenario,
        before: &[Decision],
        after: &[Decision],
        if_iam_allows: bool,
        calls: &mut Vec<ChangedCalls>,
    ) {
        let asked = scenario.requests.get(self.at);
        for (index, (request, (before, after))) in
            self.requests.iter().zip(before.iter().zip(after)).enumerate()
        {
            let is_asked = asked.is_some_and(|asked| {
                asked.principal == request.principal && request.action.eq_ignore_ascii_case(&asked.action)
            });
            let as_request = index >= self.direct;
            // What is changed for direct calls is for all; what is changed as the scenario is, is so whatever IAM allows.
            let is_known = |call: &ChangedCalls| {
                call.principal == request.principal
                    && (!call.as_request || as_request)
                    && call.operations.contains(&request.action)
            };
            if is_asked || !differs(*before, *after) || calls.iter().any(is_known) {
                continue;
            }
            let is_alike = |call: &&mut ChangedCalls| {
                call.principal == request.principal
                    && call.decision == *after
                    && call.as_request == as_request
                    && call.if_iam_allows == if_iam_allows
            };
            match calls.iter_mut().find(is_alike) {
                Some(call) => call.operations.push(request.action.clone()),
                None => calls.push(ChangedCalls {
                    principal: request.principal.clone(),
                    operations: vec![request.action.clone()],
                    as_request,
                    if_iam_allows,
                    decision: *after,
                }),
            }
        }
    }
}

/// What of a scenario decides beside its key policies.
fn others(scenario: &Scenario) -> (Vec<&str>, usize) {
    let policies = scenario.policies().into_iter();
    let others =
        policies.filter(|policy| policy.kind != PolicyKind::KeyPolicy).map(|policy| policy.text.text());
    (others.collect(), scenario.grants.len())
}

/// The scenario as it would be if IAM policies allowed everything to everybody.
fn lent(scenario: &Scenario) -> Scenario {
    let mut lent = scenario.clone();
    let everything =
        || Some(vec![NamedPolicy { name: "everything".to_owned(), text: PolicyText::new(EVERYTHING) }]);
    lent.identity_policies = everything();
    (lent.permissions_boundary, lent.session_policies) = (None, None);
    for caller in &mut lent.callers {
        caller.identity_policies = everything();
        (caller.permissions_boundary, caller.session_policies) = (None, None);
    }
    lent
}

/// Whether a call is allowed in one of two cases only.
fn differs(before: Decision, after: Decision) -> bool {
    (before == Decision::Allowed) != (after == Decision::Allowed)
}

fn call(asked: &Request, principal: &str, operation: &Operation, as_request: bool) -> Request {
    let mut request = Request {
        principal: principal.to_owned(),
        action: operation.permission().to_owned(),
        key_id: asked.key_id.clone(),
        ..Request::default()
    };
    if principal == asked.principal {
        request.session_issuer.clone_from(&asked.session_issuer);
    }
    if as_request {
        let is_service = !principal.contains(':');
        request.encryption_context.clone_from(&asked.encryption_context);
        request.context.clone_from(&asked.context);
        if is_service {
            request.source_arn.clone_from(&asked.source_arn);
            request.source_account.clone_from(&asked.source_account);
        } else {
            request.via_service.clone_from(&asked.via_service);
        }
    }
    request
}

/// Everybody whom the scenario names and who can call: the caller first.
fn principals(scenario: &Scenario, asked: &Request) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let principal = Principal::caller(text);
        let can_call =
            !matches!(principal, Principal::Everyone | Principal::UniqueId(_) | Principal::Unrecognized);
        // A role and its sessions are one: the role stands for some session of it.
        let is_same = |known: &String| {
            known == text
                || role(&Principal::caller(known)).is_some_and(|known| role(&principal) == Some(known))
        };
        if can_call && !all.iter().any(is_same) {
            all.push(text.to_owned());
        }
    };
    add(&asked.principal);
    scenario.requests.iter().take(MOST_PRINCIPALS).for_each(|request| add(&request.principal));
    for policy in scenario.policies() {
        let kind: kms_policy::PolicyKind = policy.kind.into();
        if kind != kms_policy::PolicyKind::KeyPolicy {
            continue;
        }
        for statement in parse(policy.text.text(), kind).document.statements.iter().take(100) {
            let Some(PrincipalElement::Principal(list)) = &statement.principal else { continue };
            list.items.iter().take(MOST_PRINCIPALS).for_each(|item| add(&item.text.value));
        }
    }
    scenario.callers.iter().take(MOST_PRINCIPALS).for_each(|caller| add(&caller.principal));
    for grant in scenario.grants.iter().take(MOST_PRINCIPALS) {
        let grantee = grant.grantee_principal.as_ref().or(grant.grantee_service_principal.as_ref());
        grantee.into_iter().for_each(|grantee| add(grantee));
    }
    all.truncate(MOST_PRINCIPALS);
    all
}

/// The account and the name of a role, also of a session's.
fn role(principal: &Principal) -> Option<(String, String)> {
    match principal {
        Principal::Role(role) => Some((role.home.account.to_string(), role.name.clone())),
        Principal::AssumedRole { home, role, .. } => Some((home.account.to_string(), role.clone())),
        _ => None,
    }
}
