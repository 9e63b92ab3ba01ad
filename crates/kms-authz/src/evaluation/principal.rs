//! What came of `Principal` or `NotPrincipal`.
//!
//! IAM User Guide, *NotPrincipal* (reference_policies_elements_notprincipal.html).

use kms_policy::Span;

use super::Reach;
use super::element::{ValueMatch, assumptions_of};
use crate::evaluation::reason::PrincipalReason;
use crate::statement::language_rule::LanguageRule;

/// What came of `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalMatch {
    /// The element's name, quotes included.
    pub name: Span,
    /// The element's whole value.
    pub span: Span,
    /// Each principal, in order.
    pub values: Vec<ValueMatch<PrincipalReason>>,
    /// How the values make the answer.
    pub rule: PrincipalRule,
}

/// How the values of a principal element make its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalRule {
    /// `Principal`: one of the values must reach the caller.
    Listed,
    /// `NotPrincipal` in a Deny: it reaches every caller of whom some layer is not listed (IAM *NotPrincipal*).
    EveryLayerListed(Vec<LayerMatch>),
    /// `NotPrincipal` in a Deny: it always reaches a caller with a permissions boundary (IAM *NotPrincipal*).
    CallerHasPermissionsBoundary,
    /// `NotPrincipal` in an Allow, which AWS does not support: it reaches those whom no value reaches.
    NotListed,
}

/// One layer of the caller, and what lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerMatch {
    /// The layer.
    pub layer: PrincipalLayer,
    /// The first value that lists it, if one does.
    pub listed_by: Option<usize>,
}

/// AWS looks at a caller in layers when a Deny says `NotPrincipal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is AWS's name of a kind of principal")]
pub enum PrincipalLayer {
    Account,
    Role,
    User,
    RoleSession,
    FederatedUserSession,
    Service,
}

impl PrincipalMatch {
    /// How the element reaches the caller: of several ways the most direct; none if it does not.
    pub fn reach(&self) -> Option<Reach> {
        let direct = || self.values.iter().filter_map(|value| value.reason.reach()).min();
        let unlisted = match &self.rule {
            PrincipalRule::Listed => return direct(),
            PrincipalRule::EveryLayerListed(layers) => layers.iter().any(|layer| layer.listed_by.is_none()),
            PrincipalRule::CallerHasPermissionsBoundary => true,
            PrincipalRule::NotListed => direct().is_none(),
        };
        unlisted.then_some(Reach::Unlisted)
    }

    /// Whether the element lets the statement apply.
    pub fn matched(&self) -> bool {
        self.reach().is_some()
    }

    pub(super) fn assumptions(&self) -> Vec<LanguageRule> {
        let mut all = assumptions_of(&self.values);
        match &self.rule {
            PrincipalRule::NotListed => all.push(LanguageRule::AllowWithNotPrincipal),
            // Listed in full or not at all, the caller's lot is the same in every reading.
            PrincipalRule::EveryLayerListed(layers) => {
                let listed = layers.iter().filter(|layer| layer.listed_by.is_some()).count();
                if listed > 0 && listed < layers.len() {
                    all.push(LanguageRule::NotPrincipalLooksAtEveryLayer);
                }
            }
            PrincipalRule::Listed | PrincipalRule::CallerHasPermissionsBoundary => {}
        }
        all
    }
}
