//! Finds changes: tries repairs for one blocker after the other until the request is allowed, then leaves out what is
//! not needed. Everything is evaluated; nothing is concluded.

use kms_authz::{Blocker, Check, Path};

use super::intent::Intent;
use super::repair::{Repair, repairs};
use super::request::{self, Aim};
use super::trial::Trial;
use crate::report::Decision;
use crate::scenario::Scenario;

/// The most changes that are looked for, of each sort.
const MOST_CHANGES: usize = 24;
/// The most blockers that one change removes.
const MOST_STEPS: usize = 12;
/// How many repairs are tried for a blocker that is not the first.
const FURTHER_REPAIRS: usize = 3;

/// Intents that lead to the decision that is looked for; undoing any of them leads back.
pub(super) type Plan = Vec<Intent>;

/// A search for changes of one request's decision.
pub(super) struct Search<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) trial: Trial,
    plans: Vec<Plan>,
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
    pub(super) const fn new(scenario: &'a Scenario, trial: Trial, goal: Goal) -> Self {
        Self { scenario, trial, plans: Vec::new(), goal }
    }

    /// The plans among these that lead to the goal, each without what it does not need.
    pub(super) fn proved(&mut self, plans: &[Plan]) -> Vec<Plan> {
        self.plans.clear();
        plans.iter().for_each(|plan| self.found(plan));
        std::mem::take(&mut self.plans)
    }

    /// The scenario after these intents, each written into what those before it have left.
    pub(super) fn after(&self, intents: &[Intent]) -> Option<Scenario> {
        let mut changed = self.scenario.clone();
        for intent in intents {
            intent.part(&changed, self.trial.at)?.apply(&mut changed, self.trial.at)?;
        }
        Some(changed)
    }

    /// The changes of policies and grants that allow the request.
    pub(super) fn policies(&mut self) -> Vec<Plan> {
        self.plans.clear();
        if let Some(checks) = self.trial.checks(self.scenario) {
            self.repair(&self.scenario.clone(), &checks, &Vec::new(), None);
        }
        std::mem::take(&mut self.plans)
    }

    /// Tries every repair of the first blocker of the first check that is not allowed. `path` is the way to Allow that is
    /// being opened for the check of this place.
    fn repair(&mut self, scenario: &Scenario, checks: &[Check], intents: &Plan, path: Option<(usize, Path)>) {
        if self.plans.len() >= MOST_CHANGES || intents.len() >= MOST_STEPS {
            return;
        }
        let Some((at, check)) = first_refused(checks) else {
            self.found(intents);
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
                self.follow(scenario, checks, intents, repair, (at, path, blocker));
            }
        }
    }

    /// Goes on from a repair, if it removes what it is meant to remove.
    fn follow(
        &mut self,
        scenario: &Scenario,
        before: &[Check],
        intents: &Plan,
        repair: Repair,
        (at, path, blocker): (usize, Option<(usize, Path)>, Blocker),
    ) {
        let mut changed = scenario.clone();
        for intent in &repair {
            let part = intent.part(&changed, self.trial.at);
            if part.and_then(|part| part.apply(&mut changed, self.trial.at)).is_none() {
                return;
            }
        }
        let Some(checks) = self.trial.checks(&changed) else { return };
        // A key of one's own removes nothing yet: it lets the key policy be changed.
        let only_opens = repair.iter().all(Intent::is_condition_of_others);
        if checks.len() != before.len() || !only_opens && still_blocked(&checks, at, path, blocker) {
            return;
        }
        let intents = intents.iter().cloned().chain(repair).collect();
        self.repair(&changed, &checks, &intents, path);
    }

    /// The changes of the request that make it allowed.
    pub(super) fn requests(&mut self) -> Vec<Plan> {
        self.plans.clear();
        let scenario = self.scenario.clone();
        if let Some(checks) = self.trial.checks(&scenario) {
            self.ask(&scenario, &checks, &Vec::new(), None);
            if let Some((_, check)) = first_refused(&checks) {
                for edit in request::other_callers(&scenario, check) {
                    let plan = vec![Intent::Request(edit)];
                    self.found(&plan);
                }
            }
        }
        std::mem::take(&mut self.plans)
    }

    fn ask(&mut self, scenario: &Scenario, checks: &[Check], intents: &Plan, aim: Option<(usize, Aim)>) {
        if self.plans.len() >= MOST_CHANGES || intents.len() >= MOST_STEPS / 2 {
            return;
        }
        let Some((at, check)) = first_refused(checks) else {
            self.found(intents);
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
                self.asked(scenario, checks, intents, edit, aim);
            }
            return;
        }
        let kept = aim.filter(|(of, _)| *of == at).map(|(_, aim)| aim);
        let aims = kept.map_or_else(|| request::aims(check), |aim| vec![aim]);
        for aim in aims.into_iter().take(6) {
            for edit in request::towards(scenario, &request, check, aim) {
                self.asked(scenario, checks, intents, edit, Some((at, aim)));
            }
        }
    }

    fn asked(
        &mut self,
        scenario: &Scenario,
        before: &[Check],
        intents: &Plan,
        edit: request::RequestEdit,
        aim: Option<(usize, Aim)>,
    ) {
        // A change that takes another back leads nowhere.
        if intents
            .iter()
            .any(|intent| matches!(intent, Intent::Request(done) if done.is_of_same_field(&edit)))
        {
            return;
        }
        let intent = Intent::Request(edit);
        let mut changed = scenario.clone();
        let part = intent.part(&changed, self.trial.at);
        if part.and_then(|part| part.apply(&mut changed, self.trial.at)).is_none() {
            return;
        }
        let Some(checks) = self.trial.checks(&changed) else { return };
        if checks.len() != before.len() {
            return;
        }
        let intents = intents.iter().cloned().chain([intent]).collect();
        self.ask(&changed, &checks, &intents, aim);
    }

    /// Keeps a plan that leads to the goal, without the intents that it does not need.
    fn found(&mut self, intents: &Plan) {
        if intents.is_empty() || !self.leads_to_goal(intents).unwrap_or(false) {
            return;
        }
        let mut plan = intents.clone();
        let mut at = plan.len();
        while at > 0 {
            at -= 1;
            if plan.get(at).is_some_and(Intent::is_condition_of_others) {
                continue;
            }
            let mut without = plan.clone();
            without.remove(at);
            if without.is_empty() || self.after(&without).is_none() {
                continue;
            }
            match self.leads_to_goal(&without) {
                Some(true) => plan = without,
                Some(false) => {}
                // Not proved to be needed: not offered.
                None => return,
            }
        }
        if !self.plans.contains(&plan) {
            self.plans.push(plan);
        }
    }

    /// Whether the plan leads to the goal; none where the limit is reached or it cannot be written.
    fn leads_to_goal(&mut self, plan: &Plan) -> Option<bool> {
        let changed = self.after(plan)?;
        self.trial.decision(&changed).map(|decision| self.goal.is_reached(decision))
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
