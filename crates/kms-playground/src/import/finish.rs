//! The result in its public form: fields that changed, questions in AWS's order, places in UTF-16 units.

use std::borrow::Cow;

use kms_policy::{LineIndex, Position, Span};
use serde_json::{Map, Value};

use super::draft::Draft;
use super::lay::{Laid, blank};
use super::result::{
    Ask, Change, IMPORT_VERSION, Import, ImportKind, Placeholder, Problem, ProblemKind, Recognised,
};
use super::{commands, placeholders, unwrap, values};
use crate::report::{ReportPosition, ReportSpan};
use crate::scenario::{Assumed, Pairs, Scenario};
use kms_catalog::{Operation, ResourceScope};

/// Makes the result.
pub(super) fn finish(mut draft: Draft, mut laid: Laid, given: Option<&Scenario>, pasted: &str) -> Import {
    let places = Places(LineIndex::new(pasted));
    kept_placeholders(&mut draft, &laid, pasted);
    let kind = kind(&draft);
    kms_policy::sort_by(&mut draft.recognised, |one, other| one.span.cmp(&other.span));
    let is_other_error = matches!(&draft.problem, Some((ProblemKind::NotAuthorization, ..)))
        && laid.scenario.requests.is_empty();
    if kind != ImportKind::Unknown && draft.scenario.is_none() && !is_other_error {
        missing(&mut laid);
    }
    kms_policy::sort_by(&mut laid.asks, |one, other| rank(&one.0).cmp(&rank(&other.0)));
    let before = fields(given.unwrap_or(&blank()));
    let after = fields(&laid.scenario);
    let changes =
        if kind == ImportKind::Unknown { Vec::new() } else { changes(&laid, &before, &after, &places) };
    forget_answered(&mut laid, &before, &after);
    for (field, text) in &laid.assumed {
        if laid.scenario.assumed.iter().all(|known| known.field != *field) {
            let (field, text) = (field.clone(), unwrap::visible(text));
            laid.scenario.assumed.push(Assumed { field, text });
        }
    }
    let commands = if kind == ImportKind::Unknown { Vec::new() } else { commands::commands(&laid, &draft) };
    let problem = draft.problem.take().map(|(kind, code, text, help)| Problem { kind, code, text, help });
    Import {
        schema_version: Cow::Borrowed(IMPORT_VERSION),
        kind,
        recognised: draft
            .recognised
            .into_iter()
            .map(|part| Recognised {
                kind: part.kind,
                policy: part.policy,
                span: places.of(part.span),
                text: unwrap::visible(&part.text),
            })
            .collect(),
        changes,
        asks: laid
            .asks
            .into_iter()
            .map(|(field, text, choices)| Ask {
                field,
                text: unwrap::visible(&text),
                choices: choices.iter().map(|it| unwrap::visible(it)).collect(),
            })
            .collect(),
        placeholders: draft
            .placeholders
            .into_iter()
            .map(|it| Placeholder {
                field: it.field,
                name: it.name,
                value: it.value,
                span: places.of(it.span),
            })
            .collect(),
        problem,
        notes: laid.notes,
        commands,
        before: laid.before,
        fresh: laid.fresh,
        needs_templates: draft.needs_templates,
        scenario: laid.scenario,
    }
}

/// What the text is as a whole.
fn kind(draft: &Draft) -> ImportKind {
    let mut kinds: Vec<ImportKind> = draft.recognised.iter().map(|part| part.kind).collect();
    kms_policy::sort(&mut kinds);
    kinds.dedup();
    match kinds.as_slice() {
        [] if draft.problem.is_some() => ImportKind::AccessDenied,
        [] => ImportKind::Unknown,
        [only] => *only,
        // A service's words around AWS's message are one thing.
        [ImportKind::AccessDenied, ImportKind::ServiceWrapper] => ImportKind::AccessDenied,
        _ => ImportKind::Mixed,
    }
}

/// Asks for what every scenario needs.
fn missing(laid: &mut Laid) {
    let scenario = &laid.scenario;
    let mut asks = Vec::new();
    if scenario.requests.is_empty() {
        asks.push(("requests[0].principal".to_owned(), "Who calls? The text does not say."));
        asks.push(("requests[0].action".to_owned(), "Which operation is called? The text does not say."));
    }
    for (place, request) in scenario.requests.iter().enumerate() {
        if request.principal.is_empty() {
            asks.push((format!("requests[{place}].principal"), "Who calls? The text does not say."));
        }
        if request.action.is_empty() {
            asks.push((
                format!("requests[{place}].action"),
                "Which operation is called? The text does not say.",
            ));
        }
    }
    if needs_key(scenario) {
        if scenario.key.arn.is_empty() {
            asks.push(("key.arn".to_owned(), "Which key is it? The text does not name it. Enter its ARN."));
        } else if super::home::is_stand_in(&scenario.key.arn) && scenario.key_policy.text().is_empty() {
            asks.push(("key.arn".to_owned(), "Which key is it? The text does not give its key id."));
        }
        if scenario.key_policy.text().is_empty() {
            asks.push((
                "keyPolicy".to_owned(),
                "What is the key policy? Paste the output of `get-key-policy`.",
            ));
        }
    }
    for (field, text) in asks {
        if laid.asks.iter().all(|(known, ..)| *known != field) {
            laid.asks.push((field, text.to_owned(), Vec::new()));
        }
    }
}

/// Whether any request is about a key.
fn needs_key(scenario: &Scenario) -> bool {
    let about_key = |action: &str| {
        Operation::find(action).is_none_or(|operation| operation.resource != ResourceScope::None)
    };
    scenario.requests.is_empty() || scenario.requests.iter().any(|request| about_key(&request.action))
}

/// The order in which AWS would need the answers.
fn rank(field: &str) -> usize {
    const ORDER: [&str; 10] = [
        "requests",
        "key",
        "keyPolicy",
        "grants",
        "resourceControlPolicies",
        "serviceControlPolicies",
        "vpcEndpointPolicy",
        "identityPolicies",
        "permissionsBoundary",
        "sessionPolicies",
    ];
    let name = field.split(['[', '.']).next().unwrap_or_default();
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

/// Points at the placeholders that are kept as written.
fn kept_placeholders(draft: &mut Draft, laid: &Laid, pasted: &str) {
    let scenario = &laid.scenario;
    let mut texts: Vec<(String, String)> = vec![
        ("key.arn".to_owned(), scenario.key.arn.clone()),
        ("keyPolicy".to_owned(), scenario.key_policy.text().to_owned()),
    ];
    for (nth, named) in scenario.identity_policies.iter().flatten().enumerate() {
        texts.push((format!("identityPolicies[{nth}].text"), named.text.text().to_owned()));
    }
    for (nth, request) in scenario.requests.iter().enumerate() {
        texts.push((format!("requests[{nth}].principal"), request.principal.clone()));
        texts.extend(request.via_service.clone().map(|it| (format!("requests[{nth}].viaService"), it)));
        texts.extend(request.session_issuer.clone().map(|it| (format!("requests[{nth}].sessionIssuer"), it)));
        for (_, value) in request.encryption_context.iter() {
            texts.push((format!("requests[{nth}].encryptionContext"), value.clone()));
        }
    }
    for (nth, grant) in scenario.grants.iter().enumerate() {
        let who = [&grant.grantee_principal, &grant.retiring_principal, &grant.issuing_account];
        texts.extend(who.into_iter().flatten().map(|it| (format!("grants[{nth}]"), it.clone())));
        let constraints = grant.constraints.iter();
        let pairs = constraints.flat_map(|it| [&it.encryption_context_subset, &it.encryption_context_equals]);
        for (name, value) in pairs.flatten().flat_map(Pairs::iter) {
            texts.extend(
                [name, value.as_str()].map(|it| (format!("grants[{nth}].constraints"), it.to_owned())),
            );
        }
    }
    for (field, text) in texts {
        let part = laid.spans.iter().find(|(known, _)| field.starts_with(known.as_str())).map(|it| it.1);
        let Some(part) = part else { continue };
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for found in placeholders::find(&text) {
            let nth = match counts.iter_mut().find(|(known, _)| *known == found.text) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    counts.push((found.text, 0));
                    0
                }
            };
            if draft.placeholders.len() >= 500 {
                return;
            }
            draft.placeholders.push(super::draft::FoundPlaceholder {
                field: field.clone(),
                name: found.name.to_owned(),
                value: None,
                span: placeholders::place(pasted, part, found.text, nth),
            });
        }
    }
}

/// Forgets what was assumed of fields that the text speaks of: it says the value itself, or gives a better reason.
fn forget_answered(laid: &mut Laid, before: &Map<String, Value>, after: &Map<String, Value>) {
    let (spans, reasons) = (&laid.spans, &laid.assumed);
    laid.scenario.assumed.retain(|Assumed { field, .. }| {
        let is_same = before.get(field) == after.get(field);
        let is_said = spans.iter().any(|(said, _)| said == field);
        is_same && !is_said && reasons.iter().all(|(other, _)| other != field)
    });
}

/// What differs from the given scenario, field by field.
fn changes(
    laid: &Laid,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    places: &Places<'_>,
) -> Vec<Change> {
    let mut names: Vec<&String> = after.keys().collect();
    names.extend(before.keys().filter(|name| !after.contains_key(*name)));
    let mut changes = Vec::new();
    for name in names {
        let from = before.get(name).cloned().unwrap_or_default();
        let to = after.get(name).cloned().unwrap_or_default();
        if from == to {
            continue;
        }
        let span = laid.spans.iter().find(|(field, _)| field == name).map(|(_, span)| places.of(*span));
        let assumed = laid.assumed.iter().find(|(field, _)| field == name).map(|(_, why)| why.clone());
        changes.push(Change { field: name.clone(), from, to, span, assumed });
    }
    changes
}

/// The fields of a scenario by their names: `key.arn`, `requests[0].principal`, `keyPolicy`.
fn fields(scenario: &Scenario) -> Map<String, Value> {
    let Value::Object(whole) = values::json_of(scenario) else { return Map::new() };
    let mut fields = Map::new();
    for (name, value) in whole {
        match (name.as_str(), value) {
            ("version" | "$schema", _) => {}
            ("key", Value::Object(key)) => {
                fields.extend(key.into_iter().map(|(part, value)| (format!("key.{part}"), value)));
            }
            ("requests", Value::Array(requests)) => {
                for (nth, request) in requests.into_iter().enumerate() {
                    let Value::Object(request) = request else { continue };
                    fields.extend(
                        request.into_iter().map(|(part, value)| (format!("requests[{nth}].{part}"), value)),
                    );
                }
            }
            (_, value) => {
                fields.insert(name, value);
            }
        }
    }
    // What is empty is not there.
    fields.retain(|_, value| value.as_str().is_none_or(|text| !text.is_empty()));
    fields
}

/// Turns bytes into lines and columns.
struct Places<'a>(LineIndex<'a>);

impl Places<'_> {
    fn of(&self, span: Span) -> ReportSpan {
        let (start, end) = self.0.range(span);
        ReportSpan { start: position(start), end: position(end) }
    }
}

const fn position(position: Position) -> ReportPosition {
    ReportPosition { line: position.line, column: position.column, offset: position.offset }
}
