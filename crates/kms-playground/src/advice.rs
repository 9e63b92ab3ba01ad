//! What would change the decision on a request: everything that blocks it, and changes that were evaluated before they
//! are offered.
//!
//! ```
//! use kms_playground::{Scenario, advice::advice};
//!
//! let scenario = Scenario::from_json(r#"{
//!   "version": 1,
//!   "key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
//!   "keyPolicy": { "Version": "2012-10-17", "Statement": {
//!     "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!     "Action": "kms:Encrypt", "Resource": "*" } },
//!   "requests": [ { "principal": "arn:aws:iam::111122223333:role/App", "action": "kms:Decrypt" } ]
//! }"#).expect("it is a scenario");
//! let report = advice(&scenario, 0).expect("it has this request");
//! let best = report.policy_changes.first().expect("there is a change");
//! assert_eq!(best.title, "Add `kms:Decrypt` to `Action` in statement 1 of the key policy.");
//! let changed = best.apply(&scenario, 0).expect("it is the scenario that was asked about");
//! assert_eq!(kms_playground::decide(&changed), [best.decision]);
//! ```
//!
//! Nothing here is reachable from [`crate::run`], so that a download without advice does not carry it.

mod apply;
mod calls;
mod deny;
mod effects;
mod intent;
mod obstacles;
mod preview;
mod repair;
mod request;
mod rewritten;
mod search;
mod statement;
mod stop;
mod touched;
mod trial;
mod types;
mod words;
mod write;
mod written;

use kms_authz::{CallerKind, Check, Relation, RequestResource};
use kms_catalog::{AccessLevel, KeyManager, Operation};
use kms_policy::PolicyKind;

use effects::Grid;
use intent::{Intent, Plan};
use search::{Goal, Search};
use trial::Trial;
use written::Written;

use crate::report::Decision;
use crate::report::codes::AdviceNoteCode;
use crate::run::decision_over;
use crate::scenario::{PolicyId, Scenario};

pub use preview::{Preview, PreviewLine, differences};
pub use types::{
    AdviceAction, AdviceChange, AdviceEdit, AdviceNote, AdvicePart, AdviceReport, ChangeKind, ChangedCalls,
    CheckObstacles, ObstacleReport, PolicyEffect, PolicyEffects, SideEffects,
};
pub use write::{AdvisedReport, to_markdown, to_text};

/// What says what a change of key policies does for all requests: [`crate::analysis::effects`]. Passed along where the
/// analysis is a download of its own.
pub type Effects = fn(&Scenario, &Scenario, &str) -> Option<PolicyEffects>;

/// The most changes that a report lists, of each sort.
const LISTED: usize = 6;
/// The most changes of one kind whose effects are looked at to find the best.
const COMPARED: usize = 2;

/// What would change the decision on the request at this place: for one that is refused what allows it, for one that is
/// allowed what stops it. None if there is no such request.
pub fn advice(scenario: &Scenario, request: usize) -> Option<AdviceReport> {
    advice_with(scenario, request, Some(crate::analysis::effects))
}

/// [`advice`]; without the analysis what a change of a key policy does beside is looked up for the principals alone that
/// the scenario names.
pub fn advice_with(scenario: &Scenario, request: usize, effects: Option<Effects>) -> Option<AdviceReport> {
    let typed = scenario.requests.get(request)?;
    let mut trial = Trial::new(scenario, request);
    trial.count()?;
    let checks = trial.checks(scenario);
    let decision = checks.as_deref().map_or(Decision::NotEvaluated, decision_over);
    let mut report = AdviceReport {
        request,
        decision,
        summary: String::new(),
        obstacles: Vec::new(),
        request_changes: Vec::new(),
        policy_changes: Vec::new(),
        notes: Vec::new(),
        evaluations: 0,
        limit_reached: false,
    };
    let Some(checks) = checks else {
        report.summary = words::summary(Decision::NotEvaluated, 0, 0);
        return Some(report);
    };
    report.obstacles = obstacles::obstacles(scenario, &checks);
    let goal = if decision == Decision::Allowed { Goal::Refuse } else { Goal::Allow };
    let mut search = Search::new(scenario, &checks, trial, goal);
    let (request_plans, policy_plans) = match goal {
        Goal::Allow => (search.requests(), search.policies()),
        Goal::Refuse => {
            let requests = search.proved(stop::requests(typed));
            (requests, search.proved(stop::policies(scenario, &checks)))
        }
    };
    let grid = Grid::new(scenario, request, effects.map(|effects| (effects, asked(scenario, &checks))));
    report.request_changes = changes(&mut search, &grid, &checks, request_plans);
    report.policy_changes = changes(&mut search, &grid, &checks, policy_plans);
    report.evaluations = search.trial.used();
    report.limit_reached = search.trial.reached_limit();
    report.notes = notes(&checks, &report);
    let count = report.obstacles.iter().map(|check| check.obstacles.len()).sum();
    let found = report.request_changes.len() + report.policy_changes.len();
    report.summary = words::summary(decision, count, found);
    Some(report)
}

/// The key policy with the statement that would allow the checks and nothing else; empty if no statement can. A statement
/// for the user behind a federated user session would allow the user as well.
fn asked(scenario: &Scenario, checks: &[Check]) -> String {
    let is_asked = |check: &&Check| {
        matches!(check.request.resource, RequestResource::Key(_))
            && check.request.caller.kind() != CallerKind::FederatedUserSession
    };
    let of_key: Vec<&Check> = checks.iter().filter(is_asked).collect();
    let policy = PolicyId::KEY_POLICY;
    let statement =
        statement::statement(scenario, policy, PolicyKind::KeyPolicy, kms_policy::Effect::Allow, &of_key);
    statement.and_then(|statement| intent::new_policy(statement.json)).unwrap_or_default()
}

/// What blocks the request at this place, without a search for changes: [`AdviceReport::obstacles`]. None if there is no
/// such request or it cannot be evaluated.
pub fn obstacles(scenario: &Scenario, request: usize) -> Option<Vec<CheckObstacles>> {
    Some(obstacles::obstacles(scenario, &crate::run::checks(scenario, request)?))
}

/// The changes that the plans come to, the best first.
fn changes(
    search: &mut Search<'_>,
    grid: &Grid<'_>,
    checks: &[Check],
    plans: Vec<Written>,
) -> Vec<AdviceChange> {
    let mut plans = plans;
    // Stable, as below.
    kms_policy::sort_by(&mut plans, |one, other| size(&one.plan).cmp(&size(&other.plan)));
    // Some of each kind: what seems the smallest may open too much.
    let mut compared: Vec<Option<ChangeKind>> = Vec::new();
    plans.retain(|plan| {
        let (kind, _) = size(&plan.plan);
        compared.push(kind);
        let most = if kind == Some(ChangeKind::Request) { LISTED } else { COMPARED };
        compared.iter().filter(|other| **other == kind).count() <= most
    });
    let mut ranked: Vec<(Rank, AdviceChange)> = Vec::new();
    for plan in plans {
        let Some((rank, change)) = change(search, grid, checks, plan) else { continue };
        ranked.push((rank, change));
    }
    // Stable: equals keep the order in which they were found, the nearest first.
    kms_policy::sort_by(&mut ranked, |(one, _), (other, _)| one.cmp(other));
    ranked.truncate(LISTED);
    ranked.into_iter().map(|(_, change)| change).collect()
}

/// How much a plan changes, before its effects are looked at.
fn size(plan: &Plan) -> (Option<ChangeKind>, usize) {
    (plan.iter().map(Intent::kind).max(), plan.len())
}

/// What makes a change better than another; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// It lets somebody else change or destroy the key, or pass its use on.
    opens_control: bool,
    /// A grant where none is the right tool, or a policy where a grant is.
    wrong_tool: bool,
    kind: ChangeKind,
    parts: usize,
    /// How many calls it changes beside.
    beside: usize,
}

fn change(
    search: &mut Search<'_>,
    grid: &Grid<'_>,
    checks: &[Check],
    mut written: Written,
) -> Option<(Rank, AdviceChange)> {
    let decision = search.trial.decide(&mut written)?;
    let Written { plan, parts, scenario: changed, .. } = written;
    let kind = plan.iter().map(Intent::kind).max()?;
    let is_request = kind == ChangeKind::Request;
    // Another request opens nothing: the policies are the same.
    let effects = if is_request { SideEffects::default() } else { grid.effects(&changed, &parts) };
    let titles: Vec<String> = parts.iter().map(|part| part.title.clone()).collect();
    let mut notes: Vec<AdviceNote> = Vec::new();
    for note in plan.iter().flat_map(Intent::notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    // What holds for all requests, and what is seen of those that the scenario names.
    let policy = || effects.policy.iter();
    let opened = effects.calls.iter().filter(|call| call.decision == Decision::Allowed);
    let opened = opened
        .map(|call| &call.operations)
        .chain(policy().flat_map(|policy| &policy.opens).map(|one| &one.operations));
    let opens_control = opened.flatten().any(|permission| gives_control(permission));
    let beside = effects.calls.iter().map(|call| &call.operations);
    let beside = beside.chain(
        policy().flat_map(|policy| policy.opens.iter().chain(&policy.closes)).map(|one| &one.operations),
    );
    let by_grant = kind == ChangeKind::Grant;
    let rank = Rank {
        opens_control,
        wrong_tool: by_grant != grant_is_right(checks),
        kind,
        parts: parts.len(),
        beside: beside.map(Vec::len).sum::<usize>() + effects.requests.len(),
    };
    let title = words::titles(&titles);
    Some((rank, AdviceChange { kind, title, decision, parts, notes, effects }))
}

/// A grant is the right tool where the caller's own policies cannot be changed: for service-linked roles
/// (KMS Developer Guide, *Grants in AWS KMS*; Amazon EC2 Auto Scaling, *Required AWS KMS key policy*).
fn grant_is_right(checks: &[Check]) -> bool {
    search::first_refused(checks).is_some_and(|(_, check)| {
        let relationship = check.evaluation.relationship;
        relationship.service_linked_role && relationship.relation == Relation::OtherAccount
    })
}

/// Whether the permission lets its holder change who may use the key, or take the key away.
fn gives_control(permission: &str) -> bool {
    let operation = permission.strip_prefix("kms:").and_then(Operation::find);
    operation.is_some_and(|operation| {
        operation.access_level == AccessLevel::PermissionsManagement
            || matches!(operation.name, "ScheduleKeyDeletion" | "DisableKey" | "DeleteImportedKeyMaterial")
    })
}

/// A value that every operator takes as it is written.
fn is_literal(value: &str) -> bool {
    !value.is_empty() && !value.contains(['*', '?', '$'])
}

/// What to do where no change helps, or what nobody can change.
fn notes(checks: &[Check], report: &AdviceReport) -> Vec<AdviceNote> {
    let mut notes = Vec::new();
    if report.decision == Decision::Allowed {
        return notes;
    }
    let Some((_, check)) = search::first_refused(checks) else { return notes };
    let evaluation = &check.evaluation;
    if evaluation.key_manager == Some(KeyManager::Aws) {
        notes.push(AdviceNote::new(
            AdviceNoteCode::AwsManagedKey,
            "The key is an AWS managed key. Nobody can change its key policy, share it or create a grant on it: use a customer managed key, and write the statement into its key policy.",
        ));
    }
    if evaluation.relationship.service_linked_role {
        notes.push(AdviceNote::new(
            AdviceNoteCode::ServiceLinkedRole,
            "The caller is a service-linked role. Nobody can change its IAM policies: allow it in the key policy, or create a grant for it as a principal who may call `kms:CreateGrant` on the key.",
        ));
    }
    notes.extend(foreign_source(check));
    let grants = report.policy_changes.iter().any(|change| change.kind == ChangeKind::Grant);
    if grants && !evaluation.relationship.service_linked_role {
        notes.push(AdviceNote::new(
            AdviceNoteCode::WhoCreatesGrants,
            "A grant is created by a principal who may call `kms:CreateGrant` on the key. It allows until it is retired or revoked.",
        ));
    }
    if report.limit_reached {
        let text = format!(
            "Stopped after {} evaluations. The changes listed are verified; there may be smaller ones.",
            report.evaluations
        );
        notes.push(AdviceNote::new(AdviceNoteCode::SearchStopped, text));
    }
    notes
}

/// A service that acts for another account: to allow it is to let that account's resources use the key.
///
/// IAM User Guide, *The confused deputy problem* (confused-deputy.html).
fn foreign_source(check: &Check) -> Option<AdviceNote> {
    let value = |key: &str| {
        let entry = check.request.context.get(key)?;
        entry.values.as_slice().first().cloned()
    };
    let of_arn = value("aws:SourceArn").and_then(|arn| arn.split(':').nth(4).map(str::to_owned));
    let source = value("aws:SourceAccount").or(of_arn).filter(|account| !account.is_empty())?;
    let owner = check.request.resource.arn()?.account().to_owned();
    let text = format!(
        "The service calls for account {source}, and the key belongs to account {owner}. Allow this only if that account is meant to use the key."
    );
    (source != owner).then(|| AdviceNote::new(AdviceNoteCode::ForeignSource, text))
}

#[cfg(test)]
mod tests;
