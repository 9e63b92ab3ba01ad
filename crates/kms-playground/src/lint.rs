//! Findings without an evaluation: of a scenario, and of a policy that stands in no scenario.

use kms_lint::{Code, Facts};

use crate::policy::ReadPolicy;
use crate::report::{FindingReport, PolicyKind, PolicyReport, Severity};
use crate::run::findings;
use crate::scenario::Scenario;

/// A rule, for lists of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintRule {
    /// Its name in reports and scenarios.
    pub code: &'static str,
    /// How severe its findings usually are.
    pub severity: Severity,
    /// AWS's page about the matter.
    pub source: &'static str,
    /// The name of its page in `docs/rules`, without the ending.
    pub page: &'static str,
}

/// A policy that stands in no scenario, to be looked at.
#[derive(Clone, Copy, Debug)]
pub struct LoosePolicy<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it is attached.
    pub kind: PolicyKind,
    /// The ARN of the key that it belongs to, if it is known.
    pub key: Option<&'a str>,
}

/// Every rule, in the order of their table.
pub fn lint_rules() -> impl Iterator<Item = LintRule> {
    Code::ALL.iter().map(|code| LintRule {
        code: code.name(),
        severity: findings::severity(code.severity()),
        source: code.page(),
        page: code.file(),
    })
}

/// The findings of [`crate::run`], without the decisions.
pub fn findings_of(scenario: &Scenario) -> Vec<FindingReport> {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    findings::of(scenario, &policies)
}

impl Scenario {
    /// Applies every fix that needs no review to the policies, and gives the number of fixes. The rules that the scenario
    /// allows and those that `is_allowed` names are left alone.
    pub fn fix_policies(&mut self, is_allowed: impl Fn(&str) -> bool) -> usize {
        let allowed = self.lint.as_ref().map(|lint| lint.allow.clone()).unwrap_or_default();
        let is_allowed = |code: &str| allowed.iter().any(|allowed| allowed == code) || is_allowed(code);
        let read: Vec<_> = self.policies().into_iter().map(ReadPolicy::new).collect();
        let fixes: Vec<_> = read
            .iter()
            .map(|policy| (policy.place, findings::fixed(self, policy, |code| !is_allowed(code.name()))))
            .collect();
        drop(read);
        let mut count = 0;
        for (place, fixed) in fixes {
            count += fixed.applied.len();
            if let Some(text) = place.filter(|_| !fixed.applied.is_empty()).and_then(|id| id.text_mut(self)) {
                text.replace(fixed.text);
            }
        }
        count
    }
}

impl LoosePolicy<'_> {
    /// What is wrong with the text, and what a reviewer would say.
    pub fn lint(&self) -> (PolicyReport, Vec<FindingReport>) {
        let policy = ReadPolicy::read("policy".to_owned(), "policy", self.kind, self.text);
        let findings = findings::in_policy(&policy, &self.facts(), |_| false);
        (policy.report(), findings)
    }

    /// The text after every fix that needs no review, and the rules whose fixes were applied; those that `is_allowed`
    /// names are left alone.
    pub fn fix(&self, is_allowed: impl Fn(&str) -> bool) -> (String, Vec<&'static str>) {
        let fixed =
            kms_lint::fix(self.text, self.kind.into(), &self.facts(), |code| !is_allowed(code.name()));
        (fixed.text, fixed.applied.into_iter().map(Code::name).collect())
    }

    fn facts(&self) -> Facts {
        self.key.map(Facts::of_key).unwrap_or_default()
    }
}
