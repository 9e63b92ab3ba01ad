//! Where a value of the request context comes from.

use kms_authz::Origin;

use super::{Said, said};

/// The origin of a value.
pub(super) fn origin(origin: Origin) -> Said {
    match origin {
        Origin::Typed => said("typed", "Set by hand"),
        Origin::Principal => said("principal", "From the caller"),
        Origin::Key => said("key", "From the key"),
        Origin::Arrival => said("arrival", "From the way in which the call arrives"),
        Origin::Source => said("source", "From the source of the service's call"),
        Origin::EncryptionContext => said("encryptionContext", "From the encryption context"),
        Origin::GrantConstraint => said("grantConstraint", "From the constraint of the new grant"),
        Origin::KeyId => said("keyId", "From how the call names the key"),
        Origin::Parameter(name) => said("parameter", format!("From the parameter `{name}`")),
        Origin::Default(name) => said("default", format!("The default of the parameter `{name}`")),
        Origin::SameTime => said("sameTime", "The same time in its other form"),
        Origin::CalledVia => said("calledVia", "The list of services in `aws:CalledVia`"),
        Origin::BothKeys => said("bothKeys", "From both halves of ReEncrypt"),
    }
}
