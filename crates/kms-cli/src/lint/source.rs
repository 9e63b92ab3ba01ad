//! A file with policies: a scenario, or one policy.

use std::fs;

use kms_playground::analysis::{
    AnalysisInput, STATEMENT_WITHOUT_EFFECT, exact_findings, remove_idle, without_idle,
};
use kms_playground::{FindingReport, LoosePolicy, PolicyKind, ReportPosition, Scenario, lint_rules, run};

use super::Linted;
use crate::arguments::{Kind, LintArguments};
use crate::failure::Failure;
use crate::input;

/// A file that was read.
pub(super) struct Source {
    path: String,
    /// The name in reports.
    name: String,
    text: String,
    content: Content,
}

enum Content {
    Scenario(Box<Scenario>),
    Policy(PolicyKind),
}

impl Source {
    /// Reads a file. What has the fields of a scenario is one; everything else is a policy, broken ones included.
    pub(super) fn read(path: &str, arguments: &LintArguments) -> Result<Self, Failure> {
        let (name, text) = input::text(path)?;
        let content = match arguments.kind {
            None if text.contains("\"keyPolicy\"") => {
                let scenario =
                    Scenario::from_json(&text).map_err(|error| Failure::scenario(&name, &error))?;
                Content::Scenario(Box::new(scenario))
            }
            None if text.contains("Principal\"") => Content::Policy(PolicyKind::KeyPolicy),
            None => Content::Policy(PolicyKind::IdentityPolicy),
            Some(kind) => Content::Policy(policy_kind(kind)),
        };
        Ok(Self { path: path.to_owned(), name, text, content })
    }

    /// Everything that is said about its policies.
    pub(super) fn lint(&self, arguments: &LintArguments) -> Vec<Linted> {
        let is_reported = |finding: &FindingReport| !arguments.allow.iter().any(|code| *code == finding.code);
        match &self.content {
            Content::Policy(kind) => {
                let (policy, mut findings) = self.loose(*kind, arguments).lint();
                let exact = self.key_policy(*kind, arguments).map(|input| exact_findings(&input));
                let exact = exact.into_iter().flatten();
                findings.extend(exact.map(|finding| FindingReport { policy: policy.id.clone(), ..finding }));
                findings.retain(is_reported);
                let text = self.text.clone();
                vec![Linted {
                    file: self.name.clone(),
                    place: None,
                    text,
                    base: Some(ReportPosition { line: 1, column: 1, offset: 0 }),
                    errors: policy.errors,
                    findings,
                }]
            }
            Content::Scenario(scenario) => {
                let mut report = run(&Scenario { requests: Vec::new(), ..(**scenario).clone() });
                report.findings.extend(exact_findings(&alone(scenario)));
                report.findings.retain(is_reported);
                let policies = report.policies.into_iter();
                let linted = policies.map(|policy| {
                    let text = scenario.policy_text(&policy.id).unwrap_or_default().to_owned();
                    let findings = report
                        .findings
                        .iter()
                        .filter(|finding| finding.policy == policy.id)
                        .cloned()
                        .collect();
                    Linted {
                        file: self.name.clone(),
                        base: self.start_of(&text),
                        place: Some(policy.id),
                        text,
                        errors: policy.errors,
                        findings,
                    }
                });
                linted.collect()
            }
        }
    }

    /// Applies the fixes that need no review and writes the file; gives their number.
    pub(super) fn fix(&mut self, arguments: &LintArguments) -> Result<usize, Failure> {
        if self.path == "-" {
            return Err(Failure::of(&self.name, &"`--fix` needs a file to write to"));
        }
        let is_allowed = |code: &str| arguments.allow.iter().any(|allowed| allowed == code);
        let (text, count) = match &self.content {
            Content::Policy(kind) => {
                let (mut text, applied) = self.loose(*kind, arguments).fix(is_allowed);
                let mut count = applied.len();
                // Whose account the key belongs to is a guess without its ARN, and no reason to remove a statement.
                if arguments.key.is_some()
                    && !is_allowed(STATEMENT_WITHOUT_EFFECT)
                    && let Some(input) = key_policy(&text, *kind, arguments.key.as_deref())
                {
                    let (left, removed) = without_idle(&input);
                    (text, count) = (left, count + removed);
                }
                (text, count)
            }
            Content::Scenario(scenario) => scenario_fixed(scenario, &self.text, is_allowed),
        };
        if count > 0 {
            fs::write(&self.path, &text).map_err(|error| Failure::of(&self.name, &input::plain(&error)))?;
            *self = Self::read(&self.path.clone(), arguments)?;
        }
        Ok(count)
    }

    /// A key policy that all requests can be asked about.
    fn key_policy(&self, kind: PolicyKind, arguments: &LintArguments) -> Option<AnalysisInput> {
        key_policy(&self.text, kind, arguments.key.as_deref())
    }

    /// What `lint.allow` names that is no rule.
    pub(super) fn unknown_rules(&self) -> Vec<String> {
        let Content::Scenario(scenario) = &self.content else { return Vec::new() };
        let allowed = scenario.lint.iter().flat_map(|lint| &lint.allow);
        let is_rule = |code: &str| lint_rules().any(|rule| rule.code == code);
        allowed.filter(|code| !is_rule(code)).cloned().collect()
    }

    fn loose<'a>(&'a self, kind: PolicyKind, arguments: &'a LintArguments) -> LoosePolicy<'a> {
        LoosePolicy { text: &self.text, kind, key: arguments.key.as_deref() }
    }

    /// Where a policy that the scenario holds as an object begins, if its text stands in the file once.
    fn start_of(&self, policy: &str) -> Option<ReportPosition> {
        let (before, rest) = self.text.split_once(policy).filter(|_| policy.starts_with('{'))?;
        if rest.contains(policy) {
            return None;
        }
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).ok();
        let line = u32::try_from(before.matches('\n').count()).ok()? + 1;
        let column = units(before.rsplit('\n').next()?)? + 1;
        Some(ReportPosition { line, column, offset: units(before)? })
    }
}

/// A key policy that all requests can be asked about; none for another kind, or where the text holds it in another form.
fn key_policy(text: &str, kind: PolicyKind, key: Option<&str>) -> Option<AnalysisInput> {
    let mut input = AnalysisInput::read(text).ok().filter(|_| kind == PolicyKind::KeyPolicy)?;
    if let Some(key) = key {
        key.clone_into(&mut input.scenario.key.arn);
    }
    (!input.is_scenario && input.scenario.key_policy.text() == text).then_some(input)
}

fn alone(scenario: &Scenario) -> AnalysisInput {
    AnalysisInput { scenario: scenario.clone(), is_scenario: true }
}

/// The scenario's file with its policies fixed. Policies that are objects are replaced in place; with a policy that is a
/// string the whole file is written anew.
fn scenario_fixed(scenario: &Scenario, file: &str, is_allowed: impl Fn(&str) -> bool) -> (String, usize) {
    let mut text = file.to_owned();
    let mut fixed = scenario.clone();
    let mut count = fixed.fix_policies(|code| is_allowed(code));
    let lint = scenario.lint.as_ref();
    let is_left =
        |code: &str| is_allowed(code) || lint.is_some_and(|lint| lint.allow.iter().any(|one| one == code));
    if !is_left(STATEMENT_WITHOUT_EFFECT) {
        count += remove_idle(&mut fixed);
    }
    if count == 0 {
        return (text, 0);
    }
    let mut in_place = true;
    for (before, after) in scenario.policies().iter().zip(fixed.policies()) {
        let (before, after) = (before.text.text(), after.text.text());
        if before == after {
            continue;
        }
        // The same policy twice is fixed alike in both places.
        in_place &= before.starts_with('{') && text.contains(before);
        text = text.replace(before, after);
    }
    let is_same = Scenario::from_json(&text).is_ok_and(|read| read == fixed);
    if in_place && is_same { (text, count) } else { (fixed.to_json() + "\n", count) }
}

const fn policy_kind(kind: Kind) -> PolicyKind {
    match kind {
        Kind::KeyPolicy => PolicyKind::KeyPolicy,
        Kind::IdentityPolicy => PolicyKind::IdentityPolicy,
        Kind::PermissionsBoundary => PolicyKind::PermissionsBoundary,
        Kind::SessionPolicy => PolicyKind::SessionPolicy,
        Kind::Scp => PolicyKind::ServiceControlPolicy,
        Kind::Rcp => PolicyKind::ResourceControlPolicy,
        Kind::EndpointPolicy => PolicyKind::VpcEndpointPolicy,
    }
}
