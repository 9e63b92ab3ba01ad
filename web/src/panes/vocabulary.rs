//! The names that the editor completes and explains, as the JSON that it takes.

use kms_playground::catalog;
use serde_json::{Value, json};

use crate::components::Choice;
use crate::state::Offers;

const ELEMENTS: [(&str, &str); 12] = [
    ("Version", "The version of the policy language."),
    ("Id", "A name for the document."),
    ("Statement", "The statements."),
    ("Sid", "A name for the statement; in key policies it may hold spaces."),
    ("Effect", "Allow or Deny."),
    ("Principal", "Who the statement speaks of."),
    ("NotPrincipal", "Everyone but these."),
    ("Action", "The operations."),
    ("NotAction", "All operations but these."),
    ("Resource", "The resources; in a key policy \"*\" is this key."),
    ("NotResource", "All resources but these."),
    ("Condition", "What else must hold: operators, keys, values."),
];

const ELEMENTS_PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html";

/// What the catalogue and the policy language offer; the same for every scenario.
pub(crate) fn vocabulary() -> String {
    let named = |(label, info): (&str, &str)| json!({ "label": label, "info": info, "page": ELEMENTS_PAGE });
    let operations = catalog::operations().iter();
    let actions = operations.map(|entry| {
        json!({ "label": entry.action, "detail": entry.group, "info": entry.about, "page": entry.page })
    });
    let wildcard = json!({ "label": "kms:*", "info": "Every operation." });
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
        "principalTypes": [
            { "label": "AWS", "info": "Accounts, users, roles and sessions." },
            { "label": "Service", "info": "AWS services, by their service principals." },
            { "label": "Federated", "info": "Identity providers." },
            { "label": "CanonicalUser", "info": "An account's canonical user ID; not usual in key policies." },
        ],
        "actions": std::iter::once(wildcard).chain(actions).collect::<Vec<_>>(),
        "operators": operators.collect::<Vec<_>>(),
        "keys": keys.collect::<Vec<_>>(),
    })
    .to_string()
}

/// What this scenario adds: its principals, services and values.
pub(crate) fn names(offers: &Offers) -> String {
    let of_kind = |service: bool| -> Vec<&Choice> {
        let principals = offers.principals.iter();
        principals.filter(|choice| crate::state::is_service(&choice.value) == service).collect()
    };
    let values: serde_json::Map<String, Value> = catalog::condition_keys()
        .iter()
        .map(|entry| (entry.key.to_ascii_lowercase(), labels(offers.values(entry.key).iter())))
        .filter(|(_, values)| values.as_array().is_some_and(|values| !values.is_empty()))
        .collect();
    json!({
        "services": labels(of_kind(true).into_iter()),
        "principals": labels(of_kind(false).into_iter()),
        "values": values,
    })
    .to_string()
}

fn labels<'a>(choices: impl Iterator<Item = &'a Choice>) -> Value {
    choices.map(|choice| json!({ "label": &*choice.value, "detail": &*choice.about })).collect()
}
