//! Values that lie anywhere in a cell, and callers that no policy names.

use kms_catalog::{Cardinality, KeyType};

use super::generate::Random;
use crate::callers::{StandsFor, Who};
use crate::quotient::{CellValue, KeyDimension, Quotient};
use crate::ties;

/// A value near those of the policy, with the cell that it is of: one for which every condition says the same.
pub(super) fn anywhere(
    quotient: &Quotient<'_>,
    dimension: &KeyDimension,
    cell: usize,
    random: &mut Random,
) -> (usize, CellValue) {
    let given = dimension.cells[cell].clone();
    let Some(key) = dimension.key else { return (cell, given) };
    if key.kind == KeyType::Bool || !key.values.is_empty() {
        return (cell, given);
    }
    let operands: Vec<&String> =
        dimension.conditions.iter().flat_map(|condition| &condition.values).collect();
    if operands.is_empty() {
        return (cell, given);
    }
    let value = |random: &mut Random| near(random.of::<&String>(&operands).as_str(), key.kind, random);
    let value = match key.cardinality {
        Cardinality::Multi => {
            let count = 1 + random.below(3);
            CellValue::Many((0..count).map(|_| value(random)).collect())
        }
        Cardinality::Single => CellValue::One(value(random)),
    };
    if !is_of_key(&value, key) {
        return (cell, given);
    }
    let rows = |value: &CellValue| quotient.holds(dimension, value);
    let own = rows(&value);
    let same = (0..dimension.cells.len()).find(|at| {
        let named = |cell: &CellValue| match cell {
            CellValue::Many(values) => values.iter().any(|value| value.eq_ignore_ascii_case("App")),
            _ => false,
        };
        rows(&dimension.cells[*at]) == own && named(&dimension.cells[*at]) == named(&value)
    });
    // `App` alone is tied to a pair of the encryption context; without such a pair nothing asks for it.
    let same = same.or_else(|| (0..dimension.cells.len()).find(|at| rows(&dimension.cells[*at]) == own));
    let found = same
        .unwrap_or_else(|| panic!("no cell of {} is like {value:?}: {:?}", dimension.name, dimension.cells));
    (found, value)
}

fn is_of_key(value: &CellValue, key: &kms_catalog::ConditionKey) -> bool {
    let one = |value: &String| match key.kind {
        KeyType::Arn => kms_policy::Arn::new(value).is_some_and(|arn| !arn.resource().is_empty()),
        KeyType::Numeric => {
            let (least, most) = ties::range(key);
            value.parse::<i128>().is_ok_and(|number| (least..=most).contains(&number))
        }
        KeyType::Date => !value.is_empty() && !value.contains(['*', 'x']),
        KeyType::IpAddress => value.parse::<std::net::IpAddr>().is_ok(),
        _ if ties::holds_account(key) => kms_policy::AccountId::new(value).is_some(),
        _ => !value.is_empty() || ties::may_be_empty(key),
    };
    match value {
        CellValue::One(value) => one(value),
        CellValue::Many(values) => values.iter().all(one),
        CellValue::Absent | CellValue::Bit(_) => true,
    }
}

/// A text like an operand: its wildcards filled in, a character changed, its case, its end.
fn near(operand: &str, kind: KeyType, random: &mut Random) -> String {
    const FILL: &[&str] = &["", "a", "x", "us-east-1", "team/Ops", "App", ":", "111122223333", "a:b"];
    match kind {
        KeyType::Numeric => {
            let number: i128 = operand.parse().unwrap_or(0);
            let off = i128::try_from(random.below(7)).unwrap() - 3;
            return (number + off).to_string();
        }
        KeyType::IpAddress => {
            let (address, _) = operand.split_once('/').unwrap_or((operand, ""));
            return match address.parse() {
                Ok(std::net::IpAddr::V4(address)) => {
                    let off = u32::try_from(random.below(600)).unwrap();
                    std::net::Ipv4Addr::from(u32::from(address).wrapping_add(off).wrapping_sub(300))
                        .to_string()
                }
                Ok(std::net::IpAddr::V6(address)) => {
                    let off = u128::try_from(random.below(5)).unwrap() << 95;
                    std::net::Ipv6Addr::from(u128::from(address).wrapping_add(off)).to_string()
                }
                Err(_) => "192.0.2.1".to_owned(),
            };
        }
        KeyType::Date => {
            let of = [
                "2025-12-31T23:59:59Z",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00.2Z",
                "2026-07-01T00:00:00Z",
                "2030-01-01T00:00:00Z",
            ];
            return (*random.of(&of)).to_owned();
        }
        _ => {}
    }
    let mut text = String::new();
    for character in operand.chars() {
        match character {
            '*' => text.push_str(random.of::<&str>(FILL)),
            '?' => text.push_str(["a", "2", "x"][random.below(3)]),
            _ if random.below(30) == 0 => text.push(['q', 'A', '/'][random.below(3)]),
            other => text.push(other),
        }
    }
    match random.below(8) {
        0 => text.push('x'),
        1 => text = text.to_uppercase(),
        2 => text = text.to_lowercase(),
        3 => text = format!("x{text}"),
        4 => "other".clone_into(&mut text),
        _ => {}
    }
    text
}

/// Somebody of the key's account, or of another, with a name at random.
pub(super) fn somebody(random: &mut Random) -> Who {
    let account = random.of(&["111122223333", "444455556666", "121212121212", "111199998888"]);
    let name = random.of(&["App", "team/Ops", "a", "alpha", "Ana", "x/y/Ops", "Zed", "team/x"]);
    let last = name.rsplit('/').next().unwrap_or_default();
    let through_service = random.below(2) == 0;
    let who = |principal: String, issuer: Option<String>| Who {
        through_service,
        ..Who::new(&principal, StandsFor::Itself).with_issuer(issuer)
    };
    match random.below(3) {
        0 => who(
            format!("arn:aws:sts::{account}:assumed-role/{last}/later"),
            Some(format!("arn:aws:iam::{account}:role/{name}")),
        ),
        1 => who(format!("arn:aws:iam::{account}:user/{name}"), None),
        _ => who(
            random
                .of(&["logs.us-east-1.amazonaws.com", "sns.amazonaws.com", "ses.amazonaws.com"])
                .to_string(),
            None,
        ),
    }
}
