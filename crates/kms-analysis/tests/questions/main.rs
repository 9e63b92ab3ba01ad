//! Questions about whole policies, each answered by hand first.

#![expect(clippy::unwrap_used, reason = "all of it is a test")]

mod callers;
mod idle;
mod relations;

use kms_analysis::{Comparison, KeyFacts, compare};
use kms_policy::{Arn, Parse, PolicyKind, parse};

fn facts() -> KeyFacts {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    KeyFacts { arn: Arn::new(arn).unwrap(), attributes: None }
}

fn policy(statements: &str) -> Parse {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let parse = parse(&text, PolicyKind::KeyPolicy);
    assert!(parse.accepted().is_some(), "{:?}", parse.errors);
    parse
}

fn compared(old: &str, new: &str) -> Comparison {
    compare(&policy(old).document, &policy(new).document, &facts())
}

const ROOT: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;

fn allow(principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":{action},"Resource":"*","Condition":{{{condition}}}}}"#
    )
}

fn deny(principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Deny","Principal":{principal},"Action":{action},"Resource":"*","Condition":{{{condition}}}}}"#
    )
}

const ROLE: &str = r#"{"AWS":"arn:aws:iam::111122223333:role/App"}"#;
const ROOT_PRINCIPAL: &str = r#"{"AWS":"arn:aws:iam::111122223333:root"}"#;
const OTHER_ROLE: &str = r#"{"AWS":"arn:aws:iam::111122223333:role/Ops"}"#;

fn with_root(more: &str) -> String {
    format!("{ROOT},{more}")
}
