//! Statements against one request: with the tree, without it, and against patterns that mean harm.
//!
//! `cargo bench -p kms-authz` prints the times; of the hostile ones each input is twice the one
//! before: twice the time is linear.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up must fail")]

use std::fmt::Write;

use divan::{Bencher, black_box};
use kms_authz::{
    AuthorizationRequest, Caller, Certainty, CompiledPolicy, ContextEntry, ContextValues, Origin,
    RequestContext, RequestResource,
};
use kms_policy::{Arn, Parse, PolicyKind, Principal};

fn main() {
    divan::main();
}

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/Front";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Front/s1";

fn request() -> AuthorizationRequest {
    let role = match Principal::aws(ROLE) {
        Principal::Role(role) => Some(role),
        _ => None,
    };
    let mut request = AuthorizationRequest {
        caller: Caller::new(Principal::caller(SESSION), role),
        permission: "kms:Decrypt",
        resource: RequestResource::Key(Arn::new(KEY).unwrap()),
        context: RequestContext::default(),
    };
    for (key, value) in [
        ("aws:CurrentTime", "2026-11-22T10:00:00Z"),
        ("aws:PrincipalAccount", "111122223333"),
        ("aws:PrincipalArn", ROLE),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:PrincipalOrgID", "o-a1b2c3d4e5"),
        ("aws:PrincipalTag/team", "blue"),
        ("aws:PrincipalType", "AssumedRole"),
        ("aws:RequestedRegion", "us-east-1"),
        ("aws:ResourceAccount", "111122223333"),
        ("aws:SecureTransport", "true"),
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:TokenIssueTime", "2026-11-22T09:00:00Z"),
        ("aws:ViaAWSService", "true"),
        ("kms:CallerAccount", "111122223333"),
        ("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
        ("kms:EncryptionContext:department", "blue/finance"),
        ("kms:KeyOrigin", "AWS_KMS"),
        ("kms:KeySpec", "SYMMETRIC_DEFAULT"),
        ("kms:KeyUsage", "ENCRYPT_DECRYPT"),
        ("kms:MultiRegion", "false"),
        ("kms:ViaService", "s3.us-east-1.amazonaws.com"),
    ] {
        set(&mut request, key, ContextValues::One(value.to_owned()));
    }
    set(&mut request, "kms:EncryptionContextKeys", ContextValues::Many(vec!["department".to_owned()]));
    request
}

fn set(request: &mut AuthorizationRequest, key: &str, values: ContextValues) {
    let (origin, certainty) = (Origin::Typed, Certainty::Documented);
    request.context.set(ContextEntry { key: key.to_owned(), values, origin, certainty });
}

/// The text of a key policy of `count` statements, of the kinds that real ones are made of.
fn text(count: usize) -> String {
    let kinds = [
        r#"{"Sid":"A@","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app/Front"},
            "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"],"Resource":"*"}"#,
        r#"{"Sid":"B@","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:user/user-@","arn:aws:iam::444455556666:root"]},
            "Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*"}"#,
        r#"{"Sid":"C@","Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*",
            "Condition":{"StringEquals":{"kms:CallerAccount":"111122223333","kms:ViaService":"s3.eu-west-@.amazonaws.com"}}}"#,
        r#"{"Sid":"D@","Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*",
            "Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:111122223333:log-group:/app/@/*"}}}"#,
        r#"{"Sid":"E@","Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*",
            "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Bool":{"aws:PrincipalIsAWSService":"false"}}}"#,
        r#"{"Sid":"F@","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"*",
            "Condition":{"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":["department","project-@"]},
                         "StringLike":{"kms:EncryptionContext:department":"${aws:PrincipalTag/team}/*"}}}"#,
        r#"{"Sid":"G@","Effect":"Deny","Principal":"*","Action":["kms:ScheduleKeyDeletion","kms:DisableKey"],"Resource":"*",
            "Condition":{"NumericLessThan":{"kms:ScheduleKeyDeletionPendingWindowInDays":"@"}}}"#,
        r#"{"Sid":"H@","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:Decrypt",
            "Resource":"arn:aws:kms:*:111122223333:key/*",
            "Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","198.51.100.@"]},
                         "DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},
                         "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app/*"}}}"#,
    ];
    let mut statements = String::new();
    for (index, kind) in kinds.iter().cycle().take(count).enumerate() {
        if index > 0 {
            statements.push(',');
        }
        write!(statements, "{}", kind.replace('@', &(index % 100).to_string())).unwrap();
    }
    document(&statements)
}

fn policy(count: usize) -> Parse {
    kms_policy::parse(&text(count), PolicyKind::KeyPolicy)
}

fn document(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
}

/// Statements: about 1.5 KB, a hundred (25 KB), about 32 KB, about 1 MB.
const COUNTS: [usize; 4] = [6, 100, 130, 3_900];

/// The first request, with which the elements are read that it asks for.
#[divan::bench(args = COUNTS)]
fn decide_once(bencher: Bencher<'_, '_>, statements: usize) {
    let (parse, request) = (policy(statements), request());
    bencher.bench(|| {
        CompiledPolicy::new(black_box(&parse.document), PolicyKind::KeyPolicy).decide(black_box(&request))
    });
}

#[divan::bench(args = COUNTS)]
fn trace(bencher: Bencher<'_, '_>, statements: usize) {
    let (parse, request) = (policy(statements), request());
    let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
    bencher.bench(|| compiled.evaluate(black_box(&request)));
}

#[divan::bench(args = COUNTS)]
fn decide(bencher: Bencher<'_, '_>, statements: usize) {
    let (parse, request) = (policy(statements), request());
    let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
    bencher.bench(|| compiled.decide(black_box(&request)));
}

/// The same for a caller whom no statement allows, so that none can be passed over.
#[divan::bench(args = COUNTS)]
fn decide_for_a_stranger(bencher: Bencher<'_, '_>, statements: usize) {
    let (parse, mut request) = (policy(statements), request());
    request.caller = Caller::new(Principal::caller("arn:aws:sts::777788889999:assumed-role/Other/s1"), None);
    set(&mut request, "kms:CallerAccount", ContextValues::One("777788889999".to_owned()));
    let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
    bencher.bench(|| compiled.decide(black_box(&request)));
}

/// Each statement asked for itself, whatever the others say.
#[divan::bench(args = COUNTS)]
fn every_statement(bencher: Bencher<'_, '_>, statements: usize) {
    let (parse, request) = (policy(statements), request());
    let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
    bencher.bench(|| {
        let request = black_box(&request);
        compiled.statements().iter().filter_map(|statement| statement.applies(request)).min()
    });
}

/// A StringLike value of so many `*a`, which nearly matches a text of 32,768 letters.
#[divan::bench(max_time = 1, args = [4_096, 8_192, 16_384])]
fn longer_pattern_of_stars(bencher: Bencher<'_, '_>, stars: usize) {
    hostile(bencher, &format!("{}b", "*a".repeat(stars)), 32_768);
}

/// A StringLike value of so many letters and a `?`, which nearly matches at every place of a text of 32,768 letters.
#[divan::bench(max_time = 1, args = [2_048, 4_096, 8_192])]
fn longer_pattern_with_question_mark(bencher: Bencher<'_, '_>, letters: usize) {
    hostile(bencher, &format!("*{}?b*", "a".repeat(letters)), 32_768);
}

/// The same of 4,096 letters, against texts of so many letters.
#[divan::bench(max_time = 1, args = [16_384, 32_768, 65_536])]
fn longer_text(bencher: Bencher<'_, '_>, letters: usize) {
    hostile(bencher, &format!("*{}?b*", "a".repeat(4_096)), letters);
}

fn hostile(bencher: Bencher<'_, '_>, pattern: &str, length: usize) {
    let parse = kms_policy::parse(
        &document(&format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*",
            "Condition":{{"StringLike":{{"kms:EncryptionContext:a":"{pattern}"}}}}}}"#
        )),
        PolicyKind::KeyPolicy,
    );
    let mut request = request();
    set(&mut request, "kms:EncryptionContext:a", ContextValues::One("a".repeat(length)));
    let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
    bencher.bench(|| compiled.evaluate(black_box(&request)));
}
