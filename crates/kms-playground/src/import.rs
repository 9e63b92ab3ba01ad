//! Paste anything: an error, an event, a policy, the output of a command, or several of them, turned into a scenario.
//!
//! [`read`] takes any text and never fails. What the text does not say is asked ([`Import::asks`]) or derived with an
//! assumption that names its source; nothing is invented. One file a kind, one table of readers (`JSON_READERS`), and
//! one step that undoes what mails, logs and terminals do to a text (`unwrap`).

mod answers;
mod authorization_message;
mod cloud_formation;
mod cloud_trail;
mod commands;
mod denial;
mod detect;
mod draft;
mod finish;
mod grants;
mod headings;
mod home;
mod identity;
mod json;
mod key;
mod lay;
mod mentioned;
mod node;
mod output;
mod own;
mod place;
mod placeholders;
mod plan;
mod policy;
mod problem;
mod propose;
mod refused;
mod result;
mod service;
mod squeezed;
mod table;
mod templates;
mod terraform;
mod text;
mod text_output;
mod unwrap;
mod values;
mod walk;
mod wrapper;

#[cfg(test)]
mod tests;

use crate::scenario::{MAX_SCENARIO_BYTES, Scenario};

use draft::Draft;
use place::{Place, Reader};

pub(crate) use detect::key_of_policy;
pub use detect::{Detected, detect};
pub use node::{Member, Node, Value};
pub use result::*;
pub use templates::Templates;
pub use terraform::LABELS;

/// How long a text may be: 4 MiB.
pub const MAX_IMPORT_BYTES: usize = MAX_SCENARIO_BYTES;

/// Readers of JSON, the surest first.
const JSON_READERS: [Reader; 9] = [
    cloud_formation::read,
    terraform::read,
    cloud_trail::read,
    authorization_message::read,
    grants::read,
    key::read,
    identity::read,
    output::read,
    cloud_formation::read_part,
];

/// Reads a pasted text, and lays it over the given scenario or makes a fresh one.
pub fn read(text: &str, given: Option<&Scenario>) -> Import {
    read_with(text, given, &Options::default())
}

/// What is known beside the text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Answers to questions and values of placeholders, by field or by name.
    pub answers: Vec<(String, String)>,
    /// The readers of templates, where they are loaded.
    pub templates: Option<Templates>,
}

/// Reads a pasted text with what else is known.
pub fn read_with(text: &str, given: Option<&Scenario>, options: &Options) -> Import {
    if text.len() > MAX_IMPORT_BYTES {
        return too_large(given);
    }
    let own = given.filter(|given| given.about.is_none()).map(|given| given.key.arn.as_str());
    match read_for(text, given, options, own) {
        (import, None) => import,
        // The text names the key beside a template: account and Region of the template are the key's.
        (_, Some(key)) => read_for(text, given, options, Some(&key)).0,
    }
}

/// Reads a pasted text whose templates are of the account and Region of this key. Beside the result: the ARN of the key
/// that the text turned out to be about, where a template got another account or Region.
fn read_for(
    text: &str,
    given: Option<&Scenario>,
    options: &Options,
    key: Option<&str>,
) -> (Import, Option<String>) {
    let mut draft = Draft::default();
    let bare = unwrap::unwrap(text);
    let place = Place {
        pasted: text,
        damaged: false,
        layers: 0,
        raw: None,
        answers: &options.answers,
        key,
        readers: &JSON_READERS,
    };
    if own::read(&mut draft, text, &bare) {
        return (own_scenario(draft, given, text), None);
    }
    let is_template = templates::read(&mut draft, &bare, place, options.templates);
    if !is_template && !table::read(&mut draft, &bare, place) {
        walk::documents(&mut draft, &bare, place);
    }
    grants::read_text(&mut draft, &bare);
    text_output::read(&mut draft, &bare, place);
    policy::wrap_statements(&mut draft);
    headings::read(&mut draft, text);
    sentences(&mut draft, &bare);
    if draft.is_empty() && draft.notes.is_empty() {
        policy::take_broken(&mut draft, text);
    }
    if draft.is_empty() {
        mentioned::alone(&mut draft, &bare);
    }
    mentioned::read(&mut draft, &bare);
    answers::fill_found(&mut draft, &options.answers);
    let chosen =
        options.answers.iter().find(|(name, _)| name == "keyPolicy").map(|(_, value)| value.as_str());
    let laid = if draft.is_empty() {
        let scenario = given.cloned().unwrap_or_else(lay::blank);
        lay::Laid { scenario, notes: std::mem::take(&mut draft.notes), ..lay::Laid::default() }
    } else {
        lay::lay(&mut draft, given, chosen)
    };
    let mut laid = laid;
    answers::apply(&mut laid, &options.answers);
    let other = answers::other_stack(&laid, &draft);
    (finish::finish(draft, laid, given, text), other)
}

/// A scenario replaces the given one.
fn own_scenario(mut draft: Draft, given: Option<&Scenario>, text: &str) -> Import {
    let scenario = match &draft.scenario {
        Some((scenario, _)) => (**scenario).clone(),
        None => given.cloned().unwrap_or_else(lay::blank),
    };
    let fresh = draft.scenario.is_some();
    let notes = std::mem::take(&mut draft.notes);
    let laid = lay::Laid { scenario, fresh, notes, ..lay::Laid::default() };
    finish::finish(draft, laid, given, text)
}

/// Reads what is said in words: AWS's messages, those of services, errors.
fn sentences(draft: &mut Draft, bare: &text::Text) {
    let squeezed = squeezed::Squeezed::new(bare);
    let taken = draft.taken.clone();
    refused::read(draft, bare, &squeezed, &taken);
    let denials = denial::find(bare, &squeezed);
    if taken.is_empty() {
        wrapper::read(draft, bare, &squeezed, &denials);
    }
    let refused = !draft.requests.is_empty();
    problem::read(draft, bare, &squeezed, refused);
}

fn too_large(given: Option<&Scenario>) -> Import {
    let laid = lay::Laid { scenario: given.cloned().unwrap_or_else(lay::blank), ..lay::Laid::default() };
    let mut import = finish::finish(Draft::default(), laid, given, "");
    let text = "The text is larger than 4 MiB and was not read.";
    import.notes.push(crate::report::Note::new(crate::report::codes::ImportCode::TooLarge, text));
    import
}
