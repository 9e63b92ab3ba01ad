//! The KMS key: one line that says which it is, opened a form.

use kms_playground::{Key, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType, Pairs};
use yew::prelude::*;

use crate::components::{ChangedPairs, PairRows, Select, TextField, field, part};
use crate::state::{Action, Edit, Owner, key_name};

#[derive(Properties, PartialEq)]
pub(super) struct KeyLineProps {
    pub(super) owner: Owner,
    pub(super) key_: Key,
    /// What is wrong with its ARN.
    pub(super) problem: Html,
    pub(super) act: Callback<Action>,
}

/// The key, closed at first.
#[component]
pub(super) fn KeyLine(props: &KeyLineProps) -> Html {
    let key = &props.key_;
    let state = key.key_state.map_or("Enabled", KeyState::as_str);
    html! {
        <details class="key-line disclosure">
            <summary>
                { "Key " }<span class="mono">{ key_name(&key.arn) }</span>
                if state != "Enabled" {
                    { " " }<span class="badge">{ state }</span>
                }
            </summary>
            <div class="form">
                { part!(TextField {
                    id: "key-arn",
                    label: "Key ARN",
                    value: key.arn.clone(),
                    hint: "The Region and the account that owns the key come from it.",
                    on_input: change(props, "arn", |key, text| key.arn = text),
                }) }
                { props.problem.clone() }
                { part!(TextField {
                    id: "key-aliases",
                    label: "Aliases",
                    value: key.aliases.join(" "),
                    placeholder: "alias/example",
                    hint: "Separated by spaces.",
                    on_input: change(props, "aliases", |key, text| key.aliases = text.split_whitespace().map(str::to_owned).collect()),
                }) }
                <div class="columns-2">
                    { choice(props, "Key spec", "spec", key.key_spec.map(KeySpec::as_str), &names(KeySpec::ALL, KeySpec::as_str), "SYMMETRIC_DEFAULT (default)", |key, text| key.key_spec = find(text, KeySpec::ALL, KeySpec::as_str)) }
                    { choice(props, "Key usage", "usage", key.key_usage.map(KeyUsage::as_str), &names(KeyUsage::ALL, KeyUsage::as_str), "that of the key spec", |key, text| key.key_usage = find(text, KeyUsage::ALL, KeyUsage::as_str)) }
                    { choice(props, "Key state", "state", key.key_state.map(KeyState::as_str), &names(KeyState::ALL, KeyState::as_str), "Enabled (default)", |key, text| key.key_state = find(text, KeyState::ALL, KeyState::as_str)) }
                    { choice(props, "Origin", "origin", key.origin.map(KeyOrigin::as_str), &names(KeyOrigin::ALL, KeyOrigin::as_str), "AWS_KMS (default)", |key, text| key.origin = find(text, KeyOrigin::ALL, KeyOrigin::as_str)) }
                    { choice(props, "Multi-Region", "region", key.multi_region_key_type.map(MultiRegionKeyType::as_str), &names(MultiRegionKeyType::ALL, MultiRegionKeyType::as_str), "single-Region key", |key, text| key.multi_region_key_type = find(text, MultiRegionKeyType::ALL, MultiRegionKeyType::as_str)) }
                    { choice(props, "Managed by", "manager", key.key_manager.map(KeyManager::as_str), &names(KeyManager::ALL, KeyManager::as_str), "CUSTOMER (default)", |key, text| key.key_manager = find(text, KeyManager::ALL, KeyManager::as_str)) }
                </div>
                <div class="field" role="group" aria-labelledby="key-tags">
                    <span class="label" id="key-tags">{ "Tags" }</span>
                    { part!(PairRows { id: "key-tag", noun: "tag", pairs: key.tags.0.clone(), on_change: tags(props) }) }
                </div>
            </div>
        </details>
    }
}

fn change(props: &KeyLineProps, field: &'static str, set: fn(&mut Key, String)) -> Callback<String> {
    let (owner, key) = (props.owner, props.key_.clone());
    props.act.reform(move |text| {
        let mut key = key.clone();
        set(&mut key, text);
        Action::Edit(Edit::Key(owner, Box::new(key), field))
    })
}

fn tags(props: &KeyLineProps) -> Callback<ChangedPairs> {
    let (owner, key) = (props.owner, props.key_.clone());
    props.act.reform(move |(tags, _)| {
        Action::Edit(Edit::Key(owner, Box::new(Key { tags: Pairs(tags), ..key.clone() }), "tags"))
    })
}

/// A select whose first choice leaves the field out.
fn choice(
    props: &KeyLineProps,
    label: &'static str,
    of: &'static str,
    value: Option<&str>,
    names: &[&'static str],
    absent: &'static str,
    set: fn(&mut Key, Option<String>),
) -> Html {
    let (owner, key) = (props.owner, props.key_.clone());
    let on_change = props.act.reform(move |text: String| {
        let mut key = key.clone();
        set(&mut key, Some(text).filter(|text| !text.is_empty()));
        Action::Edit(Edit::Key(owner, Box::new(key), of))
    });
    let id = format!("key-{of}");
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), absent.into())];
    choices.extend(names.iter().map(|name| (AttrValue::from(*name), AttrValue::from(*name))));
    let value = value.unwrap_or_default().to_owned();
    field(&id, label, "", part!(Select { id: id.clone(), value, choices, on_change }))
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

fn find<T: Copy>(text: Option<String>, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    let text = text?;
    all.iter().copied().find(|one| name(*one) == text)
}
