use super::*;
use crate::decision::Decision::{self, Allowed, ImplicitDeny, Undetermined};

const SAME: Relationship = Relationship {
    caller: CallerKind::RoleSession,
    service_linked_role: false,
    target: Target::Key,
    relation: Relation::SameAccount,
    cross_account: CrossAccount::Supported,
};

const OTHER: Relationship = Relationship { relation: Relation::OtherAccount, ..SAME };

fn by_statement(reach: Reach) -> LayerAnswers {
    let mut layers = LayerAnswers { identity: IdentityAnswer::DoesNotAllow, ..LayerAnswers::default() };
    layers.key_policy.insert(reach);
    layers
}

fn by_grant(reach: Reach) -> LayerAnswers {
    let mut layers = LayerAnswers { identity: IdentityAnswer::DoesNotAllow, ..LayerAnswers::default() };
    layers.grants.insert(reach);
    layers
}

/// The table of IAM *Policy evaluation logic*, resource-based policies and implicit denies: for each way in which the
/// key policy reaches the caller, the decision where the identity-based policies, the boundary or the session policy
/// do not allow it.
#[test]
fn an_allow_survives_the_implicit_denies_that_aws_lists() {
    let table = [
        (CallerKind::User, Reach::User, [Allowed, Allowed, Allowed]),
        (
            CallerKind::FederatedUserSession,
            Reach::UserOfFederatedSession,
            [Allowed, ImplicitDeny, ImplicitDeny],
        ),
        (CallerKind::RoleSession, Reach::Role, [Allowed, ImplicitDeny, ImplicitDeny]),
        (CallerKind::RoleSession, Reach::Session, [Allowed, Allowed, Allowed]),
        (CallerKind::FederatedUserSession, Reach::FederatedSession, [Allowed, Allowed, Allowed]),
        (CallerKind::RoleSession, Reach::Account, [ImplicitDeny, ImplicitDeny, ImplicitDeny]),
        (CallerKind::RoleSession, Reach::EveryoneNamedByPrincipalArn, [Allowed, Allowed, Allowed]),
        (CallerKind::RoleSession, Reach::Everyone, [Allowed, Allowed, Allowed]),
    ];
    for (caller, reach, expected) in table {
        let relationship = Relationship { caller, ..SAME };
        // Each of the three in turn does not allow; the other two do.
        let allowing = LayerAnswers {
            identity: IdentityAnswer::Allows,
            boundary: Limit::Allows,
            session: Limit::Allows,
            ..by_statement(reach)
        };
        let cases = [
            LayerAnswers { identity: IdentityAnswer::DoesNotAllow, ..allowing },
            LayerAnswers { boundary: Limit::DoesNotAllow, ..allowing },
            LayerAnswers { session: Limit::DoesNotAllow, ..allowing },
        ];
        let decisions = cases.map(|layers| layers.decision(&relationship));
        assert_eq!(decisions, expected, "{caller:?} reached by {reach:?}");
        assert_eq!(allowing.decision(&relationship), Allowed, "{caller:?} reached by {reach:?}");
    }
}

#[test]
fn a_federated_session_without_session_policy_is_denied_unless_it_is_named_itself() {
    let relationship = Relationship { caller: CallerKind::FederatedUserSession, ..SAME };
    let decision = |reach| {
        LayerAnswers { identity: IdentityAnswer::Allows, ..by_statement(reach) }.decision(&relationship)
    };
    assert_eq!(decision(Reach::UserOfFederatedSession), ImplicitDeny);
    assert_eq!(decision(Reach::Account), ImplicitDeny);
    assert_eq!(decision(Reach::FederatedSession), Allowed);
    assert_eq!(decision(Reach::Everyone), Allowed);
}

#[test]
fn in_another_account_both_sides_must_allow_however_the_caller_is_reached() {
    for reach in EVERY_REACH {
        let statement = by_statement(reach);
        assert_eq!(statement.decision(&OTHER), ImplicitDeny, "{reach:?}");
        let both = LayerAnswers { identity: IdentityAnswer::Allows, ..statement };
        assert_eq!(both.decision(&OTHER), Allowed, "{reach:?}");
        for limited in [
            LayerAnswers { boundary: Limit::DoesNotAllow, ..both },
            LayerAnswers { session: Limit::DoesNotAllow, ..both },
        ] {
            assert_eq!(limited.decision(&OTHER), ImplicitDeny, "{reach:?}");
        }
        let unsupported = Relationship { cross_account: CrossAccount::Unsupported, ..OTHER };
        assert_eq!(both.decision(&unsupported), ImplicitDeny, "{reach:?}");
    }
    let alone = LayerAnswers { identity: IdentityAnswer::Allows, ..LayerAnswers::default() };
    assert_eq!(alone.decision(&OTHER), ImplicitDeny);
}

#[test]
fn a_grant_needs_no_identity_policy_in_any_account_but_is_limited_as_a_statement_is() {
    assert_eq!(by_grant(Reach::Role).decision(&SAME), Allowed);
    assert_eq!(by_grant(Reach::Role).decision(&OTHER), Allowed);
    let limited = LayerAnswers { boundary: Limit::DoesNotAllow, ..by_grant(Reach::Role) };
    assert_eq!(limited.decision(&SAME), ImplicitDeny);
    let session = LayerAnswers { boundary: Limit::DoesNotAllow, ..by_grant(Reach::Session) };
    assert_eq!(session.decision(&SAME), Allowed);
}

#[test]
fn a_grant_to_an_account_lets_its_identity_policies_decide() {
    for relationship in [SAME, OTHER] {
        let grant = by_grant(Reach::Account);
        assert_eq!(grant.decision(&relationship), ImplicitDeny);
        assert_eq!(
            LayerAnswers { identity: IdentityAnswer::Allows, ..grant }.decision(&relationship),
            Allowed
        );
    }
}

#[test]
fn the_root_user_needs_no_identity_policy() {
    let root = |relation| Relationship { caller: CallerKind::RootUser, relation, ..SAME };
    let account = LayerAnswers { identity: IdentityAnswer::Implicit, ..by_statement(Reach::Account) };
    assert_eq!(account.decision(&root(Relation::SameAccount)), Allowed);
    assert_eq!(account.decision(&root(Relation::OtherAccount)), Allowed);
    let nothing = LayerAnswers { identity: IdentityAnswer::Implicit, ..LayerAnswers::default() };
    assert_eq!(nothing.decision(&root(Relation::SameAccount)), ImplicitDeny);
}

#[test]
fn a_service_needs_the_key_policy_or_a_grant() {
    let service = Relationship { caller: CallerKind::Service, relation: Relation::ServicePrincipal, ..SAME };
    let of = |layers: LayerAnswers| {
        LayerAnswers { identity: IdentityAnswer::NotApplicable, ..layers }.decision(&service)
    };
    assert_eq!(of(by_statement(Reach::Service)), Allowed);
    assert_eq!(of(by_statement(Reach::Everyone)), Allowed);
    assert_eq!(of(by_grant(Reach::Service)), Allowed);
    assert_eq!(of(LayerAnswers::default()), ImplicitDeny);
    let keyless = Relationship { target: Target::NoKey, ..service };
    assert_eq!(LayerAnswers::default().decision(&keyless), ImplicitDeny);
}

#[test]
fn it_is_undetermined_only_where_unknown_identity_policies_would_decide() {
    let unknown = |layers: LayerAnswers| LayerAnswers { identity: IdentityAnswer::NotKnown, ..layers };
    assert_eq!(unknown(by_statement(Reach::Account)).decision(&SAME), Undetermined);
    assert_eq!(unknown(by_statement(Reach::Role)).decision(&SAME), Allowed);
    assert_eq!(unknown(LayerAnswers::default()).decision(&SAME), ImplicitDeny);
    assert_eq!(unknown(by_statement(Reach::Role)).decision(&OTHER), Undetermined);
    let limited = LayerAnswers { boundary: Limit::DoesNotAllow, ..by_statement(Reach::Account) };
    assert_eq!(unknown(limited).decision(&SAME), ImplicitDeny);
    let denied = LayerAnswers { denied: true, ..by_statement(Reach::Account) };
    assert_eq!(unknown(denied).decision(&SAME), Decision::ExplicitDeny);
}

#[test]
fn each_limit_refuses_what_a_path_would_allow() {
    let allowed = by_statement(Reach::User);
    let limit = Limit::DoesNotAllow;
    for limited in [
        LayerAnswers { resource_control: limit, ..allowed },
        LayerAnswers { service_control: limit, ..allowed },
        LayerAnswers { endpoint: limit, ..allowed },
    ] {
        assert_eq!(limited.decision(&SAME), ImplicitDeny);
    }
    assert_eq!(LayerAnswers { refused: true, ..allowed }.decision(&SAME), Decision::NotEvaluated);
    assert_eq!(
        LayerAnswers { refused: true, denied: true, ..allowed }.decision(&SAME),
        Decision::ExplicitDeny,
        "what one policy denies no other can allow"
    );
}

#[test]
fn a_grant_is_retired_by_those_whom_it_entitles() {
    let retire = Relationship { target: Target::Grant, ..SAME };
    let rights = |rights: RetireRights, identity| LayerAnswers {
        retire: RetireRights { grants: true, ..rights },
        identity,
        ..LayerAnswers::default()
    };
    let none = IdentityAnswer::DoesNotAllow;
    let all = RetireRights::default();
    assert_eq!(rights(RetireRights { retiring_principal: true, ..all }, none).decision(&retire), Allowed);
    assert_eq!(rights(RetireRights { grantee: true, ..all }, none).decision(&retire), Allowed);
    assert_eq!(rights(RetireRights { delegate: true, ..all }, none).decision(&retire), ImplicitDeny);
    let delegate = rights(RetireRights { delegate: true, ..all }, IdentityAnswer::Allows);
    assert_eq!(delegate.decision(&retire), Allowed);
    assert_eq!(rights(all, IdentityAnswer::Allows).decision(&retire), ImplicitDeny);
}
