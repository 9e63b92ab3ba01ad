//! One check in words: the steps, the context, the statements, the grants, what follows authorization.

use std::borrow::Cow;

use kms_authz::PolicyEvaluation;

use super::step::ground;
use super::{CheckContext, absence, grant, origin, post_authorization, statement, step};
use crate::report::{AbsentKey, CheckReport, ContextKey, Detail, Ground, Origin, Reason, StepReport};

/// The report of one check.
pub(crate) fn check(context: &CheckContext<'_>) -> CheckReport {
    let request = &context.check.request;
    let steps: Vec<StepReport> =
        context.check.evaluation.steps().iter().map(|step| step::step(context, step)).collect();
    let deciding: Vec<Ground> = context.decisive().iter().map(ground).collect();
    let near_misses: Vec<Ground> =
        context.check.evaluation.near_misses().iter().map(|miss| ground(&miss.place)).collect();
    let mut shown = near_misses.clone();
    shown.extend(deciding.iter().cloned());
    shown.extend(steps.iter().filter(|step| step.decided).flat_map(|step| &step.by).cloned());
    let policies = context.check.evaluation.policies.iter();
    let statements = policies.flat_map(|policy| statements(context, policy, &deciding, &shown)).collect();
    let grants = context.check.evaluation.grants.iter();
    let grants = grants
        .map(|of| grant::grant(context, of, deciding.contains(&Ground::Grant { grant: of.index })))
        .collect();
    CheckReport {
        permission: request.permission.to_owned(),
        key: request.resource.arn().map_or_else(|| "*".to_owned(), ToString::to_string),
        decision: context.check.decision().into(),
        context: carried(context),
        absent: absent(context),
        statements,
        grants,
        near_misses,
        after_authorization: context
            .check
            .after
            .iter()
            .map(|after| post_authorization::after(context, after))
            .collect(),
        steps,
    }
}

/// The statements of a policy: each with what it asks for where the report is to show that.
fn statements(
    context: &CheckContext<'_>,
    of: &PolicyEvaluation,
    deciding: &[Ground],
    shown: &[Ground],
) -> Vec<crate::report::StatementReport> {
    let Some(policy) = context.policy(of.id) else { return Vec::new() };
    if let Some(reason) = of.left_out {
        return statement::left_out(policy, reason);
    }
    let among =
        |grounds: &[Ground], index| grounds.iter().any(|ground| ground.is_statement(&policy.id, index));
    let statements = of.statements.iter().map(|one| {
        let in_full = context.detail == Detail::All || among(shown, one.index);
        statement::statement(context, policy, one, among(deciding, one.index), in_full)
    });
    statements.collect()
}

/// The keys that the request carries.
fn carried(context: &CheckContext<'_>) -> Vec<ContextKey> {
    let entries = context.check.request.context.entries().iter();
    entries
        .map(|entry| {
            let sentence = origin::origin(entry.origin);
            ContextKey {
                key: entry.key.clone(),
                values: entry.values.as_slice().to_vec(),
                multivalued: matches!(entry.values, kms_authz::ContextValues::Many(_)),
                origin: Origin { code: Cow::Borrowed(sentence.code), text: sentence.text },
            }
        })
        .collect()
}

/// The keys that some statement asks for and the request lacks, each once, in the order of the statements.
fn absent(context: &CheckContext<'_>) -> Vec<AbsentKey> {
    let mut absent: Vec<AbsentKey> = Vec::new();
    for (key, reason) in context.absent_keys() {
        if absent.iter().any(|known| known.key.eq_ignore_ascii_case(key)) {
            continue;
        }
        let sentence = absence::absence(reason, key, &context.check.request);
        let reason = Reason { code: Cow::Borrowed(sentence.code) };
        absent.push(AbsentKey { key: key.to_owned(), reason, text: sentence.text });
    }
    absent
}
