//! Jobs against callers: what becomes of each job when one of several callers asks the service for it.

use std::ops::Range;

use kms_catalog::{Job, JobCall, JobCaller};

use super::group::append;
use super::home::{account_of, of_key};
use super::resolve::{Resolved, Shown};
use super::{JobChoice, JobError};
use crate::report::{CheckReport, Detail};
use crate::run::run_without_findings;
use crate::scenario::{PolicyText, Scenario};

/// The jobs that people ask a service for, in a scenario.
#[derive(Debug)]
pub(crate) struct JobTable {
    shown: Shown,
    jobs: Vec<&'static Job>,
    /// Of each call that is asked, whether it fails although it is allowed.
    pub(crate) failing: Vec<bool>,
}

/// Calls that are decided as one, by their places in a scenario: a request, or those of a job with one of its settings.
pub(crate) struct Calls {
    pub(crate) requests: Range<usize>,
    pub(crate) grants: Range<usize>,
}

impl JobTable {
    /// The jobs that people ask for in this scenario.
    ///
    /// # Errors
    ///
    /// A key that no service can be given.
    pub(crate) fn of(scenario: &Scenario) -> Result<Self, JobError> {
        let (_, account) = of_key(&scenario.key.arn)?;
        let jobs = Job::all().iter().filter(|job| job.has_asker()).collect();
        let mut table = Self { shown: Shown::in_scenario(scenario), jobs, failing: Vec::new() };
        // Neither the caller nor a policy plays a part in this.
        let (key_policy, requests) = (PolicyText::default(), Vec::new());
        let mut alone = Scenario { key_policy, requests, ..scenario.clone() };
        table.ask(&format!("arn:aws:iam::{account}:root"), &mut alone);
        let fails = |check: &CheckReport| check.after_authorization.iter().any(|after| after.fails);
        let report = run_without_findings(&alone, Detail::None);
        table.failing = report.requests.iter().map(|request| request.checks.iter().any(fails)).collect();
        Ok(table)
    }

    /// The jobs, each with whether the key policy or a request of the scenario names its service.
    pub(crate) fn named(&self, scenario: &Scenario) -> impl Iterator<Item = (&'static Job, bool)> {
        let mut words: Vec<&str> = scenario.key_policy.text().split('"').collect();
        for request in &scenario.requests {
            words.push(&request.principal);
            words.push(request.via_service.as_deref().unwrap_or_default());
        }
        let is_named = move |call: &JobCall| {
            let by = if let JobCaller::Service(name) = call.by { Some(name) } else { None };
            by.into_iter().chain(call.via_service).any(|service| {
                // The Region may be a wildcard.
                let head = service.text().split('<').next().unwrap_or_default();
                words.iter().any(|word| word.starts_with(head))
            })
        };
        self.jobs.iter().map(move |job| (*job, job.calls.iter().any(&is_named)))
    }

    /// Whether this caller can ask a service for something.
    pub(crate) fn takes(who: &str) -> bool {
        account_of(who).is_some()
    }

    /// Puts every call of every job, with each of its settings, as asked for by this caller, into a scenario. Of each job
    /// the places of its calls with each setting; these are all that there are.
    pub(crate) fn ask(&self, who: &str, with: &mut Scenario) -> Vec<(Vec<Calls>, bool)> {
        let mut ask = |job: &&'static Job| {
            let choice = JobChoice {
                service: job.service.to_owned(),
                job: job.name.to_owned(),
                who: Some(who.to_owned()),
                ..JobChoice::default()
            };
            let mut settings = Vec::new();
            // Whoever can ask for one job can ask for each.
            if let Ok(resolved) = Resolved::among(&choice, with, &self.shown) {
                for setting in &resolved.options {
                    let (requests, grants) = (with.requests.len(), with.grants.len());
                    if append(&resolved, *setting, with).is_ok() {
                        let (requests, grants) = (requests..with.requests.len(), grants..with.grants.len());
                        settings.push(Calls { requests, grants });
                    }
                }
            }
            (settings, true)
        };
        self.jobs.iter().map(&mut ask).collect()
    }
}
