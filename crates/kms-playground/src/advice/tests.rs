//! One case for each kind of advice: what it says, what it writes, and in which place.

use super::*;
use crate::scenario::PolicyText;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const DELEGATES: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;

fn document(statements: &str) -> String {
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}")
}

/// A scenario of a key policy, one request and further fields.
fn scenario(key_policy: &str, request: &str, more: &str) -> Scenario {
    let json = format!(
        r#"{{"version":1,"key":{{"arn":"{KEY}"}},"keyPolicy":{},"requests":[{request}]{more}}}"#,
        document(key_policy)
    );
    Scenario::from_json(&json).unwrap()
}

fn titles(changes: &[AdviceChange]) -> Vec<&str> {
    changes.iter().map(|change| change.title.as_str()).collect()
}

fn of(scenario: &Scenario) -> AdviceReport {
    let report = advice(scenario, 0).unwrap();
    for change in report.request_changes.iter().chain(&report.policy_changes) {
        let changed = change.apply(scenario, 0).unwrap();
        assert_eq!(crate::decide(&changed)[0], change.decision, "{}", change.title);
        assert_eq!(change.undo(&changed, 0).as_ref(), Some(scenario), "{}", change.title);
    }
    report
}

/// The text of a policy once the first change of policies is made.
fn changed(scenario: &Scenario, report: &AdviceReport, policy: &str) -> String {
    let change = report.policy_changes.first().unwrap();
    change.apply(scenario, 0).unwrap().policy_text(policy).unwrap().to_owned()
}

#[test]
fn a_value_that_a_condition_lacks_comes_first() {
    let scenario = scenario(
        r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:Decrypt","Resource":"*",
            "Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}"#,
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt","viaService":"s3.eu-west-1.amazonaws.com"}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    assert_eq!(titles(&report.request_changes), ["Make the call through `s3.us-east-1.amazonaws.com`."]);
    assert_eq!(
        report.policy_changes[0].title,
        "Add `s3.eu-west-1.amazonaws.com` to the values of `kms:ViaService` under `StringEquals` in statement 1 of the key policy."
    );
    assert_eq!(report.policy_changes[0].kind, ChangeKind::Value);
    let text = changed(&scenario, &report, "keyPolicy");
    assert!(text.contains(r#"["s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"]"#), "{text}");
}

#[test]
fn a_service_without_region_is_no_way_to_call() {
    let scenario = scenario(
        r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:Decrypt","Resource":"*",
            "Condition":{"StringEquals":{"kms:ViaService":["s3.amazonaws.com","ec2.*.amazonaws.com"]}}}"#,
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt","viaService":"s3.us-east-1.amazonaws.com"}"#,
        r#","identityPolicies":[]"#,
    );
    assert_eq!(titles(&of(&scenario).request_changes), [""; 0]);
}

#[test]
fn the_missing_statement_names_caller_operation_and_way() {
    let scenario = scenario(
        r#"{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:Encrypt*","Resource":"*"}"#,
        r#"{"principal":"arn:aws:sts::111122223333:assumed-role/App/x","sessionIssuer":"arn:aws:iam::111122223333:role/team/App",
            "action":"kms:Decrypt","viaService":"s3.us-east-1.amazonaws.com","encryptionContext":{"department":"a"}}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    let statement = &report.policy_changes[0];
    assert_eq!(
        statement.title,
        "Add a statement to the key policy that allows role `App` to call `kms:Decrypt`."
    );
    assert_eq!(statement.kind, ChangeKind::Statement);
    let text = changed(&scenario, &report, "keyPolicy");
    let added: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        added["Statement"][1],
        serde_json::json!({
            "Sid": "AllowAppDecrypt",
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::111122223333:role/team/App" },
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": { "StringEquals": {
                "kms:ViaService": "s3.us-east-1.amazonaws.com",
                "kms:EncryptionContext:department": "a"
            } }
        })
    );
    assert_eq!(statement.effects.calls, []);
}

#[test]
fn a_role_whose_path_is_not_known_is_remarked_on() {
    let scenario = scenario(
        r#"{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:Encrypt*","Resource":"*"}"#,
        r#"{"principal":"arn:aws:sts::111122223333:assumed-role/App/x","action":"kms:Decrypt"}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    assert!(report.policy_changes[0].notes[0].text.contains("path role `App` has"), "{report:#?}");
}

#[test]
fn an_iam_policy_gets_the_statement_where_the_account_decides() {
    let request = r#"{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:Decrypt"}"#;
    let scenario = scenario(DELEGATES, request, r#","identityPolicies":[]"#);
    let report = of(&scenario);
    assert_eq!(report.obstacles[0].obstacles.len(), 1);
    assert_eq!(report.obstacles[0].obstacles[0].code, "identityPoliciesDoNotAllow");
    assert!(report.obstacles[0].obstacles[0].in_message);
    let policy = report.policy_changes.iter().find(|change| change.title.starts_with("Add an IAM policy"));
    let AdviceAction::AddPolicy { policy, text, starts_list, .. } = &policy.unwrap().parts[0].action else {
        panic!("{report:#?}")
    };
    assert_eq!((policy.as_str(), *starts_list), ("identityPolicies/0", false));
    assert!(text.contains(KEY), "{text}");
}

#[test]
fn a_deny_with_an_exception_list_gets_one_more_exception() {
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*",
        "Condition":{"ArnNotEquals":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/Admin"]}}}"#;
    let scenario = scenario(
        &format!("{DELEGATES},{deny}"),
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt"}"#,
        &format!(
            r#","identityPolicies":[{{"name":"all","text":{}}}]"#,
            document(r#"{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}"#)
        ),
    );
    let report = of(&scenario);
    let first = &report.policy_changes[0];
    assert_eq!(first.kind, ChangeKind::Value);
    assert_eq!(first.parts.len(), 1);
    let text = changed(&scenario, &report, "keyPolicy");
    assert!(
        text.contains(r#""arn:aws:iam::111122223333:role/Admin", "arn:aws:iam::111122223333:role/App""#),
        "{text}"
    );
    assert!(report.policy_changes.iter().all(|change| !change.title.contains("Remove statement")));
}

#[test]
fn a_deny_that_hits_a_service_gets_the_guard_for_services() {
    let deny = r#"{"Sid":"OnlyAdmin","Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*",
        "Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Admin"}}}"#;
    let allow = r#"{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*"}"#;
    let scenario = scenario(
        &format!("{allow},{deny}"),
        r#"{"principal":"cloudtrail.amazonaws.com","action":"kms:GenerateDataKey"}"#,
        "",
    );
    let report = of(&scenario);
    assert_eq!(
        report.policy_changes[0].title,
        "Add the condition `BoolIfExists` `aws:PrincipalIsAWSService`: `false` to statement 2 (`OnlyAdmin`) of the key policy."
    );
}

#[test]
fn a_deny_of_all_of_no_values_asks_for_the_key() {
    let everything = document(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
    let deny = document(
        r#"{"Sid":"Aliases","Effect":"Deny","Action":"kms:ScheduleKeyDeletion","Resource":"*",
            "Condition":{"ForAllValues:StringLike":{"kms:ResourceAliases":"alias/a*"}}}"#,
    );
    let scenario = scenario(
        DELEGATES,
        r#"{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:ScheduleKeyDeletion"}"#,
        &format!(
            r#","identityPolicies":[{{"name":"i","text":{everything}}}],
               "serviceControlPolicies":[[{{"name":"all","text":{everything}}},{{"name":"guard","text":{deny}}}]]"#
        ),
    );
    let guard = "Add the condition `Null` `kms:ResourceAliases`: `false` to statement 1 (`Aliases`) of the service control policy `guard`.";
    let report = of(&scenario);
    assert!(titles(&report.policy_changes).contains(&guard), "{report:#?}");
}

#[test]
fn several_obstacles_come_in_order_and_all_go() {
    let scp = document(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    let boundary = document(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    let scenario = scenario(
        DELEGATES,
        r#"{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:Decrypt"}"#,
        &format!(
            r#","identityPolicies":[],"permissionsBoundary":{{"name":"b","text":{boundary}}},
               "serviceControlPolicies":[[{{"name":"s","text":{scp}}}]]"#
        ),
    );
    let report = of(&scenario);
    let codes: Vec<&str> = report.obstacles[0].obstacles.iter().map(|obstacle| &*obstacle.code).collect();
    assert_eq!(codes[0], "serviceControlLevel");
    assert!(report.obstacles[0].obstacles[0].in_message);
    assert!(report.obstacles[0].obstacles[1].refuses_next);
    let best = &report.policy_changes[0];
    assert!(best.parts.len() >= 2, "{best:#?}");
}

#[test]
fn both_halves_of_re_encrypt_are_one_statement() {
    let scenario = scenario(
        r#"{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:Encrypt*","Resource":"*"}"#,
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:ReEncrypt"}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    assert_eq!(
        report.policy_changes[0].title,
        "Add a statement to the key policy that allows role `App` to call `kms:ReEncryptFrom` and `kms:ReEncryptTo`."
    );
}

#[test]
fn a_service_linked_role_of_another_account_gets_a_grant() {
    let scenario = scenario(
        DELEGATES,
        r#"{"principal":"arn:aws:iam::444455556666:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
            "action":"kms:Decrypt","encryptionContext":{"aws:ebs:id":"vol-1"}}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    let best = &report.policy_changes[0];
    assert_eq!(best.kind, ChangeKind::Grant, "{report:#?}");
    let AdviceAction::AddGrant { grant, .. } = &best.parts[0].action else { panic!("{best:#?}") };
    assert_eq!(grant.operations, ["Decrypt"]);
    assert!(grant.constraints.is_some());
    assert!(report.notes.iter().any(|note| note.text.contains("service-linked role")));
}

#[test]
fn an_aws_managed_key_is_replaced_and_never_edited() {
    let mut scenario = scenario(
        DELEGATES,
        r#"{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:PutKeyPolicy"}"#,
        r#","identityPolicies":[]"#,
    );
    scenario.key.key_manager = Some(KeyManager::Aws);
    scenario.key_policy = PolicyText::new(document(
        r#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*"}"#,
    ));
    let report = of(&scenario);
    for change in &report.policy_changes {
        let replaces = change.parts.iter().any(|part| matches!(part.action, AdviceAction::ChangeKey { .. }));
        assert!(replaces, "{change:#?}");
    }
    assert!(!report.policy_changes.is_empty());
    assert!(report.notes.iter().any(|note| note.text.contains("AWS managed key")));
}

#[test]
fn unknown_iam_policies_are_what_it_depends_on() {
    let request = r#"{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:Decrypt"}"#;
    let scenario = scenario(DELEGATES, request, "");
    let report = of(&scenario);
    assert_eq!(report.decision, Decision::Undetermined);
    assert_eq!(report.obstacles[0].obstacles[0].code, "identityPoliciesNotKnown");
    let adds = report.policy_changes.iter().any(|change| change.title.starts_with("Add an IAM policy"));
    assert!(adds, "{report:#?}");
}

#[test]
fn an_allowed_request_says_what_would_stop_it() {
    let scenario = scenario(
        &format!(
            r#"{DELEGATES},{{"Sid":"Use","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::111122223333:role/App"}},
               "Action":"kms:Decrypt","Resource":"*","Condition":{{"StringEquals":{{"kms:EncryptionContext:a":"b"}}}}}}"#
        ),
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt","encryptionContext":{"a":"b"}}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    assert_eq!(report.obstacles, []);
    assert_eq!(titles(&report.request_changes), ["Leave `a` out of the encryption context."]);
    let titles = titles(&report.policy_changes);
    assert!(titles.contains(&"Remove statement 2 (`Use`) of the key policy."), "{titles:#?}");
    assert!(titles.iter().any(|title| title.contains("denies `kms:Decrypt` to role `App`")), "{titles:#?}");
}

#[test]
fn side_effects_are_told() {
    let scenario = scenario(
        r#"{"Sid":"Use","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:role/App","arn:aws:iam::111122223333:role/Other"]},
            "Action":"kms:Encrypt","Resource":"*"}"#,
        r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt"}"#,
        r#","identityPolicies":[]"#,
    );
    let report = of(&scenario);
    let value = &report.policy_changes[0];
    assert_eq!(value.title, "Add `kms:Decrypt` to `Action` in statement 1 (`Use`) of the key policy.");
    assert_eq!(value.effects.text, "Role `Other` can now call `kms:Decrypt`.");
    let policy = value.effects.policy.as_ref().unwrap();
    let [only] = &policy.opens[..] else { panic!("{policy:#?}") };
    assert_eq!((only.operations.as_slice(), policy.closes.len()), (&["kms:Decrypt".to_owned()][..], 0));
    assert_eq!(crate::decide(&only.scenario), [Decision::Allowed]);
    let mut before = only.scenario.clone();
    before.key_policy = scenario.key_policy.clone();
    assert_eq!(crate::decide(&before), [Decision::ImplicitDeny]);
    // Without the analysis those whom the scenario names are looked at.
    let report = advice_with(&scenario, 0, None).unwrap();
    let value = &report.policy_changes[0];
    assert_eq!(value.effects.text, "Also allows role `Other` to call `kms:Decrypt`.");
    assert_eq!(value.effects.policy, None);
}

#[test]
fn a_request_that_is_not_there_has_no_advice() {
    let scenario = scenario(DELEGATES, r#"{"principal":"","action":""}"#, "");
    assert_eq!(advice(&scenario, 1), None);
    let report = advice(&scenario, 0).unwrap();
    assert_eq!((report.decision, report.obstacles.len()), (Decision::NotEvaluated, 0));
}
