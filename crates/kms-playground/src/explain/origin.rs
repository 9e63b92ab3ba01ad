//! Where a value of the request context comes from.

use kms_authz::Origin;

use super::{Sentence, sentence};
use crate::report::codes::OriginCode;

/// The origin of a value.
pub(super) fn origin(origin: Origin) -> Sentence {
    match origin {
        Origin::Typed => sentence(OriginCode::Typed, "Set by hand"),
        Origin::Principal => sentence(OriginCode::Principal, "From the caller"),
        Origin::Key => sentence(OriginCode::Key, "From the key"),
        Origin::Arrival => sentence(OriginCode::Arrival, "From the way in which the call arrives"),
        Origin::Source => sentence(OriginCode::Source, "From the source of the service's call"),
        Origin::EncryptionContext => sentence(OriginCode::EncryptionContext, "From the encryption context"),
        Origin::GrantConstraint => {
            sentence(OriginCode::GrantConstraint, "From the constraint of the new grant")
        }
        Origin::KeyId => sentence(OriginCode::KeyId, "From how the call names the key"),
        Origin::Parameter(name) => sentence(OriginCode::Parameter, format!("From the parameter `{name}`")),
        Origin::Default(name) => {
            sentence(OriginCode::Default, format!("The default of the parameter `{name}`"))
        }
        Origin::SameTime => sentence(OriginCode::SameTime, "The same time in its other form"),
        Origin::CalledVia => sentence(OriginCode::CalledVia, "The list of services in `aws:CalledVia`"),
        Origin::BothKeys => sentence(OriginCode::BothKeys, "From both halves of ReEncrypt"),
    }
}
