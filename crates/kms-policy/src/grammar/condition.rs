//! `Condition`: operators, keys and values.
//!
//! IAM User Guide, *Condition* (reference_policies_elements_condition.html); KMS Developer Guide, *Condition
//! keys for AWS KMS* (conditions-kms.html) for what key policies do not take. Which keys exist is not known here.

use super::Grammar;
use super::names::NameCase;
use super::principal::without_hyphens;
use crate::case::{eq_ignore_case, starts_with_ignore_case};
use crate::error::{ErrorCode, PolicyError, quote};
use crate::json::{Member, Shape, Value};
use crate::{
    BaseOperator, ConditionBlock, ConditionElement, ConditionEntry, ConditionOperator, ConditionValue,
    PolicyKind, SetOperator, Spanned, ValueForm,
};

impl Grammar<'_> {
    pub(super) fn condition(&mut self, member: Member<'_>) -> ConditionElement {
        let mut blocks = Vec::new();
        match member.value.shape() {
            Shape::Object(object) => {
                let members = object.members().filter(|member| !member.goes_on());
                blocks.extend(members.map(|member| self.block(member)));
                self.keep_last(&mut blocks, NameCase::Ignored, |block| {
                    (&block.operator_text.value, block.operator_text.span)
                });
            }
            Shape::Missing => self.unread.push(member.value.span()),
            _ => self.wrong_type("Condition", "an object of operators", member.value),
        }
        ConditionElement { name: member.name_span(), span: member.value.span(), blocks }
    }

    fn block(&mut self, member: Member<'_>) -> ConditionBlock {
        let operator_text = Spanned::new(member.name().into_owned(), member.name_span());
        let operator = self.operator(&operator_text);
        let mut entries = Vec::new();
        match member.value.shape() {
            Shape::Object(object) => {
                let members = object.members().filter(|member| !member.goes_on());
                entries.extend(members.map(|member| self.entry(operator, member)));
                self.keep_last(&mut entries, NameCase::Ignored, |entry| (&entry.key.value, entry.key.span));
            }
            Shape::Missing => self.unread.push(member.value.span()),
            _ => self.wrong_type(&operator_text.value, "an object of condition keys", member.value),
        }
        ConditionBlock { operator_text, operator, span: member.value.span(), entries }
    }

    fn operator(&mut self, written: &Spanned<String>) -> Option<ConditionOperator> {
        let operator = ConditionOperator::parse(&written.value);
        if operator.is_some() {
            return operator;
        }
        let text = format!("{} is not a condition operator", quote(&written.value));
        let error = PolicyError::new(ErrorCode::UnknownOperator, written.span, text);
        if is_null_if_exists(&written.value) {
            let text = "`Null` does not take `IfExists`";
            self.error(ErrorCode::NullIfExists, written.span, text);
        } else if let Some(likely) = likely_operator(&written.value) {
            self.errors.push(error.help_with(format!("write `{likely}`")));
        } else {
            self.errors.push(error);
        }
        None
    }

    fn entry(&mut self, operator: Option<ConditionOperator>, member: Member<'_>) -> ConditionEntry {
        let key = Spanned::new(member.name().into_owned(), member.name_span());
        if self.kind == PolicyKind::KeyPolicy {
            self.key_policy_key(operator, &key);
        }
        let mut values = Vec::new();
        match member.value.shape() {
            Shape::Array(list) => values.extend(list.items().filter_map(|item| self.value(&key.value, item))),
            _ => values.extend(self.value(&key.value, member.value)),
        }
        if operator.is_some_and(|operator| operator.base == BaseOperator::Null) {
            self.null_values(&values);
        }
        self.account_values(&key.value, &values);
        ConditionEntry { key, span: member.value.span(), values }
    }

    fn value(&mut self, key: &str, value: Value<'_>) -> Option<Spanned<ConditionValue>> {
        let form = match value.shape() {
            Shape::String => ValueForm::String,
            Shape::Number => ValueForm::Number,
            Shape::Boolean => ValueForm::Boolean,
            Shape::Missing => {
                self.unread.push(value.span());
                return None;
            }
            Shape::Object(_) | Shape::Array(_) | Shape::Null => {
                self.wrong_type(key, "a string, a number or a boolean", value);
                return None;
            }
        };
        Some(Spanned::new(ConditionValue { text: value.text().into_owned(), form }, value.span()))
    }

    fn null_values(&mut self, values: &[Spanned<ConditionValue>]) {
        let is_boolean = |text: &str| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
        for value in values.iter().filter(|value| !is_boolean(&value.value.text)) {
            let text =
                format!("`Null` compares with `true` or `false`, not with {}", quote(&value.value.text));
            self.error(ErrorCode::InvalidNullValue, value.span, text);
        }
    }

    /// Account ids as the console prints them, which no request carries.
    fn account_values(&mut self, key: &str, values: &[Spanned<ConditionValue>]) {
        let is_account =
            key.len() >= 7 && key.get(key.len() - 7..).is_some_and(|end| eq_ignore_case(end, "account"));
        for value in values {
            let text = value.value.text.as_str();
            let Some(digits) = without_hyphens(text).filter(|_| is_account || text.starts_with("arn:"))
            else {
                continue;
            };
            let sentence = format!("{} has an account id with hyphens and matches nothing", quote(text));
            let error = PolicyError::new(ErrorCode::AccountWithHyphens, value.span, sentence);
            self.errors.push(error.help_with(format!("write the twelve digits without hyphens: `{digits}`")));
        }
    }

    /// What KMS does not take in a key policy.
    fn key_policy_key(&mut self, operator: Option<ConditionOperator>, key: &Spanned<String>) {
        if is_for_iam_policies_only(&key.value) {
            let text = format!("the condition key {} is not permitted in a key policy", quote(&key.value));
            self.error(ErrorCode::ConditionKeyNotPermitted, key.span, text);
        }
        let is_for_all = operator.is_some_and(|operator| operator.set == Some(SetOperator::ForAllValues));
        let is_sensitive = ["kms:EncryptionContext:", "aws:RequestTag/"]
            .iter()
            .any(|prefix| starts_with_ignore_case(&key.value, prefix));
        if is_for_all && is_sensitive {
            let text = format!("`ForAllValues` with {} is overly permissive", quote(&key.value));
            self.error(ErrorCode::OverlyPermissiveCondition, key.span, text);
        }
    }
}

/// KMS *Attribute-based access control*: tags and aliases of the key decide in IAM policies only.
fn is_for_iam_policies_only(key: &str) -> bool {
    let exact = ["aws:ResourceTag", "kms:ResourceTag", "kms:ResourceAliases"];
    let prefix = ["aws:ResourceTag/", "kms:ResourceTag/"];
    exact.iter().any(|name| eq_ignore_case(key, name))
        || prefix.iter().any(|prefix| starts_with_ignore_case(key, prefix))
}

fn is_null_if_exists(text: &str) -> bool {
    let base = text.rsplit_once(':').map_or(text, |(_, base)| base);
    base.eq_ignore_ascii_case("NullIfExists")
}

/// The operator that was meant by a common slip.
fn likely_operator(text: &str) -> Option<String> {
    let text = text.trim();
    let with_colon = |prefix: &str| {
        let base = text.get(prefix.len()..).filter(|_| starts_with_ignore_case(text, prefix))?;
        ConditionOperator::parse(&format!("{prefix}:{}", base.trim_start_matches([':', ' '])))
    };
    ConditionOperator::parse(text)
        .or_else(|| with_colon("ForAllValues"))
        .or_else(|| with_colon("ForAnyValue"))
        .or_else(|| ConditionOperator::parse(&format!("{text}s")))
        .or_else(|| ConditionOperator::parse(text.strip_suffix('s')?))
        .or_else(|| ConditionOperator::parse(&text.replacen("Boolean", "Bool", 1)))
        .or_else(|| ConditionOperator::parse(&text.replacen("Equal", "Equals", 1)))
        .or_else(|| ConditionOperator::parse(&text.replacen("NotEqual", "NotEquals", 1)))
        .map(|operator| operator.to_string())
}
