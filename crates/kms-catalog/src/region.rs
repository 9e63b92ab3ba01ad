//! Regions and partitions, as far as names that AWS builds from them need it.
//!
//! Knows no list of Regions: new ones appear, and a name tells its partition by itself.

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
pub(crate) fn is_region(text: &str) -> bool {
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
    fn a_region_is_told_from_other_labels() {
        for region in ["us-east-1", "ap-southeast-2", "us-gov-west-1", "eusc-de-east-1", "mx-central-1"] {
            assert!(is_region(region), "{region}");
        }
        for label in ["", "-", "us-east", "US-EAST-1", "logs", "us-1", "alarms", "us-east-x", "*"] {
            assert!(!is_region(label), "{label}");
        }
    }
}
