//! What a refusal says of the layer that refused: what it lets assume, and which policy it makes us ask for.

use super::Laid;
use crate::import::draft::Draft;
use crate::refusal::{self, Layer};
use crate::report::codes::ImportCode;
use crate::report::{Decision, PolicyKind};
use crate::scenario::Scenario;

impl Laid {
    pub(super) fn refusals(&mut self, draft: &Draft) {
        for found in &draft.requests {
            let Some(refusal) = &found.refusal else { continue };
            let request = &found.request;
            let place = self
                .scenario
                .requests
                .iter()
                .position(|it| it.action == request.action && it.principal == request.principal)
                .unwrap_or_default();
            self.set(format!("requests[{place}].expect"), refusal.span);
            let which = match &refusal.policy_arn {
                Some(arn) => format!(" The message names `{arn}`."),
                None => String::new(),
            };
            let Some(Layer::Policy(kind)) = refusal.layer else {
                let why = match refusal.layer {
                    Some(_) => {
                        "The message leaves open whether the key policy allows nothing, denies explicitly, or the key is \
                         not in this Region. An implicit deny is assumed."
                    }
                    None => {
                        "The message gives no reason. An implicit deny is assumed; an explicit deny is possible."
                    }
                };
                self.assume(&format!("requests[{place}].expect"), why);
                self.note(ImportCode::ExpectAssumed, &format!("requests[{place}].expect"), why);
                continue;
            };
            let Some(row) = refusal::row(kind) else { continue };
            let name = row.none_allows.first().copied().unwrap_or_default();
            let says = match refusal.explicit {
                true => format!("AWS's message names an explicit deny in a {name}.{which}"),
                false => format!("AWS's message says that no {name} allows the action.{which}"),
            };
            let article = if name.starts_with(['i', 'a']) { "an" } else { "a" };
            let says = says.replace(&format!("in a {name}"), &format!("in {article} {name}"));
            self.note(ImportCode::RefusalLayer, row.field, says.clone());
            match kind {
                PolicyKind::KeyPolicy => {}
                PolicyKind::IdentityPolicy if !refusal.explicit => {
                    if self.scenario.identity_policies.is_none() {
                        self.scenario.identity_policies = Some(Vec::new());
                        let why = "AWS's message says that no identity-based policy allows the action. Until the caller's policies are \
                                   given, none is assumed to be attached.";
                        self.assume("identityPolicies", why);
                        self.note(ImportCode::IdentityPoliciesAssumedEmpty, "identityPolicies", why);
                    }
                }
                _ if has_policies(&self.scenario, kind) => {}
                _ => {
                    // Kept in the scenario: the document may come with the next paste.
                    self.assume(row.field, format!("{says} The scenario does not include that policy."));
                    let text = format!("{says} Which {name} is it? Paste its document.");
                    let choices = refusal.policy_arn.iter().cloned().collect();
                    self.ask(row.field, text, choices);
                }
            }
        }
    }
}

/// Whether a scenario has policies of a kind that a message names.
pub(super) fn has_policies(scenario: &Scenario, kind: PolicyKind) -> bool {
    match kind {
        PolicyKind::KeyPolicy => !scenario.key_policy.text().is_empty(),
        PolicyKind::IdentityPolicy => scenario.identity_policies.as_ref().is_some_and(|it| !it.is_empty()),
        PolicyKind::PermissionsBoundary => scenario.permissions_boundary.is_some(),
        PolicyKind::SessionPolicy => scenario.session_policies.is_some(),
        PolicyKind::ServiceControlPolicy => scenario.service_control_policies.is_some(),
        PolicyKind::ResourceControlPolicy => scenario.resource_control_policies.is_some(),
        PolicyKind::VpcEndpointPolicy => scenario.vpc_endpoint_policy.is_some(),
    }
}

/// The decision that a refusal sets as expected.
pub(in crate::import) const fn expectation(explicit: bool) -> Decision {
    if explicit { Decision::ExplicitDeny } else { Decision::ImplicitDeny }
}
