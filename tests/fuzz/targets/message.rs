//! A message that AWS would write, wrapped and decorated as bytes say, read back: caller, action, key and expectation.

#![no_main]

use kms_playground::import::read;
use libfuzzer_sys::fuzz_target;

const REASONS: [(&str, &str); 12] = [
    ("because no resource-based policy allows the ACTION action", "implicitDeny"),
    ("because no identity-based policy allows the ACTION action", "implicitDeny"),
    ("because no permissions boundary allows the ACTION action", "implicitDeny"),
    ("because no session policy allows the ACTION action", "implicitDeny"),
    ("because no service control policy allows the ACTION action", "implicitDeny"),
    ("because no VPC endpoint policy allows the ACTION action", "implicitDeny"),
    ("with an explicit deny in a resource-based policy", "explicitDeny"),
    ("with an explicit deny in an identity-based policy", "explicitDeny"),
    ("with an explicit deny in a sessions policy", "explicitDeny"),
    ("with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-a/service_control_policy/p-b", "explicitDeny"),
    ("with an explicit deny in a resource control policy", "explicitDeny"),
    ("with an explicit deny in a VPC endpoint policy", "explicitDeny"),
];
const ACTIONS: [&str; 5] = ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant", "kms:Sign", "kms:ReEncryptTo"];
const KEY: &str = "arn:aws:kms:eu-central-2:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6";
const CALLER: &str = "arn:aws:sts::444455556666:assumed-role/Reader.of-all/i-0a1b2c3d";

fuzz_target!(|bytes: &[u8]| {
    let [reason, action, decoration, width, rest @ ..] = bytes else { return };
    let (reason, expect) = REASONS[usize::from(*reason) % REASONS.len()];
    let action = ACTIONS[usize::from(*action) % ACTIONS.len()];
    let reason = reason.replace("ACTION", action);
    let message = format!("User: {CALLER} is not authorized to perform: {action} on resource: {KEY} {reason}");
    let noise: String = rest.iter().take(40).filter(|byte| byte.is_ascii_alphanumeric() || **byte == b' ').map(|byte| char::from(*byte)).collect();
    let text = decorated(&message, *decoration, usize::from(*width), &noise);
    let import = read(&text, None);
    let request = &import.scenario.requests[0];
    assert_eq!((request.principal.as_str(), request.action.as_str()), (CALLER, action), "{text}");
    assert_eq!(import.scenario.key.arn, KEY, "{text}");
    assert_eq!(request.expect.map(|decision| decision.name()), Some(expect), "{text}");
});

/// The message in what terminals, mails and logs put around it.
fn decorated(message: &str, decoration: u8, width: usize, noise: &str) -> String {
    let wrapped = |prefix: &str| {
        let mut lines = vec![String::new()];
        for word in message.split(' ') {
            let full = lines.last().is_some_and(|line| !line.is_empty() && line.len() + word.len() > 20 + width);
            if full {
                lines.push(String::new());
            }
            let line = lines.last_mut().unwrap();
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.iter().map(|line| format!("{prefix}{line}\n")).collect::<String>()
    };
    match decoration % 8 {
        0 => format!("{noise} {message}"),
        1 => format!("{noise}\n{}{noise}", wrapped("│ ")),
        2 => format!("{noise}\n\n{}", wrapped("> ")),
        3 => format!("{noise}: {}", serde_json::to_string(&format!("{message}\n\tstatus code: 400")).unwrap()),
        4 => format!("\u{1b}[31m{message}\u{1b}[0m ({noise})"),
        5 => message.replace(' ', "\u{a0}"),
        6 => wrapped("      | "),
        _ => format!("```\n{message}\n```\n{noise}"),
    }
}
