//! The ways in which a call can reach KMS, as a set: which of them a statement's principals and conditions leave open.
//!
//! The catalogue says of each condition key by which ways it never comes ([`CarriedBy`]); a statement that needs a key
//! by none of the ways left open never matches.

use kms_catalog::{Carried, CarriedBy};
use kms_policy::{Principal, PrincipalElement};

/// A set of ways: of users and roles directly, of users and roles through a service, of a service principal directly,
/// of a service principal through another service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ways(u8);

impl Ways {
    pub(crate) const ALL: Self = Self(0b1111);
    pub(crate) const NONE: Self = Self(0);
    /// Calls of users and roles.
    pub(crate) const IAM: Self = Self(0b0011);
    /// Calls of service principals.
    pub(crate) const SERVICES: Self = Self(0b1100);
    /// Calls that come through a service.
    pub(crate) const FORWARDED: Self = Self(0b1010);

    /// The ways by which a key can come.
    pub(crate) fn carrying(carried: CarriedBy) -> Self {
        let CarriedBy { direct, forward_access_session, service_principal, service_through_service } =
            carried;
        let ways = [direct, forward_access_session, service_principal, service_through_service];
        let bit = |(at, way): (usize, Carried)| u8::from(way != Carried::Never) << at;
        Self(ways.into_iter().enumerate().map(bit).sum())
    }

    /// The ways that the principals of a statement have.
    pub(crate) fn of_principals(principals: Option<&PrincipalElement>) -> Self {
        let Some(PrincipalElement::Principal(elements)) = principals else { return Self::ALL };
        elements.items.iter().fold(Self::NONE, |ways, entry| match entry.principal {
            Principal::Everyone | Principal::Unrecognized => Self::ALL,
            Principal::Service(_) => ways.or(Self::SERVICES),
            Principal::Account { .. }
            | Principal::User(_)
            | Principal::Role(_)
            | Principal::AssumedRole { .. }
            | Principal::FederatedUser { .. }
            | Principal::UniqueId(_) => ways.or(Self::IAM),
        })
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
