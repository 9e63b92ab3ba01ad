//! Where a value of the request context comes from.

use kms_authz::Origin;

use super::{Said, said};
use crate::report::codes::OriginCode;

/// The origin of a value.
pub(super) fn origin(origin: Origin) -> Said {
    match origin {
        Origin::Typed => said(OriginCode::Typed, "Set by hand"),
        Origin::Principal => said(OriginCode::Principal, "From the caller"),
        Origin::Key => said(OriginCode::Key, "From the key"),
        Origin::Arrival => said(OriginCode::Arrival, "From the way in which the call arrives"),
        Origin::Source => said(OriginCode::Source, "From the source of the service's call"),
        Origin::EncryptionContext => said(OriginCode::EncryptionContext, "From the encryption context"),
        Origin::GrantConstraint => said(OriginCode::GrantConstraint, "From the constraint of the new grant"),
        Origin::KeyId => said(OriginCode::KeyId, "From how the call names the key"),
        Origin::Parameter(name) => said(OriginCode::Parameter, format!("From the parameter `{name}`")),
        Origin::Default(name) => said(OriginCode::Default, format!("The default of the parameter `{name}`")),
        Origin::SameTime => said(OriginCode::SameTime, "The same time in its other form"),
        Origin::CalledVia => said(OriginCode::CalledVia, "The list of services in `aws:CalledVia`"),
        Origin::BothKeys => said(OriginCode::BothKeys, "From both halves of ReEncrypt"),
    }
}
