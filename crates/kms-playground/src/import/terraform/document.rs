//! `aws_iam_policy_document`: its blocks as the policy that they make.

use kms_policy::Span;

use super::configuration::{self, Configuration, MAX_DEPTH};
use crate::import::node::{Member, Node, Value};
use crate::import::terraform::LABELS;
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
                let name = other.as_text().and_then(configuration::reference).filter(|_| depth < MAX_DEPTH);
                let inner = name.and_then(|it| self.document(it, depth + 1));
                if inner.is_none() {
                    let called = name.or(other.as_text()).unwrap_or_default();
                    self.lacks(format!("the policy document `{called}` is not in the text"));
                }
                let other = inner;
                statements.extend(
                    other.iter().filter_map(|it| it.get("Statement")).flat_map(|it| it.items().to_vec()),
                );
            }
        }
        statements.extend(blocks(&block, "statement").into_iter().map(statement));
        let repeated = dynamic(&block, "statement").count();
        if repeated > 0 {
            self.lacks(
                "a `dynamic` block makes as many statements as its `for_each` has values, and is read as one"
                    .to_owned(),
            );
        }
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

/// The blocks of a name, with the content of those that a `dynamic` block makes.
fn blocks<'n>(block: &'n Node, name: &'static str) -> Vec<&'n Node> {
    let plain = block.members().iter().filter(|it| it.name == name).map(|it| &it.value);
    plain.chain(dynamic(block, name)).collect()
}

/// What `dynamic` blocks of a name make.
fn dynamic<'n>(block: &'n Node, name: &'static str) -> impl Iterator<Item = &'n Node> {
    let of_name = move |it: &&Member| {
        let label = it.value.get(LABELS).and_then(|it| it.items().first()).and_then(Node::as_text);
        it.name == "dynamic" && label == Some(name)
    };
    block.members().iter().filter(of_name).filter_map(|it| it.value.get("content"))
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
    for condition in blocks(block, "condition") {
        let (Some(test), Some(variable)) = (condition.text_of("test"), condition.text_of("variable")) else {
            continue;
        };
        let values = condition.get("values").map(Node::one_or_many).unwrap_or_default();
        let value = one_or_list(values, condition.span);
        let entry = member(variable, value);
        match operators.iter_mut().find(|it| it.name == test).map(|it| &mut it.value.value) {
            Some(Value::Map(entries)) => entries.push(entry),
            _ => operators.push(member(test, Node::new(condition.span, Value::Map(vec![entry])))),
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
fn principals(block: &Node, name: &'static str, span: Span) -> Option<Node> {
    let blocks = blocks(block, name);
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
