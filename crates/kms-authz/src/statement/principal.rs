//! Whether a `Principal` or `NotPrincipal` element reaches the caller.
//!
//! Knows how the entries make the answer; whom one entry names is told in [`naming`]. `NotPrincipal` in a Deny is
//! read in layers: account, role or user, session; a caller escapes only if every layer of it is listed.
//! IAM User Guide, *Principal* (reference_policies_elements_principal.html) and *NotPrincipal*
//! (reference_policies_elements_notprincipal.html).

mod naming;

pub(crate) use naming::named;

use kms_policy::{Effect, Elements, Principal, PrincipalElement, PrincipalEntry};

use crate::evaluation::reason::PrincipalReason;
use crate::evaluation::{LayerMatch, PrincipalLayer, PrincipalMatch, PrincipalRule, Reach, ValueMatch};
use crate::request::AuthorizationRequest;

/// What comes of the element, in a statement of this effect.
pub(crate) fn evaluate(
    element: &PrincipalElement,
    effect: Option<Effect>,
    request: &AuthorizationRequest,
) -> PrincipalMatch {
    let list = entries(element);
    let values: Vec<_> = (list.items.iter().enumerate())
        .map(|(index, entry)| ValueMatch {
            index,
            span: entry.text.span,
            reason: naming::reason(entry, request),
            resolved: None,
        })
        .collect();
    let rule = match (element, effect) {
        (PrincipalElement::Principal(_), _) => PrincipalRule::Listed,
        (PrincipalElement::NotPrincipal(_), Some(Effect::Allow)) => PrincipalRule::NotListed,
        _ if request.caller.has_permissions_boundary => PrincipalRule::CallerHasPermissionsBoundary,
        _ => PrincipalRule::EveryLayerListed(layers(&request.caller.principal, &values)),
    };
    PrincipalMatch { name: list.name, span: list.span, values, rule }
}

/// How the element reaches the caller, without the tree.
pub(crate) fn reach(
    element: &PrincipalElement,
    effect: Option<Effect>,
    request: &AuthorizationRequest,
) -> Option<Reach> {
    match element {
        PrincipalElement::Principal(list) => {
            list.items.iter().filter_map(|entry| naming::reason(entry, request).reach()).min()
        }
        PrincipalElement::NotPrincipal(_) => evaluate(element, effect, request).reach(),
    }
}

fn entries(element: &PrincipalElement) -> &Elements<PrincipalEntry> {
    match element {
        PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list) => list,
    }
}

/// The layers of a caller, from the outermost, each with the first value that lists it.
fn layers(caller: &Principal, values: &[ValueMatch<PrincipalReason>]) -> Vec<LayerMatch> {
    use PrincipalLayer::{Account, FederatedUserSession, Role, RoleSession, Service, User};
    let layers: &[PrincipalLayer] = match caller {
        Principal::Account { .. } => &[Account],
        Principal::User(_) => &[Account, User],
        Principal::Role(_) | Principal::AssumedRole { .. } => &[Account, Role, RoleSession],
        Principal::FederatedUser { .. } => &[Account, User, FederatedUserSession],
        _ => &[Service],
    };
    let listed_by = |layer| {
        values
            .iter()
            .find(|value| value.reason.reach().is_some_and(|reach| lists(reach, layer)))
            .map(|value| value.index)
    };
    layers.iter().map(|&layer| LayerMatch { layer, listed_by: listed_by(layer) }).collect()
}

const fn lists(reach: Reach, layer: PrincipalLayer) -> bool {
    matches!(
        (reach, layer),
        (Reach::Everyone, _)
            | (Reach::Account, PrincipalLayer::Account)
            | (Reach::Role, PrincipalLayer::Role)
            | (Reach::User | Reach::UserOfFederatedSession, PrincipalLayer::User)
            | (Reach::Session, PrincipalLayer::RoleSession)
            | (Reach::FederatedSession, PrincipalLayer::FederatedUserSession)
            | (Reach::Service, PrincipalLayer::Service)
    )
}

#[cfg(test)]
mod tests;
