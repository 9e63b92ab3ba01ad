//! Why no Allow reaches the call, the cause before the nearest miss: a grant to somebody who was deleted and policies
//! that only AWS can change come first, since no edit of the nearest statement would help.

use kms_authz::{Evidence, Lacks, NearMiss, Obstacle, Path, Question, Relation, Step, Target};
use kms_policy::{PolicyKind, Principal};

use super::{CheckWithReport, allowed::verb, caller, capital, deny, list, lower};
use crate::report::{Element, ElementOutcome, ElementReport};

/// How many near misses a summary names.
const SHOWN: usize = 2;

/// That an Allow is missing, and the cause.
pub(super) fn missing_allow(of: &CheckWithReport<'_>, deciding: &Step) -> String {
    let evaluation = &of.context.check.evaluation;
    let near = evaluation.near_misses();
    let mut sentences = Vec::new();
    sentences.extend(deleted_grantees(of, &near));
    let changeable: Vec<String> = kinds_once(&near)
        .filter(|miss| !miss.fixed && miss.lacks != Lacks::Grantee && is_asked(deciding.question, miss))
        .filter_map(|miss| sentence(of, miss))
        .take(SHOWN)
        .collect();
    sentences.extend(changeable);
    // What only AWS can change comes last, and says so.
    if let Some(fixed) = near.iter().find(|miss| is_fixed_key_policy(miss)) {
        sentences.extend(sentence(of, fixed));
        sentences.push("Only AWS can change the key policy of an AWS managed key.".to_owned());
    }
    let lead = match deciding.question {
        Question::KeyPolicy | Question::Grants | Question::IdentityPolicies if is_service_linked(of) => {
            service_linked_role(of)
        }
        Question::IdentityPolicies => identity_lacks(of),
        _ if sentences.is_empty() => nothing_allows(of),
        _ => "Nothing allows the call.".to_owned(),
    };
    std::iter::once(lead).chain(sentences).collect::<Vec<_>>().join(" ")
}

/// The nearest statement of this kind of policy.
pub(super) fn nearest_of(of: &CheckWithReport<'_>, kind: PolicyKind) -> Option<String> {
    let near = of.context.check.evaluation.near_misses();
    let of_kind =
        near.iter().find(|miss| matches!(miss.place, Evidence::Statement(id, _) if id.place.kind() == kind));
    sentence(of, of_kind?)
}

/// The best of each kind of policy and of the grants, in order.
fn kinds_once(near: &[NearMiss]) -> impl Iterator<Item = &NearMiss> {
    let kind = |miss: &NearMiss| match miss.place {
        Evidence::Statement(id, _) => Some(id.place.kind()),
        Evidence::Grant(_) => None,
    };
    near.iter().enumerate().filter_map(move |(at, miss)| {
        let first = near.iter().position(|other| kind(other) == kind(miss) && other.lacks != Lacks::Grantee);
        (first == Some(at)).then_some(miss)
    })
}

/// Whether the miss bears on the question that decides: where the key policy is what is missing, a nearer statement of
/// an IAM policy does not help yet.
fn is_asked(question: Question, miss: &NearMiss) -> bool {
    match miss.place {
        Evidence::Statement(id, _) => match id.place.kind() {
            PolicyKind::KeyPolicy => true,
            kind => question == Question::IdentityPolicies && kind == PolicyKind::IdentityBased,
        },
        Evidence::Grant(_) => true,
    }
}

const fn is_fixed_key_policy(miss: &NearMiss) -> bool {
    miss.fixed
        && matches!(miss.place, Evidence::Statement(id, _) if matches!(id.place.kind(), PolicyKind::KeyPolicy))
}

fn nothing_allows(of: &CheckWithReport<'_>) -> String {
    let context = of.context;
    let relation = context.check.evaluation.relationship.relation;
    let account = if relation == Relation::ServicePrincipal { "" } else { " or its account" };
    let (permission, policy) = (context.check.request.permission, context.key_policy_name());
    let evaluation = &context.check.evaluation;
    // Why a call works "although nothing allows it" is often a grant that nobody listed.
    let grants = if evaluation.grant_can_help() && evaluation.grants.is_empty() {
        ", and the scenario lists no grant on the key"
    } else {
        ""
    };
    format!("No statement of {policy} allows {}{account} `{permission}`{grants}.", who(of))
}

/// That no identity-based policy allows it, and which statement leaves it to them.
fn identity_lacks(of: &CheckWithReport<'_>) -> String {
    let context = of.context;
    let (permission, standing) = (context.check.request.permission, &context.check.evaluation.relationship);
    if standing.relation == Relation::ServicePrincipal {
        return format!(
            "Only an identity-based policy can allow `{permission}`, and an AWS service has none."
        );
    }
    if standing.target == Target::Grant {
        return format!(
            "No grant entitles {0} to retire it, and no identity-based policy of {0} allows `{permission}`.",
            who(of)
        );
    }
    let account = context.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    let paths = context.check.evaluation.paths();
    let begun = paths.iter().find(|path| {
        matches!(path.path, Path::Delegation | Path::BothAccounts | Path::Grant)
            && !path.by.is_empty()
            && path.obstacles.contains(&Obstacle::IdentityPoliciesDoNotAllow)
    });
    let openers: Vec<Evidence> = begun.map(|path| path.by.clone()).unwrap_or_default();
    if openers.is_empty() {
        return format!("No identity-based policy of {} allows `{permission}`.", who(of));
    }
    format!(
        "{} {} to IAM policies in account {account}, and no identity-based policy of {} allows `{permission}`.",
        capital(&context.evidence(&openers)),
        verb(&openers, "delegates", "delegate"),
        who(of),
    )
}

/// A grant that lists the operation and is for the id of somebody who was deleted.
fn deleted_grantees(of: &CheckWithReport<'_>, near: &[NearMiss]) -> Option<String> {
    let stale = near.iter().filter(|miss| miss.lacks == Lacks::Grantee);
    let stale: Vec<(usize, &str)> = stale
        .filter_map(|miss| {
            let Evidence::Grant(index) = miss.place else { return None };
            match &of.context.grant(index)?.grantee {
                Principal::UniqueId(id) => Some((index, id.as_str())),
                _ => None,
            }
        })
        .collect();
    let (index, id) = stale.first()?;
    let others = match stale.len() {
        1 => String::new(),
        many => format!(" So {} {} more.", if many == 2 { "is" } else { "are" }, many - 1),
    };
    Some(format!(
        "Grant {} lists `{}`, but it is for `{id}`, the id of a deleted user or role.{others} \
         One that is created again under the same name has a new id: create the grant again.",
        index + 1,
        of.context.check.operation.name,
    ))
}

fn is_service_linked(of: &CheckWithReport<'_>) -> bool {
    let standing = &of.context.check.evaluation.relationship;
    standing.service_linked_role && standing.target == Target::Key
}

/// The way to permissions for a service-linked role, whose policies only AWS can change. In another account than its
/// own a grant is the only way (EC2 Auto Scaling User Guide, *Required AWS KMS key policy for use with encrypted
/// volumes*).
fn service_linked_role(of: &CheckWithReport<'_>) -> String {
    let evaluation = &of.context.check.evaluation;
    let (who, permission) = (who(of), of.context.check.request.permission);
    let account = of.context.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    let policy = of.context.key_policy_name();
    match (evaluation.relationship.relation, evaluation.grant_can_help()) {
        (Relation::SameAccount, true) => format!(
            "Neither {policy} nor a grant allows the service-linked {who} `{permission}`, and only AWS can change the role's own policies. Name the role in {policy}, or create a grant for it."
        ),
        (Relation::SameAccount, false) => format!(
            "{} does not allow the service-linked {who} `{permission}`, and only AWS can change the role's own policies. Name the role in {policy}.",
            capital(&policy)
        ),
        (_, true) => format!(
            "No grant allows the service-linked {who} `{permission}`, and only AWS can change the role's own policies. Create a grant for the role: a principal of account {account} that may call `kms:CreateGrant` on the key can do so."
        ),
        (_, false) => format!(
            "`{permission}` cannot be granted, and only AWS can change the policies of the service-linked {who}."
        ),
    }
}

/// What keeps a near miss from allowing the call.
fn sentence(of: &CheckWithReport<'_>, miss: &NearMiss) -> Option<String> {
    match miss.place {
        Evidence::Statement(..) => near_statement(of, &miss.place),
        Evidence::Grant(index) => near_grant(of, index),
    }
}

fn near_statement(of: &CheckWithReport<'_>, place: &Evidence) -> Option<String> {
    let statement = of.statement(place)?;
    let mut failing = failing(&statement.elements);
    let first = failing.next()?;
    let only_conditions = first.element == Element::Condition;
    let more = match (failing.count(), only_conditions) {
        (0, _) => String::new(),
        (1, true) => " (1 more condition fails)".to_owned(),
        (1, false) => " (1 more element does not match)".to_owned(),
        (many, true) => format!(" ({many} more conditions fail)"),
        (many, false) => format!(" ({many} more elements do not match)"),
    };
    let what = match first.element {
        Element::Condition => as_demand(first),
        element => format!("its `{}` does not match: {}", element.name(), lower(&first.text)),
    };
    let stop = if what.ends_with('?') && more.is_empty() { "" } else { "." };
    Some(format!("{} would allow it, but {what}{more}{stop}", capital(&of.context.place(place))))
}

/// The text of a condition that fails, as a clause behind `but`.
fn as_demand(element: &ElementReport) -> String {
    let text = deny::with_key(element);
    if ["requires ", "excludes ", "compares "].iter().any(|start| text.starts_with(start)) {
        format!("it {text}")
    } else {
        text
    }
}

/// The grant that is the caller's and lists the operation, and what keeps it from allowing the call.
fn near_grant(of: &CheckWithReport<'_>, index: usize) -> Option<String> {
    let grant = of.report.grants.iter().find(|grant| grant.index == index)?;
    let failing = failing(&grant.elements).next()?;
    let pairs = failing.values.iter().filter(|value| value.outcome == ElementOutcome::DoesNotMatch);
    let pairs: Vec<String> = pairs.map(|pair| format!("`{}`", pair.value)).take(1).collect();
    let pair = if pairs.is_empty() { String::new() } else { format!(" ({})", list(&pairs, "and")) };
    let near = of.context.check.evaluation.near_misses();
    let alike =
        near.iter().filter(|miss| matches!(miss.place, Evidence::Grant(_)) && miss.lacks != Lacks::Grantee);
    let others = if alike.count() > 1 { " The other grants that list it do not match either." } else { "" };
    let (place, operation) = (of.context.place(&Evidence::Grant(index)), of.context.check.operation.name);
    Some(format!("{} lists `{operation}`, but {}{pair}.{others}", capital(&place), lower(&failing.text)))
}

fn failing(elements: &[ElementReport]) -> impl Iterator<Item = &ElementReport> {
    elements.iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch)
}

fn who(of: &CheckWithReport<'_>) -> String {
    caller::short_name(&of.context.check.request.caller)
}
