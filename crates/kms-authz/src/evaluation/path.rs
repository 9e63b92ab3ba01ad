//! The paths that lead to Allow, and what can stand in the way of each.
//!
//! Any open path is enough. KMS Developer Guide, *Troubleshooting key access* (policy-evaluation.html).

/// A way to Allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// The key policy names the caller, or the role or user behind its session.
    KeyPolicy,
    /// The key policy names the caller's account, and identity-based policies allow.
    Delegation,
    /// The key policy names a caller of another account or that account, and identity-based policies there allow.
    BothAccounts,
    /// A grant.
    Grant,
    /// Identity-based policies, where no key policy is involved.
    IdentityPolicies,
    /// Retiring a grant: the caller is the retiring principal.
    RetiringPrincipal,
    /// Retiring a grant: the caller is the grantee, and the grant lists `RetireGrant`.
    RetiringGrantee,
    /// Retiring a grant: the caller is the root user of the account in which it was created.
    RetiringRootUser,
    /// Retiring a grant: identity-based policies allow it in the account that owns the key, or that is the
    /// retiring principal.
    RetiringDelegate,
}

/// What stands in the way of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obstacle {
    /// The caller is nobody who can call KMS.
    NobodyCalls,
    /// AWS services have no identity-based policies.
    ServiceHasNoIdentityPolicies,
    /// The permission has no effect for callers of other accounts.
    NotAcrossAccounts,
    /// No Allow of the key policy names the caller.
    KeyPolicyDoesNotNameCaller,
    /// No Allow of the key policy names the caller's account.
    KeyPolicyDoesNotNameAccount,
    /// No Allow of the key policy reaches the caller or its account.
    KeyPolicyReachesNobody,
    /// No grant is usable.
    NoUsableGrant,
    /// There is no grant to retire.
    NoGrantToRetire,
    /// The caller is not the retiring principal.
    NotRetiringPrincipal,
    /// The caller is not the grantee of a grant that lists `RetireGrant`.
    NotRetiringGrantee,
    /// The caller is not the root user of the account in which the grant was created.
    NotRootUserOfIssuingAccount,
    /// The caller belongs neither to the key's account nor to an account that is the retiring principal.
    NotOfRetiringAccount,
    /// No identity-based policy allows it.
    IdentityPoliciesDoNotAllow,
    /// The identity-based policies are not known.
    IdentityPoliciesNotKnown,
    /// The permissions boundary does not allow it.
    PermissionsBoundaryDoesNotAllow,
    /// No session policy allows it.
    SessionPoliciesDoNotAllow,
    /// A federated user session without session policy gets nothing from the policies of its user.
    NoSessionPolicy,
}

/// What one limiting layer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Limit {
    /// There is no such policy, or it does not apply.
    #[default]
    Absent,
    /// It allows.
    Allows,
    /// It does not allow; at one level at least, where there are levels.
    DoesNotAllow,
}

/// Whether the caller's identity-based policies are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentityPolicies {
    /// They are; there may be none.
    Known,
    /// They are not.
    NotKnown,
}

/// What the identity-based policies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum IdentityAnswer {
    /// The caller has none by its nature: an AWS service.
    #[default]
    NotApplicable,
    /// The root user is allowed everything by its account.
    Implicit,
    /// One allows.
    Allows,
    /// None allows.
    DoesNotAllow,
    /// They are not known.
    NotKnown,
}
