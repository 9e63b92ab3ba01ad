//! ARNs with wildcards, compared component by component.
//!
//! IAM User Guide, *Condition operators*, Amazon Resource Name (ARN) condition operators: each of the six
//! components is checked separately and each can include `*` and `?`; a wildcard never reaches over a colon
//! between components. The resource is everything behind the fifth colon, further colons included.

use crate::Pattern;

/// Six patterns, one for each component of an ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArnPattern([Pattern; 6]);

/// A component of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named as in AWS's general form of an ARN")]
pub enum ArnComponent {
    Prefix,
    Partition,
    Service,
    Region,
    Account,
    Resource,
}

impl ArnComponent {
    /// The six components, in order.
    pub const ALL: [Self; 6] =
        [Self::Prefix, Self::Partition, Self::Service, Self::Region, Self::Account, Self::Resource];

    /// How AWS names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prefix => "arn",
            Self::Partition => "partition",
            Self::Service => "service",
            Self::Region => "region",
            Self::Account => "account",
            Self::Resource => "resource",
        }
    }
}

impl ArnPattern {
    /// The pattern that `text` spells; `None` if it has fewer than six components, and so matches no ARN.
    pub fn new(text: &str) -> Option<Self> {
        Self::with_live_wildcards(text, &|_| true)
    }

    /// The pattern in which only those `*` and `?` are wildcards whose offsets in `text` are live.
    pub(crate) fn with_live_wildcards(text: &str, is_live: &dyn Fn(usize) -> bool) -> Option<Self> {
        let mut start = 0;
        let mut next = |is_last: bool| {
            let rest = text.get(start..)?;
            let length = if is_last { rest.len() } else { rest.find(':')? };
            let offset = start;
            start += length + 1;
            Some(Pattern::with_live_wildcards(rest.get(..length)?, &|at| is_live(offset + at)))
        };
        let mut component = || next(false);
        let first = [component()?, component()?, component()?, component()?, component()?];
        let [arn, partition, service, region, account] = first;
        Some(Self([arn, partition, service, region, account, next(true)?]))
    }

    /// Whether every component of an ARN matches; see [`Arn::split`](crate::Arn::split).
    pub fn matches(&self, arn: &[&str; 6]) -> bool {
        self.first_mismatch(arn).is_none()
    }

    /// The first component that does not match.
    pub fn first_mismatch(&self, arn: &[&str; 6]) -> Option<ArnComponent> {
        let at = self.0.iter().zip(arn).position(|(pattern, component)| !pattern.matches(component))?;
        ArnComponent::ALL.get(at).copied()
    }

    /// Whether every component would match if the case of letters did not matter.
    pub fn matches_ignoring_case(&self, arn: &[&str; 6]) -> bool {
        self.0.iter().zip(arn).all(|(pattern, component)| pattern.matches_ignoring_case(component))
    }

    /// Whether any component has a wildcard.
    pub fn has_wildcards(&self) -> bool {
        self.0.iter().any(Pattern::has_wildcards)
    }

    /// The pattern of one component.
    pub fn component(&self, component: ArnComponent) -> &Pattern {
        let [prefix, partition, service, region, account, resource] = &self.0;
        match component {
            ArnComponent::Prefix => prefix,
            ArnComponent::Partition => partition,
            ArnComponent::Service => service,
            ArnComponent::Region => region,
            ArnComponent::Account => account,
            ArnComponent::Resource => resource,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arn;

    const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";

    #[test]
    fn each_component_is_compared_by_itself() {
        for (pattern, text, mismatch) in [
            (KEY, KEY, None),
            ("arn:*:kms:*:*:*", KEY, None),
            ("arn:aws*:kms:us-*-?:111122223333:key/*", KEY, None),
            ("arn:aws:kms:us-east-1:111122223333:alias/*", KEY, Some(ArnComponent::Resource)),
            ("arn:aws:kms:us-west-?:111122223333:key/*", KEY, Some(ArnComponent::Region)),
            ("arn:aws:kms:us-east-1::key/*", KEY, Some(ArnComponent::Account)),
            ("arn:AWS:kms:us-east-1:111122223333:key/*", KEY, Some(ArnComponent::Partition)),
            ("arn:aws:s3*:::*", KEY, Some(ArnComponent::Service)),
            ("arn:aws:logs:*:*:*", "arn:aws:logs:us-east-1:111122223333:log-group:a:b", None),
            ("arn:aws:logs:*:*:log-group:*:b", "arn:aws:logs:us-east-1:111122223333:log-group:a:b", None),
            (
                "arn:aws:logs:*:log-group:a:b",
                "arn:aws:logs:us-east-1:111122223333:log-group:a:b",
                Some(ArnComponent::Account),
            ),
            ("arn:aws:sqs:*:*:q:*", "arn:aws:sqs:us-east-1:111122223333:q", Some(ArnComponent::Resource)),
        ] {
            let arn = Arn::split(text).unwrap();
            assert_eq!(ArnPattern::new(pattern).unwrap().first_mismatch(&arn), mismatch, "{pattern}");
        }
    }

    #[test]
    fn fewer_than_six_components_are_no_arn_pattern() {
        for pattern in ["", "*", "arn:*", "arn:aws:s3*", "arn:aws:s3::bucket"] {
            assert_eq!(ArnPattern::new(pattern), None, "{pattern}");
        }
        assert!(ArnPattern::new("arn:aws:s3:::bucket").is_some());
    }
}
