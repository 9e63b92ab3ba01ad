//! What laws are tried on: statements and policies that chance puts together.
//!
//! Each set of laws has words of its own, those that mean something to what it is about. How words become a statement
//! is the same for all.

use kms_policy::PolicyKind;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What statements are made of. Principals and conditions are JSON, the rest is plain text.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// The statement's names; none where the list is empty.
    pub sids: &'static [&'static str],
    /// `Allow` and `Deny`, each as often as it is to occur.
    pub effects: &'static [&'static str],
    /// For policies that name principals. A resource control policy names everyone, or AWS rejects it.
    pub principals: BoxedStrategy<String>,
    /// One or two of them.
    pub actions: &'static [&'static str],
    /// One or two of them.
    pub resources: &'static [&'static str],
    /// The value of `Condition`.
    pub conditions: BoxedStrategy<String>,
    /// Whether `NotPrincipal`, `NotAction` and `NotResource` occur too.
    pub is_negating: bool,
}

impl Vocabulary {
    /// A statement of a policy of this kind, as JSON.
    pub fn statement(&self, kind: PolicyKind) -> BoxedStrategy<String> {
        let is_negating = self.is_negating;
        let words = (
            sid(self.sids),
            select(self.effects),
            self.principals.clone(),
            list(self.actions),
            list(self.resources),
            self.conditions.clone(),
            any::<[bool; 3]>(),
        );
        words
            .prop_map(move |(sid, effect, principal, actions, resources, condition, not)| {
                let [no_principal, no_action, no_resource] = not.map(|not| not && is_negating);
                let principal = match kind {
                    PolicyKind::ResourceControlPolicy => r#""Principal":"*","#.to_owned(),
                    _ if kind.names_principals() => format!("{}:{principal},", name("Principal", no_principal)),
                    _ => String::new(),
                };
                format!(
                    r#"{{{sid}"Effect":"{effect}",{principal}{}:{actions},{}:{resources},"Condition":{condition}}}"#,
                    name("Action", no_action),
                    name("Resource", no_resource)
                )
            })
            .boxed()
    }

    /// One to three statements of a policy of this kind.
    pub fn statements(&self, kind: PolicyKind) -> BoxedStrategy<Vec<String>> {
        vec(self.statement(kind), 1..4).boxed()
    }
}

/// One of the texts.
pub fn one_of(texts: &'static [&'static str]) -> BoxedStrategy<String> {
    select(texts).prop_map(str::to_owned).boxed()
}

/// A policy of these statements.
pub fn document(version: &str, statements: &[String]) -> String {
    format!(r#"{{"Version":"{version}","Statement":[{}]}}"#, statements.join(","))
}

/// A text as JSON.
pub fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn name(element: &str, not: bool) -> String {
    json(&if not { format!("Not{element}") } else { element.to_owned() })
}

fn sid(names: &'static [&'static str]) -> BoxedStrategy<String> {
    if names.is_empty() {
        return Just(String::new()).boxed();
    }
    select(names).prop_map(|name| format!(r#""Sid":{},"#, json(name))).boxed()
}

fn list(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    vec(select(texts), 1..3).prop_map(|texts| {
        let texts: Vec<String> = texts.into_iter().map(json).collect();
        format!("[{}]", texts.join(","))
    })
}
