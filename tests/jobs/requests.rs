//! Jobs as requests of a scenario, the statements that a key policy lacks for them, and the hints beside a typed call.

use kms_playground::Request;
use kms_playground::job::{add_job, choice_of, extend_key_policy, group_at, hints, remove_job};

use super::*;

fn request(principal: &str, action: &str) -> Request {
    Request { principal: principal.to_owned(), action: action.to_owned(), ..Request::default() }
}

/// The choice with each setting of the job in turn.
fn with_each_option(job: &Job) -> Vec<JobChoice> {
    let mut choices: Vec<JobChoice> = job
        .options
        .iter()
        .map(|option| JobChoice { option: Some(option.name.to_owned()), ..choice(job) })
        .collect();
    if choices.is_empty() {
        choices.push(choice(job));
    }
    choices
}

#[test]
fn every_job_is_a_group_of_requests_that_works_under_its_policy() {
    for (job, written) in WRITTEN.iter() {
        let base = Scenario { requests: Vec::new(), ..written.scenario.clone() };
        for choice in with_each_option(job) {
            let added = add_job(&choice, &base).unwrap();
            let expected = job.calls_with(choice.option.as_deref()).count();
            assert_eq!(added.requests.len(), expected, "{}", name(job));
            let report = run_without_findings(&added, Detail::None);
            for (request, report) in added.requests.iter().zip(&report.requests) {
                assert!(report.not_evaluated.is_empty(), "{}: {:?}", name(job), report.not_evaluated);
                assert!(request.job.as_ref().unwrap().starts_with(&name(job)));
            }
            for index in 0..expected {
                let group = group_at(&added.requests, &report.requests, index).unwrap();
                assert_eq!(
                    (group.first, group.count, group.name.as_str()),
                    (0, expected, name(job).as_str())
                );
                let stopped = group.stopped_at.and_then(|at| report.requests.get(at));
                assert_eq!(group.decision, Decision::Allowed, "{}: {:?}", name(job), stopped);
            }
            // Again: a second group, with a name of its own.
            let twice = add_job(&choice, &added).unwrap();
            let report = run_without_findings(&twice, Detail::None);
            let second = group_at(&twice.requests, &report.requests, expected).unwrap();
            assert_eq!(
                (second.first, second.count, second.decision),
                (expected, expected, Decision::Allowed)
            );
            assert_eq!(remove_job(&twice, expected), added, "{}", name(job));
            let mut said = choice_of(&added.requests, 0).unwrap();
            said.values.retain(|(name, _)| name == "role");
            // The requests tell of the role only where it makes one of them.
            let has_role = job
                .calls_with(choice.option.as_deref())
                .any(|call| matches!(call.by, kms_catalog::JobCaller::Role("role")));
            let mut told = choice.clone();
            told.values.retain(|(name, _)| has_role || name != "role");
            assert_eq!(said, told, "{}", name(job));
            assert_eq!(Scenario::from_json(&twice.to_json()).unwrap(), twice);
        }
    }
}

#[test]
fn a_group_works_only_if_every_call_does_and_its_grants_are_nobody_elses() {
    let volume = Job::find("Amazon EBS", "Create an encrypted volume").unwrap();
    let mut scenario = Scenario {
        key: Key::new(KEY),
        key_policy: PolicyText::new(DEFAULT),
        identity_policies: Some(Vec::new()),
        requests: vec![request("arn:aws:iam::111122223333:role/Other", "kms:Decrypt")],
        ..Scenario::default()
    };
    let before = run_without_findings(&scenario, Detail::None).requests.remove(0);
    scenario = add_job(&choice(volume), &scenario).unwrap();
    let report = run_without_findings(&scenario, Detail::None);
    assert_eq!(report.requests[0].decision, before.decision);
    assert_eq!(group_at(&scenario.requests, &report.requests, 0), None);
    let group = group_at(&scenario.requests, &report.requests, 2).unwrap();
    assert_eq!((group.first, group.count), (1, volume.calls.len()));
    assert_eq!((group.decision, group.stopped_at), (Decision::ImplicitDeny, Some(1)));
    assert!(group.stopped < group.count || volume.calls.iter().all(|call| call.by != JobCaller::Grantee));
    assert!(scenario.grants.iter().all(|grant| grant.pending && grant.grant_token.is_some()));
    // Two calls that do not follow each other are two groups.
    scenario.requests.swap(0, 2);
    let report = run_without_findings(&scenario, Detail::None);
    assert_eq!(group_at(&scenario.requests, &report.requests, 0).unwrap().count, 2);
    assert_eq!(group_at(&scenario.requests, &report.requests, 2), None);
    let with_settings = Job::all().iter().find(|job| job.options.len() > 1).unwrap();
    assert!(add_job(&choice(with_settings), &scenario).is_err(), "no setting is chosen");
}

#[test]
fn a_key_policy_gets_what_a_job_lacks_and_keeps_the_rest() {
    for job in Job::all() {
        // No account statement that delegates: what works afterwards, the new statements let.
        let own = format!(
            "{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {{ \"Sid\": \"Own\", \"Effect\": \"Allow\", \"Principal\": {{ \"AWS\": \"{ADMINISTRATOR}\" }}, \"Action\": [\"kms:PutKeyPolicy\", \"kms:GetKeyPolicy\"], \"Resource\": \"*\" }}\n  ]\n}}\n"
        );
        let scenario = Scenario {
            key: key_of(job),
            key_policy: PolicyText::new(own.clone()),
            identity_policies: Some(Vec::new()),
            ..Scenario::default()
        };
        let choices = [choice(job)];
        let extended = extend_key_policy(&choices, &scenario).unwrap();
        assert!(!extended.statements.is_empty(), "{}", name(job));
        for outcome in &extended.jobs {
            assert_eq!(outcome.decision, Decision::Allowed, "{}: {}", name(job), outcome.summary);
        }
        let text = extended.scenario.key_policy.text();
        let (kept, _) = own.rsplit_once("\n  ]").unwrap();
        assert!(text.starts_with(kept), "{}: {text}", name(job));
        assert!(!extended.passes_lockout_check, "the account cannot change this policy: it could not before");
        let again = extend_key_policy(&choices, &extended.scenario).unwrap();
        assert!(again.statements.is_empty() && again.identity_policies.is_empty(), "{}", name(job));
        assert_eq!(again.scenario, extended.scenario, "{}", name(job));
    }
}

#[test]
fn a_role_of_another_account_gets_both_halves_and_keeps_its_own_policies() {
    const ELSEWHERE: &str = "arn:aws:iam::444455556666:role/Loader";
    let boundary = NamedPolicy { name: "limit".to_owned(), text: PolicyText::new(EVERYTHING) };
    let scenario = Scenario {
        key: Key::new(KEY),
        key_policy: PolicyText::new(DEFAULT),
        identity_policies: Some(Vec::new()),
        permissions_boundary: Some(boundary.clone()),
        ..Scenario::default()
    };
    let choices = [JobChoice {
        service: "Amazon S3".to_owned(),
        job: "Put an object".to_owned(),
        option: Some("bucket-key".to_owned()),
        who: Some(ELSEWHERE.to_owned()),
        values: vec![("bucket".to_owned(), "plans".to_owned())],
    }];
    let extended = extend_key_policy(&choices, &scenario).unwrap();
    assert_eq!((extended.statements.len(), extended.identity_policies.len()), (1, 1));
    assert_eq!(extended.jobs[0].decision, Decision::Allowed, "{}", extended.jobs[0].summary);
    let caller = &extended.scenario.callers[0];
    assert_eq!((caller.principal.as_str(), &caller.permissions_boundary), (ELSEWHERE, &Some(boundary)));
    assert!(extended.statements[0].1.conditions.iter().all(|condition| condition.verified));
    // Without the half of the key policy the other half is not written twice.
    let half = Scenario { callers: Vec::new(), ..extended.scenario.clone() };
    let other = extend_key_policy(&choices, &half).unwrap();
    assert_eq!((other.statements.len(), other.identity_policies.len()), (0, 1));
    let broken = Scenario { key_policy: PolicyText::new("{"), ..scenario };
    assert!(extend_key_policy(&choices, &broken).is_err());
}

#[test]
fn the_calls_of_the_jobs_themselves_need_no_hint() {
    for (job, written) in WRITTEN.iter() {
        for request in &written.scenario.requests {
            assert_eq!(hints(request, KEY), [], "{}: {request:?}", name(job));
        }
    }
}

#[test]
fn hints_point_at_what_a_service_sends_and_at_what_it_does_not() {
    let put = Request {
        via_service: Some("s3.eu-west-1.amazonaws.com".to_owned()),
        ..request(USER, "kms:GenerateDataKey")
    };
    let missing = hints(&put, KEY);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].text.contains("aws:s3:arn"), "{missing:?}");
    let fixed = missing[0].fixed.clone().unwrap();
    assert!(fixed.encryption_context.get("aws:s3:arn").unwrap().starts_with("arn:aws:s3:::"));
    assert_eq!(hints(&fixed, KEY), []);
    let mut wrong = fixed.clone();
    wrong.encryption_context.set("aws:s3:arn", "plans".to_owned());
    assert!(hints(&wrong, KEY)[0].text.contains("`plans`"));
    let mut further = fixed;
    further.encryption_context.set("project", "x".to_owned());
    assert!(hints(&further, KEY)[0].text.contains("not `project`"));
    let never = Request { action: "kms:Verify".to_owned(), ..put.clone() };
    assert!(hints(&never, KEY)[0].text.contains("No job in the catalogue"), "{:?}", hints(&never, KEY));
    let half_typed = Request { action: "kms:Ver".to_owned(), ..put };
    assert_eq!(hints(&half_typed, KEY), []);
    assert_eq!(hints(&request(USER, "kms:Decrypt"), KEY), []);
}
