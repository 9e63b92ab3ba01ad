//! Every job under the key policy that the product writes for it, under the same with each condition changed, and under
//! AWS's default key policy; and `docs/services.md`, the table of the jobs.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "all of it is a test: a panic is how a test fails"
)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kms_catalog::{Job, JobCaller};
use kms_playground::job::{JobChoice, NewPolicy, WrittenPolicy, decide_job, jobs, write_key_policy};
use kms_playground::{
    Decision, Detail, Key, KeySpec, NamedPolicy, PolicyText, Scenario, Severity, run_without_findings,
};
use serde_json::Value;

#[path = "jobs/requests.rs"]
mod requests;
#[path = "jobs/table.rs"]
mod table;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ADMINISTRATOR: &str = "arn:aws:iam::111122223333:role/KeyAdmin";
const USER: &str = "arn:aws:iam::111122223333:role/app/Clerk";
const ROLE: &str = "arn:aws:iam::111122223333:role/service-role/Carrier";
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#;
const DEFAULT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}"#;

fn choice(job: &Job) -> JobChoice {
    let takes_role = job.calls.iter().any(|call| matches!(call.by, JobCaller::Role(_)));
    JobChoice {
        service: job.service.to_owned(),
        job: job.name.to_owned(),
        who: job.has_asker().then(|| USER.to_owned()),
        values: if takes_role { vec![("role".to_owned(), ROLE.to_owned())] } else { Vec::new() },
        ..JobChoice::default()
    }
}

fn written(choices: Vec<JobChoice>) -> WrittenPolicy {
    let new = NewPolicy {
        key: KEY.to_owned(),
        administrators: vec![ADMINISTRATOR.to_owned()],
        users: Vec::new(),
        jobs: choices,
    };
    // The users stand with the jobs' choices, so that a job without one is not given one.
    let users = new.jobs.iter().filter_map(|job| job.who.clone()).collect::<BTreeSet<_>>();
    write_key_policy(&NewPolicy { users: users.into_iter().collect(), ..new }).unwrap()
}

/// The policy for each job alone, in the order of the table.
static WRITTEN: LazyLock<Vec<(&'static Job, WrittenPolicy)>> =
    LazyLock::new(|| Job::all().iter().map(|job| (job, written(vec![choice(job)]))).collect());

fn name(job: &Job) -> String {
    format!("{}: {}", job.service, job.name)
}

fn key_of(job: &Job) -> Key {
    let signs = job.calls.iter().any(|call| call.operation == "Sign");
    Key { key_spec: signs.then_some(KeySpec::EccNistP256), ..Key::new(KEY) }
}

/// Jobs whose source keys no job can know: the accounts and tables of all replicas. A finding asks for them.
const UNLIMITED: &[(&str, &str)] = &[("Amazon DynamoDB", "Replicate a global table across accounts")];

#[test]
fn every_job_works_under_the_policy_that_is_written_for_it() {
    for (job, written) in WRITTEN.iter() {
        for outcome in &written.jobs {
            assert_eq!(outcome.decision, Decision::Allowed, "{}: {}", name(job), outcome.summary);
        }
        assert!(written.passes_lockout_check, "{}", name(job));
        let warnings = written.findings.iter().filter(|finding| finding.severity != Severity::Suggestion);
        let warnings: BTreeSet<String> = warnings.map(|finding| finding.code.to_string()).collect();
        let is_unlimited = UNLIMITED.contains(&(job.service, job.name));
        let expected = is_unlimited.then(|| "servicePrincipalWithoutSource".to_owned());
        assert_eq!(warnings, expected.into_iter().collect(), "{}", name(job));
        let report = run_without_findings(&written.scenario, Detail::None);
        assert!(report.policies.iter().all(|policy| policy.accepted), "{}", name(job));
        for request in &report.requests {
            assert_eq!(request.met, Some(true), "{}: {}", name(job), request.summary);
        }
        // The administrator administers and does not use the key.
        let statements: Value = serde_json::from_str(written.key_policy.text()).unwrap();
        assert!(
            statements["Statement"].as_array().unwrap().iter().all(|it| it["Action"] != "kms:*"),
            "{}",
            name(job)
        );
    }
}

#[test]
fn every_condition_keeps_out_a_call_that_would_get_in_without_it() {
    let mut count = 0;
    for (job, written) in WRITTEN.iter() {
        for statement in &written.statements {
            for condition in &statement.conditions {
                assert!(condition.verified, "{}: {}: {}", name(job), statement.sid, condition.key);
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
}

/// The policy with one condition made to fit nothing, for every condition that it has.
fn mutations(policy: &str) -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(policy).unwrap();
    let mut all = Vec::new();
    for (at, statement) in document["Statement"].as_array().unwrap().iter().enumerate() {
        let Some(condition) = statement["Condition"].as_object() else { continue };
        for (operator, keys) in condition {
            for key in keys.as_object().unwrap().keys() {
                let mut changed = document.clone();
                changed["Statement"][at]["Condition"][operator][key] = match operator.as_str() {
                    "Bool" => "false".into(),
                    "ArnEquals" | "ArnLike" => "arn:aws:sqs:eu-west-1:999999999999:another".into(),
                    _ => "another".into(),
                };
                all.push((format!("{operator} {key} of statement {}", at + 1), changed.to_string()));
            }
        }
    }
    all
}

#[test]
fn no_job_works_once_a_condition_of_its_policy_no_longer_fits() {
    let mut count = 0;
    for (job, written) in WRITTEN.iter() {
        for (what, policy) in mutations(written.key_policy.text()) {
            let scenario = Scenario {
                key: key_of(job),
                key_policy: PolicyText::new(policy),
                requests: Vec::new(),
                ..written.scenario.clone()
            };
            let report = decide_job(&choice(job), &scenario).unwrap();
            assert_ne!(report.decision, Decision::Allowed, "{}: {what}", name(job));
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn under_the_default_policy_iam_policies_decide_and_services_are_refused() {
    for job in Job::all() {
        let decide = |identity_policies: Vec<NamedPolicy>| {
            let scenario = Scenario {
                key: key_of(job),
                key_policy: DEFAULT.into(),
                identity_policies: Some(identity_policies),
                ..Scenario::default()
            };
            decide_job(&choice(job), &scenario).unwrap().decision
        };
        assert_eq!(decide(Vec::new()), Decision::ImplicitDeny, "{}", name(job));
        let by_service = job.calls.iter().any(|call| matches!(call.by, JobCaller::Service(_)));
        let everything = NamedPolicy { name: "everything".to_owned(), text: EVERYTHING.into() };
        let expected = if by_service { Decision::ImplicitDeny } else { Decision::Allowed };
        assert_eq!(decide(vec![everything]), expected, "{}", name(job));
    }
}

#[test]
fn another_accounts_users_need_both_policies() {
    const ELSEWHERE: &str = "arn:aws:iam::444455556666:role/Clerk";
    for job in Job::all().iter().filter(|job| job.has_asker()) {
        let choice = JobChoice { who: Some(ELSEWHERE.to_owned()), ..choice(job) };
        let written = written(vec![choice.clone()]);
        let half = written.identity_policies.iter().find(|half| half.principal == ELSEWHERE);
        assert!(half.is_some(), "{}", name(job));
        for outcome in &written.jobs {
            assert_eq!(outcome.decision, Decision::Allowed, "{}: {}", name(job), outcome.summary);
        }
        let alone = Scenario { callers: Vec::new(), requests: Vec::new(), ..written.scenario };
        let report = decide_job(&choice, &alone).unwrap();
        assert_eq!(report.decision, Decision::ImplicitDeny, "{}", name(job));
    }
}

#[test]
fn jobs_share_statements_and_work_together() {
    let services: BTreeSet<&str> = Job::all().iter().map(|job| job.service).collect();
    for service in services {
        let jobs: Vec<&Job> = Job::all().iter().filter(|job| job.service == service).collect();
        let together = written(jobs.iter().map(|job| choice(job)).collect());
        for outcome in &together.jobs {
            assert_eq!(
                outcome.decision,
                Decision::Allowed,
                "{service}: {}: {}",
                outcome.job,
                outcome.summary
            );
        }
        let of_service = WRITTEN.iter().filter(|(job, _)| job.service == service);
        let alone: usize = of_service.map(|(_, written)| written.statements.len() - 2).sum();
        assert!(together.statements.len() - 2 <= alone, "{service}");
        for statement in &together.statements {
            for condition in &statement.conditions {
                assert!(condition.verified, "{service}: {}: {}", statement.sid, condition.key);
            }
        }
        let sids: BTreeSet<&str> =
            together.statements.iter().map(|statement| statement.sid.as_str()).collect();
        assert_eq!(sids.len(), together.statements.len(), "{service}");
    }
}

/// What was said in public of jobs that failed, with other names, and the answer that the job alone gives.
#[test]
fn reports_that_name_a_service_are_answered_by_the_job() {
    let scenario = |statements: &str| Scenario {
        key: Key::new(KEY),
        key_policy: PolicyText::new(format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)),
        identity_policies: Some(vec![NamedPolicy { name: "all".to_owned(), text: EVERYTHING.into() }]),
        ..Scenario::default()
    };
    let decide = |service: &str, job: &str, who: Option<&str>, scenario: &Scenario| {
        let who = who.map(str::to_owned);
        let choice = JobChoice { service: service.into(), job: job.into(), who, ..JobChoice::default() };
        decide_job(&choice, scenario).unwrap()
    };

    // A condition names the objects; with a Bucket Key, KMS gets the ARN of the bucket.
    let objects = scenario(
        r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"*",
            "Condition":{"StringLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::plans/live/*"}}}"#,
    );
    let put = decide("Amazon S3", "Put an object", Some("arn:aws:iam::444455556666:role/Deploy"), &objects);
    let of: Vec<_> = put.variants.iter().map(|variant| (variant.option.unwrap(), variant.decision)).collect();
    assert_eq!(of, [("no-bucket-key", Decision::Allowed), ("bucket-key", Decision::ImplicitDeny)]);
    assert!(
        put.variants[1].summary.contains("the request has `arn:aws:s3:::plans`"),
        "{}",
        put.variants[1].summary
    );

    // The guide's list for key users has no CreateGrant, which RDS needs to copy a snapshot.
    let users = scenario(
        r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Resource":"*",
            "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"]}"#,
    );
    let copy = decide("rds", "copy snapshot", Some("arn:aws:iam::444455556666:role/Keeper"), &users);
    assert_eq!(copy.decision, Decision::ImplicitDeny);
    assert!(copy.variants[0].summary.starts_with("Call 2 of 4, `kms:CreateGrant`, is refused."));
    assert_eq!(copy.variants[0].calls[2].waits_for, Some(1));

    // A key of a bucket for logs that names no log delivery.
    let account = scenario(&serde_json::from_str::<Value>(DEFAULT).unwrap()["Statement"][0].to_string());
    let logs = decide("vpc", "flow logs", None, &account);
    assert!(logs.variants[0].summary.contains("`delivery.logs.amazonaws.com` `kms:GenerateDataKey`"));

    // A group launches with another account's key: only a grant lets the service-linked role in.
    let group = "arn:aws:iam::444455556666:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    let shared = Scenario {
        identity_policies: Some(Vec::new()),
        ..scenario(
            r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}"#,
        )
    };
    let launch = JobChoice {
        service: "Amazon EC2 Auto Scaling".to_owned(),
        job: "Launch instances with encrypted volumes".to_owned(),
        values: vec![("account".to_owned(), "444455556666".to_owned())],
        ..JobChoice::default()
    };
    let refused = decide_job(&launch, &shared).unwrap();
    assert_eq!(refused.decision, Decision::ImplicitDeny);
    assert!(
        refused.variants[0].summary.contains("Create a grant for the role"),
        "{}",
        refused.variants[0].summary
    );
    assert_eq!(refused.variants[0].calls[0].request.principal, group);
    let everything = vec![NamedPolicy { name: "all".to_owned(), text: EVERYTHING.into() }];
    let granted = Scenario { identity_policies: Some(everything), ..shared };
    let by_grant = decide(
        "Amazon EC2 Auto Scaling",
        "Launch instances with another account's key",
        Some("arn:aws:iam::444455556666:role/Owner"),
        &granted,
    );
    assert_eq!(by_grant.decision, Decision::Allowed, "{}", by_grant.variants[0].summary);

    // Nodes vanish: the role that launches them has no permission to the key of their volumes.
    let none = Scenario { identity_policies: Some(Vec::new()), ..account };
    let nodes = decide("Amazon EC2", "karpenter", Some("arn:aws:iam::111122223333:role/Nodes"), &none);
    let refused: Vec<&str> = nodes.variants[0]
        .calls
        .iter()
        .filter(|call| !call.works() && call.waits_for.is_none())
        .map(|call| call.request.action.as_str())
        .collect();
    assert_eq!(refused, ["kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"]);
}

#[test]
fn what_cannot_be_written_says_why() {
    let write = |users: &[&str], key: &str, job: &str, values: &[(&str, &str)]| {
        let (service, job) = job.split_once(": ").unwrap();
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let choice = JobChoice { service: service.into(), job: job.into(), values, ..JobChoice::default() };
        let users = users.iter().map(|user| (*user).to_owned()).collect();
        let new = NewPolicy { key: key.to_owned(), users, jobs: vec![choice], ..NewPolicy::default() };
        write_key_policy(&new).unwrap_err().to_string()
    };
    for (said, part) in [
        (write(&[], KEY, "Amazon S3: Put an object", &[]), "needs the user or role that asks"),
        (write(&[], KEY, "AWS CodeBuild: Build with encrypted artifacts", &[]), "Give its ARN as `role`"),
        (write(&["*"], KEY, "Amazon S3: Put an object", &[]), "`*` is not the ARN of a user"),
        (write(&[USER], "alias/key", "Amazon S3: Put an object", &[]), "is not the ARN of a KMS key"),
        (write(&[USER], KEY, "Amazon S3: Put an object", &[("bukcet", "b")]), "has no parameter `bukcet`"),
        (
            write(&[USER], KEY, "Amazon S3: Put an object", &[("region", "Ireland")]),
            "is not the name of a Region",
        ),
        (write(&[USER], KEY, "Amazon S3: Put an object", &[("account", "12")]), "is not an account id"),
        (
            write(&[USER], KEY, "Amazon S3: Put an object", &[("bucket", "")]),
            "the value of `bucket` is empty",
        ),
        (write(&[USER], KEY, "Amazon S3: object", &[]), "fits several jobs"),
        (write(&[USER], KEY, "Amazon Mars: Land", &[]), "no job is called"),
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn a_key_without_jobs_has_administrators_and_users() {
    let new = NewPolicy {
        key: KEY.to_owned(),
        administrators: vec![ADMINISTRATOR.to_owned()],
        users: vec![USER.to_owned()],
        jobs: Vec::new(),
    };
    let written = write_key_policy(&new).unwrap();
    assert!(written.passes_lockout_check);
    assert!(written.findings.iter().all(|finding| finding.severity == Severity::Suggestion));
    let request = |principal: &str, action: &str| kms_playground::Request {
        principal: principal.to_owned(),
        action: action.to_owned(),
        ..kms_playground::Request::default()
    };
    let requests = vec![
        request(USER, "kms:Decrypt"),
        request(USER, "kms:GenerateDataKey"),
        request(USER, "kms:PutKeyPolicy"),
        request(USER, "kms:CreateGrant"),
        request(ADMINISTRATOR, "kms:ScheduleKeyDeletion"),
        request(ADMINISTRATOR, "kms:Decrypt"),
        request(ADMINISTRATOR, "kms:CreateGrant"),
    ];
    let report = run_without_findings(&Scenario { requests, ..written.scenario }, Detail::None);
    let allowed: Vec<bool> =
        report.requests.iter().map(|request| request.decision == Decision::Allowed).collect();
    assert_eq!(allowed, [true, true, false, false, true, false, false]);
}

#[test]
fn values_limit_the_statement_to_the_resource() {
    let put = |values: &[(&str, &str)]| {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let job = Job::find("Amazon S3", "Put an object").unwrap();
        let written =
            written(vec![JobChoice { values, option: Some("bucket-key".to_owned()), ..choice(job) }]);
        let policy: Value = serde_json::from_str(written.key_policy.text()).unwrap();
        let condition = policy["Statement"][2]["Condition"].clone();
        let opens = written.notes.iter().any(|note| note.code == "parameterOpen");
        (condition, opens)
    };
    let key = "kms:EncryptionContext:aws:s3:arn";
    let (named, opens) = put(&[("bucket", "plans")]);
    assert_eq!((named["StringEquals"][key].as_str(), opens), (Some("arn:aws:s3:::plans"), false));
    let (any, opens) = put(&[]);
    assert!(any["StringLike"].is_null() && any["StringEquals"][key].is_null() && opens, "{any}");
    let (region, _) = put(&[("bucket", "plans"), ("region", "us-east-2")]);
    assert_eq!(region["StringEquals"]["kms:ViaService"], "s3.us-east-2.amazonaws.com");
}

#[test]
fn the_list_for_other_programs_has_every_job() {
    let all = jobs("");
    assert_eq!(all.len(), Job::all().len());
    for entry in &all {
        assert!(!entry.permissions.is_empty() && entry.page.starts_with("https://"), "{}", entry.job);
    }
}
