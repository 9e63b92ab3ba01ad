//! Every policy of a scenario, with the id by which the report speaks of it.

use super::{NamedPolicy, PolicyText, Scenario};
use crate::report::PolicyKind;

/// One policy of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyRef<'a> {
    /// Where the scenario holds it: `keyPolicy`, `identityPolicies/0`, `callers/1/sessionPolicies/0` …
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
        let mut all = Found(Vec::new());
        all.key_policy("keyPolicy".to_owned(), &self.key_policy);
        all.of_caller(
            "",
            &CallerPolicies {
                identity: self.identity_policies.as_deref(),
                boundary: self.permissions_boundary.as_ref(),
                session: self.session_policies.as_deref(),
                service_control: self.service_control_policies.as_deref(),
            },
        );
        all.levels(
            "",
            "resourceControlPolicies",
            PolicyKind::ResourceControlPolicy,
            self.resource_control_policies.as_deref(),
        );
        all.one("", "vpcEndpointPolicy", PolicyKind::VpcEndpointPolicy, self.vpc_endpoint_policy.as_ref());
        for (index, caller) in self.callers.iter().enumerate() {
            all.of_caller(
                &format!("callers/{index}/"),
                &CallerPolicies {
                    identity: caller.identity_policies.as_deref(),
                    boundary: caller.permissions_boundary.as_ref(),
                    session: caller.session_policies.as_deref(),
                    service_control: caller.service_control_policies.as_deref(),
                },
            );
        }
        for (index, other) in self.other_keys.iter().enumerate() {
            let prefix = format!("otherKeys/{index}/");
            all.key_policy(format!("{prefix}keyPolicy"), &other.key_policy);
            let levels = other.resource_control_policies.as_deref();
            all.levels(&prefix, "resourceControlPolicies", PolicyKind::ResourceControlPolicy, levels);
        }
        all.0
    }

    /// The text of the policy with this id.
    pub fn policy_text(&self, id: &str) -> Option<&str> {
        self.policies().into_iter().find(|policy| policy.id == id).map(|policy| policy.text.text())
    }

    /// Makes JSON hold every policy as a string, so that its bytes outlast readers that write JSON anew.
    pub fn write_policies_as_text(&mut self) {
        self.policy_texts_mut().into_iter().for_each(PolicyText::prefer_text);
    }

    /// The text of every policy, in the order of [`Scenario::policies`].
    pub(crate) fn policy_texts_mut(&mut self) -> Vec<&mut PolicyText> {
        self.policies_mut().into_iter().map(|(_, text)| text).collect()
    }

    /// Every policy, in the order of [`Scenario::policies`]: its name, which key policies do not have, and its text.
    pub(crate) fn policies_mut(&mut self) -> Vec<(Option<&mut String>, &mut PolicyText)> {
        fn of_caller<'a>(
            identity: &'a mut Option<Vec<NamedPolicy>>,
            boundary: &'a mut Option<NamedPolicy>,
            session: &'a mut Option<Vec<NamedPolicy>>,
            service_control: &'a mut Option<Vec<Vec<NamedPolicy>>>,
        ) -> impl Iterator<Item = &'a mut NamedPolicy> {
            let identity = identity.iter_mut().flatten();
            let session = session.iter_mut().flatten();
            identity.chain(boundary).chain(session).chain(service_control.iter_mut().flatten().flatten())
        }
        fn named(policy: &mut NamedPolicy) -> (Option<&mut String>, &mut PolicyText) {
            (Some(&mut policy.name), &mut policy.text)
        }
        let mut all = vec![(None, &mut self.key_policy)];
        let own = of_caller(
            &mut self.identity_policies,
            &mut self.permissions_boundary,
            &mut self.session_policies,
            &mut self.service_control_policies,
        );
        all.extend(own.map(named));
        all.extend(self.resource_control_policies.iter_mut().flatten().flatten().map(named));
        all.extend(self.vpc_endpoint_policy.as_mut().map(named));
        for caller in &mut self.callers {
            let theirs = of_caller(
                &mut caller.identity_policies,
                &mut caller.permissions_boundary,
                &mut caller.session_policies,
                &mut caller.service_control_policies,
            );
            all.extend(theirs.map(named));
        }
        for other in &mut self.other_keys {
            all.push((None, &mut other.key_policy));
            all.extend(other.resource_control_policies.iter_mut().flatten().flatten().map(named));
        }
        all
    }
}

/// The policies that a caller brings along.
struct CallerPolicies<'a> {
    identity: Option<&'a [NamedPolicy]>,
    boundary: Option<&'a NamedPolicy>,
    session: Option<&'a [NamedPolicy]>,
    service_control: Option<&'a [Vec<NamedPolicy>]>,
}

struct Found<'a>(Vec<PolicyRef<'a>>);

impl<'a> Found<'a> {
    fn key_policy(&mut self, id: String, text: &'a PolicyText) {
        self.0.push(PolicyRef { id, name: "key policy", kind: PolicyKind::KeyPolicy, text });
    }

    fn of_caller(&mut self, prefix: &str, policies: &CallerPolicies<'a>) {
        self.list(prefix, "identityPolicies", PolicyKind::IdentityPolicy, policies.identity);
        self.one(prefix, "permissionsBoundary", PolicyKind::PermissionsBoundary, policies.boundary);
        self.list(prefix, "sessionPolicies", PolicyKind::SessionPolicy, policies.session);
        self.levels(
            prefix,
            "serviceControlPolicies",
            PolicyKind::ServiceControlPolicy,
            policies.service_control,
        );
    }

    fn one(&mut self, prefix: &str, field: &str, kind: PolicyKind, policy: Option<&'a NamedPolicy>) {
        let named = |policy: &'a NamedPolicy| PolicyRef {
            id: format!("{prefix}{field}"),
            name: &policy.name,
            kind,
            text: &policy.text,
        };
        self.0.extend(policy.map(named));
    }

    fn list(&mut self, prefix: &str, field: &str, kind: PolicyKind, policies: Option<&'a [NamedPolicy]>) {
        for (index, policy) in policies.unwrap_or_default().iter().enumerate() {
            self.one(prefix, &format!("{field}/{index}"), kind, Some(policy));
        }
    }

    fn levels(
        &mut self,
        prefix: &str,
        field: &str,
        kind: PolicyKind,
        levels: Option<&'a [Vec<NamedPolicy>]>,
    ) {
        for (level, policies) in levels.unwrap_or_default().iter().enumerate() {
            self.list(prefix, &format!("{field}/{level}"), kind, Some(policies));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Caller, OtherKey};

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

        let texts: Vec<String> =
            scenario.policies().iter().map(|policy| policy.text.text().to_owned()).collect();
        let mut scenario = scenario;
        let same: Vec<String> =
            scenario.policy_texts_mut().into_iter().map(|text| text.text().to_owned()).collect();
        assert_eq!(same, texts, "in the same order");
    }
}
