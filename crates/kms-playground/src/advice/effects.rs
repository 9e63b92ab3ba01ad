//! What a change does beside what it is for: of a change of a key policy on all requests, of any change on the scenario's
//! own requests and the calls of all principals that the scenario names. The latter is no proof: principals that no
//! policy, grant or request names are not asked about.
//!
//! Each call is decided with the IAM policies of the scenario, and once more with IAM policies that allow everything: what
//! a key policy gives away counts even where no IAM policy takes it up yet.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use kms_authz::AuthorizationRequest;

use super::Effects;
use super::calls::{calls, principals};
use super::rewritten::Rewritten;
use super::touched::Touched;
use super::types::{AdvicePart, ChangedCalls, SideEffects};
use super::words;
use crate::report::{Decision, PolicyKind};
use crate::run::{at_desk, with_described};
use crate::scenario::{NamedPolicy, PolicyText, Request, Scenario};

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

/// A scenario before any change, and what is known of the calls in it.
struct Before<'s> {
    scenario: Cow<'s, Scenario>,
    calls: Vec<KnownCall>,
}

/// What is known of a call, each made when it is first asked for.
#[derive(Default)]
struct KnownCall {
    decision: Cell<Option<Decision>>,
    /// What policies are asked about it, without a context, which takes most of the time to derive.
    bare: OnceCell<Vec<AuthorizationRequest>>,
    /// The same with its context. No change of policies changes it.
    requests: OnceCell<Vec<AuthorizationRequest>>,
}

/// An IAM policy that limits nothing.
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

impl<'s> Grid<'s> {
    /// Around the request at this place.
    pub(super) fn new(scenario: &'s Scenario, at: usize, exact: Option<(Effects, String)>) -> Self {
        let asked = scenario.requests.get(at).cloned().unwrap_or_default();
        let mut requests = scenario.requests.clone();
        let own = requests.len();
        let principals = principals(scenario, &asked);
        requests.extend(calls(&principals, &asked, false));
        let direct = requests.len();
        let arrives_otherwise = asked.via_service.is_some()
            || asked.source_arn.is_some()
            || asked.source_account.is_some()
            || !asked.encryption_context.is_empty()
            || !asked.context.is_empty();
        if arrives_otherwise {
            requests.extend(calls(&principals, &asked, true));
        }
        let unasked = |scenario| {
            let calls = requests.iter().map(|_| KnownCall::default()).collect();
            Before { scenario, calls }
        };
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

    /// Which of the calls the change can touch.
    fn touched(&self, old: &Before<'_>, changed: &Scenario, parts: &[AdvicePart]) -> Vec<bool> {
        let rewritten = Rewritten::new(&old.scenario, changed, parts);
        let touched = Touched::new(&rewritten);
        if touched.is_nothing() {
            return Vec::new();
        }
        let mut all = Vec::new();
        with_described(&old.scenario, &mut |_, before| {
            let calls = self.requests.iter().zip(&old.calls);
            let is_touched = |(request, known): (&Request, &KnownCall)| {
                touched.has_action(&request.action)
                    && touched.may_have(known.bare.get_or_init(|| before.requests_without_context(request)))
                    && touched.has(known.requests.get_or_init(|| before.requests(request)))
            };
            all.extend(calls.map(is_touched));
        });
        all
    }

    /// Shows each call that the change can touch, by its place, with what tells the decision after the change if the call
    /// is allowed in one of the two cases only.
    fn compare(&self, old: &Before<'_>, changed: &Scenario, parts: &[AdvicePart], show: &mut Show<'_>) {
        let touched = self.touched(old, changed, parts);
        if !touched.contains(&true) {
            return;
        }
        let is_allowed = |decision| decision == Decision::Allowed;
        at_desk(&old.scenario, &mut |before| {
            at_desk(changed, &mut |after| {
                let calls = self.requests.iter().zip(&old.calls).zip(&touched).enumerate();
                for (index, ((request, known), _)) in calls.filter(|(_, (_, touched))| **touched) {
                    show(index, request, &|| {
                        let decided = known.decision.get().unwrap_or_else(|| before.decision(request));
                        known.decision.set(Some(decided));
                        let after = after.decision(request);
                        (is_allowed(decided) != is_allowed(after)).then_some(after)
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

#[cfg(test)]
mod tests;
