//! Whether a condition holds: one condition key under one operator.
//!
//! Knows how operators, set operators, `IfExists` and absent keys make the answer; how one value is compared is
//! told in [`operand`]. The answer is found by one function, with or without a tree.
//! IAM User Guide, *Conditions with multiple context keys or values*
//! (reference_policies_condition-logic-multiple-context-keys-or-values.html), *Single-valued vs. multivalued context
//! keys* (reference_policies_condition-single-vs-multi-valued-context-keys.html).

mod address;
pub(crate) mod date;
mod number;
mod operand;
mod trace;

use kms_catalog::names::keys;
use kms_catalog::{Cardinality, ConditionKey};
use kms_policy::{
    BaseOperator, ConditionBlock, ConditionElement, ConditionEntry, ConditionOperator, PolicyKind,
    PolicyVersion, SetOperator,
};

use crate::context::{Absence, ContextValues, KeyName};
use crate::evaluation::reason::ConditionReason;
use crate::evaluation::{Reason, names_caller};
use crate::request::AuthorizationRequest;
use operand::{Operand, Subject};

/// One condition key under one operator, its values read once for many requests.
#[derive(Clone, Debug)]
pub struct CompiledCondition<'d> {
    block: usize,
    entry: usize,
    written: &'d ConditionEntry,
    block_written: &'d ConditionBlock,
    name: KeyName<'d>,
    operator: Option<ConditionOperator>,
    /// What the catalogue says; none for a key that it does not know.
    cardinality: Option<Cardinality>,
    is_principal_arn: bool,
    version: PolicyVersion,
    /// KMS refuses some keys in a key policy; there they are taken to be absent.
    permitted: bool,
    /// A `kms:` key in a key policy that KMS does not define.
    undefined: bool,
    operands: Vec<Operand<'d>>,
    /// Whether any of them has policy variables to replace.
    varies: bool,
}

/// A request's values of a condition key, as far as this condition sees them.
enum Seen<'r> {
    /// One value, or several under a set operator.
    Values(&'r [String]),
    /// No value: the key is there, and empty.
    Empty,
    /// The key is not there.
    Absent,
    /// Several values, or a key that may have several, and no set operator.
    Unquantified,
}

/// What comparing one value of the request with all values of the policy gives.
struct Comparison {
    /// The first value of the policy that matches.
    matched_by: Option<usize>,
    /// Whether the request's value, or one of the policy's, is not of the operator's type.
    malformed: bool,
}

/// All conditions of a statement, in the order of the text.
pub(crate) fn compile(
    element: &ConditionElement,
    kind: PolicyKind,
    version: PolicyVersion,
) -> impl Iterator<Item = CompiledCondition<'_>> {
    element.blocks.iter().enumerate().flat_map(move |(block, written)| {
        (written.entries.iter().enumerate())
            .map(move |(entry, key)| CompiledCondition::new((block, written), (entry, key), kind, version))
    })
}

impl<'d> CompiledCondition<'d> {
    fn new(
        (block, block_written): (usize, &'d ConditionBlock),
        (entry, written): (usize, &'d ConditionEntry),
        kind: PolicyKind,
        version: PolicyVersion,
    ) -> Self {
        let operator = block_written.operator;
        let read = |base: BaseOperator| {
            written.values.iter().map(|value| Operand::new(base, &value.value.text, version)).collect()
        };
        let operands: Vec<_> = operator.map(|operator| read(operator.base)).unwrap_or_default();
        let name = written.key.value.as_str();
        let known = ConditionKey::find(name);
        let in_key_policy = kind == PolicyKind::KeyPolicy;
        let permitted = !in_key_policy || ConditionKey::is_permitted_in_key_policy(name);
        let of_kms = name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("kms:"));
        Self {
            block,
            entry,
            written,
            block_written,
            name: KeyName::new(name),
            operator,
            cardinality: known.map(|key| key.cardinality),
            version,
            is_principal_arn: name.eq_ignore_ascii_case(keys::PRINCIPAL_ARN),
            permitted,
            undefined: in_key_policy && permitted && of_kms && known.is_none(),
            varies: operands.iter().any(Operand::has_variables),
            operands,
        }
    }

    /// Whether the condition names the caller by `aws:PrincipalArn`, holding for this reason.
    pub(crate) fn names_caller(&self, reason: ConditionReason) -> bool {
        self.is_principal_arn && self.operator.is_some_and(|operator| names_caller(operator, reason))
    }

    /// Whether the condition holds.
    pub fn holds(&self, request: &AuthorizationRequest) -> bool {
        self.reason(request).is_match()
    }

    /// Why the condition holds, or does not.
    pub(crate) fn reason(&self, request: &AuthorizationRequest) -> ConditionReason {
        let found = request.context.find(self.name).map(|entry| &entry.values);
        let resolved = found.and_then(|_| self.resolved(request));
        self.reason_of(found, resolved.as_deref().unwrap_or(&self.operands))
    }

    /// Whether the condition holds for these values of its key; with none the request does not carry it. Policy variables
    /// are left as they are.
    pub fn holds_for(&self, values: Option<&ContextValues>) -> bool {
        self.reason_of(values, &self.operands).is_match()
    }

    fn reason_of(&self, found: Option<&ContextValues>, operands: &[Operand<'_>]) -> ConditionReason {
        let Some(operator) = self.operator else { return ConditionReason::UnknownOperator };
        let seen = self.see_values(operator, found);
        if operator.base == BaseOperator::Null {
            return self.null(matches!(seen, Seen::Empty | Seen::Absent));
        }
        match seen {
            Seen::Absent | Seen::Empty => absent(operator),
            Seen::Unquantified => ConditionReason::MultivaluedWithoutSetOperator,
            Seen::Values(values) => compare(operator, values, operands),
        }
    }

    /// The values of the request, as this operator sees them.
    fn see<'r>(&self, operator: ConditionOperator, request: &'r AuthorizationRequest) -> Seen<'r> {
        self.see_values(operator, request.context.find(self.name).map(|entry| &entry.values))
    }

    fn see_values<'r>(&self, operator: ConditionOperator, found: Option<&'r ContextValues>) -> Seen<'r> {
        let Some(found) = found.filter(|_| self.permitted) else { return Seen::Absent };
        let values = found.as_slice();
        // A set of nothing but empty strings counts as empty under a set operator.
        let empty = match operator.set {
            Some(_) => values.iter().all(String::is_empty),
            None => values.is_empty(),
        };
        if empty {
            return Seen::Empty;
        }
        let several = match found {
            ContextValues::Many(values) if values.len() > 1 => true,
            ContextValues::Many(_) => self.cardinality != Some(Cardinality::Single),
            ContextValues::One(_) => self.cardinality == Some(Cardinality::Multi),
        };
        let quantified = operator.set.is_some() || operator.base == BaseOperator::Null;
        if several && !quantified { Seen::Unquantified } else { Seen::Values(values) }
    }

    /// Why the request does not carry the key, as far as this condition sees it.
    fn absence(&self, request: &AuthorizationRequest) -> Absence {
        if !self.permitted {
            return Absence::NotPermittedInKeyPolicy;
        }
        request.context.absence(self.name.text)
    }

    fn null(&self, absent: bool) -> ConditionReason {
        let demands = || self.operands.iter().filter_map(Operand::demands_absence);
        match (demands().any(|demanded| demanded == absent), absent) {
            (true, true) => ConditionReason::AbsentAsDemanded,
            (true, false) => ConditionReason::PresentAsDemanded,
            (false, _) if demands().next().is_none() => ConditionReason::NullDemandsNothing,
            (false, true) => ConditionReason::AbsentAgainstDemand,
            (false, false) => ConditionReason::PresentAgainstDemand,
        }
    }

    /// The operands with their policy variables replaced; none where there is nothing to replace.
    fn resolved(&self, request: &AuthorizationRequest) -> Option<Vec<Operand<'d>>> {
        self.varies.then(|| self.operands.iter().map(|operand| operand.resolve(request)).collect())
    }
}

/// The answer of an absent or empty key.
fn absent(operator: ConditionOperator) -> ConditionReason {
    match operator.set {
        _ if operator.if_exists => ConditionReason::AbsentIfExists,
        Some(SetOperator::ForAllValues) => ConditionReason::AbsentForAllValues,
        Some(SetOperator::ForAnyValue) => ConditionReason::AbsentForAnyValue,
        None if operator.base.is_negated() => ConditionReason::AbsentNegated,
        None => ConditionReason::Absent,
    }
}

/// The answer of a key with values.
fn compare(operator: ConditionOperator, values: &[String], operands: &[Operand<'_>]) -> ConditionReason {
    let negated = operator.base.is_negated();
    let compared = |value: &String| compare_one(operator.base, value, operands);
    // One value of the request is well when it matches or, negated, when it surely does not.
    let well = |found: &Comparison| match found.matched_by {
        Some(_) => !negated,
        None => negated && !found.malformed,
    };
    match operator.set {
        None => {
            let Some(value) = values.first() else { return absent(operator) };
            match (compared(value), negated) {
                (Comparison { matched_by: Some(_), .. }, false) => ConditionReason::ValueMatches,
                (Comparison { matched_by: Some(_), .. }, true) => ConditionReason::NegatedValueMatches,
                (_, false) => ConditionReason::NoValueMatches,
                (Comparison { malformed: true, .. }, true) => ConditionReason::NegatedMalformedValue,
                (_, true) => ConditionReason::NegatedNoValueMatches,
            }
        }
        // AWS on an empty list: met only by an absent key (EMPTY_ARRAY_CONDITION_FORALLVALUES).
        Some(SetOperator::ForAllValues) if operands.is_empty() => ConditionReason::NotAllValuesMatch(0),
        Some(SetOperator::ForAllValues) => {
            let ill = values.iter().map(compared).enumerate().find(|(_, found)| !well(found));
            match ill {
                None => ConditionReason::AllValuesMatch,
                Some((_, Comparison { matched_by: None, malformed: true })) if negated => {
                    ConditionReason::NegatedMalformedValue
                }
                Some((index, _)) => ConditionReason::NotAllValuesMatch(index),
            }
        }
        // AWS on an empty list: never met (EMPTY_ARRAY_CONDITION_FORANYVALUE).
        Some(SetOperator::ForAnyValue) if operands.is_empty() => ConditionReason::NoneOfValuesMatches,
        Some(SetOperator::ForAnyValue) => {
            let mut malformed = false;
            for (index, value) in values.iter().enumerate() {
                let found = compared(value);
                if well(&found) {
                    return ConditionReason::AnyValueMatches(index);
                }
                malformed |= found.malformed && found.matched_by.is_none();
            }
            match malformed && negated {
                true => ConditionReason::NegatedMalformedValue,
                false => ConditionReason::NoneOfValuesMatches,
            }
        }
    }
}

fn compare_one(base: BaseOperator, value: &str, operands: &[Operand<'_>]) -> Comparison {
    let subject = Subject::read(base, value);
    let matched_by = operands.iter().position(|operand| operand.matches(base, &subject));
    let malformed = || subject.is_malformed() || operands.iter().any(Operand::is_malformed);
    Comparison { malformed: matched_by.is_none() && malformed(), matched_by }
}

#[cfg(test)]
mod tests;
