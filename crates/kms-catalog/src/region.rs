//! Regions and partitions, as far as names that AWS builds from them need it.
//!
//! New Regions appear, and a name tells its partition by itself: the list here only serves to say which Region a misspelt
//! name most likely means.

use crate::name;

/// The Regions of the `aws`, `aws-cn` and `aws-us-gov` partitions in November 2026.
const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-1",
    "ap-south-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-south-1",
    "eu-south-2",
    "eu-north-1",
    "il-central-1",
    "me-south-1",
    "me-central-1",
    "mx-central-1",
    "sa-east-1",
    "cn-north-1",
    "cn-northwest-1",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// The parts of the world and of a continent that the names of Regions are made of; a name of other parts is a slip.
const AREAS: &[&str] = &[
    "us", "af", "ap", "ca", "eu", "il", "me", "mx", "sa", "cn", "eusc", "us-gov", "us-iso", "us-isob",
    "us-isof", "eu-isoe",
];
const DIRECTIONS: &[&str] = &[
    "east",
    "west",
    "north",
    "south",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "de-east",
];

/// The Region that a misspelt name most likely means; none for the name of a Region, also of one that is not known yet.
#[must_use]
pub fn nearest_region(text: &str) -> Option<&'static str> {
    if REGIONS.contains(&text) || is_made_of_known_parts(text) {
        return None;
    }
    name::nearest(text, REGIONS.iter().copied())
}

fn is_made_of_known_parts(text: &str) -> bool {
    let Some((place, number)) = text.rsplit_once('-') else { return false };
    let is_number = number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number
        && AREAS.iter().any(|area| {
            let direction = place.strip_prefix(area).and_then(|rest| rest.strip_prefix('-'));
            direction.is_some_and(|direction| DIRECTIONS.contains(&direction))
        })
}

/// The partition of a Region: `aws`, `aws-cn`, `aws-us-gov` …
#[must_use]
pub fn partition_of(region: &str) -> &'static str {
    let partitions = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eu-isoe-", "aws-iso-e"),
        ("eusc-", "aws-eusc"),
    ];
    partitions.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, partition)| partition)
}

/// Whether a text looks like the name of a Region: `us-east-1`, `ap-southeast-2`, `us-gov-west-1`.
#[must_use]
pub fn is_region(text: &str) -> bool {
    let lower = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let mut parts = text.split('-');
    let first = parts.next().is_some_and(|part| (2..=4).contains(&part.len()));
    let last = parts.next_back().is_some_and(|part| part.parse::<u8>().is_ok());
    lower && first && last && parts.next().is_some_and(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_names_its_partition() {
        assert_eq!(partition_of("us-east-1"), "aws");
        assert_eq!(partition_of("cn-north-1"), "aws-cn");
        assert_eq!(partition_of("us-gov-west-1"), "aws-us-gov");
        assert_eq!(partition_of("us-isob-east-1"), "aws-iso-b");
        assert_eq!(partition_of(""), "aws");
    }

    #[test]
    fn a_misspelt_region_has_a_nearest_and_a_new_one_has_none() {
        for (text, nearest) in [
            ("us-esat-1", Some("us-east-1")),
            ("eu-wst-2", Some("eu-west-2")),
            ("us-east1", Some("us-east-1")),
            ("eucentral-1", Some("eu-central-1")),
            ("us-east-1", None),
            ("us-east-9", None),
            ("eu-northwest-1", None),
            ("eusc-de-east-1", None),
            ("us-isob-west-1", None),
            ("somewhere", None),
            ("", None),
        ] {
            assert_eq!(nearest_region(text), nearest, "{text}");
        }
    }

    #[test]
    fn a_region_is_told_from_other_labels() {
        for region in ["us-east-1", "ap-southeast-2", "us-gov-west-1", "eusc-de-east-1", "mx-central-1"] {
            assert!(is_region(region), "{region}");
        }
        for label in ["", "-", "us-east", "US-EAST-1", "logs", "us-1", "alarms", "us-east-x", "*"] {
            assert!(!is_region(label), "{label}");
        }
    }
}
