//! Makes a change in a scenario and takes it back, byte for byte. The search evaluates what these functions make, so
//! that a button does what was evaluated.

use kms_policy::edit::Edit;
use kms_policy::{LineIndex, Span};

use super::types::{AdviceAction, AdviceChange, AdviceEdit, AdvicePart};
use crate::report::ReportSpan;
use crate::scenario::{Grant, Key, NamedPolicy, PolicyId, Scenario};

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
                let (list, at) = list_of(scenario, policy)?;
                let (list, started) = match list {
                    PolicyList::Optional(list) => {
                        let started = list.is_none();
                        (list.get_or_insert_default(), started)
                    }
                    PolicyList::Level(list) => (list, false),
                };
                (list.len() == at && started == *starts_list)
                    .then(|| list.push(NamedPolicy { name: name.clone(), text: text.as_str().into() }))
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
                let (list, at) = list_of(scenario, policy)?;
                let policies = match list {
                    PolicyList::Optional(list) if *starts_list => {
                        let is_it = list.as_ref().is_some_and(|policies| policies.len() == 1) && at == 0;
                        return is_it.then(|| *list = None);
                    }
                    PolicyList::Optional(list) => list.as_mut()?,
                    PolicyList::Level(list) => list,
                };
                (policies.len() == at + 1).then(|| policies.truncate(at))
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

/// A list of policies that another can be added to.
enum PolicyList<'s> {
    /// One that a scenario may do without.
    Optional(&'s mut Option<Vec<NamedPolicy>>),
    /// One level of an organization.
    Level(&'s mut Vec<NamedPolicy>),
}

/// The list of policies to which a policy of this id would be added, and its place there. A permissions boundary and an
/// endpoint policy are in no list.
fn list_of<'s>(scenario: &'s mut Scenario, id: &str) -> Option<(PolicyList<'s>, usize)> {
    let (caller, rest) = match id.strip_prefix("callers/") {
        Some(rest) => {
            let (index, rest) = rest.split_once('/')?;
            (Some(index.parse::<usize>().ok()?), rest)
        }
        None => (None, id),
    };
    let (list, at) = rest.split_once('/')?;
    let (identity, session, service_control) = match caller {
        None => (
            &mut scenario.identity_policies,
            &mut scenario.session_policies,
            &mut scenario.service_control_policies,
        ),
        Some(index) => {
            let caller = scenario.callers.get_mut(index)?;
            (
                &mut caller.identity_policies,
                &mut caller.session_policies,
                &mut caller.service_control_policies,
            )
        }
    };
    match list {
        "identityPolicies" => Some((PolicyList::Optional(identity), at.parse().ok()?)),
        "sessionPolicies" => Some((PolicyList::Optional(session), at.parse().ok()?)),
        "serviceControlPolicies" => {
            let (level, at) = at.split_once('/')?;
            let level = service_control.as_mut()?.get_mut(level.parse::<usize>().ok()?)?;
            Some((PolicyList::Level(level), at.parse().ok()?))
        }
        _ => None,
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

fn other_key(id: &str, end: &str) -> Option<usize> {
    id.strip_prefix("otherKeys/")?.strip_suffix(end)?.parse().ok()
}
