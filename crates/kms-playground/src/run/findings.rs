//! What `kms-lint` finds, in the report's form.

use std::borrow::Cow;

use kms_catalog::KeyManager;
use kms_lint::{Applicability, Code, Facts, Finding, Fix};

use crate::policy::ReadPolicy;
use crate::report::{EditReport, FindingReport, FixReport, Severity};
use crate::scenario::Scenario;

/// The findings in every policy of a scenario, in the order of the policies.
pub(crate) fn of(scenario: &Scenario, policies: &[ReadPolicy<'_>]) -> Vec<FindingReport> {
    let is_allowed = |code: Code| {
        scenario.lint.as_ref().is_some_and(|lint| lint.allow.iter().any(|allowed| allowed == code.name()))
    };
    let of_policy = |policy| in_policy(policy, &facts(scenario, policy), is_allowed);
    policies.iter().flat_map(of_policy).collect()
}

/// The findings in one policy.
pub(crate) fn in_policy(
    policy: &ReadPolicy<'_>,
    facts: &Facts,
    is_allowed: impl Fn(Code) -> bool,
) -> Vec<FindingReport> {
    policy.findings(facts, is_allowed).iter().map(|finding| report(policy, finding)).collect()
}

/// A policy of a scenario with all fixes that need no review.
pub(crate) fn fixed(
    scenario: &Scenario,
    policy: &ReadPolicy<'_>,
    is_wanted: impl Fn(Code) -> bool,
) -> kms_lint::Fixed {
    kms_lint::fix(policy.text(), policy.kind.into(), &facts(scenario, policy), is_wanted)
}

/// What is known around a policy: the key that it belongs to, else the scenario's.
fn facts(scenario: &Scenario, policy: &ReadPolicy<'_>) -> Facts {
    let of_other = policy.id.strip_prefix("otherKeys/").and_then(|rest| {
        let (index, _) = rest.split_once('/')?;
        scenario.other_keys.get(index.parse::<usize>().ok()?)
    });
    let key = of_other.map_or(&scenario.key, |other| &other.key);
    let grants = of_other.map_or(&scenario.grants, |other| &other.grants);
    let grantees = grants.iter().enumerate();
    let grantees = grantees.filter_map(|(at, grant)| Some((at + 1, grant.grantee_principal.clone()?)));
    Facts {
        is_aws_managed: key.key_manager == Some(KeyManager::Aws),
        grantees: grantees.collect(),
        ..Facts::of_key(&key.arn)
    }
}

fn report(policy: &ReadPolicy<'_>, finding: &Finding) -> FindingReport {
    FindingReport {
        policy: policy.id.clone(),
        code: Cow::Borrowed(finding.code.name()),
        severity: severity(finding.severity),
        text: finding.message.clone(),
        help: Some(finding.help.clone()).filter(|help| !help.is_empty()),
        spans: finding.spans.iter().map(|span| policy.span(*span)).collect(),
        fix: finding.fix.as_ref().map(|fix| fix_report(policy, fix)),
        source: Cow::Borrowed(finding.code.page()),
    }
}

fn fix_report(policy: &ReadPolicy<'_>, fix: &Fix) -> FixReport {
    let changes = fix.edit.changes().iter();
    let edits = changes
        .map(|change| EditReport { span: policy.span(change.span), text: change.text.clone() })
        .collect();
    FixReport { title: fix.title.clone(), is_safe: fix.applicability == Applicability::Always, edits }
}

/// The report's word for how severe a finding is.
pub(crate) const fn severity(severity: kms_lint::Severity) -> Severity {
    match severity {
        kms_lint::Severity::Error => Severity::Error,
        kms_lint::Severity::SecurityWarning => Severity::SecurityWarning,
        kms_lint::Severity::Warning => Severity::Warning,
        kms_lint::Severity::Suggestion => Severity::Suggestion,
    }
}
