//! One condition of a statement: an operator, a key and its values, with what AWS says of the key.

use kms_catalog::{Cardinality, ConditionKey, Operation};
use kms_policy::{
    BaseOperator, ConditionBlock, ConditionEntry, ConditionOperator, ConditionValue, SetOperator, Spanned,
};

use crate::call::Ways;

/// A condition whose operator AWS has.
#[derive(Clone, Copy)]
pub(crate) struct ConditionView<'a> {
    pub(crate) block: &'a ConditionBlock,
    pub(crate) operator: ConditionOperator,
    pub(crate) entry: &'a ConditionEntry,
    /// What the catalogue has of the key.
    pub(crate) key: Option<&'static ConditionKey>,
}

impl<'a> ConditionView<'a> {
    /// The key as it is written.
    pub(crate) fn name(&self) -> &'a str {
        &self.entry.key.value
    }

    /// The values, as far as rules look at them.
    pub(crate) fn values(&self) -> impl Iterator<Item = &'a Spanned<ConditionValue>> + use<'a> {
        const MOST: usize = 300;
        self.entry.values.iter().take(MOST)
    }

    pub(crate) fn is(&self, key: &str) -> bool {
        self.name().eq_ignore_ascii_case(key)
    }

    /// Whether the condition is false for every request that lacks the key.
    pub(crate) fn needs_key(&self) -> bool {
        let ConditionOperator { set, base, if_exists } = self.operator;
        match (base, set) {
            _ if self.entry.values.is_empty() => false,
            (BaseOperator::Null, _) => self.all_values_are("false"),
            (_, Some(SetOperator::ForAllValues)) => false,
            // With ForAnyValue even a negated operator needs a value to look at.
            (_, Some(SetOperator::ForAnyValue)) => !if_exists,
            (base, None) => !if_exists && !base.is_negated(),
        }
    }

    /// Whether the condition is true for every request that lacks the key.
    pub(crate) fn holds_without_key(&self) -> bool {
        let ConditionOperator { set, base, if_exists } = self.operator;
        match base {
            _ if self.entry.values.is_empty() => false,
            BaseOperator::Null => self.all_values_are("true"),
            base => {
                if_exists || set == Some(SetOperator::ForAllValues) || (base.is_negated() && set.is_none())
            }
        }
    }

    /// Whether it is a test for presence or absence alone.
    pub(crate) fn is_null(&self) -> bool {
        self.operator.base == BaseOperator::Null
    }

    pub(crate) fn all_values_are(&self, text: &str) -> bool {
        !self.entry.values.is_empty()
            && self.entry.values.iter().all(|value| value.value.text.eq_ignore_ascii_case(text))
    }

    /// Whether the key's presence depends on the operation: a key of KMS, or a global one that the catalogue lists with
    /// operations.
    pub(crate) fn depends_on_operation(&self) -> bool {
        self.key.is_some_and(|key| {
            key.is_kms()
                || Operation::all()
                    .iter()
                    .any(|operation| operation.condition_keys().any(|used| used.key == key.name))
        })
    }

    /// Whether requests of an operation can carry the key.
    pub(crate) fn can_come_with(&self, operation: &Operation) -> bool {
        !self.depends_on_operation()
            || operation.condition_key(self.name()).is_some()
            || operation
                .condition_keys_alias_half
                .iter()
                .any(|used| self.key.is_some_and(|key| key.name == used.key))
    }

    /// The ways by which calls can satisfy the condition.
    pub(crate) fn ways(&self) -> Ways {
        let Some(key) = self.key else { return Ways::ALL };
        let ways = if self.needs_key() { Ways::carrying(key.carried) } else { Ways::ALL };
        // Two keys tell by their value which way a call came, and every call has them.
        let by_value = |when_true: Ways| match () {
            () if self.operator.base != BaseOperator::Bool || self.operator.set.is_some() => Ways::ALL,
            () if self.all_values_are("true") => when_true,
            () if self.all_values_are("false") => when_true.not(),
            () => Ways::ALL,
        };
        ways.and(match key.name {
            "aws:PrincipalIsAWSService" => by_value(Ways::SERVICES),
            "aws:ViaAWSService" => by_value(Ways::FORWARDED),
            _ => Ways::ALL,
        })
    }

    pub(crate) fn is_multivalued(&self) -> bool {
        self.key.is_some_and(|key| key.cardinality == Cardinality::Multi)
    }

    /// Whether it compares strings for equality with no wildcards and no negation, so that its values are the only ones.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(self.operator.base, BaseOperator::StringEquals | BaseOperator::StringEqualsIgnoreCase)
    }

    /// Whether it compares with patterns of `*` and `?`.
    pub(crate) fn takes_wildcards(&self) -> bool {
        use kms_policy::Comparison;
        matches!(self.operator.base.comparison(), Comparison::Like | Comparison::ArnMatch)
    }

    /// The operator with another base, as it is written.
    pub(crate) fn operator_with(&self, base: BaseOperator) -> String {
        ConditionOperator { base, ..self.operator }.to_string()
    }
}
