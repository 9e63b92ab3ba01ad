//! The words in which AWS refuses a request: one table, from which messages are written and by which they are read.
//!
//! IAM User Guide, *Troubleshoot access denied error messages* (troubleshoot_access-denied.html). Since January 2026 the
//! message may name the policy behind a colon (AWS Security Blog, *Enhanced access denied error messages with policy
//! ARNs*).

use crate::report::PolicyKind;

/// The type of policy that a message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Layer {
    /// One of AWS's types of policy.
    Policy(PolicyKind),
    /// One of three things that AWS does not tell apart to callers of other accounts.
    ThreeWays,
}

/// One row: a type of policy, and its names in the two forms of the sentence.
pub(crate) struct Row {
    pub(crate) kind: PolicyKind,
    /// Behind "because no … allows": all but the first are read and never written.
    pub(crate) none_allows: &'static [&'static str],
    /// Behind "with an explicit deny in".
    pub(crate) explicit_deny: &'static [&'static str],
    /// The field of the scenario that holds such policies.
    pub(crate) field: &'static str,
}

/// Every type of policy that a message can name.
pub(crate) const ROWS: [Row; 7] = [
    Row {
        kind: PolicyKind::KeyPolicy,
        none_allows: &["resource-based policy", "resource policy", "key policy"],
        explicit_deny: &["a resource-based policy", "a resource policy", "a key policy"],
        field: "keyPolicy",
    },
    Row {
        kind: PolicyKind::IdentityPolicy,
        none_allows: &["identity-based policy", "identity policy"],
        explicit_deny: &["an identity-based policy", "an identity policy"],
        field: "identityPolicies",
    },
    Row {
        kind: PolicyKind::PermissionsBoundary,
        none_allows: &["permissions boundary", "permission boundary"],
        explicit_deny: &["a permissions boundary", "a permission boundary"],
        field: "permissionsBoundary",
    },
    Row {
        kind: PolicyKind::SessionPolicy,
        none_allows: &["session policy", "sessions policy"],
        // AWS prints the first.
        explicit_deny: &["a sessions policy", "a session policy"],
        field: "sessionPolicies",
    },
    Row {
        kind: PolicyKind::ServiceControlPolicy,
        none_allows: &["service control policy"],
        explicit_deny: &["a service control policy"],
        field: "serviceControlPolicies",
    },
    Row {
        kind: PolicyKind::ResourceControlPolicy,
        none_allows: &["resource control policy"],
        explicit_deny: &["a resource control policy"],
        field: "resourceControlPolicies",
    },
    Row {
        kind: PolicyKind::VpcEndpointPolicy,
        none_allows: &["VPC endpoint policy"],
        explicit_deny: &["a VPC endpoint policy"],
        field: "vpcEndpointPolicy",
    },
];

/// The reason that leaves three things open.
pub(crate) const THREE_WAYS: &str = "because the resource does not exist in this Region, no resource-based policies allow access, \
                                     or a resource-based policy explicitly denies access";
/// In place of the resource: of calls that name no key, because the ciphertext does.
pub(crate) const OF_CIPHERTEXT: &str = "on the resource associated with this ciphertext";
/// In place of the resource: of other calls.
pub(crate) const THIS_RESOURCE: &str = "on this resource";
/// Before the caller.
pub(crate) const USER: &str = "User:";
/// Between the caller and the action.
pub(crate) const NOT_AUTHORIZED: &str = "is not authorized to perform:";
/// Before the resource.
pub(crate) const ON_RESOURCE: &str = "on resource:";
/// Before and behind the name of the type of policy, where none allows the action.
pub(crate) const NONE: &str = "because no";
/// Behind the name of the type of policy, before the action and the word "action".
pub(crate) const ALLOWS: &str = "allows the";
/// Before the name of the type of policy that denies the action.
pub(crate) const EXPLICIT_DENY: &str = "with an explicit deny in";
/// What KMS said before 2021 where it now leaves three things open.
pub(crate) const OLD_CIPHERTEXT: &str = "The ciphertext refers to a customer master key that does not exist";

impl Row {
    /// The row of a policy as the engine names its kind.
    pub(crate) fn of(kind: kms_policy::PolicyKind) -> Option<&'static Self> {
        ROWS.iter().find(|row| kms_policy::PolicyKind::from(row.kind) == kind)
    }
}

/// The row of a type of policy.
pub(crate) fn row(kind: PolicyKind) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.kind == kind)
}

/// The whole sentence.
pub(crate) fn sentence(user: &str, permission: &str, on: &str, reason: &str) -> String {
    format!("{USER} {user} {NOT_AUTHORIZED} {permission} {on} {reason}")
}

/// Why, where no policy of this type allows the permission.
pub(crate) fn none_allows(kind: PolicyKind, permission: &str) -> Option<String> {
    let name = row(kind)?.none_allows.first()?;
    Some(format!("{NONE} {name} {ALLOWS} {permission} action"))
}

/// Why, where a policy of this type denies it.
pub(crate) fn explicit_deny(kind: PolicyKind) -> Option<String> {
    let name = row(kind)?.explicit_deny.first()?;
    Some(format!("{EXPLICIT_DENY} {name}"))
}
