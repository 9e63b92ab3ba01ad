//! How two policies relate: the same, narrower, wider, or both.

use kms_analysis::{CannotTell, DifferenceKind, Relation, StandsFor, access, compare_beside, compare_within};

use super::{OTHER_ROLE, ROLE, ROOT, ROOT_PRINCIPAL, allow, compared, deny, facts, policy, with_root};

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
