//! Questions about whole policies, each answered by hand first.

#![expect(clippy::unwrap_used, reason = "all of it is a test")]

use kms_analysis::{
    CannotTell, Comparison, DifferenceKind, KeyFacts, Lockout, Relation, Standing, StandsFor, WayKind,
    WhyIdle, access, compare, compare_beside, compare_within, idle_statements,
};
use kms_analysis::{Part, idle_parts};
use kms_policy::{Arn, Parse, PolicyKind, parse};

fn facts() -> KeyFacts {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    KeyFacts { arn: Arn::new(arn).unwrap(), attributes: None }
}

fn policy(statements: &str) -> Parse {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let parse = parse(&text, PolicyKind::KeyPolicy);
    assert!(parse.accepted().is_some(), "{:?}", parse.errors);
    parse
}

fn compared(old: &str, new: &str) -> Comparison {
    compare(&policy(old).document, &policy(new).document, &facts())
}

const ROOT: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;

fn allow(principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":{action},"Resource":"*","Condition":{{{condition}}}}}"#
    )
}

fn deny(principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Deny","Principal":{principal},"Action":{action},"Resource":"*","Condition":{{{condition}}}}}"#
    )
}

const ROLE: &str = r#"{"AWS":"arn:aws:iam::111122223333:role/App"}"#;
const OTHER_ROLE: &str = r#"{"AWS":"arn:aws:iam::111122223333:role/Ops"}"#;

fn with_root(more: &str) -> String {
    format!("{ROOT},{more}")
}

/// (old, new, relation)
#[test]
fn relations_are_those_found_by_hand() {
    use Relation::{Both, Narrower, Same, Wider};
    let via = |pattern: &str| format!(r#""StringLike":{{"kms:ViaService":"{pattern}"}}"#);
    let cases: Vec<(String, String, Relation)> = vec![
        (ROOT.into(), ROOT.into(), Same),
        // Naming a role that the account statement only delegated to.
        (ROOT.into(), with_root(&allow(ROLE, r#""kms:Decrypt""#, "")), Wider),
        (with_root(&allow(ROLE, r#""kms:Decrypt""#, "")), ROOT.into(), Narrower),
        // One more operation, one fewer.
        (
            allow(ROLE, r#"["kms:Decrypt","kms:Encrypt"]"#, ""),
            allow(ROLE, r#"["kms:Decrypt","kms:Sign"]"#, ""),
            Both,
        ),
        // Another spelling of the same.
        (
            allow(ROLE, r#""kms:ReEncrypt*""#, ""),
            allow(ROLE, r#"["kms:ReEncryptFrom","kms:ReEncryptTo"]"#, ""),
            Same,
        ),
        (allow(ROLE, r#""KMS:decrypt""#, ""), allow(ROLE, r#""kms:Decrypt""#, ""), Same),
        // Two patterns of ViaService, one within the other.
        (
            allow(ROLE, r#""kms:Decrypt""#, &via("s3.us-east-1.*")),
            allow(ROLE, r#""kms:Decrypt""#, &via("s3.*.*")),
            Wider,
        ),
        // StringEquals takes the star for a star.
        (
            allow(ROLE, r#""kms:Decrypt""#, r#""StringEquals":{"kms:ViaService":"s3.*.amazonaws.com"}"#),
            allow(ROLE, r#""kms:Decrypt""#, &via("s3.*.amazonaws.com")),
            Wider,
        ),
        // A condition lost.
        (allow(ROLE, r#""kms:Decrypt""#, &via("s3.*")), allow(ROLE, r#""kms:Decrypt""#, ""), Wider),
        // The user's role exchanged.
        (allow(ROLE, r#""kms:Decrypt""#, ""), allow(OTHER_ROLE, r#""kms:Decrypt""#, ""), Both),
        // A Deny that disappears lets grants through even where nothing else allows.
        (
            with_root(&deny(
                r#""*""#,
                r#""kms:Decrypt""#,
                r#""StringNotEquals":{"aws:SourceVpce":"vpce-1"}"#,
            )),
            ROOT.into(),
            Wider,
        ),
        (deny(ROLE, r#""kms:Decrypt""#, ""), deny(ROLE, r#""kms:Encrypt""#, ""), Both),
        (deny(ROLE, r#""kms:PutKeyPolicy""#, ""), deny(OTHER_ROLE, r#""kms:PutKeyPolicy""#, ""), Same),
        // IfExists on a key that every such request carries changes nothing; on ViaService it opens direct calls.
        (
            allow(ROLE, r#""kms:Decrypt""#, r#""StringEquals":{"kms:KeySpec":"SYMMETRIC_DEFAULT"}"#),
            allow(ROLE, r#""kms:Decrypt""#, r#""StringEqualsIfExists":{"kms:KeySpec":"SYMMETRIC_DEFAULT"}"#),
            Same,
        ),
        (
            allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
            ),
            allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringEqualsIfExists":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
            ),
            Wider,
        ),
        // Whole days: below 8 is at most 7.
        (
            deny(
                ROLE,
                r#""kms:ScheduleKeyDeletion""#,
                r#""NumericLessThan":{"kms:ScheduleKeyDeletionPendingWindowInDays":"8"}"#,
            ),
            deny(
                ROLE,
                r#""kms:ScheduleKeyDeletion""#,
                r#""NumericLessThanEquals":{"kms:ScheduleKeyDeletionPendingWindowInDays":"7"}"#,
            ),
            Same,
        ),
        // A wider network.
        (
            allow(ROLE, r#""kms:Decrypt""#, r#""IpAddress":{"aws:SourceIp":"203.0.113.0/25"}"#),
            allow(ROLE, r#""kms:Decrypt""#, r#""IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#),
            Wider,
        ),
        (
            allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""IpAddress":{"aws:SourceIp":["203.0.113.0/25","203.0.113.128/25"]}"#,
            ),
            allow(ROLE, r#""kms:Decrypt""#, r#""IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#),
            Same,
        ),
        // ForAllValues is true without any encryption context.
        (
            allow(
                ROLE,
                r#""kms:Encrypt""#,
                r#""ForAnyValue:StringEquals":{"kms:EncryptionContextKeys":["a"]}"#,
            ),
            allow(
                ROLE,
                r#""kms:Encrypt""#,
                r#""ForAllValues:StringEquals":{"kms:EncryptionContextKeys":["a"]}"#,
            ),
            Both,
        ),
        // A pair is there only if its key is listed.
        (
            allow(ROLE, r#""kms:Encrypt""#, r#""StringEquals":{"kms:EncryptionContext:App":"x"}"#),
            allow(
                ROLE,
                r#""kms:Encrypt""#,
                r#""StringEquals":{"kms:EncryptionContext:App":"x"},"Null":{"kms:EncryptionContextKeys":"false"}"#,
            ),
            Same,
        ),
        // A service principal never comes as a forward access session of somebody else.
        (
            allow(r#"{"Service":"logs.us-east-1.amazonaws.com"}"#, r#""kms:Decrypt""#, ""),
            allow(
                r#"{"Service":"logs.us-east-1.amazonaws.com"}"#,
                r#""kms:Decrypt""#,
                r#""Bool":{"aws:PrincipalIsAWSService":"true"}"#,
            ),
            Same,
        ),
        // The account's own callers, one by CallerAccount, the other by PrincipalAccount.
        (
            allow(
                r#"{"AWS":"*"}"#,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:CallerAccount":"111122223333"}"#,
            ),
            allow(
                r#"{"AWS":"*"}"#,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#,
            ),
            Same,
        ),
        // Everyone, once the condition is gone.
        (
            allow(
                r#"{"AWS":"*"}"#,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:CallerAccount":"111122223333"}"#,
            ),
            allow(r#"{"AWS":"*"}"#, r#""kms:Decrypt""#, ""),
            Wider,
        ),
        // A role by its ARN, or by name: only the name survives a boundary.
        (
            allow(r#"{"AWS":"arn:aws:iam::111122223333:role/App"}"#, r#""kms:Decrypt""#, ""),
            allow(
                r#"{"AWS":"*"}"#,
                r#""kms:Decrypt""#,
                r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/App"}"#,
            ),
            Wider,
        ),
        // A session by name, and its role: other sessions come in, and a boundary can hold this one back.
        (
            allow(r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/App/session"}"#, r#""kms:Decrypt""#, ""),
            allow(ROLE, r#""kms:Decrypt""#, ""),
            Both,
        ),
        // The same variable in both.
        (
            allow(
                ROOT_PRINCIPAL,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:EncryptionContext:u":"${aws:username}"}"#,
            ),
            allow(
                ROOT_PRINCIPAL,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:EncryptionContext:u":"${aws:username}"}"#,
            ),
            Same,
        ),
    ];
    for (old, new, relation) in cases {
        let found = compared(&old, &new);
        assert_eq!(found.relation(), relation, "{old}\n{new}\n{found:#?}");
        let mirrored = match relation {
            Wider => Narrower,
            Narrower => Wider,
            other => other,
        };
        assert_eq!(compared(&new, &old).relation(), mirrored, "mirrored: {old}\n{new}");
    }
}

const ROOT_PRINCIPAL: &str = r#"{"AWS":"arn:aws:iam::111122223333:root"}"#;

#[test]
fn a_grant_is_what_a_lost_deny_lets_through() {
    let found = compared(&deny(r#""*""#, r#""kms:Decrypt""#, ""), ROOT);
    assert!(found.wider.iter().any(|difference| difference.kind == DifferenceKind::ByGrant), "{found:#?}");
}

#[test]
fn a_variable_that_cannot_be_resolved_is_named() {
    // `aws:username` is never there for a role: the statement can never apply, and the analysis does not know that.
    let old = allow(ROLE, r#""kms:Encrypt""#, "");
    let new = format!(
        "{old},{}",
        allow(ROLE, r#""kms:Decrypt""#, r#""StringEquals":{"kms:EncryptionContext:u":"${aws:username}"}"#)
    );
    let found = compared(&old, &new);
    assert_eq!(found.relation(), Relation::CannotTell, "{found:#?}");
    assert!(matches!(&found.cannot_tell[..], [CannotTell::Depends(bit)] if bit.statement == 1), "{found:#?}");
}

#[test]
fn a_search_that_is_cut_short_says_so() {
    let old =
        with_root(&deny(r#""*""#, r#""kms:Decrypt""#, r#""StringNotEquals":{"aws:SourceVpce":"vpce-1"}"#));
    let found = compare_within(&policy(&old).document, &policy(ROOT).document, &facts(), 1);
    assert_eq!(found.relation(), Relation::CannotTell);
    assert_eq!(found.cannot_tell, [CannotTell::TooManySteps]);
}

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
fn nobody_is_taken_for_the_others_who_is_named() {
    let named = allow(
        r#"{"AWS":["arn:aws:iam::111122223333:role/Other","arn:aws:iam::111122223333:user/Other"],
            "Service":"other.amazonaws.com"}"#,
        r#""kms:Decrypt""#,
        "",
    );
    let found = access(&policy(&named).document, &facts());
    let callers: Vec<StandsFor> =
        found.ways.iter().flat_map(|way| &way.scope.callers).map(|one| one.stands_for).collect();
    let others = [StandsFor::OtherRole, StandsFor::OtherUser, StandsFor::OtherService];
    assert!(!callers.is_empty() && callers.iter().all(|one| !others.contains(one)), "{found:#?}");
    let everyone = allow(
        r#"{"AWS":"*","Service":"other.amazonaws.com"}"#,
        r#""kms:Decrypt""#,
        r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*/Other"}"#,
    );
    assert_eq!(
        compared(&everyone, &allow(r#"{"AWS":"*"}"#, r#""kms:Decrypt""#, "")).relation(),
        Relation::Wider
    );
}

/// What an edit is made for is left out, and only that.
#[test]
fn what_an_edit_is_for_is_left_out() {
    let beside = |old: &str, new: &str, asked: &str| {
        compare_beside(
            &policy(old).document,
            &policy(new).document,
            &policy(asked).document,
            &facts(),
            100_000,
        )
    };
    let both = r#"{"AWS":["arn:aws:iam::111122223333:role/App","arn:aws:iam::111122223333:role/Ops"]}"#;
    let asked = allow(ROLE, r#""kms:Decrypt""#, "");
    let old = allow(both, r#""kms:Encrypt""#, "");
    assert_eq!(beside(&old, &format!("{old},{asked}"), &asked).relation(), Relation::Same);
    // One more operation of two roles: the other role is left.
    let found = beside(&old, &allow(both, r#"["kms:Encrypt","kms:Decrypt"]"#, ""), &asked);
    assert_eq!(found.relation(), Relation::Wider);
    let [only] = &found.wider[..] else { panic!("{found:#?}") };
    let names: Vec<&str> = only.scope.callers.iter().map(|caller| caller.principal.as_str()).collect();
    assert_eq!(names, ["arn:aws:iam::111122223333:role/Ops"]);
    assert_eq!(only.witness.session_issuer.as_deref(), Some("arn:aws:iam::111122223333:role/Ops"));
    // One more role for several operations: the operations beside the one are left.
    let several = r#"["kms:Decrypt","kms:Encrypt"]"#;
    let found = beside(&allow(OTHER_ROLE, several, ""), &allow(both, several, ""), &asked);
    let [only] = &found.wider[..] else { panic!("{found:#?}") };
    let names: Vec<&str> = only.scope.operations.iter().map(|operation| operation.name).collect();
    assert_eq!(names, ["Encrypt"]);
    // Of a condition on what no policy tests nothing is left; of one that is taken away what it kept out is.
    let via = r#""StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#;
    let asked = allow(ROLE, r#""kms:Decrypt""#, via);
    assert_eq!(
        beside(&old, &format!("{old},{}", allow(ROLE, r#""kms:Decrypt""#, "")), &asked).relation(),
        Relation::Same
    );
    let other = r#""StringEquals":{"kms:ViaService":"ec2.us-east-1.amazonaws.com"}"#;
    let found = beside(&allow(ROLE, r#""kms:Decrypt""#, other), &allow(ROLE, r#""kms:Decrypt""#, ""), &asked);
    assert_eq!(found.relation(), Relation::Wider);
    // A Deny that goes opens more than the one call.
    let denied = deny(r#""*""#, r#""kms:Decrypt""#, "");
    assert_eq!(beside(&with_root(&denied), ROOT, &asked).relation(), Relation::Wider);
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
fn statements_that_do_nothing_are_found_and_no_others() {
    let idle = |text: &str| idle_statements(&policy(text).document, &facts());
    // Delegating and naming are two things: neither makes the other needless.
    assert!(idle(&with_root(&allow(ROLE, r#""kms:Decrypt""#, ""))).is_empty());
    let twice = idle(&format!("{},{}", allow(ROLE, r#""kms:*""#, ""), allow(ROLE, r#""kms:Decrypt""#, "")));
    assert_eq!(twice.len(), 1);
    assert_eq!((twice[0].index, &twice[0].why), (1, &WhyIdle::Covered(vec![0])));
    // A direct call has no ViaService, and DescribeKey no encryption context.
    let never = allow(ROLE, r#""kms:DescribeKey""#, r#""StringEquals":{"kms:EncryptionContext:App":"x"}"#);
    assert_eq!(idle(&never)[0].why, WhyIdle::NeverMatches);
    let both = allow(
        r#"{"Service":"logs.us-east-1.amazonaws.com"}"#,
        r#""kms:Decrypt""#,
        r#""StringEquals":{"aws:PrincipalOrgID":"o-abc"}"#,
    );
    assert_eq!(idle(&both)[0].why, WhyIdle::NeverMatches);
    let denied =
        idle(&format!("{},{}", allow(ROLE, r#""kms:Sign""#, ""), deny(r#""*""#, r#""kms:Sign""#, "")));
    assert_eq!(denied[0].why, WhyIdle::Denied(vec![1]));
    assert_eq!(denied.len(), 1, "the Deny also stops grants: {denied:?}");
    let needless = idle(&format!(
        "{},{}",
        allow(ROLE, r#""kms:Sign""#, ""),
        deny(r#""*""#, r#""kms:PutKeyPolicy""#, "")
    ));
    assert_eq!(needless, [kms_analysis::IdleStatement { index: 1, why: WhyIdle::NothingToDeny }]);
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

/// (statements, the parts that do nothing)
#[test]
fn parts_that_do_nothing_are_found_and_no_others() {
    let condition =
        |operator: &str, key: &str| Part::Condition { operator: operator.into(), key: key.into() };
    let value = |key: &str, value: &str| Part::Value { key: key.into(), value: value.into() };
    let cases: Vec<(String, Vec<Part>)> = vec![
        (ROOT.into(), vec![]),
        // An action that a pattern beside it has too.
        (
            with_root(&allow(ROLE, r#"["kms:Decrypt","kms:De*"]"#, "")),
            vec![Part::Action("kms:Decrypt".into())],
        ),
        (with_root(&allow(ROLE, r#"["kms:Decrypt","kms:Encrypt"]"#, "")), vec![]),
        // A value that a pattern beside it matches, and one that nothing sends.
        (
            with_root(&allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringLike":{"kms:EncryptionContext:App":["a","a*"]}"#,
            )),
            vec![value("kms:EncryptionContext:App", "a")],
        ),
        (
            with_root(&allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringLike":{"kms:EncryptionContext:App":["a","b*"]}"#,
            )),
            vec![],
        ),
        // A role of the account is in the account.
        (
            with_root(&allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:CallerAccount":"111122223333"}"#,
            )),
            vec![condition("StringEquals", "kms:CallerAccount")],
        ),
        // Of everyone it is not true.
        (
            allow(
                r#"{"AWS":"*"}"#,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:CallerAccount":"111122223333"}"#,
            ),
            vec![],
        ),
        // A principal that is there twice can be left out once, whichever.
        (
            with_root(&allow(
                r#"{"AWS":["arn:aws:iam::111122223333:role/App","arn:aws:iam::111122223333:role/App"]}"#,
                r#""kms:Decrypt""#,
                "",
            )),
            vec![
                Part::Principal("arn:aws:iam::111122223333:role/App".into()),
                Part::Principal("arn:aws:iam::111122223333:role/App".into()),
            ],
        ),
        // What depends on a variable is left out.
        (
            with_root(&allow(
                ROLE,
                r#""kms:Decrypt""#,
                r#""StringEquals":{"kms:EncryptionContext:App":"${aws:PrincipalTag/App}"}"#,
            )),
            vec![],
        ),
    ];
    for (statements, expected) in cases {
        let found = idle_parts(&policy(&statements).document, &facts(), &[]);
        assert!(found.is_complete);
        let parts: Vec<Part> = found.parts.into_iter().map(|part| part.part).collect();
        assert_eq!(parts, expected, "{statements}");
    }
}
