//! Configuration as people write it: blocks of HCL, references followed as far as the text has what they lead to.

use std::cell::RefCell;

use super::{policy_text, resource};
use crate::import::draft::{Draft, FoundPolicy};
use crate::import::node::{Member, Node, Value};
use crate::import::place::Place;
use crate::import::policy;
use crate::import::result::ImportKind;
use crate::import::terraform::LABELS;
use crate::import::values::interpolated;
use crate::report::codes::ImportCode;

/// How deep references may lead.
pub(super) const MAX_DEPTH: usize = 12;

/// Takes a configuration: the body of a file, as the reader of HCL gives it.
pub(in crate::import) fn read_configuration(draft: &mut Draft, body: &Node, place: &Place<'_>) -> bool {
    let configuration = Configuration { body, lacks: RefCell::default() };
    let mut used: Vec<(String, String)> = Vec::new();
    let mut found = false;
    for (kind, name, block) in configuration.blocks("resource") {
        let called = format!("{kind}.{name}");
        let mut values = configuration.resolved(block, 0);
        if let Value::Map(members) = &mut values.value
            && let Some(member) = members.iter_mut().find(|it| it.name == "policy")
        {
            let reference = member.value.as_text().and_then(reference).map(str::to_owned);
            if let Some(document) = reference.as_deref().and_then(|it| configuration.document(it, 0)) {
                used.push(("aws_iam_policy_document".to_owned(), reference.unwrap_or_default()));
                member.value = document;
            }
        }
        let before = draft.recognised.len();
        resource(draft, kind, &called, &values, None, place);
        found |= draft.recognised.len() > before;
    }
    // A document that no key of the text uses is meant itself.
    if draft.key_policies.is_empty() {
        for (kind, name, block) in
            configuration.blocks("data").filter(|(kind, ..)| *kind == "aws_iam_policy_document")
        {
            let reference = format!("data.{kind}.{name}.json");
            if used.iter().any(|(_, known)| *known == reference) {
                continue;
            }
            let Some(document) = configuration.document(&reference, 0) else { continue };
            let text = policy::pretty_json(&document);
            let policy = FoundPolicy {
                name: format!("data.{kind}.{name}"),
                text,
                span: block.span,
                ..FoundPolicy::default()
            };
            let is_key_policy =
                policy::names_principal(&document) && !policy::is_of_other_resource(&document);
            if is_key_policy && !policy::is_trust_policy(&document) {
                draft.key_policies.push(policy);
            } else if !policy::names_principal(&document) && policy.text.contains("kms:") {
                draft.identity_policies.push(policy);
            } else {
                continue;
            }
            draft.recognise(
                ImportKind::Terraform,
                block.span,
                format!("Terraform's policy document `{name}`."),
            );
            found = true;
        }
    }
    // An attribute alone: `policy = jsonencode({…})`.
    if !found && let Some(text) = body.get("policy").and_then(|it| policy_text(it, place)) {
        draft.recognise(ImportKind::Terraform, body.span, "A policy of a Terraform configuration.");
        let is_key_policy =
            body.get("policy").is_some_and(policy::names_principal) || text.contains("\"Principal\"");
        let policy = FoundPolicy { text, span: body.span, ..FoundPolicy::default() };
        if is_key_policy {
            draft.key_policies.push(policy);
        } else {
            draft.identity_policies.push(policy);
        }
        found = true;
    }
    found |= modules(draft, body);
    let lacks = configuration.lacks.into_inner();
    if !lacks.is_empty() {
        draft.lacks(ImportCode::PolicyIncomplete, "The policy is not whole", &lacks);
    }
    if found {
        draft.note(
            ImportCode::TerraformReferences,
            "References of the configuration that the text does not resolve are kept as placeholders.",
        );
    }
    found
}

/// Modules that make a key: the policy is theirs, and only the plan or the key itself shows it.
fn modules(draft: &mut Draft, body: &Node) -> bool {
    let is_of_kms = |block: &&Member| {
        block.name == "module" && block.value.text_of("source").is_some_and(|it| it.contains("kms"))
    };
    let mut found = false;
    for block in body.members().iter().filter(is_of_kms) {
        let source = block.value.text_of("source").unwrap_or_default();
        draft.recognise(ImportKind::Terraform, block.value.span, format!("Terraform's module `{source}`."));
        let says = format!(
            "The module `{source}` makes the key policy, and its result is not in the text. Paste what `terraform show -json` or `aws kms \
             get-key-policy` prints."
        );
        draft.asks.push(("keyPolicy".to_owned(), says, Vec::new()));
        found = true;
    }
    found
}

/// A file's body.
pub(super) struct Configuration<'a> {
    body: &'a Node,
    /// What is missing from the policies that were made of it.
    lacks: RefCell<Vec<String>>,
}

impl<'a> Configuration<'a> {
    /// Notes that something is missing from a policy.
    pub(super) fn lacks(&self, what: String) {
        let mut lacks = self.lacks.borrow_mut();
        if !lacks.contains(&what) {
            lacks.push(what);
        }
    }

    /// The blocks of a type with two labels.
    pub(super) fn blocks(&self, kind: &'static str) -> impl Iterator<Item = (&'a str, &'a str, &'a Node)> {
        self.body.members().iter().filter(move |member| member.name == kind).filter_map(|member| {
            let labels = member.value.get(LABELS)?.items();
            Some((labels.first()?.as_text()?, labels.get(1)?.as_text()?, &member.value))
        })
    }

    /// A value in which references that lead somewhere are replaced.
    pub(super) fn resolved(&self, node: &Node, depth: usize) -> Node {
        if depth > MAX_DEPTH * 4 {
            return node.clone();
        }
        let value = match &node.value {
            Value::Text(text) => match reference(text).and_then(|it| self.lookup(it)) {
                Some(found) if depth < MAX_DEPTH => return self.resolved(found, depth + 1),
                _ => Value::Text(self.interpolated(text)),
            },
            Value::List(items) => {
                Value::List(items.iter().map(|item| self.resolved(item, depth + 1)).collect())
            }
            Value::Map(members) => Value::Map(
                members
                    .iter()
                    .map(|it| Member { name: it.name.clone(), value: self.resolved(&it.value, depth + 1) })
                    .collect(),
            ),
            other => other.clone(),
        };
        Node::new(node.span, value)
    }

    /// What a reference leads to: a local value, or the default of a variable.
    fn lookup(&self, name: &str) -> Option<&'a Node> {
        if let Some(local) = name.strip_prefix("local.") {
            let mut locals = self.body.members().iter().filter(|it| it.name == "locals");
            return locals.find_map(|it| it.value.get(local));
        }
        let variable = name.strip_prefix("var.")?;
        let mut variables = self.body.members().iter().filter(|it| it.name == "variable");
        variables.find_map(|it| {
            let is_it = it.value.get(LABELS).and_then(|it| it.items().first()).and_then(Node::as_text)
                == Some(variable);
            it.value.get("default").filter(|default| {
                is_it && !matches!(&default.value, Value::Null) && default.as_text() != Some("")
            })
        })
    }

    /// A text in which interpolations of known texts are replaced.
    fn interpolated(&self, text: &str) -> String {
        interpolated(text, &mut |name| {
            let name = name.trim();
            let known = self.lookup(name).and_then(Node::as_text).filter(|it| !it.contains("${"));
            known.map_or_else(|| format!("${{{name}}}"), str::to_owned)
        })
    }
}

/// The reference that a text is as a whole: `${local.name}`.
pub(super) fn reference(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['{', '}'])).then_some(name.trim())
}
