//! What keeps a job from being asked.

use thiserror::Error;

/// Why a choice cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JobError {
    /// Nothing has these names.
    #[error("no job is called `{service}: {job}`{}", list(" Did you mean ", .near))]
    UnknownJob {
        /// The service that was given.
        service: String,
        /// The job that was given.
        job: String,
        /// Jobs that are near.
        near: Vec<String>,
    },
    /// The words fit several jobs.
    #[error("`{service}: {job}` fits several jobs{}", list(" Choose one of ", .found))]
    SeveralJobs {
        /// The service that was given.
        service: String,
        /// The job that was given.
        job: String,
        /// The jobs that fit.
        found: Vec<String>,
    },
    /// The job has no such setting.
    #[error("`{job}` has no setting `{option}`{}", list(" It has ", .known))]
    UnknownOption {
        /// The job.
        job: String,
        /// The setting that was given.
        option: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The job depends on a setting, and none is chosen.
    #[error("the calls of `{job}` depend on a setting{}", list(" Choose one of ", .known))]
    NoOption {
        /// The job.
        job: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The job has no such parameter.
    #[error("`{job}` has no parameter `{name}`{}", list(" It has ", .known))]
    UnknownParameter {
        /// The job.
        job: String,
        /// The parameter that was given.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// Nobody asks the service.
    #[error("`{0}` needs the user or role that asks the service. Give its ARN")]
    NobodyAsks(String),
    /// The service's role is not given.
    #[error("`{0}` needs the role that the service assumes. Give its ARN as `role`")]
    NoRole(String),
    /// Not the ARN of somebody who calls.
    #[error("`{0}` is not the ARN of a user, a role or a session")]
    NotAPrincipal(String),
    /// Not an account id.
    #[error("`{0}` is not an account id. Write its twelve digits")]
    NotAnAccount(String),
    /// Not a Region.
    #[error("`{0}` is not the name of a Region, such as `eu-west-1`")]
    NotARegion(String),
    /// Not the ARN of a KMS key.
    #[error("`{0}` is not the ARN of a KMS key: `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`")]
    NotAKey(String),
    /// Nothing can be added to this text.
    #[error("the key policy is not valid JSON, so no statement can be added to it. Correct it first")]
    UnreadablePolicy,
    /// Not a value that a statement can hold.
    #[error("the value of `{0}` is empty")]
    EmptyValue(String),
}

/// `. Did you mean a, b?` in the words of the caller; nothing for an empty list.
fn list(words: &str, items: &[String]) -> String {
    if items.is_empty() { String::new() } else { format!(".{words}{}", items.join("; ")) }
}
