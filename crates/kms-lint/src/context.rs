//! What a rule may look at: the policy, its kind, and what is known of the key.

use std::cell::OnceCell;

use kms_policy::edit::Editor;
use kms_policy::{AccountId, Arn, PolicyDocument, PolicyKind, Span};

use crate::statement::StatementView;

/// What is known of the surroundings of a policy. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The key that a key policy belongs to.
    pub key: Option<Arn>,
    /// The organization of the key's account: `o-a1b2c3d4e5`.
    pub organization: Option<String>,
    /// Whether AWS manages the key, so that nobody else can change its policy.
    pub is_aws_managed: bool,
    /// The grantees of the grants on the key that are users, roles or sessions, each with the number of its grant.
    pub grantees: Vec<(usize, String)>,
}

impl Facts {
    /// What an ARN of the key says.
    pub fn of_key(arn: &str) -> Self {
        Self { key: Arn::new(arn), ..Self::default() }
    }

    /// The account of the key.
    pub(crate) fn account(&self) -> Option<AccountId> {
        self.key.as_ref().and_then(|key| AccountId::new(key.account()))
    }

    /// The Region of the key.
    pub(crate) fn region(&self) -> Option<&str> {
        self.key.as_ref().map(Arn::region).filter(|region| !region.is_empty())
    }
}

/// A policy to be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it is attached.
    pub kind: PolicyKind,
    /// The document that was read from the text.
    pub document: &'a PolicyDocument,
    /// What is known around it.
    pub facts: &'a Facts,
}

/// A policy with everything that rules ask for, computed once.
pub(crate) struct Context<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: PolicyKind,
    pub(crate) document: &'a PolicyDocument,
    pub(crate) facts: &'a Facts,
    pub(crate) statements: Vec<StatementView<'a>>,
    editor: OnceCell<Option<Editor<'a>>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(policy: &Policy<'a>) -> Self {
        let Policy { text, kind, document, facts } = *policy;
        let statements =
            document.statements.iter().map(|statement| StatementView::new(statement, kind)).collect();
        Self { text, kind, document, facts, statements, editor: OnceCell::new() }
    }

    /// Makes fixes; none for a text that is not JSON.
    pub(crate) fn editor(&self) -> Option<&Editor<'a>> {
        self.editor.get_or_init(|| Editor::new(self.text)).as_ref()
    }

    pub(crate) fn is_key_policy(&self) -> bool {
        self.kind == PolicyKind::KeyPolicy
    }

    /// A fix that replaces one string.
    pub(crate) fn replace(&self, span: Span, text: &str) -> Option<kms_policy::edit::Edit> {
        self.editor()?.replace(span, text)
    }
}
