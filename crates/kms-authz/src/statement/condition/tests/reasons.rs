//! What a condition says of itself: why each value matches or does not, and what is assumed about it.

use super::{ANA, evaluate_in, many, one};
use crate::evaluation::reason::{ConditionReason, ValueReason};
use crate::statement::language_rule::LanguageRule;
use crate::testing::{request, set_many, set_one};

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
    use crate::evaluation::reason::ValueType as T;
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
        assert_eq!(
            found.assumptions,
            [LanguageRule::MalformedValueNegated],
            "{operator} {policy} on {value}"
        );
    }
}

#[test]
fn what_aws_leaves_open_is_an_assumption() {
    use LanguageRule as A;
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
