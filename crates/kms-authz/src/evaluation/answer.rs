//! Asks a tree AWS's questions one after the other, and finds the one on which the decision turns.

use kms_policy::{Effect, PolicyKind};

use crate::evaluation::tree::{Evaluation, PathEvaluation, PolicyEvaluation};
use crate::decision::Decision;
use crate::evaluation::Reach;
use crate::evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
use crate::request::CallerKind;
use crate::decision::layers::Signals;
use crate::relationship::{Relation, Target};
use crate::evaluation::step::{Answer, Evidence, NotAsked, Question, Step};

impl Evaluation {
    /// AWS's questions in its order, each with its answer; exactly one of them decides.
    pub fn steps(&self) -> Vec<Step> {
        let signals = self.signals();
        let deciding = self.deciding(&signals);
        let allowed = signals.decision(&self.standing) == Decision::Allowed;
        self.questions()
            .into_iter()
            .map(|question| {
                let (answer, by) = self.answer(question, &signals);
                let decided = question == deciding;
                let answer = if allowed && !decided { survived(question, answer) } else { answer };
                Step { question, answer, decided, by }
            })
            .collect()
    }

    fn questions(&self) -> Vec<Question> {
        use Question::{
            AcrossAccounts, ExplicitDeny, Grants, IdentityPolicies, KeyPolicy, PermissionsBoundary,
            ResourceControlPolicies, RetireGrant, ServiceControlPolicies, SessionPolicies, VpcEndpointPolicy,
        };
        let mut questions =
            vec![ExplicitDeny, ResourceControlPolicies, ServiceControlPolicies, VpcEndpointPolicy];
        questions.push(AcrossAccounts);
        questions.extend(match self.standing.target {
            Target::Grant => &[RetireGrant][..],
            Target::Key => &[KeyPolicy, Grants][..],
            Target::Alias | Target::NoKey => &[][..],
        });
        questions.extend([IdentityPolicies, PermissionsBoundary, SessionPolicies]);
        questions
    }

    fn answer(&self, question: Question, signals: &Signals) -> (Answer, Vec<Evidence>) {
        let (answer, by) = match question {
            Question::ExplicitDeny => self.explicit_deny(),
            Question::ResourceControlPolicies => self.levelled_answer(PolicyKind::ResourceControlPolicy),
            Question::ServiceControlPolicies => self.levelled_answer(PolicyKind::ServiceControlPolicy),
            Question::VpcEndpointPolicy => self.limit_answer(PolicyKind::VpcEndpointPolicy, signals.endpoint),
            Question::AcrossAccounts => (self.across_accounts(), Vec::new()),
            Question::RetireGrant => self.retire_answer(signals),
            Question::KeyPolicy => self.key_policy_answer(signals),
            Question::Grants => self.grants_answer(signals),
            Question::IdentityPolicies => self.identity_answer(signals),
            Question::PermissionsBoundary => {
                self.limit_answer(PolicyKind::PermissionsBoundary, signals.boundary)
            }
            Question::SessionPolicies => self.session_answer(signals),
        };
        // What AWS would not accept might say yes, were it mended.
        let refused =
            || question.policies().is_some_and(|kind| self.of_kind(kind).any(PolicyEvaluation::is_refused));
        match answer {
            Answer::NotAllowed if refused() => (Answer::Refused, by),
            answer => (answer, by),
        }
    }

    fn explicit_deny(&self) -> (Answer, Vec<Evidence>) {
        let denies = self.denies();
        let answer = match (denies.is_empty(), self.refused().next().is_some()) {
            (false, _) => Answer::Denied,
            (true, true) => Answer::Refused,
            (true, false) => Answer::NotDenied,
        };
        (answer, denies)
    }

    fn levelled_answer(&self, kind: PolicyKind) -> (Answer, Vec<Evidence>) {
        let levels = self.levels_not_allowing(kind);
        if !self.takes_part(kind) && levels.is_empty() {
            return (Answer::NotAsked(self.why_not_asked(kind)), Vec::new());
        }
        let is_open = |level: &usize| self.at_level(kind, *level).any(PolicyEvaluation::is_refused);
        let (open, not_allowing): (Vec<_>, Vec<_>) = levels.into_iter().partition(is_open);
        let answer = match (not_allowing.is_empty(), open.is_empty()) {
            (false, _) => Answer::NotAllowedAtLevels(not_allowing),
            (true, false) => Answer::Refused,
            (true, true) => Answer::Allowed,
        };
        (answer, self.by(Effect::Allow, |of, _| of == kind))
    }

    fn limit_answer(&self, kind: PolicyKind, limit: Limit) -> (Answer, Vec<Evidence>) {
        let answer = match limit {
            Limit::Absent => Answer::NotAsked(self.why_not_asked(kind)),
            Limit::Allows => Answer::Allowed,
            Limit::DoesNotAllow => Answer::NotAllowed,
        };
        (answer, self.by(Effect::Allow, |of, _| of == kind))
    }

    fn across_accounts(&self) -> Answer {
        use kms_catalog::CrossAccount::Supported;
        match (self.standing.relation, self.standing.cross_account) {
            (Relation::OtherAccount, Supported) => Answer::Allowed,
            (Relation::OtherAccount, _) => Answer::NotAcrossAccounts,
            (Relation::ServicePrincipal, _) => Answer::NotAsked(NotAsked::ServicePrincipal),
            _ => Answer::NotAsked(NotAsked::SameAccount),
        }
    }

    fn retire_answer(&self, signals: &Signals) -> (Answer, Vec<Evidence>) {
        let open = self.paths().into_iter().find(|path| path.obstacles.is_empty());
        match open {
            Some(path) => (Answer::Entitled(path.path), path.by),
            None if !signals.retire.grants => (Answer::NotAsked(NotAsked::NoneAttached), Vec::new()),
            None => (Answer::NotAllowed, Vec::new()),
        }
    }

    fn key_policy_answer(&self, signals: &Signals) -> (Answer, Vec<Evidence>) {
        let account = signals.key_policy.contains(Reach::Account);
        let caller = signals.key_policy.iter().any(|reach| reach != Reach::Account);
        let is_root = self.standing.caller == CallerKind::RootUser;
        let answer = match (caller, account) {
            (true, true) => Answer::AllowedToCallerAndAccount,
            (true, false) => Answer::Allowed,
            (false, true) if is_root => Answer::Allowed,
            (false, true) => Answer::AllowedToAccount,
            (false, false) => Answer::NotAllowed,
        };
        (answer, self.by(Effect::Allow, |kind, _| kind == PolicyKind::KeyPolicy))
    }

    fn grants_answer(&self, signals: &Signals) -> (Answer, Vec<Evidence>) {
        if let Some(reason) = self.grants_not_asked {
            return (Answer::NotAsked(reason), Vec::new());
        }
        if self.grants.is_empty() {
            return (Answer::NotAsked(NotAsked::NoneAttached), Vec::new());
        }
        let usable = self.grants.iter().filter(|grant| grant.reach().is_some());
        let by = usable.map(|grant| Evidence::Grant(grant.index)).collect();
        let only_account = signals.grants.iter().all(|reach| reach == Reach::Account);
        let is_root = self.standing.caller == CallerKind::RootUser;
        let answer = match (signals.grants.is_empty(), only_account && !is_root) {
            (true, _) => Answer::NotAllowed,
            (false, true) => Answer::AllowedToAccount,
            (false, false) => Answer::Allowed,
        };
        (answer, by)
    }

    fn identity_answer(&self, signals: &Signals) -> (Answer, Vec<Evidence>) {
        let by = self.by(Effect::Allow, |kind, _| kind == PolicyKind::IdentityBased);
        let answer = match signals.identity {
            IdentityAnswer::NotApplicable => Answer::NotAsked(NotAsked::ServicePrincipal),
            IdentityAnswer::Implicit => Answer::AllowedToRootUser,
            IdentityAnswer::Allows => Answer::Allowed,
            IdentityAnswer::NotKnown => Answer::NotKnown,
            IdentityAnswer::DoesNotAllow => Answer::NotAllowed,
        };
        (answer, by)
    }

    fn session_answer(&self, signals: &Signals) -> (Answer, Vec<Evidence>) {
        let federated = self.standing.caller == CallerKind::FederatedUserSession;
        match signals.session {
            Limit::Absent if federated => (Answer::Missing, Vec::new()),
            session => self.limit_answer(PolicyKind::SessionPolicy, session),
        }
    }

    fn takes_part(&self, kind: PolicyKind) -> bool {
        self.of_kind(kind).any(PolicyEvaluation::takes_part)
    }

    fn why_not_asked(&self, kind: PolicyKind) -> NotAsked {
        let left_out = self.of_kind(kind).find_map(|policy| policy.left_out);
        left_out.unwrap_or(NotAsked::NoneAttached)
    }

    /// The question on which the decision turns.
    fn deciding(&self, signals: &Signals) -> Question {
        match signals.decision(&self.standing) {
            Decision::ExplicitDeny | Decision::NotEvaluated => Question::ExplicitDeny,
            Decision::Allowed => self.deciding_allow(signals),
            Decision::Undetermined => Question::IdentityPolicies,
            Decision::ImplicitDeny => self.deciding_refusal(signals),
        }
    }

    fn deciding_allow(&self, signals: &Signals) -> Question {
        let open = self.paths().into_iter().find(|path| path.obstacles.is_empty()).map(|path| path.path);
        match open {
            Some(Path::KeyPolicy) => Question::KeyPolicy,
            Some(Path::Grant) => Question::Grants,
            // The root user needs no policy of its own: the key policy decides.
            Some(Path::Delegation) if signals.identity == IdentityAnswer::Implicit => Question::KeyPolicy,
            Some(Path::Delegation | Path::BothAccounts | Path::IdentityPolicies) | None => {
                Question::IdentityPolicies
            }
            Some(
                Path::RetiringPrincipal
                | Path::RetiringGrantee
                | Path::RetiringRootUser
                | Path::RetiringDelegate,
            ) => Question::RetireGrant,
        }
    }

    /// Of several obstacles the first limit, then what the most promising path lacks first.
    fn deciding_refusal(&self, signals: &Signals) -> Question {
        let limits = [
            (signals.resource_control, Question::ResourceControlPolicies),
            (signals.service_control, Question::ServiceControlPolicies),
            (signals.endpoint, Question::VpcEndpointPolicy),
        ];
        if let Some((_, question)) = limits.into_iter().find(|(limit, _)| *limit == Limit::DoesNotAllow) {
            return question;
        }
        self.most_promising(signals).and_then(question_of).unwrap_or(match self.standing.target {
            Target::Key => Question::KeyPolicy,
            Target::Grant => Question::RetireGrant,
            Target::Alias | Target::NoKey => Question::IdentityPolicies,
        })
    }

    /// What stands first in the way of the path that is nearest to being open.
    fn most_promising(&self, signals: &Signals) -> Option<Obstacle> {
        let begun = |path: Path| match path {
            Path::KeyPolicy => signals.key_policy.iter().any(|reach| reach != Reach::Account),
            Path::Delegation => signals.key_policy.contains(Reach::Account),
            Path::BothAccounts => true,
            Path::Grant => !signals.grants.is_empty(),
            Path::RetiringDelegate => signals.retire.delegate,
            _ => false,
        };
        // Identity-based policies that are not known refuse nothing: something else stands in every way.
        let refusing = |path: &PathEvaluation| -> Vec<Obstacle> {
            let known = |obstacle: &Obstacle| *obstacle != Obstacle::IdentityPoliciesNotKnown;
            path.obstacles.iter().copied().filter(known).collect()
        };
        let paths = self.paths();
        let best = paths.iter().filter(|path| begun(path.path)).min_by_key(|path| refusing(path).len());
        best.or(paths.first()).and_then(|path| refusing(path).first().copied())
    }
}

/// What the caller's own policies do not allow is no matter where the path to Allow survives it.
fn survived(question: Question, answer: Answer) -> Answer {
    let own = matches!(
        question,
        Question::IdentityPolicies | Question::PermissionsBoundary | Question::SessionPolicies
    );
    match answer {
        Answer::NotAllowed | Answer::NotKnown | Answer::Missing if own => {
            Answer::NotAsked(NotAsked::NotNeeded)
        }
        answer => answer,
    }
}

const fn question_of(obstacle: Obstacle) -> Option<Question> {
    Some(match obstacle {
        Obstacle::NobodyCalls | Obstacle::ServiceHasNoIdentityPolicies => return None,
        Obstacle::NotAcrossAccounts => Question::AcrossAccounts,
        Obstacle::KeyPolicyDoesNotNameCaller
        | Obstacle::KeyPolicyDoesNotNameAccount
        | Obstacle::KeyPolicyReachesNobody => Question::KeyPolicy,
        Obstacle::NoUsableGrant => Question::Grants,
        Obstacle::NoGrantToRetire
        | Obstacle::NotRetiringPrincipal
        | Obstacle::NotRetiringGrantee
        | Obstacle::NotRootUserOfIssuingAccount
        | Obstacle::NotOfRetiringAccount => Question::RetireGrant,
        Obstacle::IdentityPoliciesDoNotAllow | Obstacle::IdentityPoliciesNotKnown => {
            Question::IdentityPolicies
        }
        Obstacle::PermissionsBoundaryDoesNotAllow => Question::PermissionsBoundary,
        Obstacle::SessionPoliciesDoNotAllow | Obstacle::NoSessionPolicy => Question::SessionPolicies,
    })
}
