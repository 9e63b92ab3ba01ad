//! Statements and parts of statements that do nothing.

use kms_analysis::{IdleStatement, Part, WhyIdle, idle_parts, idle_statements};

use super::{ROLE, ROOT, allow, deny, facts, policy, with_root};

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
    assert_eq!(needless, [IdleStatement { index: 1, why: WhyIdle::NothingToDeny }]);
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
