//! Values that nobody gave: derived when the scenario was made from a pasted text, and shown as assumptions until a
//! person gives the value.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Scenario;
use crate::report::Note;
use crate::report::codes::NoteCode;

/// A field whose value was derived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Assumed {
    /// The field: `key.arn`, `requests[0].viaService`.
    pub field: String,
    /// Why it has this value, in a sentence.
    pub text: String,
}

impl Assumed {
    fn note(&self) -> Note {
        Note::new(NoteCode::ValueDerived, self.text.clone()).at(self.field.clone())
    }
}

impl Scenario {
    /// All assumptions.
    pub(crate) fn assumed_notes(&self) -> impl Iterator<Item = Note> {
        self.assumed.iter().map(Assumed::note)
    }

    /// The assumptions that bear on the request at this place: all but those about other requests.
    pub(crate) fn assumed_for(&self, request: usize) -> impl Iterator<Item = Note> {
        let own = format!("requests[{request}]");
        let bears = move |assumed: &&Assumed| {
            let of_request = assumed.field.split_once('.').map_or(assumed.field.as_str(), |(first, _)| first);
            !of_request.starts_with("requests[") || of_request == own
        };
        self.assumed.iter().filter(bears).map(Assumed::note)
    }

    /// Forgets the assumptions about fields whose value is not what it was `before`: a person has given it now.
    pub fn settle_assumed(&mut self, before: &Self) {
        if self.assumed.is_empty() {
            return;
        }
        let (Ok(old), Ok(new)) =
            (serde_json::from_str(&before.to_json()), serde_json::from_str(&self.to_json()))
        else {
            return;
        };
        let (old, new): (Value, Value) = (old, new);
        self.assumed.retain(|assumed| at(&old, &assumed.field) == at(&new, &assumed.field));
    }
}

/// The value of a field such as `requests[0].principal`.
fn at<'v>(value: &'v Value, field: &str) -> Option<&'v Value> {
    field.split('.').try_fold(value, |value, step| {
        let (name, indices) = step.split_once('[').map_or((step, None), |(name, rest)| (name, Some(rest)));
        let member = value.get(name)?;
        match indices {
            None => Some(member),
            Some(rest) => member.get(rest.strip_suffix(']')?.parse::<usize>().ok()?),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Key, Request};

    fn scenario() -> Scenario {
        let assumed = |field: &str| Assumed { field: field.to_owned(), text: format!("{field} is assumed.") };
        Scenario {
            key: Key::new("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
            requests: vec![Request::default(), Request::default()],
            assumed: vec![assumed("key.arn"), assumed("requests[1].viaService")],
            ..Scenario::default()
        }
    }

    #[test]
    fn an_assumption_bears_on_its_own_request_or_on_all() {
        let of = |at| scenario().assumed_for(at).filter_map(|note| note.path).collect::<Vec<_>>();
        assert_eq!(of(0), ["key.arn"]);
        assert_eq!(of(1), ["key.arn", "requests[1].viaService"]);
    }

    #[test]
    fn a_value_that_a_person_gives_is_assumed_no_longer() {
        let before = scenario();
        let mut now = before.clone();
        now.title = Some("T".to_owned());
        now.settle_assumed(&before);
        assert_eq!(now.assumed.len(), 2);
        now.key.arn =
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab".to_owned();
        now.settle_assumed(&before);
        assert_eq!(
            now.assumed.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(),
            ["requests[1].viaService"]
        );
    }
}
