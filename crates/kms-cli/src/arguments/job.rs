//! The arguments of `jobs`, `job` and `policy`.

use clap::{Args, ValueEnum};

use super::pair;

pub(super) const JOBS: &str = "\
Examples:
  kms-policy jobs
  kms-policy jobs snapshot copy
  kms-policy jobs upload
  kms-policy jobs KMSAccessDenied --format json

The words are looked up in names of services and jobs, in API operations and in parts of error messages. Where one job is
found, its settings and parameters are listed too. *Partly inferred* means that AWS names the permissions and does not
document every call.";

pub(super) const JOB: &str = "\
Examples:
  kms-policy job 'Amazon S3' 'Put an object' --scenario scenario.json --who arn:aws:iam::111122223333:role/Writer
  kms-policy job rds 'copy snapshot' --scenario key-policy.json --who arn:aws:iam::444455556666:role/Backup
  kms-policy job 'Amazon S3' 'Get an object' --scenario - --with bucket-key --set bucket=logs

The job works only if every call is allowed; the first one that is not is named with its reason. The requests of the
scenario are not decided, but they and the conditions of the policies show who asks and which resource is meant, where
nothing says so. A job whose calls depend on a setting is decided with each, unless --with chooses one.
A refusal is an answer: the exit status is 0.";

pub(super) const POLICY: &str = "\
Examples:
  kms-policy policy --key arn:aws:kms:eu-west-1:111122223333:key/new \\
    --admin arn:aws:iam::111122223333:role/KeyAdmin --user arn:aws:iam::111122223333:role/Writer \\
    --job 'Amazon S3: Put an object; bucket=logs' --job 'AWS CloudTrail: Deliver encrypted log files; trail=main'
  kms-policy policy --key ARN --job 'Amazon VPC: Deliver flow logs to an encrypted bucket' > key-policy.json
  kms-policy policy --key ARN --admin ARN --user ARN --job … --format scenario | kms-policy test -

Behind a job, after semicolons: its setting and the values of its parameters, which `kms-policy jobs` lists. --set
gives a value to every job that has the parameter. The key policy goes to standard output; what each condition keeps out,
what to know, and the identity-based policies that principals of other accounts need go to standard error.

Exit status: 1 if a job does not work under the policy, or if it would not pass the lockout safety check.";

/// The arguments of `jobs`.
#[derive(Debug, Args)]
pub(crate) struct JobsArguments {
    /// Words to look for; without any, all jobs
    pub(crate) words: Vec<String>,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = JobFormat::Text)]
    pub(crate) format: JobFormat,
}

/// The arguments of `job`.
#[derive(Debug, Args)]
pub(crate) struct JobArguments {
    /// The service, or words that find it
    pub(crate) service: String,
    /// What it does, or words that find it
    pub(crate) job: String,
    /// A scenario, a key policy, or what `aws kms get-key-policy` prints; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: String,
    /// The key of a policy that stands in no scenario
    #[arg(long, value_name = "ARN")]
    pub(crate) key: Option<String>,
    /// Who asks the service: the ARN of a user, a role or a session
    #[arg(long, value_name = "ARN")]
    pub(crate) who: Option<String>,
    /// The setting, where the job has some
    #[arg(long = "with", value_name = "SETTING")]
    pub(crate) option: Option<String>,
    /// A value of a parameter: `bucket=logs`; `region` and `account` are those of the resource
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) values: Vec<(String, String)>,
    /// How to write the verdict
    #[arg(long, value_enum, default_value_t = JobFormat::Text)]
    pub(crate) format: JobFormat,
}

/// How `jobs` and `job` write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum JobFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}

/// The arguments of `policy`.
#[derive(Debug, Args)]
pub(crate) struct PolicyArguments {
    /// The ARN of the key; of a key that does not exist yet, with any id
    #[arg(long, value_name = "ARN")]
    pub(crate) key: String,
    /// Who administers the key; may be given several times
    #[arg(long = "admin", value_name = "ARN")]
    pub(crate) administrators: Vec<String>,
    /// Who asks the services; without such a job, who uses the key directly; may be given several times
    #[arg(long = "user", value_name = "ARN")]
    pub(crate) users: Vec<String>,
    /// What the key is for: `SERVICE: JOB; SETTING; NAME=VALUE`; may be given several times
    #[arg(long = "job", value_name = "JOB")]
    pub(crate) jobs: Vec<String>,
    /// A value for every job that has the parameter: `bucket=logs`
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) values: Vec<(String, String)>,
    /// What to print
    #[arg(long, value_enum, default_value_t = PolicyFormat::Policy)]
    pub(crate) format: PolicyFormat,
}

/// What `policy` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyFormat {
    /// The key policy
    Policy,
    /// A scenario with the key policy, the identity-based policies, and every call as a request
    Scenario,
    /// The whole result
    Json,
}
