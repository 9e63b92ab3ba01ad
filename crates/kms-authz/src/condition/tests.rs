//! The operators, a line a case: `operator`, the policy's values, the request's values, whether the condition holds.

use kms_policy::PolicyKind;

use crate::testing::{policy, request, set_many, set_one};
use crate::{Assumption, AuthorizationRequest, CompiledPolicy, ConditionMatch, ConditionReason, ValueReason};

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
fn each_value_of_the_request_knows_the_value_that_it_matches() {
    let found = many("ForAllValues:StringLike", r#"["aws:*","app"]"#, Some(&["app", "aws:s3:arn", "x"]));
    assert_eq!(found.request_values, [Some(1), Some(0), None]);
    assert_eq!(found.reason, ConditionReason::NotAllValuesMatch(2));
    assert_eq!(
        found.values.iter().map(|value| value.reason).collect::<Vec<_>>(),
        [ValueReason::Pattern, ValueReason::Equal]
    );
}

#[test]
fn a_value_says_why_it_does_not_match() {
    use crate::ArnComponent as A;
    use crate::ValueType as T;
    use ValueReason as R;
    for (operator, policy, value, reason) in [
        ("StringEquals", r#""Blue""#, "Blue", R::Equal),
        ("StringEquals", r#""Blue""#, "Red", R::Different),
        ("StringEquals", r#""Blue""#, "blue", R::DiffersInCase),
        ("StringEquals", r#""Blue""#, " Blue", R::DiffersInSpace),
        ("StringEquals", r#""B*""#, "Blue", R::WildcardIsLiteral),
        ("StringEquals", r#""B*""#, "Red", R::Different),
        ("StringEquals", r#""Blue""#, "", R::OneIsEmpty),
        ("StringEquals", r#""""#, "Blue", R::OneIsEmpty),
        ("StringEqualsIgnoreCase", r#""b*""#, "Blue", R::Different),
        ("StringLike", r#""B*""#, "Blue", R::Pattern),
        ("StringLike", r#""Blue""#, "Blue", R::Equal),
        ("StringLike", r#""b*""#, "Blue", R::DiffersInCase),
        ("StringLike", r#""R*""#, "Blue", R::Different),
        ("StringNotEquals", r#""Blue""#, "blue", R::DiffersInCase),
        ("NumericEquals", r#""1""#, "2", R::Different),
        ("NumericLessThan", r#""1""#, "2", R::NotOrdered),
        ("NumericLessThan", r#""2""#, "1", R::Ordered),
        ("NumericEquals", r#""one""#, "1", R::Malformed(T::Number)),
        ("NumericEquals", r#""1""#, "one", R::RequestMalformed(T::Number)),
        ("NumericEquals", r#""${aws:username}""#, "1", R::VariableNotUnderOperator),
        ("DateLessThan", r#""tomorrow""#, "2024-01-01", R::Malformed(T::Date)),
        ("DateLessThan", r#""2024-01-01""#, "today", R::RequestMalformed(T::Date)),
        ("DateLessThan", r#""2024-01-01""#, "2025-01-01", R::NotOrdered),
        ("Bool", r#""yes""#, "true", R::Malformed(T::Boolean)),
        ("Bool", r#""true""#, "yes", R::RequestMalformed(T::Boolean)),
        ("Bool", r#""true""#, "false", R::Different),
        ("BinaryEquals", r#""!""#, "QQ==", R::Malformed(T::Base64)),
        ("BinaryEquals", r#""QQ==""#, "!", R::RequestMalformed(T::Base64)),
        ("BinaryEquals", r#""QQ==""#, "Qg==", R::Different),
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.113.9", R::InRange),
        ("IpAddress", r#""203.0.113.0/24""#, "198.51.100.9", R::OutsideRange),
        ("IpAddress", r#""203.0.113.0/24""#, "::1", R::OtherAddressFamily),
        ("IpAddress", r#""203.0.113.0/99""#, "203.0.113.9", R::Malformed(T::AddressRange)),
        ("IpAddress", r#""203.0.113.0/24""#, "s3.amazonaws.com", R::RequestMalformed(T::Address)),
        ("ArnLike", r#""arn:aws:s3*""#, "arn:aws:s3:::b", R::Malformed(T::Arn)),
        ("ArnLike", r#""arn:aws:s3:::b""#, "b", R::RequestMalformed(T::Arn)),
        ("ArnEquals", r#""arn:aws:s3:::b""#, "arn:aws:s3:::b", R::Equal),
        ("ArnEquals", r#""arn:aws:s3:::*""#, "arn:aws:s3:::b", R::Pattern),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws:s3:::B", R::DiffersInCase),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws-cn:s3:::c", R::OtherComponent(A::Partition)),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws:sns:::c", R::OtherComponent(A::Service)),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws:s3:us-east-1::b", R::OtherComponent(A::Region)),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws:s3::111122223333:b", R::OtherComponent(A::Account)),
        ("ArnLike", r#""arn:aws:s3:::b""#, "arn:aws:s3:::c", R::OtherComponent(A::Resource)),
        ("Null", r#""true""#, "x", R::NotAsDemanded),
        ("Null", r#""false""#, "x", R::AsDemanded),
        ("Null", r#""maybe""#, "x", R::Malformed(T::Boolean)),
    ] {
        let found = one(operator, "x:key", policy, Some(value));
        assert_eq!(found.values[0].reason, reason, "{operator} {policy} on {value}");
    }
}

#[test]
fn policy_variables_are_replaced_where_aws_replaces_them() {
    use ValueReason as R;
    let mut asked = request(ANA, "");
    set_one(&mut asked, "aws:username", "Ana");
    set_one(&mut asked, "aws:PrincipalTag/team", "a*");
    set_one(&mut asked, "aws:PrincipalArn", ANA);
    set_many(&mut asked, "aws:TagKeys", &["x"]);
    let mut check =
        |version: &str, operator: &str, value: &str, written: &str, resolved: Option<&str>, reason: R| {
            set_one(&mut asked, "x:key", value);
            let found = evaluate_in(version, operator, "x:key", &format!("\"{written}\""), &asked);
            assert_eq!(found.values[0].reason, reason, "{operator} {written} on {value}");
            assert_eq!(found.values[0].resolved.as_deref(), resolved, "{operator} {written}");
        };
    let mut new = |operator, value, written, resolved, reason| {
        check("2012-10-17", operator, value, written, resolved, reason);
    };
    new("StringEquals", "Ana", "${aws:username}", Some("Ana"), R::Equal);
    new("StringEquals", "Ana", "${AWS:UserName}", Some("Ana"), R::Equal);
    new("StringEquals", "home/Ana/x", "home/${aws:username}/x", Some("home/Ana/x"), R::Equal);
    new("StringLike", "home/Ana/x", "home/${aws:username}/*", Some("home/Ana/*"), R::Pattern);
    new("StringEquals", "Bob", "${aws:username}", Some("Ana"), R::Different);
    // What is inserted is literal.
    new("StringLike", "a*", "${aws:PrincipalTag/team}", Some("a*"), R::Equal);
    new("StringLike", "ab", "${aws:PrincipalTag/team}", Some("a*"), R::Different);
    // Escapes.
    new("StringLike", "a*b", "a${*}b", None, R::Equal);
    new("StringLike", "axb", "a${*}b", None, R::Different);
    new("StringLike", "a?$", "a${?}${$}", None, R::Equal);
    new("StringEquals", "a*b", "a${*}b", None, R::Equal);
    // Defaults.
    new("StringEquals", "none", "${aws:PrincipalTag/cost, 'none'}", Some("none"), R::Equal);
    new("StringEquals", "Ana", "${aws:username, 'none'}", Some("Ana"), R::Equal);
    new("StringLike", "nonesuch", "${aws:PrincipalTag/cost, 'none*'}", Some("none*"), R::Different);
    // Without a value.
    new("StringEquals", "x", "${aws:PrincipalTag/cost}", None, R::VariableUnresolved);
    new("StringLike", "x", "*${aws:PrincipalTag/cost}", None, R::VariableUnresolved);
    new("StringEquals", "x", "${aws:TagKeys}", None, R::VariableOfMultivaluedKey);
    // ARNs, a whole one included.
    new("ArnEquals", ANA, "${aws:PrincipalArn}", Some(ANA), R::Equal);
    new("ArnLike", ANA, "arn:aws:iam::*:user/${aws:username}", Some("arn:aws:iam::*:user/Ana"), R::Pattern);
    // Operators that take none.
    new("NumericEquals", "1", "${aws:username}", None, R::VariableNotUnderOperator);
    new("IpAddress", "::1", "${aws:username}", None, R::VariableNotUnderOperator);
    // The older version of the language has none.
    check("2008-10-17", "StringEquals", "Ana", "${aws:username}", None, R::VariableNotInVersion);
    check("2008-10-17", "StringEquals", "${aws:username}", "${aws:username}", None, R::Equal);
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

#[test]
fn a_negated_operator_is_not_met_by_what_is_not_of_its_type() {
    for (operator, policy, value) in [
        ("NumericNotEquals", r#""one""#, "1"),
        ("NumericNotEquals", r#""1""#, "one"),
        ("DateNotEquals", r#""tomorrow""#, "2024-01-01T00:00Z"),
        ("NotIpAddress", r#""203.0.113""#, "198.51.100.9"),
        ("NotIpAddress", r#"["203.0.113.0/24","x"]"#, "198.51.100.9"),
        ("ArnNotLike", r#""arn:aws:s3*""#, "arn:aws:s3:::b"),
        ("ArnNotLike", r#""arn:aws:s3:::b""#, "b"),
        ("ForAllValues:ArnNotLike", r#""arn:aws:s3:::b""#, "b"),
        ("ForAnyValue:ArnNotLike", r#""arn:aws:s3:::b""#, "b"),
    ] {
        let found = one(operator, "x:key", policy, Some(value));
        assert_eq!(found.reason, ConditionReason::NegatedMalformedValue, "{operator} {policy} on {value}");
        assert_eq!(found.assumptions, [Assumption::MalformedValueNegated], "{operator} {policy} on {value}");
    }
}

#[test]
fn what_aws_leaves_open_is_an_assumption() {
    use Assumption as A;
    for (operator, policy, value, assumptions) in [
        ("StringEquals", r#""x""#, Some("x"), &[][..]),
        ("stringequals", r#""x""#, Some("x"), &[A::OperatorNameCase]),
        ("StringEquals", "[]", Some("x"), &[A::NoValues]),
        ("StringNotEquals", "[]", Some("x"), &[A::NoValues]),
        ("StringEquals", "[]", None, &[]),
        ("ForAllValues:StringEquals", "[]", Some("x"), &[]),
        ("ForAnyValue:StringNotEquals", "[]", Some("x"), &[A::NoValues]),
        ("ForAnyValue:StringEqualsIfExists", r#""x""#, None, &[A::ForAnyValueIfExists]),
        ("ForAllValues:StringEqualsIfExists", r#""x""#, None, &[]),
        ("Null", r#""true""#, Some(""), &[A::EmptyStringIsPresent]),
        ("StringEquals", r#""""#, Some(""), &[A::EmptyStringIsPresent]),
        ("StringEquals", r#""x""#, Some(""), &[]),
        ("StringEqualsIfExists", r#""x""#, Some(""), &[A::EmptyStringIsPresent]),
        ("NumericEquals", r#""1e3""#, Some("1000"), &[A::NumberWithExponent]),
        ("DateLessThan", r#""2024""#, Some("2023-01-01T00:00Z"), &[A::FourDigitsAreAYear]),
        ("DateLessThan", r#""2024-05""#, Some("2023-01-01T00:00Z"), &[A::DateIsMidnightUtc]),
        ("IpAddress", r#""203.0.113.7/24""#, Some("203.0.113.9"), &[A::HostBitsIgnored]),
        ("Bool", r#""${aws:username, 'true'}""#, Some("true"), &[A::VariableInBool]),
        ("StringEquals", r#""${aws:TagKeys}""#, Some("x"), &[A::VariableOfMultivaluedKey]),
    ] {
        assert_eq!(
            one(operator, "x:key", policy, value).assumptions,
            assumptions,
            "{operator} {policy} on {value:?}"
        );
    }
    assert_eq!(many("StringEquals", r#""a""#, Some(&["a"])).assumptions, [A::MultivaluedWithoutSetOperator]);
}

#[test]
fn a_value_is_compared_though_another_decided() {
    let found = one("StringEquals", "x:key", r#"["a","b","A"]"#, Some("a"));
    let reasons: Vec<_> = found.values.iter().map(|value| value.reason).collect();
    assert_eq!(reasons, [ValueReason::Equal, ValueReason::Different, ValueReason::DiffersInCase]);
}
