//! One request that proves a finding, with the least of policies and grants around it, and its replay.
//!
//! Nothing is claimed of a request that the evaluator, asked in full, does not decide as the boxes say.

use std::borrow::Cow;
use std::sync::LazyLock;

use kms_authz::{
    Call, CallerKind, CallerPolicies, CompiledPolicy, CompiledSituation, ContextValues, Decision, Grant,
    GrantConstraints, Key, KeyInPlace, Situation, WrittenPolicy,
};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, Operation};
use kms_policy::{PolicyDocument, PolicyKind, PolicyVersion, Principal, Template, parse};

use crate::callers::{Who, identity};
use crate::cube::{Cube, Steps};
use crate::quotient::{CALLER, CellValue, KEYS, KeyFacts, OPERATION, Quotient, entries};
use crate::values::context_name;

/// A complete request, and what stands around the key policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The operation.
    pub operation: &'static Operation,
    /// Who calls: an ARN or the name of a service.
    pub principal: String,
    /// The role or user behind a session.
    pub session_issuer: Option<String>,
    /// The service through which the call comes.
    pub via_service: Option<String>,
    /// The resource for which a service calls.
    pub source_arn: Option<String>,
    /// Its account.
    pub source_account: Option<String>,
    /// The encryption context.
    pub encryption_context: Vec<(String, String)>,
    /// Further condition keys; with none the request does not carry it.
    pub context: Vec<(String, Option<ContextValues>)>,
    /// What the caller has beside the key policy.
    pub environment: Environment,
    /// Whether a permissions boundary, one that allows everything, is set.
    pub has_boundary: bool,
}

/// What the caller has beside the key policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Environment {
    /// Nothing: no identity-based policy allows.
    Nothing,
    /// An identity-based policy that allows everything.
    IdentityAllows,
    /// A permissions boundary that allows nothing of KMS.
    BoundaryDoesNotAllow,
    /// A grant for the operation.
    Grant,
}

static EVERYTHING: LazyLock<PolicyDocument> = LazyLock::new(|| allowing("*"));
static NOTHING_OF_KMS: LazyLock<PolicyDocument> = LazyLock::new(|| allowing("s3:GetObject"));

/// A symmetric encryption key, for policies whose key is not known.
const USUAL: KeyAttributes = KeyAttributes {
    spec: KeySpec::SymmetricDefault,
    usage: KeyUsage::EncryptDecrypt,
    origin: KeyOrigin::AwsKms,
    multi_region: None,
};

impl Witness {
    /// A request of the box, the simplest; none: there is none.
    pub(crate) fn of(
        quotient: &Quotient<'_>,
        cube: &Cube,
        environment: Environment,
        steps: &mut Steps,
    ) -> Option<Self> {
        let impossible: Vec<&Cube> = quotient.impossible.iter().collect();
        let piece = quotient.space.uncovered(cube, &impossible, steps).ok()??;
        let cell = |dimension| quotient.space.cells(&piece, dimension).first().copied();
        let who = quotient.callers.get(cell(CALLER)?)?.members.first()?;
        let operation = quotient.operations.get(cell(OPERATION)?)?.first()?;
        Self::of_caller(quotient, &piece, (who, operation), environment)
    }

    /// A request of a box, the simplest, by this caller for this operation, which are of its first classes.
    pub(crate) fn of_caller(
        quotient: &Quotient<'_>,
        piece: &Cube,
        (who, operation): (&Who, &'static Operation),
        environment: Environment,
    ) -> Option<Self> {
        let cell = |dimension| quotient.space.cells(piece, dimension).first().copied();
        let mut witness = Self {
            operation,
            principal: who.principal.clone(),
            session_issuer: who.issuer.clone(),
            via_service: None,
            source_arn: None,
            source_account: None,
            encryption_context: Vec::new(),
            context: Vec::new(),
            environment,
            has_boundary: who.has_boundary(),
        };
        if let Some(userid) = &who.userid {
            witness.context.push(("aws:userid".to_owned(), Some(ContextValues::One(userid.clone()))));
        }
        if who.through_service {
            witness.via_service = Some("s3.us-east-1.amazonaws.com".to_owned());
        }
        for at in 0..quotient.keys.len() {
            witness.carry(quotient, who, at, cell(KEYS + at)?);
        }
        Some(witness)
    }

    /// Puts the value of one condition key into the request.
    fn carry(&mut self, quotient: &Quotient<'_>, who: &Who, at: usize, cell: usize) {
        let Some(dimension) = quotient.keys.get(at) else { return };
        let Some(value) = dimension.cells.get(cell) else { return };
        let name = dimension.key.map_or(dimension.name.as_str(), |key| key.name);
        match (name, value) {
            (_, CellValue::Bit(true)) => self.resolve(quotient, who, at),
            ("kms:ViaService", CellValue::One(service)) => self.via_service = Some(service.clone()),
            ("aws:SourceArn", CellValue::One(arn)) => self.source_arn = Some(arn.clone()),
            ("aws:SourceAccount", CellValue::One(account)) => self.source_account = Some(account.clone()),

            ("kms:EncryptionContextKeys", CellValue::Many(names)) => {
                for name in names {
                    self.pair(name, "other", false);
                }
            }
            ("kms:ViaService" | "aws:SourceArn" | "aws:SourceAccount" | "kms:EncryptionContextKeys", _)
            | (_, CellValue::Bit(false)) => {}
            (_, value) => match (context_name(dimension.key, &dimension.name), value) {
                (Some(name), CellValue::One(value)) => self.pair(name, value, true),
                (Some(_), _) => {}
                (None, CellValue::One(value)) => {
                    self.set(&dimension.name, Some(ContextValues::One(value.clone())));
                }
                (None, CellValue::Many(values)) => {
                    self.set(&dimension.name, Some(ContextValues::Many(values.clone())));
                }
                (None, _) => self.set(&dimension.name, None),
            },
        }
    }

    fn set(&mut self, name: &str, values: Option<ContextValues>) {
        self.context.push((name.to_owned(), values));
    }

    /// A pair of the encryption context; which value it has a condition on the pair says, how its key is spelt the list
    /// of keys.
    fn pair(&mut self, name: &str, value: &str, is_value: bool) {
        match self.encryption_context.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some((_, found)) if is_value => value.clone_into(found),
            Some((found, _)) => name.clone_into(found),
            None => self.encryption_context.push((name.to_owned(), value.to_owned())),
        }
    }

    /// A value for a condition with policy variables: what they stand for in this request.
    fn resolve(&mut self, quotient: &Quotient<'_>, who: &Who, at: usize) {
        let Some(free) = quotient.keys.get(at).and_then(|dimension| dimension.free.as_ref()) else { return };
        let Some(key) = &free.key else { return };
        let statement =
            quotient.documents.get(free.policy).and_then(|document| document.statements.get(free.statement));
        let condition = statement.and_then(|statement| statement.condition.as_ref());
        let mut found = condition.into_iter().flat_map(entries);
        let Some((_, entry)) = found.find(|(_, entry)| entry.key.value == *key) else { return };
        let request = who.request("kms:DescribeKey", &quotient.facts.arn);
        let lookup = |variable: &kms_policy::Variable| -> Result<String, ()> {
            let own =
                request.context.get(&variable.key).and_then(|entry| entry.values.as_slice().first().cloned());
            let pair = self.encryption_context.iter().find(|(name, _)| variable.key.ends_with(name.as_str()));
            own.or_else(|| pair.map(|(_, value)| value.clone()))
                .or_else(|| variable.default.clone())
                .ok_or(())
        };
        let texts = entry.values.iter().map(|value| &value.value.text);
        let templates: Vec<Template> = texts.map(|text| Template::new(text, PolicyVersion::V2012)).collect();
        let resolved = templates
            .iter()
            .find_map(|template| template.resolve(|variable| lookup(variable).map(Cow::Owned)).ok());
        let Some(resolved) = resolved else { return };
        let value = resolved.as_str().replace('*', "any");
        let known = kms_catalog::ConditionKey::find(key);
        match context_name(known, key) {
            Some(name) => self.pair(name, &value, true),
            None => self.set(key, Some(ContextValues::One(value))),
        }
    }

    /// What AWS KMS would decide under this key policy; none: such a request cannot be, by what the evaluator derives.
    pub(crate) fn replay(&self, quotient: &Quotient<'_>, policy: usize) -> Option<Decision> {
        let compiled = quotient.compiled.get(policy)?;
        self.replay_compiled(&quotient.facts, quotient.documents.get(policy)?, compiled)
    }

    /// The same of any key policy.
    pub(crate) fn replay_under(&self, facts: &KeyFacts, document: &PolicyDocument) -> Option<Decision> {
        self.replay_compiled(facts, document, &CompiledPolicy::new(document, PolicyKind::KeyPolicy))
    }

    fn replay_compiled<'d>(
        &self,
        facts: &KeyFacts,
        document: &'d PolicyDocument,
        compiled: &CompiledPolicy<'d>,
    ) -> Option<Decision> {
        let written = |document| WrittenPolicy { document, accepted: true };
        let principal = Principal::caller(&self.principal);
        let call = self.call(&principal);
        let kind = kms_authz::Caller::new(principal, None).kind();
        let boundary = match self.environment {
            Environment::BoundaryDoesNotAllow => Some(written(&NOTHING_OF_KMS)),
            _ if self.has_boundary => Some(written(&EVERYTHING)),
            _ => None,
        };
        // A federated user session has no more than its session policy allows.
        let session = match self.environment {
            Environment::BoundaryDoesNotAllow => Vec::new(),
            _ if kind == CallerKind::FederatedUserSession => vec![written(&EVERYTHING)],
            _ => Vec::new(),
        };
        let identity = match self.environment {
            Environment::IdentityAllows => vec![written(&EVERYTHING)],
            _ => Vec::new(),
        };
        let situation = Situation {
            key: KeyInPlace {
                key: Key {
                    arn: facts.arn.clone(),
                    aliases: Vec::new(),
                    attributes: facts.attributes.unwrap_or(USUAL),
                    state: KeyState::Enabled,
                    manager: KeyManager::Customer,
                    tags: Vec::new(),
                },
                policy: written(document),
                grants: self.grants(),
                resource_control_policies: Vec::new(),
            },
            other_keys: Vec::new(),
            policies: CallerPolicies {
                identity_based: Some(identity),
                permissions_boundary: boundary,
                session,
                service_control_policies: Vec::new(),
            },
            callers: Vec::new(),
            vpc_endpoint_policy: None,
        };
        let checks = CompiledSituation::with_key_policy(&situation, compiled).decide_each(&call).ok()?;
        let asked = checks.iter().find(|check| check.is_on_key && check.operation == self.operation)?;
        asked.can_be.then_some(asked.decision)
    }

    /// Who would be the grantee of a grant to the caller.
    pub fn grantee(&self) -> &str {
        self.session_issuer.as_deref().filter(|issuer| issuer.contains(":role/")).unwrap_or(&self.principal)
    }

    fn grants(&self) -> Vec<Grant> {
        if self.environment != Environment::Grant {
            return Vec::new();
        }
        vec![Grant {
            grantee_may_stand_for_others: false,
            id: None,
            grantee: Principal::caller(self.grantee()),
            retiring: None,
            issuing_account: None,
            operations: vec![self.operation.name.to_owned()],
            constraints: GrantConstraints::default(),
            token: None,
            pending: false,
        }]
    }

    fn call(&self, principal: &Principal) -> Call<'_> {
        Call {
            action: self.operation.permission(),
            principal: principal.clone(),
            session_issuer: self.session_issuer.as_deref().and_then(identity),
            via_service: self.via_service.as_deref(),
            source_arn: self.source_arn.as_deref(),
            source_account: self.source_account.as_deref(),
            encryption_context: Some(self.encryption_context.clone()).filter(|pairs| !pairs.is_empty()),
            destination_encryption_context: None,
            destination_key_id: None,
            key_id: None,
            grant_tokens: Vec::new(),
            parameters: Vec::new(),
            new_key_policy: None,
            context: self.context.clone(),
        }
    }
}

/// An identity-based policy that allows this action.
fn allowing(action: &str) -> PolicyDocument {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#
    );
    parse(&text, PolicyKind::IdentityBased).document
}

/// Whether an action in a policy allows this decision.
pub(crate) fn allows(decision: Option<Decision>) -> bool {
    decision == Some(Decision::Allowed)
}
