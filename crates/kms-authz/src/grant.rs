//! What came of one grant: a node for each thing that a grant demands of a request.
//!
//! KMS Developer Guide, *Grants in AWS KMS* (grants.html, create-grant-overview.html, grant-delete.html); KMS API
//! Reference, *GrantConstraints*.

mod child;
mod evaluate;
mod retire;

use crate::context::Subject;
use crate::evaluation::Reach;
use crate::evaluation::reason::PrincipalReason;
use crate::request::AuthorizationRequest;

pub(crate) use evaluate::evaluate_grant;

/// What a grant is asked about.
#[derive(Clone, Copy)]
pub(crate) struct GrantRequest<'a> {
    pub(crate) subject: &'a Subject<'a>,
    pub(crate) request: &'a AuthorizationRequest,
}

/// All that one grant says to one request. Every demand is looked at, whatever the others say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantEvaluation {
    /// Which grant of the key.
    pub index: usize,
    /// Whether the grant is in force for this call.
    pub force: GrantForce,
    /// Which of the grant's operations is the permission asked for.
    pub operation: Option<usize>,
    /// Whether the grantee is the caller.
    pub grantee: PrincipalReason,
    /// Whether the grantee is the caller's service in a field that may stand for several grantee principals, so that
    /// the answer of [`grantee`](Self::grantee) is not certain.
    pub grantee_may_stand_for_others: bool,
    /// Each constraint, in the order equals, subset, source ARN.
    pub constraints: Vec<ConstraintMatch>,
    /// For CreateGrant: whether the grant that the call makes stays within this one.
    pub child: Option<ChildGrant>,
    /// For RetireGrant: who may retire this grant.
    pub retire: Option<RetireMatch>,
}

/// Whether a grant is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrantForce {
    /// It is.
    InForce,
    /// It has not reached all of KMS yet, and the call carries its token.
    ByToken,
    /// It has not reached all of KMS yet, and the call does not carry its token.
    PendingWithoutToken,
}

/// What came of one constraint of a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstraintMatch {
    /// Which constraint.
    pub constraint: GrantConstraint,
    /// Why it is met or not.
    pub reason: ConstraintReason,
    /// Each pair of the constraint, in order; none for the source ARN.
    pub pairs: Vec<PairReason>,
}

/// The constraints that a grant can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrantConstraint {
    /// `EncryptionContextEquals`
    EncryptionContextEquals,
    /// `EncryptionContextSubset`
    EncryptionContextSubset,
    /// `SourceArn`
    SourceArn,
}

/// Why a constraint is met or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConstraintReason {
    /// The operation takes no encryption context, so that the constraint does not bear on it.
    NotOfOperation,
    /// The constraint does not bear on `RetireGrant`.
    NotOfRetireGrant,
    /// It is left to the comparison of the new grant with this one (`CreateGrant`).
    LeftToChildGrant,
    /// The request's encryption context is as demanded.
    EncryptionContextFits,
    /// The request comes from the source demanded.
    SourceFits,
    /// The source demanded is a pattern of `*` and `?` that matches the request's source ARN.
    SourcePatternFits,

    /// The request lacks a pair, or has another value for it.
    PairsMissing,
    /// The request has every pair, and more beside them.
    FurtherPairs,
    /// The request comes from another source.
    OtherSource,
    /// The request carries no source ARN.
    NoSource,
}

impl ConstraintReason {
    /// Whether the constraint lets the request pass.
    pub const fn is_met(self) -> bool {
        matches!(
            self,
            Self::NotOfOperation
                | Self::NotOfRetireGrant
                | Self::LeftToChildGrant
                | Self::EncryptionContextFits
                | Self::SourceFits
                | Self::SourcePatternFits
        )
    }
}

/// How one pair of a constraint stands to the request's encryption context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairReason {
    /// The request has it.
    Present,
    /// The request has it, its key in letters of other case: met by the API reference, not by the guide.
    KeyDiffersInCase,
    /// The request has another value for the key.
    OtherValue,
    /// The request has the value in letters of other case.
    ValueDiffersInCase,
    /// The request has no such key.
    Missing,
}

impl PairReason {
    /// How a pair that is demanded relates to the pairs that are given.
    fn of(key: &str, value: &str, given: &[(&str, &str)]) -> Self {
        let same_key = given.iter().find(|(other, _)| *other == key);
        let Some((found, given)) =
            same_key.or_else(|| given.iter().find(|(other, _)| other.eq_ignore_ascii_case(key)))
        else {
            return Self::Missing;
        };
        match *given == value {
            true if *found == key => Self::Present,
            true => Self::KeyDiffersInCase,
            false if given.eq_ignore_ascii_case(value) => Self::ValueDiffersInCase,
            false => Self::OtherValue,
        }
    }

    /// Whether the pair is met.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Present | Self::KeyDiffersInCase)
    }
}

/// Whether the grant that a grantee creates stays within the grant that lets it (*Creating grants*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildGrant {
    /// Each operation of the new grant that this grant does not list, by its index in the call; none where the
    /// call does not say which operations it grants.
    pub operations_beyond: Option<Vec<usize>>,
    /// Each constraint of this grant and how the new grant's stands to it.
    pub constraints: Vec<(GrantConstraint, ChildConstraintReason)>,
}

/// How a new grant's constraint stands to the parent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildConstraintReason {
    /// The same.
    Equal,
    /// It demands more.
    Stricter,
    /// It demands less, or something else.
    Looser,
    /// The new grant has none.
    Missing,
}

/// Who may retire a grant, seen from the caller (*Retiring and revoking grants*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetireMatch {
    /// Whether the retiring principal is the caller; none if the grant names none.
    pub retiring_principal: Option<PrincipalReason>,
    /// Whether the caller is the root user of its account, which an account principal then names.
    pub caller_is_root_user: bool,
    /// Whether the grant lists `RetireGrant`, which lets its grantee retire it.
    pub lists_retire_grant: bool,
    /// Whether the caller is the root user of the account in which the grant was created.
    pub root_of_issuing_account: IssuingAccount,
    /// The account in which identity-based policies may allow it, as the caller's account stands to it.
    pub delegate: Option<RetireDelegate>,
}

/// How a caller stands to the account in which a grant was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssuingAccount {
    /// The caller is no root user, or that of another account.
    NotItsRootUser,
    /// The caller is its root user.
    ItsRootUser,
    /// The scenario does not say which account it is, and the caller is the root user of the key's owner, which
    /// is taken for it.
    TakenForKeyOwner,
}

/// By which account a caller's identity-based policies count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetireDelegate {
    /// The caller is of the account that owns the key.
    OfKeyOwner,
    /// The caller is of the account that is the retiring principal.
    OfRetiringAccount,
}

impl GrantEvaluation {
    /// How the grant reaches the caller, if everything it demands is there.
    pub fn reach(&self) -> Option<Reach> {
        if self.fits_but_for_grantee() { self.grantee.reach() } else { None }
    }

    /// Whether everything it demands is there, the grantee aside.
    pub(crate) fn fits_but_for_grantee(&self) -> bool {
        self.force != GrantForce::PendingWithoutToken
            && self.operation.is_some()
            && self.constraints.iter().all(|constraint| constraint.reason.is_met())
            && self.child.as_ref().is_none_or(ChildGrant::stays_within)
    }
}

impl GrantEvaluation {
    /// Whether the caller is the retiring principal; of an account that is one, its root user.
    pub fn is_retiring_principal(&self) -> bool {
        let reach = self.retire.as_ref().and_then(|retire| retire.retiring_principal?.reach());
        reach.is_some_and(|reach| self.is_caller_itself(reach))
    }

    /// Whether the caller is the grantee of a grant that lists `RetireGrant`.
    pub fn is_retiring_grantee(&self) -> bool {
        let listed = self.retire.as_ref().is_some_and(|retire| retire.lists_retire_grant);
        listed && self.grantee.reach().is_some_and(|reach| self.is_caller_itself(reach))
    }

    /// Whether the caller is the root user of the account in which the grant was created.
    pub fn is_retiring_root_user(&self) -> bool {
        self.retire
            .as_ref()
            .is_some_and(|retire| retire.root_of_issuing_account != IssuingAccount::NotItsRootUser)
    }

    /// Whether the caller's identity-based policies may let it retire the grant.
    pub fn has_retiring_delegate(&self) -> bool {
        self.retire.as_ref().is_some_and(|retire| retire.delegate.is_some())
    }

    fn is_caller_itself(&self, reach: Reach) -> bool {
        let is_root = self.retire.as_ref().is_some_and(|retire| retire.caller_is_root_user);
        reach != Reach::Account || is_root
    }
}

impl ChildGrant {
    /// Whether the new grant lists no operation beyond and demands no less.
    pub fn stays_within(&self) -> bool {
        self.operations_beyond.as_ref().is_none_or(Vec::is_empty)
            && self.constraints.iter().all(|(_, reason)| {
                matches!(reason, ChildConstraintReason::Equal | ChildConstraintReason::Stricter)
            })
    }
}

#[cfg(test)]
mod tests;
