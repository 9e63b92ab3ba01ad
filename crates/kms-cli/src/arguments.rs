//! The command line.

mod access;
mod job;
mod learn;

use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kms_playground::Detail;

pub(crate) use access::{AccessArguments, AccessFormat, TestsArguments};
pub(crate) use job::{JobArguments, JobFormat, JobsArguments, PolicyArguments, PolicyFormat};
pub(crate) use learn::{ChallengeArguments, ChallengesArguments, ExplainArguments, LearnFormat};

/// Says what AWS KMS would decide, and why.
#[derive(Debug, Parser)]
#[command(name = "kms-policy", version, max_term_width = 100, after_help = EXIT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT: &str = "\
Exit status:
  0  done; of `test`: every decision is as expected; of `lint`: no errors
  1  `test`: a decision differs from what is expected; `lint`: there are errors, or warnings with --deny warnings;
     `diff --fail-on wider`: the new policy allows more, or may
  2  the input cannot be used, `import` recognized nothing, or a test run checked nothing";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decides every request of a scenario and says why; reads a bare key policy too
    #[command(after_help = EVAL)]
    Eval(EvalArguments),
    /// Compares the decisions of scenarios with what they expect
    #[command(after_help = TEST)]
    Test(TestArguments),
    /// Says what a reviewer would say about policies, and fixes what is safe to fix
    #[command(after_help = LINT)]
    Lint(LintArguments),
    /// Makes a link of a scenario, or a scenario of a link
    #[command(after_help = LINK)]
    Link(LinkArguments),
    /// Makes a scenario of an error message, an event, a policy, a template or the output of commands
    #[command(after_help = IMPORT)]
    Import(ImportArguments),
    /// Compares two key policies on all requests
    #[command(after_help = DIFF)]
    Diff(DiffArguments),
    /// Lists who can use a key, and when
    #[command(after_help = access::ACCESS)]
    Access(AccessArguments),
    /// Writes scenarios that pin a key policy down, for `test`
    #[command(after_help = access::TESTS)]
    Tests(TestsArguments),
    /// Lists what services do with a key: `snapshot copy`, `upload`
    #[command(after_help = job::JOBS)]
    Jobs(JobsArguments),
    /// Says whether a service can do something with a key: the verdict on all of its calls to KMS
    #[command(after_help = job::JOB)]
    Job(JobArguments),
    /// Writes a key policy for administrators, users and jobs
    #[command(after_help = job::POLICY)]
    Policy(PolicyArguments),
    /// Lists the challenges: tasks to learn from, in order
    #[command(after_help = learn::CHALLENGES)]
    Challenges(ChallengesArguments),
    /// Shows a challenge, or grades your key policy as the answer to it
    #[command(after_help = learn::CHALLENGE)]
    Challenge(ChallengeArguments),
    /// Explains a word of the report, or the code of a finding
    #[command(after_help = learn::EXPLAIN)]
    Explain(ExplainArguments),
}

const IMPORT: &str = "\
Examples:
  kms-policy import error.txt > scenario.json
  aws kms get-key-policy --key-id KEY --policy-name default | kms-policy import -
  cat error.txt policy.json grants.json | kms-policy import - | kms-policy eval -
  kms-policy import event.json --onto scenario.json
  kms-policy import error.txt --format json | jq '.asks'

The scenario goes to standard output; what was recognized, assumed and is still asked goes to standard error.
Nothing is sent anywhere.";

/// The arguments of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The text; `-` reads standard input
    pub(crate) file: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = ImportFormat::Scenario)]
    pub(crate) format: ImportFormat,
    /// Lays the text over this scenario
    #[arg(long, value_name = "SCENARIO")]
    pub(crate) onto: Option<String>,
    /// Answers a question or fills a placeholder: `key.arn=arn:…`, `AWS::AccountId=111122223333`
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) answers: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// What `import` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// The scenario
    Scenario,
    /// The whole result
    Json,
}

const DIFF: &str = "\
Examples:
  kms-policy diff old.json new.json
  kms-policy diff old.json new.json --fail-on wider
  git show main:key-policy.json | kms-policy diff - key-policy.json --format markdown
  kms-policy diff old.json new.json --scenarios findings/ && kms-policy eval findings/1.json

OLD and NEW are key policies, scenarios, or what `aws kms get-key-policy` prints. The answer holds for all
identity-based policies and grants.

Exit status with `--fail-on wider`: 1 if the new policy allows something that the old one does not, or may.";

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The policy as it is; `-` reads standard input
    pub(crate) old: String,
    /// The policy as it would be; `-` reads standard input
    pub(crate) new: String,
    /// How to write the differences
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// When to end with exit status 1
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// Writes a scenario for each difference into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) scenarios: Option<String>,
}

/// How `diff` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// For code scanning
    Sarif,
    /// For a pull request
    Markdown,
}

/// When `diff` ends with exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// If the new policy allows more, or may
    Wider,
}

const EVAL: &str = "\
Examples:
  kms-policy eval scenario.json
  kms-policy eval scenario.json --format json | jq '.requests[].decision'
  kms-policy eval scenario.json --format markdown > answer.md
  kms-policy link --decode 'https://…/#s=1.…' | kms-policy eval -
  aws kms get-key-policy --key-id KEY --policy-name default | kms-policy eval -

Of a bare key policy it says what AWS would reject in it and what it assumes about the key.
A refusal is an answer: the exit status is 0.";

const TEST: &str = "\
Examples:
  kms-policy test scenarios/
  kms-policy test a.json b.json 'more/**/*.json'
  kms-policy test scenarios/ --format junit > report.xml

Of a folder every file that ends in .json is read. Requests without `expect` are counted as unchecked.";

const LINT: &str = "\
Examples:
  kms-policy lint key-policy.json --key arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  kms-policy lint policies/ --deny warnings --format github
  kms-policy lint policies/ --format sarif > findings.sarif
  kms-policy lint policy.json --fix

A file holds a scenario, of which every policy is looked at, or one policy. A policy with a `Principal` is taken for a key
policy, another for an identity-based policy, unless --kind says otherwise. --fix applies the fixes that need no review.";

const LINK: &str = "\
Examples:
  kms-policy link scenario.json --base https://example.org/playground/
  kms-policy link scenario.json
  kms-policy link --decode 'https://example.org/playground/#s=1.…' > scenario.json

Nothing is uploaded: the scenario is in the link itself, behind the `#`, which browsers do not send.";

/// The arguments of `eval`.
#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    /// The scenario; `-` reads standard input
    pub(crate) scenario: String,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = EvalFormat::Text)]
    pub(crate) format: EvalFormat,
    /// Whether to say what would change each decision; alone it means always
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        num_args = 0..=1,
        require_equals = true,
        default_value_t = AdviceWhen::Auto,
        default_missing_value = "always"
    )]
    pub(crate) advice: AdviceWhen,
    /// The statements whose elements the JSON holds: `none`, those that decided and the near misses (`deciding`), or `all`
    #[arg(long, value_name = "LEVEL", default_value_t = Detail::All, value_parser = Detail::from_str)]
    pub(crate) detail: Detail,
}

/// When `eval` says what would change a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AdviceWhen {
    /// As text, for the only request of a scenario, if it is refused
    Auto,
    /// For every request
    Always,
    /// For none
    Never,
}

/// How `eval` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    /// For reading in a terminal
    Text,
    /// The whole report
    Json,
    /// For a ticket
    Markdown,
}

/// The arguments of `test`.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// Scenarios, folders, or patterns with `*`, `?` and `**`; `-` reads standard input
    #[arg(required = true)]
    pub(crate) paths: Vec<String>,
    /// How to write the results
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
}

/// How `test` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// For CI servers
    Junit,
}

/// The arguments of `lint`.
#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// Policies or scenarios, folders, or patterns with `*`, `?` and `**`; `-` reads standard input
    #[arg(required = true)]
    pub(crate) paths: Vec<String>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(crate) format: LintFormat,
    /// Applies every fix that needs no review to the files, and reports what is left
    #[arg(long)]
    pub(crate) fix: bool,
    /// Also fails for findings of this severity
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Deny>,
    /// Leaves out the findings of this rule; may be given several times
    #[arg(long, value_name = "CODE", value_parser = rule)]
    pub(crate) allow: Vec<String>,
    /// What kind of policy a file holds that is no scenario
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    /// The key that a policy belongs to which stands in no scenario
    #[arg(long, value_name = "ARN")]
    pub(crate) key: Option<String>,
}

/// The name of a rule.
fn rule(code: &str) -> Result<String, String> {
    let is_rule = kms_playground::lint_rules().any(|rule| rule.code == code);
    is_rule.then(|| code.to_owned()).ok_or_else(|| "no rule has this name".to_owned())
}

/// How `lint` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

/// Which findings make `lint` fail, errors aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Security warnings and warnings
    Warnings,
}

/// The kinds of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// The policy of a KMS key
    KeyPolicy,
    /// A policy of a user, group or role
    IdentityPolicy,
    /// A permissions boundary
    PermissionsBoundary,
    /// A session policy
    SessionPolicy,
    /// A service control policy
    Scp,
    /// A resource control policy
    Rcp,
    /// The policy of a VPC endpoint
    EndpointPolicy,
}

/// The arguments of `link`.
#[derive(Debug, Args)]
pub(crate) struct LinkArguments {
    /// The scenario; `-` reads standard input
    #[arg(required_unless_present = "decode", conflicts_with = "decode")]
    pub(crate) scenario: Option<String>,
    /// The address of the page; without it only the fragment is printed
    #[arg(long, value_name = "URL", conflicts_with = "decode")]
    pub(crate) base: Option<String>,
    /// Prints the scenario of this link or fragment; `-` reads standard input
    #[arg(long, value_name = "LINK")]
    pub(crate) decode: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
