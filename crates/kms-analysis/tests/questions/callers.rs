//! Who can use a key, and whether somebody can still change its policy.

use kms_analysis::{CannotTell, Lockout, Relation, Standing, WayKind, access};

use super::{ROLE, ROOT, ROOT_PRINCIPAL, allow, compared, deny, facts, policy, with_root};

#[test]
fn access_tells_who_is_named_and_who_is_delegated_to() {
    let service = r#"{"Service":"delivery.logs.amazonaws.com"}"#;
    let foreign = r#"{"AWS":"arn:aws:iam::444455556666:role/Partner"}"#;
    let text = [
        ROOT.to_owned(),
        allow(
            ROLE,
            r#"["kms:Decrypt","kms:Encrypt"]"#,
            r#""StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
        ),
        allow(service, r#""kms:GenerateDataKey*""#, r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#),
        allow(foreign, r#""kms:Decrypt""#, ""),
    ]
    .join(",");
    let found = access(&policy(&text).document, &facts());
    assert!(found.cannot_tell.is_empty(), "{found:#?}");
    assert_eq!(found.lockout, Lockout::Delegated);
    let of =
        |standing, kind| found.ways.iter().filter(move |way| way.standing == standing && way.kind == kind);
    let named: Vec<_> = of(Standing::SameAccount, WayKind::Named).collect();
    assert!(
        named.iter().any(|way| way.scope.restrictions.iter().any(|one| one.key == "kms:ViaService")),
        "{named:#?}"
    );
    assert!(of(Standing::SameAccount, WayKind::Delegated).any(|way| way.scope.every_operation));
    assert_eq!(of(Standing::Service, WayKind::Named).count(), 1);
    assert_eq!(of(Standing::Service, WayKind::Delegated).count(), 0);
    let partner: Vec<_> = of(Standing::OtherAccount, WayKind::Delegated).collect();
    assert_eq!(partner.len(), 1);
    assert!(partner[0].scope.callers.iter().all(|name| name.principal.contains("444455556666")));
}

#[test]
fn nobody_is_delegated_to_where_everybody_is_named() {
    let kinds = |text: &str| -> Vec<WayKind> {
        let found = access(&policy(text).document, &facts());
        let own = found.ways.iter().filter(|way| way.standing == Standing::SameAccount);
        own.map(|way| way.kind).collect()
    };
    let everyone = allow(r#""*""#, r#""kms:*""#, "");
    assert_eq!(kinds(&everyone), [WayKind::Named]);
    assert_eq!(kinds(&with_root(&everyone)), [WayKind::Named]);
    assert_eq!(kinds(ROOT), [WayKind::Delegated]);
    // The root user alone has a way of its own.
    let only_root = allow(ROOT_PRINCIPAL, r#""kms:*""#, r#""StringEquals":{"aws:PrincipalType":"Account"}"#);
    assert_eq!(kinds(&only_root), [WayKind::Delegated]);
    assert_eq!(kinds(&with_root(&allow(ROLE, r#""kms:Decrypt""#, ""))), [WayKind::Named, WayKind::Delegated]);
}

#[test]
fn lockout_is_asked_of_all_callers() {
    for (text, expected) in [
        (ROOT.to_owned(), Lockout::Delegated),
        (allow(ROLE, r#""kms:PutKeyPolicy""#, ""), Lockout::Named),
        (allow(ROLE, r#""kms:Decrypt""#, ""), Lockout::LockedOut),
        (with_root(&deny(r#""*""#, r#""kms:PutKeyPolicy""#, "")), Lockout::LockedOut),
        (
            with_root(&deny(
                ROOT_PRINCIPAL,
                r#""kms:PutKeyPolicy""#,
                r#""StringEquals":{"aws:PrincipalType":"Account"}"#,
            )),
            Lockout::Delegated,
        ),
        (allow(r#"{"AWS":"arn:aws:iam::444455556666:root"}"#, r#""kms:*""#, ""), Lockout::LockedOut),
    ] {
        assert_eq!(access(&policy(&text).document, &facts()).lockout, expected, "{text}");
    }
}

#[test]
fn too_many_callers_to_tell_apart_are_no_answer() {
    let patterns: Vec<String> = (0..10).map(|at| format!(r#""arn:aws:iam::*:role/*{at}*x*""#)).collect();
    let condition = format!(r#""ArnLike":{{"aws:PrincipalArn":[{}]}}"#, patterns.join(","));
    let text = allow(r#"{"AWS":"*"}"#, r#""kms:*""#, &condition);
    let found = access(&policy(&text).document, &facts());
    assert_eq!(found.cannot_tell, [CannotTell::TooManyCallers]);
    assert_eq!(found.lockout, Lockout::CannotTell);
    assert_eq!(compared(&text, &text).relation(), Relation::CannotTell);
}
