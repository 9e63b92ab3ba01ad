//! The services that call KMS for their users: under which name, by which path, with which encryption
//! context.
//!
//! Knows what the services' own pages and the KMS guide say, and marks what they leave open. The list is of
//! well-known services, not of all. Deliberately knows no request: a [`Sequence`] is what to ask, not an
//! answer.
//!
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html> and
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>.

/// A page of AWS's documentation.
macro_rules! docs {
    ($page:literal) => {
        concat!("https://docs.aws.amazon.com/", $page)
    };
}

mod applications;
mod authorization;
mod call;
mod compute;
mod data;
mod further;
mod management;
mod messaging;
mod path;
mod sends;
mod storage;
mod template;

use crate::operation::{Operation, Presence};
use crate::region::is_region;
use crate::status::Status;
use crate::table;

pub use call::{Call, NewGrant, Sequence};
pub use path::{Path, PathKind, SourceContext};
pub use sends::{Bearing, DescribedCall, NeverSent, Target};
pub use template::Template;

/// A service that calls KMS.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// AWS's name for it, with the feature where not all of the service is meant.
    pub name: &'static str,
    /// The names under which it calls KMS itself.
    pub service_principals: &'static [ServicePrincipal],
    /// The values that `kms:ViaService` has when it calls KMS with the identity of its caller.
    pub via_service: &'static [ViaService],
    /// The pairs of the encryption context that it sends.
    pub encryption_context: &'static [ContextPair],
    /// The KMS permissions that its page asks for: names, or patterns that end with `*`.
    pub operations: &'static [&'static str],
    /// The ways in which its calls reach KMS.
    pub paths: &'static [Path],
    /// The calls behind well-known actions of the service.
    pub sequences: &'static [Sequence],
    /// What else is worth knowing, in a sentence each.
    pub notes: &'static [&'static str],
    /// The service's page about it.
    pub page: &'static str,
}

/// A name under which a service calls AWS itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServicePrincipal {
    /// The name; of some services with the Region in it.
    pub name: Template,
    /// Whether the name is its own, or that of another service that works for it and why.
    pub owner: Owner,
    /// Unless documented, no page shows the name in a key policy.
    pub status: Status,
}

/// A value of `kms:ViaService`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViaService {
    /// The value.
    pub value: Template,
    /// Whether the value is its own, or that of another service that works for it and why.
    pub owner: Owner,
    /// How well the value is documented.
    pub status: Status,
}

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The service's own.
    Own,
    /// Another service's, which takes part for this reason.
    Other(&'static str),
}

/// A pair of an encryption context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContextPair {
    /// The key; a placeholder where the customer chooses it.
    pub key: &'static str,
    /// The value.
    pub value: Template,
    /// When the service sends the key.
    pub presence: Presence,
    /// When the key has this value and not another of the service's (a clause that completes "sent when …"); none
    /// where the key has one kind of value.
    pub value_when: Option<&'static str>,
    /// How well it is documented.
    pub status: Status,
}

impl ServicePrincipal {
    const fn own(name: &'static str) -> Self {
        Self { name: Template(name), owner: Owner::Own, status: Status::Documented }
    }

    const fn of_other(name: &'static str, reason: &'static str) -> Self {
        Self { owner: Owner::Other(reason), ..Self::own(name) }
    }

    /// A name that follows the usual form, and that no page shows in a key policy.
    const fn unconfirmed(name: &'static str) -> Self {
        Self { status: Status::Unconfirmed, ..Self::own(name) }
    }
}

impl ViaService {
    const fn own(value: &'static str) -> Self {
        Self { value: Template(value), owner: Owner::Own, status: Status::Documented }
    }

    const fn of_other(value: &'static str, reason: &'static str) -> Self {
        Self { owner: Owner::Other(reason), ..Self::own(value) }
    }

    const fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

impl ContextPair {
    const fn always(key: &'static str, value: &'static str) -> Self {
        Self {
            key,
            value: Template(value),
            presence: Presence::Always,
            value_when: None,
            status: Status::Documented,
        }
    }

    /// A key that the service always sends, with one value or another.
    const fn always_as(key: &'static str, value: &'static str, value_when: &'static str) -> Self {
        Self { value_when: Some(value_when), ..Self::always(key, value) }
    }

    const fn when(key: &'static str, value: &'static str, clause: &'static str) -> Self {
        Self { presence: Presence::When(clause), ..Self::always(key, value) }
    }
}

const COUNT: usize = applications::TABLE.len()
    + authorization::TABLE.len()
    + compute::TABLE.len()
    + data::TABLE.len()
    + further::TABLE.len()
    + management::TABLE.len()
    + messaging::TABLE.len()
    + storage::TABLE.len();

static ALL: [Service; COUNT] = table::concat(&[
    authorization::TABLE,
    applications::TABLE,
    storage::TABLE,
    data::TABLE,
    messaging::TABLE,
    compute::TABLE,
    management::TABLE,
    further::TABLE,
]);

impl Service {
    /// All services of the catalogue, like beside like.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The service of this name, case aside.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|service| service.name.eq_ignore_ascii_case(name))
    }

    /// The service that calls AWS under this service principal, its regional forms included:
    /// `s3.ap-east-1.amazonaws.com` is `s3.amazonaws.com` calling from another Region.
    #[must_use]
    pub fn by_principal(name: &str) -> Option<&'static Self> {
        let owner = |name: &str| {
            first_owner(|service| {
                let mut principals = service.service_principals.iter();
                principals.find(|it| it.name.matches(name)).map(|it| it.owner)
            })
        };
        owner(name).or_else(|| owner(&without_region(name)?))
    }

    /// How well a service principal is documented, its regional forms included; none for a name that the catalogue
    /// does not know.
    #[must_use]
    pub fn principal_status(name: &str) -> Option<Status> {
        let status = |name: &str| {
            let statuses = ALL.iter().flat_map(|service| {
                let own = service.service_principals.iter();
                let of_paths = service
                    .paths
                    .iter()
                    .flat_map(|path| path.principals.iter().map(move |name| (name, path.status)));
                let of_paths = of_paths.map(|(name, status)| (*name, status));
                own.map(|it| (it.name, it.status)).chain(of_paths)
            });
            let found = statuses.filter(|(known, _)| known.matches(name)).map(|(_, status)| status);
            found.min_by_key(|status| *status != Status::Documented)
        };
        status(name).or_else(|| status(&without_region(name)?))
    }

    /// The service that calls KMS only under names with the Region in them, for such a name without its Region:
    /// `logs.amazonaws.com` leads to `logs.<region>.amazonaws.com`.
    #[must_use]
    pub fn by_principal_without_region(name: &str) -> Option<(&'static Self, &'static ServicePrincipal)> {
        let mut principals =
            ALL.iter().flat_map(|service| service.service_principals.iter().map(move |it| (service, it)));
        principals.find(|(_, principal)| {
            let text = principal.name.text();
            principal.name.is_regional() && text.replace("<region>.", "").eq_ignore_ascii_case(name)
        })
    }

    /// The service that `kms:ViaService` names with this value, in whatever Region.
    #[must_use]
    pub fn by_via_service(value: &str) -> Option<&'static Self> {
        first_owner(|service| {
            service.via_service.iter().find(|it| it.value.matches(value)).map(|it| it.owner)
        })
    }

    /// The services one of which a call is for: the one that `kms:ViaService` names, or those to which this service
    /// principal makes such calls under its own name.
    pub fn behind_call<'a>(
        principal: Option<&'a str>,
        via_service: Option<&'a str>,
        operation: &'a str,
    ) -> impl Iterator<Item = &'static Self> + use<'a> {
        let named = via_service.and_then(Self::by_via_service);
        let calls = move |service: &&'static Self| {
            service.paths.iter().any(|path| {
                let by_name = |name| path.principals.iter().any(|it| it.matches(name));
                path.kind == PathKind::ServicePrincipal
                    && principal.is_some_and(by_name)
                    && path.all_operations().any(|it| it.name == operation)
            })
        };
        let own = ALL.iter().filter(move |_| via_service.is_none()).filter(calls);
        named.into_iter().chain(own)
    }

    /// The pairs that are always in the encryption context of its calls.
    pub fn always_sent(&self) -> impl Iterator<Item = &'static ContextPair> + use<> {
        self.encryption_context.iter().filter(|pair| pair.presence == Presence::Always)
    }

    /// The kinds of value that the service sends for this key of the encryption context, where there are several.
    pub fn values_sent<'k>(&self, key: &'k str) -> impl Iterator<Item = &'static ContextPair> + use<'k> {
        let pairs = self.encryption_context.iter();
        pairs.filter(move |pair| pair.value_when.is_some() && pair.key.eq_ignore_ascii_case(key))
    }

    /// How well a value of `kms:ViaService` is documented; none for one that the catalogue does not know.
    #[must_use]
    pub fn via_service_status(value: &str) -> Option<Status> {
        let known = ALL.iter().flat_map(|service| service.via_service).filter(|via| via.value.matches(value));
        known.map(|via| via.status).min_by_key(|status| *status == Status::Unconfirmed)
    }

    /// The entries of the operations that its page asks for.
    pub fn all_operations(&self) -> impl Iterator<Item = &'static Operation> + use<> {
        expand(self.operations)
    }

    /// The value of `kms:ViaService` in a Region; none for services without one of their own.
    #[must_use]
    pub fn via_service_in(&self, region: &str) -> Option<String> {
        let own = self.via_service.iter().find(|via| via.owner == Owner::Own)?;
        Some(own.value.in_region(region))
    }
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Service {}

/// The first service whose own name it is; failing that, the first that another works for under that name.
fn first_owner(owner: impl Fn(&Service) -> Option<Owner>) -> Option<&'static Service> {
    let own = ALL.iter().find(|service| owner(service) == Some(Owner::Own));
    own.or_else(|| ALL.iter().find(|service| owner(service).is_some()))
}

/// The name of a service principal without the Region in its second place.
fn without_region(name: &str) -> Option<String> {
    let (service, rest) = name.split_once('.')?;
    let (region, suffix) = rest.split_once('.')?;
    is_region(region).then(|| format!("{service}.{suffix}"))
}

/// The operations that names and patterns ending with `*` stand for.
fn expand(patterns: &'static [&'static str]) -> impl Iterator<Item = &'static Operation> + use<> {
    Operation::all().iter().filter(|operation| {
        patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(prefix) => operation.name.starts_with(prefix),
            None => operation.name == *pattern,
        })
    })
}

#[cfg(test)]
mod tests;
