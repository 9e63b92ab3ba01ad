//! A condition as a node of the tree: its answer, every value with its reason, and what AWS leaves open.

use kms_catalog::names::keys;
use kms_policy::{
    BaseOperator, ConditionOperator, OperatorFamily, PolicyVersion, Principal, SetOperator, Template,
};

use super::date::{DateForm, Instant};
use super::number::Decimal;
use super::operand::{Operand, Subject, read_bool, takes_variables};
use super::{CompiledCondition, Seen, absent, compare};
use crate::context::{Certainty, RequestContext};
use crate::evaluation::reason::{ConditionReason, ValueReason};
use crate::evaluation::{ConditionMatch, Reason, RequestKey, ValueMatch};
use crate::request::{AuthorizationRequest, CallerKind};
use crate::statement::language_rule::LanguageRule;

/// The pair whose value is an object's ARN or, with an S3 Bucket Key, the bucket's.
const S3_CONTEXT_KEY: &str = "kms:EncryptionContext:aws:s3:arn";

impl CompiledCondition<'_> {
    /// The condition with all its values, compared whether or not one of them decided already.
    pub(crate) fn evaluate(&self, request: &AuthorizationRequest) -> ConditionMatch {
        let seen = self.operator.map(|operator| self.see(operator, request));
        let mut found = ConditionMatch {
            block: self.block,
            entry: self.entry,
            operator: self.operator,
            operator_span: self.block_written.operator_text.span,
            key_span: self.written.key.span,
            is_principal_arn: self.is_principal_arn,
            same_otherwise: self.same_otherwise(request),
            span: self.written.span,
            request: seen.as_ref().map_or(RequestKey::Present, |seen| self.request_key(seen, request)),
            certainty: request
                .context
                .get(&self.written.key.value)
                .map_or(Certainty::Documented, |key| key.certainty),
            reason: self.reason(request),
            values: Vec::new(),
            request_values: Vec::new(),
            assumptions: Vec::new(),
        };
        let (Some(operator), Some(seen)) = (self.operator, seen) else {
            found.values = self.leaves(&request.context, |_| ValueReason::OperatorUnknown);
            return found;
        };
        let resolved = self.resolved(request);
        let operands = resolved.as_deref().unwrap_or(&self.operands);
        let base = operator.base;
        let subjects: Vec<_> = match &seen {
            Seen::Values(values) if base != BaseOperator::Null => {
                values.iter().map(|value| Subject::read(base, value)).collect()
            }
            _ => Vec::new(),
        };
        found.request_values = (subjects.iter())
            .map(|subject| operands.iter().position(|operand| operand.matches(base, subject)))
            .collect();
        let key = found.request;
        found.values = self.leaves(&request.context, |index| match (operands.get(index), key) {
            (None, _) => ValueReason::OperatorUnknown,
            (Some(operand), _) if base == BaseOperator::Null => null_reason(operand, key),
            (Some(Operand::Malformed(_)), _) => self.nearest(base, index, operands, &[Subject::Text("")]),
            (_, RequestKey::Absent(absence)) => ValueReason::KeyAbsent(absence),
            (_, RequestKey::Empty) => ValueReason::KeyEmpty,
            (_, RequestKey::Present) if subjects.is_empty() => ValueReason::KeyMultivalued,
            _ => self.nearest(base, index, operands, &subjects),
        });
        found.assumptions = self.assumptions(operator, &seen, &found, &request.context);
        found
    }

    /// Whether the answer would be the same with another value of a key of which not everything is said.
    fn same_otherwise(&self, request: &AuthorizationRequest) -> bool {
        match request.caller.kind() {
            CallerKind::Service => {
                self.same_for_service(request) || self.same_with_or_without_bucket_key(request)
            }
            CallerKind::RoleSession if self.is_principal_arn => self.same_with_any_path(request),
            _ => self.same_with_or_without_bucket_key(request),
        }
    }

    /// Whether the answer is the same for the bucket's ARN and for an object's: which of them S3 sends depends on
    /// whether the bucket uses an S3 Bucket Key.
    fn same_with_or_without_bucket_key(&self, request: &AuthorizationRequest) -> bool {
        let key = &self.written.key.value;
        let (Some(operator), true) = (self.operator, key.eq_ignore_ascii_case(S3_CONTEXT_KEY)) else {
            return false;
        };
        let values = request.context.get(key).map(|entry| entry.values.as_slice());
        let Some([given]) = values else { return false };
        if operator.base == BaseOperator::Null {
            return true;
        }
        let other = match given.split_once('/') {
            Some((bucket, _)) => bucket.to_owned(),
            None => format!("{given}/some-object"),
        };
        let resolved = self.resolved(request);
        let operands = resolved.as_deref().unwrap_or(&self.operands);
        compare(operator, &[other], operands).is_match() == self.reason(request).is_match()
    }

    /// If AWS services carry `aws:PrincipalArn`, it is none of the listed IAM principals; `kms:CallerAccount` is then
    /// no customer's account. AWS says no more of them.
    fn same_for_service(&self, request: &AuthorizationRequest) -> bool {
        let literal = |text: &str| !text.contains(['*', '?', '$']);
        let mut values = self.written.values.iter().map(|value| value.value.text.as_str());
        let never = self.is_principal_arn && values.clone().all(names_iam_principals)
            || self.written.key.value.eq_ignore_ascii_case(keys::CALLER_ACCOUNT) && values.all(literal);
        never && matches!(self.reason(request), ConditionReason::Absent | ConditionReason::AbsentNegated)
    }

    /// Whether the answer is the same with the paths that the condition names, and with one that it does not.
    fn same_with_any_path(&self, request: &AuthorizationRequest) -> bool {
        let (Some(operator), Principal::AssumedRole { home, role, .. }) =
            (self.operator, &request.caller.principal)
        else {
            return false;
        };
        if operator.base == BaseOperator::Null {
            return true;
        }
        let resolved = self.resolved(request);
        let operands = resolved.as_deref().unwrap_or(&self.operands);
        let holds = self.reason(request).is_match();
        let same = |path: &str| {
            let arn = format!("arn:{}:iam::{}:role/{path}{role}", home.partition, home.account);
            compare(operator, &[arn], operands).is_match() == holds
        };
        let paths = self.written.values.iter().filter_map(|value| path_of_role(&value.value.text));
        paths.chain(["some-other-path/"]).all(same)
    }

    fn request_key(&self, seen: &Seen<'_>, request: &AuthorizationRequest) -> RequestKey {
        match seen {
            Seen::Values(_) | Seen::Unquantified => RequestKey::Present,
            Seen::Empty => RequestKey::Empty,
            Seen::Absent => RequestKey::Absent(self.absence(request)),
        }
    }

    /// A leaf for each value, with the reason that `reason` finds for the value of this index.
    fn leaves(
        &self,
        context: &RequestContext,
        reason: impl Fn(usize) -> ValueReason,
    ) -> Vec<ValueMatch<ValueReason>> {
        (self.written.values.iter().enumerate())
            .map(|(index, value)| ValueMatch {
                index,
                span: value.span,
                reason: reason(index),
                resolved: self.operands.get(index).and_then(|operand| operand.resolved_text(context)),
            })
            .collect()
    }

    /// The reason of one value: that of the first value of the request that it matches, else the most telling.
    fn nearest(
        &self,
        base: BaseOperator,
        index: usize,
        operands: &[Operand<'_>],
        subjects: &[Subject<'_>],
    ) -> ValueReason {
        let Some(operand) = operands.get(index) else { return ValueReason::OperatorUnknown };
        let mut nearest = None;
        for subject in subjects {
            let reason = operand.reason(base, subject);
            if reason.is_match() {
                return reason;
            }
            let telling = matches!(
                reason,
                ValueReason::DiffersInCase | ValueReason::DiffersInSpace | ValueReason::WildcardIsLiteral
            );
            if nearest.is_none() || telling {
                nearest = Some(reason);
            }
        }
        let text = self.written.values.get(index).map_or("", |value| value.value.text.as_str());
        match (text.contains("${"), takes_variables(base)) {
            (true, true) if self.version == PolicyVersion::V2008 => ValueReason::VariableNotInVersion,
            (true, true) if self.is_malformed_variable(base, text) => ValueReason::VariableMalformed,
            (true, false) => ValueReason::VariableNotUnderOperator,
            _ => nearest.unwrap_or(ValueReason::Different),
        }
    }

    /// Whether a `${` in the value begins no variable where it might.
    fn is_malformed_variable(&self, base: BaseOperator, text: &str) -> bool {
        takes_variables(base) && !Template::new(text, self.version).faults().is_empty()
    }

    /// What AWS leaves open and the answer rests on.
    fn assumptions(
        &self,
        operator: ConditionOperator,
        seen: &Seen<'_>,
        found: &ConditionMatch,
        context: &RequestContext,
    ) -> Vec<LanguageRule> {
        let base = operator.base;
        let mut all = Vec::new();
        if self.undefined {
            all.push(LanguageRule::UnknownKmsKey);
        }
        if !operator.is_canonical(&self.block_written.operator_text.value) {
            all.push(LanguageRule::OperatorNameCase);
        }
        if base == BaseOperator::Null && (operator.set.is_some() || operator.if_exists) {
            all.push(LanguageRule::NullWithModifier);
        }
        // AWS speaks of an empty list under set operators, and of no negated ones.
        let documented = operator.set.is_some() && !base.is_negated();
        let present = found.request == RequestKey::Present;
        if self.operands.is_empty() && !documented && (present || base == BaseOperator::Null) {
            all.push(LanguageRule::NoValues);
        }
        if matches!(found.reason, ConditionReason::AbsentIfExists)
            && operator.set == Some(SetOperator::ForAnyValue)
        {
            all.push(LanguageRule::ForAnyValueIfExists);
        }
        match found.reason {
            ConditionReason::MultivaluedWithoutSetOperator => {
                all.push(LanguageRule::MultivaluedWithoutSetOperator);
            }
            ConditionReason::NegatedMalformedValue => all.push(LanguageRule::MalformedValueNegated),
            _ => {}
        }
        let mut texts = self.written.values.iter().map(|value| value.value.text.as_str());
        if base == BaseOperator::Null {
            all.extend(texts.clone().filter_map(|text| of_form(base, text)));
        }
        if let Seen::Values(values) = seen {
            if operator.set.is_none()
                && values.iter().all(String::is_empty)
                && self.depends_on_empty(operator, found)
            {
                all.push(LanguageRule::EmptyStringIsPresent);
            }
            all.extend(self.operands.iter().flat_map(|operand| operand.assumptions(context)));
            if texts.clone().any(|text| self.is_malformed_variable(base, text)) {
                all.push(LanguageRule::VariableMalformed);
            }
            let request = values.iter().map(String::as_str);
            all.extend(texts.by_ref().chain(request).filter_map(|text| of_form(base, text)));
        }
        all.extend(found.values.iter().filter_map(|value| value.reason.assumption()));
        kms_policy::sort(&mut all);
        all.dedup();
        all
    }

    /// Whether the answer would differ, were an empty value an absent one.
    fn depends_on_empty(&self, operator: ConditionOperator, found: &ConditionMatch) -> bool {
        let as_absent = match operator.base {
            BaseOperator::Null => self.null(true),
            _ => absent(operator),
        };
        as_absent.is_match() != found.reason.is_match()
    }
}

/// The path in the pattern of a role's ARN, without the first slash.
fn path_of_role(pattern: &str) -> Option<&str> {
    let path = pattern.splitn(6, ':').nth(5)?.strip_prefix("role/")?;
    path.rfind('/').and_then(|end| path.get(..=end))
}

/// Whether a pattern matches ARNs of users, roles, sessions and root users alone.
fn names_iam_principals(pattern: &str) -> bool {
    const KINDS: [&str; 4] = ["user/", "role/", "assumed-role/", "federated-user/"];
    let resource = pattern.splitn(6, ':').nth(5);
    resource.is_some_and(|resource| resource == "root" || KINDS.iter().any(|kind| resource.starts_with(kind)))
}

fn null_reason(operand: &Operand<'_>, request: RequestKey) -> ValueReason {
    let absent = request != RequestKey::Present;
    match operand {
        Operand::Absence(demanded) if *demanded == absent => ValueReason::AsDemanded,
        Operand::Malformed(kind) => ValueReason::Malformed(*kind),
        _ => ValueReason::NotAsDemanded,
    }
}

/// What the form of a value leaves open.
fn of_form(base: BaseOperator, text: &str) -> Option<LanguageRule> {
    match base.family() {
        OperatorFamily::Numeric => Decimal::has_exponent(text).then_some(LanguageRule::NumberWithExponent),
        OperatorFamily::Bool | OperatorFamily::Null => {
            let is_canonical = matches!(text, "true" | "false");
            (!is_canonical && read_bool(text).is_some()).then_some(LanguageRule::BooleanCase)
        }
        OperatorFamily::Date => match Instant::read(text)?.1 {
            DateForm::Complete => None,
            DateForm::WithoutTime => Some(LanguageRule::DateIsMidnightUtc),
            DateForm::FourDigits => Some(LanguageRule::FourDigitsAreAYear),
        },
        _ => None,
    }
}
