//! The values of one condition key that a set of conditions can tell apart: at least one of each kind.
//!
//! Candidates are made from what the conditions compare with: the texts that their patterns tell apart, each number and
//! date with its neighbours, both ends of each address range. Which of them are of one kind the evaluator says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use kms_catalog::{Cardinality, ConditionKey, KeyTail, KeyType};
use kms_policy::{BaseOperator, ConditionOperator, OperatorFamily};

use crate::automaton::{Shape, Tokens, explore};
use crate::ties;

/// What a condition compares its key with.
pub(crate) struct Compared<'d> {
    pub(crate) operator: ConditionOperator,
    pub(crate) values: Vec<&'d str>,
}

/// Candidates for the single values of a key; none: too many to tell apart, or of types that do not mix.
pub(crate) fn candidates(
    key: Option<&ConditionKey>,
    compared: &[Compared<'_>],
    names: &[&str],
) -> Option<Vec<String>> {
    if let Some(closed) = key.and_then(closed) {
        return Some(closed);
    }
    let of = |families: &[OperatorFamily]| {
        compared.iter().filter(|one| families.contains(&one.operator.base.family())).collect::<Vec<_>>()
    };
    let texts = of(&[OperatorFamily::String, OperatorFamily::Arn]);
    let ordered = of(&[OperatorFamily::Numeric, OperatorFamily::Date]);
    let addresses = of(&[OperatorFamily::IpAddress]);
    let others = of(&[OperatorFamily::Bool, OperatorFamily::Binary]);
    let kinds = [&texts, &ordered, &addresses, &others].iter().filter(|of| !of.is_empty()).count();
    if kinds > 1 {
        return None;
    }
    let mut found = ordinary(key);
    found.extend(text(key, &texts, names)?);
    let values =
        |of: &[&Compared<'_>]| of.iter().flat_map(|one| one.values.iter().map(|v| (*v).to_owned())).collect();
    let ordered_values: Vec<String> = values(&ordered);
    found.extend(ordered_values.iter().flat_map(|value| neighbours(value, key)));
    if !addresses.is_empty() {
        found.extend(["0.0.0.0".to_owned(), "::".to_owned()]);
        let ranges: Vec<String> = values(&addresses);
        found.extend(ranges.iter().flat_map(|range| ends(range)));
    }
    let others: Vec<String> = values(&others);
    found.extend(others);
    if key.is_some_and(ties::may_be_empty) {
        found.push(String::new());
    }
    Some(found)
}

/// The values of a key that has only these.
fn closed(key: &ConditionKey) -> Option<Vec<String>> {
    match key.kind {
        KeyType::Bool => Some(vec!["true".to_owned(), "false".to_owned()]),
        _ if key.values.is_empty() => None,
        _ => Some(key.values.iter().map(|value| (*value).to_owned()).collect()),
    }
}

/// Values as requests have them, for the kind that no pattern is about.
fn ordinary(key: Option<&ConditionKey>) -> Vec<String> {
    let Some(key) = key else { return vec!["other".to_owned()] };
    let value = match (key.kind, key.name) {
        (KeyType::Arn, _) => "arn:aws:s3:::other",
        (KeyType::IpAddress, _) => "198.51.100.1",
        (KeyType::Date, "aws:EpochTime" | "kms:ValidTo") => "1767225600",
        (KeyType::Date, _) => "2026-01-01T00:00:00Z",
        (KeyType::Binary, _) => "b3RoZXI=",
        (KeyType::Numeric, "kms:RotationPeriodInDays") => "365",
        (KeyType::Numeric, _) => "30",
        (_, "kms:ViaService") => "other.us-east-1.amazonaws.com",
        (_, "kms:RequestAlias") => "alias/other",
        (_, "aws:RequestedRegion" | "kms:ReplicaRegion" | "kms:PrimaryRegion") => "ap-southeast-2",
        (_, "aws:SourceVpc") => "vpc-0other",
        (_, "aws:SourceVpce") => "vpce-0other",
        (_, name) if name.ends_with("OrgID") => "o-otherother",
        (_, name) if name.ends_with("OrgPaths") => "o-otherother/r-other/ou-other/",
        _ if ties::holds_account(key) => "999999999999",
        _ => "other",
    };
    vec![value.to_owned()]
}

fn text(key: Option<&ConditionKey>, compared: &[&Compared<'_>], names: &[&str]) -> Option<Vec<String>> {
    if compared.is_empty() && names.is_empty() {
        return Some(Vec::new());
    }
    let shape = match key {
        Some(key) if key.kind == KeyType::Arn => Shape::Arn,
        Some(key) if ties::holds_account(key) => Shape::Account,
        _ => Shape::Text,
    };
    let mut patterns: Vec<Tokens> = Vec::new();
    for one in compared {
        patterns.extend(one.values.iter().map(|value| tokens(one.operator.base, value)));
        if one.operator.base.family() == OperatorFamily::Arn && shape == Shape::Text {
            patterns.push(Tokens::arn("arn:*:*:*:*:*"));
        }
    }
    patterns.extend(names.iter().map(|name| Tokens::folded(name)));
    let mut distinct: Vec<Tokens> = Vec::new();
    for pattern in patterns {
        if !distinct.contains(&pattern) {
            distinct.push(pattern);
        }
    }
    explore(&distinct, "", shape)
}

/// How a condition reads one of its values.
pub(crate) fn tokens(base: BaseOperator, value: &str) -> Tokens {
    match base {
        BaseOperator::StringLike | BaseOperator::StringNotLike => Tokens::like(value),
        BaseOperator::StringEqualsIgnoreCase | BaseOperator::StringNotEqualsIgnoreCase => {
            Tokens::folded(value)
        }
        _ if base.family() == OperatorFamily::Arn => Tokens::arn(value),
        _ => Tokens::exact(value),
    }
}

/// A number or date with what lies just before and behind it.
fn neighbours(value: &str, key: Option<&ConditionKey>) -> Vec<String> {
    if let Some(whole) = value.split('.').next().and_then(|whole| whole.parse::<i128>().ok()) {
        let (least, most) = key.map_or((0, i128::MAX), ties::range);
        let around = [least, whole.saturating_sub(1), whole, whole.saturating_add(1)];
        return around.into_iter().filter(|n| (least..=most).contains(n)).map(|n| n.to_string()).collect();
    }
    // Of a date: itself as written, half a second behind it, and the beginning of time; whatever lies between two
    // dates lies just behind the earlier one.
    let mut found = vec!["1970-01-01T00:00:00Z".to_owned(), value.to_owned()];
    if let Some((date, time)) = value.split_once('T') {
        let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = time.split_at_checked(zone).unwrap_or((time, ""));
        let clock = match clock.matches(':').count() {
            1 => format!("{clock}:00.5"),
            _ if clock.contains('.') => format!("{clock}5"),
            _ => format!("{clock}.5"),
        };
        found.push(format!("{date}T{clock}{zone}"));
    } else {
        let full = match value.matches('-').count() {
            0 => format!("{value}-01-01"),
            1 => format!("{value}-01"),
            _ => value.to_owned(),
        };
        found.extend([format!("{full}T00:00:00Z"), format!("{full}T00:00:00.5Z")]);
    }
    found
}

/// Where a CIDR block begins, and where what lies behind it begins.
fn ends(range: &str) -> Vec<String> {
    let (address, length) =
        range.split_once('/').map_or((range, None), |(address, length)| (address, Some(length)));
    let length =
        |most: u32| length.map_or(Some(most), |text| text.parse::<u32>().ok()).filter(|n| *n <= most);
    match address.parse() {
        Ok(IpAddr::V4(address)) => {
            let Some(length) = length(32) else { return Vec::new() };
            let size = 1_u64 << (32 - length);
            let first = u64::from(u32::from(address)) / size * size;
            [first, first + size]
                .into_iter()
                .filter_map(|n| u32::try_from(n).ok())
                .map(|n| Ipv4Addr::from(n).octets().map(|part| part.to_string()).join("."))
                .collect()
        }
        Ok(IpAddr::V6(address)) => {
            let Some(length) = length(128) else { return Vec::new() };
            let mask = if length == 0 { 0 } else { u128::MAX << (128 - length) };
            let first = u128::from(address) & mask;
            let behind = (first | !mask).checked_add(1);
            std::iter::once(first).chain(behind).map(|n| all_groups(Ipv6Addr::from(n))).collect()
        }
        Err(_) => Vec::new(),
    }
}

/// The address with all its groups. The shortest form would be nicer, but what writes it weighs as much in the download as
/// a question about addresses.
fn all_groups(address: Ipv6Addr) -> String {
    address.segments().map(|group| format!("{group:x}")).join(":")
}

/// Whether requests may have several values of the key.
pub(crate) fn is_multivalued(key: Option<&ConditionKey>) -> bool {
    key.is_some_and(|key| key.cardinality == Cardinality::Multi)
}

/// The name behind `kms:EncryptionContext:`.
pub(crate) fn context_name<'n>(key: Option<&ConditionKey>, name: &'n str) -> Option<&'n str> {
    let key = key.filter(|key| key.tail == KeyTail::EncryptionContextKey)?;
    key.tail_of(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_ranges_are_where_the_answer_can_change() {
        assert_eq!(ends("203.0.113.7/24"), ["203.0.113.0", "203.0.114.0"]);
        assert_eq!(ends("255.255.255.255"), ["255.255.255.255"]);
        assert_eq!(ends("0.0.0.0/0"), ["0.0.0.0"]);
        assert_eq!(ends("2001:db8::/32"), ["2001:db8:0:0:0:0:0:0", "2001:db9:0:0:0:0:0:0"]);
        assert_eq!(ends("::/0"), ["0:0:0:0:0:0:0:0"]);
        assert!(ends("203.0.113.0/33").is_empty());
    }

    #[test]
    fn dates_and_numbers_have_neighbours() {
        assert!(neighbours("2026-05-01T10:00Z", None).contains(&"2026-05-01T10:00:00.5Z".to_owned()));
        assert!(neighbours("2026-05", None).contains(&"2026-05-01T00:00:00.5Z".to_owned()));
        assert_eq!(
            neighbours("30", ConditionKey::find("kms:ScheduleKeyDeletionPendingWindowInDays")),
            ["7", "29", "30"]
        );
    }
}
