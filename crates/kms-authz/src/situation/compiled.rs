//! A situation whose policies have been read once, for any number of calls.

use crate::situation::{KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, Situation, WrittenPolicy};
use crate::statement::CompiledPolicy;

/// A situation, ready to be asked.
#[derive(Debug)]
pub struct CompiledSituation<'a> {
    situation: &'a Situation<'a>,
    /// Ordered by id.
    policies: Vec<(PolicyId, CompiledPolicy<'a>)>,
}

impl<'a> CompiledSituation<'a> {
    /// Prepares the policies of a situation for the calls to come.
    pub fn new(situation: &'a Situation<'a>) -> Self {
        let mut policies: Vec<_> = written(situation)
            .into_iter()
            .map(|(id, policy)| (id, CompiledPolicy::new(policy.document, id.place.kind())))
            .collect();
        kms_policy::sort_by(&mut policies, |(left, _), (right, _)| left.cmp(right));
        Self { situation, policies }
    }

    /// The situation itself.
    pub const fn situation(&self) -> &'a Situation<'a> {
        self.situation
    }

    /// The policy of this id.
    pub(crate) fn policy(&self, id: PolicyId) -> Option<&CompiledPolicy<'a>> {
        let at = self.policies.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.policies.get(at).map(|(_, policy)| policy)
    }
}

/// Every policy that a situation holds, by its place.
fn written<'a>(situation: &'a Situation<'a>) -> Vec<(PolicyId, WrittenPolicy<'a>)> {
    let mut all = of_key(PolicyHolder::Situation, &situation.key);
    for (index, key) in situation.other_keys.iter().enumerate() {
        all.extend(of_key(PolicyHolder::OtherKey(index), key));
    }
    all.extend(situation.policies.listed(PolicyHolder::Situation));
    for (index, (_, policies)) in situation.callers.iter().enumerate() {
        all.extend(policies.listed(PolicyHolder::Caller(index)));
    }
    if let Some(policy) = situation.vpc_endpoint_policy {
        all.push((PolicyId { holder: PolicyHolder::Situation, place: PolicyPlace::VpcEndpoint }, policy));
    }
    all
}

fn of_key<'a>(holder: PolicyHolder, key: &KeyInPlace<'a>) -> Vec<(PolicyId, WrittenPolicy<'a>)> {
    let own = (PolicyId { holder, place: PolicyPlace::KeyPolicy }, key.policy);
    std::iter::once(own).chain(key.resource_controls(holder)).collect()
}
