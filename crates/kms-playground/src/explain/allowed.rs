//! Why a check is allowed.

use kms_authz::{Evidence, Path};

use super::{CheckContext, caller, capital};

/// Why the check is allowed, without a full stop.
pub(super) fn allowed(context: &CheckContext<'_>) -> String {
    let paths = context.check.evaluation.paths();
    let Some(open) = paths.iter().find(|path| path.obstacles.is_empty()) else {
        return "The call is allowed".to_owned();
    };
    let (by, who) = (context.evidence(&open.by), caller::short_name(&context.check.request.caller));
    let holds = conditions(context, &open.by);
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

pub(super) const fn verb<'a>(by: &[Evidence], one: &'a str, many: &'a str) -> &'a str {
    if by.len() == 1 { one } else { many }
}

/// Whether the statements in question have conditions, which all hold then.
fn conditions(context: &CheckContext<'_>, by: &[Evidence]) -> &'static str {
    let has = by.iter().any(|evidence| match evidence {
        Evidence::Statement(id, index) => {
            context.check.evaluation.policies.iter().filter(|policy| policy.id == *id).any(|policy| {
                policy.statements.iter().any(|one| one.index == *index && !one.conditions.is_empty())
            })
        }
        Evidence::Grant(_) => false,
    });
    if has { ", every condition holds" } else { "" }
}
