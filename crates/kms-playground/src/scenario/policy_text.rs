//! The text of a policy, byte for byte as a person typed it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use kms_policy::{Parse, PolicyKind, parse};
use serde::de::Error as _;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::objects::AS_WRITTEN;
use super::read::{MAX_NESTING, MAX_POLICY_BYTES, too_deep};

/// A policy, in the scenario's JSON a string or the JSON object itself; either way its bytes are kept.
///
/// Two are equal if their texts are: the form is a matter of the file. Only `serde_json` can read and write it, because
/// only JSON text has bytes to keep.
#[derive(Clone)]
pub struct PolicyText {
    text: String,
    form: Form,
    /// What the text was read as, once somebody has asked: it stays with the text and its copies, so that a change of
    /// anything else reads no policy again.
    read: Arc<OnceLock<(PolicyKind, Arc<Parse>)>>,
}

/// How deep in a scenario or a link a policy may stand.
const OBJECT_DEPTH: usize = 8;

/// How the scenario's JSON holds the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As a string: any text, also text that is no JSON.
    Text,
    /// As an object: `text` is known to be JSON.
    Object,
}

impl PolicyText {
    /// A policy that was typed as `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self::not_read(text.into())
    }

    // Alone and never inlined: every place that makes a policy would have it in it.
    #[inline(never)]
    fn not_read(text: String) -> Self {
        Self { text, form: Form::Text, read: Arc::default() }
    }

    /// A text that is known to be an object of JSON, and is written as one.
    pub(crate) fn object(text: &str) -> Self {
        Self { form: Form::Object, ..Self::new(text) }
    }

    /// What was typed; spans in reports count from its first byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a policy of this kind, read the first time that it is asked for.
    pub(crate) fn parsed(&self, kind: PolicyKind) -> Arc<Parse> {
        let (read_as, parsed) = self.read.get_or_init(|| (kind, Arc::new(parse(&self.text, kind))));
        // A text that is moved to another place of the scenario can be asked for as another kind.
        if *read_as == kind { Arc::clone(parsed) } else { Arc::new(parse(&self.text, kind)) }
    }

    /// Takes the reading of an equal text, made or still to be made.
    pub(super) fn share_reading(&mut self, equal: &Self) {
        debug_assert_eq!(self.text, equal.text, "a reading belongs to its text");
        self.read = Arc::clone(&equal.read);
    }

    /// Takes the form of an object wherever the text is one, so that no escapes are needed.
    pub(crate) fn prefer_object(&mut self) {
        let object = self.text.starts_with('{')
            && self.text.ends_with('}')
            && too_deep(&self.text, MAX_NESTING - OBJECT_DEPTH).is_none()
            && serde_json::from_str::<&RawValue>(&self.text).is_ok();
        self.form = if object { Form::Object } else { Form::Text };
    }

    /// Takes another text, and stays an object if it was one and the text is.
    pub(crate) fn replace(&mut self, text: String) {
        let form = self.form;
        *self = Self::new(text);
        if form == Form::Object {
            self.prefer_object();
        }
    }

    /// Takes the form of a string, which keeps its bytes whatever writes the JSON.
    pub(crate) fn prefer_text(&mut self) {
        self.form = Form::Text;
    }
}

impl fmt::Debug for PolicyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolicyText").field("text", &self.text).field("form", &self.form).finish()
    }
}

impl PartialEq for PolicyText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PolicyText {}

impl Default for PolicyText {
    /// Nothing typed yet.
    fn default() -> Self {
        Self::new("")
    }
}

impl From<&str> for PolicyText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for PolicyText {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for PolicyText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.form {
            Form::Text => serializer.serialize_str(&self.text),
            // As a `RawValue` would be, which would read the text again to see that it is JSON.
            Form::Object => {
                let mut value = serializer.serialize_struct(AS_WRITTEN, 1)?;
                value.serialize_field(AS_WRITTEN, &self.text)?;
                value.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for PolicyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &RawValue = Deserialize::deserialize(deserializer)?;
        let policy = match raw.get().as_bytes().first() {
            Some(b'"') => Self::new(serde_json::from_str::<String>(raw.get()).map_err(D::Error::custom)?),
            Some(b'{') => Self::object(raw.get()),
            _ => return Err(D::Error::custom("a policy is a string or an object")),
        };
        if policy.text.len() > MAX_POLICY_BYTES {
            return Err(D::Error::custom("the policy is larger than 1 MiB"));
        }
        Ok(policy)
    }
}

/// A policy with the name under which it is attached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct NamedPolicy {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: PolicyText,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Decision, Scenario, run};

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}"#;

    #[test]
    fn a_change_of_a_request_reads_no_policy_again() {
        let mut before = Scenario { key_policy: POLICY.into(), ..Scenario::default() };
        before.requests = vec![crate::Request::default()];
        run(&before);
        let mut after = before.clone();
        "kms:Encrypt".clone_into(&mut after.requests[0].action);
        let read = |scenario: &Scenario| scenario.key_policy.parsed(PolicyKind::KeyPolicy);
        assert!(Arc::ptr_eq(&read(&before), &read(&after)));
        after.key_policy.replace("{}".to_owned());
        assert!(!Arc::ptr_eq(&read(&before), &read(&after)));
        assert_ne!(run(&after).requests[0].decision, Decision::Allowed);
    }

    #[test]
    fn a_text_is_read_as_the_kind_that_its_place_has() {
        let policy = PolicyText::new(POLICY);
        assert!(policy.parsed(PolicyKind::KeyPolicy).accepted().is_some());
        // An identity-based policy has no Principal.
        assert!(policy.parsed(PolicyKind::IdentityBased).accepted().is_none());
        assert!(policy.parsed(PolicyKind::KeyPolicy).accepted().is_some());
    }
}
