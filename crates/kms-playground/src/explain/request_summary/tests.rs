use serde_json::{Value, json};

use crate::{Scenario, run};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-000000000002";
const WORKER: &str = "arn:aws:iam::111122223333:role/Worker";

fn document(statement: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn allow(principal: &str, action: &str) -> Value {
    let principal = if principal.starts_with("arn:") {
        json!({ "AWS": principal })
    } else {
        json!({ "Service": principal })
    };
    document(&json!({ "Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*" }))
}

/// The summary and the message of one request, with these further fields of the scenario.
fn sentence(key_policy: &Value, more: Value, request: Value) -> (String, Option<String>) {
    let mut scenario = json!({
        "version": 1,
        "key": { "arn": KEY },
        "keyPolicy": key_policy,
        "identityPolicies": [],
        "requests": [{ "principal": "arn:aws:sts::111122223333:assumed-role/Worker/work", "action": "kms:Decrypt" }],
    });
    merge(&mut scenario, more);
    merge(&mut scenario["requests"][0], request);
    let report = run(&Scenario::from_json(&scenario.to_string()).unwrap());
    let request = report.requests.into_iter().next().unwrap();
    (request.summary, request.message)
}

fn merge(into: &mut Value, from: Value) {
    let Value::Object(fields) = from else { panic!("{from}") };
    for (name, value) in fields {
        into[name] = value;
    }
}

#[test]
fn a_grant_that_nearly_allows_is_named() {
    let grant = |more: Value| {
        let mut grant = json!({ "granteePrincipal": WORKER, "operations": ["Decrypt"] });
        merge(&mut grant, more);
        json!({ "grants": [grant] })
    };
    let policy = allow("cloudtrail.amazonaws.com", "kms:Decrypt");
    let constrained = grant(json!({ "constraints": { "encryptionContextEquals": { "tracker": "y" } } }));
    assert_eq!(
        sentence(&policy, constrained.clone(), json!({ "encryptionContext": { "tracker": "x" } })).0,
        "Nothing allows the call. Grant 1 lists `Decrypt`, but the call's encryption context lacks a pair, or has another value for it (`tracker = y`)."
    );
    assert_eq!(
        sentence(&policy, constrained, json!({ "encryptionContext": { "tracker": "y", "more": "z" } })).0,
        "Nothing allows the call. Grant 1 lists `Decrypt`, but the call's encryption context has further pairs, and `EncryptionContextEquals` allows none."
    );
    let pending = grant(json!({ "grantToken": "token", "pending": true }));
    assert_eq!(
        sentence(&policy, pending, json!({})).0,
        "Nothing allows the call. Grant 1 lists `Decrypt`, but is so new that it works only with its grant token, which the call does not carry."
    );
}

#[test]
fn every_permission_that_an_allowed_call_needs_has_its_reason() {
    let identity = document(
        &json!({ "Effect": "Allow", "Action": "kms:CreateAlias", "Resource": "arn:aws:kms:*:*:alias/*" }),
    );
    let identity = json!({ "identityPolicies": [{ "name": "aliases", "text": identity }] });
    let new = json!({ "action": "kms:CreateAlias", "parameters": { "AliasName": "alias/new" } });
    assert_eq!(
        sentence(&allow(WORKER, "kms:*"), identity.clone(), new.clone()).0,
        "`kms:CreateAlias` on `alias/new`: statement 1 of the identity policy `aliases` allows role `Worker`. `kms:CreateAlias` on the key: statement 1 of the key policy allows role `Worker`. Nothing denies the call."
    );
    assert_eq!(
        sentence(&allow(WORKER, "kms:Decrypt"), identity, new).0,
        "`kms:CreateAlias` on the key: No statement of the key policy allows role `Worker` or its account `kms:CreateAlias`."
    );
    assert_eq!(
        sentence(&allow(WORKER, "kms:ReEncrypt*"), json!({}), json!({ "action": "kms:ReEncrypt" })).0,
        "`kms:ReEncryptFrom` and `kms:ReEncryptTo`: statement 1 of the key policy allows role `Worker`. Nothing denies the call."
    );
}

#[test]
fn the_key_policy_of_another_key_is_told_apart() {
    let others =
        json!({ "otherKeys": [{ "key": { "arn": OTHER }, "keyPolicy": allow(WORKER, "kms:Encrypt") }] });
    let request = json!({ "action": "kms:ReEncrypt", "destinationKeyId": OTHER });
    assert_eq!(
        sentence(&allow(WORKER, "kms:ReEncrypt*"), others, request).0,
        "`kms:ReEncryptTo`: No statement of the key policy of key `1234abcd-12ab-34cd-56ef-000000000002` allows role `Worker` or its account `kms:ReEncryptTo`, and the scenario lists no grant on the key."
    );
}

#[test]
fn what_fails_after_authorization_is_told() {
    let decrypt = |key: Value, action: &str| {
        let mut of = json!({ "arn": KEY });
        merge(&mut of, key);
        sentence(&allow(WORKER, "kms:*"), json!({ "key": of }), json!({ "action": action })).0
    };
    let allowed = "Statement 1 of the key policy allows role `Worker`, and nothing denies the call.";
    for (key, action, fails) in [
        (json!({ "keyState": "Disabled" }), "kms:Decrypt", "The call still fails, with `DisabledException`."),
        (
            json!({ "keyState": "PendingDeletion" }),
            "kms:Decrypt",
            "The call still fails, with `DisabledException` or `KMSInvalidStateException`.",
        ),
        (
            json!({ "keyManager": "AWS" }),
            "kms:ScheduleKeyDeletion",
            "The call still fails: customers cannot change an AWS managed key.",
        ),
        (
            json!({}),
            "kms:GetPublicKey",
            "The call still fails: GetPublicKey needs a key pair. AWS does not document the exception.",
        ),
    ] {
        assert_eq!(decrypt(key, action), format!("{allowed} {fails}"));
    }
}

#[test]
fn a_root_user_without_key_is_allowed_by_its_account() {
    let root = json!({ "principal": "arn:aws:iam::111122223333:root", "action": "kms:ListKeys" });
    assert_eq!(
        sentence(&allow(WORKER, "kms:Decrypt"), json!({}), root).0,
        "The root user of 111122223333 is allowed everything by its own account, and nothing denies the call."
    );
}

/// The texts of messages that people report (IAM User Guide, *Troubleshoot access denied error messages*).
#[test]
fn to_callers_of_other_accounts_the_message_names_no_key() {
    let message = |action: &str| {
        let caller = json!({ "principal": "arn:aws:sts::444455556666:assumed-role/Ext/s", "action": action });
        sentence(&allow(WORKER, "kms:*"), json!({}), caller).1
    };
    let ways = "because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
    let user = "User: arn:aws:sts::444455556666:assumed-role/Ext/s is not authorized to perform:";
    assert_eq!(
        message("kms:Decrypt").unwrap(),
        format!("{user} kms:Decrypt on the resource associated with this ciphertext {ways}")
    );
    assert_eq!(
        message("kms:CreateGrant").unwrap(),
        format!("{user} kms:CreateGrant on this resource {ways}")
    );
    assert_eq!(message("kms:TagResource"), None, "no page shows it");
}
