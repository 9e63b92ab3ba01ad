//! Decides without a tree: for suites, matrices, comparisons, where only the decision matters.
//!
//! Asks the same statements and grants and hands the same [`LayerAnswers`] to the same conclusion as the tree does, but
//! stops at the first Deny. A law tests that the two agree.

use kms_policy::PolicyKind;

use crate::applicable::{ApplicablePolicies, grants_in_question, identity_policies, levels, listed};
use crate::context::Subject;
use crate::decision::Decision;
use crate::decision::layers::{LayerAnswers, ReachSet};
use crate::evaluation::path::{IdentityAnswer, Limit};
use crate::evaluation::tree::Levels;
use crate::grant::GrantRequest;
use crate::relationship::{Relationship, Target};
use crate::request::AuthorizationRequest;
use crate::situation::PolicyPlace;
use crate::statement::{CompiledPolicy, PolicyAnswer};

/// The decision of one check.
pub(crate) fn decide(
    applicable: ApplicablePolicies<'_, '_>,
    subject: &Subject<'_>,
    request: &AuthorizationRequest,
) -> Decision {
    let relationship = Relationship::of(request, subject.operation);
    let mut gathered = Gathered::new(levels(applicable, &relationship));
    for (id, policy, left_out) in listed(applicable, &relationship, request) {
        if left_out.is_some() {
            continue;
        }
        if !policy.accepted {
            gathered.layers.refused = true;
            continue;
        }
        let answer = match applicable.compiled.policy(id) {
            Some(compiled) => compiled.decide(request),
            None => CompiledPolicy::new(policy.document, id.place.kind()).decide(request),
        };
        match answer {
            PolicyAnswer::Denies => return Decision::ExplicitDeny,
            PolicyAnswer::Allows(reaches) => gathered.add(id.place, reaches),
        }
    }
    gathered.finish(applicable, &relationship, GrantRequest { subject, request }).decision(&relationship)
}

/// What the policies have said so far.
struct Gathered {
    layers: LayerAnswers,
    levels: Levels,
    identity_allows: bool,
    /// Whether a policy of each level of service control policies allows.
    service_control: Vec<bool>,
}

impl Gathered {
    fn new(levels: Levels) -> Self {
        Self {
            layers: LayerAnswers::default(),
            levels,
            identity_allows: false,
            service_control: vec![false; levels.service_control],
        }
    }

    /// Adds what one policy allows. A policy of a limiting kind that takes part limits, unless it allows.
    fn add(&mut self, place: PolicyPlace, reaches: ReachSet) {
        let allows = !reaches.is_empty();
        let level = place.level().unwrap_or_default();
        let limit = match place.kind() {
            PolicyKind::KeyPolicy => return self.layers.key_policy = reaches,
            PolicyKind::IdentityBased => return self.identity_allows |= allows,
            PolicyKind::ServiceControlPolicy => {
                self.service_control.iter_mut().skip(level).take(1).for_each(|level| *level |= allows);
                return;
            }
            // Beside them is RCPFullAWSAccess, which AWS attaches everywhere and nobody can detach (Organizations *RCPs*).
            PolicyKind::ResourceControlPolicy => return,
            PolicyKind::PermissionsBoundary => &mut self.layers.boundary,
            PolicyKind::SessionPolicy => &mut self.layers.session,
            PolicyKind::VpcEndpointPolicy => &mut self.layers.endpoint,
        };
        if allows {
            *limit = Limit::Allows;
        } else if *limit == Limit::Absent {
            *limit = Limit::DoesNotAllow;
        }
    }

    fn finish(
        mut self,
        applicable: ApplicablePolicies<'_, '_>,
        relationship: &Relationship,
        asked: GrantRequest<'_>,
    ) -> LayerAnswers {
        self.layers.resource_control = limit(self.levels.resource_control, true);
        let each_allows = self.service_control.iter().all(|allows| *allows);
        self.layers.service_control = limit(self.levels.service_control, each_allows);
        self.layers.identity =
            IdentityAnswer::of(relationship, identity_policies(applicable), self.identity_allows);
        for grant in grants_in_question(applicable, relationship, asked) {
            match (relationship.target, grant.reach()) {
                (Target::Grant, _) => self.layers.retire.add(&grant),
                (_, Some(reach)) => self.layers.grants.insert(reach),
                (_, None) => {}
            }
        }
        self.layers
    }
}

const fn limit(levels: usize, each_allows: bool) -> Limit {
    match (levels, each_allows) {
        (0, _) => Limit::Absent,
        (_, true) => Limit::Allows,
        (_, false) => Limit::DoesNotAllow,
    }
}
