//! Jobs of services: which KMS calls they take, whether a key lets them, and the key policy that lets them and no more.
//!
//! People know the service and what it did ("RDS cannot copy the snapshot"), not the KMS operation. The jobs stand in
//! the catalogue; here they become requests to decide and statements to write.

mod calls;
mod draft;
mod error;
mod extension;
mod group;
mod guard;
mod hint;
mod home;
mod policy;
mod resolve;
mod table;
mod verdict;
mod written;

use kms_catalog::{Job, Operation, Status};
use serde::Serialize;

pub use error::JobError;
pub use extension::{PolicyExtension, extend_key_policy, with_written_policy};
pub(crate) use group::verdict;
pub use group::{JobGroup, add_job, choice_of, group_at, remove_job};
pub use guard::ConditionReport;
pub use hint::{Hint, hints};
pub use policy::{write_key_policy, write_without_findings};
pub(crate) use table::{Calls, JobTable};
pub use verdict::{CallReport, JobReport, JobVariant, decide_job};
pub use written::{IdentityPolicy, JobOutcome, NewPolicy, StatementReason, WrittenPolicy};

/// A job that a person chose, with what they said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobChoice {
    /// The service, or words that find it.
    pub service: String,
    /// The job, or words that find it.
    pub job: String,
    /// The setting, where the job has some; none: each of them.
    pub option: Option<String>,
    /// Who asks the service: the ARN of a user, a role or a session.
    pub who: Option<String>,
    /// Values of the job's parameters; `region` and `account` stand for those of the resource.
    pub values: Vec<(String, String)>,
}

/// A job of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobEntry {
    /// The service.
    pub service: &'static str,
    /// What it does.
    pub job: &'static str,
    /// The KMS permissions that it takes, in the order of its calls, each once.
    pub permissions: Vec<&'static str>,
    /// The settings on which its calls depend.
    pub options: Vec<OptionEntry>,
    /// The values on which its calls depend.
    pub parameters: Vec<ParameterEntry>,
    /// Whether somebody asks the service, so that a caller must be named.
    pub has_caller: bool,
    /// Whether AWS documents every call.
    pub documented: bool,
    /// What else is worth knowing.
    pub notes: &'static [&'static str],
    /// AWS's page about it.
    pub page: &'static str,
}

/// A setting of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OptionEntry {
    /// Its short name.
    pub name: &'static str,
    /// When it holds, as a clause.
    pub when: &'static str,
}

/// A parameter of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterEntry {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// A value for those who give none.
    pub example: &'static str,
    /// Whether it is known before the job runs; what AWS makes up in the job, such as a volume id, is not.
    pub known: bool,
}

/// The jobs that words find, the best first; all of them for no words.
pub fn jobs(words: &str) -> Vec<JobEntry> {
    Job::search(words).into_iter().map(entry).collect()
}

fn entry(job: &'static Job) -> JobEntry {
    let mut permissions: Vec<&'static str> = Vec::new();
    for permission in job.calls.iter().flat_map(|call| permissions_of(call.operation)) {
        if !permissions.contains(&permission) {
            permissions.push(permission);
        }
    }
    JobEntry {
        service: job.service,
        job: job.name,
        permissions,
        options: job.options.iter().map(|it| OptionEntry { name: it.name, when: it.when }).collect(),
        parameters: job
            .parameters()
            .into_iter()
            .map(|it| ParameterEntry { name: it.name, about: it.about, example: it.example, known: it.known })
            .collect(),
        has_caller: job.has_asker(),
        documented: job.status().is_documented(),
        notes: job.notes,
        page: job.page,
    }
}

/// The permissions behind an API operation: two for `ReEncrypt`.
fn permissions_of(operation: &str) -> impl Iterator<Item = &'static str> {
    Operation::checks(operation).into_iter().map(|check| check.operation.permission())
}

/// How well a call is documented, in the words of the JSON.
const fn certainty(status: Status) -> &'static str {
    match status {
        Status::Documented => "documented",
        Status::SingleSource => "singleSource",
        Status::Disputed => "disputed",
        Status::Unconfirmed => "inferred",
    }
}

#[cfg(test)]
mod tests;
