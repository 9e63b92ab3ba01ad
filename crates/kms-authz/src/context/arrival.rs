//! The ways in which a call reaches KMS, and what each of them never carries.
//!
//! IAM User Guide, *Forward access sessions* (access_forward_access_sessions.html).

use kms_catalog::{Carried, ConditionKey};

use crate::context::Absence;
use crate::request::CallerKind;

/// How a call reaches KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// A user, a role session or the root user calls KMS itself.
    Direct,
    /// A service calls KMS with the caller's identity.
    ForwardAccessSession,
    /// A service calls KMS under its own name.
    Service,
    /// A service calls another service, which calls KMS for it.
    ServiceThroughService,
}

impl Arrival {
    /// How a call of this kind of principal arrives, through a service or not.
    pub const fn of(caller: CallerKind, via_service: Option<&str>) -> Self {
        match (caller, via_service) {
            (CallerKind::Service, None) => Self::Service,
            (CallerKind::Service, Some(_)) => Self::ServiceThroughService,
            (_, None) => Self::Direct,
            (_, Some(_)) => Self::ForwardAccessSession,
        }
    }

    /// Whether a service calls under its own name.
    pub const fn is_service_principal(self) -> bool {
        matches!(self, Self::Service | Self::ServiceThroughService)
    }

    /// Whether a service calls KMS for somebody else.
    pub const fn is_through_service(self) -> bool {
        matches!(self, Self::ForwardAccessSession | Self::ServiceThroughService)
    }

    /// Why calls that arrive like this never carry the key; none if some do or might.
    pub(crate) fn excludes(self, key: &ConditionKey) -> Option<Absence> {
        if self.carries(key) != Carried::Never {
            return None;
        }
        let other = key.carried;
        Some(match self {
            Self::Direct | Self::Service if other.forward_access_session != Carried::Never => {
                // What a forward access session has and the direct call has not is the chain of services.
                if self.is_service_principal() && other.direct != Carried::Never {
                    Absence::ServicePrincipal
                } else {
                    Absence::DirectCall
                }
            }
            Self::Service | Self::ServiceThroughService => Absence::ServicePrincipal,
            Self::ForwardAccessSession if other.direct != Carried::Never => Absence::NotKeptByService,
            Self::Direct | Self::ForwardAccessSession if key.name.starts_with("aws:Source") => {
                Absence::CallersIdentity
            }
            Self::Direct | Self::ForwardAccessSession => Absence::NotOfKindOfPrincipal,
        })
    }

    /// How calls that arrive like this carry the key, provided that the operation does.
    pub(crate) const fn carries(self, key: &ConditionKey) -> Carried {
        match self {
            Self::Direct => key.carried.direct,
            Self::ForwardAccessSession => key.carried.forward_access_session,
            Self::Service => key.carried.service_principal,
            Self::ServiceThroughService => key.carried.service_through_service,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(arrival: Arrival, key: &str) -> Option<Absence> {
        arrival.excludes(ConditionKey::find(key).unwrap())
    }

    #[test]
    fn only_a_service_principal_has_a_source_and_only_a_call_through_a_service_names_it() {
        use Arrival::{Direct, ForwardAccessSession, Service, ServiceThroughService};
        for arrival in [Direct, ForwardAccessSession] {
            assert_eq!(why(arrival, "aws:SourceArn"), Some(Absence::CallersIdentity), "{arrival:?}");
        }
        assert_eq!(why(Service, "aws:SourceArn"), None);
        assert_eq!(why(Direct, "kms:ViaService"), Some(Absence::DirectCall));
        assert_eq!(why(Service, "kms:ViaService"), Some(Absence::DirectCall));
        assert_eq!(why(ServiceThroughService, "kms:ViaService"), None);
    }

    #[test]
    fn the_network_of_the_first_request_is_not_kept() {
        assert_eq!(why(Arrival::ForwardAccessSession, "aws:SourceVpce"), Some(Absence::NotKeptByService));
        assert_eq!(why(Arrival::ForwardAccessSession, "aws:SourceIp"), None);
        assert_eq!(why(Arrival::Service, "aws:SourceVpce"), Some(Absence::ServicePrincipal));
        assert_eq!(why(Arrival::Direct, "aws:SourceVpce"), None);
    }
}
