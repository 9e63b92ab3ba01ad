//! Makes a change in a scenario and takes it back, byte for byte. The search evaluates what these functions make, so
//! that a button does what was evaluated.

use kms_policy::edit::Edit;
use kms_policy::{LineIndex, Span};

use super::types::{AdviceAction, AdviceChange, AdviceEdit, AdvicePart};
use crate::report::ReportSpan;
use crate::scenario::{Grant, Key, NamedPolicy, PolicyId, PolicyOwner, Scenario};

impl AdviceChange {
    /// The scenario with the change; none if the scenario is not the one that the change was made for.
    pub fn apply(&self, scenario: &Scenario, request: usize) -> Option<Scenario> {
        let mut changed = scenario.clone();
        self.parts.iter().try_for_each(|part| part.apply(&mut changed, request))?;
        Some(changed)
    }

    /// The scenario without the change; none if it is not as [`AdviceChange::apply`] left it.
    pub fn undo(&self, scenario: &Scenario, request: usize) -> Option<Scenario> {
        let mut changed = scenario.clone();
        self.parts.iter().rev().try_for_each(|part| part.undo(&mut changed, request))?;
        Some(changed)
    }
}

impl AdvicePart {
    /// Makes this part of a change.
    pub(super) fn apply(&self, scenario: &mut Scenario, request: usize) -> Option<()> {
        match &self.action {
            AdviceAction::EditPolicy { policy, edits } => {
                let ends = edits.iter().map(|edit| edit.span.start.offset + units(&edit.before));
                let edits = edits.iter().zip(ends).map(|(edit, end)| Replaced {
                    start: edit.span.start.offset,
                    end,
                    from: &edit.before,
                    to: &edit.after,
                });
                rewrite(scenario, policy, &edits.collect::<Vec<_>>())
            }
            AdviceAction::AddPolicy { policy, name, text, starts_list } => {
                let id = policy.parse::<PolicyId>().ok()?;
                let index = id.siblings(scenario).map(<[_]>::len);
                // Levels of an organization are there before policies are added to them.
                let fits = match index {
                    Some(count) => !starts_list && id.index() == Some(count),
                    None => *starts_list && id.level().is_none() && id.index() == Some(0),
                };
                if !fits {
                    return None;
                }
                id.insert(scenario, NamedPolicy { name: name.clone(), text: text.as_str().into() });
                id.named(scenario).map(|_| ())
            }
            AdviceAction::AddGrant { grants, grant } => {
                grants_of(scenario, grants)?.push((**grant).clone());
                Some(())
            }
            AdviceAction::ChangeRequest { before, after } => {
                let slot = scenario.requests.get_mut(request)?;
                (*slot == **before).then(|| *slot = (**after).clone())
            }
            AdviceAction::ChangeKey { key, before, after } => {
                let slot = key_of(scenario, key)?;
                (*slot == **before).then(|| *slot = (**after).clone())
            }
        }
    }

    fn undo(&self, scenario: &mut Scenario, request: usize) -> Option<()> {
        match &self.action {
            AdviceAction::EditPolicy { policy, edits } => {
                let mut grown: i64 = 0;
                let mut back = Vec::with_capacity(edits.len());
                for edit in edits {
                    let start = u32::try_from(i64::from(edit.span.start.offset) + grown).ok()?;
                    let (before, after) = (units(&edit.before), units(&edit.after));
                    back.push(Replaced { start, end: start + after, from: &edit.after, to: &edit.before });
                    grown += i64::from(after) - i64::from(before);
                }
                rewrite(scenario, policy, &back)
            }
            AdviceAction::AddPolicy { policy, starts_list, .. } => {
                let id = policy.parse::<PolicyId>().ok()?;
                let is_last = id.index().is_some_and(|index| {
                    let alone = index == 0 || !starts_list;
                    alone && id.siblings(scenario).is_some_and(|list| list.len() == index + 1)
                });
                is_last.then(|| id.take_back(scenario, *starts_list))
            }
            AdviceAction::AddGrant { grants, grant } => {
                let grants = grants_of(scenario, grants)?;
                if grants.last() != Some(&**grant) {
                    return None;
                }
                grants.pop();
                Some(())
            }
            AdviceAction::ChangeRequest { before, after } => {
                let slot = scenario.requests.get_mut(request)?;
                (*slot == **after).then(|| *slot = (**before).clone())
            }
            AdviceAction::ChangeKey { key, before, after } => {
                let slot = key_of(scenario, key)?;
                (*slot == **after).then(|| *slot = (**before).clone())
            }
        }
    }
}

/// The edits of a text in the report's units.
pub(super) fn edits(text: &str, edit: &Edit) -> Option<Vec<AdviceEdit>> {
    let lines = LineIndex::new(text);
    let changes = edit.changes().iter();
    changes
        .map(|change| {
            let (start, end) = lines.range(change.span);
            let span = ReportSpan { start: start.into(), end: end.into() };
            let before = change.span.of(text)?.to_owned();
            Some(AdviceEdit { span, before, after: change.text.clone() })
        })
        .collect()
}

struct Replaced<'a> {
    /// In UTF-16 units.
    start: u32,
    end: u32,
    from: &'a str,
    to: &'a str,
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn rewrite(scenario: &mut Scenario, policy: &str, replaced: &[Replaced<'_>]) -> Option<()> {
    let slot = policy.parse::<PolicyId>().ok()?.text_mut(scenario)?;
    let text = slot.text();
    let lines = LineIndex::new(text);
    let mut changes = Vec::with_capacity(replaced.len());
    for Replaced { start, end, from, to } in replaced {
        let span = Span::new(lines.byte_at(*start), lines.byte_at(*end));
        if span.of(text) != Some(*from) {
            return None;
        }
        changes.push(kms_policy::edit::TextEdit { span, text: (*to).to_owned() });
    }
    let text = Edit::new(changes)?.apply(text)?;
    slot.replace(text);
    Some(())
}

/// How an action writes a field of a key's owner: `grants`, `otherKeys/0/grants`.
pub(super) fn field(owner: PolicyOwner, name: &str) -> String {
    match owner {
        PolicyOwner::OtherKey(index) => format!("otherKeys/{index}/{name}"),
        PolicyOwner::Scenario | PolicyOwner::Caller(_) => name.to_owned(),
    }
}

fn grants_of<'s>(scenario: &'s mut Scenario, id: &str) -> Option<&'s mut Vec<Grant>> {
    match other_key(id, "/grants") {
        Some(index) => Some(&mut scenario.other_keys.get_mut(index)?.grants),
        None => (id == "grants").then_some(&mut scenario.grants),
    }
}

fn key_of<'s>(scenario: &'s mut Scenario, id: &str) -> Option<&'s mut Key> {
    match other_key(id, "/key") {
        Some(index) => Some(&mut scenario.other_keys.get_mut(index)?.key),
        None => (id == "key").then_some(&mut scenario.key),
    }
}

/// The further key whose field this is.
pub(super) fn other_key(id: &str, end: &str) -> Option<usize> {
    id.strip_prefix("otherKeys/")?.strip_suffix(end)?.parse().ok()
}
