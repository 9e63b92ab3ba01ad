//! The operators, a line a case: `operator`, the policy's values, the request's values, whether the condition holds.

use kms_policy::PolicyKind;

use crate::evaluation::ConditionMatch;
use crate::evaluation::reason::ConditionReason;
use crate::request::AuthorizationRequest;
use crate::statement::CompiledPolicy;
use crate::testing::{policy, request, set_many, set_one};

mod reasons;

const ANA: &str = "arn:aws:iam::111122223333:user/Ana";

/// The one condition `operator: { key: values }` of an identity-based policy; values as JSON.
fn evaluate_in(
    version: &str,
    operator: &str,
    key: &str,
    values: &str,
    request: &AuthorizationRequest,
) -> ConditionMatch {
    let statement = format!(
        r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"{operator}":{{"{key}":{values}}}}}}}"#
    );
    let parse = policy(PolicyKind::IdentityBased, version, &statement);
    let found = CompiledPolicy::new(&parse.document, PolicyKind::IdentityBased).evaluate(request);
    found[0].conditions[0].clone()
}

fn evaluate(operator: &str, key: &str, values: &str, request: &AuthorizationRequest) -> ConditionMatch {
    evaluate_in("2012-10-17", operator, key, values, request)
}

/// Evaluates against a request whose single-valued `key` has `value`, or that lacks it.
fn one(operator: &str, key: &str, values: &str, value: Option<&str>) -> ConditionMatch {
    let mut asked = request(ANA, "");
    if let Some(value) = value {
        set_one(&mut asked, key, value);
    }
    evaluate(operator, key, values, &asked)
}

/// Evaluates against a request whose multivalued `kms:EncryptionContextKeys` has `values`, or that lacks it.
fn many(operator: &str, policy: &str, values: Option<&[&str]>) -> ConditionMatch {
    let mut asked = request(ANA, "");
    if let Some(values) = values {
        set_many(&mut asked, "kms:EncryptionContextKeys", values);
    }
    evaluate(operator, "kms:EncryptionContextKeys", policy, &asked)
}

#[test]
fn every_operator_compares_as_aws_says() {
    for (operator, policy, value, holds) in [
        // Strings.
        ("StringEquals", r#""Blue""#, "Blue", true),
        ("StringEquals", r#""Blue""#, "blue", false),
        ("StringEquals", r#""Bl*""#, "Blue", false),
        ("StringEquals", r#""Bl*""#, "Bl*", true),
        ("StringEquals", r#"["Red","Blue"]"#, "Blue", true),
        ("StringEquals", r#""""#, "", true),
        ("StringNotEquals", r#""Blue""#, "Blue", false),
        ("StringNotEquals", r#""Blue""#, "blue", true),
        ("StringNotEquals", r#"["Red","Blue"]"#, "Blue", false),
        ("StringNotEquals", r#"["Red","Blue"]"#, "Green", true),
        ("StringEqualsIgnoreCase", r#""BLUE""#, "blue", true),
        ("StringEqualsIgnoreCase", r#""GRÜN""#, "grün", true),
        ("StringEqualsIgnoreCase", r#""B*""#, "blue", false),
        ("StringNotEqualsIgnoreCase", r#""BLUE""#, "blue", false),
        ("StringNotEqualsIgnoreCase", r#""BLUE""#, "red", true),
        ("StringLike", r#""Bl*""#, "Blue", true),
        ("StringLike", r#""Bl*""#, "Bl", true),
        ("StringLike", r#""Bl?e""#, "Blue", true),
        ("StringLike", r#""Blue?""#, "Blue", false),
        ("StringLike", r#""bl*""#, "Blue", false),
        ("StringLike", r#""*""#, "", true),
        ("StringLike", r#""arn:*:key""#, "arn:a:b:key", true),
        ("StringNotLike", r#""Bl*""#, "Blue", false),
        ("StringNotLike", r#"["R*","Bl*"]"#, "Blue", false),
        ("StringNotLike", r#"["R*","Bl*"]"#, "Green", true),
        // Numbers.
        ("NumericEquals", r#""10""#, "10.0", true),
        ("NumericEquals", "10", "10", true),
        ("NumericEquals", r#""10""#, "11", false),
        ("NumericNotEquals", r#""10""#, "11", true),
        ("NumericNotEquals", r#""10""#, "10.00", false),
        ("NumericLessThan", r#""10""#, "9.99", true),
        ("NumericLessThan", r#""10""#, "10", false),
        ("NumericLessThanEquals", r#""10""#, "10", true),
        ("NumericLessThanEquals", r#""10""#, "10.01", false),
        ("NumericGreaterThan", r#""10""#, "10.01", true),
        ("NumericGreaterThan", r#""10""#, "10", false),
        ("NumericGreaterThanEquals", r#""10""#, "10", true),
        ("NumericGreaterThanEquals", r#""10""#, "-11", false),
        ("NumericLessThanEquals", r#""1546257599.0""#, "1546257599", true),
        // Dates.
        ("DateEquals", r#""2024-02-29T12:30:15Z""#, "1709209815", true),
        ("DateEquals", r#""2024-02-29T12:30:15Z""#, "2024-02-29T13:30:15+01:00", true),
        ("DateNotEquals", r#""2024-02-29T12:30:15Z""#, "1709209815", false),
        ("DateNotEquals", r#""2024-02-29T12:30:15Z""#, "1709209816", true),
        ("DateLessThan", r#""2024-02-29T12:30:15Z""#, "2024-02-29T12:30:14.999Z", true),
        ("DateLessThan", r#""2024-02-29T12:30:15Z""#, "2024-02-29T12:30:15Z", false),
        ("DateLessThanEquals", r#""2024-02-29T12:30:15Z""#, "2024-02-29T12:30:15.000Z", true),
        ("DateGreaterThan", r#""2024-02-29""#, "2024-02-29T00:00:00Z", false),
        ("DateGreaterThan", r#""2024-02-29""#, "2024-02-29T00:00:01Z", true),
        ("DateGreaterThanEquals", r#""2024""#, "2024-01-01T00:00Z", true),
        ("DateGreaterThanEquals", "1709209815", "2024-02-29T12:30:15Z", true),
        // Booleans.
        ("Bool", r#""true""#, "true", true),
        ("Bool", "true", "true", true),
        ("Bool", r#""TRUE""#, "true", true),
        ("Bool", r#""false""#, "true", false),
        ("Bool", r#"["true","false"]"#, "true", true),
        // Bytes.
        ("BinaryEquals", r#""QmluYXJ5""#, "QmluYXJ5", true),
        ("BinaryEquals", r#""QmluYXJ5""#, "QmluYXJ6", false),
        // Addresses.
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.113.7", true),
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.114.7", false),
        ("IpAddress", r#""203.0.113.7""#, "203.0.113.7", true),
        ("IpAddress", r#""2001:DB8:1234:5678::/64""#, "2001:db8:1234:5678::9", true),
        ("IpAddress", r#"["203.0.113.0/24","2001:db8::/32"]"#, "2001:db8::1", true),
        ("NotIpAddress", r#""203.0.113.0/24""#, "203.0.113.7", false),
        ("NotIpAddress", r#""203.0.113.0/24""#, "198.51.100.7", true),
        ("NotIpAddress", r#""203.0.113.0/24""#, "2001:db8::1", true),
        ("NotIpAddress", r#"["203.0.113.0/24","198.51.100.0/24"]"#, "198.51.100.7", false),
        // ARNs.
        (
            "ArnEquals",
            r#""arn:aws:iam::111122223333:role/app-*""#,
            "arn:aws:iam::111122223333:role/app-1",
            true,
        ),
        (
            "ArnLike",
            r#""arn:aws:iam::111122223333:role/app-*""#,
            "arn:aws:iam::111122223333:role/app-1",
            true,
        ),
        (
            "ArnLike",
            r#""arn:aws:iam::111122223333:role/app-*""#,
            "arn:aws:iam::111122223333:role/App-1",
            false,
        ),
        ("ArnLike", r#""arn:aws:iam::111122223333:role/*""#, "arn:aws:iam::111122223333:role/a/b:c", true),
        ("ArnLike", r#""arn:aws*:iam::*:role/x""#, "arn:aws-cn:iam::111122223333:role/x", true),
        ("ArnLike", r#""arn:aws:s3*""#, "arn:aws:s3:::bucket", false),
        ("ArnLike", r#""arn:*""#, "arn:aws:s3:::bucket", false),
        ("ArnLike", r#""*:*:*:*:*:*""#, "arn:aws:s3:::bucket", true),
        ("ArnLike", r#""arn:aws:*:bucket:x:y""#, "arn:aws:s3:us:bucket:x:y", false),
        (
            "ArnNotEquals",
            r#""arn:aws:iam::111122223333:role/a*""#,
            "arn:aws:iam::111122223333:role/abc",
            false,
        ),
        ("ArnNotLike", r#""arn:aws:iam::111122223333:role/a*""#, "arn:aws:iam::111122223333:role/bcd", true),
        // Presence.
        ("Null", r#""false""#, "x", true),
        ("Null", r#""true""#, "x", false),
        ("Null", "false", "x", true),
        ("Null", r#"["true","false"]"#, "x", true),
        ("Null", r#""no""#, "x", false),
    ] {
        let found = one(operator, "x:key", policy, Some(value));
        assert_eq!(found.matched(), holds, "{operator} {policy} on {value}: {:?}", found.reason);
        // The suffix changes nothing for a key that is there.
        if operator != "Null" {
            let if_exists = one(&format!("{operator}IfExists"), "x:key", policy, Some(value));
            assert_eq!(if_exists.matched(), holds, "{operator}IfExists {policy} on {value}");
        }
    }
}

#[test]
fn an_absent_key_fails_positive_operators_and_meets_negated_ones() {
    use ConditionReason as R;
    for (operator, policy, reason) in [
        ("StringEquals", r#""x""#, R::Absent),
        ("StringNotEquals", r#""x""#, R::AbsentNegated),
        ("StringEqualsIgnoreCase", r#""x""#, R::Absent),
        ("StringNotEqualsIgnoreCase", r#""x""#, R::AbsentNegated),
        ("StringLike", r#""*""#, R::Absent),
        ("StringNotLike", r#""*""#, R::AbsentNegated),
        ("NumericEquals", r#""1""#, R::Absent),
        ("NumericNotEquals", r#""1""#, R::AbsentNegated),
        ("NumericLessThan", r#""1""#, R::Absent),
        ("NumericGreaterThanEquals", r#""1""#, R::Absent),
        ("DateLessThan", r#""2024-01-01""#, R::Absent),
        ("DateNotEquals", r#""2024-01-01""#, R::AbsentNegated),
        ("Bool", r#""false""#, R::Absent),
        ("BinaryEquals", r#""QQ==""#, R::Absent),
        ("IpAddress", r#""0.0.0.0/0""#, R::Absent),
        ("NotIpAddress", r#""0.0.0.0/0""#, R::AbsentNegated),
        ("ArnLike", r#""arn:aws:iam::*:*""#, R::Absent),
        ("ArnNotLike", r#""arn:aws:iam::*:*""#, R::AbsentNegated),
        ("Null", r#""true""#, R::AbsentAsDemanded),
        ("Null", r#""false""#, R::AbsentAgainstDemand),
        ("Null", r#""maybe""#, R::NullDemandsNothing),
        ("StringEqualsIfExists", r#""x""#, R::AbsentIfExists),
        ("StringNotEqualsIfExists", r#""x""#, R::AbsentIfExists),
        ("BoolIfExists", r#""true""#, R::AbsentIfExists),
        ("ForAllValues:StringEquals", r#""x""#, R::AbsentForAllValues),
        ("ForAllValues:StringNotEquals", r#""x""#, R::AbsentForAllValues),
        ("ForAnyValue:StringEquals", r#""x""#, R::AbsentForAnyValue),
        ("ForAnyValue:StringNotEquals", r#""x""#, R::AbsentForAnyValue),
        ("ForAnyValue:StringEqualsIfExists", r#""x""#, R::AbsentIfExists),
    ] {
        assert_eq!(one(operator, "x:key", policy, None).reason, reason, "{operator}");
    }
}

#[test]
fn set_operators_gather_the_values_of_a_request() {
    use ConditionReason as R;
    const ALL: &str = "ForAllValues:StringEquals";
    const NOT_ALL: &str = "ForAllValues:StringNotEquals";
    const ANY: &str = "ForAnyValue:StringEquals";
    const NOT_ANY: &str = "ForAnyValue:StringNotEquals";
    for (operator, policy, values, reason) in [
        (ALL, r#"["a","b"]"#, &["a", "b"][..], R::AllValuesMatch),
        (ALL, r#"["a","b"]"#, &["a"], R::AllValuesMatch),
        (ALL, r#"["a","b"]"#, &["a", "c"], R::NotAllValuesMatch(1)),
        (ALL, r#"["a","b"]"#, &["A"], R::NotAllValuesMatch(0)),
        (NOT_ALL, r#"["a","b"]"#, &["c", "d"], R::AllValuesMatch),
        (NOT_ALL, r#"["a","b"]"#, &["c", "b"], R::NotAllValuesMatch(1)),
        (ANY, r#"["a","b"]"#, &["c", "b"], R::AnyValueMatches(1)),
        (ANY, r#"["a","b"]"#, &["c"], R::NoneOfValuesMatches),
        (NOT_ANY, r#"["a","b"]"#, &["a", "c"], R::AnyValueMatches(1)),
        (NOT_ANY, r#"["a","b"]"#, &["a", "b"], R::NoneOfValuesMatches),
        // An empty set, or one of nothing but an empty string, is an absent one.
        (ALL, r#""a""#, &[], R::AbsentForAllValues),
        (NOT_ALL, r#""a""#, &[], R::AbsentForAllValues),
        (ANY, r#""a""#, &[], R::AbsentForAnyValue),
        (NOT_ANY, r#""a""#, &[], R::AbsentForAnyValue),
        (ALL, r#""a""#, &[""], R::AbsentForAllValues),
        (ANY, r#""""#, &[""], R::AbsentForAnyValue),
        ("Null", r#""true""#, &[], R::AbsentAsDemanded),
        ("Null", r#""false""#, &["a"], R::PresentAsDemanded),
        // Empty lists in the policy.
        (ALL, "[]", &["a"], R::NotAllValuesMatch(0)),
        (ALL, "[]", &[], R::AbsentForAllValues),
        (ANY, "[]", &["a"], R::NoneOfValuesMatches),
        // No set operator on a multivalued key.
        ("StringEquals", r#""a""#, &["a"], R::MultivaluedWithoutSetOperator),
        ("StringNotEquals", r#""b""#, &["a"], R::MultivaluedWithoutSetOperator),
        ("StringNotEquals", r#""b""#, &[], R::AbsentNegated),
    ] {
        assert_eq!(many(operator, policy, Some(values)).reason, reason, "{operator} {policy} on {values:?}");
    }
}

#[test]
fn a_set_operator_sees_a_single_valued_key_as_a_set_of_one() {
    let holds = |operator: &str, value: &str| {
        one(operator, "kms:EncryptionContext:app", r#"["a","b"]"#, Some(value)).matched()
    };
    assert!(holds("ForAnyValue:StringEquals", "b"));
    assert!(!holds("ForAnyValue:StringEquals", "c"));
    assert!(holds("ForAllValues:StringEquals", "b"));
    assert!(holds("ForAllValues:StringNotEquals", "c"));
}

#[test]
fn an_unresolved_variable_is_like_an_absent_key() {
    let holds = |operator: &str| one(operator, "x:key", r#""${aws:PrincipalTag/cost}""#, Some("x")).matched();
    assert!(!holds("StringEquals"));
    assert!(holds("StringNotEquals"));
    assert!(!holds("StringLike"));
    assert!(holds("StringNotLike"));
    let arn = one("ArnNotLike", "x:key", r#""${aws:PrincipalTag/cost}""#, Some("arn:aws:s3:::b"));
    assert_eq!(arn.reason, ConditionReason::NegatedNoValueMatches);
}
