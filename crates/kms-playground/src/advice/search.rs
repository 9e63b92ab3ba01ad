//! Finds changes: tries repairs for one blocker after the other until the request is allowed, then leaves out what is
//! not needed. Everything is evaluated; nothing is concluded.

use kms_authz::{Blocker, Check, Path};

use super::intent::{Intent, Plan};
use super::repair::{Repair, repairs};
use super::request::{self, Aim};
use super::trial::Trial;
use super::written::Written;
use crate::report::Decision;
use crate::run::decision_over;
use crate::scenario::Scenario;

/// The most changes that are looked for, of each sort.
const MOST_CHANGES: usize = 24;
/// The most blockers that one change removes.
const MOST_STEPS: usize = 12;
/// How many repairs are tried for a blocker that is not the first.
const FURTHER_REPAIRS: usize = 3;

/// A search for changes of one request's decision.
pub(super) struct Search<'a> {
    pub(super) scenario: &'a Scenario,
    /// The checks of the request in it.
    checks: &'a [Check],
    pub(super) trial: Trial,
    plans: Vec<Written>,
    /// The plans that do not lead to the goal: many plans are the same without one of their intents.
    failed: Vec<Plan>,
    goal: Goal,
}

/// What a change shall lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The request is allowed.
    Allow,
    /// It is refused.
    Refuse,
}

impl Goal {
    const fn is_reached(self, decision: Decision) -> bool {
        match self {
            Self::Allow => matches!(decision, Decision::Allowed),
            Self::Refuse => matches!(decision, Decision::ExplicitDeny | Decision::ImplicitDeny),
        }
    }
}

impl<'a> Search<'a> {
    pub(super) const fn new(scenario: &'a Scenario, checks: &'a [Check], trial: Trial, goal: Goal) -> Self {
        Self { scenario, checks, trial, plans: Vec::new(), failed: Vec::new(), goal }
    }

    /// The plans among these that lead to the goal, each without what it does not need.
    pub(super) fn proved(&mut self, plans: Vec<Plan>) -> Vec<Written> {
        self.plans.clear();
        for plan in plans {
            self.found(self.written(plan));
        }
        std::mem::take(&mut self.plans)
    }

    /// The plan of these intents.
    fn written(&self, plan: Plan) -> Option<Written> {
        Written::nothing(self.scenario.clone()).with(plan, self.trial.at)
    }

    /// The changes of policies and grants that allow the request.
    pub(super) fn policies(&mut self) -> Vec<Written> {
        self.plans.clear();
        if self.trial.count().is_some() {
            self.repair(&Written::nothing(self.scenario.clone()), self.checks, None);
        }
        std::mem::take(&mut self.plans)
    }

    /// Tries every repair of the first blocker of the first check that is not allowed. `path` is the way to Allow that is
    /// being opened for the check of this place.
    fn repair(&mut self, done: &Written, checks: &[Check], path: Option<(usize, Path)>) {
        let (scenario, intents) = (&done.scenario, &done.plan);
        if self.plans.len() >= MOST_CHANGES || intents.len() >= MOST_STEPS {
            return;
        }
        let Some((at, check)) = first_refused(checks) else {
            self.found(Some(done.clone()));
            return;
        };
        let kept = path.filter(|(of, _)| *of == at).map(|(_, path)| path);
        let mut seen: Vec<Blocker> = Vec::new();
        for route in check.evaluation.routes() {
            let dead = route.blockers.iter().any(|blocker| blocker.is_lasting());
            let Some(blocker) = route.blockers.first().copied() else { continue };
            if dead || kept.is_some_and(|kept| kept != route.path) {
                continue;
            }
            // What blocks every route is repaired once.
            let common = !matches!(blocker, Blocker::OnPath(_));
            if common && seen.contains(&blocker) {
                continue;
            }
            seen.push(blocker);
            let mut repairs = repairs(scenario, checks, at, route.path, blocker);
            // Another key has another key policy: there are no statements in it to be completed.
            if intents.iter().any(Intent::is_condition_of_others) {
                repairs.retain(|repair| {
                    repair.iter().all(|intent| {
                        matches!(intent, Intent::AddStatement { .. } | Intent::AddPolicy { .. })
                    })
                });
            }
            if !intents.is_empty() {
                repairs.truncate(FURTHER_REPAIRS);
            }
            let path = if common { path } else { Some((at, route.path)) };
            for repair in repairs {
                self.follow(done, checks, repair, (at, path, blocker));
            }
        }
    }

    /// Goes on from a repair, if it removes what it is meant to remove.
    fn follow(
        &mut self,
        done: &Written,
        before: &[Check],
        repair: Repair,
        (at, path, blocker): (usize, Option<(usize, Path)>, Blocker),
    ) {
        // A key of one's own removes nothing yet: it lets the key policy be changed.
        let only_opens = repair.iter().all(Intent::is_condition_of_others);
        let Some((changed, checks)) = self.tried(done, repair) else { return };
        if checks.len() != before.len() || !only_opens && still_blocked(&checks, at, path, blocker) {
            return;
        }
        self.repair(&changed, &checks, path);
    }

    /// The plan with further intents, and the checks of the request in it; none where it cannot be written or decided.
    fn tried(&mut self, done: &Written, intents: Plan) -> Option<(Written, Vec<Check>)> {
        let mut changed = done.with(intents, self.trial.at)?;
        let checks = self.trial.checks(&changed.scenario)?;
        let decision = decision_over(&checks);
        changed.decision = Some(decision);
        self.remember(&changed.plan, decision);
        Some((changed, checks))
    }

    /// The changes of the request that make it allowed.
    pub(super) fn requests(&mut self) -> Vec<Written> {
        self.plans.clear();
        if self.trial.count().is_some() {
            self.ask(&Written::nothing(self.scenario.clone()), self.checks, None);
            if let Some((_, check)) = first_refused(self.checks) {
                for edit in request::other_callers(self.scenario, check) {
                    self.found(self.written(vec![Intent::Request(edit)]));
                }
            }
        }
        std::mem::take(&mut self.plans)
    }

    fn ask(&mut self, done: &Written, checks: &[Check], aim: Option<(usize, Aim)>) {
        let (scenario, intents) = (&done.scenario, &done.plan);
        if self.plans.len() >= MOST_CHANGES || intents.len() >= MOST_STEPS / 2 {
            return;
        }
        let Some((at, check)) = first_refused(checks) else {
            self.found(Some(done.clone()));
            return;
        };
        let Some(request) = scenario.requests.get(self.trial.at).cloned() else { return };
        let routes = check.evaluation.routes();
        let deny = routes
            .iter()
            .flat_map(|route| route.blockers.first())
            .find(|blocker| matches!(blocker, Blocker::Deny(..)));
        if let Some(deny) = deny {
            for edit in request::out_of(scenario, &request, check, *deny) {
                self.asked(done, checks, edit, aim);
            }
            return;
        }
        let kept = aim.filter(|(of, _)| *of == at).map(|(_, aim)| aim);
        let aims = kept.map_or_else(|| request::aims(check), |aim| vec![aim]);
        for aim in aims.into_iter().take(6) {
            for edit in request::towards(scenario, &request, check, aim) {
                self.asked(done, checks, edit, Some((at, aim)));
            }
        }
    }

    fn asked(
        &mut self,
        done: &Written,
        before: &[Check],
        edit: request::RequestEdit,
        aim: Option<(usize, Aim)>,
    ) {
        // A change that takes another back leads nowhere.
        if done
            .plan
            .iter()
            .any(|intent| matches!(intent, Intent::Request(done) if done.is_of_same_field(&edit)))
        {
            return;
        }
        let Some((changed, checks)) = self.tried(done, vec![Intent::Request(edit)]) else { return };
        if checks.len() == before.len() {
            self.ask(&changed, &checks, aim);
        }
    }

    /// Keeps a plan that leads to the goal, without the intents that it does not need.
    fn found(&mut self, plan: Option<Written>) {
        let Some(mut found) = plan.filter(|found| !found.plan.is_empty()) else { return };
        if !self.leads_to_goal(&mut found).unwrap_or(false) {
            return;
        }
        let mut at = found.plan.len();
        while at > 0 {
            at -= 1;
            if found.plan.get(at).is_some_and(Intent::is_condition_of_others) {
                continue;
            }
            let mut without = found.plan.clone();
            without.remove(at);
            if without.is_empty() {
                continue;
            }
            if self.failed.contains(&without) {
                match self.trial.count() {
                    Some(()) => continue,
                    None => return,
                }
            }
            let Some(mut without) = self.written(without) else { continue };
            match self.leads_to_goal(&mut without) {
                Some(true) => found = without,
                Some(false) => {}
                // Not proved to be needed: not offered.
                None => return,
            }
        }
        if self.plans.iter().all(|known| known.plan != found.plan) {
            self.plans.push(found);
        }
    }

    /// Whether the plan leads to the goal; none where the limit is reached.
    fn leads_to_goal(&mut self, plan: &mut Written) -> Option<bool> {
        let decision = self.trial.decide(plan)?;
        self.remember(&plan.plan, decision);
        Some(self.goal.is_reached(decision))
    }

    fn remember(&mut self, plan: &Plan, decision: Decision) {
        if !self.goal.is_reached(decision) && !self.failed.contains(plan) {
            self.failed.push(plan.clone());
        }
    }
}

/// The first check that is not allowed.
pub(super) fn first_refused(checks: &[Check]) -> Option<(usize, &Check)> {
    checks.iter().enumerate().find(|(_, check)| check.decision() != kms_authz::Decision::Allowed)
}

fn still_blocked(checks: &[Check], at: usize, path: Option<(usize, Path)>, blocker: Blocker) -> bool {
    let Some(check) = checks.get(at) else { return true };
    let mut routes = check.evaluation.routes().into_iter();
    match path {
        Some((of, path)) if of == at && matches!(blocker, Blocker::OnPath(_)) => {
            routes.find(|route| route.path == path).is_none_or(|route| route.blockers.contains(&blocker))
        }
        _ => routes.any(|route| route.blockers.contains(&blocker)),
    }
}
