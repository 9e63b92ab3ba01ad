//! What takes a look at all requests as findings, where the reviewer has not said as much: statements that do nothing, a
//! policy that nobody can change.

use std::borrow::Cow;

use kms_analysis::{KeyFacts, Lockout, Questions};
use kms_catalog::KeyManager;
use kms_lint::Code;
use kms_policy::{PolicyDocument, Span};

use super::types::{IdleReport, IdleWhy, LockoutState};
use super::words::Words;
use super::{AnalysisInput, fix, idle_of};
use crate::lint::findings_of;
use crate::report::{FindingReport, ReportSpan, Severity};
use crate::run::findings;
use crate::scenario::{PolicyText, Scenario};

/// The rule about statements that do nothing.
const IDLE: Code = Code::StatementWithoutEffect;

/// Its name.
pub const STATEMENT_WITHOUT_EFFECT: &str = IDLE.name();

/// The rule about a policy that nobody can change. It looks at single statements; here a Deny counts, too.
const LOCKED_OUT: Code = Code::NoOneCanChangePolicy;

/// The policy that they are about.
const POLICY: &str = "keyPolicy";

/// Whether it is one of these findings.
pub fn is_idle_finding(finding: &FindingReport) -> bool {
    finding.code == STATEMENT_WITHOUT_EFFECT
}

/// The findings about the key policies of a scenario that the reviewer's rules, which look at single statements, do not
/// have. Of a policy alone pass what [`AnalysisInput::read`] makes of it.
pub fn exact_findings(input: &AnalysisInput) -> Vec<FindingReport> {
    let Scenario { key, key_policy, grants, lint, .. } = &input.scenario;
    let own = Scenario {
        key: key.clone(),
        key_policy: key_policy.clone(),
        grants: grants.clone(),
        lint: lint.clone(),
        ..Scenario::default()
    };
    let others = input.scenario.other_keys.iter().enumerate().map(|(at, other)| {
        let id = format!("otherKeys/{at}/keyPolicy");
        (id, Scenario { key: other.key.clone(), key_policy: other.key_policy.clone(), ..own.clone() })
    });
    let mut found = Vec::new();
    for (id, scenario) in std::iter::once((POLICY.to_owned(), own.clone())).chain(others) {
        let alone = AnalysisInput { scenario, is_scenario: input.is_scenario };
        found.extend(
            of_key(&alone).into_iter().map(|finding| FindingReport { policy: id.clone(), ..finding }),
        );
    }
    let is_allowed =
        |code: &str| lint.as_ref().is_some_and(|lint| lint.allow.iter().any(|allowed| allowed == code));
    found.retain(|finding| !is_allowed(&finding.code));
    found
}

/// The findings about one key policy.
fn of_key(input: &AnalysisInput) -> Vec<FindingReport> {
    let known = findings_of(&Scenario { lint: None, ..input.scenario.clone() });
    let (Ok(read), Ok(facts)) = (input.policy(""), input.facts()) else { return Vec::new() };
    let questions = Questions::new(&read.document, &facts);
    let idle = idle_of(input, &read.document, &facts, &questions);
    let mut found = idle_findings(&idle, &known);
    found.extend(locked_out(input, &read.document, &facts, &questions, &known));
    found
}

/// That nobody can change the key policy, where each statement alone does not show it.
fn locked_out(
    input: &AnalysisInput,
    document: &PolicyDocument,
    facts: &KeyFacts,
    questions: &Questions<'_>,
    known: &[FindingReport],
) -> Option<FindingReport> {
    let is_known = known.iter().any(|finding| finding.code == LOCKED_OUT.name());
    if is_known || input.scenario.key.key_manager == Some(KeyManager::Aws) {
        return None;
    }
    if document.statements.is_empty() || questions.lockout() != Lockout::LockedOut {
        return None;
    }
    let text = input.scenario.key_policy.text();
    let words = Words { account: facts.arn.account(), texts: &[text] };
    let start = document.span.start();
    let first_brace = fix::place(text, Span::new(start, start.saturating_add(1)));
    let severity = findings::severity(LOCKED_OUT.severity());
    Some(about(LOCKED_OUT, severity, words.lockout(LockoutState::LockedOut), first_brace))
}

/// A finding about the key policy.
fn about(code: Code, severity: Severity, text: String, place: ReportSpan) -> FindingReport {
    FindingReport {
        policy: POLICY.to_owned(),
        code: Cow::Borrowed(code.name()),
        severity,
        text,
        help: None,
        spans: vec![place],
        fix: None,
        source: Cow::Borrowed(code.page()),
    }
}

/// The key policy without any statement without effect, each removed after the other, and how many there were.
pub fn without_idle(input: &AnalysisInput) -> (String, usize) {
    let mut input = input.clone();
    let mut count = 0;
    loop {
        let text = input.scenario.key_policy.text();
        let safe = of_key(&input).into_iter().filter(is_idle_finding);
        let Some(fix) = safe.filter_map(|finding| finding.fix).find(|fix| fix.is_safe) else {
            return (text.to_owned(), count);
        };
        let text = fix::fixed(text, &fix);
        input.scenario.key_policy = PolicyText::new(text);
        count += 1;
    }
}

/// Removes every statement without effect from the key policy of a scenario, and gives how many.
pub fn remove_idle(scenario: &mut Scenario) -> usize {
    let (text, count) = without_idle(&AnalysisInput { scenario: scenario.clone(), is_scenario: true });
    if count > 0 {
        scenario.key_policy.replace(text);
    }
    count
}

/// The findings; none for a statement that a finding of the reviewer's says as much of.
pub fn idle_findings(idle: &[IdleReport], known: &[FindingReport]) -> Vec<FindingReport> {
    let is_known = |one: &IdleReport| {
        known.iter().any(|other| {
            other.policy == POLICY
                && other.spans.first().is_some_and(|place| lies_in(*place, one.whole))
                && says_the_same(one.why, other)
        })
    };
    let finding = |one: &IdleReport| {
        let severity = match one.why {
            // Somebody who wrote it expects it to do something.
            IdleWhy::NeverMatches | IdleWhy::Denied => Severity::Warning,
            IdleWhy::Covered | IdleWhy::NothingToDeny => Severity::Suggestion,
        };
        FindingReport {
            help: Some("Remove the statement, or change it so that it has an effect.".to_owned()),
            fix: one.fix.clone(),
            ..about(IDLE, severity, one.text.clone(), one.span)
        }
    };
    without_counterparts(idle).filter(|one| !is_known(one)).map(finding).collect()
}

/// The statements that do nothing, of two that say the same only the later one: one of them is needed.
pub fn without_counterparts(idle: &[IdleReport]) -> impl Iterator<Item = &IdleReport> {
    let is_covered_by = |one: &IdleReport, other: &IdleReport| {
        one.why == IdleWhy::Covered && one.by.contains(&other.statement)
    };
    idle.iter().filter(move |one| {
        !idle.iter().any(|later| {
            later.statement > one.statement && is_covered_by(one, later) && is_covered_by(later, one)
        })
    })
}

const fn lies_in(place: ReportSpan, span: ReportSpan) -> bool {
    span.start.offset <= place.start.offset && place.end.offset <= span.end.offset
}

/// Whether a finding of the reviewer in the same statement says why it does nothing.
fn says_the_same(why: IdleWhy, finding: &FindingReport) -> bool {
    match why {
        // Each of these says which element nothing can meet; a suggestion does not.
        IdleWhy::NeverMatches => finding.severity != Severity::Suggestion,
        IdleWhy::Denied => finding.code == "allowUnderDeny",
        IdleWhy::Covered => finding.code == "duplicateStatement",
        IdleWhy::NothingToDeny => false,
    }
}
