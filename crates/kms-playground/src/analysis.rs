//! What holds for all requests: how two key policies differ, who can use a key, which statements do nothing.
//!
//! The answers are `kms-analysis`'s; here they get their sentences, and each finding a scenario that shows it.

mod coverage;
mod effects;
mod findings;
mod fix;
mod grid;
mod marks;
mod read;
mod types;
mod witness;
mod words;

use kms_analysis::{IdleStatement, KeyFacts, Questions, WhyIdle, Witness};
use kms_policy::{LineIndex, PolicyDocument};

use crate::report::{Decision, ReportSpan};
use crate::{PolicyText, Scenario};
pub use coverage::{CoverageReport, CoverageSource, OpenCoverage, StatementCoverage};
pub use effects::effects;
pub use findings::{
    STATEMENT_WITHOUT_EFFECT, exact_findings, idle_findings, is_idle_finding, remove_idle,
    without_counterparts, without_idle,
};
pub use fix::fixed;
pub use grid::{GridCaller, GridCell, GridColumn, GridColumns, GridSource, OpenGrid, grid_markdown};
pub use read::{AnalysisError, AnalysisInput};
pub use types::{
    AccessReport, AccessWay, Change, ChangeDirection, ChangeKind, ComparisonReport, IdlePartReport,
    IdleReport, IdleWhy, LockoutState, PolicyRelation, ReachMark, WayKind, WayStanding,
};
use words::Words;

/// How the second key policy differs from the first, whatever identity-based policies and grants there are.
///
/// # Errors
///
/// A policy that AWS would not accept, or a key without an ARN.
pub fn compare(old: &AnalysisInput, new: &AnalysisInput) -> Result<ComparisonReport, AnalysisError> {
    let (old_read, new_read) = (old.policy("the old policy")?, new.policy("the new policy")?);
    // The key is the new policy's; of a policy alone that of a scenario on the other side, if there is one.
    let facts = if new.is_scenario || !old.is_scenario { new.facts()? } else { old.facts()? };
    let found = kms_analysis::compare(&old_read.document, &new_read.document, &facts);
    let policies = [&old.scenario.key_policy, &new.scenario.key_policy];
    let texts = [old.scenario.key_policy.text(), new.scenario.key_policy.text()];
    let words = Words { account: facts.arn.account(), texts: &texts };
    let around = if facts.attributes.is_some() && !new.is_scenario { old } else { new };
    let shown = witness::object(&new.scenario.key_policy);
    let changes = |differences: &[kms_analysis::Difference], direction| {
        let under = |policy: &PolicyText| {
            let one = |difference: &kms_analysis::Difference| {
                witness::scenario(&difference.witness, &around.scenario, policy)
            };
            let mut scenarios: Vec<Scenario> = differences.iter().map(one).collect();
            witness::decide_each(&mut scenarios);
            scenarios
        };
        let here = |policy: &PolicyText| {
            let witnesses = differences.iter().map(|difference| &difference.witness);
            let is_asked = around.is_scenario && !differences.is_empty();
            let decided = is_asked.then(|| witness::decided_here(witnesses, &around.scenario, policy));
            decided.unwrap_or_default().into_iter()
        };
        // The scenario that is shown has the new policy.
        let (before, after) = (under(policies[0]), under(&shown));
        let [mut before_here, mut after_here] = policies.map(here);
        let change =
            |(difference, (before, mut after)): (&kms_analysis::Difference, (Scenario, Scenario))| {
                let text = words.difference(direction, difference);
                after.title = Some(text.clone());
                Change {
                    direction,
                    kind: difference.kind.into(),
                    text,
                    callers: words.callers(&difference.scope),
                    operations: words.operation_names(&difference.scope),
                    conditions: words.conditions(&difference.scope),
                    marks: marks::of(&difference.scope),
                    before: expected(&before),
                    after: expected(&after),
                    before_here: before_here.next(),
                    after_here: after_here.next(),
                    scenario: after,
                }
            };
        differences.iter().zip(before.into_iter().zip(after)).map(change).collect::<Vec<Change>>()
    };
    let mut findings = changes(&found.wider, ChangeDirection::Wider);
    findings.extend(changes(&found.narrower, ChangeDirection::Narrower));
    let relation = found.relation().into();
    Ok(ComparisonReport {
        relation,
        summary: words.relation(relation, found.cannot_tell.is_empty()).to_owned(),
        findings,
        cannot_tell: found.cannot_tell.iter().map(|why| words.doubt(why)).collect(),
    })
}

fn expected(scenario: &Scenario) -> Decision {
    scenario.requests.first().and_then(|request| request.expect).unwrap_or(Decision::NotEvaluated)
}

/// Who can use the key, and when; whether its policy can still be changed; which statements do nothing.
///
/// # Errors
///
/// A policy that AWS would not accept, or a key without an ARN.
pub fn access(input: &AnalysisInput) -> Result<AccessReport, AnalysisError> {
    let (read, facts) = (input.policy("the policy")?, input.facts()?);
    let questions = Questions::new(&read.document, &facts);
    let found = questions.access();
    let texts = [input.scenario.key_policy.text()];
    let words = Words { account: facts.arn.account(), texts: &texts };
    let policy = witness::object(&input.scenario.key_policy);
    let mut scenarios: Vec<Scenario> =
        found.ways.iter().map(|way| witness::scenario(&way.witness, &input.scenario, &policy)).collect();
    witness::decide_each(&mut scenarios);
    let ways = found.ways.iter().zip(scenarios).map(|(way, mut scenario)| {
        let text = words.way(way);
        scenario.title = Some(text.clone());
        AccessWay {
            kind: way.kind.into(),
            standing: way.standing.into(),
            text,
            callers: words.callers(&way.scope),
            operations: words.operation_names(&way.scope),
            conditions: words.conditions(&way.scope),
            marks: marks::of(&way.scope),
            statements: way.statements.clone(),
            scenario,
        }
    });
    let lockout = found.lockout.into();
    Ok(AccessReport {
        ways: ways.collect(),
        lockout,
        lockout_text: words.lockout(lockout),
        idle_parts: Vec::new(),
        idle_statements: idle(texts[0], &read.document, &questions, &words),
        cannot_tell: found.cannot_tell.iter().map(|why| words.doubt(why)).collect(),
    })
}

/// The statements that do nothing, each taken alone.
///
/// # Errors
///
/// As [`access`].
pub fn idle_statements(input: &AnalysisInput) -> Result<Vec<IdleReport>, AnalysisError> {
    let (read, facts) = (input.policy("the policy")?, input.facts()?);
    let questions = Questions::new(&read.document, &facts);
    Ok(idle_of(input, &read.document, &facts, &questions))
}

fn idle_of(
    input: &AnalysisInput,
    document: &PolicyDocument,
    facts: &KeyFacts,
    questions: &Questions<'_>,
) -> Vec<IdleReport> {
    let text = input.scenario.key_policy.text();
    idle(text, document, questions, &Words { account: facts.arn.account(), texts: &[text] })
}

/// The parts of statements that do nothing, each taken alone. It takes a comparison for each part.
///
/// # Errors
///
/// As [`access`].
pub fn idle_parts(input: &AnalysisInput) -> Result<Vec<IdlePartReport>, AnalysisError> {
    let (read, facts) = (input.policy("the policy")?, input.facts()?);
    let document = &read.document;
    let whole: Vec<usize> =
        kms_analysis::idle_statements(document, &facts).iter().map(|idle| idle.index).collect();
    let lines = LineIndex::new(input.scenario.key_policy.text());
    let report = |part: &kms_analysis::IdlePart| {
        let sid = document.statements.get(part.statement).and_then(|statement| statement.sid.as_ref());
        let statement = words::statement(part.statement, sid.map(|sid| sid.value.as_str()));
        let (start, end) = lines.range(part.span);
        IdlePartReport {
            statement: part.statement,
            text: words::idle_part(&statement, &part.part),
            span: ReportSpan { start: start.into(), end: end.into() },
        }
    };
    Ok(kms_analysis::idle_parts(document, &facts, &whole).parts.iter().map(report).collect())
}

fn idle(
    text: &str,
    document: &PolicyDocument,
    questions: &Questions<'_>,
    words: &Words<'_>,
) -> Vec<IdleReport> {
    let sid = |index: usize| {
        document
            .statements
            .get(index)
            .and_then(|statement| statement.sid.as_ref())
            .map(|sid| sid.value.clone())
    };
    let report = |IdleStatement { index, why }: IdleStatement| {
        let (kind, by) = match why {
            WhyIdle::NeverMatches => (IdleWhy::NeverMatches, Vec::new()),
            WhyIdle::Denied(by) => (IdleWhy::Denied, by),
            WhyIdle::Covered(by) => (IdleWhy::Covered, by),
            WhyIdle::NothingToDeny => (IdleWhy::NothingToDeny, Vec::new()),
        };
        let named = |index: usize| words::statement(index, sid(index).as_deref());
        let others: Vec<String> = by.iter().map(|index| named(*index)).collect();
        IdleReport {
            statement: index,
            sid: sid(index),
            why: kind,
            text: words.idle(&named(index), kind, &others),
            by,
            span: fix::name_of(text, document, index),
            whole: fix::whole(text, document, index),
            fix: fix::removal(text, document, index),
        }
    };
    questions.idle_statements().into_iter().map(report).collect()
}

/// Scenarios that pin a policy down, and whether they do so for certain: one request for each way in which the key can be
/// used, and one for each change of the policy in a single place that no other request tells. Each has its decision as
/// what is expected.
///
/// # Errors
///
/// As [`access`].
pub fn suite(input: &AnalysisInput) -> Result<Suite, AnalysisError> {
    let (read, facts) = (input.policy("the policy")?, input.facts()?);
    let document = &read.document;
    let text = input.scenario.key_policy.text();
    let words = Words { account: facts.arn.account(), texts: &[text] };
    let access = kms_analysis::access(document, &facts);
    let known: Vec<Witness> = access.ways.iter().map(|way| way.witness.clone()).collect();
    let found = kms_analysis::pins(document, &facts, &known);
    let named = |index: usize| {
        let sid = document.statements.get(index).and_then(|statement| statement.sid.as_ref());
        words::statement(index, sid.map(|sid| sid.value.as_str()))
    };
    let ways = access.ways.iter().map(|way| (words.way(way), &way.witness));
    let pins = found.pins.iter().map(|pin| (words::pin(&named(pin.statement), &pin.slip), &pin.witness));
    let policy = witness::object(&input.scenario.key_policy);
    let mut single: Vec<Scenario> = Vec::new();
    for (name, witness) in ways.chain(pins) {
        let mut scenario = witness::scenario(witness, &input.scenario, &policy);
        scenario.requests.iter_mut().for_each(|request| request.name = Some(name.clone()));
        single.push(scenario);
    }
    witness::decide_each(&mut single);
    let mut scenarios: Vec<Scenario> = Vec::new();
    for mut scenario in single {
        let requests = std::mem::take(&mut scenario.requests);
        let around = |other: &Scenario| Scenario { requests: Vec::new(), ..other.clone() } == scenario;
        match scenarios.iter_mut().find(|other| around(other)) {
            Some(other) => other.requests.extend(requests),
            None => scenarios.push(Scenario { requests, ..scenario }),
        }
    }
    let is_complete = found.is_complete && access.cannot_tell.is_empty();
    Ok(Suite { scenarios, is_complete })
}

/// Scenarios that pin a policy down.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// The scenarios, each with requests among the same policies and grants.
    pub scenarios: Vec<Scenario>,
    /// Whether every change of the policy in a single place is told by one of the requests.
    pub is_complete: bool,
}

#[cfg(test)]
mod tests;
