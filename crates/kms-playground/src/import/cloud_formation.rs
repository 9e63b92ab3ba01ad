//! CloudFormation templates: the key policy in them, with what stands for names that only a stack has.
//!
//! CloudFormation User Guide, *Intrinsic function reference* and *Pseudo parameters reference*. Partition, Region and
//! account get stand-ins, parameters their default; what else a stack gives a value is kept as `${Name}`.

use kms_policy::Span;

use super::draft::{Draft, FoundPolicy};
use super::home;
use super::node::{Member, Node, Value};
use super::policy::{self, PolicyShape};
use super::result::ImportKind;
use super::walk::Place;
use crate::scenario::{Key, Pairs};
use crate::{KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

/// How deep functions may stand in each other.
const MAX_DEPTH: usize = 40;

/// Takes a template.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let is_template = node.get("Resources").is_some_and(|resources| {
        resources.members().iter().any(|it| it.value.text_of("Type").is_some_and(|it| it.contains("::")))
    });
    if !is_template {
        return false;
    }
    let mut stack = Stack::new(node, place);
    let resources = node.get("Resources").map(Node::members).unwrap_or_default();
    let mut keys = 0;
    for Member { name, value } in resources {
        let properties = value.get("Properties");
        match (value.text_of("Type").unwrap_or_default(), properties) {
            ("AWS::KMS::Key" | "AWS::KMS::ReplicaKey", Some(properties)) => {
                keys += 1;
                stack.key(draft, name, properties, resources);
            }
            ("AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy", Some(properties)) => {
                stack.identity_policy(draft, name, properties);
            }
            ("AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group", Some(properties)) => {
                for policy in properties.get("Policies").map(Node::one_or_many).unwrap_or_default() {
                    stack.identity_policy(draft, name, policy);
                }
            }
            _ => {}
        }
    }
    let text = match keys {
        0 => "A CloudFormation template without a key.".to_owned(),
        1 => "A CloudFormation template with a key.".to_owned(),
        count => format!("A CloudFormation template with {count} keys."),
    };
    draft.recognise(ImportKind::CloudFormation, node.span, text);
    stack.notes(draft);
    true
}

/// Takes a part of a template: a resource, its properties, or a policy with functions in it.
pub(super) fn read_part(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let properties = match node.text_of("Type") {
        Some("AWS::KMS::Key" | "AWS::KMS::ReplicaKey") => node.get("Properties"),
        _ => Some(node).filter(|node| node.has("KeyPolicy")),
    };
    if let Some(properties) = properties {
        let mut stack = Stack::new(node, place);
        stack.key(draft, "", properties, &[]);
        draft.recognise(ImportKind::CloudFormation, node.span, "A key of a CloudFormation template.");
        stack.notes(draft);
        return true;
    }
    if policy::shape(node) == Some(PolicyShape::Document) && has_functions(node, 0) {
        let mut stack = Stack::new(node, place);
        let resolved = stack.policy(node);
        let text = policy::pretty_json(&resolved);
        if policy::names_principal(&resolved) {
            let found = stack.found("", text, node.span);
            draft.key_policies.push(found);
        } else {
            draft.identity_policies.push(FoundPolicy { text, span: node.span, ..FoundPolicy::default() });
        }
        draft.recognise(ImportKind::CloudFormation, node.span, "A policy of a CloudFormation template.");
        stack.notes(draft);
        return true;
    }
    false
}

/// Whether a value has functions of CloudFormation in it.
fn has_functions(node: &Node, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match &node.value {
        Value::List(items) => items.iter().any(|item| has_functions(item, depth + 1)),
        Value::Map(members) => {
            function(node).is_some() || members.iter().any(|member| has_functions(&member.value, depth + 1))
        }
        _ => false,
    }
}

/// The function that a map with one member is, with its argument.
fn function(node: &Node) -> Option<(&str, &Node)> {
    let [only] = node.members() else { return None };
    let name = only.name.strip_prefix("Fn::").or((only.name == "Ref").then_some("Ref"))?;
    Some((name, &only.value))
}

/// What is known of a stack.
struct Stack<'a> {
    template: &'a Node,
    place: &'a Place<'a>,
    /// Names with what stands for them.
    stand_ins: Vec<(String, String)>,
    /// Whether a condition was taken to hold.
    took_branch: bool,
    /// Parameters of which the default was taken.
    defaults: Vec<String>,
}

impl<'a> Stack<'a> {
    fn new(template: &'a Node, place: &'a Place<'a>) -> Self {
        Self { template, place, stand_ins: Vec::new(), took_branch: false, defaults: Vec::new() }
    }

    fn notes(self, draft: &mut Draft) {
        if self.took_branch {
            draft.note(
                "conditionAssumed",
                "The template has parts that depend on a condition. Every condition is assumed to hold.",
            );
        }
        if !self.defaults.is_empty() {
            let text =
                format!("Parameters with a default have it as their value: {}.", self.defaults.join(", "));
            draft.note("parameterDefaults", text);
        }
    }

    fn found(&self, name: &str, text: String, span: Span) -> FoundPolicy {
        FoundPolicy {
            name: name.to_owned(),
            text,
            span,
            stand_ins: self.stand_ins.clone(),
            key: None,
            before: None,
        }
    }

    fn key(&mut self, draft: &mut Draft, name: &str, properties: &Node, resources: &[Member]) {
        self.stand_ins.clear();
        let Some(document) = properties.get("KeyPolicy") else { return };
        let resolved =
            match document.as_text().and_then(|text| super::walk::json_in_string(text, document.span, 0)) {
                Some(inner) => self.policy(&inner),
                None => self.policy(document),
            };
        let text = policy::pretty_json(&resolved);
        let mut found = self.found(name, text, document.span);
        let mut key = Key::new("");
        let text = |name: &str| properties.text_of(name);
        key.key_spec = text("KeySpec").and_then(KeySpec::find);
        key.key_usage = text("KeyUsage").and_then(KeyUsage::find);
        let is = |name: &str, value: bool| match properties.get(name).map(|it| &it.value) {
            Some(Value::Bool(it)) => *it == value,
            Some(Value::Text(it)) => it.eq_ignore_ascii_case(if value { "true" } else { "false" }),
            _ => false,
        };
        if is("Enabled", false) {
            key.key_state = Some(KeyState::Disabled);
        }
        if is("MultiRegion", true) {
            key.multi_region_key_type = MultiRegionKeyType::find("PRIMARY");
        }
        let tags = properties.get("Tags").map(Node::items).unwrap_or_default();
        key.tags = tags
            .iter()
            .filter_map(|tag| {
                let value = self.resolve(tag.get("Value")?, 0)?;
                Some((tag.text_of("Key")?.to_owned(), scalar(&value)?))
            })
            .collect::<Pairs<String>>();
        for Member { value, .. } in
            resources.iter().filter(|it| it.value.text_of("Type") == Some("AWS::KMS::Alias"))
        {
            let Some(properties) = value.get("Properties") else { continue };
            let target = properties.get("TargetKeyId").map(policy::pretty_json).unwrap_or_default();
            let alias =
                properties.get("AliasName").and_then(|it| self.resolve(it, 0)).and_then(|it| scalar(&it));
            if target.contains(&format!("\"{name}")) {
                key.aliases.extend(alias.filter(|it| it.starts_with("alias/")));
            }
        }
        found.key = Some(key);
        found.stand_ins = self.stand_ins.clone();
        draft.key_policies.push(found);
    }

    /// A policy of an identity, if it has to do with KMS.
    fn identity_policy(&mut self, draft: &mut Draft, name: &str, properties: &Node) {
        let Some(document) = properties.get("PolicyDocument") else { return };
        let resolved = self.policy(document);
        let text = policy::pretty_json(&resolved);
        if text.contains("\"kms:") {
            let name =
                properties.text_of("PolicyName").or(properties.text_of("ManagedPolicyName")).unwrap_or(name);
            let found =
                FoundPolicy { name: name.to_owned(), text, span: document.span, ..FoundPolicy::default() };
            draft.identity_policies.push(found);
        }
    }

    /// A policy, its functions resolved and its values made texts, as AWS has them.
    fn policy(&mut self, node: &Node) -> Node {
        let mut resolved = self.resolve(node, 0).unwrap_or_else(|| node.clone());
        as_texts(&mut resolved);
        resolved
    }

    /// A value with its functions resolved; none for `AWS::NoValue`.
    fn resolve(&mut self, node: &Node, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return Some(node.clone());
        }
        if let Some((name, argument)) = function(node) {
            return self.call(name, argument, node.span, depth);
        }
        let value = match &node.value {
            Value::List(items) => {
                let mut made = Vec::new();
                for item in items {
                    match self.resolve(item, depth + 1) {
                        // A function in a list can give a list.
                        Some(Node { value: Value::List(inner), .. }) if function(item).is_some() => {
                            made.extend(inner);
                        }
                        Some(value) => made.push(value),
                        None => {}
                    }
                }
                Value::List(made)
            }
            Value::Map(members) => {
                let mut made = Vec::new();
                for member in members {
                    if let Some(value) = self.resolve(&member.value, depth + 1) {
                        let name = self.substitute(&member.name, None, depth);
                        made.push(Member { name, value });
                    }
                }
                Value::Map(made)
            }
            other => other.clone(),
        };
        Some(Node::new(node.span, value))
    }

    fn call(&mut self, name: &str, argument: &Node, span: Span, depth: usize) -> Option<Node> {
        let text = |text: String| Some(Node::text_at(span, text));
        match name {
            "Ref" => {
                let name = argument.as_text()?;
                if name == "AWS::NoValue" {
                    return None;
                }
                if let Some(list) = self.default_list(name) {
                    return Some(Node::new(
                        span,
                        Value::List(list.into_iter().map(|it| Node::text_at(span, it)).collect()),
                    ));
                }
                text(self.named(name))
            }
            "GetAtt" => {
                let parts: Vec<&str> = argument.one_or_many().iter().filter_map(Node::as_text).collect();
                let name = parts.join(".");
                let known = self.arn_of(&name);
                text(known.unwrap_or_else(|| format!("${{{name}}}")))
            }
            "Sub" => {
                let (template, values) = match argument.one_or_many() {
                    [template, values, ..] => (template.as_text()?, Some(values)),
                    [template] => (template.as_text()?, None),
                    [] => return None,
                };
                text(self.substitute(template, values, depth))
            }
            "Join" => {
                let [separator, list] = argument.items() else { return text("${Fn::Join}".to_owned()) };
                let list = self.resolve(list, depth + 1)?;
                let parts: Vec<String> = list.one_or_many().iter().filter_map(scalar).collect();
                text(parts.join(separator.as_text().unwrap_or_default()))
            }
            "If" => {
                let [_, holds, otherwise] = argument.items() else { return None };
                self.took_branch = true;
                self.resolve(holds, depth + 1).or_else(|| self.resolve(otherwise, depth + 1))
            }
            "Select" => {
                let [at, list] = argument.items() else { return text("${Fn::Select}".to_owned()) };
                let at: usize = scalar(at)?.parse().ok()?;
                let list = self.resolve(list, depth + 1)?;
                list.items().get(at).cloned().or_else(|| text("${Fn::Select}".to_owned()))
            }
            "Split" => {
                let [separator, value] = argument.items() else { return text("${Fn::Split}".to_owned()) };
                let value = self.resolve(value, depth + 1).and_then(|it| scalar(&it))?;
                let separator = separator.as_text().filter(|it| !it.is_empty())?;
                let parts = value.split(separator).map(|part| Node::text_at(span, part)).collect();
                Some(Node::new(span, Value::List(parts)))
            }
            "FindInMap" => {
                let resolved = self.resolve(argument, depth + 1)?;
                let path: Vec<String> = resolved.items().iter().filter_map(scalar).collect();
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                let known = self.template.get("Mappings").and_then(|it| it.follow(&names)).cloned();
                known.or_else(|| text(format!("${{{}}}", path.join("."))))
            }
            "ImportValue" => {
                let name = self.resolve(argument, depth + 1).and_then(|it| scalar(&it)).unwrap_or_default();
                text(format!("${{{}}}", name.replace(['$', '{', '}'], "")))
            }
            other => text(format!("${{Fn::{other}}}")),
        }
    }

    /// A text with `${Name}` replaced, as `Fn::Sub` does; `${!Name}` is literal.
    fn substitute(&mut self, template: &str, values: Option<&Node>, depth: usize) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, after)) = behind.split_once('}') else {
                out.push_str("${");
                rest = behind;
                continue;
            };
            rest = after;
            let own = values.and_then(|values| values.get(name)).cloned();
            if let Some(literal) = name.strip_prefix('!') {
                out.push_str("${");
                out.push_str(literal);
                out.push('}');
            } else if let Some(value) = own {
                let value = self.resolve(&value, depth + 1).and_then(|it| scalar(&it)).unwrap_or_default();
                out.push_str(&value);
            } else {
                let value = self.arn_of(name).unwrap_or_else(|| self.named(name));
                out.push_str(&value);
            }
        }
        out.push_str(rest);
        out
    }

    /// The value of a pseudo parameter, a parameter or a resource.
    fn named(&mut self, name: &str) -> String {
        if let Some((_, value)) = self.place.answers.iter().find(|(known, _)| known == name) {
            let value = value.clone();
            return self.stand_in(name, value);
        }
        let key = self.place.key.unwrap_or_default();
        let [_, partition, _, region, account, _] = kms_policy::Arn::split(key).unwrap_or_default();
        let or =
            |known: &str, example: &str| if known.is_empty() { example.to_owned() } else { known.to_owned() };
        match name {
            "AWS::Partition" => self.stand_in(name, or(partition, "aws")),
            "AWS::Region" => self.stand_in(name, or(region, home::REGION)),
            "AWS::AccountId" => self.stand_in(name, or(account, home::ACCOUNT)),
            "AWS::URLSuffix" => self.stand_in(name, "amazonaws.com".to_owned()),
            _ => {
                let default = self.template.follow(&["Parameters", name, "Default"]).and_then(scalar);
                let default = default.filter(|it| !it.is_empty());
                if let Some(default) = default {
                    if !self.defaults.iter().any(|known| known == name) {
                        self.defaults.push(name.to_owned());
                    }
                    return default;
                }
                format!("${{{name}}}")
            }
        }
    }

    /// The default of a parameter that is a list.
    fn default_list(&self, name: &str) -> Option<Vec<String>> {
        let parameter = self.template.follow(&["Parameters", name])?;
        let is_list =
            parameter.text_of("Type").is_some_and(|it| it.starts_with("List<") || it == "CommaDelimitedList");
        let default = scalar(parameter.get("Default")?).filter(|it| is_list && !it.is_empty())?;
        Some(default.split(',').map(|part| part.trim().to_owned()).collect())
    }

    fn stand_in(&mut self, name: &str, value: String) -> String {
        if self.stand_ins.iter().all(|(known, _)| known != name) {
            self.stand_ins.push((name.to_owned(), value.clone()));
        }
        value
    }

    /// The ARN of a role or user that the template names itself: `Role.Arn`.
    fn arn_of(&mut self, attribute: &str) -> Option<String> {
        let (name, "Arn") = attribute.rsplit_once('.')? else { return None };
        let resource = self.template.follow(&["Resources", name])?;
        let (kind, property) = match resource.text_of("Type")? {
            "AWS::IAM::Role" => ("role", "RoleName"),
            "AWS::IAM::User" => ("user", "UserName"),
            _ => return None,
        };
        let properties = resource.get("Properties")?.clone();
        let name = self
            .resolve(properties.get(property)?, 1)
            .and_then(|it| scalar(&it))
            .filter(|it| !it.contains("${"))?;
        let path = properties.text_of("Path").unwrap_or("/").to_owned();
        let (partition, account) = (self.named("AWS::Partition"), self.named("AWS::AccountId"));
        Some(format!("arn:{partition}:iam::{account}:{kind}{path}{name}"))
    }
}

/// A value that is no list and no map, as text.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Numbers and booleans as texts: an account id that YAML reads as a number is one.
pub(super) fn as_texts(node: &mut Node) {
    if let Some(text) = scalar(node) {
        node.value = Value::Text(text);
    }
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(as_texts),
        Value::Map(members) => members.iter_mut().for_each(|member| as_texts(&mut member.value)),
        _ => {}
    }
}
