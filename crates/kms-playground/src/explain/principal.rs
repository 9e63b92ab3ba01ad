//! Why a principal names the caller or does not.
//!
//! IAM User Guide, *Principal* and *NotPrincipal* (reference_policies_elements_principal.html, …_notprincipal.html).

use kms_authz::{Caller, LayerMatch, PrincipalLayer, PrincipalMatch, PrincipalReason, PrincipalRule};
use kms_policy::Principal;

use super::{Sentence, caller, count, list, sentence};
use crate::report::codes::ReasonCode;

/// One principal of a list, or the grantee of a grant.
pub(super) fn value(reason: PrincipalReason, named: Option<&Principal>, caller: &Caller) -> Sentence {
    use PrincipalReason as R;
    let names = format!("Names {}", named.map_or_else(|| "somebody else".to_owned(), caller::principal_name));
    let who = caller::name(caller);
    let account =
        caller.account().map_or_else(|| "no account".to_owned(), |account| format!("account {account}"));
    match reason {
        R::Everyone => sentence(ReasonCode::Everyone, "Names everyone, AWS services included"),
        R::Account => sentence(ReasonCode::Account, format!("Names {account}, to which the caller belongs")),
        R::User => sentence(ReasonCode::User, "Names the user that calls"),
        R::UserOfFederatedSession => {
            sentence(ReasonCode::UserOfFederatedSession, "Names the user whose federated session calls")
        }
        R::Role => sentence(ReasonCode::Role, "Names the role whose session calls"),
        R::Session => sentence(ReasonCode::Session, "Names the session that calls"),
        R::FederatedSession => sentence(ReasonCode::FederatedSession, "Names the session that calls"),
        R::Service => sentence(ReasonCode::Service, "Names the AWS service that calls"),
        R::UniqueIdOfUser => sentence(ReasonCode::UniqueIdOfUser, "Is the unique id of the user that calls"),
        R::UniqueIdOfRole => {
            sentence(ReasonCode::UniqueIdOfRole, "Is the unique id of the role whose session calls")
        }

        R::OtherAccount => sentence(
            ReasonCode::OtherAccount,
            format!("{}; the caller belongs to {account}", other_account(named)),
        ),
        R::OtherPartition => sentence(
            ReasonCode::OtherPartition,
            "The same account number in another partition is another account",
        ),
        R::OtherUser => sentence(ReasonCode::OtherUser, format!("{names}; the caller is {who}")),
        R::UserDiffersInCase => sentence(
            ReasonCode::UserDiffersInCase,
            format!("Differs in the case of letters: the caller is {who}, and user names are case-sensitive"),
        ),
        R::OtherUserPath => sentence(
            ReasonCode::OtherUserPath,
            format!("A user of that name under another path; the caller is {who}"),
        ),
        R::OtherRole => sentence(ReasonCode::OtherRole, format!("{names}; the caller is {who}")),
        R::RoleDiffersInCase => sentence(
            ReasonCode::RoleDiffersInCase,
            format!("Differs in the case of letters: the caller is {who}"),
        ),
        R::OtherRolePath => sentence(
            ReasonCode::OtherRolePath,
            format!("A role of that name under another path; the caller is {who}"),
        ),
        R::OtherSession => sentence(ReasonCode::OtherSession, format!("{names}; the caller is {who}")),
        R::SessionOfOtherRole => {
            sentence(ReasonCode::SessionOfOtherRole, format!("{names}; the caller is {who}"))
        }
        R::SessionNotGiven => sentence(
            ReasonCode::SessionNotGiven,
            "Names one session of the role; which session calls is not given",
        ),
        R::OtherFederatedSession => {
            sentence(ReasonCode::OtherFederatedSession, format!("{names}; the caller is {who}"))
        }
        R::UserButCallerIsRoleSession => {
            sentence(ReasonCode::UserButCallerIsRoleSession, format!("{names}; the caller is {who}"))
        }
        R::UserButCallerIsRoot => {
            sentence(ReasonCode::UserButCallerIsRoot, format!("{names}; the caller is {who}"))
        }
        R::UserButFederatingUserNotGiven => sentence(
            ReasonCode::UserButFederatingUserNotGiven,
            "Names a user; which user the federated session belongs to is not given",
        ),
        R::RoleButCallerIsNone => {
            sentence(ReasonCode::RoleButCallerIsNone, format!("{names}; the caller is {who}"))
        }
        R::FederatedSessionButCallerIsNone => {
            sentence(ReasonCode::FederatedSessionButCallerIsNone, format!("{names}; the caller is {who}"))
        }
        R::IdentityButCallerIsService => {
            sentence(ReasonCode::IdentityButCallerIsService, format!("{names}; the caller is {who}"))
        }
        R::ServiceButCallersIdentity => sentence(
            ReasonCode::ServiceButCallersIdentity,
            format!("{names}; this call is made as {}", caller::short_name(caller)),
        ),
        R::OtherService => sentence(ReasonCode::OtherService, format!("{names}; the caller is {who}")),
        R::ServiceOfOtherRegion => sentence(
            ReasonCode::ServiceOfOtherRegion,
            format!("The service under the name of another Region, or of none; the caller is {who}"),
        ),
        R::ServiceDiffersInCase => sentence(
            ReasonCode::ServiceDiffersInCase,
            format!("Differs in the case of letters: the caller is {who}"),
        ),
        R::OtherUniqueId => {
            sentence(ReasonCode::OtherUniqueId, format!("{names}, which is not the caller's"))
        }
        R::UniqueIdNotGiven => sentence(
            ReasonCode::UniqueIdNotGiven,
            format!(
                "{names}, which AWS shows for a deleted user or role; the scenario does not give the caller's id (`aws:userid`)"
            ),
        ),

        R::Wildcard => {
            sentence(ReasonCode::Wildcard, "A wildcard inside a principal is not allowed; only a lone `*` is")
        }
        R::NoSessionName => sentence(
            ReasonCode::NoSessionName,
            "Names no session; a session principal is `assumed-role/ROLE/SESSION`",
        ),
        R::Group => {
            sentence(ReasonCode::Group, "A group is no principal; name its users, or a role that they assume")
        }
        R::Federated => {
            sentence(ReasonCode::Federated, "An identity provider is a principal in role trust policies only")
        }
        R::CanonicalUser => {
            sentence(ReasonCode::CanonicalUser, "Only Amazon S3 accepts a canonical user as a principal")
        }
        R::NotAPrincipal => sentence(ReasonCode::NotAPrincipal, "Names no principal"),
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
) -> Sentence {
    match &element.rule {
        PrincipalRule::Listed => listed(element, named, caller),
        PrincipalRule::EveryLayerListed(layers) => layers_listed(layers, caller),
        PrincipalRule::CallerHasPermissionsBoundary => sentence(
            ReasonCode::CallerHasPermissionsBoundary,
            "A Deny with `NotPrincipal` always reaches a caller with a permissions boundary, whatever it lists",
        ),
        PrincipalRule::NotListed if element.matched() => sentence(
            ReasonCode::NotListed,
            format!(
                "Does not list {}; AWS does not support `NotPrincipal` with `Allow`",
                caller::name(caller)
            ),
        ),
        PrincipalRule::NotListed => sentence(
            ReasonCode::ListedInNotPrincipal,
            format!("Lists {}, and so leaves it out", caller::name(caller)),
        ),
    }
}

fn listed<'a>(
    element: &PrincipalMatch,
    named: impl Fn(usize) -> Option<&'a Principal>,
    caller: &Caller,
) -> Sentence {
    let reach = element.reach();
    let deciding = element.values.iter().find(|entry| entry.reason.reach() == reach && reach.is_some());
    match (deciding, element.values.as_slice()) {
        (Some(entry), _) => value(entry.reason, named(entry.index), caller),
        (None, [only]) => value(only.reason, named(only.index), caller),
        (None, []) => sentence(ReasonCode::EmptyList, "Names nobody"),
        (None, values) => sentence(
            ReasonCode::NoneNamesCaller,
            format!("None of the {} is {}", count(values.len(), "principal"), caller::name(caller)),
        ),
    }
}

fn layers_listed(layers: &[LayerMatch], caller: &Caller) -> Sentence {
    let who = caller::name(caller);
    let open: Vec<String> = layers
        .iter()
        .filter(|layer| layer.listed_by.is_none())
        .map(|layer| layer_name(layer.layer).to_owned())
        .collect();
    if open.is_empty() {
        return sentence(
            ReasonCode::EveryLayerListed,
            format!("Lists {who} with every layer of it, and so leaves it out"),
        );
    }
    let all_open = open.len() == layers.len();
    if all_open {
        return sentence(ReasonCode::NoLayerListed, format!("Does not list {who}"));
    }
    sentence(ReasonCode::LayerNotListed, format!("Lists {who} only in part: not its {}", list(&open, "and")))
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
