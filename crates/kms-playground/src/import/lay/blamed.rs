//! A pasted policy that does not say what it is, beside a message of AWS that blames a layer: it is the one that the
//! message asks for.
//!
//! "With an explicit deny in a service control policy" makes the import ask for that policy. The document that is pasted
//! next looks like any IAM policy; taken for one of the caller's, it would put the Deny in the wrong layer.

use kms_policy::{Effect, Principal};

use super::refusals::has_policies;
use super::{Laid, home, policy};
use crate::import::draft::{Draft, FoundPolicy};
use crate::refusal::{self, Layer, ROWS, Row};
use crate::report::{Decision, PolicyKind};

impl Laid {
    /// Moves the policy from the IAM policies, or from the key policies, to the layer that the message blames.
    pub(super) fn blamed(&mut self, draft: &mut Draft) {
        let Some((row, explicit)) = self.blames(draft) else { return };
        let known_key_policy = !self.scenario.key_policy.text().is_empty() || draft.key_policies.len() > 1;
        let list = match row.kind {
            PolicyKind::ResourceControlPolicy | PolicyKind::VpcEndpointPolicy => &mut draft.key_policies,
            _ => &mut draft.identity_policies,
        };
        let fits = |found: &FoundPolicy| {
            found.name.is_empty()
                && found.key.is_none()
                && could_be(row.kind, explicit, known_key_policy, found)
        };
        let mut places = (0..list.len()).filter(|at| list.get(*at).is_some_and(fits));
        let (Some(only), None) = (places.next(), places.next()) else { return };
        drop(places);
        let found = list.remove(only);
        let name = row.none_allows.first().copied().unwrap_or_default();
        let why =
            format!("The document does not say what kind of policy it is. AWS's message blames a {name}.");
        draft.rename(found.span, row.kind, format!("The {name} that AWS's message blames."));
        self.assume(row.field, why);
        draft.other_policies.push((row.kind, found));
    }

    /// The layer that a message blames and that nothing else of the text or the scenario gives.
    fn blames(&self, draft: &Draft) -> Option<(&'static Row, bool)> {
        let open = |kind: PolicyKind| {
            !matches!(kind, PolicyKind::KeyPolicy | PolicyKind::IdentityPolicy)
                && !has_policies(&self.scenario, kind)
                && draft.other_policies.iter().all(|(known, _)| *known != kind)
        };
        let said = draft.requests.iter().filter_map(|it| it.refusal.as_ref()).find_map(|it| match it.layer {
            Some(Layer::Policy(kind)) if open(kind) => Some((refusal::row(kind)?, it.explicit)),
            _ => None,
        });
        // A message that was pasted before has left its question.
        said.or_else(|| {
            let row = ROWS
                .iter()
                .find(|row| open(row.kind) && self.scenario.assumed.iter().any(|it| it.field == row.field))?;
            let denied = self.scenario.requests.iter().any(|it| it.expect == Some(Decision::ExplicitDeny));
            Some((row, denied))
        })
    }
}

/// Whether a document can be the policy of this kind that refused the call.
fn could_be(kind: PolicyKind, explicit: bool, known_key_policy: bool, found: &FoundPolicy) -> bool {
    let document = policy::parsed(&found.text);
    let statements = &document.statements;
    let any_denies =
        statements.iter().any(|it| it.effect.as_ref().is_some_and(|it| it.value == Effect::Deny));
    match kind {
        // A key policy without an Allow lets nobody in; a resource control policy is of nothing but Denies.
        PolicyKind::ResourceControlPolicy => any_denies && policy::allows_nothing(&found.text),
        PolicyKind::VpcEndpointPolicy => {
            known_key_policy
                && (any_denies || !explicit)
                && statements
                    .iter()
                    .all(|it| home::principals(it).all(|entry| entry.principal == Principal::Everyone))
        }
        _ => any_denies || !explicit,
    }
}
