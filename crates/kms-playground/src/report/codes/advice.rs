//! What advice says about a request that is refused.

codes! {
    /// The way to Allow that the fewest obstacles block.
    PathCode {
        KeyPolicy,
        Delegation,
        BothAccounts,
        Grant,
        IdentityPolicies,
        RetiringPrincipal,
        RetiringGrantee,
        RetiringRootUser,
        RetiringDelegate,
    }

    /// What blocks a check: with all of them removed it is allowed, and with any one left it is not.
    ObstacleCode {
        Deny,
        RejectedPolicy,
        ServiceControlLevel,
        EndpointPolicy,
        ServiceHasNoIdentityPolicies,
        NotAcrossAccounts,
        KeyPolicyDoesNotNameCaller,
        KeyPolicyReachesNobody,
        NoUsableGrant,
        NoGrantToRetire,
        NotRetiringPrincipal,
        IdentityPoliciesDoNotAllow,
        IdentityPoliciesNotKnown,
        PermissionsBoundaryDoesNotAllow,
        SessionPoliciesDoNotAllow,
        NoSessionPolicy,
    }

    /// What to know before a change is made, or what to do where none helps.
    AdviceNoteCode {
        AwsManagedKey,
        ServiceLinkedRole,
        ForeignSource,
        WhoCreatesGrants,
        SearchStopped,
        SourceNotNamed,
        RolePathNotKnown,
    }
}
