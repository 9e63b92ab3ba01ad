//! The reason for a decision in one sentence, read from the reports of the statements and grants.

use kms_authz::{Answer, Evidence, PolicyId, Question, Step, Target};
use kms_policy::PolicyKind;

use super::{CheckWithReport, allowed, caller, capital, cause, deny, place};
use crate::report::Decision;

/// The summary of one check.
pub(crate) fn summary(of: &CheckWithReport<'_>) -> String {
    match of.report.decision {
        Decision::ExplicitDeny => explicit_deny(of),
        Decision::Allowed if of.context.check.evaluation.relationship.target == Target::Grant => {
            format!("{}.", allowed::allowed(of.context))
        }
        Decision::Allowed => format!("{}, and nothing denies the call.", allowed::allowed(of.context)),
        Decision::ImplicitDeny => {
            let steps = of.context.check.evaluation.steps();
            let deciding = steps.iter().find(|step| step.decided);
            deciding.map_or_else(|| "Nothing allows the call.".to_owned(), |step| implicit_deny(of, step))
        }
        Decision::Undetermined => undetermined(of),
        Decision::NotEvaluated => format!("{}.", capital(&of.context.refused(None))),
    }
}

/// The statements that deny, and why the first of them applies.
fn explicit_deny(of: &CheckWithReport<'_>) -> String {
    let context = of.context;
    let denies = context.check.evaluation.denies();
    let (by, who) = (capital(&context.evidence(&denies)), who(of));
    let first = denies.first().and_then(|deny| of.statement(deny));
    let because = first.and_then(|statement| deny::because(&statement.elements));
    match (denies.as_slice(), because) {
        ([_], Some(because)) => format!("{by} denies the call to {who}: {because}."),
        ([_], None) => format!("{by} denies the call to {who}, and an explicit deny overrides every Allow."),
        ([first, ..], Some(because)) => {
            format!("{by} deny the call to {who}. {}: {because}.", capital(&context.place(first)))
        }
        _ => format!("{by} deny the call to {who}, and an explicit deny overrides every Allow."),
    }
}

fn who(of: &CheckWithReport<'_>) -> String {
    caller::short_name(&of.context.check.request.caller)
}

fn implicit_deny(of: &CheckWithReport<'_>, deciding: &Step) -> String {
    let (who, permission) = (who(of), of.context.check.request.permission);
    let near = |kind| cause::nearest_of(of, kind).map_or_else(String::new, |near| format!(" {near}"));
    match deciding.question {
        Question::ResourceControlPolicies => format!(
            "The resource control policies of the key's owner do not allow `{permission}`{}.{}",
            at_levels(deciding),
            near(PolicyKind::ResourceControlPolicy)
        ),
        Question::ServiceControlPolicies => format!(
            "The service control policies of {who}'s account do not allow `{permission}`{}.{}",
            at_levels(deciding),
            near(PolicyKind::ServiceControlPolicy)
        ),
        Question::VpcEndpointPolicy => format!(
            "The VPC endpoint policy does not allow `{permission}`.{}",
            near(PolicyKind::VpcEndpointPolicy)
        ),
        Question::AcrossAccounts => {
            format!("`{permission}` has no effect for callers of other accounts than the key's.")
        }
        Question::KeyPolicy | Question::Grants | Question::IdentityPolicies => {
            cause::missing_allow(of, deciding)
        }
        Question::RetireGrant => match deciding.answer {
            Answer::NotAsked(_) => "The key has no such grant to retire.".to_owned(),
            _ => format!("No grant entitles {who} to retire it."),
        },
        Question::PermissionsBoundary => format!(
            "The permissions boundary of {who} does not allow `{permission}`.{}",
            near(PolicyKind::PermissionsBoundary)
        ),
        Question::SessionPolicies => match deciding.answer {
            Answer::Missing => format!(
                "{} has no session policy, and without one it gets no permission from the policies of its user.",
                capital(&who)
            ),
            _ => format!(
                "No session policy of {who} allows `{permission}`.{}",
                near(PolicyKind::SessionPolicy)
            ),
        },
        Question::ExplicitDeny => "Nothing allows the call.".to_owned(),
    }
}

/// ` at the organization's root and level 2`.
fn at_levels(deciding: &Step) -> String {
    match &deciding.answer {
        Answer::NotAllowedAtLevels(levels) => format!(" at {}", place::level_names(levels)),
        _ => String::new(),
    }
}

fn undetermined(of: &CheckWithReport<'_>) -> String {
    let account = of.context.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
    format!(
        "The result depends on the identity-based policies of {} in account {account}, which this scenario does not include.",
        who(of)
    )
}

impl CheckWithReport<'_> {
    /// The report of the statement that an answer rests on.
    pub(super) fn statement(&self, evidence: &Evidence) -> Option<&crate::report::StatementReport> {
        let Evidence::Statement(id, index) = evidence else { return None };
        self.statement_of(*id, *index)
    }

    pub(super) fn statement_of(&self, id: PolicyId, index: usize) -> Option<&crate::report::StatementReport> {
        let id = crate::scenario::PolicyId::written(id);
        self.report.statements.iter().find(|statement| statement.index == index && statement.policy == id)
    }
}

#[cfg(test)]
mod tests;
