//! A situation whose policies have been read once, for any number of calls.

use crate::situation::{KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, Situation, WrittenPolicy};
use crate::statement::CompiledPolicy;

/// A policy, prepared here or by somebody else.
#[derive(Debug)]
enum Held<'a, 'p> {
    Own(CompiledPolicy<'p>),
    Given(&'a CompiledPolicy<'p>),
}

/// A situation, ready to be asked; its policies live as long as `'p`.
#[derive(Debug)]
pub struct CompiledSituation<'a, 'p> {
    situation: &'a Situation<'p>,
    /// Ordered by id.
    policies: Vec<(PolicyId, Held<'a, 'p>)>,
}

impl<'a, 'p> CompiledSituation<'a, 'p> {
    /// Prepares the policies of a situation for the calls to come.
    pub fn new(situation: &'a Situation<'p>) -> Self {
        Self::compile(situation, None)
    }

    /// The same where the key's own policy has been prepared already.
    pub fn with_key_policy(situation: &'a Situation<'p>, key_policy: &'a CompiledPolicy<'p>) -> Self {
        Self::compile(situation, Some(key_policy))
    }

    fn compile(situation: &'a Situation<'p>, key_policy: Option<&'a CompiledPolicy<'p>>) -> Self {
        let own = PolicyId { holder: PolicyHolder::Situation, place: PolicyPlace::KeyPolicy };
        let mut policies: Vec<_> = written(situation)
            .into_iter()
            .map(|(id, policy)| match key_policy.filter(|_| id == own) {
                Some(compiled) => (id, Held::Given(compiled)),
                None => (id, Held::Own(CompiledPolicy::new(policy.document, id.place.kind()))),
            })
            .collect();
        kms_policy::sort_by(&mut policies, |(left, _), (right, _)| left.cmp(right));
        Self { situation, policies }
    }

    /// The situation with none of its policies prepared: for what does not depend on them.
    pub(crate) const fn without_policies(situation: &'a Situation<'p>) -> Self {
        Self { situation, policies: Vec::new() }
    }

    /// The situation itself.
    pub const fn situation(&self) -> &'a Situation<'p> {
        self.situation
    }

    /// The policy of this id.
    pub(crate) fn policy(&self, id: PolicyId) -> Option<&CompiledPolicy<'p>> {
        let at = self.policies.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.policies.get(at).map(|(_, policy)| match policy {
            Held::Own(policy) => policy,
            Held::Given(policy) => policy,
        })
    }
}

/// Every policy that a situation holds, by its place.
fn written<'p>(situation: &Situation<'p>) -> Vec<(PolicyId, WrittenPolicy<'p>)> {
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

fn of_key<'p>(holder: PolicyHolder, key: &KeyInPlace<'p>) -> Vec<(PolicyId, WrittenPolicy<'p>)> {
    let own = (PolicyId { holder, place: PolicyPlace::KeyPolicy }, key.policy);
    std::iter::once(own).chain(key.resource_controls(holder)).collect()
}
