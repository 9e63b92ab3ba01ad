//! Whole policies: how long a comparison, the list of who has access, and the check of every statement take.
//!
//! `cargo bench -p kms-analysis` prints the times.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up must fail")]

use std::fmt::Write;

use divan::{Bencher, black_box};
use kms_analysis::{KeyFacts, access, compare, idle_statements};
use kms_policy::{Arn, Parse, PolicyKind, parse};

fn main() {
    divan::main();
}

fn facts() -> KeyFacts {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    KeyFacts { arn: Arn::new(arn).unwrap(), attributes: None }
}

/// A policy with so many statements, each for a role of its own, as those of large accounts are; 107 make 32 KB.
fn policy(statements: usize) -> Parse {
    let mut text = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
        {"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*",
         "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-example"},"Bool":{"aws:PrincipalIsAWSService":"false"}}}"#
        .to_owned();
    for at in 0..statements {
        let condition = match at % 4 {
            0 => format!(r#"{{"StringEquals":{{"kms:ViaService":"s{}.us-east-1.amazonaws.com"}}}}"#, at % 7),
            1 => format!(r#"{{"StringLike":{{"kms:EncryptionContext:App":"team-{}-*"}}}}"#, at % 9),
            2 => r#"{"Bool":{"kms:GrantIsForAWSResource":"true"}}"#.to_owned(),
            _ => format!(r#"{{"IpAddress":{{"aws:SourceIp":"203.0.113.{}/28"}}}}"#, at % 8 * 16),
        };
        _ = write!(
            text,
            r#",{{"Sid":"AllowTheApplicationNumber{at}","Effect":"Allow",
                "Principal":{{"AWS":["arn:aws:iam::111122223333:role/application-{at}"]}},
                "Action":["kms:Decrypt","kms:GenerateDataKey*","kms:DescribeKey","kms:CreateGrant"],
                "Resource":"*","Condition":{condition}}}"#
        );
    }
    text.push_str("]}");
    parse(&text, PolicyKind::KeyPolicy)
}

#[divan::bench(args = [5, 30, 105])]
fn comparing_with_an_edit(bencher: Bencher<'_, '_>, statements: usize) {
    let (old, new) = (policy(statements), policy(statements - 1));
    bencher.bench(|| compare(black_box(&old.document), black_box(&new.document), &facts()));
}

#[divan::bench(args = [5, 30, 105])]
fn access_of(bencher: Bencher<'_, '_>, statements: usize) {
    let policy = policy(statements);
    bencher.bench(|| access(black_box(&policy.document), &facts()));
}

#[divan::bench(args = [5, 30, 105])]
fn checking_every_statement(bencher: Bencher<'_, '_>, statements: usize) {
    let policy = policy(statements);
    bencher.bench(|| idle_statements(black_box(&policy.document), &facts()));
}
