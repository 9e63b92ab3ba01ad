//! What people search the gallery by: words for what an example has, whether or not its own words say so.

use kms_playground::{Decision, Request, Scenario};

use crate::state::is_service;

use super::IsAbout;

/// Words, and what an example has to have for them.
const TOPICS: [(&str, IsAbout); 14] = [
    ("delegation delegates root account principal enable iam user permissions", |scenario| {
        scenario.key_policy.text().contains(":root\"")
    }),
    ("cross-account cross account other external third party", is_cross_account),
    ("scp service control policy organization guard rail guardrail", |scenario| {
        scenario.service_control_policies.is_some()
    }),
    ("rcp resource control policy organization data perimeter", |scenario| {
        scenario.resource_control_policies.is_some()
    }),
    ("permissions boundary permission", |scenario| scenario.permissions_boundary.is_some()),
    ("session policy", |scenario| scenario.session_policies.is_some()),
    ("vpc endpoint vpce privatelink network", |scenario| scenario.vpc_endpoint_policy.is_some()),
    ("multi-region mrk replica replicate region", |scenario| scenario.key.multi_region_key_type.is_some()),
    ("lockout lock out administrator malformedpolicydocumentexception", |scenario| {
        any(scenario, |request| matches!(request.action.as_str(), "kms:PutKeyPolicy" | "kms:CreateKey"))
    }),
    ("confused deputy source sourcearn sourceaccount service principal", |scenario| {
        any(scenario, |request| is_service(&request.principal))
    }),
    ("viaservice forward access session fas", |scenario| {
        any(scenario, |request| request.via_service.is_some())
    }),
    ("grant grants creategrant delegation", |scenario| {
        !scenario.grants.is_empty() || any(scenario, |request| request.action == "kms:CreateGrant")
    }),
    ("access denied accessdenied accessdeniedexception kmsaccessdenied not authorized error", |scenario| {
        // All of them show a refusal; these are about it.
        let is_refused =
            |request: &&Request| request.expect.is_some_and(|expect| expect != Decision::Allowed);
        2 * scenario.requests.iter().filter(is_refused).count() > scenario.requests.len()
    }),
    ("deny guard rail", |scenario| scenario.policies().iter().any(|it| it.text.text().contains("\"Deny\""))),
];

/// Words for what people do with a system.
const SYSTEMS: [(&str, &str); 11] = [
    ("Amazon S3", "bucket object upload download sse-kms put get"),
    ("Amazon RDS", "aurora database snapshot copy share restore"),
    ("AWS Lambda", "function environment variable serverless"),
    ("Amazon EBS", "volume disk attach snapshot ec2 instance"),
    ("Amazon EC2 Auto Scaling", "launch instance ami image fleet karpenter node"),
    ("Amazon SNS", "topic publish notification eventbridge alarm"),
    ("Amazon SQS", "queue message notification event"),
    ("Amazon CloudWatch Logs", "log group flow logs logging"),
    ("AWS CloudTrail", "trail audit log"),
    ("Amazon DynamoDB", "table nosql"),
    ("AWS Secrets Manager", "secret password rotation"),
];

/// All words for an example, beside those that it says itself.
pub(super) fn words(scenario: &Scenario) -> String {
    let topics = TOPICS.iter().filter(|(_, is_about)| is_about(scenario)).map(|(words, _)| *words);
    let system = scenario.about.as_ref().and_then(|about| about.system.as_deref());
    let systems = SYSTEMS.iter().filter(|(name, _)| Some(*name) == system).map(|(_, words)| *words);
    topics.chain(systems).collect::<Vec<_>>().join(" ")
}

fn any(scenario: &Scenario, fits: impl Fn(&Request) -> bool) -> bool {
    scenario.requests.iter().any(fits)
}

/// Whether somebody calls from another account than the key's.
fn is_cross_account(scenario: &Scenario) -> bool {
    let account = |arn: &str| arn.split(':').nth(4).unwrap_or_default().to_owned();
    let of_key = account(&scenario.key.arn);
    any(scenario, |request| {
        let caller = account(&request.principal);
        !caller.is_empty() && caller != of_key
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::examples;

    /// Each of the words that a person would type finds an example.
    #[test]
    fn what_people_type_finds_something() {
        let all: Vec<String> = examples().iter().map(|it| words(&it.scenario().unwrap())).collect();
        for typed in [
            "delegation",
            "cross-account",
            "scp",
            "boundary",
            "vpc endpoint",
            "multi-region",
            "lockout",
            "upload",
            "snapshot copy",
            "environment variable",
            "kmsaccessdenied",
            "confused deputy",
            "grant",
            "queue",
            "log group",
        ] {
            let fits = |text: &&String| typed.split(' ').all(|word| text.contains(word));
            let count = all.iter().filter(fits).count();
            assert!((1..all.len()).contains(&count), "{typed}: {count}");
        }
    }
}
