//! What the tests of this crate share: a request and a policy, from a line of text each.

use kms_policy::{Arn, Parse, PolicyKind, Principal};

use crate::context::{Certainty, ContextEntry, ContextValues, Origin, RequestContext};
use crate::request::{AuthorizationRequest, Caller, RequestResource};

pub(crate) const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// A request of `caller` for `kms:Decrypt` on [`KEY`], with an empty context.
pub(crate) fn request(caller: &str, issuer: &str) -> AuthorizationRequest {
    let issuer = match Principal::aws(issuer) {
        Principal::User(identity) | Principal::Role(identity) => Some(identity),
        _ => None,
    };
    AuthorizationRequest {
        caller: Caller::new(Principal::caller(caller), issuer),
        permission: "kms:Decrypt",
        resource: RequestResource::Key(Arn::new(KEY).unwrap()),
        context: RequestContext::default(),
    }
}

/// Sets a single-valued condition key.
pub(crate) fn set_one(request: &mut AuthorizationRequest, key: &str, value: &str) {
    set(request, key, ContextValues::One(value.to_owned()));
}

/// Sets a multivalued condition key.
pub(crate) fn set_many(request: &mut AuthorizationRequest, key: &str, values: &[&str]) {
    set(request, key, ContextValues::Many(values.iter().map(|&value| value.to_owned()).collect()));
}

fn set(request: &mut AuthorizationRequest, key: &str, values: ContextValues) {
    let (origin, certainty) = (Origin::Typed, Certainty::Documented);
    request.context.set(ContextEntry { key: key.to_owned(), values, origin, certainty });
}

/// A key policy with this one statement.
pub(crate) fn key_policy(statement: &str) -> Parse {
    policy(PolicyKind::KeyPolicy, "2012-10-17", statement)
}

/// A policy of this kind and version with this one statement.
pub(crate) fn policy(kind: PolicyKind, version: &str, statement: &str) -> Parse {
    kms_policy::parse(&format!(r#"{{"Version":"{version}","Statement":[{statement}]}}"#), kind)
}
