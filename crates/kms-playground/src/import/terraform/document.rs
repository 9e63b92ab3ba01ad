//! `aws_iam_policy_document`: its blocks as the policy that they make.

use kms_policy::Span;

use super::configuration::{self, Configuration, MAX_DEPTH};
use crate::import::node::{Member, Node, Value};
use crate::import::values::as_texts;

impl Configuration<'_> {
    /// The policy that `data.aws_iam_policy_document.name.json` is.
    pub(super) fn document(&self, reference: &str, depth: usize) -> Option<Node> {
        let name = reference.strip_prefix("data.aws_iam_policy_document.")?.strip_suffix(".json")?;
        let name = name.split('[').next().unwrap_or(name);
        let (_, _, block) =
            self.blocks("data").find(|(kind, it, _)| *kind == "aws_iam_policy_document" && *it == name)?;
        let block = self.resolved(block, 0);
        let mut statements = Vec::new();
        for source in ["source_policy_documents", "override_policy_documents"] {
            for other in block.get(source).map(Node::one_or_many).unwrap_or_default() {
                let other = other.as_text().and_then(configuration::reference).filter(|_| depth < MAX_DEPTH);
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
    as_texts(&mut made);
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
