//! Everything that blocks a request, in AWS's order, with the one that AWS's message names.

use kms_authz::{Blocker, Check, Decision, Evaluation, Evidence, Obstacle, Path, Question, Route};
use kms_catalog::KeyManager;
use kms_policy::PolicyKind;

use super::types::{CheckObstacles, ObstacleReport};
use super::words;
use crate::scenario::{PolicyId, Scenario};

/// What blocks each check that is not allowed.
pub(super) fn obstacles(scenario: &Scenario, checks: &[Check]) -> Vec<CheckObstacles> {
    let refused = checks.iter().filter(|check| check.decision() != Decision::Allowed);
    refused.filter_map(|check| of_check(scenario, check)).collect()
}

fn of_check(scenario: &Scenario, check: &Check) -> Option<CheckObstacles> {
    let routes = check.evaluation.routes();
    let named = named_by_message(&check.evaluation, &routes);
    // An undetermined decision depends on what is not known, and no message names anything.
    let unknown = Blocker::OnPath(Obstacle::IdentityPoliciesNotKnown);
    let undetermined = check.decision() == Decision::Undetermined;
    let route = shown(&check.evaluation, routes, named.or(undetermined.then_some(unknown)))?;
    let (path, text) = words::path(route.path);
    let named = named.filter(|named| route.blockers.contains(named));
    let next = named.and_then(|named| route.blockers.iter().find(|blocker| **blocker != named).copied());
    let report = |blocker: &Blocker| {
        let (code, text) = words::obstacle(scenario, check, *blocker);
        let (policy, statement) = match blocker {
            Blocker::Deny(id, index) => (Some(PolicyId::written(*id)), Some(*index)),
            Blocker::Rejected(id) => (Some(PolicyId::written(*id)), None),
            _ => (None, None),
        };
        let level = match blocker {
            Blocker::ServiceControlLevel(level) => Some(*level),
            _ => None,
        };
        ObstacleReport {
            code: code.name().into(),
            text,
            policy,
            statement,
            level,
            in_message: named == Some(*blocker),
            refuses_next: next == Some(*blocker),
            is_fixed: check.evaluation.is_fixed(*blocker),
        }
    };
    Some(CheckObstacles {
        permission: check.request.permission.to_owned(),
        key: check.request.resource.arn().map_or_else(|| "*".to_owned(), ToString::to_string),
        path: path.name().into(),
        text: text.to_owned(),
        obstacles: route.blockers.iter().map(report).collect(),
    })
}

/// The easiest route that has what AWS's message names, else the easiest: a reader comes with the message. A route with
/// more blockers that nobody can remove is never the better one.
fn shown(evaluation: &Evaluation, routes: Vec<Route>, named: Option<Blocker>) -> Option<Route> {
    let of_aws = evaluation.key_manager == Some(KeyManager::Aws);
    let fixed = |route: &Route| {
        // Only AWS creates grants on its own keys.
        let no_grant = usize::from(of_aws && route.path == Path::Grant);
        no_grant + route.blockers.iter().filter(|blocker| evaluation.is_fixed(**blocker)).count()
    };
    let least = routes.iter().map(fixed).min()?;
    let has_named = |route: &Route| named.is_some_and(|named| route.blockers.contains(&named));
    // Where the key has no grant, a reader asks why the policies refuse, even if a grant would be the shorter way.
    let by_missing_grant = |route: &Route| route.path == Path::Grant && evaluation.grants.is_empty();
    let of_least = || routes.iter().enumerate().filter(|(_, route)| fixed(route) == least);
    let easiest = of_least().min_by_key(|(_, route)| (!has_named(route), by_missing_grant(route)));
    let (at, _) = easiest?;
    routes.into_iter().nth(at)
}

/// The obstacle that AWS's error message speaks of: the one on which the decision turns. A message tells callers of the
/// key's own account and its organization what kind of policy refused; what a service is told, AWS does not document.
fn named_by_message(evaluation: &Evaluation, routes: &[Route]) -> Option<Blocker> {
    let step = evaluation.steps().into_iter().find(|step| step.decided)?;
    if !matches!(evaluation.decision(), Decision::ExplicitDeny | Decision::ImplicitDeny) {
        return None;
    }
    if evaluation.relationship.caller == kms_authz::CallerKind::Service {
        return None;
    }
    let mut blockers = routes.iter().flat_map(|route| route.blockers.iter().copied());
    match step.question {
        Question::ExplicitDeny => {
            let Some(Evidence::Statement(id, index)) = step.by.first() else { return None };
            blockers.find(|blocker| *blocker == Blocker::Deny(*id, *index))
        }
        // The message speaks of the key policy where nothing of key policy and grants allows.
        Question::Grants | Question::KeyPolicy => {
            blockers.find(|blocker| blocker.kind() == Some(PolicyKind::KeyPolicy))
        }
        Question::RetireGrant | Question::AcrossAccounts => None,
        question => {
            let kind = question.policies()?;
            blockers.find(|blocker| blocker.kind() == Some(kind))
        }
    }
}
