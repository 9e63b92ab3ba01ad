//! The answers of an analysis as JSON.

use serde::Serialize;

use crate::Scenario;
use crate::report::{Decision, FixReport, ReportSpan};

/// How two key policies differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonReport {
    /// The relation of the new policy to the old one.
    pub relation: PolicyRelation,
    /// It in one sentence.
    pub summary: String,
    /// Each difference with one request that shows it: what is wider first.
    pub findings: Vec<Change>,
    /// What keeps the answer from being certain; empty: it is.
    pub cannot_tell: Vec<String>,
}

/// The relation of a new policy to an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is said in its sentence")]
pub enum PolicyRelation {
    Same,
    Narrower,
    Wider,
    Both,
    CannotTell,
}

/// Requests on which two policies differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Whether the new policy allows them or the old one did.
    pub direction: ChangeDirection,
    /// How.
    pub kind: ChangeKind,
    /// The finding in one sentence.
    pub text: String,
    /// Who calls.
    pub callers: Vec<String>,
    /// Which operations.
    pub operations: Vec<&'static str>,
    /// Under which conditions; empty: under any.
    pub conditions: Vec<String>,
    /// What is notable about who calls.
    pub marks: Vec<ReachMark>,
    /// The decision on the request below under the old policy.
    pub before: Decision,
    /// The decision under the new policy.
    pub after: Decision,
    /// The decision on that request under the old policy, with the policies and grants of the scenario that was asked
    /// about; none: a key policy alone was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_here: Option<Decision>,
    /// The same under the new policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_here: Option<Decision>,
    /// One such request under the new policy, with the identity-based policies or the grant that it needs.
    pub scenario: Scenario,
}

/// Whether the new policy allows more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "named after what it says")]
pub enum ChangeDirection {
    Wider,
    Narrower,
}

/// How callers are allowed under one policy and not under the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// The policy reaches them.
    Reached,
    /// The policy names them: they need no identity-based policy.
    Named,
    /// The policy names them so that a permissions boundary does not hold them back.
    Outright,
    /// A grant can reach them.
    ByGrant,
}

/// Who can use a key, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessReport {
    /// Each way: callers of the key's account first, then AWS services, then other accounts.
    pub ways: Vec<AccessWay>,
    /// Whether the key policy can still be changed.
    pub lockout: LockoutState,
    /// It in one sentence.
    pub lockout_text: String,
    /// The statements that do nothing.
    pub idle_statements: Vec<IdleReport>,
    /// Parts of other statements that do nothing; empty unless they were asked for, which takes longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub idle_parts: Vec<IdlePartReport>,
    /// What keeps the answer from being certain; empty: it is.
    pub cannot_tell: Vec<String>,
}

/// A condition, value, action or principal that does nothing: without it the policy means the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdlePartReport {
    /// The statement, by its index.
    pub statement: usize,
    /// It in one sentence.
    pub text: String,
    /// Where it is written.
    pub span: ReportSpan,
}

/// Requests that a key policy allows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessWay {
    /// Whether the policy alone allows them.
    pub kind: WayKind,
    /// Whose account the callers are of.
    pub standing: WayStanding,
    /// The way in one sentence.
    pub text: String,
    /// Who calls.
    pub callers: Vec<String>,
    /// Which operations.
    pub operations: Vec<&'static str>,
    /// Under which conditions; empty: under any.
    pub conditions: Vec<String>,
    /// What is notable about who calls.
    pub marks: Vec<ReachMark>,
    /// The Allow statements that allow some of these requests.
    pub statements: Vec<usize>,
    /// One such request.
    pub scenario: Scenario,
}

/// What is notable about the callers of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ReachMark {
    /// Some are of another account, and a condition limits them to an organization.
    OutsideAccount,
    /// Some are of another account, and no condition limits them to an organization.
    OutsideOrganization,
    /// An AWS service, for whatever resource of whatever account it acts.
    AnySource,
}

impl ReachMark {
    /// It in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OutsideAccount => "outside the account",
            Self::OutsideOrganization => "outside the account, not limited to an organization",
            Self::AnySource => "for any resource of the service",
        }
    }
}

/// Whether the policy alone allows a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WayKind {
    /// It does.
    Named,
    /// Only together with the caller's identity-based policies.
    Delegated,
}

/// Whose account callers are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WayStanding {
    /// The key's.
    SameAccount,
    /// None: an AWS service.
    Service,
    /// Another one.
    OtherAccount,
}

/// Whether anyone of the key's account can change its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LockoutState {
    /// Somebody is named.
    Named,
    /// Identity-based policies can allow it.
    Delegated,
    /// Nobody.
    LockedOut,
    /// Not known.
    CannotTell,
}

/// A statement that does nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdleReport {
    /// Its index.
    pub statement: usize,
    /// Its Sid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Why.
    pub why: IdleWhy,
    /// It in one sentence.
    pub text: String,
    /// The statements that make it do nothing.
    pub by: Vec<usize>,
    /// Its Sid in the text; of one without a Sid its first brace.
    pub span: ReportSpan,
    /// All of it in the text.
    #[serde(skip)]
    pub whole: ReportSpan,
    /// A change that removes it; none: it is the only statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixReport>,
}

/// Why a statement does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum IdleWhy {
    /// No request matches it.
    NeverMatches,
    /// Deny statements deny all that it allows.
    Denied,
    /// Other statements say all that it says.
    Covered,
    /// Nothing allows what it denies.
    NothingToDeny,
}

impl From<kms_analysis::Relation> for PolicyRelation {
    fn from(relation: kms_analysis::Relation) -> Self {
        use kms_analysis::Relation;
        match relation {
            Relation::Same => Self::Same,
            Relation::Narrower => Self::Narrower,
            Relation::Wider => Self::Wider,
            Relation::Both => Self::Both,
            Relation::CannotTell => Self::CannotTell,
        }
    }
}

impl From<kms_analysis::DifferenceKind> for ChangeKind {
    fn from(kind: kms_analysis::DifferenceKind) -> Self {
        use kms_analysis::DifferenceKind;
        match kind {
            DifferenceKind::Reached => Self::Reached,
            DifferenceKind::Named => Self::Named,
            DifferenceKind::Outright => Self::Outright,
            DifferenceKind::ByGrant => Self::ByGrant,
        }
    }
}

impl From<kms_analysis::WayKind> for WayKind {
    fn from(kind: kms_analysis::WayKind) -> Self {
        match kind {
            kms_analysis::WayKind::Named => Self::Named,
            kms_analysis::WayKind::Delegated => Self::Delegated,
        }
    }
}

impl From<kms_analysis::Standing> for WayStanding {
    fn from(standing: kms_analysis::Standing) -> Self {
        use kms_analysis::Standing;
        match standing {
            Standing::SameAccount => Self::SameAccount,
            Standing::Service => Self::Service,
            Standing::OtherAccount => Self::OtherAccount,
        }
    }
}

impl From<kms_analysis::Lockout> for LockoutState {
    fn from(lockout: kms_analysis::Lockout) -> Self {
        use kms_analysis::Lockout;
        match lockout {
            Lockout::Named => Self::Named,
            Lockout::Delegated => Self::Delegated,
            Lockout::LockedOut => Self::LockedOut,
            Lockout::CannotTell => Self::CannotTell,
        }
    }
}
