//! Policies at random, and changes of them at random; the same for the same seed.

use serde_json::{Value, json};

/// Numbers that look random (xorshift).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33).unwrap() % most.max(1)
    }

    pub(super) fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// The key policies of the gallery.
pub(super) fn gallery() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../kms-playground/gallery");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let scenario: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        match &scenario["keyPolicy"] {
            Value::String(text) => text.clone(),
            policy => policy.to_string(),
        }
    };
    let texts: Vec<String> = files.iter().map(read).collect();
    assert!(texts.len() > 50);
    texts
}

const PRINCIPALS: &[&str] = &[
    r#"{"AWS":"*"}"#,
    r#""*""#,
    r#"{"AWS":"arn:aws:iam::111122223333:root"}"#,
    r#"{"AWS":"444455556666"}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:role/App"}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:role/team/Ops"}"#,
    r#"{"AWS":["arn:aws:iam::111122223333:user/Ana","arn:aws:iam::444455556666:role/Partner"]}"#,
    r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/App/night"}"#,
    // Names as those have who stand for all others.
    r#"{"AWS":["arn:aws:sts::111122223333:assumed-role/App/session","arn:aws:iam::111122223333:role/Other"]}"#,
    r#"{"AWS":"arn:aws:sts::111122223333:federated-user/Bea"}"#,
    r#"{"Service":"logs.us-east-1.amazonaws.com"}"#,
    r#"{"Service":["cloudtrail.amazonaws.com","sns.amazonaws.com"]}"#,
];

const ACTIONS: &[&str] = &[
    "kms:*",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:Describe*",
    "kms:ReEncrypt*",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:Sign",
    "kms:*Alias",
    "kms:?ecrypt",
    "kms:ImportKeyMaterial",
    "kms:EnableKeyRotation",
];

/// Keys with operators and values that make sense with them.
const CONDITIONS: &[(&str, &[&str], &[&str])] = &[
    (
        "kms:ViaService",
        &["StringEquals", "StringLike", "StringNotEquals", "StringLikeIfExists", "StringNotLike"],
        &["s3.us-east-1.amazonaws.com", "s3.*.amazonaws.com", "*.us-east-1.amazonaws.com", "ec?.*"],
    ),
    (
        "aws:PrincipalArn",
        &["ArnLike", "ArnNotEquals", "StringLike", "StringEquals", "ArnEqualsIfExists"],
        &[
            "arn:aws:iam::111122223333:role/App",
            "arn:aws:iam::*:role/team/*",
            "arn:aws:iam::111122223333:role/a*",
            "arn:aws:iam::111122223333:user/*",
            "*/Ops",
        ],
    ),
    (
        "kms:CallerAccount",
        &["StringEquals", "StringNotEquals", "StringLike"],
        &["111122223333", "444455556666", "1111*"],
    ),
    ("aws:PrincipalIsAWSService", &["Bool", "BoolIfExists"], &["true", "false"]),
    (
        "aws:PrincipalOrgID",
        &["StringEquals", "StringNotEqualsIfExists", "StringNotEquals"],
        &["o-one", "o-two"],
    ),
    (
        "aws:PrincipalTag/Team",
        &["StringEquals", "StringEqualsIgnoreCase", "StringNotLike"],
        &["Blue", "blue", "b*", ""],
    ),
    (
        "aws:SourceArn",
        &["ArnLike", "ArnEquals", "StringLike", "ArnNotLike"],
        &[
            "arn:aws:cloudtrail:*:111122223333:trail/*",
            "arn:aws:sns:us-east-1:111122223333:a",
            "arn:*:sns:*:*:a*",
        ],
    ),
    ("aws:SourceAccount", &["StringEquals", "StringNotEquals"], &["111122223333", "444455556666"]),
    (
        "kms:EncryptionContext:App",
        &["StringEquals", "StringLike", "StringNotEquals", "Null"],
        &["x", "x*", "*y", "true"],
    ),
    (
        "kms:EncryptionContextKeys",
        &[
            "ForAllValues:StringEquals",
            "ForAnyValue:StringEquals",
            "ForAllValues:StringLike",
            "ForAnyValue:StringNotEquals",
        ],
        &["App", "Dept", "D*", "app"],
    ),
    (
        "kms:GrantOperations",
        &["ForAllValues:StringEquals", "ForAnyValue:StringEquals"],
        &["Decrypt", "Encrypt", "CreateGrant"],
    ),
    ("kms:GrantIsForAWSResource", &["Bool"], &["true", "false"]),
    (
        "kms:KeySpec",
        &["StringEquals", "StringLike", "StringNotLike"],
        &["RSA_*", "SYMMETRIC_DEFAULT", "HMAC_*"],
    ),
    (
        "kms:ScheduleKeyDeletionPendingWindowInDays",
        &["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"],
        &["7", "14", "30"],
    ),
    (
        "aws:CurrentTime",
        &["DateLessThan", "DateGreaterThan", "DateGreaterThanEquals", "DateNotEquals"],
        &["2026-01-01T00:00:00Z", "2027-06-01", "2026-01-01T00:00:00.5Z"],
    ),
    (
        "aws:SourceIp",
        &["IpAddress", "NotIpAddress", "IpAddressIfExists"],
        &["203.0.113.0/24", "203.0.113.128/25", "198.51.100.7", "2001:db8::/32"],
    ),
    ("aws:SourceVpce", &["StringNotEquals", "StringEquals", "Null"], &["vpce-1", "vpce-2", "false"]),
    ("aws:MultiFactorAuthPresent", &["Bool", "BoolIfExists", "Null"], &["true", "false"]),
];

fn condition(random: &mut Random) -> (String, String, Value) {
    let (key, operators, values) = *random.of(CONDITIONS);
    let operator = *random.of(operators);
    let many = 1 + random.below(2);
    let chosen: Vec<Value> = (0..many).map(|_| json!(random.of(values))).collect();
    (operator.to_owned(), key.to_owned(), Value::Array(chosen))
}

fn statement(random: &mut Random) -> Value {
    let effect = if random.below(4) == 0 { "Deny" } else { "Allow" };
    let principal: Value = serde_json::from_str(random.of::<&str>(PRINCIPALS)).unwrap();
    let name = if effect == "Deny" && random.below(4) == 0 { "NotPrincipal" } else { "Principal" };
    let actions: Vec<Value> = (0..1 + random.below(3)).map(|_| json!(random.of(ACTIONS))).collect();
    let action = if random.below(8) == 0 { "NotAction" } else { "Action" };
    let mut statement = json!({"Effect": effect, name: principal, action: actions, "Resource": "*"});
    for _ in 0..random.below(4) {
        let (operator, key, values) = condition(random);
        statement["Condition"][operator][key] = values;
    }
    statement
}

/// A policy at random.
pub(super) fn policy(random: &mut Random) -> String {
    let statements: Vec<Value> = (0..1 + random.below(4)).map(|_| statement(random)).collect();
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// A policy at random whose statements mostly name single roles, users and services.
pub(super) fn of_single_principals(random: &mut Random) -> String {
    let singles: Vec<&str> =
        PRINCIPALS.iter().copied().filter(|it| !it.contains('*') && !it.contains("root")).collect();
    let statement = |random: &mut Random| {
        let mut statement = statement(random);
        if random.below(8) > 0 {
            statement.as_object_mut().unwrap().remove("NotPrincipal");
            statement["Principal"] = serde_json::from_str(random.of::<&str>(&singles)).unwrap();
        }
        statement
    };
    let statements: Vec<Value> = (0..3 + random.below(6)).map(|_| statement(random)).collect();
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// A policy of about 32 KB.
pub(super) fn large() -> String {
    let mut random = Random(99);
    let mut statements = Vec::new();
    let mut length = 0;
    while length < 31_000 {
        let mut statement = statement(&mut random);
        // Each role has a name of its own, as in the policies of large accounts.
        if random.below(2) == 0 {
            statement.as_object_mut().unwrap().remove("NotPrincipal");
            statement["Principal"] =
                json!({"AWS": format!("arn:aws:iam::111122223333:role/Team{}", statements.len())});
        }
        length += statement.to_string().len() + 1;
        statements.push(statement);
    }
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// The policy with one small change.
pub(super) fn mutant(text: &str, random: &mut Random) -> String {
    let mut policy: Value = serde_json::from_str(text).unwrap_or(json!({"Statement": []}));
    if let Some(one) = policy.get("Statement").filter(|one| one.is_object()).cloned() {
        policy["Statement"] = json!([one]);
    }
    let Some(statements) = policy.get_mut("Statement").and_then(Value::as_array_mut) else {
        return text.to_owned();
    };
    let at = random.below(statements.len());
    if statements.is_empty() {
        statements.push(statement(random));
        return policy.to_string();
    }
    match random.below(8) {
        0 => {
            statements.remove(at);
        }
        1 => statements.push(statement(random)),
        2 => {
            let flipped = if statements[at]["Effect"] == "Allow" { "Deny" } else { "Allow" };
            statements[at]["Effect"] = json!(flipped);
        }
        3 => {
            statements[at].as_object_mut().unwrap().remove("Condition");
        }
        4 => statements[at]["Action"] = json!([random.of(ACTIONS)]),
        5 => {
            statements[at].as_object_mut().unwrap().remove("NotPrincipal");
            statements[at]["Principal"] = serde_json::from_str(random.of::<&str>(PRINCIPALS)).unwrap();
        }
        _ => {
            let (operator, key, values) = condition(random);
            statements[at]["Condition"][operator][key] = values;
        }
    }
    policy.to_string()
}

/// The policy with one of its own parts lost or turned into another: what a slip of an edit makes of it.
pub(super) fn slip(text: &str, random: &mut Random) -> Option<String> {
    let mut policy: Value = serde_json::from_str(text).ok()?;
    if let Some(one) = policy.get("Statement").filter(|one| one.is_object()).cloned() {
        policy["Statement"] = json!([one]);
    }
    let statements = policy.get_mut("Statement")?.as_array_mut()?;
    let at = random.below(statements.len());
    let kind = random.below(9);
    if kind == 0 {
        statements.remove(at);
        return Some(policy.to_string());
    }
    let statement = statements.get_mut(at)?.as_object_mut()?;
    let actions = if statement.contains_key("Action") { "Action" } else { "NotAction" };
    let principals = if statement.contains_key("Principal") { "Principal" } else { "NotPrincipal" };
    let lose = |list: &mut Value, random: &mut Random| -> Option<()> {
        let list = list.as_array_mut().filter(|list| list.len() > 1)?;
        list.remove(random.below(list.len()));
        Some(())
    };
    match kind {
        1 => {
            let flipped = if statement["Effect"] == "Allow" { "Deny" } else { "Allow" };
            statement["Effect"] = json!(flipped);
        }
        2 => lose(statement.get_mut(actions)?, random)?,
        3 => lose(statement.get_mut(principals)?.get_mut("AWS")?, random)?,
        4 => {
            statement.remove(principals);
            statement.insert("Principal".to_owned(), json!({"AWS": "*"}));
        }
        5 => {
            statement.remove(actions);
            statement.insert("Action".to_owned(), json!("kms:*"));
        }
        _ => {
            let blocks = statement.get_mut("Condition")?.as_object_mut()?;
            let names: Vec<String> = blocks.keys().cloned().collect();
            let operator = names.get(random.below(names.len()))?;
            let keys: Vec<String> = blocks[operator].as_object()?.keys().cloned().collect();
            let key = keys.get(random.below(keys.len()))?;
            match kind {
                6 => _ = blocks.get_mut(operator)?.as_object_mut()?.remove(key),
                7 => lose(blocks.get_mut(operator)?.get_mut(key)?, random)?,
                _ if operator.ends_with("Null") || blocks.len() > 1 => return None,
                _ => {
                    let other = match operator.strip_suffix("IfExists") {
                        Some(without) => without.to_owned(),
                        None => format!("{operator}IfExists"),
                    };
                    let entries = blocks.remove(operator)?;
                    blocks.insert(other, entries);
                }
            }
        }
    }
    Some(policy.to_string())
}
