//! The calls of a job as requests of a scenario, and the grants that they make as grants of a scenario.

use kms_catalog::{JobCall, JobCaller, JobGrant, Template};
use serde_json::{Map, Value};

use super::JobError;
use super::home::account_of;
use super::resolve::Resolved;
use crate::scenario::{Grant, GrantConstraints, Request};

impl Resolved {
    /// The request that a call is; `grant` is the one under which a grantee calls.
    pub(super) fn request(&self, call: &JobCall, grant: Option<&JobGrant>) -> Result<Request, JobError> {
        let (principal, session_issuer) = self.caller(call, grant)?;
        let context: Vec<(String, String)> = self.pairs(call.encryption_context);
        let destination = if call.operation == "ReEncrypt" { context.clone() } else { Vec::new() };
        Ok(Request {
            name: Some(format!("{}: kms:{}", self.job.name, call.operation)),
            job: Some(format!("{}: {}", self.job.service, self.job.name)),
            principal,
            session_issuer,
            action: format!("kms:{}", call.operation),
            via_service: call.via_service.map(|via| self.example(via)),
            source_arn: call.source_arn.map(|arn| self.example(arn).replace('*', "example")),
            source_account: call.source_account.map(|account| self.example(account)),
            encryption_context: context.into_iter().collect(),
            destination_encryption_context: destination.into_iter().collect(),
            parameters: call.grant.map(|grant| self.grant_parameters(&grant)).unwrap_or_default(),
            ..Request::default()
        })
    }

    /// Who makes a call, with the role or user behind a session.
    fn caller(&self, call: &JobCall, grant: Option<&JobGrant>) -> Result<(String, Option<String>), JobError> {
        Ok(match call.by {
            JobCaller::Asker => {
                let asker =
                    self.asker.as_ref().ok_or_else(|| JobError::NobodyAsks(self.job.name.to_owned()))?;
                (asker.principal.clone(), asker.issuer.clone())
            }
            JobCaller::Service(name) | JobCaller::ServiceLinkedRole(name) => (self.example(name), None),
            JobCaller::Role(parameter) => (self.role(parameter), None),
            JobCaller::Grantee => (grant.map(|grant| self.example(grant.grantee)).unwrap_or_default(), None),
        })
    }

    /// The grant that a call makes, with the account of whoever makes it.
    pub(super) fn grant(&self, grant: &JobGrant, made_by: &str) -> Grant {
        let subset = self.pairs(grant.encryption_context_subset);
        Grant {
            grantee_principal: Some(self.example(grant.grantee)),
            issuing_account: account_of(made_by),
            operations: grant.operations.iter().map(|operation| (*operation).to_owned()).collect(),
            constraints: (!subset.is_empty()).then(|| GrantConstraints {
                encryption_context_subset: Some(subset.into_iter().collect()),
                ..GrantConstraints::default()
            }),
            ..Grant::default()
        }
    }

    fn grant_parameters(&self, grant: &JobGrant) -> Map<String, Value> {
        let mut parameters = Map::new();
        parameters.insert("GranteePrincipal".to_owned(), self.example(grant.grantee).into());
        parameters.insert("Operations".to_owned(), grant.operations.to_vec().into());
        let subset = self.pairs(grant.encryption_context_subset);
        if !subset.is_empty() {
            let subset: Map<String, Value> =
                subset.into_iter().map(|(key, value)| (key, Value::String(value))).collect();
            let constraints = Map::from_iter([("EncryptionContextSubset".to_owned(), Value::Object(subset))]);
            parameters.insert("Constraints".to_owned(), Value::Object(constraints));
        }
        parameters
    }

    fn pairs(&self, pairs: &[(&str, Template)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), self.example(*value))).collect()
    }
}

/// The call that makes the grant under which a grantee makes the call at this place: the last before it whose grant
/// lists the operation.
pub(super) fn maker_of(calls: &[&'static JobCall], at: usize) -> Option<usize> {
    let call = calls.get(at).filter(|call| call.by == JobCaller::Grantee)?;
    let lists = |maker: &&'static JobCall| {
        maker.grant.as_ref().is_some_and(|grant| grant.operations.contains(&call.operation))
    };
    calls.get(..at)?.iter().rposition(lists)
}

/// The grant under which a grantee makes the call at this place.
pub(super) fn grant_of(calls: &[&'static JobCall], at: usize) -> Option<&'static JobGrant> {
    let maker: &'static JobCall = calls.get(maker_of(calls, at)?)?;
    maker.grant.as_ref()
}
