//! Answers to what was asked, and values of placeholders: each is written once for all places.

use kms_policy::Arn;
use serde_json::Value;

use super::draft::Draft;
use super::home;
use super::lay::Laid;
use super::placeholders;
use super::values;
use crate::scenario::{MAX_REQUESTS, PolicyText, Request, Scenario};

/// Sets the fields that were answered, and fills the placeholders that are kept as written.
pub(super) fn apply(laid: &mut Laid, answers: &[(String, String)]) {
    for (name, value) in answers {
        if is_field(name) {
            if set(&mut laid.scenario, name, value) {
                laid.asks.retain(|(field, ..)| field != name);
                laid.assumed.retain(|(field, _)| field != name);
            }
        } else {
            fill(&mut laid.scenario, name, value);
        }
    }
}

/// Fills the placeholders of what was found, before anything follows from it.
pub(super) fn fill_found(draft: &mut Draft, answers: &[(String, String)]) {
    let policies = draft.key_policies.iter_mut().chain(&mut draft.identity_policies);
    for policy in policies.chain(draft.other_policies.iter_mut().map(|(_, policy)| policy)) {
        for (name, value) in answers {
            policy.text = filled(&policy.text, name, value);
        }
    }
    for (name, value) in answers {
        for found in &mut draft.requests {
            found.request.principal = filled(&found.request.principal, name, value);
            found.key = found.key.as_ref().map(|key| filled(key, name, value));
        }
        for found in &mut draft.keys {
            found.key.arn = filled(&found.key.arn, name, value);
        }
    }
}

/// The key that the text is about, where a template of the same text got another account, Region or partition.
pub(super) fn other_stack(laid: &Laid, draft: &Draft) -> Option<String> {
    let arn = &laid.scenario.key.arn;
    let [_, partition, _, region, account, _] = Arn::split(arn).filter(|_| !home::is_stand_in(arn))?;
    let differs = draft.placeholders.iter().any(|it| {
        let of_key = match it.name.as_str() {
            "AWS::AccountId" => account,
            "AWS::Region" => region,
            "AWS::Partition" => partition,
            _ => return false,
        };
        it.value.as_ref().is_some_and(|value| value != of_key)
    });
    differs.then(|| arn.clone())
}

/// Whether a name is that of a field that a text can be set in.
fn is_field(name: &str) -> bool {
    matches!(name, "key.arn" | "keyPolicy") || name.starts_with("requests[")
}

/// The fields of a request that a text can be set in.
const FIELDS: [&str; 7] =
    ["principal", "action", "viaService", "sessionIssuer", "keyId", "sourceArn", "sourceAccount"];

/// Sets a field of text by its name.
fn set(scenario: &mut Scenario, name: &str, value: &str) -> bool {
    if name == "key.arn" {
        value.clone_into(&mut scenario.key.arn);
        return true;
    }
    // Which of several key policies it is was chosen before.
    if name == "keyPolicy" {
        if value.trim_start().starts_with('{') {
            scenario.key_policy = PolicyText::new(value);
        }
        return true;
    }
    let place = name.strip_prefix("requests[").and_then(|rest| rest.split_once("]."));
    let Some((index, field)) = place.and_then(|(index, field)| Some((index.parse::<usize>().ok()?, field)))
    else {
        return false;
    };
    // The first answer about a request that the text does not have makes it.
    if index == scenario.requests.len() && index < MAX_REQUESTS && FIELDS.contains(&field) {
        scenario.requests.push(Request::default());
    }
    let Some(request) = scenario.requests.get_mut(index) else { return false };
    let some = || (!value.is_empty()).then(|| value.to_owned());
    match field {
        "principal" => value.clone_into(&mut request.principal),
        "action" => value.clone_into(&mut request.action),
        "viaService" => request.via_service = some(),
        "sessionIssuer" => request.session_issuer = some(),
        "keyId" => request.key_id = some(),
        "sourceArn" => request.source_arn = some(),
        "sourceAccount" => request.source_account = some(),
        _ => return false,
    }
    true
}

/// Replaces a placeholder in every text of the scenario.
fn fill(scenario: &mut Scenario, name: &str, value: &str) {
    let mut json = values::json_of(scenario);
    fill_value(&mut json, name, value);
    if let Ok(filled) = Scenario::from_json(&json.to_string()) {
        *scenario = filled;
    }
}

fn fill_value(json: &mut Value, name: &str, value: &str) {
    match json {
        Value::String(text) => *text = filled(text, name, value),
        Value::Array(items) => items.iter_mut().for_each(|item| fill_value(item, name, value)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| fill_value(member, name, value));
            // The names of an encryption context's pairs can be placeholders as well.
            let written: Vec<String> = members.keys().filter(|it| it.contains(name)).cloned().collect();
            for old in written {
                if let Some(member) = members.remove(&old) {
                    members.insert(filled(&old, name, value), member);
                }
            }
        }
        _ => {}
    }
}

/// A text in which the placeholder of this name is replaced.
fn filled(text: &str, name: &str, value: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in placeholders::find(text).iter().filter(|found| found.name == name) {
        out.push_str(text.get(done..found.at).unwrap_or_default());
        out.push_str(value);
        done = found.at + found.text.len();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
