//! What a change does beside what it is for: of a change of a key policy on all requests, of any change on the scenario's
//! own requests and the calls of all principals that the scenario names. The latter is no proof: principals that no
//! policy, grant or request names are not asked about.
//!
//! Each call is decided with the IAM policies of the scenario, and once more with IAM policies that allow everything: what
//! a key policy gives away counts even where no IAM policy takes it up yet.

use std::borrow::Cow;
use std::cell::Cell;

use kms_catalog::{Operation, ResourceScope};
use kms_policy::{Principal, PrincipalElement, parse};

use super::Effects;
use super::touched::Touched;
use super::types::{AdvicePart, ChangedCalls, SideEffects};
use super::words;
use crate::report::{Decision, PolicyKind};
use crate::run::deciding;
use crate::scenario::{NamedPolicy, PolicyText, Request, Scenario};

/// The most principals that are asked about.
const MOST_PRINCIPALS: usize = 8;

/// The calls that are compared around one request.
pub(super) struct Grid<'s> {
    /// The scenario's own requests, then direct calls, then calls that arrive as the request does.
    requests: Vec<Request>,
    /// How many of them are the scenario's own.
    own: usize,
    /// How many there are before those that arrive as the request does.
    direct: usize,
    /// The place of the request.
    at: usize,
    before: Before<'s>,
    /// The same where IAM policies allow everything.
    lent: Before<'s>,
    /// What knows all requests, and the policy with the statement that would allow the request and nothing else.
    exact: Option<(Effects, String)>,
}

/// A scenario before any change, and its decisions on the calls, each made when it is first asked for.
struct Before<'s> {
    scenario: Cow<'s, Scenario>,
    decisions: Vec<Cell<Option<Decision>>>,
}

/// An IAM policy that limits nothing.
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

impl<'s> Grid<'s> {
    /// Around the request at this place.
    pub(super) fn new(scenario: &'s Scenario, at: usize, exact: Option<(Effects, String)>) -> Self {
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
        let mut requests = scenario.requests.clone();
        let own = requests.len();
        requests.extend(calls(false));
        let direct = requests.len();
        let arrives_otherwise = asked.via_service.is_some()
            || asked.source_arn.is_some()
            || asked.source_account.is_some()
            || !asked.encryption_context.is_empty()
            || !asked.context.is_empty();
        if arrives_otherwise {
            requests.extend(calls(true));
        }
        let unasked = |scenario| Before { scenario, decisions: vec![Cell::new(None); requests.len()] };
        let (before, lent) = (unasked(Cow::Borrowed(scenario)), unasked(Cow::Owned(lent(scenario))));
        Self { requests, own, direct, at, before, lent, exact }
    }

    /// What the change that these parts make does beside what it is for; they lead to `changed`.
    pub(super) fn effects(&self, changed: &Scenario, parts: &[AdvicePart]) -> SideEffects {
        let mut requests: Vec<usize> = Vec::new();
        let mut calls: Vec<ChangedCalls> = Vec::new();
        self.compare(&self.before, changed, parts, &mut |index, request, changed| {
            if index >= self.own {
                self.add_call(index, request, false, changed, &mut calls);
            } else if index != self.at && changed().is_some() {
                requests.push(index);
            }
        });
        self.compare(&self.lent, &lent(changed), parts, &mut |index, request, changed| {
            if index >= self.own {
                self.add_call(index, request, true, changed, &mut calls);
            }
        });
        let scenario = &self.before.scenario;
        let policy = self.exact.as_ref().and_then(|(exact, asked)| exact(scenario, changed, asked));
        let is_told = |call: &&ChangedCalls| match &policy {
            Some(_) => !call.if_iam_allows && others(scenario) != others(changed),
            None => true,
        };
        let told: Vec<&ChangedCalls> = calls.iter().filter(is_told).collect();
        let text = words::effects(scenario, &requests, &told, policy.as_ref());
        SideEffects { requests, calls, policy, text }
    }

    /// Shows each call that the change can touch, by its place, with what tells the decision after the change if the call
    /// is allowed in one of the two cases only.
    fn compare(&self, old: &Before<'_>, changed: &Scenario, parts: &[AdvicePart], show: &mut Show<'_>) {
        let touched = Touched::new(&old.scenario, changed, parts);
        if touched.is_nothing() {
            return;
        }
        let is_allowed = |decision| decision == Decision::Allowed;
        deciding(&old.scenario, |before| {
            deciding(changed, |after| {
                for (index, (request, known)) in self.requests.iter().zip(&old.decisions).enumerate() {
                    if !touched.has(request) {
                        continue;
                    }
                    show(index, request, &|| {
                        let before = known.get().unwrap_or_else(|| before(request));
                        known.set(Some(before));
                        let after = after(request);
                        (is_allowed(before) != is_allowed(after)).then_some(after)
                    });
                }
            });
        });
    }

    /// Adds a call that is decided otherwise after a change, unless that is known already.
    fn add_call(
        &self,
        index: usize,
        request: &Request,
        if_iam_allows: bool,
        changed: &dyn Fn() -> Option<Decision>,
        calls: &mut Vec<ChangedCalls>,
    ) {
        let asked = self.requests.get(self.at);
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
        if is_asked || calls.iter().any(is_known) {
            return;
        }
        let Some(decision) = changed() else { return };
        let is_alike = |call: &&mut ChangedCalls| {
            call.principal == request.principal
                && call.decision == decision
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
                decision,
            }),
        }
    }
}

/// Who is shown a call that a change can touch.
type Show<'f> = dyn FnMut(usize, &Request, &dyn Fn() -> Option<Decision>) + 'f;

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
