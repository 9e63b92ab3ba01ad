//! Texts with placeholders, such as `ec2.<region>.amazonaws.com`.
//!
//! A placeholder stands in angle brackets. `<partition>`, `<region>` and `<account>` can be filled; any
//! other, such as `<bucket>`, is for a person to replace.

use crate::region::partition_of;

/// A text with placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Template(pub(crate) &'static str);

impl Template {
    /// The text with all of its placeholders.
    #[must_use]
    pub const fn text(self) -> &'static str {
        self.0
    }

    /// The text with partition, Region and account filled in; other placeholders stay.
    #[must_use]
    pub fn fill(self, region: &str, account: &str) -> String {
        self.0
            .replace("<partition>", partition_of(region))
            .replace("<region>", region)
            .replace("<account>", account)
    }

    /// The text with the Region filled in.
    #[must_use]
    pub fn in_region(self, region: &str) -> String {
        self.0.replace("<region>", region)
    }

    /// Whether the name of a Region is a part of the text.
    #[must_use]
    pub fn is_regional(self) -> bool {
        self.0.contains("<region>")
    }

    /// Whether `value` is this text with some Region filled in, case aside. A pattern such as
    /// `dynamodb.*.amazonaws.com` counts, as does a placeholder in the Region's place.
    #[must_use]
    pub fn matches(self, value: &str) -> bool {
        let Some((head, tail)) = self.0.split_once("<region>") else {
            return self.0.eq_ignore_ascii_case(value);
        };
        let Some((start, rest)) = value.split_at_checked(head.len()) else { return false };
        let Some((region, end)) = rest.len().checked_sub(tail.len()).and_then(|at| rest.split_at_checked(at))
        else {
            return false;
        };
        let is_label = !region.is_empty() && !region.contains('.');
        start.eq_ignore_ascii_case(head) && end.eq_ignore_ascii_case(tail) && is_label
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_placeholders_are_filled_and_others_stay() {
        let arn = Template("arn:<partition>:logs:<region>:<account>:log-group:<name>");
        assert_eq!(
            arn.fill("us-east-1", "111122223333"),
            "arn:aws:logs:us-east-1:111122223333:log-group:<name>"
        );
        assert!(arn.fill("cn-north-1", "111122223333").starts_with("arn:aws-cn:logs:cn-north-1:"));
    }

    #[test]
    fn the_suffix_of_via_service_is_the_same_in_every_partition() {
        let via = Template("s3.<region>.amazonaws.com");
        assert_eq!(via.in_region("us-east-1"), "s3.us-east-1.amazonaws.com");
        assert_eq!(via.in_region("cn-north-1"), "s3.cn-north-1.amazonaws.com");
    }

    #[test]
    fn a_value_matches_with_any_region() {
        let via = Template("ec2.<region>.amazonaws.com");
        for value in ["ec2.us-east-1.amazonaws.com", "EC2.eu-west-1.amazonaws.com", "ec2.*.amazonaws.com"] {
            assert!(via.matches(value), "{value}");
        }
        for value in ["", "ec2.amazonaws.com", "ec2..amazonaws.com", "ec2.a.b.amazonaws.com", "ec2.é", "é"]
        {
            assert!(!via.matches(value), "{value}");
        }
        assert!(Template("rds.amazonaws.com").matches("rds.amazonaws.com"));
    }
}
