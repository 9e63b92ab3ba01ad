//! What the readers of the several kinds have found in one text, before it is laid over a scenario.

use kms_policy::{Arn, Span};

use super::result::{ImportKind, ProblemKind};
use crate::MultiRegionKeyType;
use crate::report::codes::ImportCode;
use crate::report::{Code, Note, PolicyKind};
use crate::scenario::{Grant, Key, Request};

/// Everything that was found in a text.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) recognised: Vec<FoundPart>,
    /// Key policies; more than one is a choice.
    pub(super) key_policies: Vec<FoundPolicy>,
    /// IAM policies.
    pub(super) identity_policies: Vec<FoundPolicy>,
    /// Policies whose source says what else they are.
    pub(super) other_policies: Vec<(PolicyKind, FoundPolicy)>,
    /// Statements that stand alone: those with a principal, and those without.
    pub(super) statements: [Vec<FoundPolicy>; 2],
    /// What is said of keys, the surest first.
    pub(super) keys: Vec<FoundKey>,
    pub(super) requests: Vec<FoundRequest>,
    /// Nothing, or what was listed; an empty list says that there are no grants.
    pub(super) grants: Option<Vec<(Grant, Span)>>,
    /// What is attached to roles, users and groups.
    pub(super) attached: Vec<Attached>,
    /// Who runs the commands (`get-caller-identity`).
    pub(super) caller: Option<(String, Span)>,
    pub(super) placeholders: Vec<FoundPlaceholder>,
    pub(super) problem: Option<(ProblemKind, Code, String, String)>,
    pub(super) notes: Vec<Note>,
    /// Further questions: field, text, choices.
    pub(super) asks: Vec<(String, String, Vec<String>)>,
    /// Fields that are assumed whatever else is found, with the reason.
    pub(super) assumed: Vec<(String, String)>,
    /// Whether the text has a template whose reader is not there.
    pub(super) needs_templates: bool,
    /// An encoded message.
    pub(super) encoded: Option<String>,
    /// Parts that were read as JSON: what AWS's messages in them say belongs to them.
    pub(super) taken: Vec<Span>,
    /// A scenario of ours, as the whole text or in a link.
    pub(super) scenario: Option<(Box<crate::scenario::Scenario>, Span)>,
}

/// A part of the text that is known.
#[derive(Clone, Debug)]
pub(super) struct FoundPart {
    pub(super) kind: ImportKind,
    /// The kind of policy, of a policy that stands alone.
    pub(super) policy: Option<PolicyKind>,
    pub(super) span: Span,
    /// A sentence about it.
    pub(super) text: String,
}

/// A policy, or a statement of one.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundPolicy {
    /// The name under which it is attached, or the key that it belongs to.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) span: Span,
    /// The key that it belongs to: facts of the same source.
    pub(super) key: Option<Key>,
    /// Names of the template in it that stand for values, with what stands for them.
    pub(super) stand_ins: Vec<(String, String)>,
    /// The policy before a change, where the text has both.
    pub(super) before: Option<String>,
    /// Whose inline policy it is.
    pub(super) owner: Option<Owner>,
    /// The ARN of a managed policy; empty where it is not known.
    pub(super) arn: String,
    /// Whether it is one of all policies of an account, of which only those that are attached matter.
    pub(super) is_one_of_all: bool,
}

/// A role, user or group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owner {
    /// `role`, `user` or `group`.
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// Empty where the text has only the name.
    pub(super) arn: String,
}

/// A line of a list: what is attached to a role, user or group.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    pub(super) owner: Owner,
    pub(super) kind: AttachedKind,
    /// The name of an inline policy or group, the ARN of a managed policy or boundary; empty for the list itself.
    pub(super) id: String,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttachedKind {
    Inline,
    Managed,
    Boundary,
    /// A group that a user is in.
    Group,
    /// Nothing: the text describes the role, user or group.
    Described,
    /// Not to anybody: the default version of this managed policy is `owner.name`.
    Version,
}

/// Something said of a key.
#[derive(Clone, Debug)]
pub(super) struct FoundKey {
    /// The facts; the ARN is empty where only others are known.
    pub(super) key: Key,
    pub(super) span: Span,
    /// Whether it is the key that the text is about, rather than one that it mentions.
    pub(super) certain: bool,
}

/// A call that the text tells of.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundRequest {
    /// What is known of it; an empty principal or action is asked.
    pub(super) request: Request,
    pub(super) span: Span,
    /// Where its fields stand.
    pub(super) fields: Vec<(&'static str, Span)>,
    /// Fields that are assumed, with the reason.
    pub(super) assumed: Vec<(&'static str, String)>,
    /// The key of the call.
    pub(super) key: Option<String>,
    /// The service through which it came, where its Region is not known yet: the first label of its name.
    pub(super) via: Option<(String, Span)>,
    /// How it was refused.
    pub(super) refusal: Option<FoundRefusal>,
    /// Likely callers, where the text names none.
    pub(super) callers: Vec<String>,
}

/// How AWS says that it refused a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundRefusal {
    pub(super) layer: Option<crate::refusal::Layer>,
    pub(super) explicit: bool,
    /// The ARN of the policy that the message names.
    pub(super) policy_arn: Option<String>,
    /// Where the text gives the reason.
    pub(super) span: Span,
}

/// A name in place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundPlaceholder {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) value: Option<String>,
    pub(super) span: Span,
}

impl Draft {
    pub(super) fn recognise(&mut self, kind: ImportKind, span: Span, text: impl Into<String>) {
        self.recognised.push(FoundPart { kind, policy: None, span, text: text.into() });
    }

    /// Recognises a policy of this kind.
    pub(super) fn recognise_policy(&mut self, policy: PolicyKind, span: Span, text: impl Into<String>) {
        let (kind, policy) = (ImportKind::Policy, Some(policy));
        self.recognised.push(FoundPart { kind, policy, span, text: text.into() });
    }

    pub(super) fn note(&mut self, code: ImportCode, text: impl Into<String>) {
        if self.notes.iter().all(|note| note.code != code.name()) {
            self.notes.push(Note::new(code, text));
        }
    }

    /// Something is missing from the key policy: it is said, assumed to be all there is, and asked.
    pub(super) fn lacks(&mut self, code: ImportCode, begins: &str, lacks: &[String]) {
        let what = lacks.join("; ");
        let says = format!(
            "{begins}: {what}. Nothing was put in their place. Paste the whole policy, from `terraform show -json` or `aws kms \
             get-key-policy`."
        );
        self.note(code, says.clone());
        self.assumed
            .push(("keyPolicy".to_owned(), format!("The policy is assumed to be whole, but {what}.")));
        self.asks.push(("keyPolicy".to_owned(), says, Vec::new()));
    }

    /// Says of a policy that was recognized what it turned out to be.
    pub(super) fn rename(&mut self, span: Span, policy: PolicyKind, text: String) {
        if let Some(part) = self.recognised.iter_mut().find(|it| it.span == span && it.policy.is_some()) {
            (part.policy, part.text) = (Some(policy), text);
        }
    }

    /// The key is a replica of this one: of the same account, and of another Region.
    pub(super) fn replica_of(&mut self, primary: &str, span: Span) {
        if is_key_arn(primary) && !primary.contains("${") {
            let mut key = Key::new(primary);
            key.multi_region_key_type = MultiRegionKeyType::find("REPLICA");
            self.keys.push(FoundKey { key, span, certain: false });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.recognised.is_empty() && self.problem.is_none()
    }
}

/// Whether an ARN is of KMS.
pub(super) fn is_key_arn(text: &str) -> bool {
    Arn::split(text)
        .is_some_and(|[_, _, service, _, _, resource]| service == "kms" && resource.starts_with("key/"))
}
