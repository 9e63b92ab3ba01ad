//! JSON to a policy document, by the grammar of the kind of policy.
//!
//! IAM User Guide, *Grammar of the IAM JSON policy language* (reference_policies_grammar.html); KMS Developer
//! Guide, *Creating a key policy* (key-policy-overview.html); Organizations User Guide, *SCP syntax* and *RCP
//! syntax*. Whatever breaks a rule is an error, and the rest is read all the same.

mod characters;
mod condition;
mod names;
mod placeholders;
mod principal;
mod statement;

pub use placeholders::placeholder_in;

use crate::error::{ErrorCode, Errors, PolicyError, Severity, quote};
use crate::json::{self, Member, Shape, Value};
use crate::{PolicyDocument, PolicyKind, PolicyVersion, Span, Spanned, Statement};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The bytes that a key policy may have (KMS *Resource quotas*).
const KEY_POLICY_QUOTA: usize = 32 * 1024;

/// Reads `text` as a policy of `kind`.
pub(crate) fn read(text: &str, kind: PolicyKind, errors: Errors) -> (PolicyDocument, Errors) {
    let (tree, errors) = json::read(text, errors);
    let mut grammar = Grammar { text, kind, errors, sids: BTreeSet::new(), unread: Vec::new() };
    grammar.size();
    let document = match tree.root() {
        Some(root) => grammar.document(root),
        None => grammar.nothing(),
    };
    characters::check(&tree, kind, &mut grammar.errors);
    placeholders::check(&tree, &mut grammar.errors);
    (document, grammar.errors)
}

/// The rules of one kind of policy, applied to one text.
struct Grammar<'a> {
    text: &'a str,
    kind: PolicyKind,
    errors: Errors,
    /// The Sids read so far, where each may stand only once.
    sids: BTreeSet<String>,
    /// What of the statement that is being read could not be.
    unread: Vec<Span>,
}

impl Grammar<'_> {
    fn size(&mut self) {
        if self.kind == PolicyKind::KeyPolicy && self.text.len() > KEY_POLICY_QUOTA {
            let text = format!("the policy has {} bytes; a key policy may have 32,768", self.text.len());
            self.error(ErrorCode::OverQuota, Span::default(), text);
        }
    }

    /// A text without any object or list.
    fn nothing(&mut self) -> PolicyDocument {
        let start = self.text.len() - self.text.trim_start().len();
        let span = Span::new(start as u32, self.text.trim_end().len() as u32);
        let written = span.of(self.text).unwrap_or_default();
        if written.trim_matches('\u{FEFF}').is_empty() {
            self.error(ErrorCode::EmptyText, span, "there is no policy");
        } else {
            self.error(ErrorCode::NotAnObject, span, format!("{} is not a JSON object", quote(written)));
        }
        PolicyDocument { span, ..PolicyDocument::default() }
    }

    fn document(&mut self, root: Value<'_>) -> PolicyDocument {
        let mut document = PolicyDocument { span: root.span(), ..PolicyDocument::default() };
        let Shape::Object(object) = root.shape() else {
            self.bare_statements(root, &mut document);
            return document;
        };
        if is_statement(object) {
            self.error(ErrorCode::BareStatement, root.opening(), "a statement without a document around it");
            document.statements.push(self.statement(root));
            return document;
        }
        let [version, id, statement] = self.elements(object, ["Version", "Id", "Statement"]);
        document.version = version.and_then(|member| self.version(member));
        document.id = id.and_then(|member| self.string("Id", member.value));
        match statement {
            Some(member) => self.statements(object, member, &mut document),
            None if object.is_damaged() => {}
            None => {
                let text = "the policy has no `Statement`";
                self.error(ErrorCode::MissingStatement, object.opening(), text);
            }
        }
        if version.is_none() && !object.is_damaged() {
            self.missing_version(object.opening());
        }
        document
    }

    /// A list instead of a document: statements, if it holds any.
    fn bare_statements(&mut self, root: Value<'_>, document: &mut PolicyDocument) {
        let is_list =
            root.items().any(|item| matches!(item.shape(), Shape::Object(object) if is_statement(object)));
        if !is_list {
            self.error(ErrorCode::NotAnObject, root.opening(), "a policy document is an object, not a list");
            return;
        }
        self.error(
            ErrorCode::BareStatement,
            root.opening(),
            "a list of statements without a document around it",
        );
        document.statements = root.items().map(|item| self.statement(item)).collect();
    }

    fn version(&mut self, member: Member<'_>) -> Option<Spanned<PolicyVersion>> {
        let written = self.string("Version", member.value)?;
        let version = match written.value.as_str() {
            "2012-10-17" => PolicyVersion::V2012,
            "2008-10-17" => PolicyVersion::V2008,
            other => {
                let text = format!("{} is not a version of the policy language", quote(other));
                self.error(ErrorCode::InvalidVersion, written.span, text);
                return None;
            }
        };
        if version == PolicyVersion::V2008 && self.is_organization_policy() {
            let text = "`2008-10-17` is not a version that Organizations takes";
            self.errors.push(PolicyError::new(ErrorCode::InvalidVersion, written.span, text).documented());
        }
        Some(Spanned::new(version, written.span))
    }

    fn missing_version(&mut self, place: Span) {
        let error = PolicyError::new(ErrorCode::MissingVersion, place, "the policy has no `Version`");
        self.errors.push(match self.kind {
            // Every SCP and RCP must include it (Organizations *SCP syntax*, *RCP syntax*).
            _ if self.is_organization_policy() => error
                .graded(Severity::Refused)
                .documented()
                .help_with("add `\"Version\": \"2012-10-17\"`, which every policy of an organization has"),
            // *Creating a key policy* demands it, the grammar does without.
            PolicyKind::KeyPolicy => error,
            _ => error.graded(Severity::Note).documented(),
        });
    }

    /// `Statement`: one object, or a list of at least one.
    fn statements(&mut self, object: Value<'_>, member: Member<'_>, document: &mut PolicyDocument) {
        match member.value.shape() {
            Shape::Object(_) => document.statements.push(self.statement(member.value)),
            Shape::Array(list) => {
                list.items().for_each(|item| self.statement_of_list(item, &mut document.statements));
                if document.statements.is_empty() && !object.is_damaged() {
                    self.error(ErrorCode::MissingStatement, list.span(), "the list of statements is empty");
                }
            }
            Shape::Missing => {}
            _ => self.wrong_type("Statement", "an object or a list of objects", member.value),
        }
        // Further statements that should have stood in the list, but stand outside of it.
        for further in object.members().filter(|member| member.goes_on()) {
            if let Shape::Object(_) = further.value.shape() {
                document.statements.push(self.statement(further.value));
            }
        }
    }

    /// A statement of the list; the statements of a list within the list are read all the same.
    fn statement_of_list(&mut self, item: Value<'_>, statements: &mut Vec<Statement>) {
        let Shape::Array(inner) = item.shape() else { return statements.push(self.statement(item)) };
        self.wrong_type("Statement", "an object or a list of objects", item);
        statements.extend(inner.items().map(|item| self.statement(item)));
    }

    fn is_organization_policy(&self) -> bool {
        matches!(self.kind, PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy)
    }

    /// The string that an element wants.
    fn string(&mut self, element: &str, value: Value<'_>) -> Option<Spanned<String>> {
        self.string_of(element, "a string", value)
    }

    /// The strings of an element that takes one or a list of them.
    fn strings(&mut self, element: &str, value: Value<'_>) -> Vec<Spanned<String>> {
        match value.shape() {
            Shape::Array(list) => list.items().filter_map(|item| self.string(element, item)).collect(),
            _ => self.string_of(element, "a string or a list of strings", value).into_iter().collect(),
        }
    }

    fn string_of(&mut self, element: &str, wanted: &str, value: Value<'_>) -> Option<Spanned<String>> {
        match value.shape() {
            Shape::String => Some(Spanned::new(value.text().into_owned(), value.span())),
            Shape::Missing => {
                self.unread.push(value.span());
                None
            }
            _ => {
                self.wrong_type(element, wanted, value);
                None
            }
        }
    }

    fn wrong_type(&mut self, element: &str, wanted: &str, value: Value<'_>) {
        let (found, place) = match value.shape() {
            Shape::Object(_) => ("an object", value.opening()),
            Shape::Array(_) => ("a list", value.opening()),
            Shape::Null => ("`null`", value.span()),
            Shape::String => ("a string", value.span()),
            Shape::Number => ("a number", value.span()),
            Shape::Boolean | Shape::Missing => ("a boolean", value.span()),
        };
        let lacks_quotes =
            matches!(value.shape(), Shape::Number | Shape::Boolean) && wanted.starts_with("a string");
        let help = match (element, lacks_quotes) {
            ("Version", _) => "write `\"2012-10-17\"`".to_owned(),
            (_, true) => format!("write `\"{}\"`", clip(&value.text())),
            (_, false) => format!("write {wanted}"),
        };
        let text = format!("{found} where {} takes {wanted}", quote(element));
        self.unread.push(value.span());
        self.errors.push(PolicyError::new(ErrorCode::WrongType, place, text).help_with(help));
    }

    fn error(&mut self, code: ErrorCode, span: Span, text: impl Into<Cow<'static, str>>) {
        self.errors.push(PolicyError::new(code, span, text));
    }
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Whether an object has the elements of a statement and not those of a document.
fn is_statement(object: Value<'_>) -> bool {
    let mut is_statement = false;
    for member in object.members() {
        match member.name().as_ref() {
            "Statement" | "Version" => return false,
            "Effect" | "Principal" | "NotPrincipal" | "Action" | "NotAction" => is_statement = true,
            _ => {}
        }
    }
    is_statement
}
