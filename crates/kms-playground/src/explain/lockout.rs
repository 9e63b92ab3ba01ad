//! What a new key policy lacks to pass KMS's lockout safety check.
//!
//! API Reference, *PutKeyPolicy*, `BypassPolicyLockoutSafetyCheck`.

use kms_authz::{Blocker, Evidence, Lacks, LockoutCheck, NearMiss, Obstacle, Path, PolicyId, Route};
use kms_policy::PolicyKind;

use super::{CheckContext, caller};

/// The statement of the new key policy in which nothing but a condition keeps the permission from the caller.
fn conditional(context: &CheckContext<'_>, check: &LockoutCheck) -> Option<String> {
    let near = check.evaluation.near_misses();
    let of_key_policy = |miss: &&NearMiss| {
        let is_key_policy = |id: PolicyId| matches!(id.place.kind(), PolicyKind::KeyPolicy);
        matches!(miss.lacks, Lacks::Conditions(_))
            && matches!(miss.place, Evidence::Statement(id, _) if is_key_policy(id))
    };
    near.iter().find(of_key_policy).map(|miss| context.place(&miss.place))
}

/// The permission that the caller would lack, and where, in a clause.
pub(super) fn lacks(context: &CheckContext<'_>, check: &LockoutCheck) -> String {
    let routes = check.evaluation.routes();
    // A policy that delegates to the account is blocked by the policies that it delegates to.
    let delegates = |route: &&Route| {
        route.path == Path::Delegation
            && !route.blockers.contains(&Blocker::OnPath(Obstacle::KeyPolicyDoesNotNameAccount))
    };
    let route = routes.iter().find(delegates).or(routes.first());
    let who = caller::short_name(&check.request.caller);
    let permission = check.request.permission;
    let policy = "the new key policy";
    match route.and_then(|route| route.blockers.first()) {
        Some(Blocker::Deny(id, index)) => {
            let place = context.place(&Evidence::Statement(*id, *index));
            format!("{place} denies {who} `{permission}`")
        }
        Some(Blocker::OnPath(Obstacle::IdentityPoliciesDoNotAllow)) => format!(
            "{policy} delegates `{permission}` to IAM policies, and no identity-based policy of {who} allows it"
        ),
        Some(Blocker::OnPath(Obstacle::PermissionsBoundaryDoesNotAllow)) => {
            format!("the permissions boundary of {who} does not allow `{permission}`")
        }
        Some(Blocker::OnPath(Obstacle::SessionPoliciesDoNotAllow | Obstacle::NoSessionPolicy)) => {
            format!("no session policy of {who} allows `{permission}`")
        }
        Some(Blocker::ServiceControlLevel(_)) => {
            format!("the service control policies do not allow {who} `{permission}`")
        }
        Some(Blocker::EndpointPolicy) => format!("the VPC endpoint policy does not allow `{permission}`"),
        _ => match conditional(context, check) {
            Some(place) => {
                format!(
                    "{place} allows {who} `{permission}` only under a condition that this call does not meet"
                )
            }
            None => format!("no statement of {policy} allows {who} `{permission}`"),
        },
    }
}
