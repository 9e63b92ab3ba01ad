//! What the reader of pasted texts says.

codes! {
    /// What the reader of a pasted text says about it.
    ImportCode {
        TooLarge,
        AliasesOfSeveralKeys,
        SimulatorLooksAtIamPolicies,
        PlanHidesAttributes,
        OtherService,
        ConditionAssumed,
        ParameterDefaults,
        GrantsTruncated,
        ServiceWords,
        ScenarioUnreadable,
        LinkUnreadable,
        PolicyAfterChange,
        PolicyUnknown,
        TrustPolicyIgnored,
        OtherPolicyIgnored,
        StatementWrapped,
        OtherError,
        ConstraintsNotInText,
        KeyFromResource,
        KeyOfTemplate,
        OtherKey,
        TooManyRequests,
        OtherCaller,
        OtherIdentity,
        ExpectAssumed,
        RefusalLayer,
        IdentityPoliciesAssumedEmpty,
        TerraformReferences,
        PolicyIncomplete,
        KeyFromAccountPrincipal,
        KeyOfExampleAccount,
    }
}
