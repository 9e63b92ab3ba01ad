//! Lays what was found in a text over a scenario: what it sets, what is assumed, and what is still to be asked.

mod blamed;
mod identities;
mod key;
mod refusals;
mod requests;

use kms_policy::Span;

use super::draft::{Draft, FoundKey, FoundPlaceholder, FoundPolicy};
use super::{home, policy, propose};
use crate::refusal;
use crate::report::codes::ImportCode;
use crate::report::{Note, PolicyKind};
use crate::scenario::{Grant, Key, NamedPolicy, PolicyText, Scenario};

pub(super) use key::key_note;
pub(super) use refusals::expectation;

/// A question: field, text, choices.
pub(super) type Question = (String, String, Vec<String>);

/// A scenario in the making.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) scenario: Scenario,
    /// Whether nothing of the given scenario is left.
    pub(super) fresh: bool,
    /// Whether the key's ARN stands for one that nobody gave.
    pub(super) key_is_derived: bool,
    /// Whether the Region, and the account, of the key are stand-ins.
    pub(super) stands_in: [bool; 2],
    /// The key policy before a change.
    pub(super) before: Option<String>,
    /// Where the text sets a field.
    pub(super) spans: Vec<(String, Span)>,
    /// Fields that are assumed, with the reason.
    pub(super) assumed: Vec<(String, String)>,
    pub(super) asks: Vec<Question>,
    pub(super) notes: Vec<Note>,
}

/// A scenario without anything in it.
pub(super) fn blank() -> Scenario {
    Scenario { key: Key::new(""), ..Scenario::default() }
}

/// Lays what was found over the given scenario, or over none where that is an example.
pub(super) fn lay(draft: &mut Draft, given: Option<&Scenario>, chosen: Option<&str>) -> Laid {
    let own = given.filter(|given| given.about.is_none());
    let mut laid =
        Laid { fresh: own.is_none(), scenario: own.cloned().unwrap_or_else(blank), ..Laid::default() };
    laid.notes.append(&mut draft.notes);
    laid.asks.append(&mut draft.asks);
    laid.assumed.append(&mut draft.assumed);
    // Read before anything changes: what was proposed is nobody's own.
    let proposed = is_proposal(&laid.scenario);
    laid.key_is_derived = is_derived(&laid.scenario, proposed);
    laid.blamed(draft);
    laid.key_policy(draft, chosen);
    laid.other_policies(draft);
    laid.key(draft);
    laid.grants(draft);
    if proposed && (!draft.requests.is_empty() || !draft.key_policies.is_empty()) {
        laid.scenario.requests.clear();
    }
    laid.requests(draft);
    laid.caller(draft);
    laid.first_request(draft);
    laid.identities(draft);
    laid.refusals(draft);
    laid
}

/// Whether the only request is the one that the key policy proposes.
fn is_proposal(scenario: &Scenario) -> bool {
    let [only] = scenario.requests.as_slice() else { return false };
    let document = policy::parsed(scenario.key_policy.text());
    propose::first_request(&document).is_some_and(|proposed| proposed == *only)
}

/// Whether the key's ARN stands for one that nobody gave: the person's own is kept.
fn is_derived(scenario: &Scenario, proposed: bool) -> bool {
    let arn = &scenario.key.arn;
    let policy = scenario.key_policy.text();
    arn.is_empty()
        || home::is_stand_in(arn)
            && (policy.is_empty()
                || (proposed || scenario.requests.is_empty())
                    && home::home_of(&policy::parsed(policy)).stand_in() == *arn)
}

impl Laid {
    pub(super) fn set(&mut self, field: impl Into<String>, span: Span) {
        self.spans.push((field.into(), span));
    }

    fn assume(&mut self, field: &str, why: impl Into<String>) {
        self.assumed.push((field.to_owned(), why.into()));
    }

    /// Adds to what is assumed of a field.
    fn assume_too(&mut self, field: &str, why: &str) {
        match self.assumed.iter_mut().find(|(known, _)| known == field) {
            Some((_, text)) => *text = format!("{text} {why}"),
            None => self.assume(field, why),
        }
    }

    fn ask(&mut self, field: &str, text: impl Into<String>, choices: Vec<String>) {
        if self.asks.iter().all(|(known, ..)| known != field) {
            self.asks.push((field.to_owned(), text.into(), choices));
        }
    }

    fn note(&mut self, code: ImportCode, path: &str, text: impl Into<String>) {
        let note = Note::new(code, text).at(path);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn key_policy(&mut self, draft: &mut Draft, chosen: Option<&str>) {
        let mut seen: Vec<FoundPolicy> = Vec::new();
        for found in std::mem::take(&mut draft.key_policies) {
            if seen.iter().all(|known| known.text != found.text || known.name != found.name) {
                seen.push(found);
            }
        }
        draft.key_policies = seen;
        let found = &draft.key_policies;
        let by_name = chosen.and_then(|name| found.iter().find(|it| called(it, found) == name));
        let Some(taken) = by_name.or(found.first()) else { return };
        if found.len() > 1 && by_name.is_none() {
            let choices = found.iter().map(|it| called(it, found)).collect();
            let text = format!("The text has {} key policies. Which one is the key's?", found.len());
            self.ask("keyPolicy", text, choices);
        }
        self.scenario.key_policy = PolicyText::new(taken.text.clone());
        self.set("keyPolicy", taken.span);
        let stand_ins = taken.stand_ins.iter().map(|(name, value)| FoundPlaceholder {
            field: "keyPolicy".to_owned(),
            name: name.clone(),
            value: Some(value.clone()),
            span: taken.span,
        });
        draft.placeholders.extend(stand_ins);
        if let Some(key) = &taken.key {
            draft.keys.insert(0, FoundKey { key: key.clone(), span: taken.span, certain: true });
        }
        self.before.clone_from(&taken.before);
        if taken.before.is_some() {
            let text = "The text has the policy before and after a change. The scenario has the one after.";
            self.note(ImportCode::PolicyAfterChange, "keyPolicy", text);
        }
    }

    fn other_policies(&mut self, draft: &Draft) {
        for (kind, found) in &draft.other_policies {
            let name = if found.name.is_empty() { "pasted".to_owned() } else { found.name.clone() };
            let named = NamedPolicy { name, text: PolicyText::new(found.text.clone()) };
            let scenario = &mut self.scenario;
            let levels = match kind {
                PolicyKind::ServiceControlPolicy => Some(&mut scenario.service_control_policies),
                PolicyKind::ResourceControlPolicy => Some(&mut scenario.resource_control_policies),
                _ => None,
            };
            match (kind, levels) {
                (_, Some(levels)) => {
                    let levels = levels.get_or_insert_default();
                    // A level of Denies alone would refuse everything: beside them stands what AWS attaches itself.
                    let lacks_allow = levels.is_empty()
                        && *kind == PolicyKind::ServiceControlPolicy
                        && policy::allows_nothing(&found.text);
                    match levels.last_mut() {
                        Some(level) => replace_or_push(level, named),
                        None => levels.push(vec![named]),
                    }
                    if let Some(level) = levels.last_mut().filter(|_| lacks_allow) {
                        level.push(NamedPolicy {
                            name: "FullAWSAccess".to_owned(),
                            text: PolicyText::new(policy::FULL_ACCESS),
                        });
                        self.assume_too(
                            "serviceControlPolicies",
                            "AWS attaches `FullAWSAccess` to every level of an organization; it is assumed to be attached still, beside \
                             the policy of the text.",
                        );
                    }
                }
                (PolicyKind::PermissionsBoundary, _) => scenario.permissions_boundary = Some(named),
                (PolicyKind::SessionPolicy, _) => {
                    replace_or_push(scenario.session_policies.get_or_insert_default(), named);
                }
                (PolicyKind::VpcEndpointPolicy, _) => scenario.vpc_endpoint_policy = Some(named),
                _ => replace_or_push(scenario.identity_policies.get_or_insert_default(), named),
            }
            if let Some(row) = refusal::row(*kind) {
                self.set(row.field, found.span);
            }
        }
    }

    fn grants(&mut self, draft: &Draft) {
        let Some(found) = &draft.grants else { return };
        for (grant, span) in found {
            let same = |known: &&mut Grant| known.grant_id.is_some() && known.grant_id == grant.grant_id;
            match self.scenario.grants.iter_mut().find(same) {
                Some(known) => *known = grant.clone(),
                None => self.scenario.grants.push(grant.clone()),
            }
            self.set("grants", *span);
        }
    }
}

/// What a key policy is called among several.
fn called(found: &FoundPolicy, all: &[FoundPolicy]) -> String {
    let same = all.iter().filter(|it| it.name == found.name).count();
    if !found.name.is_empty() && same == 1 {
        return found.name.clone();
    }
    let nth = all.iter().position(|it| std::ptr::eq(it, found)).unwrap_or_default() + 1;
    if found.name.is_empty() { format!("policy {nth}") } else { format!("{} ({nth})", found.name) }
}

fn replace_or_push(list: &mut Vec<NamedPolicy>, policy: NamedPolicy) {
    match list.iter_mut().find(|known| known.name == policy.name) {
        Some(known) => *known = policy,
        None => list.push(policy),
    }
}
