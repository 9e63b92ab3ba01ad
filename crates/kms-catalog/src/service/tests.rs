use super::*;

fn by_principal(name: &str) -> Option<&'static str> {
    Service::by_principal(name).map(|service| service.name)
}

fn by_via_service(value: &str) -> Option<&'static str> {
    Service::by_via_service(value).map(|service| service.name)
}

#[test]
fn there_are_59_services_each_named_once() {
    let mut names: Vec<_> = Service::all().iter().map(|service| service.name.to_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 59);
    assert_eq!(Service::all().len(), 59);
    for service in Service::all() {
        assert_eq!(Service::find(&service.name.to_uppercase()), Some(service));
    }
}

#[test]
fn every_operation_of_a_service_exists() {
    let known = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(prefix) => Operation::all().iter().any(|operation| operation.name.starts_with(prefix)),
        None => Operation::find(pattern).is_some_and(|operation| operation.name == *pattern),
    };
    for service in Service::all() {
        assert!(!service.operations.is_empty() && !service.paths.is_empty(), "{}", service.name);
        assert!(service.operations.iter().all(known), "{}", service.name);
        for path in service.paths {
            assert!(!path.operations.is_empty(), "{} {}", service.name, path.caller);
            assert!(path.operations.iter().all(known), "{} {}", service.name, path.caller);
        }
    }
}

#[test]
fn patterns_stand_for_operations() {
    let logs = Service::find("Amazon CloudWatch Logs (log groups)").unwrap();
    let names: Vec<_> = logs.all_operations().map(|operation| operation.name).collect();
    assert!(names.contains(&"ReEncryptTo") && names.contains(&"GenerateDataKeyPairWithoutPlaintext"));
    assert!(!names.contains(&"DescribeCustomKeyStores"));
    let path = logs.paths.first().unwrap();
    assert!(path.all_operations().any(|operation| operation.name == "DescribeKey"));
}

#[test]
fn a_service_principal_leads_to_its_service() {
    assert_eq!(by_principal("verifiedpermissions.amazonaws.com"), Some("Amazon Verified Permissions"));
    assert_eq!(by_principal("CloudTrail.amazonaws.com"), Some("AWS CloudTrail (trails)"));
    assert_eq!(by_principal("logs.eu-west-1.amazonaws.com"), Some("Amazon CloudWatch Logs (log groups)"));
    assert_eq!(by_principal("delivery.logs.amazonaws.com"), Some("Amazon S3 (SSE-KMS, DSSE-KMS)"));
    assert_eq!(by_principal("glue.amazonaws.com"), Some("AWS Glue (Data Catalog)"));
    for unknown in ["", "*", "logs.amazonaws.com", "example.com", "lightsail.amazonaws.com"] {
        assert_eq!(by_principal(unknown), None, "{unknown:?}");
    }
}

#[test]
fn a_service_principal_may_carry_its_region() {
    assert_eq!(by_principal("s3.ap-east-1.amazonaws.com"), Some("Amazon S3 (SSE-KMS, DSSE-KMS)"));
    assert_eq!(by_principal("s3.somewhere.amazonaws.com"), None);
}

#[test]
fn a_name_that_is_never_without_its_region_is_known_without_it() {
    let of = |name| Service::by_principal_without_region(name).map(|(_, it)| it.name.text());
    assert_eq!(of("logs.amazonaws.com"), Some("logs.<region>.amazonaws.com"));
    assert_eq!(of("WorkMail.amazonaws.com"), Some("workmail.<region>.amazonaws.com"));
    assert_eq!(of("logs.us-east-1.amazonaws.com"), None);
    assert_eq!(of("s3.amazonaws.com"), None);
}

#[test]
fn a_value_of_via_service_says_how_well_it_is_documented() {
    let of = Service::via_service_status;
    assert_eq!(of("s3.us-east-1.amazonaws.com"), Some(Status::Documented));
    for name in ["bedrock", "datazone", "auditmanager", "firehose"] {
        assert_eq!(of(&format!("{name}.us-east-1.amazonaws.com")), Some(Status::Documented), "{name}");
    }
    for name in ["cloudformation", "cognito-idp"] {
        assert_eq!(of(&format!("{name}.us-east-1.amazonaws.com")), Some(Status::Unconfirmed), "{name}");
    }
    assert_eq!(of("sms-voice.us-east-1.amazonaws.com"), None);
}

#[test]
fn a_service_principal_says_how_well_it_is_documented() {
    let of = Service::principal_status;
    for name in [
        "cloudtrail.amazonaws.com",
        "codecommit.amazonaws.com",
        "config.amazonaws.com",
        "bedrock.amazonaws.com",
        "guardduty.me-south-1.amazonaws.com",
        "macie.amazonaws.com",
        "lambda.amazonaws.com",
    ] {
        assert_eq!(of(name), Some(Status::Documented), "{name}");
    }
    for name in ["ssm.amazonaws.com", "firehose.amazonaws.com", "ecr.amazonaws.com"] {
        assert_eq!(of(name), Some(Status::Unconfirmed), "{name}");
    }
    for name in ["logs.amazonaws.com", "sms-voice.amazonaws.com", ""] {
        assert_eq!(of(name), None, "{name}");
    }
}

#[test]
fn the_services_behind_a_call_are_those_that_take_its_way() {
    let behind = |principal, via, operation| -> Vec<_> {
        Service::behind_call(principal, via, operation).map(|service| service.name).collect()
    };
    assert_eq!(
        behind(None, Some("s3.us-east-1.amazonaws.com"), "Decrypt"),
        ["Amazon S3 (SSE-KMS, DSSE-KMS)"]
    );
    let topics = behind(Some("events.amazonaws.com"), None, "GenerateDataKey");
    assert!(topics.contains(&"Amazon SNS (SSE-KMS)") && topics.contains(&"Amazon EventBridge"), "{topics:?}");
    assert_eq!(behind(None, None, "Decrypt"), [""; 0]);
    assert_eq!(behind(Some("events.amazonaws.com"), None, "CreateKey"), [""; 0]);
}

#[test]
fn a_value_of_via_service_leads_to_its_own_service() {
    assert_eq!(by_via_service("ec2.us-east-1.amazonaws.com"), Some("Amazon EBS / Amazon EC2"));
    assert_eq!(by_via_service("s3.us-east-1.amazonaws.com"), Some("Amazon S3 (SSE-KMS, DSSE-KMS)"));
    assert_eq!(by_via_service("secretsmanager.cn-north-1.amazonaws.com"), Some("AWS Secrets Manager"));
    assert_eq!(by_via_service("dynamodb.*.amazonaws.com"), Some("Amazon DynamoDB"));
    assert_eq!(by_via_service("dax.us-east-1.amazonaws.com"), Some("Amazon ElastiCache"));
    assert_eq!(by_via_service("s3.amazonaws.com"), None, "the Region is missing");
    assert_eq!(by_via_service("ebs.us-east-1.amazonaws.com"), None);
}

#[test]
fn a_service_has_a_via_service_value_in_each_region() {
    let value = |name| Service::find(name).unwrap().via_service_in("eu-central-1");
    assert_eq!(value("Amazon EBS / Amazon EC2").as_deref(), Some("ec2.eu-central-1.amazonaws.com"));
    assert_eq!(value("AWS CloudTrail (trails)"), None, "it comes through S3");
    assert_eq!(value("AWS Billing (tax settings)"), None);
}

#[test]
fn each_kind_of_path_says_who_calls_as_its_kind_does() {
    for service in Service::all() {
        for path in service.paths {
            let by_service = path.kind == PathKind::ServicePrincipal;
            assert_eq!(path.source != SourceContext::None, by_service, "{} {}", service.name, path.caller);
            let may_name_principals = by_service || path.kind == PathKind::Grant;
            assert!(may_name_principals || path.principals.is_empty(), "{} {}", service.name, path.caller);
            let has_via = matches!(path.kind, PathKind::ForwardAccessSession | PathKind::ServicePrincipal);
            assert!(has_via || path.via_service.is_empty(), "{} {}", service.name, path.caller);
        }
    }
}

#[test]
fn a_path_names_principals_and_via_services_that_belong_to_a_service() {
    let regional = |template: &Template| template.in_region("us-east-1");
    for service in Service::all() {
        for path in service.paths {
            for via in path.via_service {
                assert!(Service::by_via_service(&regional(via)).is_some(), "{} {via}", service.name);
            }
            let own = |it: &&ServicePrincipal| path.principals.contains(&it.name);
            if path.kind == PathKind::Grant && !path.principals.is_empty() {
                assert!(service.service_principals.iter().any(|it| own(&it)), "{}", service.name);
            }
        }
    }
}

#[test]
fn every_call_of_a_sequence_can_be_asked() {
    let mut sequences = 0;
    for (service, sequence) in Service::all().iter().flat_map(|it| it.sequences.iter().map(move |s| (it, s)))
    {
        sequences += 1;
        for call in sequence.calls {
            let place = format!("{}: {}: {}", service.name, sequence.name, call.operation);
            let checks = Operation::checks(call.operation);
            assert!(!checks.is_empty(), "{place}");
            let context = |check: &crate::Check| {
                check.operation.encryption_context.parameter().is_some() || call.encryption_context.is_empty()
            };
            assert!(checks.iter().all(context), "{place} takes no encryption context");
            assert_eq!(call.grant.is_some(), call.operation == "CreateGrant", "{place}");
            assert_eq!(call.principal.is_some(), call.path == PathKind::ServicePrincipal, "{place}");
            assert_eq!(call.via_service.is_some(), call.path == PathKind::ForwardAccessSession, "{place}");
            assert!(call.purpose.ends_with('.'), "{place}");
            let asked_for = |name: &str| service.all_operations().any(|operation| operation.name == name);
            assert!(checks.iter().all(|check| asked_for(check.operation.name)), "{place}");
            for operation in call.grant.iter().flat_map(|grant| grant.operations) {
                assert!(Operation::find(operation).unwrap().grantable, "{place} {operation}");
            }
        }
    }
    assert!(sequences > 10);
}

#[test]
fn every_entry_links_to_aws_and_speaks_in_sentences() {
    for service in Service::all() {
        assert!(service.page.starts_with("https://docs.aws.amazon.com/"), "{}", service.name);
        assert!(service.notes.iter().all(|note| note.ends_with('.')), "{}", service.name);
        assert!(
            service.paths.iter().filter_map(|path| path.note).all(|note| note.ends_with('.')),
            "{}",
            service.name
        );
    }
}

#[test]
fn no_value_of_an_encryption_context_begins_or_ends_with_a_blank() {
    for service in Service::all() {
        for pair in service.encryption_context {
            assert_eq!(pair.key, pair.key.trim(), "{}", service.name);
            assert_eq!(pair.value.text(), pair.value.text().trim(), "{}: {}", service.name, pair.key);
        }
    }
}
