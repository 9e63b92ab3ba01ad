//! The policies and requests that the laws of statements are tried on.

use kms_authz::{AuthorizationRequest, Caller, ContextValues};
use kms_policy::{BaseOperator, PolicyKind, Principal};
use kms_tests::generate::{Vocabulary, document, json, one_of};
use proptest::prelude::*;
use proptest::sample::select;

use super::{KEY, bare_request, set};

const PRINCIPALS: &[&str] = &[
    r#""*""#,
    r#"{"AWS":"*"}"#,
    r#"{"AWS":"111122223333"}"#,
    r#"{"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:user/Ana"]}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:role/app/Front"}"#,
    r#"{"AWS":["arn:aws:sts::111122223333:assumed-role/Front/s1","arn:aws:iam::444455556666:root"]}"#,
    r#"{"AWS":"arn:aws:sts::111122223333:federated-user/ana"}"#,
    r#"{"AWS":"AROADBQP57FF2AEXAMPLE"}"#,
    r#"{"Service":["logs.us-east-1.amazonaws.com","cloudtrail.amazonaws.com"]}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:role/*"}"#,
];

const CALLERS: &[(&str, &str)] = &[
    ("arn:aws:iam::111122223333:root", ""),
    ("arn:aws:iam::111122223333:user/Ana", ""),
    ("arn:aws:iam::111122223333:role/app/Front", ""),
    ("arn:aws:sts::111122223333:assumed-role/Front/s1", "arn:aws:iam::111122223333:role/app/Front"),
    ("arn:aws:sts::111122223333:federated-user/ana", "arn:aws:iam::111122223333:user/Ana"),
    ("arn:aws:iam::444455556666:user/Mallory", ""),
    ("cloudtrail.amazonaws.com", ""),
];

pub(crate) const ACTIONS: &[&str] =
    &["*", "kms:*", "KMS:decrypt", "kms:De*", "kms:?ecrypt", "kms:Encrypt", "s3:*", "kms:ReEncrypt", ""];

pub(crate) const RESOURCES: &[&str] = &[
    "*",
    KEY,
    "arn:aws:kms:*:111122223333:key/*",
    "arn:aws:kms:us-east-1:111122223333:alias/a",
    "arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/team}",
    "arn:aws:kms:*",
];

/// Condition keys: those of a request, single- and multivalued, and some that a request may lack.
pub(crate) const KEYS: &[&str] = &[
    "aws:PrincipalArn",
    "aws:PrincipalTag/team",
    "aws:SourceIp",
    "aws:CurrentTime",
    "AWS:userid",
    "aws:TagKeys",
    "aws:ResourceTag/team",
    "kms:EncryptionContext:a",
    "kms:EncryptionContextKeys",
    "kms:GrantOperations",
    "kms:ViaService",
    "x:unknown",
];

/// Texts that mean something to one operator or another, in policies and in requests.
pub(crate) const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "a*",
    "?",
    "*",
    "true",
    "False",
    "1",
    "1.50",
    "-2",
    "1e3",
    "2024",
    "2024-02-29",
    "2024-02-29T12:30:15Z",
    "1709209815.5",
    "203.0.113.7",
    "203.0.113.0/24",
    "203.0.113.7/24",
    "2001:DB8::/32",
    "QQ==",
    "arn:aws:iam::111122223333:role/app/Front",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam",
    "${aws:PrincipalTag/team}",
    "${aws:PrincipalTag/none, 'a'}",
    "${aws:TagKeys}",
    "${*}",
    "${",
    "é😀",
];

pub(crate) fn operators() -> Vec<String> {
    let mut all = Vec::new();
    for base in BaseOperator::ALL {
        for set in ["", "ForAllValues:", "ForAnyValue:"] {
            for suffix in ["", "IfExists"] {
                all.push(format!("{set}{}{suffix}", base.name()));
            }
        }
    }
    all
}

prop_compose! {
    fn entry()(key in select(KEYS), values in prop::collection::vec(select(TEXTS), 0..4), bare in any::<bool>()) -> String {
        let values: Vec<_> = values.iter().map(|value| json(value)).collect();
        match (values.as_slice(), bare) {
            ([one], true) => format!("{}:{one}", json(key)),
            _ => format!("{}:[{}]", json(key), values.join(",")),
        }
    }
}

prop_compose! {
    fn block()(operator in select(operators()), entries in prop::collection::vec(entry(), 0..3)) -> String {
        format!("{}:{{{}}}", json(&operator), entries.join(","))
    }
}

fn vocabulary() -> Vocabulary {
    let blocks = prop::collection::vec(block(), 0..3);
    Vocabulary {
        sids: &[],
        effects: &["Allow", "Deny"],
        principals: one_of(PRINCIPALS),
        actions: ACTIONS,
        resources: RESOURCES,
        conditions: blocks.prop_map(|blocks| format!("{{{}}}", blocks.join(","))).boxed(),
        is_negating: true,
    }
}

/// A policy and its kind.
pub(crate) fn policy() -> impl Strategy<Value = (String, PolicyKind)> {
    let vocabulary = vocabulary();
    let kinds = [PolicyKind::KeyPolicy, PolicyKind::IdentityBased, PolicyKind::ResourceControlPolicy];
    (select(kinds.to_vec()), select(&["2012-10-17", "2008-10-17"][..])).prop_flat_map(
        move |(kind, version)| {
            vocabulary.statements(kind).prop_map(move |statements| (document(version, &statements), kind))
        },
    )
}

prop_compose! {
    pub(crate) fn request()(
        (caller, issuer) in select(CALLERS),
        has_permissions_boundary in any::<bool>(),
        permission in select(&["kms:Decrypt", "kms:ReEncryptFrom"][..]),
        context in prop::collection::vec((select(KEYS), prop::collection::vec(select(TEXTS), 0..3), any::<bool>()), 0..8),
    ) -> AuthorizationRequest {
        let issuer = match Principal::aws(issuer) {
            Principal::User(identity) | Principal::Role(identity) => Some(identity),
            _ => None,
        };
        let mut caller = Caller::new(Principal::caller(caller), issuer);
        caller.has_permissions_boundary = has_permissions_boundary;
        let mut request = bare_request(caller, permission);
        for (key, values, many) in context {
            let values = match (values.as_slice(), many) {
                ([one, ..], false) => ContextValues::One((*one).to_owned()),
                _ => ContextValues::Many(values.iter().map(|&value| value.to_owned()).collect()),
            };
            set(&mut request, key, values);
        }
        request
    }
}
