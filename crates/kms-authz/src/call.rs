//! One call of the KMS API as a person describes it: what is typed, nothing derived.

pub(crate) mod checks;
pub(crate) mod error;
pub(crate) mod input_note;
pub(crate) mod target;
pub(crate) mod without_trees;

use kms_policy::{Identity, Principal};

use crate::context::ContextValues;
use crate::situation::WrittenPolicy;

/// A call of the KMS API.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The API operation, or one of the permissions behind it: `kms:ReEncrypt`, `kms:ReEncryptFrom`.
    pub action: &'a str,
    /// Who calls.
    pub principal: Principal,
    /// The role (with its path) or the user behind a session.
    pub session_issuer: Option<Identity>,
    /// The service through which the call comes with the caller's identity.
    pub via_service: Option<&'a str>,
    /// The source that a service principal's call names.
    pub source_arn: Option<&'a str>,
    /// The account of that source.
    pub source_account: Option<&'a str>,
    /// The encryption context; of `kms:ReEncrypt` the source's. None and no pairs differ only in the telling.
    pub encryption_context: Option<Vec<(String, String)>>,
    /// The destination's, of `kms:ReEncrypt`.
    pub destination_encryption_context: Option<Vec<(String, String)>>,
    /// How `kms:ReEncrypt` names the destination key; none: the same key.
    pub destination_key_id: Option<&'a str>,
    /// How the call names the key: key id, key ARN, alias name or alias ARN; none: by its ARN.
    pub key_id: Option<&'a str>,
    /// The grant tokens that it carries.
    pub grant_tokens: Vec<&'a str>,
    /// Further request parameters, by their names in the KMS API.
    pub parameters: Vec<(String, ParameterValue)>,
    /// The `Policy` parameter of PutKeyPolicy, CreateKey and ReplicateKey, read.
    pub new_key_policy: Option<WrittenPolicy<'a>>,
    /// Condition keys set by hand, or with none made absent; they win over what is derived.
    pub context: Vec<(String, Option<ContextValues>)>,
}

/// The value of a request parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// A text.
    Text(String),
    /// A number, by its literal text.
    Number(String),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<ParameterValue>),
    /// Named members, in order.
    Object(Vec<(String, ParameterValue)>),
}

impl ParameterValue {
    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// How many members it has at the most, at whatever depth.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(Self::len).max().unwrap_or_default().max(items.len()),
            Self::Object(members) => {
                members.iter().map(|(_, value)| value.len()).max().unwrap_or_default().max(members.len())
            }
            Self::Text(_) | Self::Number(_) | Self::Flag(_) => 0,
        }
    }

    /// The text of a text, number or flag.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Flag(flag) => Some(if *flag { "true" } else { "false" }),
            Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The texts of a list, or the one text.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::List(items) => items.iter().filter_map(Self::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    /// The members that are texts, as pairs.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Object(members) => {
                members.iter().filter_map(|(key, value)| Some((key.as_str(), value.text()?))).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl<'a> Call<'a> {
    /// A call that says nothing but its action and its caller.
    pub const fn new(action: &'a str, principal: Principal) -> Self {
        Self {
            action,
            principal,
            session_issuer: None,
            via_service: None,
            source_arn: None,
            source_account: None,
            encryption_context: None,
            destination_encryption_context: None,
            destination_key_id: None,
            key_id: None,
            grant_tokens: Vec::new(),
            parameters: Vec::new(),
            new_key_policy: None,
            context: Vec::new(),
        }
    }
}

impl Call<'_> {
    /// The request parameter of this name; names are case-sensitive in the KMS API.
    pub fn parameter(&self, name: &str) -> Option<&ParameterValue> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}
