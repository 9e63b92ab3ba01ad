//! Expressions as values; what only Terraform can work out stays as a placeholder.

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Element, Template};
use kms_playground::import::{LABELS, Member, Node, Value};

/// The text of a block, and where it begins in the whole.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Source<'_> {
    fn node(self, span: Option<std::ops::Range<usize>>, value: Value) -> Node {
        let span = span.unwrap_or(0..self.text.len());
        let end = span.end.min(self.text.len());
        Node::at(self.at + span.start.min(end), self.at + end, value)
    }

    /// What is written there, on one line, as a placeholder.
    fn reference(self, span: Option<std::ops::Range<usize>>) -> String {
        let written = span.and_then(|span| self.text.get(span)).unwrap_or("expression");
        let written: Vec<&str> = written.split_ascii_whitespace().collect();
        let short: String = written.join(" ").chars().filter(|it| !"{}$".contains(*it)).take(120).collect();
        format!("${{{short}}}")
    }
}

pub(super) fn of_body(body: &Body, source: Source<'_>) -> Vec<Member> {
    let mut members = Vec::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let value = of_expression(&attribute.value, source);
                members.push(Member { name: attribute.key.value().to_string(), value });
            }
            Structure::Block(block) => {
                let labels = block
                    .labels
                    .iter()
                    .map(|label| source.node(None, Value::Text(label.as_str().to_owned())));
                let labels = source.node(None, Value::List(labels.collect()));
                let mut inner = vec![Member { name: LABELS.to_owned(), value: labels }];
                inner.extend(of_body(&block.body, source));
                let value = source.node(block.span(), Value::Map(inner));
                members.push(Member { name: block.ident.value().to_string(), value });
            }
        }
    }
    members
}

fn of_expression(expression: &Expression, source: Source<'_>) -> Node {
    let span = expression.span();
    let value = match expression {
        Expression::Null(_) => Value::Null,
        Expression::Bool(value) => Value::Bool(*value.value()),
        Expression::Number(number) => Value::Number(number.value().to_string()),
        Expression::String(text) => Value::Text(text.value().clone()),
        Expression::StringTemplate(template) => Value::Text(of_template_elements(template.iter(), source)),
        Expression::HeredocTemplate(heredoc) => Value::Text(of_template(&heredoc.template, source)),
        Expression::Array(items) => {
            Value::List(items.iter().map(|item| of_expression(item, source)).collect())
        }
        Expression::Object(object) => Value::Map(
            object
                .iter()
                .map(|(key, value)| Member {
                    name: of_key(key, source),
                    value: of_expression(value.expr(), source),
                })
                .collect(),
        ),
        Expression::Parenthesis(inner) => return of_expression(inner.inner(), source),
        Expression::Conditional(conditional) => {
            let holds = of_expression(&conditional.true_expr, source);
            match holds.value {
                Value::List(_) | Value::Map(_) => return holds,
                _ => Value::Text(source.reference(span.clone())),
            }
        }
        Expression::FuncCall(call) => match of_call(call, source) {
            Some(node) => return node,
            None => Value::Text(source.reference(span.clone())),
        },
        _ => Value::Text(source.reference(span.clone())),
    };
    source.node(span, value)
}

/// What functions give that only pass on what they are given.
fn of_call(call: &hcl_edit::expr::FuncCall, source: Source<'_>) -> Option<Node> {
    let arguments: Vec<Node> = call.args.iter().map(|argument| of_expression(argument, source)).collect();
    let first = arguments.first()?;
    match call.name.name.as_str() {
        "jsonencode" | "jsondecode" | "tolist" | "toset" | "distinct" | "compact" | "sort" | "tostring"
        | "trimspace" | "sensitive" | "nonsensitive" | "try" => Some(first.clone()),
        "concat" | "flatten" | "setunion" => {
            let mut items = Vec::new();
            for argument in &arguments {
                match &argument.value {
                    Value::List(inner) => items.extend(inner.clone()),
                    _ => items.push(argument.clone()),
                }
            }
            Some(source.node(call.span(), Value::List(items)))
        }
        "merge" => {
            let mut members: Vec<Member> = Vec::new();
            for member in arguments.iter().flat_map(Node::members) {
                members.retain(|known| known.name != member.name);
                members.push(member.clone());
            }
            Some(source.node(call.span(), Value::Map(members)))
        }
        "join" => {
            let items: Vec<&str> = arguments.get(1)?.items().iter().filter_map(Node::as_text).collect();
            (!items.is_empty()).then(|| {
                source.node(call.span(), Value::Text(items.join(first.as_text().unwrap_or_default())))
            })
        }
        "format" => {
            let mut text = first.as_text()?.to_owned();
            for argument in arguments.get(1..)? {
                text = text.replacen("%s", argument.as_text()?, 1);
            }
            Some(source.node(call.span(), Value::Text(text)))
        }
        _ => None,
    }
}

fn of_key(key: &ObjectKey, source: Source<'_>) -> String {
    match key {
        ObjectKey::Ident(name) => name.value().to_string(),
        ObjectKey::Expression(expression) => match of_expression(expression, source).value {
            Value::Text(text) | Value::Number(text) => text,
            _ => String::new(),
        },
    }
}

fn of_template(template: &Template, source: Source<'_>) -> String {
    of_template_elements(template.iter(), source)
}

fn of_template_elements<'e>(elements: impl Iterator<Item = &'e Element>, source: Source<'_>) -> String {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => text.push_str(literal.value()),
            Element::Interpolation(interpolation) => match of_expression(&interpolation.expr, source).value {
                Value::Text(inner) | Value::Number(inner) => text.push_str(&inner),
                Value::Bool(value) => text.push_str(&value.to_string()),
                _ => text.push_str(&source.reference(interpolation.expr.span())),
            },
            Element::Directive(_) => text.push_str("${directive}"),
        }
    }
    text
}
