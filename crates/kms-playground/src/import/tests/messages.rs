//! Every form of AWS's message, written from the table and read back: caller, operation, key, layer and expectation are
//! the same, whatever a terminal did to its lines.

use crate::import::read;
use crate::refusal::{self, Layer, ROWS};
use crate::report::Decision;

const KEY: &str = "arn:aws:kms:sa-east-1:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6";
const POLICY: &str =
    "arn:aws:organizations::123456789012:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d";
const CALLERS: [&str; 5] = [
    "arn:aws:sts::444455556666:assumed-role/tally/run-5",
    "arn:aws:iam::777788889999:user/staff/kim",
    "arn:aws:iam::444455556666:root",
    "arn:aws-us-gov:sts::444455556666:federated-user/kim",
    "arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Admin_0a1b2c3d4e5f6071/kim@example.com",
];
const PERMISSIONS: [&str; 5] = [
    "kms:Decrypt",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:CreateGrant",
    "kms:ScheduleKeyDeletion",
];

/// What a reason says: its layer, whether it is an explicit deny, and the policy that it names.
struct Reason {
    text: String,
    layer: Option<Layer>,
    explicit: bool,
    policy: Option<&'static str>,
}

fn reasons(permission: &str) -> Vec<Reason> {
    let mut made = Vec::new();
    let mut add = |text: String, layer, explicit, policy| {
        made.push(Reason { text, layer, explicit, policy });
    };
    for row in &ROWS {
        let layer = Some(Layer::Policy(row.kind));
        for name in row.none_allows {
            let text = format!("{} {name} {} {permission} action", refusal::NONE, refusal::ALLOWS);
            add(text.clone(), layer, false, None);
            add(format!("{text}: {POLICY}"), layer, false, Some(POLICY));
        }
        for name in row.explicit_deny {
            let text = format!("{} {name}", refusal::EXPLICIT_DENY);
            add(text.clone(), layer, true, None);
            add(format!("{text}: {POLICY}"), layer, true, Some(POLICY));
        }
    }
    add(refusal::THREE_WAYS.to_owned(), Some(Layer::ThreeWays), false, None);
    add(refusal::EXPLICIT_DENY.trim_end_matches(" in").to_owned(), None, true, None);
    add(String::new(), None, false, None);
    made
}

/// As a terminal of this width prints it, in a box.
fn boxed(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if last.is_empty() {
            last.push_str(word);
        } else if last.len() + 1 + word.len() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| format!("\u{1b}[31m│\u{1b}[0m {line}\n")).collect()
}

fn check(text: &str, caller: &str, permission: &str, key: Option<&str>, reason: &Reason) {
    let import = read(text, None);
    let request = &import.scenario.requests[0];
    assert_eq!(import.scenario.requests.len(), 1, "{text}");
    assert_eq!((request.principal.as_str(), request.action.as_str()), (caller, permission), "{text}");
    if let Some(key) = key {
        assert_eq!(import.scenario.key.arn, key, "{text}");
    }
    let expected = if reason.explicit { Decision::ExplicitDeny } else { Decision::ImplicitDeny };
    assert_eq!(request.expect, Some(expected), "{text}");
    let noted = |field: &str| {
        import.notes.iter().any(|note| note.code == "refusalLayer" && note.path.as_deref() == Some(field))
    };
    match reason.layer {
        Some(Layer::Policy(kind)) => {
            assert!(noted(refusal::row(kind).unwrap().field), "{text}: {:?}", import.notes);
        }
        _ => assert!(import.notes.iter().any(|note| note.code == "expectAssumed"), "{text}"),
    }
    if let Some(policy) = reason.policy {
        let all = serde_json::to_string(&import.notes).unwrap();
        assert!(all.contains(policy), "{text}: {all}");
    }
}

#[test]
fn every_form_of_the_message_is_read_back() {
    for (caller, permission) in CALLERS.into_iter().zip(PERMISSIONS) {
        for reason in reasons(permission) {
            let on_key = format!("{} {KEY}", refusal::ON_RESOURCE);
            let places = [
                (on_key.as_str(), Some(KEY)),
                (refusal::THIS_RESOURCE, None),
                (refusal::OF_CIPHERTEXT, None),
            ];
            for (on, key) in places {
                let text = refusal::sentence(caller, permission, on, &reason.text);
                check(text.trim_end(), caller, permission, key, &reason);
            }
        }
    }
}

#[test]
fn a_message_that_a_terminal_wrapped_is_the_same() {
    let caller = CALLERS[0];
    for width in (24..=140).step_by(12) {
        for reason in reasons("kms:Decrypt") {
            let on_key = format!("{} {KEY}", refusal::ON_RESOURCE);
            let text = refusal::sentence(caller, "kms:Decrypt", &on_key, &reason.text);
            check(&boxed(&text, width), caller, "kms:Decrypt", Some(KEY), &reason);
        }
    }
}

#[test]
fn the_form_of_before_2021_names_nothing() {
    let import = read(
        &format!(
            "{}, does not exist in this region, or you are not allowed to access.",
            refusal::OLD_CIPHERTEXT
        ),
        None,
    );
    let request = &import.scenario.requests[0];
    assert_eq!((request.principal.as_str(), request.action.as_str()), ("", "kms:Decrypt"));
    for field in ["requests[0].principal", "key.arn", "keyPolicy"] {
        assert!(import.asks.iter().any(|ask| ask.field == field), "{field}: {:?}", import.asks);
    }
}
