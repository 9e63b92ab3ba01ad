//! Asks a tree AWS's questions one after the other, and finds the one on which the decision turns.

use kms_policy::{Effect, PolicyKind};

use crate::decision::Decision;
use crate::decision::layers::LayerAnswers;
use crate::evaluation::Reach;
use crate::evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
use crate::evaluation::step::{Answer, Evidence, NotAsked, Question, Step};
use crate::evaluation::tree::{Evaluation, PathEvaluation, PolicyEvaluation};
use crate::relationship::{Relation, Target};
use crate::request::CallerKind;

impl Evaluation {
    /// AWS's questions in its order, each with its answer; exactly one of them decides.
    pub fn steps(&self) -> Vec<Step> {
        let layers = self.layers();
        let deciding = self.deciding(&layers);
        let allowed = layers.decision(&self.relationship) == Decision::Allowed;
        self.questions()
            .into_iter()
            .map(|question| {
                let (answer, by) = self.answer(question, &layers);
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
        questions.extend(match self.relationship.target {
            Target::Grant => &[RetireGrant][..],
            Target::Key => &[KeyPolicy, Grants][..],
            Target::Alias | Target::NoKey => &[][..],
        });
        questions.extend([IdentityPolicies, PermissionsBoundary, SessionPolicies]);
        questions
    }

    fn answer(&self, question: Question, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        let (answer, by) = match question {
            Question::ExplicitDeny => self.explicit_deny(),
            Question::ResourceControlPolicies => self.levelled_answer(PolicyKind::ResourceControlPolicy),
            Question::ServiceControlPolicies => self.levelled_answer(PolicyKind::ServiceControlPolicy),
            Question::VpcEndpointPolicy => self.limit_answer(PolicyKind::VpcEndpointPolicy, layers.endpoint),
            Question::AcrossAccounts => (self.across_accounts(), Vec::new()),
            Question::RetireGrant => self.retire_answer(layers),
            Question::KeyPolicy => self.key_policy_answer(layers),
            Question::Grants => self.grants_answer(layers),
            Question::IdentityPolicies => self.identity_answer(layers),
            Question::PermissionsBoundary => {
                self.limit_answer(PolicyKind::PermissionsBoundary, layers.boundary)
            }
            Question::SessionPolicies => self.session_answer(layers),
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
        match (self.relationship.relation, self.relationship.cross_account) {
            (Relation::OtherAccount, Supported) => Answer::Allowed,
            (Relation::OtherAccount, _) => Answer::NotAcrossAccounts,
            (Relation::ServicePrincipal, _) => Answer::NotAsked(NotAsked::ServicePrincipal),
            _ => Answer::NotAsked(NotAsked::SameAccount),
        }
    }

    fn retire_answer(&self, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        let open = self.paths().into_iter().find(|path| path.obstacles.is_empty());
        match open {
            Some(path) => (Answer::Entitled(path.path), path.by),
            None if !layers.retire.grants => (Answer::NotAsked(NotAsked::NoneAttached), Vec::new()),
            None => (Answer::NotAllowed, Vec::new()),
        }
    }

    fn key_policy_answer(&self, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        let account = layers.key_policy.contains(Reach::Account);
        let caller = layers.key_policy.iter().any(|reach| reach != Reach::Account);
        let is_root = self.relationship.caller == CallerKind::RootUser;
        let answer = match (caller, account) {
            (true, true) => Answer::AllowedToCallerAndAccount,
            (true, false) => Answer::Allowed,
            (false, true) if is_root => Answer::Allowed,
            (false, true) => Answer::AllowedToAccount,
            (false, false) => Answer::NotAllowed,
        };
        (answer, self.by(Effect::Allow, |kind, _| kind == PolicyKind::KeyPolicy))
    }

    fn grants_answer(&self, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        if let Some(reason) = self.grants_not_asked {
            return (Answer::NotAsked(reason), Vec::new());
        }
        if self.grants.is_empty() {
            return (Answer::NotAsked(NotAsked::NoneAttached), Vec::new());
        }
        let usable = self.grants.iter().filter(|grant| grant.reach().is_some());
        let by = usable.map(|grant| Evidence::Grant(grant.index)).collect();
        let only_account = layers.grants.iter().all(|reach| reach == Reach::Account);
        let is_root = self.relationship.caller == CallerKind::RootUser;
        let answer = match (layers.grants.is_empty(), only_account && !is_root) {
            (true, _) => Answer::NotAllowed,
            (false, true) => Answer::AllowedToAccount,
            (false, false) => Answer::Allowed,
        };
        (answer, by)
    }

    fn identity_answer(&self, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        let by = self.by(Effect::Allow, |kind, _| kind == PolicyKind::IdentityBased);
        let answer = match layers.identity {
            IdentityAnswer::NotApplicable => Answer::NotAsked(NotAsked::ServicePrincipal),
            IdentityAnswer::Implicit => Answer::AllowedToRootUser,
            IdentityAnswer::Allows => Answer::Allowed,
            IdentityAnswer::NotKnown => Answer::NotKnown,
            IdentityAnswer::DoesNotAllow => Answer::NotAllowed,
        };
        (answer, by)
    }

    fn session_answer(&self, layers: &LayerAnswers) -> (Answer, Vec<Evidence>) {
        let federated = self.relationship.caller == CallerKind::FederatedUserSession;
        match layers.session {
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
    fn deciding(&self, layers: &LayerAnswers) -> Question {
        match layers.decision(&self.relationship) {
            Decision::ExplicitDeny | Decision::NotEvaluated => Question::ExplicitDeny,
            Decision::Allowed => self.deciding_allow(layers),
            Decision::Undetermined => Question::IdentityPolicies,
            Decision::ImplicitDeny => self.deciding_refusal(layers),
        }
    }

    fn deciding_allow(&self, layers: &LayerAnswers) -> Question {
        let open = self.paths().into_iter().find(|path| path.obstacles.is_empty()).map(|path| path.path);
        match open {
            Some(Path::KeyPolicy) => Question::KeyPolicy,
            Some(Path::Grant) => Question::Grants,
            // The root user needs no policy of its own: the key policy decides.
            Some(Path::Delegation) if layers.identity == IdentityAnswer::Implicit => Question::KeyPolicy,
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
    fn deciding_refusal(&self, layers: &LayerAnswers) -> Question {
        let limits = [
            (layers.resource_control, Question::ResourceControlPolicies),
            (layers.service_control, Question::ServiceControlPolicies),
            (layers.endpoint, Question::VpcEndpointPolicy),
        ];
        if let Some((_, question)) = limits.into_iter().find(|(limit, _)| *limit == Limit::DoesNotAllow) {
            return question;
        }
        self.most_promising(layers).and_then(question_of).unwrap_or(match self.relationship.target {
            Target::Key => Question::KeyPolicy,
            Target::Grant => Question::RetireGrant,
            Target::Alias | Target::NoKey => Question::IdentityPolicies,
        })
    }

    /// The first obstacle of the path that is nearest to being open.
    ///
    /// A path counts only if something of it exists already: a statement that reaches the caller, a grant that
    /// matches. Otherwise every refusal would be blamed on the path with the fewest requirements, although nobody
    /// meant to use it. For example, if the key policy delegates to the account and the identity-based policies do
    /// not allow, the missing identity-based policy is the answer, not the grant that nobody made. Among the begun
    /// paths the one with the fewest obstacles wins, and the earlier one in AWS's order if two have as many.
    fn most_promising(&self, layers: &LayerAnswers) -> Option<Obstacle> {
        let begun = |path: Path| match path {
            Path::KeyPolicy => layers.key_policy.iter().any(|reach| reach != Reach::Account),
            Path::Delegation => layers.key_policy.contains(Reach::Account),
            Path::BothAccounts => true,
            Path::Grant => !layers.grants.is_empty(),
            Path::RetiringDelegate => layers.retire.delegate,
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
