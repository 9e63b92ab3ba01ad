//! AWS's questions and their answers, as sentences.
//!
//! IAM User Guide, *Policy evaluation logic*; KMS Developer Guide, *Troubleshooting key access*.

use std::borrow::Cow;

use kms_authz::{Answer as Came, Evidence, NotAsked, Path, PolicyId, Question, Reach, Relation, Step};
use kms_policy::{Effect, PolicyKind};

use super::{Said, Scene, caller, count, list, said};
use crate::report::codes::{QuestionCode, ReasonCode};
use crate::report::{Answer, Ground, Reason, StepReport};

/// A question with its answer.
pub(super) fn step(scene: &Scene<'_>, step: &Step) -> StepReport {
    let question = question(step.question);
    StepReport {
        code: Cow::Borrowed(question.code),
        question: question.text,
        answer: answer(&step.answer),
        reason: why_not_asked(&step.answer),
        text: Told { scene, step }.text(),
        decided: step.decided,
        by: step.by.iter().map(ground).collect(),
    }
}

pub(super) fn ground(evidence: &Evidence) -> Ground {
    match evidence {
        Evidence::Statement(policy, statement) => {
            Ground::Statement { policy: policy.to_string(), statement: *statement }
        }
        Evidence::Grant(grant) => Ground::Grant { grant: *grant },
    }
}

fn question(question: Question) -> Said {
    match question {
        Question::ExplicitDeny => said(QuestionCode::ExplicitDeny, "Does any policy deny it?"),
        Question::ResourceControlPolicies => said(
            QuestionCode::ResourceControlPolicies,
            "Do the resource control policies of the key's owner allow it?",
        ),
        Question::ServiceControlPolicies => said(
            QuestionCode::ServiceControlPolicies,
            "Do the service control policies above the caller's account allow it?",
        ),
        Question::VpcEndpointPolicy => {
            said(QuestionCode::VpcEndpointPolicy, "Does the policy of the VPC endpoint allow it?")
        }
        Question::AcrossAccounts => {
            said(QuestionCode::AcrossAccounts, "Does this permission work across accounts?")
        }
        Question::RetireGrant => {
            said(QuestionCode::RetireGrant, "Does a grant entitle the caller to retire it?")
        }
        Question::KeyPolicy => said(QuestionCode::KeyPolicy, "Does the key policy allow it?"),
        Question::Grants => said(QuestionCode::Grants, "Does a grant allow it?"),
        Question::IdentityPolicies => {
            said(QuestionCode::IdentityPolicies, "Do the caller's identity-based policies allow it?")
        }
        Question::PermissionsBoundary => {
            said(QuestionCode::PermissionsBoundary, "Does the permissions boundary allow it?")
        }
        Question::SessionPolicies => said(QuestionCode::SessionPolicies, "Do the session policies allow it?"),
    }
}

const fn answer(came: &Came) -> Answer {
    match came {
        Came::NotAsked(_) => Answer::NotApplicable,
        Came::Denied
        | Came::Allowed
        | Came::AllowedToAccount
        | Came::AllowedToCallerAndAccount
        | Came::AllowedToRootUser
        | Came::Entitled(_) => Answer::Yes,
        Came::NotDenied
        | Came::NotAllowed
        | Came::NotAllowedAtLevels(_)
        | Came::Missing
        | Came::NotAcrossAccounts => Answer::No,
        Came::NotKnown | Came::Refused => Answer::Unknown,
    }
}

fn why_not_asked(came: &Came) -> Option<Reason> {
    match came {
        Came::NotAsked(reason) => Some(Reason { code: Cow::Borrowed(not_asked(*reason).code) }),
        _ => None,
    }
}

/// Why a question is not asked.
pub(super) fn not_asked(reason: NotAsked) -> Said {
    match reason {
        NotAsked::NoneAttached => said(ReasonCode::NoneAttached, "There is none in this scenario."),
        NotAsked::ServicePrincipal => said(
            ReasonCode::ServicePrincipal,
            "The policies of callers do not reach an AWS service that calls under its own name.",
        ),
        NotAsked::ServiceLinkedRole => {
            said(ReasonCode::ServiceLinkedRole, "SCPs and RCPs do not reach service-linked roles.")
        }
        NotAsked::NoSession => {
            said(ReasonCode::NoSession, "A user with its own credentials has no session policies.")
        }
        NotAsked::RootUser => said(ReasonCode::RootUser, "The root user has no such policies."),
        NotAsked::AwsManagedKey => said(ReasonCode::AwsManagedKey, "RCPs do not reach AWS managed keys."),
        NotAsked::RetireGrant => {
            said(ReasonCode::RetireGrant, "`kms:RetireGrant` has no effect in key policies and RCPs.")
        }
        NotAsked::NotThroughEndpoint => said(
            ReasonCode::NotThroughEndpoint,
            "The call does not come through a VPC endpoint: it carries no `aws:SourceVpce`.",
        ),
        NotAsked::SameAccount => said(ReasonCode::SameAccount, "Caller and key are of one account."),
        NotAsked::NotGrantable => said(ReasonCode::NotGrantable, "A grant cannot allow this operation."),
        NotAsked::NotNeeded => said(
            ReasonCode::NotNeeded,
            "Not needed: the caller itself is allowed, which no missing Allow takes back.",
        ),
    }
}

/// A step in its scene.
struct Told<'a> {
    scene: &'a Scene<'a>,
    step: &'a Step,
}

impl Told<'_> {
    fn text(&self) -> String {
        match &self.step.answer {
            Came::NotAsked(NotAsked::ServicePrincipal) if self.step.question == Question::AcrossAccounts => {
                "An AWS service belongs to no account.".to_owned()
            }
            Came::NotAsked(_) if self.step.question == Question::RetireGrant && self.step.decided => {
                "There is no such grant on the key.".to_owned()
            }
            Came::NotAsked(reason) => not_asked(*reason).text,
            Came::Denied => format!("Yes, {}.", self.by()),
            Came::NotDenied => self.not_denied(),
            Came::Allowed => self.allowed(),
            Came::AllowedToAccount => self.allowed_to_account(),
            Came::AllowedToCallerAndAccount => self.allowed_twice(),
            Came::NotAllowed => self.not_allowed(),
            Came::NotAllowedAtLevels(levels) => not_at_levels(levels),
            Came::AllowedToRootUser => "Yes: its own account allows the root user everything.".to_owned(),
            Came::NotKnown => "They are not known: the scenario does not give them.".to_owned(),
            Came::Missing => "There is none, and without one a federated user session gets nothing from the policies of its user.".to_owned(),
            Came::NotAcrossAccounts => {
                let account = self.scene.key_account();
                format!("No: `{}` has no effect for callers of other accounts than the key's, {account}.", self.scene.check.request.permission)
            }
            Came::Entitled(path) => self.entitled(*path),
            Came::Refused => {
                format!("Unknown. {}.", self.scene.refused(self.step.question.policies()))
            }
        }
    }

    fn by(&self) -> String {
        self.scene.evidence(&self.step.by)
    }

    fn not_denied(&self) -> String {
        match self.scene.count_statements(Effect::Deny) {
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
        let evaluation = &self.scene.check.evaluation;
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
            self.scene.evidence(&caller),
            self.why_enough(),
            self.scene.evidence(&account),
        )
    }

    /// Why the key policy is enough, or is not.
    fn why_enough(&self) -> String {
        let reach = self.scene.key_policy_reach();
        match self.scene.check.evaluation.relationship.relation {
            Relation::OtherAccount => {
                "In another account that is half of it: its own policies must allow it too.".to_owned()
            }
            Relation::ServicePrincipal => "An AWS service needs nothing else.".to_owned(),
            _ => same_account(reach).to_owned(),
        }
    }

    fn allowed_to_account(&self) -> String {
        let account = self.scene.check.request.caller.account().map(ToString::to_string).unwrap_or_default();
        match self.step.question {
            Question::Grants => format!(
                "{} is for account {account}, so its identity-based policies decide.",
                super::capital(&self.by())
            ),
            _ => format!("Yes, to account {account} ({}): its identity-based policies decide.", self.by()),
        }
    }

    fn not_allowed(&self) -> String {
        let who = caller::short_name(&self.scene.check.request.caller);
        match self.step.question {
            Question::KeyPolicy => match self.scene.count_of(PolicyKind::KeyPolicy, Effect::Allow) {
                0 => "No. The key policy has no Allow statement.".to_owned(),
                1 => format!("No. Its one Allow statement does not apply to {who}."),
                many => format!("No. None of its {many} Allow statements applies to {who}."),
            },
            Question::Grants => match self.scene.check.evaluation.grants.len() {
                1 => "No. The one grant on the key does not fit.".to_owned(),
                many => format!("No. None of the {} fits.", count(many, "grant")),
            },
            Question::RetireGrant => "No. The caller is neither the retiring principal, nor a grantee that may retire it, nor allowed to by its account.".to_owned(),
            Question::IdentityPolicies => match self.scene.count_policies(PolicyKind::IdentityBased) {
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
    format!("No. Nothing allows it at {}; every level must.", level_names(levels))
}

/// `the organization's root and level 2`.
pub(super) fn level_names(levels: &[usize]) -> String {
    list(&levels.iter().map(|level| level_name(*level)).collect::<Vec<_>>(), "and")
}

fn level_name(level: usize) -> String {
    if level == 0 { "the organization's root".to_owned() } else { format!("level {}", level + 1) }
}

fn same_account(reach: Option<Reach>) -> &'static str {
    match reach {
        Some(Reach::Role) => "Naming a role is enough in its own account; no IAM policy is needed.",
        Some(Reach::User) => "Naming a user is enough in its own account; no IAM policy is needed.",
        Some(Reach::UserOfFederatedSession) => {
            "Naming the user reaches its federated sessions too, within their session policies."
        }
        Some(Reach::Session | Reach::FederatedSession) => {
            "Naming the session is enough: no IAM policy is needed, and no Allow that a boundary or session policy lacks takes it back."
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

/// `statement 3 of the key policy`, `grant 1`.
pub(super) fn place(scene: &Scene<'_>, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Statement(policy, index) => statements(&scene.policy_name(*policy), &[*index]),
        Evidence::Grant(index) => format!("grant {}", index + 1),
    }
}

/// `statement 3 of the key policy`, `statements 1, 2 and 4 of the key policy`.
pub(super) fn statements(policy: &str, indices: &[usize]) -> String {
    const SHOWN: usize = 4;
    let mut numbers: Vec<String> = indices.iter().take(SHOWN).map(|index| (index + 1).to_string()).collect();
    if indices.len() > SHOWN {
        numbers.push(format!("{} more", indices.len() - SHOWN));
    }
    let noun = if indices.len() == 1 { "statement" } else { "statements" };
    format!("{noun} {} of {policy}", list(&numbers, "and"))
}

/// What a policy is called in a sentence.
pub(super) fn policy_name(id: PolicyId, name: &str) -> String {
    let kind = match id.place.kind() {
        PolicyKind::KeyPolicy => {
            return if id.holder == kms_authz::PolicyHolder::Call {
                "the new key policy"
            } else {
                "the key policy"
            }
            .to_owned();
        }
        PolicyKind::IdentityBased => "identity policy",
        PolicyKind::PermissionsBoundary => "permissions boundary",
        PolicyKind::SessionPolicy => "session policy",
        PolicyKind::ServiceControlPolicy => "SCP",
        PolicyKind::ResourceControlPolicy => "RCP",
        PolicyKind::VpcEndpointPolicy => "VPC endpoint policy",
    };
    if name.is_empty() { format!("the {kind}") } else { format!("the {kind} `{name}`") }
}
