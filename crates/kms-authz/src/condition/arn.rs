//! ARNs compared component by component: a wildcard never crosses one of the first five colons.
//!
//! IAM User Guide, *Amazon Resource Name (ARN) condition operators*
//! (reference_policies_elements_condition_operators.html).

use crate::ArnComponent;
use crate::stopgap::{Pattern, Token};

/// A pattern of six components, each with its own wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnPattern {
    components: [Pattern; 6],
}

impl ArnPattern {
    /// Splits a pattern at its first five colons; none if it has fewer.
    pub(crate) fn new(pattern: &Pattern) -> Option<Self> {
        let mut parts = pattern.0.splitn(6, |token| *token == Token::Char(':'));
        let components = std::array::from_fn(|_| parts.next().map(|part| Pattern(part.to_vec())));
        let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = components else { return None };
        Some(Self { components: [a, b, c, d, e, f] })
    }

    /// Whether each component covers its counterpart.
    pub(crate) fn matches(&self, arn: &[&str; 6]) -> bool {
        self.components.iter().zip(arn).all(|(pattern, part)| pattern.matches(part))
    }

    /// The first component that does not cover its counterpart.
    pub(crate) fn differs_in(&self, arn: &[&str; 6]) -> Option<ArnComponent> {
        let at = self.components.iter().zip(arn).position(|(pattern, part)| !pattern.matches(part))?;
        ArnComponent::ALL.get(at).copied()
    }

    /// Whether only the case of letters keeps it from matching.
    pub(crate) fn differs_in_case(&self, arn: &[&str; 6]) -> bool {
        self.components.iter().zip(arn).all(|(pattern, part)| pattern.matches_ignore_case(part))
    }

    /// Whether any component has a wildcard.
    pub(crate) fn has_wildcards(&self) -> bool {
        self.components.iter().any(|pattern| pattern.0.iter().any(|token| !matches!(token, Token::Char(_))))
    }

    /// The pattern of one component.
    pub(crate) fn component(&self, component: ArnComponent) -> &Pattern {
        let [prefix, partition, service, region, account, resource] = &self.components;
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

/// The six components of an ARN, the last with its further colons; none if there are fewer.
pub(crate) fn split(text: &str) -> Option<[&str; 6]> {
    let mut parts = text.splitn(6, ':');
    let mut components = [""; 6];
    for component in &mut components {
        *component = parts.next()?;
    }
    Some(components)
}
