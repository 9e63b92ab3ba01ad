//! The placeholders in the calls of a job, as parameters that a person gives.

use super::{Job, JobCaller};

/// A value that the calls of a job depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobParameter {
    /// The name, as it stands in angle brackets in the templates: `bucket`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// A value for those who give none.
    pub example: &'static str,
    /// Whether it is known before the job runs. What AWS makes up in the job, such as a volume id, no policy can name.
    pub known: bool,
}

const fn known(name: &'static str, about: &'static str, example: &'static str) -> JobParameter {
    JobParameter { name, about, example, known: true }
}

const fn made(name: &'static str, about: &'static str, example: &'static str) -> JobParameter {
    JobParameter { name, about, example, known: false }
}

const PARAMETERS: &[JobParameter] = &[
    known("activity", "name of the activity", "review"),
    known("bucket", "name of the bucket", "amzn-s3-demo-bucket"),
    made("cluster-id", "id of the cluster", "abcdefghijklmnopqrst123456"),
    known("cluster", "name of the cluster", "orders"),
    known("collection", "name of the geofence collection", "depots"),
    known("dashboard", "id of the dashboard", "usage"),
    made("detector-id", "id of the detector", "12abc34d567e8fa901bc2d34e56789f0"),
    known("distribution-id", "id of the distribution", "EDFDVBD6EXAMPLE"),
    made("evaluation-job", "id of the evaluation job", "a1b2c3d4e5f6"),
    made("domain-id", "id of the domain", "dzd_a1b2c3d4e5f6"),
    known("event-bus", "name of the event bus", "orders"),
    made("flow-id", "id of the flow", "ABCDEFGHIJ"),
    known("function", "name of the function", "resize"),
    known("hosted-zone-id", "id of the hosted zone", "Z1D633PJN98FT9"),
    made("instance-id", "id of the instance", "i-0123456789abcdef0"),
    made("integration-id", "id of the integration", "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"),
    made("investigation-group-id", "id of the investigation group", "Ab1Cd2Ef3Gh4"),
    known("log-group", "name of the log group", "/app/orders"),
    made("message-id", "id of the message", "d6iitobk75ur44p8kdnnp7g2n800"),
    made("object", "key of the object", "2026/report.csv"),
    made("organization-id", "id of the organization", "m-1234567890abcdef0"),
    known("parameter", "name of the parameter", "app/token"),
    made("policy-engine-id", "id of the policy engine", "engine-a1b2c3d4e5"),
    made("policy-store-id", "id of the policy store", "PSEXAMPLEabcdefg111111"),
    known("repository", "name of the repository", "web"),
    known(
        "role",
        "ARN of the role that the service assumes",
        "arn:<partition>:iam::<account>:role/service-role/Work",
    ),
    known("rule", "name of the rule", "incoming"),
    known("secret", "name of the secret", "app/database"),
    made("session-id", "id of the session", "a1b2c3d4-5678-90ab-cdef-EXAMPLE22222"),
    made("snapshot-id", "id of the snapshot", "0123456789abcdef0"),
    known("source-bucket", "name of the bucket from which the calls come", "amzn-s3-demo-source-bucket"),
    known("state-machine", "name of the state machine", "checkout"),
    known("stream", "name of the stream", "clicks"),
    made("suffix", "six characters that AWS adds to the name", "a1B2c3"),
    known("table", "name of the table", "orders"),
    known("table-bucket", "name of the table bucket", "amzn-s3-demo-table-bucket"),
    made(
        "table-part",
        "what is stored in the table bucket",
        "table/1234abcd-12ab-34cd-56ef-1234567890ab/data",
    ),
    known("template", "name of the template", "web-service"),
    known("topic", "name of the topic", "alerts"),
    known("tracker", "name of the tracker", "trucks"),
    known("trail", "name of the trail", "management-events"),
    known("vector-bucket", "name of the vector bucket", "amzn-s3-demo-vector-bucket"),
    made("version-id", "id of the version", "EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE"),
    made("volume-id", "id of the volume", "0123456789abcdef0"),
    known("workgroup", "name of the workgroup", "primary"),
    made("workspace-directory", "SID of the user and id of the directory", "S-1-5-21-277731876-d-906732325d"),
];

impl JobParameter {
    /// The parameter of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PARAMETERS.iter().find(|parameter| parameter.name == name)
    }

    /// Every parameter that a job can have.
    #[must_use]
    pub fn all() -> &'static [Self] {
        PARAMETERS
    }
}

impl Job {
    /// The parameters on which its calls depend, in the order of their first use; `partition`, `region` and `account`
    /// come from the key.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static JobParameter> {
        let mut parameters: Vec<&'static JobParameter> = Vec::new();
        for call in self.calls {
            let role = if let JobCaller::Role(name) = call.by { Some(name) } else { None };
            let texts: Vec<_> = call.templates().collect();
            let in_texts = texts.iter().flat_map(|template| placeholders(template.text()));
            for found in role.into_iter().chain(in_texts).filter_map(JobParameter::find) {
                if !parameters.contains(&found) {
                    parameters.push(found);
                }
            }
        }
        parameters
    }
}

/// The names in angle brackets.
pub(super) fn placeholders(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name))
}
