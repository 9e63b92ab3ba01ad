//! What a person has chosen in the form of a job.

use kms_playground::Scenario;
use kms_playground::job::{JobChoice, JobEntry, add_job, jobs, remove_job};

use crate::state::is_service;

/// A job with what was said about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) entry: JobEntry,
    /// Which key it uses: 0 for the scenario's own, else a further one.
    pub(super) key: usize,
    pub(super) option: Option<String>,
    pub(super) who: String,
    /// Values by parameter; empty ones are not said.
    pub(super) values: Vec<(String, String)>,
    /// Whether a group of the list has it already.
    pub(super) is_of_group: bool,
}

impl Chosen {
    /// The job of a choice; `group` is the first request of the group that it comes from.
    pub(super) fn of(choice: JobChoice, scenario: &Scenario, group: Option<usize>) -> Option<Self> {
        let found = jobs(&choice.job);
        let entry = found.into_iter().find(|it| it.service == choice.service && it.job == choice.job)?;
        let callers = scenario.requests.iter().map(|request| request.principal.as_str());
        let usual = callers.filter(|caller| !is_service(caller)).find(|caller| !caller.is_empty());
        let usual = usual.unwrap_or_default().to_owned();
        let option = choice.option.or_else(|| entry.options.first().map(|option| option.name.to_owned()));
        let key_id = group.and_then(|at| scenario.requests.get(at)?.key_id.as_ref());
        let key = scenario.other_keys.iter().position(|other| Some(&other.key.arn) == key_id);
        let mut values = choice.values;
        let takes_role = entry.parameters.iter().any(|parameter| parameter.name == "role");
        if takes_role && group.is_none() && !entry.has_caller {
            values.push(("role".to_owned(), usual.clone()));
        }
        Some(Self {
            key: key.map_or(0, |at| at + 1),
            option,
            who: choice.who.unwrap_or(usual),
            values,
            is_of_group: group.is_some(),
            entry,
        })
    }

    pub(super) fn title(&self) -> String {
        format!("{}: {}", self.entry.service, self.entry.job)
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    pub(super) fn with(&self, name: &str, value: String) -> Self {
        let mut with = self.clone();
        with.values.retain(|(known, _)| known != name);
        with.values.push((name.to_owned(), value));
        with
    }

    /// For the engine.
    pub(super) fn choice(&self) -> JobChoice {
        let said = self.values.iter().filter(|(_, value)| !value.trim().is_empty());
        JobChoice {
            service: self.entry.service.to_owned(),
            job: self.entry.job.to_owned(),
            option: self.option.clone(),
            who: Some(self.who.trim().to_owned()).filter(|who| self.entry.has_caller && !who.is_empty()),
            values: said.map(|(name, value)| (name.clone(), value.trim().to_owned())).collect(),
        }
    }

    /// The scenario with the job's calls as requests, in the place of the group that it had, and the first of them.
    pub(super) fn added_to(
        &self,
        scenario: &Scenario,
        group: Option<usize>,
    ) -> Result<(Scenario, usize), String> {
        let mut before = group.map_or_else(|| scenario.clone(), |first| remove_job(scenario, first));
        let count = before.requests.len();
        before = on_key(&before, self.key);
        let added = add_job(&self.choice(), &before).map_err(|error| error.to_string())?;
        let mut added = on_key(&added, self.key);
        let key =
            self.key.checked_sub(1).and_then(|at| added.other_keys.get(at)).map(|it| it.key.arn.clone());
        for request in added.requests.iter_mut().skip(count) {
            request.key_id.clone_from(&key);
        }
        let first = group.unwrap_or(count).min(count);
        let calls = added.requests.split_off(count);
        added.requests.splice(first..first, calls);
        Ok((added, first))
    }
}

/// The scenario with one of its further keys as its own, and the other way round: twice, it is what it was.
pub(super) fn on_key(scenario: &Scenario, key: usize) -> Scenario {
    let mut turned = scenario.clone();
    if let Some(other) = key.checked_sub(1).and_then(|at| turned.other_keys.get_mut(at)) {
        std::mem::swap(&mut turned.key, &mut other.key);
        std::mem::swap(&mut turned.key_policy, &mut other.key_policy);
        std::mem::swap(&mut turned.grants, &mut other.grants);
        std::mem::swap(&mut turned.resource_control_policies, &mut other.resource_control_policies);
    }
    turned
}
