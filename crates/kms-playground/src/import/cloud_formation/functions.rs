//! CloudFormation's functions: what each gives, as far as the template says.

use kms_policy::Span;

use super::Stack;
use crate::import::home;
use crate::import::node::{Member, Node, Value};
use crate::import::values::{as_texts, interpolated, scalar};

/// How deep functions may stand in each other.
const MAX_DEPTH: usize = 40;

/// Whether a value has functions of CloudFormation in it.
pub(super) fn has_functions(node: &Node, depth: usize) -> bool {
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

impl Stack<'_> {
    /// A policy, its functions resolved and its values made texts, as AWS has them.
    pub(super) fn policy(&mut self, node: &Node) -> Node {
        let mut resolved = self.resolve(node, 0).unwrap_or_else(|| node.clone());
        as_texts(&mut resolved);
        resolved
    }

    /// A value with its functions resolved; none for `AWS::NoValue`.
    pub(super) fn resolve(&mut self, node: &Node, depth: usize) -> Option<Node> {
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
        interpolated(template, &mut |name| {
            if let Some(literal) = name.strip_prefix('!') {
                return format!("${{{literal}}}");
            }
            match values.and_then(|values| values.get(name)).cloned() {
                Some(value) => self.resolve(&value, depth + 1).and_then(|it| scalar(&it)).unwrap_or_default(),
                None => self.arn_of(name).unwrap_or_else(|| self.named(name)),
            }
        })
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
