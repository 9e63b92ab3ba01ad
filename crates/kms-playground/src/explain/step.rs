//! AWS's questions and their answers, as sentences.
//!
//! IAM User Guide, *Policy evaluation logic*; KMS Developer Guide, *Troubleshooting key access*.

use std::borrow::Cow;

use kms_authz::{Answer as EngineAnswer, Evidence, NotAsked, Path, Question, Reach, Relation, Step};
use kms_policy::{Effect, PolicyKind};

use super::{CheckContext, Sentence, caller, count, place, sentence};
use crate::report::codes::{QuestionCode, ReasonCode};
use crate::report::{Answer, Ground, Reason, StepReport};
use crate::scenario::PolicyId;

/// A question with its answer.
pub(super) fn step(context: &CheckContext<'_>, step: &Step) -> StepReport {
    let question = question(step.question);
    StepReport {
        code: Cow::Borrowed(question.code),
        question: question.text,
        answer: answer(&step.answer),
        reason: why_not_asked(&step.answer),
        text: StepText { context, step }.text(),
        decided: step.decided,
        by: step.by.iter().map(ground).collect(),
    }
}

fn question(question: Question) -> Sentence {
    match question {
        Question::ExplicitDeny => sentence(QuestionCode::ExplicitDeny, "Does any policy deny it?"),
        Question::ResourceControlPolicies => sentence(
            QuestionCode::ResourceControlPolicies,
            "Do the resource control policies of the key's owner allow it?",
        ),
        Question::ServiceControlPolicies => sentence(
            QuestionCode::ServiceControlPolicies,
            "Do the service control policies above the caller's account allow it?",
        ),
        Question::VpcEndpointPolicy => {
            sentence(QuestionCode::VpcEndpointPolicy, "Does the policy of the VPC endpoint allow it?")
        }
        Question::AcrossAccounts => {
            sentence(QuestionCode::AcrossAccounts, "Does this permission work across accounts?")
        }
        Question::RetireGrant => {
            sentence(QuestionCode::RetireGrant, "Does a grant entitle the caller to retire it?")
        }
        Question::KeyPolicy => sentence(QuestionCode::KeyPolicy, "Does the key policy allow it?"),
        Question::Grants => sentence(QuestionCode::Grants, "Does a grant allow it?"),
        Question::IdentityPolicies => {
            sentence(QuestionCode::IdentityPolicies, "Do the caller's identity-based policies allow it?")
        }
        Question::PermissionsBoundary => {
            sentence(QuestionCode::PermissionsBoundary, "Does the permissions boundary allow it?")
        }
        Question::SessionPolicies => {
            sentence(QuestionCode::SessionPolicies, "Do the session policies allow it?")
        }
    }
}

const fn answer(answer: &EngineAnswer) -> Answer {
    match answer {
        EngineAnswer::NotAsked(_) => Answer::NotApplicable,
        EngineAnswer::Denied
        | EngineAnswer::Allowed
        | EngineAnswer::AllowedToAccount
        | EngineAnswer::AllowedToCallerAndAccount
        | EngineAnswer::AllowedToRootUser
        | EngineAnswer::Entitled(_) => Answer::Yes,
        EngineAnswer::NotDenied
        | EngineAnswer::NotAllowed
        | EngineAnswer::NotAllowedAtLevels(_)
        | EngineAnswer::Missing
        | EngineAnswer::NotAcrossAccounts => Answer::No,
        EngineAnswer::NotKnown | EngineAnswer::Refused => Answer::Unknown,
    }
}

fn why_not_asked(answer: &EngineAnswer) -> Option<Reason> {
    match answer {
        EngineAnswer::NotAsked(reason) => Some(Reason { code: Cow::Borrowed(not_asked(*reason).code) }),
        _ => None,
    }
}

/// Why a question is not asked.
pub(super) fn not_asked(reason: NotAsked) -> Sentence {
    match reason {
        NotAsked::NoneAttached => sentence(ReasonCode::NoneAttached, "There is none in this scenario."),
        NotAsked::ServicePrincipal => sentence(
            ReasonCode::ServicePrincipal,
            "The policies of callers do not reach an AWS service that calls under its own name.",
        ),
        NotAsked::ServiceLinkedRole => {
            sentence(ReasonCode::ServiceLinkedRole, "SCPs and RCPs do not reach service-linked roles.")
        }
        NotAsked::NoSession => {
            sentence(ReasonCode::NoSession, "A user with its own credentials has no session policies.")
        }
        NotAsked::RootUser => sentence(ReasonCode::RootUser, "The root user has no such policies."),
        NotAsked::AwsManagedKey => sentence(ReasonCode::AwsManagedKey, "RCPs do not reach AWS managed keys."),
        NotAsked::RetireGrant => {
            sentence(ReasonCode::RetireGrant, "`kms:RetireGrant` has no effect in key policies and RCPs.")
        }
        NotAsked::NotThroughEndpoint => sentence(
            ReasonCode::NotThroughEndpoint,
            "The call does not come through a VPC endpoint: it carries no `aws:SourceVpce`.",
        ),
        NotAsked::SameAccount => {
            sentence(ReasonCode::SameAccount, "The caller and the key are in the same account.")
        }
        NotAsked::NotGrantable => sentence(ReasonCode::NotGrantable, "A grant cannot allow this operation."),
        NotAsked::NotNeeded => sentence(
            ReasonCode::NotNeeded,
            "Not needed: the key policy allows the caller itself, and a missing Allow cannot take this permission away.",
        ),
    }
}

/// A step in its context.
struct StepText<'a> {
    context: &'a CheckContext<'a>,
    step: &'a Step,
}

impl StepText<'_> {
    fn text(&self) -> String {
        match &self.step.answer {
            EngineAnswer::NotAsked(NotAsked::ServicePrincipal) if self.step.question == Question::AcrossAccounts => {
                "An AWS service belongs to no account.".to_owned()
            }
            EngineAnswer::NotAsked(_) if self.step.question == Question::RetireGrant && self.step.decided => {
                "There is no such grant on the key.".to_owned()
            }
            EngineAnswer::NotAsked(reason) => not_asked(*reason).text,
            EngineAnswer::Denied => format!("Yes, {}.", self.by()),
            EngineAnswer::NotDenied => self.not_denied(),
            EngineAnswer::Allowed => self.allowed(),
            EngineAnswer::AllowedToAccount => self.allowed_to_account(),
            EngineAnswer::AllowedToCallerAndAccount => self.allowed_twice(),
            EngineAnswer::NotAllowed => self.not_allowed(),
            EngineAnswer::NotAllowedAtLevels(levels) => not_at_levels(levels),
            EngineAnswer::AllowedToRootUser => "Yes: its own account allows the root user everything.".to_owned(),
            EngineAnswer::NotKnown => "They are not known: the scenario does not give them.".to_owned(),
            EngineAnswer::Missing => "There is none, and without one a federated user session gets nothing from the policies of its user.".to_owned(),
            EngineAnswer::NotAcrossAccounts => {
                let account = self.context.key_account();
                format!("No: `{}` has no effect for callers of other accounts than the key's, {account}.", self.context.check.request.permission)
            }
            EngineAnswer::Entitled(path) => self.entitled(*path),
            EngineAnswer::Refused => {
                format!("Unknown. {}.", self.context.refused(self.step.question.policies()))
            }
        }
    }

    fn by(&self) -> String {
        self.context.evidence(&self.step.by)
    }

    fn not_denied(&self) -> String {
        match self.context.count_statements(Effect::Deny) {
            0 => "No. None of the policies has a Deny statement.".to_owned(),
            1 => "No. The one Deny statement does not apply.".to_owned(),
            many => format!("No. None of the {many} Deny statements applies."),
        }
    }

    fn allowed(&self) -> String {
        match self.step.question {
            Question::KeyPolicy => format!("Yes, {}. {}", self.by(), self.why_enough()),
            Question::AcrossAccounts => "Yes.".to_owned(),
            // AWS attaches it everywhere, and a level without a customer's Allow has no other evidence.
            Question::ResourceControlPolicies if self.step.by.is_empty() => {
                "Yes, AWS's own `RCPFullAWSAccess`.".to_owned()
            }
            _ => format!("Yes, {}.", self.by()),
        }
    }

    /// Some statements name the caller, others its account.
    fn allowed_twice(&self) -> String {
        let evaluation = &self.context.check.evaluation;
        let applying = |evidence: &Evidence| match evidence {
            Evidence::Statement(id, index) => {
                evaluation.policies.iter().filter(|policy| policy.id == *id).any(|policy| {
                    policy.applying(Effect::Allow).any(|(at, reach)| at == *index && reach == Reach::Account)
                })
            }
            Evidence::Grant(_) => false,
        };
        let (account, caller): (Vec<Evidence>, Vec<Evidence>) =
            self.step.by.iter().copied().partition(applying);
        format!(
            "Yes, {}. {} Besides, {} would let identity-based policies decide.",
            self.context.evidence(&caller),
            self.why_enough(),
            self.context.evidence(&account),
        )
    }

    /// Why the key policy is enough, or is not.
    fn why_enough(&self) -> String {
        let reach = self.context.key_policy_reach();
        match self.context.check.evaluation.relationship.relation {
            Relation::OtherAccount => {
                "In another account that is half of it: its own policies must allow it too.".to_owned()
            }
            Relation::ServicePrincipal => "An AWS service needs nothing else.".to_owned(),
            _ => same_account(reach).to_owned(),
        }
    }

    fn allowed_to_account(&self) -> String {
        let account =
            self.context.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
        match self.step.question {
            Question::Grants => format!(
                "{} is for account {account}, so its identity-based policies decide.",
                super::capital(&self.by())
            ),
            _ => format!("Yes, to account {account} ({}): its identity-based policies decide.", self.by()),
        }
    }

    fn not_allowed(&self) -> String {
        let who = caller::short_name(&self.context.check.request.caller);
        match self.step.question {
            Question::KeyPolicy => match self.context.count_of(PolicyKind::KeyPolicy, Effect::Allow) {
                0 => "No. The key policy has no Allow statement.".to_owned(),
                1 => format!("No. Its one Allow statement does not apply to {who}."),
                many => format!("No. None of its {many} Allow statements applies to {who}."),
            },
            Question::Grants => match self.context.check.evaluation.grants.len() {
                1 => "No. The one grant on the key does not fit.".to_owned(),
                many => format!("No. None of the {} fits.", count(many, "grant")),
            },
            Question::RetireGrant => "No. The caller is neither the retiring principal, nor a grantee that may retire it, nor allowed to by its account.".to_owned(),
            Question::IdentityPolicies => match self.context.count_policies(PolicyKind::IdentityBased) {
                0 => "No. None is attached.".to_owned(),
                1 => "No. The one that is attached does not.".to_owned(),
                many => format!("No. None of the {many} that are attached does."),
            },
            _ => "No. None of its Allow statements applies.".to_owned(),
        }
    }

    fn entitled(&self, path: Path) -> String {
        let by = self.by();
        match path {
            Path::RetiringPrincipal => format!("Yes: the caller is the retiring principal of {by}."),
            Path::RetiringGrantee => {
                format!("Yes: the caller is the grantee of {by}, which lists `RetireGrant`.")
            }
            Path::RetiringRootUser => {
                format!("Yes: the caller is the root user of the account in which {by} was created.")
            }
            _ => format!("Yes: {by}."),
        }
    }
}

fn not_at_levels(levels: &[usize]) -> String {
    format!("No. Nothing allows it at {}; every level must.", place::level_names(levels))
}

fn same_account(reach: Option<Reach>) -> &'static str {
    match reach {
        Some(Reach::Role) => "Naming a role is enough in its own account; no IAM policy is needed.",
        Some(Reach::User) => "Naming a user is enough in its own account; no IAM policy is needed.",
        Some(Reach::UserOfFederatedSession) => {
            "Naming the user reaches its federated sessions too, within their session policies."
        }
        Some(Reach::Session | Reach::FederatedSession) => {
            "Naming the session is enough: no IAM policy is needed, and a permissions boundary or session policy without an Allow cannot take this permission away."
        }
        Some(Reach::Everyone) => "`*` names every caller; in the key's own account no IAM policy is needed.",
        Some(Reach::EveryoneNamedByPrincipalArn) => {
            "`*` with `aws:PrincipalArn` names the caller; no IAM policy is needed."
        }
        Some(Reach::Account) => "Naming the account lets its root user act.",
        Some(Reach::Service) => "An AWS service needs nothing else.",
        Some(Reach::Unlisted | Reach::NoPrincipal) | None => "No IAM policy is needed.",
    }
}

pub(super) fn ground(evidence: &Evidence) -> Ground {
    match evidence {
        Evidence::Statement(policy, statement) => {
            Ground::Statement { policy: PolicyId::written(*policy), statement: *statement }
        }
        Evidence::Grant(grant) => Ground::Grant { grant: *grant },
    }
}
