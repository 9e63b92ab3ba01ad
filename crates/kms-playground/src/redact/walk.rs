//! Every text of a scenario that may identify something, each with what it is about.

use serde_json::{Map, Value};

use super::kind::RedactionKind as Kind;
use super::policy;
use super::token::Subject;
use crate::scenario::{About, ContextValue, Grant, Key, Pairs, PolicyId, Request, Scenario};

/// Sees a text, and may give back another in its place; where a text may be absent, an empty one takes it away.
pub(super) type Visit<'a> = &'a mut dyn FnMut(Subject, &str) -> Option<String>;

/// Shows every text to `visit`, in the order of the format, and takes what it gives back.
pub(super) fn every_text(scenario: &mut Scenario, visit: Visit<'_>) {
    for assumed in &mut scenario.assumed {
        "Derived when the scenario was made from a text.".clone_into(&mut assumed.text);
    }
    for text in [&mut scenario.schema, &mut scenario.title, &mut scenario.notes] {
        some(Subject::Called(Kind::Prose), text, visit);
    }
    // Rules of this engine identify nobody; what is no rule's name could be anything.
    if let Some(lint) = &mut scenario.lint {
        lint.allow.retain(|code| kms_lint::Code::find(code).is_some());
    }
    scenario.about.iter_mut().for_each(|item| about(item, visit));
    key(&mut scenario.key, visit);
    for id in PolicyId::all(scenario) {
        if let Some(named) = id.named_mut(scenario) {
            one(Subject::Called(Kind::PolicyName), &mut named.name, visit);
        }
        let Some(text) = id.text_mut(scenario) else { continue };
        let rewritten = policy::rewrite(text.text(), visit);
        if rewritten != text.text() {
            text.replace(rewritten);
        }
    }
    scenario.callers.iter_mut().for_each(|caller| one(Subject::Reference, &mut caller.principal, visit));
    scenario.grants.iter_mut().for_each(|item| grant(item, visit));
    for other in &mut scenario.other_keys {
        key(&mut other.key, visit);
        other.grants.iter_mut().for_each(|item| grant(item, visit));
    }
    scenario.requests.iter_mut().for_each(|item| request(item, visit));
}

/// Shows the names that people gave to pairs of encryption contexts, to tags and to condition keys of their own.
pub(super) fn every_name(scenario: &Scenario, visit: &mut dyn FnMut(&str)) {
    let keys = std::iter::once(&scenario.key).chain(scenario.other_keys.iter().map(|other| &other.key));
    let tags = keys.map(|key| &key.tags);
    let grants = scenario.grants.iter().chain(scenario.other_keys.iter().flat_map(|other| &other.grants));
    let constraints = grants.filter_map(|grant| grant.constraints.as_ref());
    let of_grants = constraints
        .flat_map(|it| it.encryption_context_subset.iter().chain(it.encryption_context_equals.iter()));
    let of_requests =
        scenario.requests.iter().flat_map(|it| [&it.encryption_context, &it.destination_encryption_context]);
    for pairs in tags.chain(of_grants).chain(of_requests) {
        pairs.iter().for_each(|(name, _)| visit(name));
    }
    let mut of_key = |key: &str| super::token::chosen_name(key).into_iter().for_each(&mut *visit);
    for request in &scenario.requests {
        request.context.iter().for_each(|(key, _)| of_key(key));
    }
    scenario
        .policies()
        .into_iter()
        .for_each(|policy| policy::condition_keys(policy.text.text(), &mut of_key));
}

fn about(about: &mut About, visit: Visit<'_>) {
    some(Subject::Called(Kind::Prose), &mut about.system, visit);
    some(Subject::Called(Kind::Prose), &mut about.lesson, visit);
    about.sources.iter_mut().for_each(|source| one(Subject::Called(Kind::Prose), source, visit));
    about.sources.retain(|source| !source.is_empty());
}

fn key(key: &mut Key, visit: Visit<'_>) {
    one(Subject::Reference, &mut key.arn, visit);
    key.aliases.iter_mut().for_each(|alias| one(Subject::Reference, alias, visit));
    pairs(&mut key.tags, visit);
}

fn grant(grant: &mut Grant, visit: Visit<'_>) {
    some(Subject::Grant, &mut grant.grant_id, visit);
    for principal in [&mut grant.grantee_principal, &mut grant.retiring_principal, &mut grant.issuing_account]
    {
        some(Subject::Reference, principal, visit);
    }
    some(Subject::Grant, &mut grant.grant_token, visit);
    if let Some(constraints) = &mut grant.constraints {
        constraints.encryption_context_subset.iter_mut().for_each(|context| pairs(context, visit));
        constraints.encryption_context_equals.iter_mut().for_each(|context| pairs(context, visit));
        some(Subject::Reference, &mut constraints.source_arn, visit);
    }
}

fn request(request: &mut Request, visit: Visit<'_>) {
    some(Subject::Called(Kind::RequestName), &mut request.name, visit);
    one(Subject::Reference, &mut request.principal, visit);
    for reference in [
        &mut request.session_issuer,
        &mut request.source_arn,
        &mut request.source_account,
        &mut request.key_id,
        &mut request.destination_key_id,
    ] {
        some(Subject::Reference, reference, visit);
    }
    pairs(&mut request.encryption_context, visit);
    pairs(&mut request.destination_encryption_context, visit);
    request.grant_tokens.iter_mut().for_each(|token| one(Subject::Grant, token, visit));
    parameters(&mut request.parameters, visit);
    for (name, value) in &mut request.context.0 {
        let subject = Subject::of_condition_key(name);
        match value {
            Some(ContextValue::One(text)) => one(subject, text, visit),
            Some(ContextValue::Many(texts)) => texts.iter_mut().for_each(|text| one(subject, text, visit)),
            None => {}
        }
    }
}

/// The parameters of an operation, under the names that the KMS API gives them.
fn parameters(parameters: &mut Map<String, Value>, visit: Visit<'_>) {
    for (name, value) in parameters {
        let subject = match name.as_str() {
            "Policy" => {
                if let Value::String(text) = value {
                    *text = policy::rewrite(text, visit);
                }
                continue;
            }
            "GrantId" | "GrantToken" | "GrantTokens" | "Name" => Subject::Grant,
            "Description" | "TagValue" => Subject::ContextValue,
            _ if name.contains("EncryptionContext") => Subject::ContextValue,
            _ => Subject::Reference,
        };
        json(subject, value, visit);
    }
}

fn json(subject: Subject, value: &mut Value, visit: Visit<'_>) {
    match value {
        Value::String(text) => one(subject, text, visit),
        Value::Array(items) => items.iter_mut().for_each(|item| json(subject, item, visit)),
        Value::Object(fields) if subject == Subject::ContextValue => {
            fields.values_mut().for_each(|value| json(subject, value, visit));
        }
        Value::Object(fields) => parameters(fields, visit),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn pairs(pairs: &mut Pairs<String>, visit: Visit<'_>) {
    pairs.0.iter_mut().for_each(|(_, value)| one(Subject::ContextValue, value, visit));
}

fn some(subject: Subject, text: &mut Option<String>, visit: Visit<'_>) {
    if let Some(changed) = text.as_deref().and_then(|text| visit(subject, text)) {
        *text = Some(changed).filter(|text| !text.is_empty());
    }
}

fn one(subject: Subject, text: &mut String, visit: Visit<'_>) {
    if let Some(changed) = visit(subject, text) {
        *text = changed;
    }
}
