//! The verdict of a job: it works only if every call of it is allowed.

use kms_catalog::{JobCall, JobOption};
use serde::Serialize;

use super::calls::{grant_of, maker_of};
use super::resolve::{AssumedValue, Resolved};
use super::{JobChoice, JobError, certainty};
use crate::report::{Decision, Detail, Note, RequestReport};
use crate::run::run_without_findings;
use crate::scenario::{Grant, Request, Scenario};

/// What the engine says about a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobReport {
    /// The service.
    pub service: &'static str,
    /// What it does.
    pub job: &'static str,
    /// Whether the job works: that of the first setting with which it does not.
    pub decision: Decision,
    /// One for each setting that was looked at; one without a setting where the job has none.
    pub variants: Vec<JobVariant>,
    /// What was taken for granted about the job.
    pub assumptions: Vec<Note>,
    /// What else is worth knowing.
    pub notes: &'static [&'static str],
    /// AWS's page about it.
    pub page: &'static str,
}

/// The job with one setting.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobVariant {
    /// The setting's short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<&'static str>,
    /// When it holds, as a clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<&'static str>,
    /// Whether the job works.
    pub decision: Decision,
    /// The reason in a sentence or two.
    pub summary: String,
    /// The first call that keeps the job from working, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<usize>,
    /// The calls, in order.
    pub calls: Vec<CallReport>,
}

/// A call of a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallReport {
    /// What it is for.
    pub purpose: &'static str,
    /// How well AWS documents it: `documented`, `singleSource`, `disputed` or `inferred`.
    pub certainty: &'static str,
    /// The call.
    pub request: Request,
    /// What AWS would decide.
    pub report: RequestReport,
    /// The call whose grant it needs, from 0, where that call does not work: until it does, this one cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<usize>,
}

impl CallReport {
    /// Whether the call does what it is for.
    pub fn works(&self) -> bool {
        self.report.decision == Decision::Allowed && self.report.failure().is_none()
    }
}

/// Decides every call of a job under the policies and grants of the scenario, whose own requests are not decided.
///
/// # Errors
///
/// A choice that fits no job, or a job whose caller is not known.
pub fn decide_job(choice: &JobChoice, scenario: &Scenario) -> Result<JobReport, JobError> {
    report(&Resolved::in_scenario(choice, scenario)?, scenario)
}

pub(super) fn report(resolved: &Resolved, scenario: &Scenario) -> Result<JobReport, JobError> {
    let variants = resolved
        .options
        .iter()
        .map(|option| variant(resolved, *option, scenario))
        .collect::<Result<Vec<_>, _>>()?;
    let calls = resolved.calls(None);
    let mut assumptions: Vec<Note> = resolved.assumed(&calls).iter().map(assumed).collect();
    if let Some(asker) = resolved.asker.as_ref().filter(|asker| asker.of_scenario && resolved.job.has_asker())
    {
        let text =
            format!("`{}` asks the service, as in the first request of the scenario.", asker.principal);
        assumptions.insert(0, Note::new("callerOfScenario", text));
    }
    let decision = variants.iter().map(|variant| variant.decision).min().unwrap_or(Decision::NotEvaluated);
    let job = resolved.job;
    Ok(JobReport {
        service: job.service,
        job: job.name,
        decision,
        variants,
        assumptions,
        notes: job.notes,
        page: job.page,
    })
}

fn assumed(value: &AssumedValue) -> Note {
    let AssumedValue { parameter, value, whence } = value;
    let text = match whence {
        Some(whence) => format!("The {} is `{value}`: {whence}.", parameter.about),
        None if parameter.known => {
            format!(
                "The {} is not given; `{value}` stands for it. Give it as `{}`.",
                parameter.about, parameter.name
            )
        }
        None => format!("The {} is known only once the job runs; `{value}` stands for it.", parameter.about),
    };
    Note::new("parameterAssumed", text)
}

fn variant(
    resolved: &Resolved,
    option: Option<&'static JobOption>,
    scenario: &Scenario,
) -> Result<JobVariant, JobError> {
    let calls = resolved.calls(option);
    let mut made: Vec<Grant> = Vec::new();
    let mut reports = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        let grant = grant_of(&calls, at);
        let request = resolved.request(call, grant)?;
        // Only whoever holds them has the grants that the job made: the other calls do not wait for them.
        let further: &[Grant] = if grant.is_some() { &made } else { &[] };
        let Some(report) = decide(&request, further, scenario) else { continue };
        let allowed = report.decision == Decision::Allowed && report.failure().is_none();
        if let Some(grant) = call.grant.as_ref().filter(|_| allowed) {
            made.push(resolved.grant(grant, &request.principal));
        }
        let maker = maker_of(&calls, at).filter(|_| !allowed);
        let waits_for = maker.filter(|at| reports.get(*at).is_some_and(|call: &CallReport| !call.works()));
        let (purpose, certainty) = (call.purpose, certainty(call.status));
        reports.push(CallReport { purpose, certainty, request, report, waits_for });
    }
    let stopped_at = stopped_at(&reports);
    let decision = stopped_at
        .and_then(|at| reports.get(at))
        .map_or(Decision::Allowed, |call| if call.works() { Decision::Allowed } else { failed(call) });
    Ok(JobVariant {
        option: option.map(|option| option.name),
        when: option.map(|option| option.when),
        decision,
        summary: summary(&reports, stopped_at, &calls),
        stopped_at,
        calls: reports,
    })
}

/// An allowed call that fails all the same, because of the key's state or kind, stops the job like a refusal.
fn failed(call: &CallReport) -> Decision {
    match call.report.decision {
        Decision::Allowed => Decision::NotEvaluated,
        other => other,
    }
}

fn decide(request: &Request, further: &[Grant], scenario: &Scenario) -> Option<RequestReport> {
    let mut alone = Scenario { requests: vec![request.clone()], assumed: Vec::new(), ..scenario.clone() };
    alone.grants.extend_from_slice(further);
    run_without_findings(&alone, Detail::All).requests.pop()
}

/// The first call that is refused; if none is, the first of which it cannot be told.
fn stopped_at(calls: &[CallReport]) -> Option<usize> {
    let refused = |call: &CallReport| call.waits_for.is_none() && refused(call);
    calls.iter().position(refused).or_else(|| calls.iter().position(|call| !call.works()))
}

fn refused(call: &CallReport) -> bool {
    matches!(call.report.decision, Decision::ExplicitDeny | Decision::ImplicitDeny)
        || call.report.failure().is_some()
}

fn summary(reports: &[CallReport], stopped_at: Option<usize>, calls: &[&'static JobCall]) -> String {
    let count = reports.len();
    let Some((at, call)) = stopped_at.and_then(|at| Some((at, reports.get(at)?))) else {
        return match count {
            1 => "The call of the job is allowed.".to_owned(),
            _ => format!("All {count} calls of the job are allowed."),
        };
    };
    let which = match count {
        1 => "The only call of the job".to_owned(),
        _ => format!("Call {} of {count}", at + 1),
    };
    let operation = calls.get(at).map_or("", |call| call.operation);
    let (verdict, reason) = match (call.report.decision, call.report.failure()) {
        (_, Some(after)) => ("fails", after.text.as_str()),
        (Decision::Undetermined, _) => ("is undetermined", call.report.summary.as_str()),
        (Decision::NotEvaluated, _) => ("was not evaluated", call.report.summary.as_str()),
        _ => ("is refused", call.report.summary.as_str()),
    };
    format!("{which}, `kms:{operation}`, {verdict}. {reason}")
}
