//! What came of one statement, element by element, in words.

use std::borrow::Cow;

use kms_authz::{
    ActionMatch, CallerKind, ConditionMatch, ElementMatch, MissingElement, NotAsked, Polarity,
    PrincipalMatch, PrincipalRule, Reach, Relation, ResourceMatch, StatementEvaluation, ValueMatch,
};
use kms_policy::{
    ActionElement, ConditionEntry, Effect, Elements, PolicyKind, PrincipalElement, ResourceElement, Span,
    Spanned, Statement,
};

use super::condition::Asked;
use super::{
    CheckContext, Sentence, action, caller, condition, deny, principal, resource, sentence, step, value,
};
use crate::policy::ReadPolicy;
use crate::report::codes::ReasonCode;
use crate::report::{
    Element, ElementOutcome, ElementReport, Reason, StatementOutcome, StatementReport, ValueReport,
};

/// The report of one statement that was evaluated; its elements hold their values only `in_full`.
pub(super) fn statement(
    context: &CheckContext<'_>,
    policy: &ReadPolicy<'_>,
    of: &StatementEvaluation,
    decided: bool,
    in_full: bool,
) -> StatementReport {
    let elements = StatementText { context, policy, of, written: policy.statement(of.index), in_full }.all();
    let (outcome, sentence) = match outcome(context, of, &elements) {
        (StatementOutcome::Applies | StatementOutcome::Delegates, _) if policy.parse.accepted().is_none() => {
            let text = "Every element matches, but AWS would reject the policy";
            (StatementOutcome::NotEvaluated, sentence(ReasonCode::PolicyRefused, text))
        }
        outcome => outcome,
    };
    StatementReport {
        policy: policy.id.clone(),
        index: of.index,
        outcome,
        decided,
        reason: Reason { code: Cow::Borrowed(sentence.code) },
        text: sentence.text,
        elements,
    }
}

/// The reports of the statements of a policy that takes no part.
pub(super) fn left_out(policy: &ReadPolicy<'_>, reason: NotAsked) -> Vec<StatementReport> {
    let sentence = step::not_asked(reason);
    let report = |index| StatementReport {
        policy: policy.id.clone(),
        index,
        outcome: StatementOutcome::NotEvaluated,
        decided: false,
        reason: Reason { code: Cow::Borrowed(sentence.code) },
        text: sentence.text.trim_end_matches('.').to_owned(),
        elements: Vec::new(),
    };
    (0..policy.parse.document.statements.len()).map(report).collect()
}

fn outcome(
    context: &CheckContext<'_>,
    of: &StatementEvaluation,
    elements: &[ElementReport],
) -> (StatementOutcome, Sentence) {
    use kms_authz::StatementOutcome as EngineOutcome;
    match of.outcome() {
        EngineOutcome::Applies(reach) => applies(context, of, elements, reach),
        EngineOutcome::DoesNotApply => (StatementOutcome::DoesNotApply, first_reason(elements)),
        EngineOutcome::CannotApply(missing) => (StatementOutcome::DoesNotApply, missing_element(missing)),
        EngineOutcome::NotEvaluated if of.effect.is_some() => (StatementOutcome::NotEvaluated, unreadable()),
        EngineOutcome::NotEvaluated => (
            StatementOutcome::NotEvaluated,
            sentence(ReasonCode::EffectUnreadable, "Has no `Effect` that can be read"),
        ),
    }
}

fn applies(
    context: &CheckContext<'_>,
    of: &StatementEvaluation,
    elements: &[ElementReport],
    reach: Reach,
) -> (StatementOutcome, Sentence) {
    let request = &context.check.request;
    let who = caller::short_name(&request.caller);
    let account = || request.caller.account().map(ToString::to_string).unwrap_or_default();
    let is_root = request.caller.kind() == CallerKind::RootUser;
    match (of.effect, reach) {
        (Some(Effect::Deny), _) => {
            let because = deny::because(elements).map_or_else(String::new, |because| format!(": {because}"));
            (
                StatementOutcome::Applies,
                sentence(ReasonCode::Denies, format!("Denies the call to {who}{because}")),
            )
        }
        (_, Reach::Account) if of.kind == PolicyKind::KeyPolicy && !is_root => {
            let text = format!("Delegates to IAM policies in account {}", account());
            (StatementOutcome::Delegates, sentence(ReasonCode::Delegates, text))
        }
        (_, _)
            if of.kind == PolicyKind::KeyPolicy
                && context.check.evaluation.relationship.relation == Relation::OtherAccount =>
        {
            let text =
                format!("Allows the call to {who}, if the policies of account {} allow it too", account());
            (StatementOutcome::Applies, sentence(ReasonCode::BothAccounts, text))
        }
        (_, Reach::NoPrincipal) => {
            (StatementOutcome::Applies, sentence(ReasonCode::Allows, format!("Allows the call to {who}")))
        }
        (_, reach) => {
            (StatementOutcome::Applies, sentence(reach_code(reach), format!("Allows the call to {who}")))
        }
    }
}

const fn reach_code(reach: Reach) -> ReasonCode {
    match reach {
        Reach::NoPrincipal => ReasonCode::Allows,
        Reach::Session => ReasonCode::Session,
        Reach::FederatedSession => ReasonCode::FederatedSession,
        Reach::User => ReasonCode::User,
        Reach::Service => ReasonCode::Service,
        Reach::EveryoneNamedByPrincipalArn => ReasonCode::EveryoneNamedByPrincipalArn,
        Reach::Everyone => ReasonCode::Everyone,
        Reach::Unlisted => ReasonCode::Unlisted,
        Reach::Role => ReasonCode::Role,
        Reach::UserOfFederatedSession => ReasonCode::UserOfFederatedSession,
        Reach::Account => ReasonCode::Account,
    }
}

/// The first element that does not match, and how many more there are.
fn first_reason(elements: &[ElementReport]) -> Sentence {
    let mut failing = elements.iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch);
    // The element that fails is shown as unreadable if a part of it is.
    let Some(first) = failing.next() else { return unreadable() };
    let code = match first.element {
        Element::Principal | Element::NotPrincipal => ReasonCode::Principal,
        Element::Action | Element::NotAction => ReasonCode::Action,
        Element::Resource | Element::NotResource => ReasonCode::Resource,
        _ => ReasonCode::Condition,
    };
    match failing.count() {
        0 => sentence(code, first.text.clone()),
        more => sentence(code, format!("{} (and {more} more)", first.text)),
    }
}

fn missing_element(missing: MissingElement) -> Sentence {
    match missing {
        MissingElement::Principal => {
            sentence(ReasonCode::NoPrincipal, "Has no `Principal`, and so never applies")
        }
        MissingElement::Action => sentence(ReasonCode::NoAction, "Has no `Action`, and so never applies"),
        MissingElement::Resource => {
            sentence(ReasonCode::NoResource, "Has no `Resource`, and so never applies")
        }
    }
}

/// Of a statement, and of the element in question.
fn unreadable() -> Sentence {
    sentence(ReasonCode::Unreadable, "Has a part that cannot be read")
}

/// What is needed to report the elements of one statement.
struct StatementText<'a> {
    context: &'a CheckContext<'a>,
    policy: &'a ReadPolicy<'a>,
    of: &'a StatementEvaluation,
    written: Option<&'a Statement>,
    /// Whether the values are told apart. Where nobody sees them they take most of the time.
    in_full: bool,
}

impl StatementText<'_> {
    fn all(&self) -> Vec<ElementReport> {
        let (of, mut all) = (self.of, Vec::new());
        all.extend(of.principal.iter().map(|element| self.principal(element)));
        all.extend(of.action.iter().map(|element| self.action(element)));
        all.extend(of.resource.iter().map(|element| self.resource(element)));
        all.extend(of.conditions.iter().map(|condition| self.condition(condition)));
        all.extend(self.lost_conditions());
        all
    }

    /// What stands in place of conditions and could not be read.
    fn lost_conditions(&self) -> impl Iterator<Item = ElementReport> {
        let condition = self.written.and_then(|statement| statement.condition.as_ref());
        let in_element = move |span: Span| {
            condition.is_some_and(|condition| covers(condition.name.cover(condition.span), span))
        };
        let in_entry = |span: Span| {
            let behind = self.of.conditions.partition_point(|one| one.key_span.start() <= span.start());
            let before = behind.checked_sub(1).and_then(|at| self.of.conditions.get(at));
            before.is_some_and(|entry| covers(entry.key_span.cover(entry.span), span))
        };
        let lost = self.of.unread.iter().copied().filter(move |span| in_element(*span) && !in_entry(*span));
        lost.map(|span| self.element(Element::Condition, false, unreadable(), span, Vec::new(), Vec::new()))
    }

    /// Whether something within could not be read.
    fn has_unread(&self, span: Span) -> bool {
        let from = self.of.unread.partition_point(|unread| unread.start() < span.start());
        self.of.unread.get(from).is_some_and(|unread| covers(span, *unread))
    }

    /// The values that are told apart.
    fn told<'v, R>(&self, values: &'v [ValueMatch<R>]) -> &'v [ValueMatch<R>] {
        if self.in_full { values } else { &[] }
    }

    fn principal(&self, of: &PrincipalMatch) -> ElementReport {
        let caller = &self.context.check.request.caller;
        let entries = self.written.and_then(|statement| match statement.principal.as_ref()? {
            PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list) => Some(&list.items),
        });
        let entry = |index: usize| entries.and_then(|list| list.get(index));
        let named = |index: usize| entry(index).map(|entry| &entry.principal);
        let values = self.told(&of.values).iter().map(|value| {
            let text = entry(value.index).map(|entry| entry.text.value.as_str());
            self.value(value, text, principal::value(value.reason, named(value.index), caller))
        });
        let element =
            if of.rule == PrincipalRule::Listed { Element::Principal } else { Element::NotPrincipal };
        let sentence = principal::element(of, named, caller);
        self.element(
            element,
            of.matched(),
            sentence,
            of.span,
            vec![caller::written(caller)],
            values.collect(),
        )
    }

    fn action(&self, of: &ActionMatch) -> ElementReport {
        let permission = self.context.check.request.permission;
        let list = self.written.and_then(|statement| match statement.action.as_ref()? {
            ActionElement::Action(list) | ActionElement::NotAction(list) => Some(list),
        });
        let values = self
            .told(&of.values)
            .iter()
            .map(|entry| self.value(entry, item(list, entry.index), action::value(entry.reason, permission)));
        let element = polarised(of, Element::Action, Element::NotAction);
        self.element(
            element,
            of.matched(),
            action::element(of, |index| item(list, index), permission),
            of.span,
            vec![permission.to_owned()],
            values.collect(),
        )
    }

    fn resource(&self, of: &ResourceMatch) -> ElementReport {
        let resource = &self.context.check.request.resource;
        let list = self.written.and_then(|statement| match statement.resource.as_ref()? {
            ResourceElement::Resource(list) | ResourceElement::NotResource(list) => Some(list),
        });
        let values = self.told(&of.values).iter().map(|entry| {
            self.value(entry, item(list, entry.index), resource::value(entry.reason, resource, self.of.kind))
        });
        let element = polarised(of, Element::Resource, Element::NotResource);
        let has = resource.arn().map_or_else(|| "*".to_owned(), ToString::to_string);
        self.element(
            element,
            of.matched(),
            resource::element(of, resource, self.of.kind),
            of.span,
            vec![has],
            values.collect(),
        )
    }

    fn condition(&self, of: &ConditionMatch) -> ElementReport {
        let block = self.written.and_then(|statement| statement.condition.as_ref()?.blocks.get(of.block));
        let entry: Option<&ConditionEntry> = block.and_then(|block| block.entries.get(of.entry));
        let key = entry.map_or("", |entry| entry.key.value.as_str());
        let request = &self.context.check.request;
        let asked = Asked {
            condition: of,
            key,
            operator: block.map_or("", |block| block.operator_text.value.as_str()),
            values: entry
                .map(|entry| entry.values.iter().map(|value| value.value.text.as_str()).collect())
                .unwrap_or_default(),
            has: request.context.get(key).map(|entry| entry.values.as_slice().to_vec()).unwrap_or_default(),
            request,
        };
        let values = self.told(&of.values).iter().map(|entry| {
            let written = asked.values.get(entry.index).copied();
            let sentence = value::value(entry, &condition::comparison(&asked, written.unwrap_or_default()));
            self.value(entry, written, sentence)
        });
        let values = values.collect();
        let sentence = condition::condition(&asked);
        let span = of.key_span.cover(of.span);
        ElementReport {
            operator: Some(asked.operator.to_owned()),
            key: Some(key.to_owned()),
            ..self.element(Element::Condition, of.matched(), sentence, span, asked.has.clone(), values)
        }
    }

    fn element(
        &self,
        element: Element,
        matched: bool,
        sentence: Sentence,
        span: Span,
        has: Vec<String>,
        values: Vec<ValueReport>,
    ) -> ElementReport {
        let (outcome, sentence) = if self.has_unread(span) {
            (ElementOutcome::Unknown, unreadable())
        } else {
            (ElementOutcome::of(matched), sentence)
        };
        ElementReport {
            element,
            operator: None,
            key: None,
            outcome,
            reason: Reason { code: Cow::Borrowed(sentence.code) },
            text: sentence.text,
            span: Some(self.policy.span(span)),
            has,
            values,
        }
    }

    fn value<R: kms_authz::Reason>(
        &self,
        of: &ValueMatch<R>,
        written: Option<&str>,
        sentence: Sentence,
    ) -> ValueReport {
        ValueReport {
            value: written.unwrap_or_default().to_owned(),
            resolved: of.resolved.clone(),
            outcome: ElementOutcome::of(of.reason.is_match()),
            reason: Reason { code: Cow::Borrowed(sentence.code) },
            text: sentence.text,
            span: Some(self.policy.span(of.span)),
        }
    }
}

fn covers(whole: Span, part: Span) -> bool {
    whole.cover(part) == whole
}

fn item(list: Option<&Elements<Spanned<String>>>, index: usize) -> Option<&str> {
    list.and_then(|list| list.items.get(index)).map(|item| item.value.as_str())
}

fn polarised<R>(of: &ElementMatch<R>, listed: Element, not_listed: Element) -> Element {
    match of.polarity {
        Polarity::Listed => listed,
        Polarity::NotListed => not_listed,
    }
}
