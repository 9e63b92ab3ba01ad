//! What a change is meant to do, apart from the text in which it does it: an intent is written into the scenario as it
//! is then, so that intents can be combined and left out one by one.

use kms_policy::edit::{Edit, Editor, Json};
use kms_policy::{
    ActionElement, ConditionEntry, Elements, PrincipalElement, PrincipalEntry, PrincipalType,
    ResourceElement, Span, Spanned, Statement,
};

use super::apply::{edits, field};
use super::request::RequestEdit;
use super::types::{AdviceAction, AdviceNote, AdvicePart, ChangeKind};
use super::words;
use crate::scenario::{Grant, PolicyId, PolicyOwner, Scenario};

/// One thing to be changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Intent {
    /// Adds values to a list of a statement.
    AddValues { place: StatementPlace, list: ValueList, values: Vec<String> },
    /// Removes a value from a list of a statement that has others.
    RemoveValue { place: StatementPlace, list: ValueList, value: String },
    /// Adds a condition to a statement.
    AddCondition { place: StatementPlace, operator: &'static str, key: String, value: String },
    /// Adds a statement to a policy.
    AddStatement { policy: PolicyId, statement: NewStatement },
    /// Removes a statement of a policy that has others.
    RemoveStatement { place: StatementPlace },
    /// Adds a policy with one statement; the id is the one that it gets.
    AddPolicy { policy: PolicyId, name: &'static str, statement: NewStatement },
    /// Adds a grant.
    AddGrant { owner: PolicyOwner, grant: Grant },
    /// Takes a customer managed key in place of an AWS managed one.
    OwnKey { owner: PolicyOwner },
    /// Changes the request.
    Request(RequestEdit),
}

/// Intents that lead to the decision that is looked for; undoing any of them leads back.
pub(super) type Plan = Vec<Intent>;

/// A statement of a policy of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StatementPlace {
    pub(super) policy: PolicyId,
    pub(super) index: usize,
}

/// A list of values of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ValueList {
    Action,
    Resource,
    /// The principals of the type `AWS` or `Service`.
    Principal(PrincipalType),
    Condition {
        operator: String,
        key: String,
    },
}

impl ValueList {
    /// The values of a condition.
    pub(super) fn of_condition(operator: &str, entry: &ConditionEntry) -> Self {
        Self::Condition { operator: operator.to_owned(), key: entry.key.value.clone() }
    }
}

/// A statement that a policy lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewStatement {
    pub(super) json: Json,
    /// What it does: "allows role `App` to call `kms:Decrypt`".
    pub(super) does: String,
    /// What its author has to know.
    pub(super) notes: Vec<AdviceNote>,
}

impl Intent {
    /// What the intent changes at most.
    pub(super) const fn kind(&self) -> ChangeKind {
        match self {
            Self::Request(_) => ChangeKind::Request,
            Self::AddValues { .. } | Self::RemoveValue { .. } => ChangeKind::Value,
            Self::AddCondition { .. } => ChangeKind::Condition,
            Self::AddStatement { .. } | Self::RemoveStatement { .. } | Self::AddPolicy { .. } => {
                ChangeKind::Statement
            }
            Self::AddGrant { .. } => ChangeKind::Grant,
            Self::OwnKey { .. } => ChangeKind::Key,
        }
    }

    /// Whether the change is none without it, whatever the evaluator says: it knows nothing of who may edit a policy.
    pub(super) const fn is_condition_of_others(&self) -> bool {
        matches!(self, Self::OwnKey { .. })
    }

    /// The intent written into the scenario; none where it cannot be.
    pub(super) fn part(&self, scenario: &Scenario, request: usize) -> Option<AdvicePart> {
        let title = words::title(self, scenario);
        let action = match self {
            Self::AddValues { place, list, values } => {
                place.edited(scenario, &|editor, statement| add_values(editor, statement, list, values))?
            }
            Self::RemoveValue { place, list, value } => place
                .edited(scenario, &|editor, statement| editor.remove(&[list.value(statement, value)?]))?,
            Self::AddCondition { place, operator, key, value } => place
                .edited(scenario, &|editor, statement| {
                    editor.add_condition(statement, operator, key, value.as_str().into())
                })?,
            Self::AddStatement { policy, statement } => {
                let text = policy.text(scenario)?;
                let edit = Editor::new(text)?.add_statement(statement.json.clone())?;
                AdviceAction::EditPolicy { policy: policy.to_string(), edits: edits(text, &edit)? }
            }
            Self::RemoveStatement { place } => {
                place.edited(scenario, &|editor, statement| editor.remove_statements(&[statement.span]))?
            }
            Self::AddPolicy { policy, name, statement } => AdviceAction::AddPolicy {
                starts_list: starts_list(scenario, *policy),
                policy: policy.to_string(),
                name: (*name).to_owned(),
                text: new_policy(statement.json.clone())?,
            },
            Self::AddGrant { owner, grant } => {
                AdviceAction::AddGrant { grants: field(*owner, "grants"), grant: Box::new(grant.clone()) }
            }
            Self::OwnKey { owner } => {
                let before = owner.key(scenario);
                let after = crate::Key { key_manager: None, ..before.clone() };
                AdviceAction::ChangeKey {
                    key: field(*owner, "key"),
                    before: Box::new(before.clone()),
                    after: Box::new(after),
                }
            }
            Self::Request(edit) => {
                let before = scenario.requests.get(request)?;
                let after = edit.apply(before)?;
                AdviceAction::ChangeRequest { before: Box::new(before.clone()), after: Box::new(after) }
            }
        };
        Some(AdvicePart { title, action })
    }

    /// What has to be known before the intent is carried out.
    pub(super) fn notes(&self) -> &[AdviceNote] {
        match self {
            Self::AddStatement { statement, .. } | Self::AddPolicy { statement, .. } => &statement.notes,
            _ => &[],
        }
    }
}

impl StatementPlace {
    /// The policy with this edit of the statement.
    fn edited(
        &self,
        scenario: &Scenario,
        edit: &dyn Fn(&Editor<'_>, &Statement) -> Option<Edit>,
    ) -> Option<AdviceAction> {
        let (text, read) = (self.policy.text(scenario)?, self.policy.parsed(scenario)?);
        let statement = read.document.statements.get(self.index)?;
        let edit = edit(&Editor::new(text)?, statement)?;
        Some(AdviceAction::EditPolicy { policy: self.policy.to_string(), edits: edits(text, &edit)? })
    }
}

impl ValueList {
    /// The place of a value in the list, if the list has others.
    fn value(&self, statement: &Statement, value: &str) -> Option<Span> {
        let find = |items: &[Spanned<String>]| {
            let item = items.iter().find(|item| item.value == value)?;
            (items.len() > 1).then_some(item.span)
        };
        match self {
            Self::Action => match statement.action.as_ref()? {
                ActionElement::Action(list) | ActionElement::NotAction(list) => find(&list.items),
            },
            Self::Resource => match statement.resource.as_ref()? {
                ResourceElement::Resource(list) | ResourceElement::NotResource(list) => find(&list.items),
            },
            Self::Principal(_) => None,
            Self::Condition { operator, key } => {
                let entry = condition(statement, operator, key)?;
                let item = entry.values.iter().find(|item| item.value.text == value)?;
                (entry.values.len() > 1).then_some(item.span)
            }
        }
    }
}

/// The entry of a condition key under an operator, both as they are written.
pub(super) fn condition<'s>(
    statement: &'s Statement,
    operator: &str,
    key: &str,
) -> Option<&'s ConditionEntry> {
    let blocks = statement.condition.as_ref()?.blocks.iter();
    let mut entries =
        blocks.filter(|block| block.operator_text.value == operator).flat_map(|block| &block.entries);
    entries.find(|entry| entry.key.value == key)
}

fn add_values(
    editor: &Editor<'_>,
    statement: &Statement,
    list: &ValueList,
    values: &[String],
) -> Option<Edit> {
    let json: Vec<Json> = values.iter().map(|value| value.as_str().into()).collect();
    let span = match list {
        ValueList::Action => match statement.action.as_ref()? {
            ActionElement::Action(list) | ActionElement::NotAction(list) => list.span,
        },
        ValueList::Resource => match statement.resource.as_ref()? {
            ResourceElement::Resource(list) | ResourceElement::NotResource(list) => list.span,
        },
        ValueList::Condition { operator, key } => condition(statement, operator, key)?.span,
        ValueList::Principal(kind) => {
            let (PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) =
                statement.principal.as_ref()?;
            return add_principals(editor, list, *kind, &json);
        }
    };
    editor.add(span, &json)
}

fn add_principals(
    editor: &Editor<'_>,
    list: &Elements<PrincipalEntry>,
    kind: PrincipalType,
    values: &[Json],
) -> Option<Edit> {
    let types = list.items.iter().filter_map(|item| item.principal_type.as_ref());
    // The lone `"*"` has no types: it reaches everyone already.
    if list.items.iter().any(|item| item.principal_type.is_none()) {
        return None;
    }
    match types.into_iter().find(|known| known.value == kind) {
        Some(known) => editor.add(known.span, values),
        None => {
            let name = if kind == PrincipalType::Service { "Service" } else { "AWS" };
            let value = match values {
                [only] => only.clone(),
                values => Json::List(values.to_vec()),
            };
            editor.add_member(list.span, name, value)
        }
    }
}

/// Whether the scenario has no list yet to which the policy belongs, though it may have one.
fn starts_list(scenario: &Scenario, policy: PolicyId) -> bool {
    policy.level().is_none() && policy.index().is_some() && policy.siblings(scenario).is_none()
}

const EMPTY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}\n";

/// A policy with one statement, laid out as AWS's consoles do.
pub(super) fn new_policy(statement: Json) -> Option<String> {
    Editor::new(EMPTY)?.add_statement(statement)?.apply(EMPTY)
}
