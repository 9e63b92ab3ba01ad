//! Predict mode: a request as a question, with the verdict and what decides it as two choices.
//!
//! Everything comes from the report: the choices are the statements, the grants and the layers that take part, the right
//! ones those on which the report's decision rests. A wrong answer is met by the leaf of the trace that was missed.

mod mark;

use crate::report::{Answer, CheckReport, Decision, Effect, Ground, PolicyKind, Report, RequestReport};
pub use mark::Marked;

/// The verdict that a reader predicts. Whether a deny is explicit follows from what decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The call is authorized.
    Allowed,
    /// It is not, explicitly or implicitly.
    Denied,
    /// It depends on policies that are not known.
    Undetermined,
}

impl Verdict {
    /// Every verdict, in the order of the choices.
    pub const ALL: [Self; 3] = [Self::Allowed, Self::Denied, Self::Undetermined];

    /// The words for a person.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed",
            Self::Denied => "Denied",
            Self::Undetermined => "Undetermined",
        }
    }

    const fn of(decision: Decision) -> Option<Self> {
        match decision {
            Decision::Allowed => Some(Self::Allowed),
            Decision::ExplicitDeny | Decision::ImplicitDeny => Some(Self::Denied),
            Decision::Undetermined => Some(Self::Undetermined),
            Decision::NotEvaluated => None,
        }
    }
}

/// What decides a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A statement or a grant.
    Ground(Ground),
    /// Something that is missing.
    Missing(Missing),
}

/// What is missing where no statement and no grant decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An Allow of the key policy or a grant that reaches the caller.
    Reach,
    /// An identity-based policy that allows it.
    IdentityPolicy,
    /// The identity-based policies themselves: they are not known.
    KnownIdentityPolicies,
    /// An Allow of the permissions boundary.
    Boundary,
    /// An Allow of the session policies.
    SessionPolicy,
    /// An Allow of the service control policies.
    ServiceControlPolicy,
    /// An Allow of the resource control policies.
    ResourceControlPolicy,
    /// An Allow of the VPC endpoint policy.
    EndpointPolicy,
    /// An operation that works across accounts.
    AcrossAccounts,
    /// A grant that entitles the caller to retire it.
    RetirableGrant,
}

impl Missing {
    /// The layer that the engine's question asks about, if its answer is that something is missing.
    fn of(code: &str, answer: Answer) -> Option<Self> {
        Some(match code {
            "keyPolicy" | "grants" => Self::Reach,
            "identityPolicies" if answer == Answer::Unknown => Self::KnownIdentityPolicies,
            "identityPolicies" => Self::IdentityPolicy,
            "permissionsBoundary" => Self::Boundary,
            "sessionPolicies" => Self::SessionPolicy,
            "serviceControlPolicies" => Self::ServiceControlPolicy,
            "resourceControlPolicies" => Self::ResourceControlPolicy,
            "vpcEndpointPolicy" => Self::EndpointPolicy,
            "acrossAccounts" => Self::AcrossAccounts,
            "retireGrant" => Self::RetirableGrant,
            _ => return None,
        })
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Reach => {
                ("No Allow reaches the caller", "Neither the key policy nor a grant allows this call.")
            }
            Self::IdentityPolicy => {
                ("No IAM policy of the caller allows it", "The call needs one, and there is none.")
            }
            Self::KnownIdentityPolicies => {
                ("IAM policies that are not known", "The scenario does not include the caller's policies.")
            }
            Self::Boundary => ("The permissions boundary", "It does not allow this call."),
            Self::SessionPolicy => ("The session policies", "They do not allow this call."),
            Self::ServiceControlPolicy => ("The service control policies", "They do not allow this call."),
            Self::ResourceControlPolicy => ("The resource control policies", "They do not allow this call."),
            Self::EndpointPolicy => ("The VPC endpoint policy", "It does not allow this call."),
            Self::AcrossAccounts => ("The account boundary", "This operation does not work across accounts."),
            Self::RetirableGrant => ("No grant that the caller may retire", "No grant entitles the caller."),
        }
    }
}

/// One choice of what decides a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub cause: Cause,
    /// Its name.
    pub title: String,
    /// A few words more: the Sid, what a grant or a layer is.
    pub detail: String,
}

/// A request as a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The choices of what decides.
    pub choices: Vec<Choice>,
    /// The right verdict.
    pub verdict: Verdict,
    /// The right choices; several statements can decide together.
    pub right: Vec<usize>,
}

impl Question {
    /// The question of one request. None for a request that is not evaluated, and where the decision rests on something
    /// that is no statement, no grant and no layer, as for the root user's own account.
    pub fn new(report: &Report, request: usize) -> Option<Self> {
        let asked = report.requests.get(request)?;
        let verdict = Verdict::of(asked.decision)?;
        let causes = deciding(asked);
        let choices = choices(report, asked);
        let right: Vec<usize> = choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| causes.contains(&choice.cause))
            .map(|(at, _)| at)
            .collect();
        (!right.is_empty()).then_some(Self { choices, verdict, right })
    }

    /// Whether this choice is a right one.
    pub fn is_right(&self, choice: usize) -> bool {
        self.right.contains(&choice)
    }
}

/// The checks on which the request's decision rests: all of an allowed one, else the first that is decided so.
fn deciding_checks(request: &RequestReport) -> impl Iterator<Item = &CheckReport> {
    let all = request.decision == Decision::Allowed;
    request.checks.iter().filter(|check| check.decision == request.decision).take(if all {
        usize::MAX
    } else {
        1
    })
}

/// What the decision rests on.
fn deciding(request: &RequestReport) -> Vec<Cause> {
    let mut causes = Vec::new();
    for check in deciding_checks(request) {
        let statements = check.statements.iter().filter(|statement| statement.decided).map(|statement| {
            Ground::Statement { policy: statement.policy.clone(), statement: statement.index }
        });
        let grants = check.grants.iter().filter(|grant| grant.decided);
        let grants = grants.map(|grant| Ground::Grant { grant: grant.index });
        let before = causes.len();
        // What only delegates does not make a call undetermined or denied: the layer that is missing does.
        if check.decision == Decision::Allowed || check.decision == Decision::ExplicitDeny {
            causes.extend(statements.chain(grants).map(Cause::Ground));
        }
        if causes.len() == before && check.decision != Decision::Allowed {
            let steps = check.steps.iter().filter(|step| step.decided);
            causes.extend(steps.filter_map(|step| Missing::of(&step.code, step.answer)).map(Cause::Missing));
        }
    }
    causes
}

fn choices(report: &Report, request: &RequestReport) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut add = |choice: Choice| {
        if !choices.iter().any(|other| other.cause == choice.cause) {
            choices.push(choice);
        }
    };
    for statement in request.checks.iter().flat_map(|check| &check.statements) {
        let ground = Ground::Statement { policy: statement.policy.clone(), statement: statement.index };
        let (title, detail) = named(report, &ground);
        add(Choice { cause: Cause::Ground(ground), title, detail });
    }
    for grant in request.checks.iter().flat_map(|check| &check.grants) {
        let ground = Ground::Grant { grant: grant.index };
        let (title, detail) = named(report, &ground);
        add(Choice { cause: Cause::Ground(ground), title, detail });
    }
    let mut layers = vec![Missing::Reach];
    for step in request.checks.iter().flat_map(|check| &check.steps) {
        let found = Missing::of(&step.code, step.answer);
        if step.decided || step.answer != Answer::NotApplicable {
            layers.extend(found);
        }
        // Whether they are known is part of the question, and must not be told by the list.
        let of_identity = [Missing::IdentityPolicy, Missing::KnownIdentityPolicies];
        if found.is_some_and(|found| of_identity.contains(&found)) {
            layers.extend(of_identity);
        }
    }
    for missing in layers {
        let (title, detail) = missing.words();
        add(Choice { cause: Cause::Missing(missing), title: title.to_owned(), detail: detail.to_owned() });
    }
    choices
}

/// What a statement or a grant is called, and a few words more about it.
fn named(report: &Report, ground: &Ground) -> (String, String) {
    match ground {
        Ground::Statement { policy, statement } => {
            let policy = report.policy(policy);
            let name = match policy {
                Some(policy) if policy.id != "keyPolicy" => {
                    format!("{} `{}`", kind(policy.kind), policy.name)
                }
                _ => "Key policy".to_owned(),
            };
            let summary = policy.and_then(|policy| policy.statements.get(*statement));
            let effect = summary.and_then(|summary| summary.effect).map(|effect| match effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            });
            let sid = summary.and_then(|summary| summary.sid.clone());
            let detail = [effect.map(str::to_owned), sid].into_iter().flatten().collect::<Vec<_>>();
            (format!("{name}, statement {}", statement + 1), detail.join(" · "))
        }
        Ground::Grant { grant } => (format!("Grant {}", grant + 1), "A grant on this key".to_owned()),
    }
}

const fn kind(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::KeyPolicy => "Key policy",
        PolicyKind::IdentityPolicy => "IAM policy",
        PolicyKind::PermissionsBoundary => "Permissions boundary",
        PolicyKind::SessionPolicy => "Session policy",
        PolicyKind::ServiceControlPolicy => "Service control policy",
        PolicyKind::ResourceControlPolicy => "Resource control policy",
        PolicyKind::VpcEndpointPolicy => "VPC endpoint policy",
    }
}

#[cfg(test)]
mod tests;
