//! From what a person chose to a job with everything that its calls need.

use kms_catalog::{Job, JobCall, JobCaller, JobOption, JobParameter, Template};
use kms_policy::{PolicyDocument, PolicyKind, Principal, parse};

use super::home::{self, Home};
use super::{JobChoice, JobError};
use crate::scenario::{Request, Scenario};

/// A chosen job.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) job: &'static Job,
    /// The settings to look at; one without a setting where the job has none.
    pub(super) options: Vec<Option<&'static JobOption>>,
    pub(super) home: Home,
    /// Who asks the service, with the role or user behind a session.
    pub(super) asker: Option<Asker>,
    values: Vec<(String, String)>,
    found: Vec<Found>,
}

/// Who asks a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asker {
    pub(super) principal: String,
    pub(super) issuer: Option<String>,
    /// Whether a request of the scenario names them, and nobody else did.
    pub(super) of_scenario: bool,
}

/// What a scenario shows of its services' resources: names and values that its requests carry and its policies test, each
/// with where it stands. Read once for as many jobs as there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown(Vec<(String, String, &'static str)>);

impl Shown {
    // Else each part of the page that asks would hold all of it.
    #[inline(never)]
    pub(super) fn in_scenario(scenario: &Scenario) -> Self {
        let carried = scenario.requests.iter().flat_map(carried);
        let carried = carried.map(|(key, value)| (key, value, "a request of the scenario has it"));
        let mut shown: Vec<_> = carried.collect();
        let policies = scenario.policies();
        let documents: Vec<PolicyDocument> = policies
            .iter()
            .map(|policy| parse(policy.text.text(), PolicyKind::from(policy.kind)).document)
            .collect();
        let tested = documents.iter().flat_map(tested);
        shown.extend(tested.map(|(key, value)| (key, value, "a condition of a policy names it")));
        Self(shown)
    }
}

/// A value that the scenario shows.
#[derive(Clone, Debug)]
struct Found {
    name: &'static str,
    value: String,
    whence: &'static str,
}

/// A value that nobody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AssumedValue {
    pub(super) parameter: &'static JobParameter,
    pub(super) value: String,
    /// Where it comes from; none: it is an example.
    pub(super) whence: Option<&'static str>,
}

/// The job of these names, or the only one that they find.
pub(super) fn find(service: &str, job: &str) -> Result<&'static Job, JobError> {
    if let Some(found) = Job::find(service, job) {
        return Ok(found);
    }
    let names = |jobs: &[&'static Job]| -> Vec<String> {
        jobs.iter().take(6).map(|job| format!("{}: {}", job.service, job.name)).collect()
    };
    let found = Job::search(&format!("{service} {job}"));
    let (service, job) = (service.to_owned(), job.to_owned());
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let near = Job::search(&job);
            Err(JobError::UnknownJob { near: names(&near), service, job })
        }
        several => Err(JobError::SeveralJobs { found: names(several), service, job }),
    }
}

impl Resolved {
    /// The choice in the scenario; what it leaves open the scenario's requests and policies may show.
    pub(super) fn in_scenario(choice: &JobChoice, scenario: &Scenario) -> Result<Self, JobError> {
        Self::among(choice, scenario, &Shown::in_scenario(scenario))
    }

    /// The choice in the scenario, which shows this.
    pub(super) fn among(choice: &JobChoice, scenario: &Scenario, shown: &Shown) -> Result<Self, JobError> {
        let mut resolved = Self::new(choice, &scenario.key.arn, Some(scenario))?;
        resolved.look_in(shown);
        Ok(resolved)
    }

    /// The choice for this key, from nothing but itself.
    pub(super) fn of_choice(choice: &JobChoice, key: &str) -> Result<Self, JobError> {
        Self::new(choice, key, None)
    }

    fn new(choice: &JobChoice, key: &str, scenario: Option<&Scenario>) -> Result<Self, JobError> {
        let job = find(&choice.service, &choice.job)?;
        let options = options(job, choice.option.as_deref())?;
        let known = job.parameters();
        for (name, value) in &choice.values {
            let is_known = known.iter().any(|parameter| parameter.name == name);
            if !is_known && !["region", "account"].contains(&name.as_str()) {
                let known = known.iter().map(|parameter| parameter.name.to_owned()).collect();
                return Err(JobError::UnknownParameter {
                    job: job.name.to_owned(),
                    name: name.clone(),
                    known,
                });
            }
            if value.is_empty() {
                return Err(JobError::EmptyValue(name.clone()));
            }
        }
        // A service that works under its own name works for the account that the scenario says, not for its callers.
        let by_people =
            job.calls.iter().any(|call| !matches!(call.by, JobCaller::Service(_) | JobCaller::Grantee));
        let requests = scenario.map(|scenario| scenario.requests.as_slice()).unwrap_or_default();
        let asker = match choice.who.as_deref().filter(|who| !who.is_empty()) {
            Some(who) => Some(asker(who)?),
            None if by_people => requests.iter().find_map(asker_of),
            None => None,
        };
        let shown = match &asker {
            Some(asker) => home::account_of(&asker.principal),
            None => requests.iter().find_map(|request| request.source_account.clone()),
        };
        let home = Home::new(key, shown, &choice.values)?;
        let mut values = choice.values.clone();
        // Whoever is named acts as the service's role, where nobody asks the service.
        if let Some(asker) = asker.as_ref().filter(|asker| !job.has_asker() && !asker.of_scenario)
            && !values.iter().any(|(name, _)| name == "role")
        {
            values.push(("role".to_owned(), asker.principal.clone()));
        }
        if let Some((_, role)) = values.iter().find(|(name, _)| name == "role") {
            let _: Asker = self::asker(role)?;
        }
        Ok(Self { job, options, home, asker, values, found: Vec::new() })
    }

    /// The calls with this setting.
    pub(super) fn calls(&self, option: Option<&JobOption>) -> Vec<&'static JobCall> {
        self.job.calls_with(option.map(|option| option.name)).collect()
    }

    /// A template as a request has it.
    pub(super) fn example(&self, template: Template) -> String {
        home::fill(template.text(), &|name| self.value(name))
    }

    /// A template as a statement has it: with a wildcard where a value is not known.
    pub(super) fn pattern(&self, template: Template) -> String {
        let pattern = home::fill(template.text(), &|name| self.given(name).unwrap_or_else(|| "*".to_owned()));
        pattern.replace("**", "*")
    }

    /// The ARN of a role that the service assumes, if somebody gave it.
    pub(super) fn given_role(&self, parameter: &str) -> Option<String> {
        self.given(parameter)
    }

    /// The ARN of a role that the service assumes.
    pub(super) fn role(&self, parameter: &str) -> String {
        self.value(parameter)
    }

    fn given(&self, name: &str) -> Option<String> {
        if let Some(value) = self.home.value(name) {
            return Some(value.to_owned());
        }
        self.values.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn value(&self, name: &str) -> String {
        let found = || self.found.iter().find(|found| found.name == name).map(|found| found.value.clone());
        self.given(name).or_else(found).unwrap_or_else(|| match JobParameter::find(name) {
            Some(parameter) => {
                home::fill(parameter.example, &|inner| self.home.value(inner).unwrap_or_default().to_owned())
            }
            None => format!("<{name}>"),
        })
    }

    /// What the choice itself says of a parameter.
    pub(super) fn chosen(&self, name: &str) -> Option<String> {
        self.values.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// The parameters of these calls that nobody gave.
    pub(super) fn assumed(&self, calls: &[&'static JobCall]) -> Vec<AssumedValue> {
        let parameters = self.job.parameters().into_iter().filter(|parameter| uses(calls, parameter.name));
        let open = parameters.filter(|parameter| self.given(parameter.name).is_none());
        open.map(|parameter| AssumedValue {
            parameter,
            value: self.value(parameter.name),
            whence: self.found.iter().find(|found| found.name == parameter.name).map(|found| found.whence),
        })
        .collect()
    }

    /// Takes values from what the scenario shows, of its requests before its policies.
    fn look_in(&mut self, shown: &Shown) {
        for call in self.job.calls {
            let source = call.source_arn.map(|template| ("aws:SourceArn", template));
            let grant = call.grant.iter().flat_map(|grant| grant.encryption_context_subset);
            let pairs = call.encryption_context.iter().chain(grant).copied().chain(source);
            for (key, template) in pairs {
                for (_, value, whence) in shown.0.iter().filter(|(known, ..)| known.eq_ignore_ascii_case(key))
                {
                    self.take(template, value, whence);
                }
            }
        }
    }

    /// Keeps what a value shows of the parameters, the first that fits the place.
    fn take(&mut self, template: Template, value: &str, whence: &'static str) {
        let Some(captured) = home::capture(template.text(), value) else { return };
        let fits = captured.iter().all(|(name, value)| {
            self.home.value(name).is_none_or(|own| own == *value || value.contains('*'))
        });
        for (name, value) in captured.into_iter().filter(|_| fits) {
            let is_whole = value == "*";
            let known = self.found.iter().any(|found| found.name == name);
            if let Some(parameter) = JobParameter::find(name).filter(|_| !known && !is_whole) {
                let value = value.replace(['*', '?'], "example");
                self.found.push(Found { name: parameter.name, value, whence });
            }
        }
    }
}

fn options(job: &'static Job, wanted: Option<&str>) -> Result<Vec<Option<&'static JobOption>>, JobError> {
    let Some(wanted) = wanted else {
        let all: Vec<_> = job.options.iter().map(Some).collect();
        return Ok(if all.is_empty() { vec![None] } else { all });
    };
    match job.options.iter().find(|option| option.name.eq_ignore_ascii_case(wanted)) {
        Some(option) => Ok(vec![Some(option)]),
        None => Err(JobError::UnknownOption {
            job: job.name.to_owned(),
            option: wanted.to_owned(),
            known: job.options.iter().map(|option| option.name.to_owned()).collect(),
        }),
    }
}

/// Somebody who can ask a service.
pub(super) fn asker(arn: &str) -> Result<Asker, JobError> {
    match home::account_of(arn) {
        Some(_) => Ok(Asker { principal: arn.to_owned(), issuer: None, of_scenario: false }),
        None => Err(JobError::NotAPrincipal(arn.to_owned())),
    }
}

fn asker_of(request: &Request) -> Option<Asker> {
    let asker = asker(&request.principal).ok()?;
    Some(Asker { issuer: request.session_issuer.clone(), of_scenario: true, ..asker })
}

/// Whether a parameter occurs in these calls.
fn uses(calls: &[&'static JobCall], name: &str) -> bool {
    let placeholder = format!("<{name}>");
    calls.iter().any(|call| {
        call.by == JobCaller::Role(JobParameter::find(name).map_or("", |it| it.name))
            || call.templates().any(|template| template.text().contains(&placeholder))
    })
}

/// The keys and values that a request carries.
fn carried(request: &Request) -> Vec<(String, String)> {
    let context = request.encryption_context.iter().map(|(key, value)| (key.to_owned(), value.clone()));
    let source = request.source_arn.iter().map(|arn| ("aws:SourceArn".to_owned(), arn.clone()));
    context.chain(source).collect()
}

/// The keys of the encryption context and the sources that conditions test, with the values.
fn tested(document: &PolicyDocument) -> Vec<(String, String)> {
    let conditions = document.statements.iter().filter_map(|statement| statement.condition.as_ref());
    let entries = conditions.flat_map(|condition| &condition.blocks).flat_map(|block| &block.entries);
    entries
        .flat_map(|entry| {
            let key = entry.key.value.as_str();
            const PREFIX: &str = "kms:EncryptionContext:";
            let head = key.get(..PREFIX.len()).filter(|head| head.eq_ignore_ascii_case(PREFIX));
            let name = head.and_then(|_| key.get(PREFIX.len()..)).unwrap_or(key).to_owned();
            entry.values.iter().map(move |value| (name.clone(), value.value.text.clone()))
        })
        .collect()
}

/// The role or user that a statement names for somebody: of a session its role, as far as the ARN tells.
pub(super) fn nameable(arn: &str) -> (String, bool) {
    match Principal::caller(arn) {
        Principal::AssumedRole { home, role, .. } => {
            (format!("arn:{}:iam::{}:role/{role}", home.partition, home.account), true)
        }
        _ => (arn.to_owned(), false),
    }
}
