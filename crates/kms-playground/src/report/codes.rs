//! Every code that a report can hold, each once: what a program may switch on, and what a page can link.
//!
//! A code is the name of its variant in camelCase, so it cannot be misspelt. The sentence that goes with it is in
//! `explain`; `docs/codes.md` lists all of them, each with a case of `tests/cases` that has it. Findings and the errors
//! of policies have tables of their own, in kms-lint and kms-policy.

/// Codes of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The name of its type, here and in TypeScript.
    pub name: &'static str,
    /// What the codes say.
    pub about: &'static str,
    /// The codes, in the order of the table.
    pub codes: &'static [&'static str],
}

macro_rules! codes {
    ($($(#[doc = $about:literal])+ $group:ident { $($code:ident,)+ })+) => {
        /// All groups.
        pub const GROUPS: &[Group] = &[$(Group {
            name: stringify!($group),
            about: concat!($($about),+),
            codes: &[$($group::$code.0,)+],
        },)+];

        $(
            $(#[doc = $about])+
            ///
            /// Only the table makes one. It is the text itself: an enum would bring a second table into the download.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct $group(&'static str);

            #[expect(non_upper_case_globals, reason = "they are the variants of a closed set")]
            #[expect(missing_docs, reason = "docs/codes.md has the sentence of each")]
            impl $group {
                $(pub const $code: Self = {
                    const NAME: &[u8] = &camel_case::<{ stringify!($code).len() }>(stringify!($code));
                    Self(text(NAME))
                };)+

                /// The code as reports hold it.
                pub const fn name(self) -> &'static str {
                    self.0
                }
            }

            #[cfg(test)]
            impl schemars::JsonSchema for $group {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($group).into()
                }

                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    let codes = vec![$(Self::$code.0,)+];
                    schemars::json_schema!({ "description": concat!($($about),+).trim(), "enum": codes })
                }
            }

            impl From<$group> for &'static str {
                fn from(code: $group) -> Self {
                    code.0
                }
            }
        )+
    };
}

/// The name of a variant with a small first letter.
const fn camel_case<const LENGTH: usize>(variant: &str) -> [u8; LENGTH] {
    let Some(bytes) = variant.as_bytes().first_chunk() else { return [b'?'; LENGTH] };
    let mut bytes: [u8; LENGTH] = *bytes;
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_lowercase();
    }
    bytes
}

const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

codes! {
    /// Why a value, an element, a statement or a grant matches or not, and why the request has no
    /// such condition key.
    ReasonCode {
        Typed,
        NotGiven,
        Undocumented,
        AlwaysSent,
        NeverSent,
        UnknownKey,
        NotOfPermission,
        NotOnKey,
        NoEncryptionContextTaken,
        NoEncryptionContextGiven,
        PairNotGiven,
        ParameterNotGiven,
        DirectCall,
        CallersIdentity,
        NotKeptByService,
        ServicePrincipal,
        NotOfKindOfPrincipal,
        LongTermCredentials,
        SingleRegionKey,
        NoAliases,
        NoSuchTag,
        KeyNotNamedByAlias,
        NotPermittedInKeyPolicy,
        Everything,
        Exact,
        Pattern,
        PatternOfServices,
        OtherService,
        OtherAction,
        OtherHalfOfReEncrypt,
        ReEncryptIsTwoPermissions,
        NotAnAction,
        EmptyList,
        NotCovered,
        Excluded,
        NotExcluded,
        ValueMatches,
        NegatedNoValueMatches,
        AllValuesMatch,
        AnyValueMatches,
        AbsentNegated,
        AbsentIfExists,
        AbsentForAllValues,
        AbsentAsDemanded,
        PresentAsDemanded,
        NoValueMatches,
        NegatedValueMatches,
        NotAllValuesMatch,
        NoneOfValuesMatches,
        Absent,
        AbsentForAnyValue,
        AbsentAgainstDemand,
        PresentAgainstDemand,
        NullDemandsNothing,
        NegatedMalformedValue,
        MultivaluedWithoutSetOperator,
        UnknownOperator,
        Everyone,
        Account,
        User,
        UserOfFederatedSession,
        Role,
        Session,
        FederatedSession,
        Service,
        UniqueIdOfUser,
        UniqueIdOfRole,
        OtherAccount,
        OtherPartition,
        OtherUser,
        UserDiffersInCase,
        OtherUserPath,
        OtherRole,
        RoleDiffersInCase,
        OtherRolePath,
        OtherSession,
        SessionOfOtherRole,
        SessionNotGiven,
        OtherFederatedSession,
        UserButCallerIsRoleSession,
        UserButCallerIsRoot,
        UserButFederatingUserNotGiven,
        RoleButCallerIsNone,
        FederatedSessionButCallerIsNone,
        IdentityButCallerIsService,
        ServiceButCallersIdentity,
        ServiceOfOtherRegion,
        ServiceDiffersInCase,
        OtherUniqueId,
        UniqueIdNotGiven,
        Wildcard,
        NoSessionName,
        Group,
        Federated,
        CanonicalUser,
        NotAPrincipal,
        CallerHasPermissionsBoundary,
        NotListed,
        ListedInNotPrincipal,
        NoneNamesCaller,
        EveryLayerListed,
        NoLayerListed,
        LayerNotListed,
        FinalStar,
        StarBeyondColon,
        DiffersInCase,
        AliasButResourceIsKey,
        KeyButResourceIsAlias,
        NeedsEverything,
        NotAnArn,
        WildcardInService,
        VariableUnresolved,
        VariableOfMultivaluedKey,
        VariableTooEarly,
        VariableMalformed,
        VariableNotInVersion,
        OtherPrefix,
        OtherRegion,
        OtherResource,
        Resource,
        Equal,
        Ordered,
        InRange,
        AsDemanded,
        Different,
        DiffersInSpace,
        WildcardIsLiteral,
        OneIsEmpty,
        NotOrdered,
        OutsideRange,
        OtherAddressFamily,
        NotAsDemanded,
        Malformed,
        RequestMalformed,
        VariableNotUnderOperator,
        KeyEmpty,
        KeyMultivalued,
        OperatorUnknown,
        PolicyRefused,
        EffectUnreadable,
        Denies,
        Delegates,
        BothAccounts,
        Allows,
        NoPrincipal,
        NoAction,
        NoResource,
        Unreadable,
        EveryoneNamedByPrincipalArn,
        Unlisted,
        Principal,
        Action,
        Condition,
        Applies,
        RetiringDelegate,
        NotEntitled,
        ByToken,
        PendingWithoutToken,
        Listed,
        StaysWithin,
        ConstraintsLooser,
        OperationsBeyond,
        NotOfOperation,
        NotOfRetireGrant,
        LeftToChildGrant,
        EncryptionContextFits,
        SourceFits,
        SourcePatternFits,
        PairsMissing,
        FurtherPairs,
        OtherSource,
        NoSource,
        Present,
        KeyDiffersInCase,
        OtherValue,
        ValueDiffersInCase,
        Missing,
        OtherOperation,
        Pending,
        Grantee,
        Operation,
        Constraint,
        NoneAttached,
        ServiceLinkedRole,
        NoSession,
        RootUser,
        AwsManagedKey,
        RetireGrant,
        NotThroughEndpoint,
        SameAccount,
        NotGrantable,
        NotNeeded,
        RetiringPrincipal,
        RetiringGrantee,
        RetiringRootUser,
    }

    /// The questions that decide a check, in AWS's order.
    QuestionCode {
        ExplicitDeny,
        ResourceControlPolicies,
        ServiceControlPolicies,
        VpcEndpointPolicy,
        AcrossAccounts,
        RetireGrant,
        KeyPolicy,
        Grants,
        IdentityPolicies,
        PermissionsBoundary,
        SessionPolicies,
    }

    /// Where the value of a condition key comes from.
    OriginCode {
        Typed,
        Principal,
        Key,
        Arrival,
        Source,
        EncryptionContext,
        GrantConstraint,
        KeyId,
        Parameter,
        Default,
        SameTime,
        CalledVia,
        BothKeys,
    }

    /// What happens to a call that is authorized.
    AfterAuthorizationCode {
        KeyStateFails,
        KeyStateNote,
        KeyStateFailsUnexplained,
        KeyStateDisputed,
        KeyStateNotDocumented,
        KeyUsage,
        KeyKind,
        AwsManagedKey,
        ReservedAlias,
        PolicyNameNotWritable,
        PolicyMayBeMissing,
        GrantOperationsDoNotSuitKey,
        NewKeyPolicyRefused,
        PolicyLockout,
        EncryptionContextNeedsSymmetricKey,
        AlgorithmDoesNotFitKey,
        ParameterOutOfRange,
        ParameterValueUnknown,
        ParametersExcludeEachOther,
        GrantToServiceNeeds,
        GranteeNotAccepted,
        NeedsPrimaryKey,
        SameRegion,
        AliasNameMalformed,
        AliasNotAccepted,
        AliasKeysDiffer,
        DestinationInOtherRegion,
        DryRun,
    }

    /// What the report says about the scenario: inputs without effect, inputs that no call can
    /// have, and why a request is not evaluated.
    NoteCode {
        SourceWithoutServicePrincipal,
        ImpossibleContext,
        ContradictsCall,
        GrantFlagWithoutService,
        CalledViaEndsElsewhere,
        NeverSent,
        ServicePrincipalUnknown,
        ServicePrincipalUnconfirmed,
        ViaServiceUnknown,
        AccountAsCaller,
        EncryptionContextNotTaken,
        EncryptionContextKeysDifferInCase,
        DestinationWithoutReEncrypt,
        AliasNotGiven,
        AliasNotListed,
        ForeignKeyNotNamedByArn,
        TwoTimes,
        GrantTokensNotAccepted,
        GrantNotListed,
        ViaServiceForm,
        ReplicaNotGiven,
        TagsOfNewKey,
        MayBeServiceLinkedRole,
        SessionNotNamed,
        ServiceThroughService,
        ViaServiceNotInEvent,
        SourceNotInEvent,
        EventOfOtherAccount,
        RefusedCallNotShown,
        SecondEvent,
        ErrorNotKnown,
        ErrorNotDocumented,
        PolicyMissing,
        PolicyRefused,
        ValueDerived,
        SourceAccountInvalid,
        SessionIssuerInvalid,
        SessionIssuerWithoutSession,
        IssuerDoesNotFitSession,
        OtherPartition,
        ActionUnknown,
        KeyUnknown,
        ContextTooLarge,
        CallerUnrecognized,
        KeyArnInvalid,
        IssuingAccountInvalid,
        GranteeUnrecognized,
        PrincipalInvalid,
    }

    /// What AWS does not document or the scenario leaves open, and what the playground assumes.
    AssumptionCode {
        GranteeDeleted,
        NotPrincipalLooksAtEveryLayer,
        AllowWithNotPrincipal,
        SessionNotGiven,
        FederatingUserNotGiven,
        UniqueIdNotGiven,
        RoleNameCase,
        ServicePrincipalCase,
        AssumedRoleWithoutSession,
        WildcardInActionService,
        ResourceCase,
        ShortResourceArn,
        StarBeyondColon,
        UnknownKmsKey,
        BooleanCase,
        OperatorNameCase,
        NoValues,
        MultivaluedWithoutSetOperator,
        ForAnyValueIfExists,
        EmptyStringIsPresent,
        MalformedValueNegated,
        NumberWithExponent,
        FourDigitsAreAYear,
        DateIsMidnightUtc,
        HostBitsIgnored,
        NullWithModifier,
        VariableInBool,
        VariableOfMultivaluedKey,
        VariableNotGiven,
        VariableOfEmptyValue,
        VariableMalformed,
        KeyTakenAsAbsent,
        KeyValueAssumed,
        CalledViaPagesDiffer,
        ServiceTargetAssumed,
        ServiceValueAssumed,
        NoUnknownIdentityDeny,
        EveryoneSurvivesImplicitDeny,
        RootUserOfOtherAccount,
        GrantLimitedAsStatement,
        GrantToAccount,
        GrantPairKeyCase,
        GrantSourceArnComparison,
        GrantSourceArnWithoutService,
        GranteeServiceAsWritten,
        GrantCreatedByKeyOwner,
        RetireGrantIsLimited,
        RetireGrantSurvivesImplicitDeny,
        ResourceControlFullAccess,
        NewGrantStaysWithin,
        PermissionOfOneSource,
        LockoutContext,
        LockoutDelegation,
    }

    /// What the scenario does not include and the decision depends on.
    UnknownCode {
        IdentityPolicies,
        Key,
        LockoutUndetermined,
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_name_of_its_variant_in_camel_case() {
        assert_eq!(ReasonCode::NotOfPermission.name(), "notOfPermission");
        assert_eq!(UnknownCode::Key.name(), "key");
    }

    #[test]
    fn no_group_has_a_code_twice() {
        for group in GROUPS {
            let mut codes = group.codes.to_vec();
            codes.sort_unstable();
            assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{}", group.name);
        }
    }
}
