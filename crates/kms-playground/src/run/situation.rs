//! From a scenario to the evaluator's situation: text to types, nothing derived.

use std::sync::LazyLock;

use kms_authz::{CallerPolicies, GrantConstraints, KeyInPlace, Situation, WrittenPolicy};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState};
use kms_policy::{AccountId, Arn, PolicyDocument, Principal, is_partition};

use super::call::{caller, faults};
use crate::policy::ReadPolicy;
use crate::report::Note;
use crate::report::codes::NoteCode;
use crate::scenario::{Grant, Key, Pairs, PolicyId, PolicyOwner, PolicyRole, Scenario};

/// The situation of a scenario, with what of the scenario means nothing.
pub(crate) struct Described<'a> {
    pub(crate) situation: Situation<'a>,
    /// What stops every request: the key itself has no ARN.
    pub(crate) broken_key: Option<Note>,
    /// What takes no part in any request.
    pub(crate) notes: Vec<Note>,
}

/// Describes a scenario whose policies are read.
pub(crate) fn describe<'a>(scenario: &Scenario, policies: &'a [ReadPolicy<'a>]) -> Described<'a> {
    let mut notes = Vec::new();
    let key = key(&scenario.key);
    let partition = key.as_ref().map_or("aws", |key| key.arn.partition()).to_owned();
    let partition = partition.as_str();
    let broken_key = key.is_none().then(|| broken_arn(&scenario.key.arn, "key.arn"));
    let grants = scenario.grants.iter().enumerate();
    let key = KeyInPlace {
        key: key.unwrap_or_else(|| no_key(&scenario.key)),
        policy: key_policy(policies, PolicyOwner::Scenario),
        grants: grants
            .map(|(index, grant)| self::grant(grant, &format!("grants[{index}]"), partition, &mut notes))
            .collect(),
        resource_control_policies: levels(
            policies,
            PolicyOwner::Scenario,
            PolicyRole::ResourceControl,
            scenario.resource_control_policies.as_deref().map(<[_]>::len),
        ),
    };
    let other_keys = scenario.other_keys.iter().enumerate().map(|(index, other)| {
        let path = format!("otherKeys[{index}]");
        let owner = PolicyOwner::OtherKey(index);
        let key = self::key(&other.key);
        if key.is_none() {
            notes.push(broken_arn(&other.key.arn, &format!("{path}.key.arn")));
        }
        let grants = other.grants.iter().enumerate();
        KeyInPlace {
            key: key.unwrap_or_else(|| no_key(&other.key)),
            policy: key_policy(policies, owner),
            grants: grants
                .map(|(at, grant)| self::grant(grant, &format!("{path}.grants[{at}]"), partition, &mut notes))
                .collect(),
            resource_control_policies: levels(
                policies,
                owner,
                PolicyRole::ResourceControl,
                other.resource_control_policies.as_deref().map(<[_]>::len),
            ),
        }
    });
    let other_keys = other_keys.collect();
    let callers = scenario.callers.iter().enumerate().map(|(index, caller)| {
        let principal = self::caller(&caller.principal, partition);
        if principal == Principal::Unrecognized {
            let text = faults(&caller.principal).unwrap_or_else(|| {
                format!("`{}` is not a principal, so its policies are not evaluated", caller.principal)
            });
            notes.push(
                Note::new(NoteCode::CallerUnrecognized, text).at(format!("callers[{index}].principal")),
            );
        }
        let known = caller.identity_policies.is_some();
        let levels = caller.service_control_policies.as_deref().map(<[_]>::len);
        (principal, caller_policies(policies, PolicyOwner::Caller(index), known, levels))
    });
    let callers = callers.collect();
    let levels = scenario.service_control_policies.as_deref().map(<[_]>::len);
    let situation = Situation {
        key,
        other_keys,
        policies: caller_policies(
            policies,
            PolicyOwner::Scenario,
            scenario.identity_policies.is_some(),
            levels,
        ),
        callers,
        vpc_endpoint_policy: find(policies, PolicyOwner::Scenario, PolicyRole::Endpoint),
    };
    Described { situation, broken_key, notes }
}

/// The policies of a caller. `levels` is how many levels of SCPs it has.
fn caller_policies<'a>(
    policies: &'a [ReadPolicy<'a>],
    owner: PolicyOwner,
    identity_known: bool,
    levels: Option<usize>,
) -> CallerPolicies<'a> {
    CallerPolicies {
        identity_based: identity_known.then(|| list(policies, owner, PolicyRole::Identity(0))),
        permissions_boundary: find(policies, owner, PolicyRole::Boundary),
        session: list(policies, owner, PolicyRole::Session(0)),
        service_control_policies: self::levels(policies, owner, PolicyRole::ServiceControl, levels),
    }
}

fn find<'a>(
    policies: &'a [ReadPolicy<'a>],
    owner: PolicyOwner,
    role: PolicyRole,
) -> Option<WrittenPolicy<'a>> {
    policies.iter().find(|policy| policy.place == Some(PolicyId { owner, role })).map(written)
}

/// A key policy, which every key has.
fn key_policy<'a>(policies: &'a [ReadPolicy<'a>], owner: PolicyOwner) -> WrittenPolicy<'a> {
    static NOTHING: LazyLock<PolicyDocument> = LazyLock::new(PolicyDocument::default);
    find(policies, owner, PolicyRole::KeyPolicy)
        .unwrap_or(WrittenPolicy { document: &NOTHING, accepted: false })
}

/// The policies of the list that `first` would begin.
fn list<'a>(policies: &'a [ReadPolicy<'a>], owner: PolicyOwner, first: PolicyRole) -> Vec<WrittenPolicy<'a>> {
    let mut listed = Vec::new();
    for policy in policies {
        if policy.place.is_some_and(|place| place.owner == owner && place.role.is_listed_with(first)) {
            listed.push(written(policy));
        }
    }
    listed
}

/// One list a level; a level may be empty.
fn levels<'a>(
    policies: &'a [ReadPolicy<'a>],
    owner: PolicyOwner,
    role: fn(usize, usize) -> PolicyRole,
    count: Option<usize>,
) -> Vec<Vec<WrittenPolicy<'a>>> {
    (0..count.unwrap_or(0)).map(|level| list(policies, owner, role(level, 0))).collect()
}

pub(crate) fn written<'a>(policy: &'a ReadPolicy<'a>) -> WrittenPolicy<'a> {
    WrittenPolicy { document: &policy.parse.document, accepted: policy.parse.accepted().is_some() }
}

/// The key, if its ARN is that of a KMS key.
fn key(key: &Key) -> Option<kms_authz::Key> {
    let arn = Arn::new(&key.arn)?;
    let id = arn.resource().strip_prefix("key/")?;
    let sound = arn.service() == "kms"
        && is_partition(arn.partition())
        && !key.arn.contains(char::is_whitespace)
        && !arn.region().is_empty()
        && AccountId::new(arn.account()).is_some();
    (sound && !id.is_empty() && !key.arn.contains(['*', '?'])).then(|| with_arn(key, arn))
}

/// A key that no request can name, in the place of one whose ARN cannot be read.
fn no_key(key: &Key) -> kms_authz::Key {
    #[expect(clippy::expect_used, reason = "this text has the six components of an ARN")]
    let blank = Arn::new("arn:aws:kms:::key/").expect("six components");
    with_arn(key, blank)
}

/// What kind of key it is, with the usual where the scenario does not say.
pub(crate) fn key_attributes(key: &Key) -> KeyAttributes {
    let spec = key.key_spec.unwrap_or(KeySpec::SymmetricDefault);
    KeyAttributes {
        spec,
        usage: key.key_usage.unwrap_or_else(|| spec.default_usage()),
        origin: key.origin.unwrap_or(KeyOrigin::AwsKms),
        multi_region: key.multi_region_key_type,
    }
}

fn with_arn(key: &Key, arn: Arn) -> kms_authz::Key {
    kms_authz::Key {
        arn,
        aliases: key.aliases.clone(),
        attributes: key_attributes(key),
        state: key.key_state.unwrap_or(KeyState::Enabled),
        manager: key.key_manager.unwrap_or(KeyManager::Customer),
        tags: key.tags.0.clone(),
    }
}

fn broken_arn(arn: &str, path: &str) -> Note {
    let text = faults(arn).unwrap_or_else(|| {
        format!("`{arn}` is not the ARN of a KMS key: `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`")
    });
    Note::new(NoteCode::KeyArnInvalid, text).at(path)
}

fn grant(grant: &Grant, path: &str, partition: &str, notes: &mut Vec<Note>) -> kms_authz::Grant {
    let mut account = None;
    if let Some(text) = grant.issuing_account.as_deref().filter(|text| !text.is_empty()) {
        account = issuing_account(text);
        if account.is_none() {
            let text = faults(text).unwrap_or_else(|| format!("`{text}` is no account id of twelve digits"));
            notes.push(Note::new(NoteCode::IssuingAccountInvalid, text).at(format!("{path}.issuingAccount")));
        }
    }
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let field = given(&grant.grantee_principal);
    let in_principal_field = field.is_some();
    let grantee = field.or_else(|| given(&grant.grantee_service_principal));
    let principal = grantee.as_deref().map(|text| caller(text, partition));
    if matches!(principal, None | Some(Principal::Unrecognized | Principal::Everyone)) {
        let text = grantee.unwrap_or_default();
        let text = faults(&text)
            .unwrap_or_else(|| format!("`{text}` names no grantee principal; the grant allows nobody."));
        notes.push(Note::new(NoteCode::GranteeUnrecognized, text).at(format!("{path}.granteePrincipal")));
    }
    let retiring = given(&grant.retiring_principal).or_else(|| given(&grant.retiring_service_principal));
    let is_service = matches!(principal, Some(Principal::Service(_)));
    let constraints = grant.constraints.clone().unwrap_or_default();
    let pairs = |pairs: Option<Pairs<String>>| pairs.map(|pairs| pairs.0);
    kms_authz::Grant {
        id: grant.grant_id.clone(),
        grantee: principal.unwrap_or(Principal::Unrecognized),
        grantee_may_stand_for_others: is_service && in_principal_field,
        retiring: retiring.map(|text| caller(&text, partition)),
        issuing_account: account,
        operations: grant.operations.clone(),
        constraints: GrantConstraints {
            encryption_context_subset: pairs(constraints.encryption_context_subset),
            encryption_context_equals: pairs(constraints.encryption_context_equals),
            source_arn: constraints.source_arn,
        },
        token: grant.grant_token.clone(),
        pending: grant.pending,
    }
}

/// The account id, or the ARN of the account's root user, which is how ListGrants writes it.
fn issuing_account(text: &str) -> Option<AccountId> {
    match Principal::aws(text) {
        Principal::Account { account, .. } => Some(account),
        _ => None,
    }
}
