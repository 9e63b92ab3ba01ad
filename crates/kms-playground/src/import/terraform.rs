//! Terraform: configuration, state, and plans as JSON.
//!
//! Terraform's *JSON output format*; AWS provider, *aws_kms_key* and *aws_iam_policy_document*. References that nothing
//! in the text resolves are kept as `${var.name}`.

use kms_policy::Span;

use super::draft::{Draft, FoundKey, FoundPolicy};
use super::node::{Member, Node, Value};
use super::policy::{self, PolicyShape};
use super::result::ImportKind;
use super::walk::{self, Place};
use crate::scenario::{Grant, GrantConstraints, Key, Pairs};
use crate::{KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

/// The member that holds the labels of a block of HCL.
pub const LABELS: &str = "$labels";
/// How deep references may lead.
const MAX_DEPTH: usize = 12;

/// Takes a resource of the state or of a plan, in JSON.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(kind) = node.text_of("type").filter(|it| it.starts_with("aws_")) else { return false };
    let name = node
        .text_of("address")
        .map_or_else(|| format!("{kind}.{}", node.text_of("name").unwrap_or_default()), str::to_owned);
    if let Some(change) = node.get("change") {
        let before = change.get("before").and_then(|it| it.text_of("policy")).map(str::to_owned);
        let after = change.get("after").filter(|it| !matches!(it.value, Value::Null));
        let unknown = change.follow(&["after_unknown", "policy"]).is_some();
        if unknown && after.is_none_or(|it| !it.has("policy")) {
            draft.note(
                "policyUnknown",
                "The plan does not know the policy yet: it is known after the plan is applied.",
            );
        }
        if let Some(values) = after.or(change.get("before")) {
            resource(draft, kind, &name, values, before, place);
        }
        return true;
    }
    if let Some(values) = node.get("values") {
        resource(draft, kind, &name, values, None, place);
        return true;
    }
    let instances = node.get("instances").map(Node::items).unwrap_or_default();
    for instance in instances {
        if let Some(values) = instance.get("attributes") {
            resource(draft, kind, &name, values, None, place);
        }
    }
    !instances.is_empty()
}

/// A resource with its values.
fn resource(
    draft: &mut Draft,
    kind: &str,
    name: &str,
    values: &Node,
    before: Option<String>,
    place: &Place<'_>,
) {
    let span = values.span;
    match kind {
        "aws_kms_key" | "aws_kms_replica_key" | "aws_kms_external_key" | "aws_kms_replica_external_key" => {
            let key = key_of(values);
            let has_key = !key.arn.is_empty();
            if let Some(text) = values.get("policy").and_then(|it| policy_text(it, place)) {
                let before = before.filter(|it| *it != text);
                let found = FoundPolicy {
                    name: name.to_owned(),
                    text,
                    span,
                    key: Some(key),
                    before,
                    ..FoundPolicy::default()
                };
                let again = draft
                    .key_policies
                    .iter()
                    .any(|known| known.name == found.name && known.text == found.text);
                if !again {
                    draft.key_policies.push(found);
                }
            } else if has_key {
                draft.keys.push(FoundKey { key, span, certain: true });
            }
            draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
        }
        "aws_kms_key_policy" => {
            if let Some(text) = values.get("policy").and_then(|it| policy_text(it, place)) {
                draft.key_policies.push(FoundPolicy {
                    name: name.to_owned(),
                    text,
                    span,
                    ..FoundPolicy::default()
                });
                draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
            }
        }
        "aws_kms_alias" => {
            let target = values.text_of("target_key_arn").unwrap_or_default();
            let mut key = Key::new(target);
            key.aliases.extend(values.text_of("name").map(str::to_owned));
            draft.keys.push(FoundKey { key, span, certain: !target.is_empty() });
            draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
        }
        "aws_kms_grant" => grant(draft, name, values),
        "aws_iam_policy" | "aws_iam_role_policy" | "aws_iam_user_policy" | "aws_iam_group_policy" => {
            let text = values.get("policy").and_then(|it| policy_text(it, place));
            if let Some(text) = text.filter(|it| it.contains("kms:")) {
                let name = values.text_of("name").unwrap_or(name).to_owned();
                draft.recognise(ImportKind::Terraform, span, format!("Terraform's IAM policy `{name}`."));
                draft.identity_policies.push(FoundPolicy { name, text, span, ..FoundPolicy::default() });
            }
        }
        _ => {}
    }
}

/// The facts of a key, as the AWS provider names them.
fn key_of(values: &Node) -> Key {
    let mut key = Key::new(values.text_of("arn").filter(|it| it.starts_with("arn:")).unwrap_or_default());
    let spec = values.text_of("customer_master_key_spec").or(values.text_of("key_spec"));
    key.key_spec = spec.and_then(KeySpec::find);
    key.key_usage = values.text_of("key_usage").and_then(KeyUsage::find);
    let flag = |name: &str| match values.get(name).map(|it| &it.value) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    };
    if flag("is_enabled") == Some(false) || flag("enabled") == Some(false) {
        key.key_state = Some(KeyState::Disabled);
    }
    if flag("multi_region") == Some(true) {
        key.multi_region_key_type = MultiRegionKeyType::find("PRIMARY");
    }
    let tags = values.get("tags_all").or_else(|| values.get("tags")).map(super::cloud_trail::pairs);
    key.tags = tags.unwrap_or_default();
    key
}

fn grant(draft: &mut Draft, name: &str, values: &Node) {
    let text = |name: &str| values.text_of(name).map(str::to_owned);
    let constraints = values.get("constraints").map(Node::one_or_many).unwrap_or_default();
    let pairs = |name: &str| {
        let found = constraints.iter().find_map(|it| it.get(name)).map(super::cloud_trail::pairs);
        found.filter(|it: &Pairs<String>| !it.is_empty())
    };
    let made = GrantConstraints {
        encryption_context_subset: pairs("encryption_context_subset"),
        encryption_context_equals: pairs("encryption_context_equals"),
        source_arn: None,
    };
    let grant = Grant {
        grant_id: text("grant_id"),
        grantee_principal: text("grantee_principal"),
        retiring_principal: text("retiring_principal"),
        operations: values
            .get("operations")
            .map(Node::one_or_many)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_text)
            .map(str::to_owned)
            .collect(),
        constraints: (made != GrantConstraints::default()).then_some(made),
        ..Grant::default()
    };
    draft.recognise(ImportKind::Terraform, values.span, format!("Terraform's grant `{name}`."));
    draft.grants.get_or_insert_default().push((grant, values.span));
}

/// A policy in a string, or as `jsonencode` was given it.
fn policy_text(node: &Node, place: &Place<'_>) -> Option<String> {
    match &node.value {
        Value::Text(text) => {
            let inner = walk::json_in_string(text, node.span, place.layers)?;
            (policy::shape(&inner) == Some(PolicyShape::Document)).then(|| policy::laid_out(text.trim()))
        }
        Value::Map(_) => {
            (policy::shape(node) == Some(PolicyShape::Document)).then(|| policy::pretty_json(node))
        }
        _ => None,
    }
}

/// Takes a configuration: the body of a file, as the reader of HCL gives it.
pub(super) fn read_configuration(draft: &mut Draft, body: &Node, place: &Place<'_>) -> bool {
    let configuration = Configuration { body };
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
    if found {
        draft.note(
            "terraformReferences",
            "References of the configuration that the text does not resolve are kept as placeholders.",
        );
    }
    found
}

/// A file's body.
struct Configuration<'a> {
    body: &'a Node,
}

impl<'a> Configuration<'a> {
    /// The blocks of a type with two labels.
    fn blocks(&self, kind: &'static str) -> impl Iterator<Item = (&'a str, &'a str, &'a Node)> {
        self.body.members().iter().filter(move |member| member.name == kind).filter_map(|member| {
            let labels = member.value.get(LABELS)?.items();
            Some((labels.first()?.as_text()?, labels.get(1)?.as_text()?, &member.value))
        })
    }

    /// A value in which references that lead somewhere are replaced.
    fn resolved(&self, node: &Node, depth: usize) -> Node {
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
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, after)) = behind.split_once('}') else {
                out.push_str("${");
                rest = behind;
                continue;
            };
            let known = self.lookup(name.trim()).and_then(Node::as_text).filter(|it| !it.contains("${"));
            match known {
                Some(known) => out.push_str(known),
                None => {
                    out.push_str("${");
                    out.push_str(name.trim());
                    out.push('}');
                }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The policy that `data.aws_iam_policy_document.name.json` is.
    fn document(&self, reference: &str, depth: usize) -> Option<Node> {
        let name = reference.strip_prefix("data.aws_iam_policy_document.")?.strip_suffix(".json")?;
        let name = name.split('[').next().unwrap_or(name);
        let (_, _, block) =
            self.blocks("data").find(|(kind, it, _)| *kind == "aws_iam_policy_document" && *it == name)?;
        let block = self.resolved(block, 0);
        let mut statements = Vec::new();
        for source in ["source_policy_documents", "override_policy_documents"] {
            for other in block.get(source).map(Node::one_or_many).unwrap_or_default() {
                let other = other.as_text().and_then(self::reference).filter(|_| depth < MAX_DEPTH);
                let other = other.and_then(|it| self.document(it, depth + 1));
                statements.extend(
                    other.iter().filter_map(|it| it.get("Statement")).flat_map(|it| it.items().to_vec()),
                );
            }
        }
        let blocks = block.members().iter().filter(|it| it.name == "statement");
        statements.extend(blocks.map(|it| statement(&it.value)));
        let span = block.span;
        let version = block.text_of("version").unwrap_or("2012-10-17").to_owned();
        let mut members = vec![member("Version", Node::text_at(span, version))];
        if let Some(id) = block.text_of("policy_id") {
            members.push(member("Id", Node::text_at(span, id)));
        }
        members.push(member("Statement", Node::new(span, Value::List(statements))));
        Some(Node::new(span, Value::Map(members)))
    }
}

fn member(name: &str, value: Node) -> Member {
    Member { name: name.to_owned(), value }
}

/// The reference that a text is as a whole: `${local.name}`.
fn reference(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['{', '}'])).then_some(name.trim())
}

/// A `statement` block of `aws_iam_policy_document` as the statement that it makes.
fn statement(block: &Node) -> Node {
    let span = block.span;
    let mut members = Vec::new();
    if let Some(sid) = block.text_of("sid") {
        members.push(member("Sid", Node::text_at(span, sid)));
    }
    members.push(member("Effect", Node::text_at(span, block.text_of("effect").unwrap_or("Allow"))));
    for (name, element) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(value) = principals(block, name, span) {
            members.push(member(element, value));
        }
    }
    for (name, element) in [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ] {
        if let Some(list) = block.get(name) {
            members.push(member(element, one_or_list(list.one_or_many(), list.span)));
        }
    }
    let mut operators: Vec<Member> = Vec::new();
    for condition in block.members().iter().filter(|it| it.name == "condition") {
        let (Some(test), Some(variable)) =
            (condition.value.text_of("test"), condition.value.text_of("variable"))
        else {
            continue;
        };
        let values = condition.value.get("values").map(Node::one_or_many).unwrap_or_default();
        let value = one_or_list(values, condition.value.span);
        let entry = member(variable, value);
        match operators.iter_mut().find(|it| it.name == test).map(|it| &mut it.value.value) {
            Some(Value::Map(entries)) => entries.push(entry),
            _ => operators.push(member(test, Node::new(condition.value.span, Value::Map(vec![entry])))),
        }
    }
    if !operators.is_empty() {
        members.push(member("Condition", Node::new(span, Value::Map(operators))));
    }
    let mut made = Node::new(span, Value::Map(members));
    super::cloud_formation::as_texts(&mut made);
    made
}

/// `principals` blocks: a type and identifiers each.
fn principals(block: &Node, name: &str, span: Span) -> Option<Node> {
    let blocks: Vec<&Node> =
        block.members().iter().filter(|it| it.name == name).map(|it| &it.value).collect();
    if blocks.is_empty() {
        return None;
    }
    let mut types: Vec<(String, Vec<Node>)> = Vec::new();
    for block in blocks {
        let kind = block.text_of("type").unwrap_or("AWS").to_owned();
        let identifiers = block.get("identifiers").map(Node::one_or_many).unwrap_or_default().to_vec();
        match types.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, list)) => list.extend(identifiers),
            None => types.push((kind, identifiers)),
        }
    }
    // The type `*` is everyone.
    if types.iter().any(|(kind, _)| kind == "*") {
        return Some(Node::text_at(span, "*"));
    }
    let members =
        types.into_iter().map(|(kind, list)| Member { name: kind, value: one_or_list(&list, span) });
    Some(Node::new(span, Value::Map(members.collect())))
}

/// As the provider writes it: a lone value is no list.
fn one_or_list(values: &[Node], span: Span) -> Node {
    match values {
        [only] => only.clone(),
        many => Node::new(span, Value::List(many.to_vec())),
    }
}
