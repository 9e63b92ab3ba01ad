//! Every sentence once, for a person to read: each variant of each enum of reasons.

use kms_authz::{
    Absence, ActionReason, AuthorizationRequest, Caller, ConditionReason, LanguageRule, NotAsked, Origin,
    PrincipalReason, RequestContext, RequestResource, ResourceReason, Rule, ValueMatch, ValueReason,
    ValueType,
};
use kms_policy::{ArnComponent, PolicyKind, Principal, Span};

use super::value::Comparison;
use super::*;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn request() -> AuthorizationRequest {
    let principal = Principal::caller("arn:aws:sts::111122223333:assumed-role/Brent/work");
    AuthorizationRequest {
        caller: Caller::new(principal, None),
        permission: "kms:Decrypt",
        resource: RequestResource::Key(kms_policy::Arn::new(KEY).unwrap()),
        context: RequestContext::default(),
    }
}

fn lines<T: Copy + std::fmt::Debug>(all: &[T], say: impl Fn(T) -> Sentence) -> String {
    let line = |one: &T| {
        let sentence = say(*one);
        let variant = format!("{one:?}");
        let code = format!("{}{}", &variant.get(..1).unwrap().to_lowercase(), variant.get(1..).unwrap());
        let code = code.split('(').next().unwrap();
        assert!(sentence.code == code || variant.contains('('), "the code of {variant} is {}", sentence.code);
        format!("{}: {}\n", sentence.code, sentence.text)
    };
    all.iter().map(line).collect()
}

#[test]
fn absences() {
    use Absence as A;
    let all = [
        A::Typed,
        A::NotGiven,
        A::Undocumented,
        A::UnknownKey,
        A::NotOfPermission,
        A::NotOnKey,
        A::NoEncryptionContextTaken,
        A::NoEncryptionContextGiven,
        A::PairNotGiven,
        A::ParameterNotGiven("PolicyName"),
        A::DirectCall,
        A::CallersIdentity,
        A::NotKeptByService,
        A::ServicePrincipal,
        A::NotOfKindOfPrincipal,
        A::LongTermCredentials,
        A::SingleRegionKey,
        A::NoAliases,
        A::NoSuchTag,
        A::KeyNotNamedByAlias,
        A::NotPermittedInKeyPolicy,
        A::AlwaysSent("Amazon S3 (SSE-KMS, DSSE-KMS)"),
        A::NeverSent(&kms_catalog::NeverSent::all()[0]),
    ];
    let of = |key| lines(&all, |reason| absence::absence(reason, key, &request()));
    insta::assert_snapshot!("absences", of("kms:ViaService"));
    assert!(
        of("kms:ViaServise")
            .contains("No condition key is called `kms:ViaServise`; did you mean `kms:ViaService`?")
    );
    assert!(of("kms:EncryptionContext:owner").contains("The call's encryption context has no `owner`"));
}

#[test]
fn principals() {
    use PrincipalReason as R;
    let all = [
        R::Everyone,
        R::Account,
        R::User,
        R::UserOfFederatedSession,
        R::Role,
        R::Session,
        R::FederatedSession,
        R::Service,
        R::UniqueIdOfUser,
        R::UniqueIdOfRole,
        R::OtherAccount,
        R::OtherPartition,
        R::OtherUser,
        R::UserDiffersInCase,
        R::OtherUserPath,
        R::OtherRole,
        R::RoleDiffersInCase,
        R::OtherRolePath,
        R::OtherSession,
        R::SessionOfOtherRole,
        R::SessionNotGiven,
        R::OtherFederatedSession,
        R::UserButCallerIsRoleSession,
        R::UserButCallerIsRoot,
        R::UserButFederatingUserNotGiven,
        R::RoleButCallerIsNone,
        R::FederatedSessionButCallerIsNone,
        R::IdentityButCallerIsService,
        R::ServiceButCallersIdentity,
        R::OtherService,
        R::ServiceOfOtherRegion,
        R::ServiceDiffersInCase,
        R::OtherUniqueId,
        R::UniqueIdNotGiven,
        R::Wildcard,
        R::NoSessionName,
        R::Group,
        R::Federated,
        R::CanonicalUser,
        R::NotAPrincipal,
    ];
    let named = Principal::aws("arn:aws:iam::111122223333:role/app/Ana");
    insta::assert_snapshot!(
        "principals",
        lines(&all, |reason| principal::value(reason, Some(&named), &request().caller))
    );
}

#[test]
fn actions() {
    use ActionReason as R;
    let all = [
        R::Everything,
        R::Exact,
        R::Pattern,
        R::PatternOfServices,
        R::OtherService,
        R::OtherAction,
        R::OtherHalfOfReEncrypt,
        R::ReEncryptIsTwoPermissions,
        R::NotAnAction,
    ];
    insta::assert_snapshot!("actions", lines(&all, |reason| action::value(reason, "kms:Decrypt")));
}

#[test]
fn resources() {
    use ResourceReason as R;
    let all = [
        R::Everything,
        R::Exact,
        R::Pattern,
        R::OtherComponent(ArnComponent::Region),
        R::DiffersInCase,
        R::AliasButResourceIsKey,
        R::KeyButResourceIsAlias,
        R::NeedsEverything,
        R::FinalStar,
        R::StarBeyondColon,
        R::NotAnArn,
        R::WildcardInService,
        R::VariableUnresolved,
        R::VariableOfMultivaluedKey,
        R::VariableTooEarly,
        R::VariableNotInVersion,
        R::VariableMalformed,
    ];
    let request = request();
    insta::assert_snapshot!(
        "resources",
        lines(&all, |reason| resource::value(reason, &request.resource, PolicyKind::IdentityBased))
    );
}

#[test]
fn values() {
    use ValueReason as R;
    let all = [
        R::Equal,
        R::Pattern,
        R::Ordered,
        R::InRange,
        R::AsDemanded,
        R::Different,
        R::DiffersInCase,
        R::DiffersInSpace,
        R::WildcardIsLiteral,
        R::OneIsEmpty,
        R::OtherComponent(ArnComponent::Account),
        R::NotOrdered,
        R::OutsideRange,
        R::OtherAddressFamily,
        R::NotAsDemanded,
        R::Malformed(ValueType::Number),
        R::Malformed(ValueType::Arn),
        R::RequestMalformed(ValueType::Date),
        R::VariableUnresolved,
        R::VariableOfMultivaluedKey,
        R::VariableNotInVersion,
        R::VariableNotUnderOperator,
        R::VariableMalformed,
        R::KeyAbsent(Absence::DirectCall),
        R::KeyEmpty,
        R::KeyMultivalued,
        R::OperatorUnknown,
    ];
    let request = request();
    let has = ["tim".to_owned()];
    let of = Comparison {
        written: "Tim",
        key: "kms:EncryptionContext:owner",
        operator: "StringEquals",
        negated: false,
        has: &has,
        request: &request,
    };
    let say =
        |reason| value::value(&ValueMatch { index: 0, span: Span::default(), reason, resolved: None }, &of);
    insta::assert_snapshot!("values", lines(&all, say));
}

#[test]
fn many_values_are_cut_short() {
    let values = |count: usize| (0..count).map(|at| at.to_string()).collect::<Vec<_>>();
    assert_eq!(value::ticked(&values(0)), "none");
    assert_eq!(value::ticked(&values(3)), "`0`, `1` and `2`");
    assert_eq!(value::ticked(&values(9)), "`0`, `1`, `2` and 6 more");
}

#[test]
fn conditions() {
    use ConditionReason as R;
    let all = [
        R::ValueMatches,
        R::NegatedNoValueMatches,
        R::AllValuesMatch,
        R::AnyValueMatches(0),
        R::AbsentNegated,
        R::AbsentIfExists,
        R::AbsentForAllValues,
        R::AbsentAsDemanded,
        R::PresentAsDemanded,
        R::NoValueMatches,
        R::NegatedValueMatches,
        R::NotAllValuesMatch(1),
        R::NoneOfValuesMatches,
        R::Absent,
        R::AbsentForAnyValue,
        R::AbsentAgainstDemand,
        R::PresentAgainstDemand,
        R::NullDemandsNothing,
        R::NegatedMalformedValue,
        R::MultivaluedWithoutSetOperator,
        R::UnknownOperator,
    ];
    let request = request();
    let say = |reason| {
        let condition = kms_authz::ConditionMatch {
            block: 0,
            entry: 0,
            operator: None,
            operator_span: Span::default(),
            key_span: Span::default(),
            is_principal_arn: false,
            same_otherwise: false,
            span: Span::default(),
            request: kms_authz::RequestKey::Absent(Absence::NotGiven),
            certainty: kms_authz::Certainty::Documented,
            reason,
            values: Vec::new(),
            request_values: Vec::new(),
            assumptions: Vec::new(),
        };
        condition::condition(&condition::Asked {
            condition: &condition,
            key: "aws:TagKeys",
            operator: "ForAnyValue:StringNotEquals",
            values: vec!["Project"],
            has: vec!["Team".to_owned(), "Cost".to_owned()],
            request: &request,
        })
    };
    insta::assert_snapshot!("conditions", lines(&all, say));
}

#[test]
fn origins_and_questions_not_asked() {
    let origins = [
        Origin::Typed,
        Origin::Principal,
        Origin::Key,
        Origin::Arrival,
        Origin::Source,
        Origin::EncryptionContext,
        Origin::GrantConstraint,
        Origin::KeyId,
        Origin::Parameter("GrantId"),
        Origin::Default("KeySpec"),
        Origin::BothKeys,
        Origin::SameTime,
        Origin::CalledVia,
    ];
    let reasons = [
        NotAsked::NoneAttached,
        NotAsked::ServicePrincipal,
        NotAsked::ServiceLinkedRole,
        NotAsked::RootUser,
        NotAsked::NoSession,
        NotAsked::AwsManagedKey,
        NotAsked::RetireGrant,
        NotAsked::NotThroughEndpoint,
        NotAsked::SameAccount,
        NotAsked::NotGrantable,
        NotAsked::NotNeeded,
    ];
    insta::assert_snapshot!("origins", lines(&origins, origin::origin));
    insta::assert_snapshot!("not_asked", lines(&reasons, step::not_asked));
}

#[test]
fn assumptions_and_rules() {
    use LanguageRule as A;
    let assumptions = [
        A::NotPrincipalLooksAtEveryLayer,
        A::AllowWithNotPrincipal,
        A::SessionNotGiven,
        A::FederatingUserNotGiven,
        A::UniqueIdNotGiven,
        A::RoleNameCase,
        A::ServicePrincipalCase,
        A::AssumedRoleWithoutSession,
        A::WildcardInActionService,
        A::ResourceCase,
        A::ShortResourceArn,
        A::StarBeyondColon,
        A::UnknownKmsKey,
        A::BooleanCase,
        A::OperatorNameCase,
        A::NoValues,
        A::MultivaluedWithoutSetOperator,
        A::ForAnyValueIfExists,
        A::EmptyStringIsPresent,
        A::MalformedValueNegated,
        A::NumberWithExponent,
        A::FourDigitsAreAYear,
        A::DateIsMidnightUtc,
        A::HostBitsIgnored,
        A::NullWithModifier,
        A::VariableInBool,
        A::VariableOfMultivaluedKey,
        A::VariableNotGiven,
        A::VariableOfEmptyValue,
        A::VariableMalformed,
    ];
    let rules = [
        Rule::NoUnknownIdentityDeny,
        Rule::EveryoneSurvivesImplicitDeny,
        Rule::RootUserOfOtherAccount,
        Rule::GrantLimitedAsStatement,
        Rule::GrantToAccount,
        Rule::GrantPairKeyCase,
        Rule::GrantSourceArnComparison,
        Rule::GrantSourceArnWithoutService,
        Rule::GranteeServiceAsWritten,
        Rule::GrantCreatedByKeyOwner,
        Rule::RetireGrantIsLimited,
        Rule::ResourceControlFullAccess,
        Rule::NewGrantStaysWithin,
        Rule::PermissionOfOneSource,
        Rule::LockoutContext,
        Rule::LockoutDelegation,
    ];
    let notes = assumptions.map(language_rule::language_rule).into_iter().chain(rules.map(assumptions::rule));
    let lines: String = notes
        .map(|note| {
            assert!(note.text.ends_with('.') && note.source.is_some(), "{}", note.text);
            format!("{}: {}\n", note.code, note.text)
        })
        .collect();
    insta::assert_snapshot!("assumptions", lines);
}

#[test]
fn clauses_have_no_full_stop_and_no_code_is_empty() {
    for sentence in [absence::absence(Absence::Typed, "a:b", &request()), origin::origin(Origin::Key)] {
        assert!(!sentence.text.ends_with('.') && !sentence.code.is_empty(), "{}", sentence.text);
    }
}
