//! Every policy of a scenario, with the id by which the report speaks of it.

use super::{PolicyId, PolicyText, Scenario};
use crate::report::PolicyKind;

/// One policy of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyRef<'a> {
    /// Where the scenario holds it.
    pub place: PolicyId,
    /// The same, as the report writes it: `keyPolicy`, `identityPolicies/0`, `callers/1/sessionPolicies/0` …
    pub id: String,
    /// What a person calls it.
    pub name: &'a str,
    /// What kind of policy it is.
    pub kind: PolicyKind,
    /// Its text.
    pub text: &'a PolicyText,
}

impl Scenario {
    /// Every policy, in the order of the format.
    pub fn policies(&self) -> Vec<PolicyRef<'_>> {
        let policy = |place: PolicyId| {
            let name = place.named(self).map_or("key policy", |named| &named.name);
            let text = place.policy_text(self)?;
            Some(PolicyRef { place, id: place.to_string(), name, kind: place.role.kind(), text })
        };
        PolicyId::all(self).into_iter().filter_map(policy).collect()
    }

    /// The text of the policy with this id.
    pub fn policy_text(&self, id: &str) -> Option<&str> {
        id.parse::<PolicyId>().ok()?.text(self)
    }

    /// Makes JSON hold every policy as a string, so that its bytes outlast readers that write JSON anew.
    pub fn write_policies_as_text(&mut self) {
        self.change_policy_texts(PolicyText::prefer_text);
    }

    /// Changes the text of every policy.
    pub(crate) fn change_policy_texts(&mut self, mut change: impl FnMut(&mut PolicyText)) {
        for id in PolicyId::all(self) {
            id.text_mut(self).into_iter().for_each(&mut change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Caller, NamedPolicy, OtherKey};

    #[test]
    fn ids_say_where_a_policy_stands() {
        let named = |text: &str| NamedPolicy { name: text.to_owned(), text: text.into() };
        let scenario = Scenario {
            identity_policies: Some(vec![named("a"), named("b")]),
            permissions_boundary: Some(named("c")),
            service_control_policies: Some(vec![vec![], vec![named("d")]]),
            resource_control_policies: Some(vec![vec![named("r")]]),
            vpc_endpoint_policy: Some(named("v")),
            callers: vec![Caller { session_policies: Some(vec![named("e")]), ..Caller::default() }],
            other_keys: vec![
                OtherKey {
                    key_policy: "f".into(),
                    resource_control_policies: Some(vec![vec![named("g")]]),
                    ..OtherKey::default()
                },
                OtherKey { key_policy: "h".into(), ..OtherKey::default() },
            ],
            ..Scenario::default()
        };
        let ids: Vec<_> = scenario.policies().into_iter().map(|policy| policy.id).collect();
        assert_eq!(
            ids,
            [
                "keyPolicy",
                "identityPolicies/0",
                "identityPolicies/1",
                "permissionsBoundary",
                "serviceControlPolicies/1/0",
                "resourceControlPolicies/0/0",
                "vpcEndpointPolicy",
                "callers/0/sessionPolicies/0",
                "otherKeys/0/keyPolicy",
                "otherKeys/0/resourceControlPolicies/0/0",
                "otherKeys/1/keyPolicy",
            ]
        );
        assert_eq!(scenario.policy_text("callers/0/sessionPolicies/0"), Some("e"));
        assert_eq!(scenario.policy_text("keyPolicies"), None);

        let mut scenario = scenario;
        scenario.change_policy_texts(|text| *text = format!("{}!", text.text()).into());
        assert!(scenario.policies().iter().all(|policy| policy.text.text().ends_with('!')));
    }
}
