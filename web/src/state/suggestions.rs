//! What the form offers: names from the catalogue, and those that the policies mention.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use kms_playground::{Element, Key, Report, Scenario, catalog};
use yew::AttrValue;

use super::arrival::{Known, is_service};
use crate::components::Choice;

/// Everything that pickers offer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Suggestions {
    /// The operation that the request asks for, if there is one of its name.
    pub(crate) operation: Option<Asked>,
    pub(crate) principals: Rc<Vec<Choice>>,
    pub(crate) actions: Rc<Vec<Choice>>,
    pub(crate) via_services: Rc<Vec<Choice>>,
    pub(crate) keys: Rc<Vec<Choice>>,
    /// Names by which a request can mean one of the scenario's keys.
    pub(crate) key_names: Rc<Vec<Choice>>,
    pub(crate) encryption_context_names: Vec<AttrValue>,
    /// Condition keys that the policies ask for and the shown request has not.
    pub(crate) unset: Vec<Unset>,
    /// Values that the policies mention, by condition key in lower case.
    values: BTreeMap<String, Vec<String>>,
}

/// What the form says of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) about: &'static str,
    /// Whether a request for it carries an encryption context.
    pub(crate) takes_context: bool,
}

impl Asked {
    /// That of every request of the first example. A test compares it with the catalogue.
    const DECRYPT: Self = Self {
        about: "Decrypts ciphertext that was made under the key, given the same encryption context.",
        takes_context: true,
    };
}

/// A condition key that is asked for, with a value that would match where one can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unset {
    pub(crate) key: String,
    pub(crate) value: String,
}

impl Suggestions {
    /// What a first visit shows of them before the engine is here.
    pub(crate) fn first() -> Self {
        Self { operation: Some(Asked::DECRYPT), ..Self::default() }
    }

    /// What can be offered for one request of the scenario.
    pub(crate) fn of(scenario: &Scenario, report: &Report, request: usize) -> Self {
        let catalogue = services_of(scenario);
        let operation = scenario.requests.get(request).and_then(|request| asked(&request.action));
        let mut suggestions = Self { operation, actions: actions(), ..Self::default() };
        let mut named: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<(String, &str)> = BTreeSet::new();
        let checks =
            report.requests.get(request).map(|request| request.checks.as_slice()).unwrap_or_default();
        let elements =
            checks.iter().flat_map(|check| &check.statements).flat_map(|statement| &statement.elements);
        for element in elements {
            let values = || element.values.iter().map(|value| value.value.as_str());
            match (element.element, &element.key) {
                (Element::Principal | Element::NotPrincipal, _) => {
                    named.extend(values().filter(|value| *value != "*"));
                }
                (Element::Condition, Some(key)) => {
                    let name = key.to_ascii_lowercase();
                    let new = values().filter(|value| seen.insert((name.clone(), value)));
                    let new: Vec<String> = new.map(str::to_owned).collect();
                    suggestions.values.entry(name).or_default().extend(new);
                    suggestions.note_condition(key, element.has.is_empty(), element.operator.as_deref());
                }
                _ => {}
            }
        }
        let used = scenario.requests.iter().map(|request| request.principal.as_str());
        let mut principals = principals(&named, used);
        principals.extend(catalogue.principals.iter().cloned());
        suggestions.principals = Rc::new(principals);
        suggestions.via_services = Rc::new(
            suggestions.values("kms:ViaService").iter().chain(catalogue.via.iter()).cloned().collect(),
        );
        suggestions.keys = Rc::new(condition_keys(&suggestions.values));
        suggestions.key_names = Rc::new(key_names(scenario));
        suggestions
    }

    fn note_condition(&mut self, key: &str, missing: bool, operator: Option<&str>) {
        if let Some(name) = encryption_context_name(key) {
            let name = AttrValue::from(name.to_owned());
            if !self.encryption_context_names.contains(&name) {
                self.encryption_context_names.push(name);
            }
        }
        let known = self.unset.iter().any(|unset| unset.key.eq_ignore_ascii_case(key));
        if !missing || known || operator.is_some_and(|operator| operator.ends_with("Null")) {
            return;
        }
        let plain = |value: &&String| !value.contains(['*', '?', '$']);
        let values = self.values.get(&key.to_ascii_lowercase());
        let negated = operator.is_some_and(|operator| operator.contains("Not"));
        let value = values.and_then(|values| values.iter().find(plain)).filter(|_| !negated).cloned();
        self.unset.push(Unset { key: key.to_owned(), value: value.unwrap_or_default() });
    }

    /// The values that the policies mention for a condition key.
    pub(crate) fn mentioned(&self, key: &str) -> Rc<Vec<Choice>> {
        Rc::new(self.in_policies(key))
    }

    fn in_policies(&self, key: &str) -> Vec<Choice> {
        let values = self.values.get(&key.to_ascii_lowercase()).into_iter().flatten();
        values.map(|value| choice(value, "In the policies", "")).collect()
    }

    /// The values that the policies and the catalogue know for a condition key.
    pub(crate) fn values(&self, key: &str) -> Rc<Vec<Choice>> {
        let mut choices = self.in_policies(key);
        let from_catalogue = catalog::condition_key(key).map(|entry| entry.values).unwrap_or_default();
        choices.extend(from_catalogue.iter().map(|value| choice(value, "AWS's values", "")));
        Rc::new(choices)
    }

    /// What the form falls back on, completed by what the policies name.
    pub(crate) fn complete(&self, known: &Known) -> Known {
        let first = |service: bool| {
            let named = self.principals.iter().map(|choice| choice.value.to_string());
            named.into_iter().find(|name| is_service(name) == service && !name.ends_with(":root"))
        };
        Known {
            caller: known.caller.clone().or_else(|| first(false)),
            service: known.service.clone().or_else(|| first(true)),
            via: known
                .via
                .clone()
                .or_else(|| self.via_services.first().map(|choice| choice.value.to_string())),
            region: known.region.clone(),
        }
    }
}

fn asked(action: &str) -> Option<Asked> {
    let entry = catalog::operation(action)?;
    Some(Asked { about: entry.about, takes_context: entry.encryption_context })
}

/// The encryption context's key in a condition key's name.
fn encryption_context_name(key: &str) -> Option<&str> {
    let (prefix, name) = key.split_at_checked("kms:EncryptionContext:".len())?;
    prefix.eq_ignore_ascii_case("kms:EncryptionContext:").then_some(name)
}

fn choice(value: &str, group: &'static str, about: &'static str) -> Choice {
    Choice { value: value.to_owned().into(), group: group.into(), about: about.into() }
}

/// A choice of the catalogue's, which costs no copy.
const fn listed(value: &'static str, group: &'static str, about: &'static str) -> Choice {
    Choice {
        value: AttrValue::Static(value),
        group: AttrValue::Static(group),
        about: AttrValue::Static(about),
    }
}

fn principals<'a>(named: &[&str], used: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    let mut list: Vec<Choice> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut add = |value: &str, group: &'static str| {
        if !value.is_empty() && seen.insert(value.to_owned()) {
            list.push(choice(value, group, kind_of(value)));
        }
    };
    for name in
        named.iter().filter(|name| is_service(name) || name.contains(":iam::") || name.contains(":sts::"))
    {
        add(name, "Named by the policies");
        if let Some(session) = session_of(name) {
            add(&session, "Named by the policies");
        }
    }
    for name in used {
        add(name, "In this scenario");
    }
    list
}

/// A session of a role, as an example of who would call.
fn session_of(role: &str) -> Option<String> {
    let (account, name) = role.strip_prefix("arn:aws:iam::")?.split_once(":role/")?;
    let name = name.rsplit('/').next()?;
    (!name.contains('*')).then(|| format!("arn:aws:sts::{account}:assumed-role/{name}/session"))
}

fn kind_of(principal: &str) -> &'static str {
    match principal {
        name if is_service(name) => "service principal",
        name if name.contains(":assumed-role/") => "session of a role",
        name if name.contains(":role/") => "role",
        name if name.contains(":user/") => "user",
        name if name.ends_with(":root") => "the account's root user",
        _ => "",
    }
}

thread_local! {
    static ACTIONS: Rc<Vec<Choice>> = {
        let entry = |entry: &catalog::OperationEntry| listed(entry.action, entry.group, entry.about);
        Rc::new(catalog::operations().iter().map(entry).collect())
    };
    static SERVICES: RefCell<Option<(Key, ServiceNames)>> = const { RefCell::new(None) };
}

fn actions() -> Rc<Vec<Choice>> {
    ACTIONS.with(Rc::clone)
}

/// The names of the catalogue's services where the key is.
#[derive(Clone, Default)]
struct ServiceNames {
    principals: Rc<Vec<Choice>>,
    via: Rc<Vec<Choice>>,
}

/// The names are the same as long as the key is.
fn services_of(scenario: &Scenario) -> ServiceNames {
    SERVICES.with_borrow_mut(|known| match known {
        Some((key, names)) if *key == scenario.key => names.clone(),
        _ => {
            let names = service_names(&scenario.key);
            *known = Some((scenario.key.clone(), names.clone()));
            names
        }
    })
}

fn service_names(key: &Key) -> ServiceNames {
    let (mut principals, mut via): (Vec<Choice>, Vec<Choice>) = (Vec::new(), Vec::new());
    let add = |list: &mut Vec<Choice>, name: &str, about: &'static str| {
        if list.iter().all(|known| *known.value != *name) {
            list.push(choice(name, "AWS services", about));
        }
    };
    for service in catalog::services(key) {
        service.principals.iter().for_each(|name| add(&mut principals, name, service.name));
        service.via_services.iter().for_each(|name| add(&mut via, name, service.name));
    }
    ServiceNames { principals: Rc::new(principals), via: Rc::new(via) }
}

/// The ARN of each key, and its aliases.
fn key_names(scenario: &Scenario) -> Vec<Choice> {
    let others = scenario.other_keys.iter().map(|other| &other.key);
    let keys = std::iter::once(&scenario.key).chain(others);
    keys.flat_map(|key| std::iter::once(&key.arn).chain(&key.aliases))
        .map(|name| Choice { value: name.clone().into(), ..Choice::default() })
        .collect()
}

fn condition_keys(mentioned: &BTreeMap<String, Vec<String>>) -> Vec<Choice> {
    let is_mentioned = |key: &str| mentioned.contains_key(&key.to_ascii_lowercase());
    let entries = || catalog::condition_keys().iter();
    let first = entries()
        .filter(|entry| is_mentioned(entry.key))
        .map(|entry| listed(entry.key, "In the policies", entry.about));
    first.chain(entries().map(|entry| listed(entry.stem, entry.group, entry.about))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_first_visit_says_of_its_operation_is_what_the_catalogue_says() {
        let scenario = kms_playground::first_scenario();
        let report = kms_playground::run(&scenario);
        for request in 0..scenario.requests.len() {
            assert_eq!(
                Suggestions::of(&scenario, &report, request).operation,
                Suggestions::first().operation
            );
        }
    }
}
