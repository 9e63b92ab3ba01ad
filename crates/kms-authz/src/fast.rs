//! Decides without a tree: for suites, matrices, comparisons, where only the decision matters.
//!
//! Asks the same statements and grants and hands the same [`Signals`] to the same conclusion as the tree does, but
//! stops at the first Deny. A law tests that the two agree.

use kms_policy::{Effect, PolicyKind};

use crate::assemble::{Parts, grants_in_question, identity_policies, levels, listed};
use crate::context::Subject;
use crate::grant::GrantRequest;
use crate::signals::Signals;
use crate::{
    AuthorizationRequest, CompiledPolicy, Decision, IdentityAnswer, Levels, Limit, Standing, Target,
};

/// The decision of one check.
pub(crate) fn decide(parts: Parts<'_>, subject: &Subject<'_>, request: &AuthorizationRequest) -> Decision {
    let standing = Standing::of(request, subject.operation);
    let mut gathered = Gathered::new(levels(parts, &standing));
    for (id, policy, left_out) in listed(parts, &standing, request) {
        if left_out.is_some() {
            continue;
        }
        let compiled_here;
        let compiled = match parts.compiled.policy(id) {
            Some(compiled) => compiled,
            None => {
                compiled_here = CompiledPolicy::new(policy.document, id.place.kind());
                &compiled_here
            }
        };
        gathered.begin(id.place.kind());
        gathered.signals.refused |= !policy.accepted;
        for statement in compiled.statements() {
            let level = id.place.level().unwrap_or_default();
            gathered.note_allow(id.place.kind(), level, statement.effect());
            let Some(reach) = statement.applies(request) else { continue };
            match statement.effect() {
                Some(Effect::Deny) if policy.accepted => return Decision::ExplicitDeny,
                Some(Effect::Allow) => gathered.allow(id.place.kind(), level, reach),
                Some(Effect::Deny) | None => {}
            }
        }
    }
    gathered.finish(parts, &standing, GrantRequest { subject, request }).decision(&standing)
}

/// What the policies have said so far.
struct Gathered {
    signals: Signals,
    levels: Levels,
    identity_allows: bool,
    resource_control: Vec<Level>,
    service_control: Vec<Level>,
}

/// What the policies of one level of an organization have said so far.
#[derive(Clone, Copy, Default)]
struct Level {
    allows: bool,
    has_allow: bool,
}

impl Gathered {
    fn new(levels: Levels) -> Self {
        Self {
            signals: Signals::default(),
            levels,
            identity_allows: false,
            resource_control: vec![Level::default(); levels.resource_control],
            service_control: vec![Level::default(); levels.service_control],
        }
    }

    /// A policy of a limiting kind takes part: unless it allows, it does not.
    fn begin(&mut self, kind: PolicyKind) {
        let limit = match kind {
            PolicyKind::PermissionsBoundary => &mut self.signals.boundary,
            PolicyKind::SessionPolicy => &mut self.signals.session,
            PolicyKind::VpcEndpointPolicy => &mut self.signals.endpoint,
            _ => return,
        };
        if *limit == Limit::Absent {
            *limit = Limit::DoesNotAllow;
        }
    }

    fn note_allow(&mut self, kind: PolicyKind, level: usize, effect: Option<Effect>) {
        if effect == Some(Effect::Allow)
            && let Some(level) = self.level(kind, level)
        {
            level.has_allow = true;
        }
    }

    fn level(&mut self, kind: PolicyKind, level: usize) -> Option<&mut Level> {
        match kind {
            PolicyKind::ResourceControlPolicy => self.resource_control.get_mut(level),
            PolicyKind::ServiceControlPolicy => self.service_control.get_mut(level),
            _ => None,
        }
    }

    fn allow(&mut self, kind: PolicyKind, level: usize, reach: crate::Reach) {
        match kind {
            PolicyKind::KeyPolicy => self.signals.key_policy.insert(reach),
            PolicyKind::IdentityBased => self.identity_allows = true,
            PolicyKind::PermissionsBoundary => self.signals.boundary = Limit::Allows,
            PolicyKind::SessionPolicy => self.signals.session = Limit::Allows,
            PolicyKind::VpcEndpointPolicy => self.signals.endpoint = Limit::Allows,
            PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy => {
                if let Some(level) = self.level(kind, level) {
                    level.allows = true;
                }
            }
        }
    }

    fn finish(mut self, parts: Parts<'_>, standing: &Standing, asked: GrantRequest<'_>) -> Signals {
        self.signals.resource_control =
            limit(self.levels.resource_control, &self.resource_control, |level| {
                level.allows || !level.has_allow
            });
        self.signals.service_control =
            limit(self.levels.service_control, &self.service_control, |level| level.allows);
        self.signals.identity = IdentityAnswer::of(standing, identity_policies(parts), self.identity_allows);
        for grant in grants_in_question(parts, standing, asked) {
            match (standing.target, grant.reach()) {
                (Target::Grant, _) => self.signals.retire.add(&grant),
                (_, Some(reach)) => self.signals.grants.insert(reach),
                (_, None) => {}
            }
        }
        self.signals
    }
}

fn limit(count: usize, levels: &[Level], allows: impl Fn(&Level) -> bool) -> Limit {
    match count {
        0 => Limit::Absent,
        _ if levels.iter().all(allows) => Limit::Allows,
        _ => Limit::DoesNotAllow,
    }
}
