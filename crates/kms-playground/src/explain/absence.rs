//! Why a request does not carry a condition key.

use kms_authz::{Absence, AuthorizationRequest};
use kms_catalog::ConditionKey;

use super::{Sentence, caller, sentence};
use crate::report::codes::ReasonCode;

/// Why the request has no `key`.
pub(super) fn absence(reason: Absence, key: &str, request: &AuthorizationRequest) -> Sentence {
    use Absence as A;
    let permission = request.permission;
    let who = caller::name(&request.caller);
    match reason {
        A::Typed => {
            sentence(ReasonCode::Typed, format!("The scenario says that the call carries no `{key}`"))
        }
        A::NotGiven => sentence(
            ReasonCode::NotGiven,
            format!("The scenario does not give `{key}`, so it is assumed to be absent"),
        ),
        A::Undocumented => sentence(
            ReasonCode::Undocumented,
            format!(
                "AWS does not document whether such a call carries `{key}`, so it is assumed to be absent"
            ),
        ),
        A::AlwaysSent(service) => sentence(ReasonCode::AlwaysSent, always_sent(service, key)),
        A::NeverSent(fact) => sentence(ReasonCode::NeverSent, fact.fact.trim_end_matches('.')),
        A::UnknownKey => sentence(ReasonCode::UnknownKey, unknown(key)),
        A::NotOfPermission => {
            sentence(ReasonCode::NotOfPermission, format!("`{permission}` never carries `{key}`"))
        }
        A::NotOnKey => sentence(
            ReasonCode::NotOnKey,
            format!("`{permission}` is not checked on a KMS key here, so there is no `{key}`"),
        ),
        A::NoEncryptionContextTaken => sentence(
            ReasonCode::NoEncryptionContextTaken,
            format!("`{permission}` takes no encryption context"),
        ),
        A::NoEncryptionContextGiven => {
            sentence(ReasonCode::NoEncryptionContextGiven, "The request has no encryption context")
        }
        A::PairNotGiven => sentence(ReasonCode::PairNotGiven, pair(key)),
        A::ParameterNotGiven(name) => {
            sentence(ReasonCode::ParameterNotGiven, format!("The call leaves out the parameter `{name}`"))
        }
        A::DirectCall => sentence(
            ReasonCode::DirectCall,
            format!("The caller calls KMS directly; only calls through a service carry `{key}`"),
        ),
        A::CallersIdentity => sentence(
            ReasonCode::CallersIdentity,
            format!(
                "A call made with the caller's identity carries no `{key}`; only a service's own call does"
            ),
        ),
        A::NotKeptByService => sentence(
            ReasonCode::NotKeptByService,
            format!("The call comes through a service, which does not pass `{key}` on"),
        ),
        A::ServicePrincipal => sentence(
            ReasonCode::ServicePrincipal,
            format!("A call by an AWS service under its own name carries no `{key}`"),
        ),
        A::NotOfKindOfPrincipal => {
            sentence(ReasonCode::NotOfKindOfPrincipal, format!("The caller is {who}, which has no `{key}`"))
        }
        A::LongTermCredentials => sentence(
            ReasonCode::LongTermCredentials,
            format!("Only temporary credentials carry `{key}`; a user's access key does not"),
        ),
        A::SingleRegionKey => sentence(ReasonCode::SingleRegionKey, "The key is a single-Region key"),
        A::NoAliases => sentence(ReasonCode::NoAliases, "The key has no alias"),
        A::NoSuchTag => sentence(ReasonCode::NoSuchTag, format!("There is no tag for `{key}`")),
        A::KeyNotNamedByAlias => sentence(
            ReasonCode::KeyNotNamedByAlias,
            "The call names the key by its id or ARN, not by an alias",
        ),
        A::NotPermittedInKeyPolicy => sentence(
            ReasonCode::NotPermittedInKeyPolicy,
            format!("KMS takes `{key}` in IAM policies only, not in a key policy"),
        ),
    }
}

/// The pair that a service always sends and that nobody gave. The service does not come first: a sentence may begin
/// in the middle of another.
fn always_sent(service: &str, key: &str) -> String {
    let service = service.split(" (").next().unwrap_or(service);
    match ConditionKey::context_key_of(key) {
        Some(pair) => format!(
            "The scenario gives no `{pair}` in the encryption context, which {service} always sends; the playground assumes that it is absent"
        ),
        None => format!(
            "The scenario gives no encryption context, which {service} always sends; the playground assumes that there is none"
        ),
    }
}

fn unknown(key: &str) -> String {
    match ConditionKey::nearest(key) {
        Some(near) => format!("No condition key is called `{key}`; did you mean `{}`?", near.name),
        None => format!("No condition key of KMS's or AWS's is called `{key}`"),
    }
}

fn pair(key: &str) -> String {
    match ConditionKey::context_key_of(key) {
        Some(name) => format!("The call's encryption context has no `{name}`"),
        None => "The call's encryption context has no such pair".to_owned(),
    }
}
