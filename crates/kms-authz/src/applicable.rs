//! Which policies of a situation take part in one check, and what each of their statements says.
//!
//! IAM User Guide, *Policy evaluation logic*; Organizations User Guide, *SCPs* (orgs_manage_policies_scps.html) and
//! *RCPs* (orgs_manage_policies_rcps.html); KMS Developer Guide, *Resource control policies*
//! (resource-control-policies.html).

use kms_catalog::KeyManager;
use kms_catalog::names::keys;

use crate::context::Subject;
use crate::evaluation::StatementEvaluation;
use crate::evaluation::path::IdentityPolicies;
use crate::evaluation::step::NotAsked;
use crate::evaluation::tree::{Evaluation, Levels, PolicyEvaluation};
use crate::grant::{GrantEvaluation, GrantRequest, evaluate_grant};
use crate::relationship::{Relationship, Target};
use crate::request::{AuthorizationRequest, CallerKind};
use crate::situation::compiled::CompiledSituation;
use crate::situation::{CallerPolicies, KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, WrittenPolicy};
use crate::statement::CompiledPolicy;

/// The policies and grants that one check could rest on.
#[derive(Clone, Copy)]
pub(crate) struct ApplicablePolicies<'a, 'p> {
    pub(crate) compiled: &'a CompiledSituation<'a, 'p>,
    pub(crate) caller_policies: &'a CallerPolicies<'a>,
    pub(crate) caller_holder: PolicyHolder,
    /// The key with its policy, grants and RCPs; none for checks without a key.
    pub(crate) key: Option<&'a KeyInPlace<'a>>,
    pub(crate) key_holder: PolicyHolder,
    /// A key policy in place of the key's own: the one that the lockout safety check asks.
    pub(crate) key_policy: Option<(PolicyId, WrittenPolicy<'a>)>,
    /// The grants that a RetireGrant is about, by their index.
    pub(crate) retired: &'a [usize],
}

/// The tree of one check.
pub(crate) fn evaluate(
    applicable: ApplicablePolicies<'_, '_>,
    subject: &Subject<'_>,
    request: &AuthorizationRequest,
) -> Evaluation {
    let relationship = Relationship::of(request, subject.operation);
    let policies = listed(applicable, &relationship, request)
        .into_iter()
        .map(|(id, policy, left_out)| PolicyEvaluation {
            id,
            accepted: policy.accepted,
            left_out,
            statements: match left_out {
                Some(_) => Vec::new(),
                None => statements(applicable, id, policy, request),
            },
        })
        .collect();
    Evaluation {
        operation: subject.operation,
        relationship,
        policies,
        levels: levels(applicable, &relationship),
        identity_policies: identity_policies(applicable),
        grants: grants_in_question(applicable, &relationship, GrantRequest { subject, request }),
        grants_not_asked: grants_left_out(&relationship, subject),
        key_manager: applicable.key.map(|key| key.key.manager),
    }
}

fn statements(
    applicable: ApplicablePolicies<'_, '_>,
    id: PolicyId,
    policy: WrittenPolicy<'_>,
    request: &AuthorizationRequest,
) -> Vec<StatementEvaluation> {
    match applicable.compiled.policy(id) {
        Some(compiled) => compiled.evaluate(request),
        None => CompiledPolicy::new(policy.document, id.place.kind()).evaluate(request),
    }
}

/// What comes of each grant that the check is about.
pub(crate) fn grants_in_question(
    applicable: ApplicablePolicies<'_, '_>,
    relationship: &Relationship,
    asked: GrantRequest<'_>,
) -> Vec<GrantEvaluation> {
    let Some(key) = applicable.key.filter(|_| grants_left_out(relationship, asked.subject).is_none()) else {
        return Vec::new();
    };
    let asked_about =
        |index: &usize| relationship.target != Target::Grant || applicable.retired.contains(index);
    let grants = key.grants.iter().enumerate().filter(|(index, _)| asked_about(index));
    grants.map(|(index, grant)| evaluate_grant(index, grant, asked)).collect()
}

/// Whether the caller's identity-based policies are known.
pub(crate) const fn identity_policies(applicable: ApplicablePolicies<'_, '_>) -> IdentityPolicies {
    match applicable.caller_policies.identity_based {
        Some(_) => IdentityPolicies::Known,
        None => IdentityPolicies::NotKnown,
    }
}

type Listed<'a> = (PolicyId, WrittenPolicy<'a>, Option<NotAsked>);

/// Every policy that could matter, in the order of AWS's questions, with the reason why it does not.
pub(crate) fn listed<'a>(
    applicable: ApplicablePolicies<'a, '_>,
    relationship: &Relationship,
    request: &AuthorizationRequest,
) -> Vec<Listed<'a>> {
    let mut listed: Vec<Listed<'a>> = Vec::new();
    if let Some(key) = applicable.key {
        let left_out = resource_control_left_out(relationship, Some(key));
        listed
            .extend(key.resource_controls(applicable.key_holder).map(|(id, policy)| (id, policy, left_out)));
    }
    let (caller, holder) = (applicable.caller_policies, applicable.caller_holder);
    let left_out = service_control_left_out(relationship);
    listed.extend(caller.service_controls(holder).map(|(id, policy)| (id, policy, left_out)));
    if let Some(policy) = applicable.compiled.situation().vpc_endpoint_policy {
        let id = PolicyId { holder: PolicyHolder::Situation, place: PolicyPlace::VpcEndpoint };
        let through = request.context.get(keys::SOURCE_VPCE).is_some();
        listed.push((id, policy, (!through).then_some(NotAsked::NotThroughEndpoint)));
    }
    if let Some(key) = applicable.key {
        let own = (PolicyId { holder: applicable.key_holder, place: PolicyPlace::KeyPolicy }, key.policy);
        let (id, policy) = applicable.key_policy.unwrap_or(own);
        listed.push((id, policy, key_policy_left_out(relationship)));
    }
    let left_out = caller_policies_left_out(relationship);
    listed.extend(caller.of_identity(holder).map(|(id, policy)| (id, policy, left_out)));
    let left_out = left_out.or((relationship.caller == CallerKind::User).then_some(NotAsked::NoSession));
    listed.extend(caller.of_session(holder).map(|(id, policy)| (id, policy, left_out)));
    listed
}

/// How many levels of organization policies take part.
pub(crate) fn levels(applicable: ApplicablePolicies<'_, '_>, relationship: &Relationship) -> Levels {
    let resource_control =
        applicable.key.filter(|key| resource_control_left_out(relationship, Some(key)).is_none());
    let service_control = service_control_left_out(relationship).is_none();
    Levels {
        resource_control: resource_control.map_or(0, |key| key.resource_control_policies.len()),
        service_control: if service_control {
            applicable.caller_policies.service_control_policies.len()
        } else {
            0
        },
    }
}

fn resource_control_left_out(relationship: &Relationship, key: Option<&KeyInPlace<'_>>) -> Option<NotAsked> {
    if relationship.target == Target::Grant {
        return Some(NotAsked::RetireGrant);
    }
    if key.is_some_and(|key| key.key.manager == KeyManager::Aws) {
        return Some(NotAsked::AwsManagedKey);
    }
    relationship.service_linked_role.then_some(NotAsked::ServiceLinkedRole)
}

fn service_control_left_out(relationship: &Relationship) -> Option<NotAsked> {
    match relationship.caller {
        CallerKind::Service | CallerKind::Unrecognized => Some(NotAsked::ServicePrincipal),
        _ => relationship.service_linked_role.then_some(NotAsked::ServiceLinkedRole),
    }
}

const fn key_policy_left_out(relationship: &Relationship) -> Option<NotAsked> {
    match relationship.target {
        Target::Grant => Some(NotAsked::RetireGrant),
        Target::Key | Target::Alias | Target::NoKey => None,
    }
}

const fn caller_policies_left_out(relationship: &Relationship) -> Option<NotAsked> {
    match relationship.caller {
        CallerKind::Service | CallerKind::Unrecognized => Some(NotAsked::ServicePrincipal),
        CallerKind::RootUser => Some(NotAsked::RootUser),
        _ => None,
    }
}

fn grants_left_out(relationship: &Relationship, subject: &Subject<'_>) -> Option<NotAsked> {
    match relationship.target {
        Target::Grant => None,
        // Neither has a key whose grants could count.
        Target::NoKey | Target::Alias => Some(NotAsked::NoneAttached),
        Target::Key => (!subject.operation.grantable).then_some(NotAsked::NotGrantable),
    }
}
