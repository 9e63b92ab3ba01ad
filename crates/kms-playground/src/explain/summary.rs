//! The reason for a decision in one sentence.

use kms_authz::{Answer, Evidence, GrantEvaluation, Obstacle, Path, Question, Relation, Step, Target};
use kms_policy::PolicyKind;

use super::{Scene, caller, capital, grant, statement, step};
use crate::report::{Decision, Element, ElementOutcome};

/// The summary of one check.
pub(crate) fn summary(scene: &Scene<'_>) -> String {
    let steps = scene.check.evaluation.steps();
    let deciding = steps.iter().find(|step| step.decided);
    match super::check::decision(scene.check.decision()) {
        Decision::ExplicitDeny => explicit_deny(scene),
        Decision::Allowed if scene.check.evaluation.standing.target == Target::Grant => {
            format!("{}.", allowed(scene))
        }
        Decision::Allowed => format!("{}, and nothing denies the call.", allowed(scene)),
        Decision::ImplicitDeny => {
            deciding.map_or_else(|| "Nothing allows the call.".to_owned(), |step| implicit_deny(scene, step))
        }
        Decision::Undetermined => undetermined(scene),
        Decision::NotEvaluated => {
            format!("{}; what is written there decides nothing.", capital(&scene.refused(None)))
        }
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

/// Why the check is allowed, without a full stop.
pub(super) fn allowed(scene: &Scene<'_>) -> String {
    let paths = scene.check.evaluation.paths();
    let Some(open) = paths.iter().find(|path| path.obstacles.is_empty()) else {
        return "The call is allowed".to_owned();
    };
    let (by, who) = (scene.evidence(&open.by), who(scene));
    let holds = conditions(scene, &open.by);
    match open.path {
        Path::KeyPolicy => format!("{} {} {who}{holds}", capital(&by), verb(&open.by, "allows", "allow")),
        Path::IdentityPolicies if open.by.is_empty() => {
            format!("{} is allowed everything by its own account", capital(&who))
        }
        Path::Delegation | Path::BothAccounts | Path::IdentityPolicies => {
            let verb = verb(&open.by, "allows", "together allow");
            format!("{} {verb} {who}{holds}", capital(&by))
        }
        Path::Grant => {
            format!("{} {} {who} to do this", capital(&by), verb(&open.by, "allows", "allow"))
        }
        Path::RetiringPrincipal => format!("{} is the retiring principal of {by}", capital(&who)),
        Path::RetiringGrantee => {
            format!("{} is the grantee of {by}, which lists `RetireGrant`", capital(&who))
        }
        Path::RetiringRootUser => {
            format!("{} may retire {by}, which was created in its account", capital(&who))
        }
        Path::RetiringDelegate => format!("{} together let {who} retire the grant", capital(&by)),
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
        Question::Grants => match near_grant(scene) {
            Some(near) => format!("Nothing allows it. {near}"),
            None => format!("No grant allows {who} to do this."),
        },
        Question::RetireGrant => match deciding.answer {
            Answer::NotAsked(_) => "The key has no such grant to retire.".to_owned(),
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

/// What the nearest statement of the key policy lacks, and the nearest grant.
fn key_policy_lacks(scene: &Scene<'_>) -> String {
    let near = [near_miss(scene, PolicyKind::KeyPolicy), near_grant(scene)];
    let near: Vec<String> = near.into_iter().flatten().collect();
    if !near.is_empty() {
        return format!("Nothing allows it. {}", near.join(" "));
    }
    let relation = scene.check.evaluation.standing.relation;
    let account = if relation == Relation::ServicePrincipal { "" } else { " or its account" };
    let (permission, policy) = (scene.check.request.permission, scene.key_policy_name());
    format!("Nothing allows it: no statement of {policy} gives {}{account} `{permission}`.", who(scene))
}

/// The statement of such a policy that would allow it, and what keeps it from it.
fn near_miss(scene: &Scene<'_>, kind: PolicyKind) -> Option<String> {
    let (id, index) = scene.nearest_allow(kind)?;
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
    let what = match (first.element, failing.count()) {
        (Element::Condition, 0) => "a condition".to_owned(),
        (Element::Condition, more) => format!("{} conditions, first of all", more + 1),
        (element, _) => format!("its `{}`", element.name()),
    };
    let place = capital(&step::place(scene, &Evidence::Statement(id, index)));
    let stop = if text.ends_with('?') { "" } else { "." };
    Some(format!("{place} would allow it, but for {what}: {}{stop}", lower(&text)))
}

/// The grant that is the caller's and lists the operation, and what keeps it from allowing it.
fn near_grant(scene: &Scene<'_>) -> Option<String> {
    let evaluation = &scene.check.evaluation;
    if evaluation.grants_not_asked.is_some() || evaluation.standing.target != Target::Key {
        return None;
    }
    let is_near = |of: &&GrantEvaluation| {
        of.operation.is_some() && of.grantee.reach().is_some() && of.reach().is_none()
    };
    let near: Vec<&GrantEvaluation> = evaluation.grants.iter().filter(is_near).collect();
    let first = near.first()?;
    let failing = grant::grant(scene, first, false)
        .elements
        .into_iter()
        .find(|element| element.outcome == ElementOutcome::DoesNotMatch)?;
    let pair = failing.values.iter().find(|value| value.outcome == ElementOutcome::DoesNotMatch);
    let pair = pair.map_or_else(String::new, |pair| format!(" (`{}`)", pair.value));
    let others = match near.len() {
        1 => String::new(),
        _ => " The other grants that list it do not fit either.".to_owned(),
    };
    let (place, operation) = (step::place(scene, &Evidence::Grant(first.index)), scene.check.operation.name);
    Some(format!("{} lists `{operation}`, but {}{pair}.{others}", capital(&place), lower(&failing.text)))
}

/// A clause in the middle of a sentence; names such as AWS and GetPublicKey keep their capitals.
pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().take_while(|letter| *letter != ' ').any(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

fn identity_lacks(scene: &Scene<'_>) -> String {
    let (permission, standing) = (scene.check.request.permission, &scene.check.evaluation.standing);
    if standing.relation == Relation::ServicePrincipal {
        return format!(
            "Only an identity-based policy can allow `{permission}`, and an AWS service has none."
        );
    }
    if standing.target == Target::Grant {
        return format!(
            "No grant itself entitles {0} to retire it, and no identity-based policy of {0} allows `{permission}`.",
            who(scene)
        );
    }
    let account = scene.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    let paths = scene.check.evaluation.paths();
    let begun = paths.iter().find(|path| {
        matches!(path.path, Path::Delegation | Path::BothAccounts | Path::Grant)
            && !path.by.is_empty()
            && path.obstacles.contains(&Obstacle::IdentityPoliciesDoNotAllow)
    });
    let openers: Vec<Evidence> = begun.map(|path| path.by.clone()).unwrap_or_default();
    let kinds = [PolicyKind::IdentityBased, PolicyKind::KeyPolicy];
    let near = kinds.into_iter().filter_map(|kind| near_miss(scene, kind)).chain(near_grant(scene));
    let near: String = near.map(|near| format!(" {near}")).collect();
    if openers.is_empty() {
        return format!("No identity-based policy of {} allows `{permission}`.{near}", who(scene));
    }
    format!(
        "{} {} it to the identity-based policies of account {account}, and none that {} has allows it.{near}",
        capital(&scene.evidence(&openers)),
        verb(&openers, "leaves", "leave"),
        who(scene),
    )
}

fn undetermined(scene: &Scene<'_>) -> String {
    let account = scene.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    format!(
        "It hangs on the identity-based policies of {} in account {account}, which the scenario does not give.",
        who(scene)
    )
}
