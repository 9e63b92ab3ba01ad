//! What an answer must name: the reason of a Deny, the cause before the nearest miss.

#![expect(clippy::needless_pass_by_value, reason = "what `json!` has just built is handed over")]

use serde_json::{Value, json};

use crate::{RequestReport, Scenario, run, to_markdown};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const WORKER: &str = "arn:aws:iam::111122223333:role/Worker";

fn scenario(statements: Value, more: Value, request: Value) -> Scenario {
    let mut scenario = json!({
        "version": 1,
        "key": { "arn": KEY },
        "keyPolicy": { "Version": "2012-10-17", "Statement": statements },
        "identityPolicies": [],
        "requests": [{ "principal": WORKER, "action": "kms:Decrypt" }],
    });
    for (name, value) in more.as_object().unwrap() {
        scenario[name] = value.clone();
    }
    for (name, value) in request.as_object().unwrap() {
        scenario["requests"][0][name] = value.clone();
    }
    Scenario::from_json(&scenario.to_string()).unwrap()
}

fn asked(statements: Value, more: Value, request: Value) -> RequestReport {
    run(&scenario(statements, more, request)).requests.remove(0)
}

fn allow(principal: &str, condition: Value) -> Value {
    json!({ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "kms:*", "Resource": "*", "Condition": condition })
}

fn deny(condition: Value) -> Value {
    json!({ "Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": condition })
}

/// Every operator and every kind of absence: the value that made the Deny match, or that there is none.
#[test]
fn a_deny_says_for_each_condition_what_made_it_match() {
    let because = |condition: Value, request: Value| {
        let report = asked(json!([allow(WORKER, json!({})), deny(condition)]), json!({}), request);
        let start = "Statement 2 of the key policy denies the call to role `Worker`: ";
        let reason =
            report.summary.strip_prefix(start).unwrap_or_else(|| panic!("{}", report.summary)).to_owned();
        let statement = report.checks[0].statements.iter().find(|statement| statement.index == 1).unwrap();
        assert_eq!(
            statement.text,
            format!("Denies the call to role `Worker`: {}", reason.trim_end_matches('.'))
        );
        reason
    };
    let sentence = [
        because(json!({ "StringNotEquals": { "kms:EncryptionContext:Team": "a" } }), json!({})),
        because(
            json!({ "StringNotEquals": { "kms:EncryptionContext:Team": ["a", "b"] } }),
            json!({ "encryptionContext": { "Team": "c" } }),
        ),
        because(
            json!({ "StringEquals": { "kms:EncryptionContext:Team": "c" } }),
            json!({ "encryptionContext": { "Team": "c" } }),
        ),
        because(json!({ "Null": { "kms:ViaService": "true" } }), json!({})),
        because(json!({ "Null": { "kms:EncryptionContextKeys": "true" } }), json!({})),
        because(json!({ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": "a" } }), json!({})),
        because(
            json!({ "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } }),
            json!({ "context": { "aws:SourceIp": "203.0.113.5" } }),
        ),
        because(
            json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }),
            json!({ "context": { "aws:MultiFactorAuthPresent": null } }),
        ),
        because(json!({ "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" } }), json!({})),
        because(
            json!({ "StringNotEquals": { "aws:SourceVpce": "vpce-1", "aws:SourceVpc": "vpc-1", "aws:PrincipalOrgID": "o-1" } }),
            json!({ "context": { "aws:SourceVpce": "vpce-2", "aws:SourceVpc": "vpc-2", "aws:PrincipalOrgID": "o-2" } }),
        ),
    ];
    insta::assert_snapshot!(sentence.join("\n"));
}

#[test]
fn an_unconditional_deny_overrides_and_several_are_named() {
    let only = asked(json!([deny(json!({}))]), json!({}), json!({}));
    assert_eq!(
        only.summary,
        "Statement 1 of the key policy denies the call to role `Worker`, and an explicit deny overrides every Allow."
    );
    let two = asked(
        json!([deny(json!({ "Null": { "kms:ViaService": "true" } })), deny(json!({}))]),
        json!({}),
        json!({}),
    );
    assert!(
        two.summary
            .starts_with("Statements 1 and 2 of the key policy deny the call to role `Worker`. Statement 1"),
        "{}",
        two.summary
    );
    let not_action =
        json!([{ "Effect": "Deny", "Principal": "*", "NotAction": "kms:Encrypt", "Resource": "*" }]);
    let listed = asked(not_action, json!({}), json!({})).summary;
    assert!(listed.contains("`NotAction`"), "{listed}");
}

#[test]
fn the_ticket_lists_why_a_deny_applies() {
    let of = scenario(json!([deny(json!({ "Null": { "kms:ViaService": "true" } }))]), json!({}), json!({}));
    let markdown = to_markdown(&of, &run(&of));
    assert!(markdown.contains("denies the call:"), "{markdown}");
    assert!(
        markdown.contains("only calls through a service carry `kms:ViaService`, as `Null` requires"),
        "{markdown}"
    );
}

/// Nobody can edit the policies of a service-linked role: a grant is the way (EC2 Auto Scaling User Guide, *Required
/// AWS KMS key policy for use with encrypted volumes*).
#[test]
fn a_service_linked_role_is_sent_to_a_grant() {
    let linked = |account: &str| {
        format!("arn:aws:sts::{account}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling")
    };
    let request = |account: &str| json!({ "principal": linked(account), "sessionIssuer": format!("arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling") });
    let foreign = asked(
        json!([allow("arn:aws:iam::444455556666:root", json!({}))]),
        json!({}),
        request("444455556666"),
    );
    assert!(
        foreign.summary.starts_with(
            "No grant allows the service-linked role `AWSServiceRoleForAutoScaling` `kms:Decrypt`"
        ),
        "{}",
        foreign.summary
    );
    assert!(
        foreign.summary.contains("Create a grant for the role: a principal of account 444455556666"),
        "{}",
        foreign.summary
    );
    let own = asked(json!([allow(ROOT, json!({}))]), json!({}), request("111122223333"));
    assert!(
        own.summary.contains("Name the role in the key policy, or create a grant for it."),
        "{}",
        own.summary
    );
    // What cannot be granted is not.
    let mut ungrantable = request("444455556666");
    ungrantable["action"] = json!("kms:EnableKeyRotation");
    let refused = asked(json!([allow("arn:aws:iam::444455556666:root", json!({}))]), json!({}), ungrantable);
    assert!(!refused.summary.contains("Create a grant"), "{}", refused.summary);
}

/// AWS shows the unique id of a grantee that was deleted (IAM User Guide, *IAM identifiers*).
#[test]
fn a_grant_to_a_deleted_role_comes_before_a_policy_that_only_aws_changes() {
    let more = json!({
        "key": { "arn": KEY, "keyManager": "AWS" },
        "grants": [{ "granteePrincipal": "AROAEXAMPLEEXAMPLE01", "operations": ["Decrypt"] }],
    });
    let managed =
        allow("*", json!({ "StringEquals": { "kms:ViaService": "lambda.us-east-1.amazonaws.com" } }));
    let report = asked(json!([managed]), more.clone(), json!({}));
    let at = |text: &str| report.summary.find(text).unwrap_or_else(|| panic!("{text}: {}", report.summary));
    assert!(
        at("`AROAEXAMPLEEXAMPLE01`, the id of a deleted user or role") < at("Statement 1 of the key policy")
    );
    assert!(
        at("Statement 1 of the key policy") < at("Only AWS can change the key policy of an AWS managed key.")
    );
    let note = report.assumptions.iter().find(|note| note.code == "granteeDeleted").unwrap();
    assert_eq!(note.path.as_deref(), Some("grants[0].granteePrincipal"));
    // A grant for another operation is not the cause.
    let mut other = more;
    other["grants"][0]["operations"] = json!(["Encrypt"]);
    let report = asked(
        json!([allow(
            "*",
            json!({ "StringEquals": { "kms:ViaService": "lambda.us-east-1.amazonaws.com" } })
        )]),
        other,
        json!({}),
    );
    assert!(
        !report.summary.contains("AROA")
            && report.assumptions.iter().all(|note| note.code != "granteeDeleted")
    );
}

#[test]
fn the_lockout_check_names_the_missing_permission() {
    let put = |policy: Value, more: Value| {
        let request = json!({ "action": "kms:PutKeyPolicy", "parameters": { "Policy": { "Version": "2012-10-17", "Statement": policy } } });
        let report = asked(json!([allow(WORKER, json!({}))]), more, request);
        (report.verdict(), report.summary)
    };
    let statement = |principal: &str, effect: &str| json!({ "Effect": effect, "Principal": { "AWS": principal }, "Action": "kms:*", "Resource": "*" });
    for (policy, lacks) in [
        (
            json!([statement("arn:aws:iam::111122223333:role/Other", "Allow")]),
            "no statement of the new key policy allows role `Worker` `kms:PutKeyPolicy`",
        ),
        (
            json!([statement(ROOT, "Allow")]),
            "the new key policy delegates `kms:PutKeyPolicy` to IAM policies, and no identity-based policy of role `Worker` allows it",
        ),
        (
            json!([statement(WORKER, "Allow"), statement(WORKER, "Deny")]),
            "statement 2 of the new key policy denies role `Worker` `kms:PutKeyPolicy`",
        ),
    ] {
        let (verdict, summary) = put(policy, json!({}));
        assert_eq!(verdict, "Allowed, but the call fails", "{summary}");
        assert!(summary.contains(lacks), "{summary}");
    }
    assert_eq!(put(json!([statement(WORKER, "Allow")]), json!({})).0, "Allowed");
}
