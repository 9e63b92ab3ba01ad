//! Laws of the policy language, over policies and requests that chance makes.
//!
//! The reader's laws stand in kms-policy, the decision's in kms-authz. These are the statement's: with and without
//! a tree alike, spans that say what was compared, operators against plain definitions of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

use kms_authz::{
    AuthorizationRequest, Caller, Certainty, CompiledPolicy, ContextEntry, ContextValues, Origin,
    RequestContext, RequestResource, StatementEvaluation, StatementOutcome,
};
use kms_policy::{Arn, BaseOperator, OperatorFamily, Parse, PolicyKind, Principal, Span, parse};
use kms_tests::generate::json;
use proptest::prelude::*;
use proptest::sample::select;

#[path = "statements/generate.rs"]
mod generate;

use generate::{ACTIONS, KEYS, RESOURCES, TEXTS, operators, policy, request};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn bare_request(caller: Caller, permission: &'static str) -> AuthorizationRequest {
    let resource = RequestResource::Key(Arn::new(KEY).unwrap());
    AuthorizationRequest { caller, permission, resource, context: RequestContext::default() }
}

fn set(request: &mut AuthorizationRequest, key: &str, values: ContextValues) {
    let (origin, certainty) = (Origin::Typed, Certainty::Documented);
    request.context.set(ContextEntry { key: key.to_owned(), values, origin, certainty });
}

fn evaluate(parse: &Parse, kind: PolicyKind, request: &AuthorizationRequest) -> Vec<StatementEvaluation> {
    CompiledPolicy::new(&parse.document, kind).evaluate(request)
}

/// Whether `"operator": { "x:key": [values] }` holds for a request whose `x:key` is `request`; none where it lacks it.
fn holds(operator: &str, values: &[String], request: Option<ContextValues>) -> bool {
    let values: Vec<_> = values.iter().map(|value| json(value)).collect();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{{"{operator}":{{"x:key":[{}]}}}}}}}}"#,
        values.join(",")
    );
    let mut asked = bare_request(Caller::new(Principal::aws("111122223333"), None), "kms:Decrypt");
    if let Some(values) = request {
        set(&mut asked, "x:key", values);
    }
    let parse = parse(&text, PolicyKind::IdentityBased);
    evaluate(&parse, PolicyKind::IdentityBased, &asked)[0].conditions[0].matched()
}

fn one(value: &str) -> Option<ContextValues> {
    Some(ContextValues::One(value.to_owned()))
}

fn many(values: &[String]) -> Option<ContextValues> {
    Some(ContextValues::Many(values.to_vec()))
}

/// A positive operator and its negation, with texts that it can read.
fn negations() -> impl Strategy<Value = (&'static str, &'static str, Vec<String>, String)> {
    let texts = |operators: (&'static str, &'static str), text: &'static str| {
        (prop::collection::vec(text, 1..4), text)
            .prop_map(move |(values, value)| (operators.0, operators.1, values, value))
    };
    prop_oneof![
        texts(("StringEquals", "StringNotEquals"), "[abA*?]{0,2}"),
        texts(("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"), "[abA]{1,2}"),
        texts(("StringLike", "StringNotLike"), "[ab*?]{1,3}"),
        texts(("NumericEquals", "NumericNotEquals"), "-?[01]{1,2}(\\.[01]{1,2})?"),
        texts(("DateEquals", "DateNotEquals"), "2024-0[12]-0[12]T0[01]:00(:0[01])?(Z|\\+01:00)"),
        texts(("IpAddress", "NotIpAddress"), "10\\.0\\.[01]\\.[01]"),
        texts(("ArnLike", "ArnNotLike"), "arn:(aws|\\*):s3:::[ab*]{1,2}"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_statement_applies_alike_with_and_without_a_tree((text, kind) in policy(), request in request()) {
        let parse = parse(&text, kind);
        let compiled = CompiledPolicy::new(&parse.document, kind);
        for statement in compiled.statements() {
            let reach = match statement.evaluate(&request).outcome() {
                StatementOutcome::Applies(reach) => Some(reach),
                _ => None,
            };
            prop_assert_eq!(statement.applies(&request), reach, "{}", text);
        }
    }

    #[test]
    fn every_span_marks_what_was_compared((text, kind) in policy(), request in request()) {
        let parse = parse(&text, kind);
        for (found, written) in evaluate(&parse, kind, &request).iter().zip(&parse.document.statements) {
            let inside = |span: Span| written.span.start() <= span.start() && span.end() <= written.span.end();
            let marks = |span: Span, value: &str| inside(span) && span.of(&text) == Some(json(value).as_str());
            if let Some(principal) = &found.principal {
                prop_assert!(inside(principal.name) && inside(principal.span));
                prop_assert!(principal.values.iter().all(|value| inside(value.span)));
            }
            if let Some(action) = &found.action {
                prop_assert!(action.values.iter().all(|value| ACTIONS.iter().any(|text| marks(value.span, text))));
            }
            if let Some(resource) = &found.resource {
                prop_assert!(resource.values.iter().all(|value| RESOURCES.iter().any(|text| marks(value.span, text))));
            }
            for condition in &found.conditions {
                prop_assert!(KEYS.iter().any(|text| marks(condition.key_span, text)));
                prop_assert!(inside(condition.operator_span) && inside(condition.span));
                let block = &written.condition.as_ref().unwrap().blocks[condition.block];
                let values = &block.entries[condition.entry].values;
                prop_assert_eq!(values.len(), condition.values.len());
                for value in &condition.values {
                    prop_assert!(marks(value.span, &values[value.index].value.text));
                }
            }
        }
    }

    #[test]
    fn the_order_of_values_and_operators_changes_nothing(
        blocks in prop::collection::btree_map(
            select(operators()), (select(KEYS), prop::collection::vec(select(TEXTS), 0..4)), 1..4
        ),
        request in request(),
    ) {
        let evaluate = |turn: fn(&mut Vec<String>)| {
            let turned = |mut texts: Vec<String>| {
                turn(&mut texts);
                texts.join(",")
            };
            let block = |(operator, (key, values)): (&String, &(&str, Vec<&str>))| {
                let values = turned(values.iter().map(|value| json(value)).collect());
                format!("{}:{{{}:[{values}]}}", json(operator), json(key))
            };
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{}}}}}}}"#,
                turned(blocks.iter().map(block).collect())
            );
            evaluate(&parse(&text, PolicyKind::IdentityBased), PolicyKind::IdentityBased, &request)[0].outcome()
        };
        prop_assert_eq!(evaluate(|_| ()), evaluate(|texts| texts.reverse()));
    }

    #[test]
    fn a_negated_operator_holds_where_the_positive_one_does_not((positive, negated, values, value) in negations()) {
        prop_assert_eq!(holds(positive, &values, one(&value)), !holds(negated, &values, one(&value)));
        // Several values: OR, and NOR.
        let each: Vec<_> = values.iter().map(|text| holds(positive, std::slice::from_ref(text), one(&value))).collect();
        prop_assert_eq!(holds(positive, &values, one(&value)), each.contains(&true));
        prop_assert_eq!(holds(negated, &values, one(&value)), !each.contains(&true));
        // Absent.
        prop_assert!(!holds(positive, &values, None) && holds(negated, &values, None));
    }

    #[test]
    fn if_exists_changes_absent_keys_alone((positive, negated, values, value) in negations()) {
        for operator in [positive, negated] {
            let if_exists = format!("{operator}IfExists");
            prop_assert_eq!(holds(operator, &values, one(&value)), holds(&if_exists, &values, one(&value)));
            prop_assert!(holds(&if_exists, &values, None));
        }
    }

    #[test]
    fn set_operators_are_for_all_and_there_is(
        (positive, negated, values, _) in negations(),
        (_, _, request, _) in negations(),
    ) {
        let request: Vec<_> = request.into_iter().filter(|value| !value.is_empty()).collect();
        prop_assume!(!request.is_empty());
        // Only values that the operator can read, or none would be the negation of another.
        let readable = |value: &String| holds(positive, &values, one(value)) != holds(negated, &values, one(value));
        prop_assume!(request.iter().all(readable));
        for operator in [positive, negated] {
            let each: Vec<_> = request.iter().map(|value| holds(operator, &values, one(value))).collect();
            let (all, any) = (format!("ForAllValues:{operator}"), format!("ForAnyValue:{operator}"));
            prop_assert_eq!(holds(&all, &values, many(&request)), !each.contains(&false));
            prop_assert_eq!(holds(&any, &values, many(&request)), each.contains(&true));
            prop_assert!(holds(&all, &values, many(&[])));
            prop_assert!(!holds(&any, &values, many(&[])));
        }
    }

    #[test]
    fn numbers_are_compared_as_numbers(left in -2_000_i64..2_000, right in -2_000_i64..2_000, zeros in 0_usize..3) {
        // Hundredths, written with a point.
        let write = |number: i64, zeros: usize| {
            let sign = if number < 0 { "-" } else { "" };
            let (whole, part) = (number.abs() / 100, number.abs() % 100);
            format!("{sign}{}{whole}.{part:02}{}", "0".repeat(zeros), "0".repeat(zeros))
        };
        let (policy, request) = (vec![write(right, zeros)], one(&write(left, 0)));
        for (operator, expected) in [
            ("NumericEquals", left == right),
            ("NumericNotEquals", left != right),
            ("NumericLessThan", left < right),
            ("NumericLessThanEquals", left <= right),
            ("NumericGreaterThan", left > right),
            ("NumericGreaterThanEquals", left >= right),
        ] {
            prop_assert_eq!(holds(operator, &policy, request.clone()), expected, "{} {:?}", operator, policy);
        }
    }

    #[test]
    fn a_date_is_its_seconds_since_1970(days in 0_i64..80_000, seconds in 0_i64..86_400, offset in -14_i64..=14) {
        let instant = days * 86_400 + seconds;
        let local = instant + offset * 3_600;
        prop_assume!(local >= 0);
        let (day, time) = (local / 86_400, local % 86_400);
        let (year, month, day) = date_of(day);
        let sign = if offset < 0 { '-' } else { '+' };
        let text = format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{sign}{:02}:00",
            time / 3_600, time % 3_600 / 60, time % 60, offset.abs()
        );
        prop_assume!(!(1_000..=9_999).contains(&instant)); // four digits are a year
        let epoch = [instant.to_string()];
        prop_assert!(holds("DateEquals", &epoch, one(&text)), "{} {}", text, instant);
        let later = [(instant + 1).to_string()];
        prop_assume!(later[0].len() != 4);
        prop_assert!(holds("DateLessThan", &later, one(&text)), "{} {}", text, instant);
    }

    #[test]
    fn an_address_lies_in_a_block_when_its_first_bits_are_the_same(address in any::<u32>(), block in any::<u32>(), prefix in 0_u32..=32) {
        // Half of the time the block is made around the address.
        for block in [block, address ^ (1 << (block % 32))] {
            let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
            let text = |bits: u32| std::net::Ipv4Addr::from(bits).to_string();
            let policy = [format!("{}/{prefix}", text(block))];
            prop_assert_eq!(holds("IpAddress", &policy, one(&text(address))), address & mask == block & mask);
        }
    }

    #[test]
    fn escaped_wildcards_are_literal(text in "[ab*?$]{0,5}") {
        let escaped: String = text.chars().map(|c| if c.is_alphabetic() { c.to_string() } else { format!("${{{c}}}") }).collect();
        let other = format!("{text}a");
        for operator in ["StringLike", "StringEquals"] {
            prop_assert!(holds(operator, std::slice::from_ref(&escaped), one(&text)), "{} {}", escaped, text);
            prop_assert!(!holds(operator, std::slice::from_ref(&escaped), one(&other)), "{} {}", escaped, other);
        }
    }

    #[test]
    fn names_of_operators_families_and_keys_are_read_alike_in_any_case(operator in select(operators()), values in prop::collection::vec(select(TEXTS), 0..3), request in select(TEXTS)) {
        let values: Vec<_> = values.iter().map(|&value| value.to_owned()).collect();
        prop_assert_eq!(
            holds(&operator, &values, one(request)),
            holds(&operator.to_ascii_lowercase(), &values, one(request))
        );
    }
}

/// Year, month and day, found by counting.
fn date_of(mut days: i64) -> (i64, i64, i64) {
    let is_leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let mut year = 1970;
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + i64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[test]
fn every_operator_is_tried() {
    let families: Vec<_> = BaseOperator::ALL.iter().map(|base| base.family()).collect();
    assert_eq!(operators().len(), families.len() * 6);
    assert!(families.contains(&OperatorFamily::Null));
}
