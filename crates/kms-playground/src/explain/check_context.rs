//! A check with what its sentences need: the policies that it looked at, and what to call them.

use kms_authz::{
    Absence, Check, ConditionPlace, Evidence, KeyPlace, PolicyEvaluation, PolicyHolder, PolicyId, Reach,
    RequestKey, Situation,
};
use kms_policy::{Effect, PolicyKind};

use super::{list, place};
use crate::policy::ReadPolicy;
use crate::report::{CheckReport, Detail};

/// A check with the policies that it looked at.
pub(crate) struct CheckContext<'a> {
    pub(crate) check: &'a Check,
    pub(crate) situation: &'a Situation<'a>,
    pub(crate) policies: &'a [ReadPolicy<'a>],
    /// The policy that the call would put in place.
    pub(crate) new_key_policy: Option<&'a ReadPolicy<'a>>,
    /// How much the report is to hold.
    pub(crate) detail: Detail,
}

/// A check with its report, which summaries are read from.
pub(crate) struct CheckWithReport<'a> {
    pub(crate) context: &'a CheckContext<'a>,
    pub(crate) report: &'a CheckReport,
}

impl<'a> CheckContext<'a> {
    pub(super) fn policy(&self, id: PolicyId) -> Option<&'a ReadPolicy<'a>> {
        if id.holder == kms_authz::PolicyHolder::Call {
            return self.new_key_policy;
        }
        let place = crate::scenario::PolicyId::of(id);
        self.policies.iter().find(|policy| policy.place == place)
    }

    /// The grant of this index on the key of the check.
    pub(super) fn grant(&self, index: usize) -> Option<&'a kms_authz::Grant> {
        self.situation.key_at(self.check.key?)?.grants.get(index)
    }

    /// The condition key that is tested there, as written.
    pub(super) fn tested_key(&self, place: ConditionPlace) -> &'a str {
        let statement = self.policy(place.policy).and_then(|policy| policy.statement(place.statement));
        let condition = statement.and_then(|statement| statement.condition.as_ref());
        let entry =
            condition.and_then(|condition| condition.blocks.get(place.block)?.entries.get(place.entry));
        entry.map_or("", |entry| entry.key.value.as_str())
    }

    /// What a policy is called in a sentence.
    pub(super) fn policy_name(&self, id: PolicyId) -> String {
        let name = place::policy_name(id, self.policy(id).map_or("", |policy| policy.name));
        match id.holder {
            PolicyHolder::OtherKey(index) if id.place.kind() == PolicyKind::KeyPolicy => {
                format!("{name} of {}", self.key_name(KeyPlace::Other(index)))
            }
            _ => name,
        }
    }

    /// What a key beside others is called: `key ID`, and a replica by its Region.
    pub(super) fn key_name(&self, place: KeyPlace) -> String {
        let Some(found) = self.situation.key_at(place) else { return "the key".to_owned() };
        let id = found.key.id();
        if place != KeyPlace::Key && id == self.situation.key.key.id() {
            return format!("the key in `{}`", found.key.arn.region());
        }
        format!("key `{id}`")
    }

    /// The key policy of the check, in a sentence.
    pub(super) fn key_policy_name(&self) -> String {
        let policy = self.check.evaluation.of_kind(PolicyKind::KeyPolicy).next();
        policy.map_or_else(|| "the key policy".to_owned(), |policy| self.policy_name(policy.id))
    }

    /// `statements 1 and 4 of the key policy and statement 2 of the identity policy …`.
    pub(super) fn evidence(&self, by: &[Evidence]) -> String {
        let mut places: Vec<String> = Vec::new();
        let mut seen: Vec<PolicyId> = Vec::new();
        for evidence in by {
            match evidence {
                Evidence::Statement(id, _) if seen.contains(id) => {}
                Evidence::Statement(id, _) => {
                    seen.push(*id);
                    places.push(place::statements(&self.policy_name(*id), &of_policy(by, *id)));
                }
                Evidence::Grant(index) => places.push(format!("grant {}", index + 1)),
            }
        }
        list(&places, "and")
    }

    /// `statement 3 of the key policy`, `grant 1`.
    pub(super) fn place(&self, evidence: &Evidence) -> String {
        match evidence {
            Evidence::Statement(policy, index) => place::statements(&self.policy_name(*policy), &[*index]),
            Evidence::Grant(index) => format!("grant {}", index + 1),
        }
    }

    /// The statements and grants on which the decision rests.
    pub(super) fn decisive(&self) -> Vec<Evidence> {
        let evaluation = &self.check.evaluation;
        match evaluation.decision() {
            kms_authz::Decision::Allowed => {
                let open = evaluation.paths().into_iter().find(|path| path.obstacles.is_empty());
                open.map(|path| path.by).unwrap_or_default()
            }
            kms_authz::Decision::ExplicitDeny => evaluation.denies(),
            _ => Vec::new(),
        }
    }

    /// That AWS would reject policies that apply, all or those of a kind, or that nobody has written the key policy;
    /// without a full stop.
    pub(super) fn refused(&self, kind: Option<PolicyKind>) -> String {
        let refused: Vec<PolicyId> = self
            .check
            .evaluation
            .refused()
            .filter(|id| kind.is_none_or(|kind| id.place.kind() == kind))
            .collect();
        if refused.iter().any(|id| self.policy(*id).is_some_and(ReadPolicy::is_missing)) {
            return "There is no key policy yet".to_owned();
        }
        let names: Vec<String> = refused.iter().map(|id| self.policy_name(*id)).collect();
        let was = if names.len() == 1 { "it was" } else { "they were" };
        format!("AWS would reject {}, so {was} not evaluated", list(&names, "and"))
    }

    /// The account that owns the key, or the resource.
    pub(super) fn key_account(&self) -> String {
        self.check.request.resource.arn().map(|arn| arn.account().to_owned()).unwrap_or_default()
    }

    pub(super) fn count_policies(&self, kind: PolicyKind) -> usize {
        self.check.evaluation.of_kind(kind).filter(|policy| policy.takes_part()).count()
    }

    pub(super) fn count_statements(&self, effect: Effect) -> usize {
        self.check.evaluation.policies.iter().map(|policy| statements_of(policy, effect)).sum()
    }

    pub(super) fn count_of(&self, kind: PolicyKind, effect: Effect) -> usize {
        self.check.evaluation.of_kind(kind).map(|policy| statements_of(policy, effect)).sum()
    }

    /// The most direct way in which an Allow of the key policy reaches the caller.
    pub(super) fn key_policy_reach(&self) -> Option<Reach> {
        let policies = self.check.evaluation.of_kind(PolicyKind::KeyPolicy);
        policies.flat_map(|policy| policy.applying(Effect::Allow)).map(|(_, reach)| reach).min()
    }

    /// Every condition on a key that the request lacks, in statements that take part.
    pub(super) fn absent_keys(&self) -> impl Iterator<Item = (&'a str, Absence)> {
        let policies = self.check.evaluation.policies.iter().filter(|policy| policy.takes_part());
        policies.flat_map(|policy| {
            let read = self.policy(policy.id);
            policy.statements.iter().flat_map(move |statement| {
                let written = read.and_then(|read| read.statement(statement.index));
                statement.conditions.iter().filter_map(move |condition| {
                    let RequestKey::Absent(reason) = condition.request else { return None };
                    let block = written?.condition.as_ref()?.blocks.get(condition.block)?;
                    Some((block.entries.get(condition.entry)?.key.value.as_str(), reason))
                })
            })
        })
    }
}

/// The indices of a policy's statements among the evidence.
fn of_policy(by: &[Evidence], wanted: PolicyId) -> Vec<usize> {
    let indices = by.iter().filter_map(|evidence| match evidence {
        Evidence::Statement(id, index) if *id == wanted => Some(*index),
        _ => None,
    });
    indices.collect()
}

fn statements_of(policy: &PolicyEvaluation, effect: Effect) -> usize {
    let takes_part = policy.takes_part();
    policy.statements.iter().filter(|statement| takes_part && statement.effect == Some(effect)).count()
}
