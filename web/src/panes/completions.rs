//! The names that the editor completes and explains, as the JSON that it takes. Every list begins with what is used most.
//!
//! A part of what is fetched after the first paint: until then the editor completes nothing.

mod tables;

use kms_playground::{Key, catalog};
use serde_json::{Map, Value, json};

use crate::state::Suggestions;

use tables::{
    ACCOUNT_KEYS, ACTIONS, ELEMENTS, ELEMENTS_PAGE, KEYS, OPERATORS, PATTERNS, REGION_KEYS, REGIONS, SNIPPETS,
};

/// What the catalogue and the policy language offer; the same for every scenario.
pub(crate) fn completions() -> String {
    let named = |(label, info): (&str, &str)| json!({ "label": label, "info": info, "page": ELEMENTS_PAGE });
    let patterns = PATTERNS.iter().map(|(label, info)| json!({ "label": label, "info": info }));
    let operations = catalog::operations().iter();
    let actions = operations.map(|entry| {
        json!({ "label": entry.action, "detail": entry.group, "info": entry.about, "page": entry.page })
    });
    let operators = catalog::operators().map(|operator| {
        json!({ "label": operator.name, "detail": operator.about, "info": operator.about, "page": catalog::OPERATORS_PAGE })
    });
    let keys = catalog::condition_keys().iter().map(|entry| {
        let open_ended = entry.stem != entry.key;
        json!({ "label": entry.stem, "detail": entry.group, "info": entry.about, "page": entry.page, "prefix": open_ended })
    });
    json!({
        "elements": ELEMENTS.into_iter().map(named).collect::<Vec<_>>(),
        "effects": [{ "label": "Allow" }, { "label": "Deny" }],
        "versions": [{ "label": "2012-10-17" }],
        "booleans": [{ "label": "true" }, { "label": "false" }],
        "principalTypes": [
            { "label": "AWS", "info": "Accounts, users, roles and sessions." },
            { "label": "Service", "info": "AWS services, by their service principals." },
            { "label": "Federated", "info": "Identity providers." },
            { "label": "CanonicalUser", "info": "An account's canonical user ID; not usual in key policies." },
        ],
        "actions": ranked(patterns.chain(actions).collect(), &ACTIONS),
        "operators": ranked(operators.collect(), &OPERATORS),
        "keys": ranked(keys.collect(), &KEYS),
    })
    .to_string()
}

/// The entries of these names first, in their order, then the others as they are.
fn ranked(entries: Vec<Value>, first: &[&str]) -> Vec<Value> {
    let is = |entry: &Value, name: &str| entry.get("label").and_then(Value::as_str) == Some(name);
    let mut list: Vec<Value> =
        first.iter().filter_map(|name| entries.iter().find(|entry| is(entry, name)).cloned()).collect();
    list.extend(entries.into_iter().filter(|entry| !first.iter().any(|name| is(entry, name))));
    list
}

/// What this scenario adds: its principals, services and values.
pub(crate) fn names(suggestions: &Suggestions) -> String {
    let home = Key {
        arn: suggestions.key_names.first().map(|key| key.value.to_string()).unwrap_or_default(),
        ..Key::default()
    };
    let region = part(&home.arn, 3).unwrap_or("us-east-1");
    let account = part(&home.arn, 4).unwrap_or("111122223333");
    let mut accounts = Names::default();
    accounts.add(account, "the key's account");
    let (mut principals, mut services) = (Names::default(), Names::default());
    principals.add(&format!("arn:aws:iam::{account}:root"), "the key's account: delegates to IAM policies");
    for choice in suggestions.principals.iter() {
        let value = &*choice.value;
        if crate::state::is_service(value) {
            services.add(value, &choice.about);
        } else if let Some(account) = part(value, 4) {
            let role = role_of(value);
            let about = if role.is_some() { "role" } else { &*choice.about };
            principals.add(role.as_deref().unwrap_or(value), about);
            accounts.add(account, "");
        }
    }
    for account in accounts.labels() {
        principals.add(&format!("arn:aws:iam::{account}:root"), "the account");
    }
    principals.add("*", "everyone");
    let mut regions = Names::default();
    regions.add(region, "the key's Region");
    REGIONS.iter().for_each(|region| regions.add(region, ""));
    let pairs = catalog::context_pairs(&home);
    let mut context_keys = Names::default();
    let own = suggestions.encryption_context_names.iter().map(|name| (&**name, "In the policies"));
    for (name, about) in own.chain(pairs.iter().map(|pair| (pair.name, pair.service))) {
        context_keys.add(&format!("kms:EncryptionContext:{name}"), about);
    }
    let mut values: Map<String, Value> = Map::new();
    for entry in catalog::condition_keys() {
        let mut known = Names::default();
        suggestions.values(entry.key).iter().for_each(|choice| known.add(&choice.value, &choice.group));
        values.insert(entry.key.to_ascii_lowercase(), known.into());
    }
    let mut add = |key: &str, more: &Names| {
        let list = values.entry(key.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            let new = more
                .0
                .iter()
                .filter(|entry| !list.iter().any(|known| known.get("label") == entry.get("label")));
            let new: Vec<Value> = new.cloned().collect();
            list.extend(new);
        }
    };
    let mut via = Names::default();
    suggestions.via_services.iter().for_each(|choice| via.add(&choice.value, &choice.about));
    add("kms:viaservice", &via);
    ACCOUNT_KEYS.iter().for_each(|key| add(key, &accounts));
    REGION_KEYS.iter().for_each(|key| add(key, &regions));
    add("aws:principalarn", &principals);
    for name in &suggestions.encryption_context_names {
        let mut known = Names::default();
        let key = format!("kms:EncryptionContext:{name}");
        suggestions.values(&key).iter().for_each(|choice| known.add(&choice.value, &choice.group));
        add(&key.to_ascii_lowercase(), &known);
    }
    for pair in &pairs {
        let mut known = Names::default();
        known.add(&pair.value, pair.service);
        add(&format!("kms:encryptioncontext:{}", pair.name.to_ascii_lowercase()), &known);
    }
    values.retain(|_, list| list.as_array().is_some_and(|list| !list.is_empty()));
    let snippets = SNIPPETS.iter().map(|(label, detail, text)| {
        let text = text.replace("ACCOUNT", account).replace("REGION", region);
        json!({ "label": label, "detail": detail, "text": text })
    });
    json!({
        "services": Value::from(services),
        "principals": Value::from(principals),
        "contextKeys": Value::from(context_keys),
        "values": values,
        "snippets": snippets.collect::<Vec<_>>(),
    })
    .to_string()
}

/// A part of an ARN, if it is there.
fn part(arn: &str, at: usize) -> Option<&str> {
    arn.split(':').nth(at).filter(|part| !part.is_empty())
}

/// The role of a session, which is what a key policy names.
fn role_of(session: &str) -> Option<String> {
    let (account, role) = session.strip_prefix("arn:aws:sts::")?.split_once(":assumed-role/")?;
    Some(format!("arn:aws:iam::{account}:role/{}", role.split('/').next()?))
}

/// Names, each once and none empty, with a word about each.
#[derive(Default)]
struct Names(Vec<Value>);

impl Names {
    fn add(&mut self, label: &str, detail: &str) {
        if !label.is_empty() && !self.labels().any(|known| known == label) {
            self.0.push(json!({ "label": label, "detail": detail }));
        }
    }

    fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|entry| entry.get("label").and_then(Value::as_str))
    }
}

impl From<Names> for Value {
    fn from(names: Names) -> Self {
        Self::Array(names.0)
    }
}

#[cfg(test)]
mod tests {
    use kms_playground::Scenario;

    use super::*;
    use crate::state::AppState;

    fn labels(list: &Value) -> Vec<&str> {
        list.as_array().unwrap().iter().map(|entry| entry["label"].as_str().unwrap()).collect()
    }

    #[test]
    fn lists_begin_with_what_is_used_most_and_have_every_operation_once() {
        let lists: Value = serde_json::from_str(&completions()).unwrap();
        let actions = labels(&lists["actions"]);
        assert_eq!(actions[..ACTIONS.len()], ACTIONS);
        assert_eq!(actions.len(), catalog::operations().len() + PATTERNS.len());
        assert_eq!(labels(&lists["keys"])[..KEYS.len()], KEYS);
        assert_eq!(labels(&lists["operators"])[..OPERATORS.len()], OPERATORS);
    }

    #[test]
    fn a_scenario_adds_roles_of_sessions_accounts_services_and_what_services_send() {
        let scenario = Scenario::from_json(
            r#"{"version":1,"key":{"arn":"arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321"},
            "keyPolicy":{"Version":"2012-10-17","Statement":[]},
            "requests":[{"principal":"arn:aws:sts::111122223333:assumed-role/Worker/job","action":"kms:Decrypt"}]}"#,
        )
        .unwrap();
        let state = AppState::new(scenario);
        let suggestions = Suggestions::of(&state.scenario, &state.report, 0);
        let lists: Value = serde_json::from_str(&names(&suggestions)).unwrap();
        let principals = labels(&lists["principals"]);
        assert_eq!(principals[0], "arn:aws:iam::444455556666:root");
        assert!(principals.contains(&"arn:aws:iam::111122223333:role/Worker"), "{principals:?}");
        assert!(principals.iter().all(|name| !name.contains(":assumed-role/")));
        let values = |key: &str| labels(&lists["values"][key]);
        assert!(values("kms:viaservice").contains(&"s3.eu-west-1.amazonaws.com"));
        assert_eq!(values("kms:calleraccount"), ["444455556666", "111122223333"]);
        assert_eq!(values("aws:requestedregion")[0], "eu-west-1");
        assert!(values("kms:encryptioncontext:aws:s3:arn")[0].starts_with("arn:aws:s3:::"));
        assert!(labels(&lists["contextKeys"]).contains(&"kms:EncryptionContext:aws:s3:arn"));
        assert!(
            lists["snippets"]
                .as_array()
                .unwrap()
                .iter()
                .all(|entry| !entry["text"].as_str().unwrap().contains("ACCOUNT"))
        );
    }

    #[test]
    fn every_snippet_is_a_statement_that_aws_accepts() {
        for (label, _, text) in SNIPPETS {
            let text = text.replace("ACCOUNT", "111122223333").replace("REGION", "us-east-1");
            let mut parts = text.split("#{");
            let mut filled = parts.next().unwrap().to_owned();
            for part in parts {
                let (field, rest) = part.split_once('}').unwrap();
                filled += if field == "arn" { "arn:aws:s3:::amzn-s3-demo-bucket" } else { field };
                filled += rest;
            }
            let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{filled}]}}"#);
            let scenario = Scenario { key_policy: policy.clone().into(), ..Scenario::default() };
            let report = kms_playground::run(&scenario);
            let errors = &report.policies[0].errors;
            assert!(errors.is_empty(), "{label}: {errors:?}\n{policy}");
        }
    }
}
