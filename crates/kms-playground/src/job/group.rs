//! A job as a group of requests of a scenario: what a person adds, and the verdict of what is there.

use kms_catalog::{Job, JobCaller, JobOption, JobParameter};

use super::calls::grant_of;
use super::home::capture;
use super::resolve::Resolved;
use super::{JobChoice, JobError};
use crate::report::{Decision, RequestReport};
use crate::scenario::{Grant, Request, Scenario};

/// The scenario with every call of a job as a request behind those that it has.
///
/// A call under a grant that the job makes is there as well: its request carries the token of the grant, which the
/// scenario gets as a pending one. A pending grant works only with its token, so that no other request uses it.
///
/// # Errors
///
/// A choice that fits no job, a job whose caller is not known, or a job with settings of which none is chosen.
pub fn add_job(choice: &JobChoice, scenario: &Scenario) -> Result<Scenario, JobError> {
    let resolved = Resolved::in_scenario(choice, scenario)?;
    let [option] = resolved.options.as_slice() else {
        let known = resolved.job.options.iter().map(|option| option.name.to_owned()).collect();
        return Err(JobError::NoOption { job: resolved.job.name.to_owned(), known });
    };
    let mut with = scenario.clone();
    append(&resolved, *option, &mut with)?;
    Ok(with)
}

/// Puts the calls of a job, made with this setting, behind the requests of a scenario.
pub(super) fn append(
    resolved: &Resolved,
    option: Option<&'static JobOption>,
    with: &mut Scenario,
) -> Result<(), JobError> {
    let calls = resolved.calls(option);
    let label = label(resolved, option.map(|option| option.when), with);
    // The token of the grant that each call makes.
    let mut tokens: Vec<Option<String>> = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        let grant = grant_of(&calls, at);
        let mut request = resolved.request(call, grant)?;
        request.name = Some(format!("{} · {}", at + 1, call.operation));
        request.job = Some(label.clone());
        request.expect = Some(Decision::Allowed);
        if grant.is_some() {
            request.grant_tokens = tokens.iter().flatten().cloned().collect();
        }
        // A grant that no later call needs would only stand there: nobody could tell whose it is.
        let is_needed = (at + 1..calls.len()).any(|later| grant_of(&calls, later).is_some());
        tokens.push(call.grant.as_ref().filter(|_| is_needed).map(|grant| {
            let token = free_token(with);
            with.grants.push(Grant {
                grant_token: Some(token.clone()),
                pending: true,
                ..resolved.grant(grant, &request.principal)
            });
            token
        }));
        with.requests.push(request);
    }
    Ok(())
}

/// What the group is called: service and job, then what was chosen; no two groups have the same name.
fn label(resolved: &Resolved, when: Option<&str>, scenario: &Scenario) -> String {
    let mut parts = vec![format!("{}: {}", resolved.job.service, resolved.job.name)];
    let known = resolved.job.parameters().into_iter().filter(|parameter| parameter.known);
    parts.extend(known.filter_map(|parameter| resolved.chosen(parameter.name)));
    parts.extend(when.map(str::to_owned));
    let label = parts.join(" · ");
    let is_free = |label: &String| scenario.requests.iter().all(|it| it.job.as_ref() != Some(label));
    let numbered = (2..).map(|number| format!("{label} · {number}"));
    std::iter::once(label.clone()).chain(numbered).find(is_free).unwrap_or(label)
}

fn free_token(scenario: &Scenario) -> String {
    let is_free = |token: &String| scenario.grants.iter().all(|it| it.grant_token.as_ref() != Some(token));
    (1..).map(|number| format!("token-of-job-{number}")).find(is_free).unwrap_or_default()
}

/// The group of a request: its place among the requests, and its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobGroup {
    /// The first request.
    pub first: usize,
    /// How many there are.
    pub count: usize,
    /// Service and job.
    pub name: String,
    /// What was chosen.
    pub details: String,
    /// Whether the job works: allowed only if every call is.
    pub decision: Decision,
    /// How many calls are refused, or undetermined where none is refused.
    pub stopped: usize,
    /// The request that stops it: the first that is refused, else the first of which it cannot be told.
    pub stopped_at: Option<usize>,
}

/// The group that the request at `index` belongs to; none if it belongs to none.
pub fn group_at(requests: &[Request], reports: &[RequestReport], index: usize) -> Option<JobGroup> {
    let job = requests.get(index)?.job.as_ref()?;
    let belongs = |request: &&Request| request.job.as_ref() == Some(job);
    let before = requests.iter().take(index).rev().take_while(belongs).count();
    let first = index - before;
    let count = requests.iter().skip(first).take_while(belongs).count();
    let calls: Vec<(Decision, bool)> = reports
        .iter()
        .skip(first)
        .take(count)
        .map(|report| (report.decision, report.failure().is_some()))
        .collect();
    let stopping = stopping(&calls);
    let (name, details) = job.split_once(" · ").unwrap_or((job, ""));
    Some(JobGroup {
        first,
        count,
        name: name.to_owned(),
        details: details.to_owned(),
        decision: verdict(&calls),
        stopped: stopping.len(),
        stopped_at: stopping.first().map(|at| first + at),
    })
}

/// What a job comes to whose calls, in their order, get these decisions, each with whether the call fails although it is
/// allowed.
pub(crate) fn verdict(calls: &[(Decision, bool)]) -> Decision {
    let first = stopping(calls).first().and_then(|at| calls.get(*at)).copied();
    match first {
        // An allowed call that fails all the same stops the job like a refusal.
        Some((Decision::Allowed, _)) => Decision::NotEvaluated,
        Some((other, _)) => other,
        None => Decision::Allowed,
    }
}

/// The calls that stop a job: those that are refused or fail; if none is, those of which it cannot be told.
fn stopping(calls: &[(Decision, bool)]) -> Vec<usize> {
    let places = |stops: fn(&(Decision, bool)) -> bool| -> Vec<usize> {
        calls.iter().enumerate().filter(|(_, call)| stops(call)).map(|(at, _)| at).collect()
    };
    let refused = places(|(decision, fails)| match decision {
        Decision::ExplicitDeny | Decision::ImplicitDeny => true,
        Decision::Allowed => *fails,
        Decision::NotEvaluated | Decision::Undetermined => false,
    });
    if refused.is_empty() { places(|(decision, _)| *decision != Decision::Allowed) } else { refused }
}

/// What was chosen for the group that begins at `first`, as far as its requests tell: its setting, who asks, and the
/// values that its calls carry. None if the group is of no job of the catalogue.
pub fn choice_of(requests: &[Request], first: usize) -> Option<JobChoice> {
    let label = requests.get(first)?.job.as_ref()?;
    let (name, details) = label.split_once(" · ").unwrap_or((label, ""));
    let (service, job) = name.split_once(": ")?;
    let job = Job::find(service, job)?;
    let details: Vec<&str> = details.split(" · ").collect();
    let option = job.options.iter().find(|option| details.contains(&option.when)).map(|option| option.name);
    let own = requests.iter().skip(first).take_while(|request| request.job.as_ref() == Some(label));
    let (mut who, mut values) = (None, Vec::<(String, String)>::new());
    for (call, request) in job.calls_with(option).zip(own) {
        match call.by {
            JobCaller::Asker => who = who.or_else(|| Some(request.principal.clone())),
            JobCaller::Role(name) if !values.iter().any(|(known, _)| known == name) => {
                values.push((name.to_owned(), request.principal.clone()));
            }
            _ => {}
        }
        let subset = request.parameters.get("Constraints").and_then(|it| it.get("EncryptionContextSubset"));
        let value_of = |name: &str| {
            let carried = request.encryption_context.get(name).map(String::as_str);
            carried.or_else(|| subset?.get(name)?.as_str())
        };
        let of_grant = call.grant.iter().flat_map(|grant| grant.encryption_context_subset);
        let pairs = call.encryption_context.iter().chain(of_grant);
        let pairs = pairs.filter_map(|(name, template)| Some((*template, value_of(name)?)));
        let source = call.source_arn.zip(request.source_arn.as_deref());
        let via = call.via_service.zip(request.via_service.as_deref());
        let account = call.source_account.zip(request.source_account.as_deref());
        for (template, value) in pairs.chain(source).chain(via).chain(account) {
            for (name, value) in capture(template.text(), value).into_iter().flatten() {
                if !values.iter().any(|(known, _)| known == name) && name != "partition" {
                    values.push((name.to_owned(), value.to_owned()));
                }
            }
        }
    }
    // Of a known parameter only what was said: an example is not a choice.
    values.retain(|(name, value)| match JobParameter::find(name) {
        Some(parameter) if parameter.known => details.contains(&value.as_str()),
        Some(_) => false,
        None => matches!(name.as_str(), "region" | "account"),
    });
    Some(JobChoice {
        service: job.service.to_owned(),
        job: job.name.to_owned(),
        option: option.map(str::to_owned),
        who,
        values,
    })
}

/// The scenario without the group that begins at `first`, and without the pending grants that only it uses.
pub fn remove_job(scenario: &Scenario, first: usize) -> Scenario {
    let mut without = scenario.clone();
    let Some(job) = scenario.requests.get(first).and_then(|request| request.job.clone()) else {
        return without;
    };
    let count = scenario.requests.iter().skip(first).take_while(|it| it.job.as_ref() == Some(&job)).count();
    let removed: Vec<Request> = without.requests.drain(first..first + count).collect();
    let kept = without.requests.clone();
    let uses = |requests: &[Request], token: &String| {
        requests.iter().any(|request| request.grant_tokens.contains(token))
    };
    let is_kept = |grant: &Grant| {
        let token = grant.grant_token.as_ref().filter(|_| grant.pending);
        token.is_none_or(|token| !uses(&removed, token) || uses(&kept, token))
    };
    without.grants.retain(is_kept);
    without.other_keys.iter_mut().for_each(|key| key.grants.retain(is_kept));
    without
}
