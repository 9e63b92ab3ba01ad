//! Laws of what would change a decision, checked by changing the policies' texts: removing everything that blocks a
//! route opens it, leaving any one thing keeps it closed.

use kms_authz::{
    Blocker, Decision, Evaluation, Evidence, Lacks, Obstacle, Path, PolicyId, PolicyPlace, Route,
};
use kms_policy::PolicyKind;
use proptest::prelude::*;

use super::{CALLERS, Texts, texts};

const ALLOW: &str = r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#;

fn allow_to(principal: &str) -> String {
    format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"kms:*","Resource":"*"}}"#)
}

/// A Deny that no call of these laws meets, in place of one that applies.
fn deny_nothing(kind: PolicyKind) -> String {
    let principal = if kind.names_principals() { r#""Principal":"*","# } else { "" };
    format!(r#"{{"Effect":"Deny",{principal}"Action":"kms:GenerateMac","Resource":"*"}}"#)
}

impl Texts {
    /// The tree of the first check.
    fn first(&self) -> Evaluation {
        let documents = self.read();
        let situation = self.situation(&documents);
        let compiled = kms_authz::CompiledSituation::new(&situation);
        compiled.check(&self.call()).unwrap().remove(0).evaluation
    }

    fn statements_at(&mut self, id: PolicyId) -> &mut Vec<String> {
        match id.place {
            PolicyPlace::KeyPolicy => &mut self.key,
            PolicyPlace::IdentityBased(index) => &mut self.identity.as_mut().unwrap()[index],
            PolicyPlace::PermissionsBoundary => self.boundary.as_mut().unwrap(),
            PolicyPlace::Session(index) => &mut self.session[index],
            PolicyPlace::ServiceControl(level, index) => &mut self.service_control[level][index],
            PolicyPlace::ResourceControl(level, index) => &mut self.resource_control[level][index],
            PolicyPlace::VpcEndpoint => self.endpoint.as_mut().unwrap(),
        }
    }

    /// Removes a blocker by changing the texts; false where these texts cannot say it.
    fn lift(&mut self, path: Path, blocker: Blocker) -> bool {
        match blocker {
            Blocker::Deny(id, index) => {
                self.statements_at(id)[index] = deny_nothing(id.place.kind());
            }
            Blocker::ServiceControlLevel(level) => self.service_control[level].push(vec![ALLOW.to_owned()]),
            Blocker::EndpointPolicy => self.endpoint.as_mut().unwrap().push(allow_to(r#""*""#)),
            // AWS rejects an RCP with an Allow of its own.
            Blocker::Rejected(id) => *self.statements_at(id) = vec![deny_nothing(id.place.kind())],
            Blocker::OnPath(obstacle) => return self.lift_on_path(path, obstacle),
        }
        true
    }

    fn lift_on_path(&mut self, path: Path, obstacle: Obstacle) -> bool {
        let (principal, issuer) = CALLERS[self.caller];
        let by_name = match principal {
            root if root.ends_with(":root") => r#""*""#.to_owned(),
            service if service.ends_with(".amazonaws.com") => format!(r#"{{"Service":"{service}"}}"#),
            other => format!(r#"{{"AWS":"{}"}}"#, issuer.unwrap_or(other)),
        };
        let account = || format!(r#"{{"AWS":"{}"}}"#, principal.split(':').nth(4).unwrap());
        match obstacle {
            Obstacle::KeyPolicyDoesNotNameCaller => self.key.push(allow_to(&by_name)),
            Obstacle::KeyPolicyDoesNotNameAccount | Obstacle::KeyPolicyReachesNobody => {
                self.key.push(allow_to(&account()));
            }
            Obstacle::IdentityPoliciesDoNotAllow | Obstacle::IdentityPoliciesNotKnown => {
                self.identity.get_or_insert_default().push(vec![ALLOW.to_owned()]);
            }
            Obstacle::PermissionsBoundaryDoesNotAllow => {
                self.boundary.as_mut().unwrap().push(ALLOW.to_owned());
            }
            Obstacle::SessionPoliciesDoNotAllow => self.session[0].push(ALLOW.to_owned()),
            Obstacle::NoSessionPolicy => self.session.push(vec![ALLOW.to_owned()]),
            Obstacle::NoUsableGrant => self.grantees.push((self.caller, false, false)),
            // The grants of these laws list no `RetireGrant`, and their accounts are not varied.
            Obstacle::NoGrantToRetire if path != Path::RetiringPrincipal => return false,
            Obstacle::NoGrantToRetire | Obstacle::NotRetiringPrincipal => {
                self.grantees.push((self.caller, false, true));
            }
            Obstacle::NobodyCalls
            | Obstacle::ServiceHasNoIdentityPolicies
            | Obstacle::NotAcrossAccounts
            | Obstacle::NotRetiringGrantee
            | Obstacle::NotRootUserOfIssuingAccount
            | Obstacle::NotOfRetiringAccount => return false,
        }
        true
    }

    /// The route of this path once all blockers but the one at `left` are removed, with the decision.
    fn lifted(&self, route: &Route, left: Option<usize>) -> Option<(Route, Decision)> {
        let mut lifted = self.clone();
        for (at, blocker) in route.blockers.iter().enumerate() {
            if Some(at) != left && !lifted.lift(route.path, *blocker) {
                return None;
            }
        }
        let evaluation = lifted.first();
        let same = evaluation.routes().into_iter().find(|other| other.path == route.path)?;
        Some((same, evaluation.decision()))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_call_is_allowed_exactly_where_a_route_has_no_blockers(texts in texts()) {
        let evaluation = texts.first();
        let open = evaluation.routes().iter().any(|route| route.blockers.is_empty());
        prop_assert_eq!(open, evaluation.decision() == Decision::Allowed);
    }

    #[test]
    fn removing_every_blocker_of_a_route_allows(texts in texts()) {
        for route in texts.first().routes() {
            if let Some((after, decision)) = texts.lifted(&route, None) {
                prop_assert_eq!(&after.blockers, &Vec::new(), "{:?}", route);
                prop_assert_eq!(decision, Decision::Allowed, "{:?}", route);
            }
        }
    }

    #[test]
    fn leaving_any_one_blocker_keeps_the_route_closed(texts in texts()) {
        for route in texts.first().routes() {
            for (left, blocker) in route.blockers.iter().enumerate() {
                let Some((after, decision)) = texts.lifted(&route, Some(left)) else { continue };
                prop_assert_eq!(&after.blockers, &vec![*blocker], "{:?}", route);
                // What blocks every route refuses, whichever other route may be open.
                if !matches!(blocker, Blocker::OnPath(_)) {
                    prop_assert_ne!(decision, Decision::Allowed, "{:?} {:?}", route, blocker);
                }
            }
        }
    }

    #[test]
    fn without_a_kind_of_policy_is_what_the_texts_without_it_come_to(texts in texts()) {
        let evaluation = texts.first();
        let mut without = texts.clone();
        without.endpoint = None;
        prop_assert_eq!(evaluation.without(PolicyKind::VpcEndpointPolicy).decision(), without.first().decision());
        let mut without = texts.clone();
        without.service_control.clear();
        prop_assert_eq!(evaluation.without(PolicyKind::ServiceControlPolicy).decision(), without.first().decision());
        let mut without = texts.clone();
        without.resource_control.clear();
        prop_assert_eq!(evaluation.without(PolicyKind::ResourceControlPolicy).decision(), without.first().decision());
        let mut without = texts.clone();
        without.session.clear();
        prop_assert_eq!(evaluation.without(PolicyKind::SessionPolicy).decision(), without.first().decision());
        let mut without = texts.clone();
        without.boundary = None;
        prop_assert_eq!(evaluation.without(PolicyKind::PermissionsBoundary).decision(), without.first().decision());
    }

    #[test]
    fn near_misses_come_in_their_order_and_only_where_the_call_is_refused(texts in texts()) {
        let evaluation = texts.first();
        let near = evaluation.near_misses();
        prop_assert!(near.is_empty() || evaluation.decision() != Decision::Allowed);
        prop_assert!(near.is_sorted_by_key(|miss| (miss.fixed, miss.lacks)));
        for miss in near {
            prop_assert_ne!(miss.lacks, Lacks::Conditions(0), "{:?} lacks something", miss);
            let statement = matches!(miss.place, Evidence::Statement(..));
            prop_assert!(statement || evaluation.paths().iter().any(|path| path.path == Path::Grant));
        }
    }
}
