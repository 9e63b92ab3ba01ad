//! The scenario that shows a finding: one request, and the least of policies and grants around it.

use std::sync::LazyLock;

use kms_analysis::{Environment, Witness};
use kms_authz::ContextValues;
use kms_catalog::ResourceScope;
use kms_policy::PolicyKind;

use crate::{ContextValue, Decision, Grant, NamedPolicy, Pairs, PolicyText, Request, Scenario, decide};

static EVERYTHING: LazyLock<PolicyText> = LazyLock::new(|| allowing("*"));
static NOTHING_OF_KMS: LazyLock<PolicyText> = LazyLock::new(|| allowing("s3:GetObject"));

/// An identity-based policy that allows this action, read once for all scenarios that have it.
fn allowing(action: &str) -> PolicyText {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#
    );
    let text = object(&PolicyText::new(text));
    text.parsed(PolicyKind::IdentityBased);
    text
}

/// A scenario with the request under this key policy, for the key of `around`.
pub(super) fn scenario(witness: &Witness, around: &Scenario, policy: &PolicyText) -> Scenario {
    let named = |name: &str, text: &PolicyText| NamedPolicy { name: name.to_owned(), text: text.clone() };
    // A call that needs permissions on an alias, or to make a key, has them from an identity-based policy.
    let operation = witness.operation;
    let needs_more = operation.resource != ResourceScope::Key || operation.name == "ReplicateKey";
    let elsewhere = || {
        let others = format!(r#""NotResource":{}"#, crate::to_json(&around.key.arn));
        let text = EVERYTHING.text().replace(r#""Resource":"*""#, &others);
        named("Everything but this key", &object(&PolicyText::new(text)))
    };
    let is_federated = witness.principal.contains(":federated-user/");
    let everything = || named("Everything", &EVERYTHING);
    let boundary = match witness.environment {
        Environment::BoundaryDoesNotAllow if needs_more => Some(elsewhere()),
        Environment::BoundaryDoesNotAllow => Some(named("Nothing of KMS", &NOTHING_OF_KMS)),
        _ => witness.has_boundary.then(everything),
    };
    let session = is_federated && witness.environment != Environment::BoundaryDoesNotAllow;
    let identity = match witness.environment {
        Environment::IdentityAllows => vec![everything()],
        _ if needs_more => vec![elsewhere()],
        _ => Vec::new(),
    };
    Scenario {
        key: around.key.clone(),
        key_policy: policy.clone(),
        identity_policies: Some(identity),
        permissions_boundary: boundary,
        session_policies: session.then(|| vec![everything()]),
        grants: grants(witness),
        requests: vec![request(witness)],
        ..Scenario::default()
    }
}

/// Puts the decision that the request of each scenario gets there as what is expected. Those that differ in nothing but
/// their request are decided together, so that a long policy is read once.
pub(super) fn decide_each(scenarios: &mut [Scenario]) {
    // Without their requests, those that can be decided together are equal.
    let mut requests: Vec<Vec<Request>> =
        scenarios.iter_mut().map(|scenario| std::mem::take(&mut scenario.requests)).collect();
    let mut is_done = vec![false; scenarios.len()];
    for at in 0..scenarios.len() {
        let Some(around) = scenarios.get(at).filter(|_| is_done.get(at) == Some(&false)) else { continue };
        let alike: Vec<usize> =
            (at..scenarios.len()).filter(|other| scenarios.get(*other) == Some(around)).collect();
        let first = |at: &usize| requests.get(*at)?.first().cloned();
        let together = alike.iter().filter_map(first).collect();
        let decisions = decide(&Scenario { requests: together, ..around.clone() });
        for (at, decision) in alike.into_iter().zip(decisions) {
            if let Some(request) = requests.get_mut(at).and_then(|requests| requests.first_mut()) {
                request.expect = Some(decision);
            }
            is_done.iter_mut().skip(at).take(1).for_each(|done| *done = true);
        }
    }
    for (scenario, requests) in scenarios.iter_mut().zip(requests) {
        scenario.requests = requests;
    }
}

/// What becomes of each request among the policies and grants of a scenario, with this key policy.
pub(super) fn decided_here<'w>(
    witnesses: impl Iterator<Item = &'w Witness>,
    around: &Scenario,
    policy: &PolicyText,
) -> Vec<Decision> {
    let requests = witnesses.map(request).collect();
    decide(&Scenario { key_policy: policy.clone(), requests, ..around.clone() })
}

/// The policy in the form of an object wherever its text is one.
pub(super) fn object(text: &PolicyText) -> PolicyText {
    let mut text = text.clone();
    text.prefer_object();
    text
}

fn grants(witness: &Witness) -> Vec<Grant> {
    if witness.environment != Environment::Grant {
        return Vec::new();
    }
    let grantee = witness.grantee().to_owned();
    let is_service = !grantee.starts_with("arn:");
    vec![Grant {
        grantee_principal: (!is_service).then(|| grantee.clone()),
        grantee_service_principal: is_service.then_some(grantee),
        operations: vec![witness.operation.name.to_owned()],
        ..Grant::default()
    }]
}

/// The request of a witness.
pub(super) fn request(witness: &Witness) -> Request {
    let context = witness.context.iter().map(|(key, values)| {
        let values = values.as_ref().map(|values| match values {
            ContextValues::One(value) => ContextValue::One(value.clone()),
            ContextValues::Many(values) => ContextValue::Many(values.clone()),
        });
        (key.as_str(), values)
    });
    Request {
        principal: witness.principal.clone(),
        session_issuer: witness.session_issuer.clone(),
        action: witness.operation.permission().to_owned(),
        via_service: witness.via_service.clone(),
        source_arn: witness.source_arn.clone(),
        source_account: witness.source_account.clone(),
        encryption_context: witness.encryption_context.iter().cloned().collect(),
        context: Pairs::from_iter(context),
        ..Request::default()
    }
}
