//! The derived request context of every operation and every way in which a call arrives, as a table to read.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write as _;

use kms_authz::{
    Absence, Call, CallerPolicies, Certainty, Check, Key, KeyInPlace, Situation, WrittenPolicy, check,
};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, Operation};
use kms_policy::{Arn, Identity, PolicyDocument, Principal};

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// The ways of arrival, each with a letter.
const ARRIVALS: [(char, &str, Option<&str>); 5] = [
    ('U', "arn:aws:iam::111122223333:user/Ana", None),
    ('R', "arn:aws:sts::111122223333:assumed-role/Worker/s1", None),
    ('F', "arn:aws:sts::111122223333:assumed-role/Worker/s1", Some("s3.us-west-2.amazonaws.com")),
    ('S', "cloudtrail.amazonaws.com", None),
    ('T', "sagemaker.amazonaws.com", Some("sso.us-west-2.amazonaws.com")),
];

/// Absences that say no more than that the operation has nothing to do with the key.
const PLAIN: [Absence; 3] = [Absence::NotOfPermission, Absence::NotOnKey, Absence::NoEncryptionContextTaken];

fn situation(document: &PolicyDocument) -> Situation<'_> {
    let policy = WrittenPolicy { document, accepted: true };
    let key = Key {
        arn: Arn::new(KEY).unwrap(),
        aliases: vec!["alias/orders".to_owned()],
        attributes: KeyAttributes {
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            multi_region: None,
        },
        state: KeyState::Enabled,
        manager: KeyManager::Customer,
        tags: vec![("Project".to_owned(), "A".to_owned())],
    };
    Situation {
        key: KeyInPlace { key, policy, grants: Vec::new(), resource_control_policies: Vec::new() },
        other_keys: Vec::new(),
        policies: CallerPolicies { identity_based: Some(Vec::new()), ..CallerPolicies::default() },
        callers: Vec::new(),
        vpc_endpoint_policy: None,
    }
}

fn call<'a>(action: &'a str, principal: &str, via_service: Option<&'a str>) -> Call<'a> {
    let principal = Principal::caller(principal);
    let service = matches!(principal, Principal::Service(_));
    let issuer = match Principal::aws("arn:aws:iam::111122223333:role/app/Worker") {
        Principal::Role(role) => Some(role),
        _ => None,
    };
    Call {
        action,
        session_issuer: issuer.filter(|_: &Identity| matches!(principal, Principal::AssumedRole { .. })),
        principal,
        via_service,
        source_arn: service.then_some("arn:aws:cloudtrail:us-west-2:111122223333:trail/all"),
        source_account: service.then_some("111122223333"),
        encryption_context: Some(vec![("Department".to_owned(), "IT".to_owned())]),
        destination_encryption_context: None,
        destination_key_id: None,
        key_id: Some("alias/orders"),
        grant_tokens: Vec::new(),
        parameters: Vec::new(),
        new_key_policy: None,
        context: Vec::new(),
    }
}

/// What every key came to in one check: a line to print, and whether it is a plain absence.
fn lines(check: &Check) -> Vec<(String, String, bool)> {
    let context = &check.request.context;
    let carried = context.entries().iter().map(|entry| {
        let certainty = match entry.certainty {
            Certainty::Documented => "",
            Certainty::Unconfirmed => ", unconfirmed",
            Certainty::PagesDiffer => ", pages differ",
            Certainty::Assumed => ", assumed",
        };
        let line = format!("= {} ({:?}{certainty})", entry.values.as_slice().join(" | "), entry.origin);
        (entry.key.clone(), line, false)
    });
    let absent = context
        .absences()
        .iter()
        .map(|(key, absence)| (key.to_string(), format!("  {absence:?}"), PLAIN.contains(absence)));
    // Of the 57 measurements one stands for all.
    let shown = |key: &str| !key.starts_with("kms:RecipientAttestation:") || key.ends_with(":PCR0");
    carried.chain(absent).filter(|(key, ..)| shown(key)).collect()
}

/// A row of a table: the ways of arrival, the key, what it came to, and whether that is a plain absence.
#[derive(Clone, PartialEq)]
struct Row {
    letters: String,
    key: String,
    line: String,
    plain: bool,
}

/// The table of one check over all ways of arrival.
fn rows(checks: &[(char, Check)], wanted: impl Fn(&str) -> bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (letter, check) in checks {
        for (key, line, plain) in lines(check).into_iter().filter(|(key, ..)| wanted(key)) {
            match rows.iter_mut().find(|row| row.key == key && row.line == line) {
                Some(row) => row.letters.push(*letter),
                None => rows.push(Row { letters: letter.to_string(), key, line, plain }),
            }
        }
    }
    rows.sort_by_key(|row| row.key.to_ascii_lowercase());
    rows
}

/// What a table says, and of a table like `usual` only what it says otherwise.
fn table(rows: &[Row], usual: &[Row]) -> String {
    let mut table = String::new();
    for row in rows.iter().filter(|row| !row.plain && !usual.contains(row)) {
        writeln!(table, "  {:<5} {} {}", row.letters, row.key, row.line).unwrap();
    }
    let carried = |rows: &[Row], key: &str| rows.iter().any(|row| row.key == key && !row.plain);
    let mut without: Vec<_> = usual.iter().map(|row| row.key.as_str()).collect();
    without.retain(|key| carried(usual, key) && !carried(rows, key));
    without.dedup();
    if !without.is_empty() {
        writeln!(table, "  without {}", without.join(" ")).unwrap();
    }
    table
}

#[test]
fn every_operation_derives_its_context_for_every_way_of_arrival() {
    let document = PolicyDocument::default();
    let situation = situation(&document);
    let mut text = String::from(
        "U a user · R a role session · F a role session through a service · S a service · T a service through another\n",
    );
    let of_operations = |key: &str| {
        let tags = ["aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys"];
        key.starts_with("kms:") || tags.iter().any(|tag| key.starts_with(tag))
    };
    let tables = |permission: &str| {
        let of = |(letter, principal, via): &(char, &str, Option<&str>)| {
            let checks = check(&situation, &call(permission, principal, *via)).unwrap();
            checks.into_iter().map(|check| (*letter, check)).collect::<Vec<_>>()
        };
        let all: Vec<_> = ARRIVALS.iter().map(of).collect();
        let parts = 0..all[0].len();
        parts
            .map(|part| all.iter().map(|checks| checks[part].clone()).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let plain = &tables("kms:CancelKeyDeletion")[0];
    let usual = rows(plain, of_operations);
    let global = rows(plain, |key| !of_operations(key));
    write!(text, "\nGlobal keys, with an operation on a key\n{}", table(&global, &[])).unwrap();
    write!(text, "\nUsual keys of an operation on a key\n{}", table(&usual, &[])).unwrap();
    for operation in Operation::all() {
        for part in tables(operation.permission()) {
            let (on, permission) = (part[0].1.on, part[0].1.operation);
            write!(text, "\n{permission:?} on {on:?}\n{}", table(&rows(&part, of_operations), &usual))
                .unwrap();
        }
    }
    insta::assert_snapshot!("context", text);
}
