//! What an analysis is asked about: a key policy alone, or a scenario with its key.

use std::sync::Arc;

use kms_analysis::KeyFacts;
use kms_policy::{Arn, Parse, PolicyKind};
use thiserror::Error;

use crate::run::key_attributes;
use crate::{PastedKind, Readings, Scenario, ScenarioError};

/// A key policy, with its key as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalysisInput {
    /// The scenario, or one made around the policy.
    pub scenario: Scenario,
    /// Whether it was a scenario, whose key is known.
    pub is_scenario: bool,
}

/// Why there is nothing to analyse.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnalysisError {
    /// AWS would not accept the policy.
    #[error("AWS would reject {policy}: line {line}: {text}")]
    Refused {
        /// Which policy.
        policy: String,
        /// The line of its first fault.
        line: u32,
        /// The fault.
        text: String,
    },
    /// The key has no ARN.
    #[error("`{0}` is no key ARN")]
    NoKey(String),
    /// The policies tell more callers apart than a grid shows.
    #[error("the policy distinguishes too many callers for a grid")]
    TooManyCallers,
}

impl AnalysisInput {
    /// Reads a scenario, a key policy, or what `aws kms get-key-policy` prints.
    ///
    /// # Errors
    ///
    /// A scenario that cannot be read.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        Self::read_beside(text, &mut Readings::new())
    }

    /// The same where policies may have been read before.
    ///
    /// # Errors
    ///
    /// As [`AnalysisInput::read`].
    pub fn read_beside(text: &str, readings: &mut Readings) -> Result<Self, ScenarioError> {
        let pasted = Scenario::from_pasted_beside(text, readings)?;
        Ok(Self { is_scenario: pasted.kind == PastedKind::Scenario, scenario: pasted.scenario })
    }

    pub(super) fn policy(&self, name: &str) -> Result<Arc<Parse>, AnalysisError> {
        let text = self.scenario.key_policy.text();
        let read = self.scenario.key_policy.parsed(PolicyKind::KeyPolicy);
        if read.accepted().is_some() {
            return Ok(read);
        }
        let refused = read.errors.iter().find(|error| error.severity == kms_policy::Severity::Refused);
        let (line, fault) = refused.map_or((1, String::new()), |error| {
            let before =
                text.get(..usize::try_from(error.span.start()).unwrap_or_default()).unwrap_or_default();
            (
                u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1),
                error.text().to_owned(),
            )
        });
        Err(AnalysisError::Refused { policy: name.to_owned(), line, text: fault })
    }

    pub(super) fn facts(&self) -> Result<KeyFacts, AnalysisError> {
        let key = &self.scenario.key;
        let arn = Arn::new(&key.arn).ok_or_else(|| AnalysisError::NoKey(key.arn.clone()))?;
        Ok(KeyFacts { arn, attributes: self.is_scenario.then(|| key_attributes(key)) })
    }
}
