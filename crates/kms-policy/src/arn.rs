//! Amazon Resource Names, split at their first five colons.
//!
//! IAM User Guide, *Identify AWS resources with Amazon Resource Names* (reference-arns.html).

use std::fmt;

/// `arn:partition:service:region:account:resource`; the resource keeps any further colons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Arn {
    text: String,
    /// Offsets of the five colons that part the components.
    colons: [usize; 5],
}

impl Arn {
    /// The ARN that `text` spells, if it has six components of which the first is `arn`.
    pub fn new(text: &str) -> Option<Self> {
        let mut colons = [0; 5];
        let mut found = text.match_indices(':').map(|(at, _)| at);
        for colon in &mut colons {
            *colon = found.next()?;
        }
        text.starts_with("arn:").then(|| Self { text: text.to_owned(), colons })
    }

    /// The six components of the ARN that `text` spells, without keeping the text.
    pub fn split(text: &str) -> Option<[&str; 6]> {
        let mut rest = text;
        let mut part = || {
            let colon = rest.bytes().position(|byte| byte == b':')?;
            let part = rest.get(..colon)?;
            rest = rest.get(colon + 1..)?;
            Some(part)
        };
        let [prefix, partition, service, region, account] = [part()?, part()?, part()?, part()?, part()?];
        (prefix == "arn").then_some([prefix, partition, service, region, account, rest])
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `aws`, `aws-cn`, `aws-us-gov` …
    pub fn partition(&self) -> &str {
        self.between(0)
    }

    /// `kms`, `iam`, `sts` …
    pub fn service(&self) -> &str {
        self.between(1)
    }

    /// The Region, empty for global services.
    pub fn region(&self) -> &str {
        self.between(2)
    }

    /// The account, empty where a service leaves it out.
    pub fn account(&self) -> &str {
        self.between(3)
    }

    /// Everything after the fifth colon.
    pub fn resource(&self) -> &str {
        let [.., last] = self.colons;
        self.text.get(last + 1..).unwrap_or_default()
    }

    /// The six components, in order.
    pub fn components(&self) -> [&str; 6] {
        ["arn", self.partition(), self.service(), self.region(), self.account(), self.resource()]
    }

    fn between(&self, nth: usize) -> &str {
        let (Some(&from), Some(&to)) = (self.colons.get(nth), self.colons.get(nth + 1)) else { return "" };
        self.text.get(from + 1..to).unwrap_or_default()
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_six_components_and_the_last_keeps_its_colons() {
        let arn = Arn::new("arn:aws:logs:us-east-1:111122223333:log-group:a:*").unwrap();
        assert_eq!(arn.components(), ["arn", "aws", "logs", "us-east-1", "111122223333", "log-group:a:*"]);
        assert_eq!(Arn::split(arn.as_str()), Some(arn.components()));
        assert_eq!(Arn::new("arn:aws:kms:us-east-1:111122223333"), None);
        assert_eq!(Arn::split("arn:aws:kms:us-east-1:111122223333"), None);
        assert_eq!(Arn::split("urn:aws:kms:us-east-1:111122223333:key/1"), None);
        assert_eq!(Arn::new("urn:aws:kms:us-east-1:111122223333:key/1"), None);
    }
}
