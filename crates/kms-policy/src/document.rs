//! A policy document as written: AWS's elements, in order, each with its place.
//!
//! The document is tolerant: what could be read is here, what could not is an error beside it. Follows the IAM
//! User Guide, *Grammar of the IAM JSON policy language* (reference_policies_grammar.html).

use crate::{ConditionOperator, Principal, PrincipalType, Span, Spanned};

/// A whole policy document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The outermost object, from brace to brace.
    pub span: Span,
    /// `Version`; absent means 2008-10-17.
    pub version: Option<Spanned<PolicyVersion>>,
    /// `Id`.
    pub id: Option<Spanned<String>>,
    /// `Statement`, one or many, in the order of the text.
    pub statements: Vec<Statement>,
}

impl PolicyDocument {
    /// The version that applies: the written one, else 2008-10-17 (IAM *Version* element).
    pub fn effective_version(&self) -> PolicyVersion {
        self.version.as_ref().map_or(PolicyVersion::V2008, |version| version.value)
    }
}

/// The version of the policy language; decides whether policy variables are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyVersion {
    /// `2008-10-17`, in which `${…}` is literal text.
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// One statement. An element is absent when the text has none or when it could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// From brace to brace.
    pub span: Span,
    /// `Sid`.
    pub sid: Option<Spanned<String>>,
    /// `Effect`.
    pub effect: Option<Spanned<Effect>>,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<PrincipalElement>,
    /// `Action` or `NotAction`.
    pub action: Option<ActionElement>,
    /// `Resource` or `NotResource`.
    pub resource: Option<ResourceElement>,
    /// `Condition`; an empty object restricts nothing.
    pub condition: Option<ConditionElement>,
    /// Where something stands that its element does not take and that could not be read, in the order of the text:
    /// what the statement would say is then not known.
    pub unread: Vec<Span>,
}

/// What a matching statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// The values of an element that may be written as one value or as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elements<T> {
    /// The element's name, quotes included.
    pub name: Span,
    /// The whole value: the string, the list or the object.
    pub span: Span,
    /// Each value, in order.
    pub items: Vec<T>,
}

/// Whom a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalElement {
    /// `Principal`: those listed.
    Principal(Elements<PrincipalEntry>),
    /// `NotPrincipal`: everyone but those listed.
    NotPrincipal(Elements<PrincipalEntry>),
}

/// One principal of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry {
    /// `AWS`, `Service` …; none for the lone `"*"`.
    pub principal_type: Option<Spanned<PrincipalType>>,
    /// The text as written, with its place (quotes included).
    pub text: Spanned<String>,
    /// What the text means.
    pub principal: Principal,
}

/// Which actions a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionElement {
    /// `Action`: those listed.
    Action(Elements<Action>),
    /// `NotAction`: all but those listed.
    NotAction(Elements<Action>),
}

/// One entry of an action list: `*`, or `service:Name` with `*` and `?`.
pub type Action = Spanned<String>;

/// Which resources a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceElement {
    /// `Resource`: those listed.
    Resource(Elements<Resource>),
    /// `NotResource`: all but those listed.
    NotResource(Elements<Resource>),
}

/// One entry of a resource list: `*`, or an ARN with `*`, `?` and policy variables.
pub type Resource = Spanned<String>;

/// The whole `Condition` element; all its blocks must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionElement {
    /// The element's name, quotes included.
    pub name: Span,
    /// The object, from brace to brace.
    pub span: Span,
    /// One block an operator, in order.
    pub blocks: Vec<ConditionBlock>,
}

/// One operator and the keys that it compares; all must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionBlock {
    /// The operator as written, with its place (quotes included).
    pub operator_text: Spanned<String>,
    /// What the text means; absent when it names no operator of AWS's.
    pub operator: Option<ConditionOperator>,
    /// The object of keys, from brace to brace.
    pub span: Span,
    /// One entry a condition key, in order.
    pub entries: Vec<ConditionEntry>,
}

/// One condition key and the values that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionEntry {
    /// The condition key as written, with its place (quotes included).
    pub key: Spanned<String>,
    /// The whole value: the one value or the list.
    pub span: Span,
    /// Each value, in order; empty for `[]`.
    pub values: Vec<Spanned<ConditionValue>>,
}

/// One value of a condition: its text, and how JSON spelled it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConditionValue {
    /// The decoded string, or the literal text of a number or boolean.
    pub text: String,
    /// How it was written.
    pub form: ValueForm,
}

/// How JSON spelled a value. AWS takes numbers and booleans with and without quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueForm {
    /// `"…"`
    String,
    /// `12.5`
    Number,
    /// `true` or `false`
    Boolean,
}
