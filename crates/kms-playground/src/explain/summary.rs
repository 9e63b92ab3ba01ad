//! The reason for a decision in one sentence.

use kms_authz::{Answer, Evidence, Obstacle, Path, Question, Relation, Step};

use super::{Scene, caller, capital, statement, step};
use crate::report::{Decision, ElementOutcome};

/// The summary of one check.
pub(crate) fn summary(scene: &Scene<'_>) -> String {
    let steps = scene.check.evaluation.steps();
    let deciding = steps.iter().find(|step| step.decided);
    match super::check::decision(scene.check.decision()) {
        Decision::ExplicitDeny => explicit_deny(scene),
        Decision::Allowed => allowed(scene),
        Decision::ImplicitDeny => {
            deciding.map_or_else(|| "Nothing allows the call.".to_owned(), |step| implicit_deny(scene, step))
        }
        Decision::Undetermined => undetermined(scene),
        Decision::NotEvaluated => format!(
            "{} is not one that AWS would accept; what it seems to say decides nothing.",
            capital(&scene.refused())
        ),
    }
}

fn explicit_deny(scene: &Scene<'_>) -> String {
    let denies = scene.check.evaluation.denies();
    let by = capital(&scene.evidence(&denies));
    format!(
        "{by} {} the call to {}, and a Deny wins over every Allow.",
        verb(&denies, "denies", "deny"),
        who(scene)
    )
}

fn who(scene: &Scene<'_>) -> String {
    caller::short_name(&scene.check.request.caller)
}

fn allowed(scene: &Scene<'_>) -> String {
    let paths = scene.check.evaluation.paths();
    let Some(open) = paths.iter().find(|path| path.obstacles.is_empty()) else {
        return "The call is allowed.".to_owned();
    };
    let (by, who) = (scene.evidence(&open.by), who(scene));
    let holds = conditions(scene, &open.by);
    match open.path {
        Path::KeyPolicy => format!(
            "{} {} {who}{holds}, and nothing denies the call.",
            capital(&by),
            verb(&open.by, "allows", "allow")
        ),
        Path::Delegation | Path::BothAccounts | Path::IdentityPolicies => {
            let verb = verb(&open.by, "allows", "together allow");
            format!("{} {verb} {who}{holds}, and nothing denies the call.", capital(&by))
        }
        Path::Grant => format!(
            "{} {} {who} to do this, and nothing denies the call.",
            capital(&by),
            verb(&open.by, "allows", "allow")
        ),
        Path::RetiringPrincipal => format!("{} is the retiring principal of {by}.", capital(&who)),
        Path::RetiringGrantee => {
            format!("{} is the grantee of {by}, which lists `RetireGrant`.", capital(&who))
        }
        Path::RetiringRootUser => {
            format!("{} may retire {by}, which was created in its account.", capital(&who))
        }
        Path::RetiringDelegate => format!("{} together let {who} retire the grant.", capital(&by)),
    }
}

const fn verb<'a>(by: &[Evidence], one: &'a str, many: &'a str) -> &'a str {
    if by.len() == 1 { one } else { many }
}

/// Whether the statements in question have conditions, which all hold then.
fn conditions(scene: &Scene<'_>, by: &[Evidence]) -> &'static str {
    let has = by.iter().any(|evidence| match evidence {
        Evidence::Statement(id, index) => {
            scene.check.evaluation.policies.iter().filter(|policy| policy.id == *id).any(|policy| {
                policy.statements.iter().any(|one| one.index == *index && !one.conditions.is_empty())
            })
        }
        Evidence::Grant(_) => false,
    });
    if has { ", every condition holds" } else { "" }
}

fn implicit_deny(scene: &Scene<'_>, deciding: &Step) -> String {
    let who = who(scene);
    match deciding.question {
        Question::ResourceControlPolicies => {
            "A resource control policy above the key's account does not allow it at every level.".to_owned()
        }
        Question::ServiceControlPolicies => {
            format!("The service control policies above the account of {who} do not allow it at every level.")
        }
        Question::VpcEndpointPolicy => {
            "The policy of the VPC endpoint does not allow it, whatever else does.".to_owned()
        }
        Question::AcrossAccounts => {
            format!(
                "`{}` has no effect for callers of other accounts than the key's.",
                scene.check.request.permission
            )
        }
        Question::KeyPolicy => key_policy_lacks(scene),
        Question::Grants => format!("No grant allows {who} to do this."),
        Question::RetireGrant => match deciding.answer {
            Answer::NotAsked(_) => "There is no grant to retire.".to_owned(),
            _ => format!("No grant entitles {who} to retire it."),
        },
        Question::IdentityPolicies => identity_lacks(scene),
        Question::PermissionsBoundary => format!("The permissions boundary of {who} does not allow it."),
        Question::SessionPolicies => match deciding.answer {
            Answer::Missing => format!(
                "{} has no session policy, and without one it gets nothing from the policies of its user.",
                capital(&who)
            ),
            _ => format!("No session policy of {who} allows it."),
        },
        Question::ExplicitDeny => "Nothing allows the call.".to_owned(),
    }
}

/// What the nearest statement of the key policy lacks.
fn key_policy_lacks(scene: &Scene<'_>) -> String {
    if let Some(near) = near_miss(scene) {
        return format!("Nothing allows it. {near}");
    }
    let relation = scene.check.evaluation.standing.relation;
    let account = if relation == Relation::ServicePrincipal { "" } else { " or its account" };
    let permission = scene.check.request.permission;
    format!("Nothing allows it: no statement of the key policy gives {}{account} `{permission}`.", who(scene))
}

/// The statement of the key policy that would allow it, and the conditions that keep it from it.
fn near_miss(scene: &Scene<'_>) -> Option<String> {
    let (id, index) = scene.nearest_allow()?;
    let policy = scene.policy(id)?;
    let of = scene.check.evaluation.policies.iter().find(|policy| policy.id == id)?;
    let one = of.statements.iter().find(|one| one.index == index)?;
    let report = statement::statement(scene, policy, one, false);
    let mut failing =
        report.elements.into_iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch);
    let first = failing.next()?;
    let text = match first.key {
        Some(key) if !first.text.contains(&key) => format!("{} (`{key}`)", first.text),
        _ => first.text,
    };
    let conditions = match failing.count() {
        0 => "a condition".to_owned(),
        more => format!("{} conditions, first of all", more + 1),
    };
    let place = capital(&step::place(scene, &Evidence::Statement(id, index)));
    Some(format!("{place} would, but for {conditions}: {}.", lower(&text)))
}

/// A clause in the middle of a sentence.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn identity_lacks(scene: &Scene<'_>) -> String {
    let account = scene.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    let paths = scene.check.evaluation.paths();
    let begun = paths.iter().find(|path| {
        matches!(path.path, Path::Delegation | Path::BothAccounts)
            && path.obstacles.contains(&Obstacle::IdentityPoliciesDoNotAllow)
    });
    let openers: Vec<Evidence> = begun.map(|path| path.by.clone()).unwrap_or_default();
    let key_policy: Vec<String> = openers.iter().map(|evidence| step::place(scene, evidence)).collect();
    let permission = scene.check.request.permission;
    match key_policy.as_slice() {
        [] => format!("No identity-based policy of {} allows `{permission}`.", who(scene)),
        places => format!(
            "{} {} it to the identity-based policies of account {account}, and none that {} has allows it.{}",
            capital(&scene.evidence(&openers)),
            if places.len() == 1 { "leaves" } else { "leave" },
            who(scene),
            near_miss(scene).map_or_else(String::new, |near| format!(" {near}")),
        ),
    }
}

fn undetermined(scene: &Scene<'_>) -> String {
    let account = scene.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    format!(
        "It hangs on the identity-based policies of {} in account {account}, which the scenario does not give.",
        who(scene)
    )
}
