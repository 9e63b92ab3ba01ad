//! How the rules' own tests look at a statement.

use kms_policy::{PolicyKind, parse};

use crate::{Code, Facts, Finding, Policy, lint};

pub(crate) const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// A key policy with this statement behind the one that lets the account administer the key.
pub(crate) fn policy(statement: &str) -> String {
    let account = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;
    format!(r#"{{"Version":"2012-10-17","Statement":[{account},{{{statement}}}]}}"#)
}

/// The findings of one rule in a text.
pub(crate) fn findings(code: Code, kind: PolicyKind, text: &str) -> Vec<Finding> {
    let parse = parse(text, kind);
    let facts = Facts::of_key(KEY);
    let all = lint(&Policy { text, kind, document: &parse.document, facts: &facts });
    all.into_iter().filter(|finding| finding.code == code).collect()
}

/// The texts that a rule points at in a key policy with this statement, and what its first fix makes of the statement.
pub(crate) fn found(code: Code, statement: &str) -> Vec<String> {
    let text = policy(statement);
    let places = findings(code, PolicyKind::KeyPolicy, &text);
    places.iter().map(|finding| finding.spans[0].of(&text).unwrap().to_owned()).collect()
}

/// The statement after the first fix of a rule.
pub(crate) fn fixed(code: Code, statement: &str) -> Option<String> {
    let text = policy(statement);
    let fix = findings(code, PolicyKind::KeyPolicy, &text).into_iter().find_map(|finding| finding.fix)?;
    let fixed = fix.edit.apply(&text).unwrap();
    assert!(findings(code, PolicyKind::KeyPolicy, &fixed).is_empty(), "the fix leaves its finding: {fixed}");
    Some(fixed.split_once("},{").unwrap().1.trim_end_matches("}]}").to_owned())
}
