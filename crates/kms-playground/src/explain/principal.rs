//! Why a principal names the caller or does not.
//!
//! IAM User Guide, *Principal* and *NotPrincipal* (reference_policies_elements_principal.html, …_notprincipal.html).

use kms_authz::{Caller, LayerMatch, PrincipalLayer, PrincipalMatch, PrincipalReason, PrincipalRule};
use kms_policy::Principal;

use super::{Said, caller, count, list, said};

/// One principal of a list, or the grantee of a grant.
pub(super) fn value(reason: PrincipalReason, named: Option<&Principal>, caller: &Caller) -> Said {
    use PrincipalReason as R;
    let names = format!("Names {}", named.map_or_else(|| "somebody else".to_owned(), caller::principal_name));
    let who = caller::name(caller);
    let account =
        caller.account().map_or_else(|| "no account".to_owned(), |account| format!("account {account}"));
    match reason {
        R::Everyone => said("everyone", "Names everyone, AWS services included"),
        R::Account => said("account", format!("Names {account}, to which the caller belongs")),
        R::User => said("user", "Names the user that calls"),
        R::UserOfFederatedSession => {
            said("userOfFederatedSession", "Names the user whose federated session calls")
        }
        R::Role => said("role", "Names the role whose session calls"),
        R::Session => said("session", "Names the very session that calls"),
        R::FederatedSession => said("federatedSession", "Names the very session that calls"),
        R::Service => said("service", "Names the AWS service that calls"),
        R::UniqueIdOfUser => said("uniqueIdOfUser", "Is the unique id of the user that calls"),
        R::UniqueIdOfRole => said("uniqueIdOfRole", "Is the unique id of the role whose session calls"),

        R::OtherAccount => {
            said("otherAccount", format!("{}; the caller belongs to {account}", other_account(named)))
        }
        R::OtherPartition => {
            said("otherPartition", "The same account number in another partition is another account")
        }
        R::OtherUser => said("otherUser", format!("{names}; the caller is {who}")),
        R::UserDiffersInCase => said(
            "userDiffersInCase",
            format!(
                "Spelt with other capitals; the caller is {who}, and names of users are compared with their case"
            ),
        ),
        R::OtherUserPath => {
            said("otherUserPath", format!("A user of that name under another path; the caller is {who}"))
        }
        R::OtherRole => said("otherRole", format!("{names}; the caller is {who}")),
        R::RoleDiffersInCase => {
            said("roleDiffersInCase", format!("Spelt with other capitals; the caller is {who}"))
        }
        R::OtherRolePath => {
            said("otherRolePath", format!("A role of that name under another path; the caller is {who}"))
        }
        R::OtherSession => said("otherSession", format!("{names}; the caller is {who}")),
        R::SessionOfOtherRole => said("sessionOfOtherRole", format!("{names}; the caller is {who}")),
        R::SessionNotGiven => {
            said("sessionNotGiven", "Names one session of the role; which session calls is not given")
        }
        R::OtherFederatedSession => said("otherFederatedSession", format!("{names}; the caller is {who}")),
        R::UserButCallerIsRoleSession => {
            said("userButCallerIsRoleSession", format!("{names}; the caller is {who}"))
        }
        R::UserButCallerIsRoot => said("userButCallerIsRoot", format!("{names}; the caller is {who}")),
        R::UserButFederatingUserNotGiven => said(
            "userButFederatingUserNotGiven",
            "Names a user; which user the federated session belongs to is not given",
        ),
        R::RoleButCallerIsNone => said("roleButCallerIsNone", format!("{names}; the caller is {who}")),
        R::FederatedSessionButCallerIsNone => {
            said("federatedSessionButCallerIsNone", format!("{names}; the caller is {who}"))
        }
        R::IdentityButCallerIsService => {
            said("identityButCallerIsService", format!("{names}; the caller is {who}"))
        }
        R::ServiceButCallersIdentity => said(
            "serviceButCallersIdentity",
            format!("{names}; this call is made as {}", caller::short_name(caller)),
        ),
        R::OtherService => said("otherService", format!("{names}; the caller is {who}")),
        R::ServiceOfOtherRegion => said(
            "serviceOfOtherRegion",
            format!("The service under the name of another Region, or of none; the caller is {who}"),
        ),
        R::ServiceDiffersInCase => {
            said("serviceDiffersInCase", format!("Spelt with other capitals; the caller is {who}"))
        }
        R::OtherUniqueId => said("otherUniqueId", format!("{names}, which is not the caller's")),
        R::UniqueIdNotGiven => said(
            "uniqueIdNotGiven",
            format!(
                "{names}, which AWS shows for a deleted user or role; the scenario does not give the caller's id (`aws:userid`)"
            ),
        ),

        R::Wildcard => said("wildcard", "A wildcard inside a principal is not allowed; only a lone `*` is"),
        R::NoSessionName => {
            said("noSessionName", "Names no session; a session principal is `assumed-role/ROLE/SESSION`")
        }
        R::Group => said("group", "A group is no principal; name its users, or a role that they assume"),
        R::Federated => said("federated", "An identity provider is a principal in role trust policies only"),
        R::CanonicalUser => said("canonicalUser", "A canonical user is Amazon S3's notion of an account"),
        R::NotAPrincipal => said("notAPrincipal", "Names no principal"),
    }
}

/// `Names account 444455556666`, `Names role Ana of account 444455556666`.
fn other_account(named: Option<&Principal>) -> String {
    let Some(named) = named else { return "Names another account".to_owned() };
    let account = match named {
        Principal::User(id) | Principal::Role(id) => Some(id.home.account),
        Principal::AssumedRole { home, .. } | Principal::FederatedUser { home, .. } => Some(home.account),
        _ => None,
    };
    let name = caller::principal_name(named);
    account.map_or_else(|| format!("Names {name}"), |account| format!("Names {name} of account {account}"))
}

/// The whole element.
pub(super) fn element<'a>(
    element: &PrincipalMatch,
    named: impl Fn(usize) -> Option<&'a Principal>,
    caller: &Caller,
) -> Said {
    match &element.rule {
        PrincipalRule::Listed => listed(element, named, caller),
        PrincipalRule::EveryLayerListed(layers) => layers_listed(layers, caller),
        PrincipalRule::CallerHasPermissionsBoundary => said(
            "callerHasPermissionsBoundary",
            "A Deny with `NotPrincipal` always reaches a caller with a permissions boundary, whatever it lists",
        ),
        PrincipalRule::NotListed if element.matched() => said(
            "notListed",
            format!(
                "Does not list {}; AWS does not support `NotPrincipal` with `Allow`",
                caller::name(caller)
            ),
        ),
        PrincipalRule::NotListed => {
            said("listedInNotPrincipal", format!("Lists {}, and so leaves it out", caller::name(caller)))
        }
    }
}

fn listed<'a>(
    element: &PrincipalMatch,
    named: impl Fn(usize) -> Option<&'a Principal>,
    caller: &Caller,
) -> Said {
    let reach = element.reach();
    let deciding = element.values.iter().find(|entry| entry.reason.reach() == reach && reach.is_some());
    match (deciding, element.values.as_slice()) {
        (Some(entry), _) => value(entry.reason, named(entry.index), caller),
        (None, [only]) => value(only.reason, named(only.index), caller),
        (None, []) => said("emptyList", "Names nobody"),
        (None, values) => said(
            "noneNamesCaller",
            format!("None of the {} is {}", count(values.len(), "principal"), caller::name(caller)),
        ),
    }
}

fn layers_listed(layers: &[LayerMatch], caller: &Caller) -> Said {
    let who = caller::name(caller);
    let open: Vec<String> = layers
        .iter()
        .filter(|layer| layer.listed_by.is_none())
        .map(|layer| layer_name(layer.layer).to_owned())
        .collect();
    if open.is_empty() {
        return said("everyLayerListed", format!("Lists {who} with every layer of it, and so leaves it out"));
    }
    let all_open = open.len() == layers.len();
    if all_open {
        return said("noLayerListed", format!("Does not list {who}"));
    }
    said("layerNotListed", format!("Lists {who} only in part: not its {}", list(&open, "and")))
}

const fn layer_name(layer: PrincipalLayer) -> &'static str {
    match layer {
        PrincipalLayer::Account => "account",
        PrincipalLayer::Role => "role",
        PrincipalLayer::User => "user",
        PrincipalLayer::RoleSession | PrincipalLayer::FederatedUserSession => "session",
        PrincipalLayer::Service => "service principal",
    }
}
