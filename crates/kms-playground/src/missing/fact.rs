//! The facts that a scenario leaves open for one request, with the values that the policies tell apart.

use kms_analysis::{CellValue, KeyFacts, cells};
use kms_authz::{Caller, CallerKind, Check, Unknown};
use kms_policy::{Arn, PolicyDocument, PolicyKind, Principal, parse};

use crate::explain::caller::short_name;
use crate::explain::words::list;
use crate::report::codes::UnknownCode;
use crate::run::key_attributes;
use crate::scenario::{ContextValue, NamedPolicy, PolicyId, PolicyText, Scenario};

/// Something that the scenario does not say.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    about: About,
    values: Vec<Value>,
    /// How many of the values, from the start, are needed; the others are of the same kinds, and told by name.
    needed: usize,
    path: String,
    is_complete: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum About {
    /// The identity-based policies of this caller.
    IdentityPolicies(String),
    /// A condition key.
    Key(String),
    /// The path of the role behind a session.
    RolePath(String),
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// The policies have this one statement; none: they have no statement about the call.
    Policy(Option<kms_policy::Effect>),
    /// The request carries what it carries by itself.
    AsGiven,
    /// The request does not carry the key.
    Absent,
    /// The request carries this; whether a policy has the very value.
    Carried(ContextValue, bool),
    /// The role has this ARN.
    Role(String),
}

/// The most values that a sentence lists.
const TOLD: usize = 3;
/// The most values that are tried because a condition names them.
const NAMED: usize = 6;

/// What the scenario leaves open for the request that comes to these checks: what decides by itself first.
pub(super) fn facts(scenario: &Scenario, request: usize, checks: &[Check]) -> Vec<Fact> {
    let policies: Vec<(PolicyDocument, PolicyKind)> = scenario
        .policies()
        .iter()
        .map(|policy| (parse(policy.text.text(), policy.kind.into()).document, policy.kind.into()))
        .collect();
    let mut facts: Vec<Fact> = Vec::new();
    let alone =
        checks.iter().flat_map(|check| check.evaluation.depends_on().into_iter().map(move |it| (check, it)));
    let all =
        checks.iter().flat_map(|check| check.evaluation.unknowns().into_iter().map(move |it| (check, it)));
    for (check, unknown) in alone.chain(all) {
        let about = match unknown {
            Unknown::IdentityPolicies => About::IdentityPolicies(short_name(&check.request.caller)),
            Unknown::Key(place) => {
                let id = PolicyId::of(place.policy);
                let named = scenario.policies().into_iter().position(|policy| Some(policy.place) == id);
                let Some((document, _)) = named.and_then(|at| policies.get(at)) else { continue };
                let Some(key) = key_at(document, place.statement, place.block, place.entry) else { continue };
                match key.eq_ignore_ascii_case("aws:PrincipalArn") {
                    true => About::RolePath(short_name(&check.request.caller)),
                    false => About::Key(key),
                }
            }
        };
        if facts.iter().any(|fact| fact.about.is_same(&about)) {
            continue;
        }
        let (values, is_complete) = match &about {
            About::IdentityPolicies(_) => {
                use kms_policy::Effect::{Allow, Deny};
                ([Some(Allow), None, Some(Deny)].map(Value::Policy).to_vec(), true)
            }
            About::Key(key) => values_of(scenario, key, &policies, check),
            About::RolePath(_) => (roles(&check.request.caller, &policies), true),
        };
        let path = about.path(request);
        let needed = values.len();
        let mut fact = Fact { about, values, needed, path, is_complete };
        fact.add_written(&policies);
        facts.push(fact);
    }
    // Stable: what decides by itself stays first among the others.
    kms_policy::sort_by(&mut facts, |one, other| one.key().is_some().cmp(&other.key().is_some()));
    facts
}

impl About {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(one), Self::Key(other)) => one.eq_ignore_ascii_case(other),
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }

    fn path(&self, request: usize) -> String {
        match self {
            Self::IdentityPolicies(_) => "identityPolicies".to_owned(),
            Self::RolePath(_) => format!("requests[{request}].sessionIssuer"),
            Self::Key(key) => {
                let field = match key.to_ascii_lowercase().as_str() {
                    "kms:viaservice" => "viaService".to_owned(),
                    "aws:sourcearn" => "sourceArn".to_owned(),
                    "aws:sourceaccount" => "sourceAccount".to_owned(),
                    _ => match pair(key) {
                        Some(name) => format!("encryptionContext.{name}"),
                        None => format!("context.{key}"),
                    },
                };
                format!("requests[{request}].{field}")
            }
        }
    }
}

impl Fact {
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(super) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Adds further values that conditions name, so that they are told by name.
    fn add_written(&mut self, policies: &[(PolicyDocument, PolicyKind)]) {
        let About::Key(key) = &self.about else { return };
        let is_single = |value: &Value| matches!(value, Value::Carried(ContextValue::One(_), _));
        if !self.values.iter().any(is_single) {
            return;
        }
        for text in written(key, policies).into_iter().filter(|text| !text.contains(['*', '?', '$'])) {
            let value = Value::Carried(ContextValue::One(text.to_owned()), true);
            if self.values.len() < self.needed + NAMED && !self.values.contains(&value) {
                self.values.push(value);
            }
        }
    }

    /// Leaves out what is told by name only.
    pub(super) fn shorten(&mut self) {
        self.values.truncate(self.needed);
    }

    /// The report's name for what is missing.
    pub(super) fn code(&self) -> &'static str {
        match self.about {
            About::IdentityPolicies(_) => UnknownCode::IdentityPolicies.into(),
            About::Key(_) | About::RolePath(_) => UnknownCode::Key.into(),
        }
    }

    /// The condition key.
    pub(super) fn key(&self) -> Option<&str> {
        match &self.about {
            About::IdentityPolicies(_) => None,
            About::Key(key) => Some(key),
            About::RolePath(_) => Some("aws:PrincipalArn"),
        }
    }

    pub(super) fn path(&self) -> String {
        self.path.clone()
    }

    /// What is missing.
    pub(super) fn name(&self) -> String {
        match &self.about {
            About::IdentityPolicies(who) => format!("the identity-based policies of {who}"),
            About::Key(key) => format!("`{key}`"),
            About::RolePath(who) => format!("the path of {who}"),
        }
    }

    /// That the fact has one of these values, as a part of a sentence.
    pub(super) fn says(&self, values: &[Value]) -> String {
        let subject = match &self.about {
            About::RolePath(_) => "`aws:PrincipalArn`".to_owned(),
            _ => self.name(),
        };
        let mut told: Vec<String> = values.iter().take(TOLD).map(Value::says).collect();
        if values.len() > TOLD {
            told.push("has another value".to_owned());
        }
        format!("{subject} {}", list(&told, "or"))
    }

    /// Gives the fact this value in the scenario.
    pub(super) fn set(&self, value: &Value, scenario: &mut Scenario, request: usize) -> Option<()> {
        if let Value::Policy(effect) = value {
            let policies = || Some(effect.iter().map(|effect| policy(*effect)).collect::<Vec<NamedPolicy>>());
            // Where several callers have none, only those of this request count.
            for caller in scenario.callers.iter_mut().filter(|caller| caller.identity_policies.is_none()) {
                caller.identity_policies = policies();
            }
            if scenario.identity_policies.is_none() {
                scenario.identity_policies = policies();
            }
            return Some(());
        }
        let asked = scenario.requests.get_mut(request)?;
        match (value, &self.about) {
            (Value::Role(arn), _) => asked.session_issuer = Some(arn.clone()),
            (Value::Absent, About::Key(key)) => asked.context.set(key.clone(), None),
            (Value::Carried(ContextValue::One(value), _), About::Key(key)) => {
                match (key.to_ascii_lowercase().as_str(), pair(key)) {
                    ("kms:viaservice", _) => asked.via_service = Some(value.clone()),
                    ("aws:sourcearn", _) => asked.source_arn = Some(value.clone()),
                    ("aws:sourceaccount", _) => asked.source_account = Some(value.clone()),
                    (_, Some(name)) => asked.encryption_context.set(name, value.clone()),
                    _ => asked.context.set(key.clone(), Some(ContextValue::One(value.clone()))),
                }
            }
            (Value::Carried(values, _), About::Key(key)) => {
                asked.context.set(key.clone(), Some(values.clone()));
            }
            _ => {}
        }
        Some(())
    }
}

impl Value {
    fn says(&self) -> String {
        match self {
            Self::Policy(Some(kms_policy::Effect::Allow)) => "allow the call".to_owned(),
            Self::Policy(Some(kms_policy::Effect::Deny)) => "deny the call".to_owned(),
            Self::Policy(None) => "do not allow the call".to_owned(),
            Self::AsGiven => "is sent".to_owned(),
            Self::Absent => "is absent".to_owned(),
            Self::Carried(values, is_written) => {
                let values: Vec<String> = values.values().iter().map(|value| format!("`{value}`")).collect();
                format!("is {}{}", if *is_written { "" } else { "like " }, list(&values, "and"))
            }
            Self::Role(arn) => format!("is `{arn}`"),
        }
    }
}

/// An identity-based policy with this effect on everything.
fn policy(effect: kms_policy::Effect) -> NamedPolicy {
    let (name, effect) = match effect {
        kms_policy::Effect::Allow => ("Allows the call", "Allow"),
        kms_policy::Effect::Deny => ("Denies the call", "Deny"),
    };
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":"*","Resource":"*"}}}}"#
    );
    let mut text = PolicyText::new(text);
    text.prefer_object();
    NamedPolicy { name: name.to_owned(), text }
}

fn key_at(document: &PolicyDocument, statement: usize, block: usize, entry: usize) -> Option<String> {
    let condition = document.statements.get(statement)?.condition.as_ref()?;
    Some(condition.blocks.get(block)?.entries.get(entry)?.key.value.clone())
}

/// The name behind `kms:EncryptionContext:`.
fn pair(key: &str) -> Option<&str> {
    let (start, name) = key.split_at_checked("kms:EncryptionContext:".len())?;
    start.eq_ignore_ascii_case("kms:EncryptionContext:").then_some(name)
}

/// The values that conditions compare a key with.
fn written<'p>(key: &str, policies: &'p [(PolicyDocument, PolicyKind)]) -> Vec<&'p str> {
    let statements = policies.iter().flat_map(|(document, _)| &document.statements);
    let blocks = statements.filter_map(|statement| statement.condition.as_ref()).flat_map(|all| &all.blocks);
    let entries =
        blocks.flat_map(|block| &block.entries).filter(|entry| entry.key.value.eq_ignore_ascii_case(key));
    entries.flat_map(|entry| &entry.values).map(|value| value.value.text.as_str()).collect()
}

/// The values of a condition key that the policies tell apart, and whether there are no others.
fn values_of(
    scenario: &Scenario,
    key: &str,
    policies: &[(PolicyDocument, PolicyKind)],
    check: &Check,
) -> (Vec<Value>, bool) {
    // AWS's pages differ on whether the call carries the key; which value it would have is known.
    if check.request.context.get(key).is_some() {
        return (vec![Value::AsGiven, Value::Absent], true);
    }
    let written = written(key, policies);
    let facts = Arn::new(&scenario.key.arn)
        .map(|arn| KeyFacts { arn, attributes: Some(key_attributes(&scenario.key)) });
    let borrowed: Vec<(&PolicyDocument, PolicyKind)> =
        policies.iter().map(|(document, kind)| (document, *kind)).collect();
    let found = facts.and_then(|facts| cells(key, &borrowed, &facts));
    let is_complete = found.is_some() && !written.iter().any(|value| value.contains("${"));
    let values = found.unwrap_or_default().into_iter().filter_map(|cell| match cell {
        CellValue::Absent | CellValue::Bit(_) => None,
        CellValue::One(value) => {
            let is_written = written.contains(&value.as_str());
            Some(Value::Carried(ContextValue::One(value), is_written))
        }
        CellValue::Many(values) => {
            let is_written = values.iter().all(|value| written.contains(&value.as_str()));
            Some(Value::Carried(ContextValue::Many(values), is_written))
        }
    });
    (std::iter::once(Value::Absent).chain(values).collect(), is_complete)
}

/// The ARNs that the role behind a session may have, as far as the policies tell them apart: those that they name, one
/// without a path and one with a path that they do not name.
fn roles(caller: &Caller, policies: &[(PolicyDocument, PolicyKind)]) -> Vec<Value> {
    let Principal::AssumedRole { home, role, .. } = &caller.principal else { return vec![Value::AsGiven] };
    if caller.kind() != CallerKind::RoleSession {
        return vec![Value::AsGiven];
    }
    let arn = |path: &str| format!("arn:{}:iam::{}:role/{path}{role}", home.partition, home.account);
    let is_this = |text: &str| matches!(Principal::aws(text), Principal::Role(found) if found.home == *home && found.name == *role);
    let written = written("aws:PrincipalArn", policies).into_iter();
    let filled = written.map(|text| match text.ends_with('*') {
        true => text.replacen('*', role, usize::MAX).replace(&format!("{role}{role}"), role),
        false => text.to_owned(),
    });
    let mut all: Vec<String> = vec![arn("")];
    for text in filled.chain([arn("other-path/")]) {
        if is_this(&text) && !all.contains(&text) {
            all.push(text);
        }
    }
    all.into_iter().map(Value::Role).collect()
}
