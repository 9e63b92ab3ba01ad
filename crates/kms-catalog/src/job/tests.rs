use std::collections::BTreeSet;

use super::parameter::placeholders;
use super::*;
use crate::operation::Operation;

fn place(job: &Job, call: &JobCall) -> String {
    format!("{}: {}: {}", job.service, job.name, call.operation)
}

#[test]
fn there_are_many_jobs_of_many_services_each_named_once() {
    let services: BTreeSet<_> = Job::all().iter().map(|job| job.service).collect();
    assert!(services.len() >= 60, "{}", services.len());
    assert!(Job::all().len() >= 130, "{}", Job::all().len());
    for job in Job::all() {
        assert_eq!(Job::find(&job.service.to_uppercase(), &job.name.to_lowercase()), Some(job));
        assert_eq!(
            Job::all().iter().filter(|other| *other == job).count(),
            1,
            "{}: {}",
            job.service,
            job.name
        );
    }
}

#[test]
fn the_jobs_of_a_service_stand_together() {
    let mut seen: Vec<&str> = Vec::new();
    for job in Job::all() {
        if seen.last() != Some(&job.service) {
            assert!(!seen.contains(&job.service), "{}", job.service);
            seen.push(job.service);
        }
    }
}

#[test]
fn every_call_can_be_made() {
    for job in Job::all() {
        assert!(!job.calls.is_empty(), "{}: {}", job.service, job.name);
        for call in job.calls {
            let place = place(job, call);
            let checks = Operation::checks(call.operation);
            assert!(!checks.is_empty(), "{place}");
            let takes = |check: &crate::Check| check.operation.encryption_context.parameter().is_some();
            assert!(call.encryption_context.is_empty() || checks.iter().all(takes), "{place}");
            assert_eq!(call.grant.is_some(), call.operation == "CreateGrant", "{place}");
            let by_service = matches!(call.by, JobCaller::Service(_));
            assert!(by_service || call.source_arn.is_none() && call.source_account.is_none(), "{place}");
            for operation in call.grant.iter().flat_map(|grant| grant.operations) {
                assert!(Operation::find(operation).unwrap().grantable, "{place} {operation}");
            }
        }
    }
}

#[test]
fn whoever_holds_a_grant_uses_one_that_the_job_made() {
    for job in Job::all() {
        for (at, call) in job.calls.iter().enumerate() {
            if call.by == JobCaller::Grantee {
                let mut before = job.calls[..at].iter().filter_map(|call| call.grant);
                assert!(
                    before.any(|grant| grant.operations.contains(&call.operation)),
                    "{}",
                    place(job, call)
                );
            }
        }
    }
}

#[test]
fn every_option_changes_the_calls_and_every_call_has_an_option_that_there_is() {
    for job in Job::all() {
        assert_ne!(job.options.len(), 1, "{}: {}", job.service, job.name);
        for call in job.calls {
            let known = |name: &str| job.options.iter().any(|option| option.name == name);
            assert!(call.option.is_none_or(known), "{}", place(job, call));
        }
        let of: Vec<Vec<_>> =
            job.options.iter().map(|option| job.calls_with(Some(option.name)).copied().collect()).collect();
        for (at, calls) in of.iter().enumerate() {
            assert!(!calls.is_empty() && !of[..at].contains(calls), "{}: {}", job.service, job.name);
        }
    }
}

#[test]
fn every_placeholder_is_a_parameter_and_every_parameter_is_used() {
    let filled = ["partition", "region", "account"];
    let mut used = BTreeSet::new();
    for job in Job::all() {
        used.extend(job.parameters().iter().map(|parameter| parameter.name));
        for call in job.calls {
            for template in call.templates() {
                for name in placeholders(template.text()) {
                    assert!(
                        filled.contains(&name) || JobParameter::find(name).is_some(),
                        "{}: {name}",
                        place(job, call)
                    );
                }
            }
            if let JobCaller::Role(name) = call.by {
                assert!(JobParameter::find(name).is_some(), "{}", place(job, call));
            }
        }
    }
    for parameter in JobParameter::all() {
        assert!(used.contains(parameter.name), "{} is used by no job", parameter.name);
        assert!(!parameter.example.is_empty() && !parameter.about.ends_with('.'), "{}", parameter.name);
    }
}

#[test]
fn every_job_links_to_aws_and_speaks_in_sentences() {
    for job in Job::all() {
        assert!(job.page.starts_with("https://docs.aws.amazon.com/"), "{}", job.name);
        assert!(job.calls.iter().all(|call| call.purpose.ends_with('.')), "{}: {}", job.service, job.name);
        assert!(job.notes.iter().all(|note| note.ends_with('.')), "{}: {}", job.service, job.name);
        assert!(job.options.iter().all(|option| !option.when.ends_with('.')), "{}", job.name);
    }
}

#[test]
fn a_call_is_no_more_certain_than_its_service() {
    // What EKS sends in `kms:ViaService` AWS's pages disagree about; it is said with the service, and assumed here.
    let undocumented = |job: &&Job| !job.status().is_documented();
    assert!(Job::all().iter().filter(undocumented).count() > 20);
}

#[test]
fn jobs_are_found_by_what_people_type() {
    let first = |text: &str| {
        let found = Job::search(text);
        found.iter().take(4).map(|job| format!("{}: {}", job.service, job.name)).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("snapshot copy", "Amazon RDS: Copy an encrypted snapshot"),
        ("snapshot copy", "Amazon EBS: Copy an encrypted snapshot"),
        ("upload", "Amazon S3: Put an object"),
        ("s3 PutObject", "Amazon S3: Put an object"),
        ("KMSAccessDenied", "Amazon S3: Put an object"),
        ("flow logs", "Amazon VPC: Deliver flow logs to an encrypted bucket"),
        ("karpenter", "Amazon EC2: Launch an instance with an encrypted volume"),
        ("asg cross-account", "Amazon EC2 Auto Scaling: Launch instances with another account's key"),
        ("CopyDBClusterSnapshot", "Amazon RDS: Copy an encrypted snapshot"),
        ("terraform state", "Amazon S3: Put an object"),
        ("eventbridge topic", "Amazon SNS: Get events of an EventBridge rule"),
        ("dnssec", "Amazon Route 53: Sign a hosted zone"),
    ] {
        assert!(first(text).contains(&expected.to_owned()), "{text}: {:?}", first(text));
    }
    assert!(Job::search("no such thing at all").is_empty());
    assert_eq!(Job::search("").len(), Job::all().len());
}
