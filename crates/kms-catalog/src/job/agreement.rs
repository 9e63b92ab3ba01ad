//! The jobs against the services of the catalogue: what both speak of, they say alike.
//!
//! What a job says becomes a condition of somebody's key policy. A condition on a value that the service does not send
//! stops the service, so that each value here is one that the catalogue has from a page, or stands below with its page.

use std::collections::BTreeSet;

use super::*;
use crate::operation::{Operation, Presence};
use crate::service::{NeverSent, PathKind, Service, SourceContext, Template};

/// Values of `kms:ViaService` that jobs have and no service of the catalogue: all but the last stand in the KMS guide,
/// *Services that support the kms:ViaService condition key*, or on the pages of RDS; the last on AgentCore's *Set
/// customer managed key policy*.
const VIA_OF_JOBS: &[&str] = &[
    "cassandra.<region>.amazonaws.com",
    "docdb-elastic.<region>.amazonaws.com",
    "es.<region>.amazonaws.com",
    "fsx.<region>.amazonaws.com",
    "kafka.<region>.amazonaws.com",
    "memorydb.<region>.amazonaws.com",
    "sagemaker.<region>.amazonaws.com",
    "timestream.<region>.amazonaws.com",
    "workspaces-web.<region>.amazonaws.com",
    "bedrock-agentcore-identity.<region>.amazonaws.com",
];

/// Service principals that jobs have and no service of the catalogue. ECS *Customer managed keys for Fargate ephemeral
/// storage* shows it.
const PRINCIPALS_OF_JOBS: &[&str] = &["fargate.amazonaws.com"];

/// Keys of the encryption context that jobs have and no service of the catalogue: those of Fargate, on the same page,
/// and that of AgentCore's token vault, on *Set customer managed key policy*.
const PAIRS_OF_JOBS: &[&str] = &[
    "aws:ecs:clusterAccount",
    "aws:ecs:clusterName",
    "aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn",
];

/// Services whose grants a page shows with operations and constraint: EBS and EC2 in the KMS guide (*Determining
/// access*, *Amazon EC2 example two*), Auto Scaling, Fargate and Location on their own.
const GRANTS_ON_PAGES: &[&str] =
    &["Amazon EBS", "Amazon EC2 Auto Scaling", "Amazon ECS", "Amazon Location Service"];

/// Jobs whose calls carry a part of what the service always sends: the page on Performance Insights tests its own keys.
const IN_PART: &[(&str, &str)] = &[("Amazon RDS", "Collect Performance Insights")];

fn calls() -> impl Iterator<Item = (&'static Job, &'static JobCall, String)> {
    Job::all().iter().flat_map(|job| {
        let place = |call: &JobCall| format!("{}: {}: {}", job.service, job.name, call.operation);
        job.calls.iter().map(move |call| (job, call, place(call)))
    })
}

/// Whether a text with placeholders is one that the other stands for, whose own placeholders and asterisks stand for
/// anything.
fn fits(general: &str, special: &str) -> bool {
    let mut parts = vec![String::new()];
    for (at, piece) in general.split('<').enumerate() {
        let (name, after) = if at == 0 { ("", piece) } else { piece.split_once('>').unwrap() };
        let is_filled = matches!(name, "partition" | "region" | "account");
        if at > 0 && !is_filled {
            parts.push(String::new());
        }
        let own = if is_filled { format!("<{name}>{after}") } else { after.to_owned() };
        for (at, piece) in own.split('*').enumerate() {
            if at > 0 {
                parts.push(String::new());
            }
            parts.last_mut().unwrap().push_str(piece);
        }
    }
    let [first, between @ .., last] = parts.as_slice() else { return general == special };
    let inner = special.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
    let end = between.iter().try_fold(inner, |rest, part| {
        let (_, rest) = rest?.split_once(part.as_str())?;
        Some(Some(rest))
    });
    end.flatten().is_some()
}

#[test]
fn a_text_stands_for_those_that_fill_its_placeholders() {
    assert!(fits("arn:<partition>:s3:::<bucket>", "arn:<partition>:s3:::<source-bucket>"));
    assert!(fits("<event-source-arn>", "arn:<partition>:sns:<region>:<account>:<topic>"));
    assert!(fits("arn:x:store/*", "arn:x:store/<id>") && fits("a", "a"));
    assert!(!fits("arn:x:store/*", "arn:x:shop/<id>") && !fits("a", "b") && !fits("<a>/x/<b>", "y/z"));
}

/// The services that a call can be one of: those that its way of arrival names.
fn services(call: &JobCall) -> Vec<&'static Service> {
    let by_name = |service: &&Service, name: Template| {
        let own = service.service_principals.iter().map(|it| it.name);
        own.chain(service.paths.iter().flat_map(|path| path.principals.iter().copied())).any(|it| it == name)
    };
    let all = Service::all().iter();
    match (call.via_service, call.by) {
        (Some(via), _) => {
            all.filter(|service| service.via_service.iter().any(|it| it.value == via)).collect()
        }
        (None, JobCaller::Service(name)) => all.filter(|service| by_name(service, name)).collect(),
        _ => all.collect(),
    }
}

#[test]
fn a_value_of_via_service_that_a_policy_tests_is_documented() {
    for (_, call, place) in calls() {
        let Some(via) = call.via_service else {
            assert!(call.via_service_status.is_documented(), "{place}");
            continue;
        };
        let known = Service::via_service_status(&via.in_region("us-east-1"));
        if VIA_OF_JOBS.contains(&via.text()) {
            assert_eq!(known, None, "{place}: {via} is in the catalogue");
        } else {
            let known = known.unwrap_or_else(|| panic!("{place}: {via}"));
            assert!(known.is_documented() || !call.via_service_status.is_documented(), "{place}: {via}");
        }
    }
}

#[test]
fn a_documented_call_is_made_under_a_documented_name() {
    for (_, call, place) in calls() {
        let JobCaller::Service(name) = call.by else { continue };
        let known = Service::principal_status(&name.in_region("us-east-1"));
        if PRINCIPALS_OF_JOBS.contains(&name.text()) {
            assert_eq!(known, None, "{place}: {name} is in the catalogue");
        } else {
            let known = known.unwrap_or_else(|| panic!("{place}: {name}"));
            assert!(known.is_documented() || !call.status.is_documented(), "{place}: {name}");
        }
    }
}

#[test]
fn a_service_sends_the_source_keys_that_the_catalogue_has_for_it() {
    let mut count = 0;
    for (_, call, place) in calls() {
        if call.source_arn.is_none() && call.source_account.is_none() {
            continue;
        }
        let JobCaller::Service(name) = call.by else { panic!("{place}: who sends a source?") };
        let paths = Service::all().iter().flat_map(|service| service.paths);
        let of_name = paths.filter(|path| {
            path.kind == PathKind::ServicePrincipal
                && path.status.is_documented()
                && path.principals.contains(&name)
        });
        let sends = |wanted: Option<Template>, sent: Option<Template>| {
            wanted.is_none_or(|wanted| sent.is_some_and(|sent| fits(sent.text(), wanted.text())))
        };
        let sources: Vec<_> = of_name
            .filter(|path| {
                let takes = |name| path.all_operations().any(|operation| operation.name == name);
                Operation::checks(call.operation).iter().all(|check| takes(check.operation.name))
            })
            .map(|path| path.source)
            .collect();
        let agrees = sources.iter().any(|source| match source {
            SourceContext::Sent { source_arn, source_account, .. } => {
                // Whose account it is, the catalogue says in words: `<bucket-owner>`.
                let account = call.source_account.is_none() || source_account.is_some();
                sends(call.source_arn, *source_arn) && account
            }
            _ => false,
        });
        assert!(agrees, "{place}: {name}: {:?}", call.source_arn);
        count += 1;
    }
    assert!(count > 30, "{count}");
}

#[test]
fn no_job_sends_what_aws_says_is_never_sent() {
    for fact in NeverSent::all() {
        let service = match fact.target.name {
            "an encrypted SNS topic" => "Amazon SNS",
            "a CloudTrail Lake event data store" => "AWS CloudTrail Lake",
            "an Amazon EKS cluster" => "Amazon EKS",
            other => panic!("which jobs are for {other}?"),
        };
        let mut count = 0;
        for (_, call, place) in calls().filter(|(job, ..)| job.service == service) {
            let is_meant = match (fact.principal, call.by) {
                (Some(name), JobCaller::Service(own)) => name == own,
                (None, JobCaller::Asker) => true,
                _ => false,
            };
            if is_meant {
                assert!(call.source_arn.is_none() && call.source_account.is_none(), "{place}");
                let limited = call.grant.is_some_and(|grant| grant.for_aws_resource);
                assert!(!(limited && fact.keys.contains(&"kms:GrantIsForAWSResource")), "{place}");
                count += 1;
            }
        }
        assert!(count > 0, "{service}");
    }
}

#[test]
fn every_pair_of_an_encryption_context_is_one_that_the_service_sends() {
    let mut count = 0;
    for (job, call, place) in calls() {
        let services = services(call);
        let of_grant = call.grant.iter().flat_map(|grant| grant.encryption_context_subset);
        for (key, value) in call.encryption_context.iter().chain(of_grant) {
            let mut known = services.iter().flat_map(|service| service.encryption_context);
            let agrees = known.any(|pair| {
                pair.status.is_documented() && pair.key == *key && fits(pair.value.text(), value.text())
            });
            assert!(agrees || PAIRS_OF_JOBS.contains(key), "{place}: {key} = {value}");
            count += 1;
        }
        // A call that shows some of what its service always sends shows all of it.
        if call.encryption_context.is_empty() || IN_PART.contains(&(job.service, job.name)) {
            continue;
        }
        if let [service] = services.as_slice() {
            for pair in service.always_sent().filter(|pair| pair.status.is_documented()) {
                let carries = call.encryption_context.iter().any(|(key, _)| *key == pair.key);
                assert!(carries, "{place} lacks {}", pair.key);
                assert_eq!(pair.presence, Presence::Always);
            }
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_grant_that_a_policy_limits_is_one_that_a_page_shows() {
    let limited: BTreeSet<&str> = calls()
        .filter(|(_, call, _)| call.grant.is_some_and(|grant| grant.status.is_documented()))
        .map(|(job, ..)| job.service)
        .collect();
    assert_eq!(limited, GRANTS_ON_PAGES.iter().copied().collect());
}

#[test]
fn every_exception_is_needed() {
    let used = |via: &str| calls().any(|(_, call, _)| call.via_service.is_some_and(|it| it.text() == via));
    assert!(VIA_OF_JOBS.iter().all(|via| used(via)));
    let by = |name: &str| {
        calls().any(|(_, call, _)| matches!(call.by, JobCaller::Service(it) if it.text() == name))
    };
    assert!(PRINCIPALS_OF_JOBS.iter().all(|name| by(name)));
    let carried =
        |key: &str| calls().any(|(_, call, _)| call.encryption_context.iter().any(|(it, _)| *it == key));
    assert!(PAIRS_OF_JOBS.iter().all(|key| carried(key)));
    assert!(IN_PART.iter().all(|(service, name)| Job::find(service, name).is_some()));
}
