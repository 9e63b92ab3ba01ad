//! CloudFormation templates: the key policy in them, with what stands for names that only a stack has.
//!
//! CloudFormation User Guide, *Intrinsic function reference* and *Pseudo parameters reference*. Partition, Region and
//! account get stand-ins, parameters their default; what else a stack gives a value is kept as `${Name}`.

mod functions;

use kms_policy::Span;

use super::draft::{Draft, FoundPolicy};
use super::node::{Member, Node, Value};
use super::place::Place;
use super::policy::{self, PolicyShape};
use super::result::ImportKind;
use super::values::scalar;
use crate::report::codes::ImportCode;
use crate::scenario::{Key, Pairs};
use crate::{KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

use functions::has_functions;

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
                ImportCode::ConditionAssumed,
                "The template has parts that depend on a condition. Every condition is assumed to hold.",
            );
        }
        if !self.defaults.is_empty() {
            let text =
                format!("Parameters with a default have it as their value: {}.", self.defaults.join(", "));
            draft.note(ImportCode::ParameterDefaults, text);
        }
    }

    fn found(&self, name: &str, text: String, span: Span) -> FoundPolicy {
        FoundPolicy {
            name: name.to_owned(),
            text,
            span,
            stand_ins: self.stand_ins.clone(),
            ..FoundPolicy::default()
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
        if let Some(primary) = properties.get("PrimaryKeyArn") {
            key.multi_region_key_type = MultiRegionKeyType::find("REPLICA");
            let arn = self.resolve(primary, 0).and_then(|it| scalar(&it)).unwrap_or_default();
            draft.replica_of(&arn, primary.span);
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
}
