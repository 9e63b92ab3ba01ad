//! The fragment of the page's address: a shared scenario or a hand-written one, and how to show it.

use std::fmt;

use kms_catalog::nearest;

use super::{LinkError, Shared, percent};
use crate::examples::{EXAMPLE_NAMES, Example, example};
use crate::import::key_of_policy;
use crate::scenario::{ContextValue, Key, MAX_POLICY_BYTES, PolicyText, Request, Scenario};

/// What stands behind the `#`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    /// `s=`: a shared scenario, still encoded.
    pub shared: Option<String>,
    /// `request=`: which request is shown, counted from 1.
    pub request: Option<usize>,
    /// `view=`: how much of the page is shown.
    pub view: Option<View>,
    /// `theme=`: light or dark, whatever the system says.
    pub theme: Option<Theme>,
    /// `readonly`: nothing can be edited.
    pub readonly: bool,
    /// `ask`: the verdicts are hidden until the reader has predicted them.
    pub ask: bool,
    /// `embed`: the page lives in another one's frame.
    pub embed: bool,
    /// `compare=`: which two requests stand side by side, counted from 1.
    pub compare: Option<(usize, usize)>,
    /// The fields of a hand-written scenario, in order: `example`, `policy`, `key`, and those of a request.
    pub fields: Vec<(String, String)>,
    /// `import=`: a text to be read by [`crate::import`]. Whoever opens the link shows what is in it before anything is
    /// replaced.
    pub import: Option<String>,
    /// `challenge=`: the name of a challenge that ships with the playground, and behind a colon the number of a variant.
    /// Whoever opens the link finds it.
    pub challenge: Option<String>,
    /// Parts that mean nothing here, as they were written.
    pub unknown: Vec<String>,
}

/// How much of the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The verdict alone.
    Answer,
    /// The verdict and the trace.
    Trace,
    /// The policies, which can be edited, beside the verdict and the trace.
    Edit,
    /// Everything.
    Full,
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// How long a text may be that a link brings along: what is longer is pasted.
pub const MAX_IMPORT_IN_LINK: usize = 32 * 1024;

/// The fields of a hand-written scenario; `encryptionContext.NAME` and `context.NAME` besides.
pub(super) const FIELDS: [&str; 10] = [
    "example",
    "policy",
    "key",
    "principal",
    "sessionIssuer",
    "action",
    "viaService",
    "sourceArn",
    "sourceAccount",
    "keyId",
];

impl Fragment {
    /// Reads a fragment, with or without its `#`, or the fragment of a whole address. Never fails: what means
    /// nothing is listed.
    pub fn parse(text: &str) -> Self {
        let text = text.split_once('#').map_or(text, |(_, fragment)| fragment);
        let mut fragment = Self::default();
        for part in text.trim().split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            fragment.set(&percent::decode(name), &percent::decode(value));
        }
        fragment
    }

    fn set(&mut self, name: &str, value: &str) {
        let understood = match name {
            "s" => self.shared.replace(value.to_owned()).is_none(),
            "import" => {
                set(&mut self.import, Some(value.to_owned()).filter(|it| it.len() <= MAX_IMPORT_IN_LINK))
            }
            "challenge" => {
                self.challenge = Some(value.to_owned());
                true
            }
            "request" => set(&mut self.request, value.parse().ok().filter(|number| *number > 0)),
            "view" => set(&mut self.view, View::read(value)),
            "theme" => set(&mut self.theme, Theme::read(value)),
            "readonly" => set_flag(&mut self.readonly, value),
            "compare" => set(&mut self.compare, two(value)),
            "ask" => set_flag(&mut self.ask, value),
            "embed" => set_flag(&mut self.embed, value),
            _ if FIELDS.contains(&name) || pair_name(name).is_some() => {
                self.fields.push((name.to_owned(), value.to_owned()));
                true
            }
            _ => false,
        };
        if !understood {
            self.unknown.push(if value.is_empty() { name.to_owned() } else { format!("{name}={value}") });
        }
    }

    /// The scenario that the fragment names; none if it names none.
    ///
    /// # Errors
    ///
    /// A shared scenario that cannot be read, an example that there is not.
    pub fn scenario(&self) -> Result<Option<Shared>, LinkError> {
        self.scenario_with(example)
    }

    /// The same for a caller that has not fetched all examples: `example` finds those that it has.
    ///
    /// # Errors
    ///
    /// Those of [`Fragment::scenario`], and an example that was not found although there is one of that name.
    pub fn scenario_with(
        &self,
        example: fn(&str) -> Option<&'static Example>,
    ) -> Result<Option<Shared>, LinkError> {
        if let Some(text) = &self.shared {
            return Shared::decode(text).map(Some);
        }
        if self.fields.is_empty() {
            return Ok(None);
        }
        self.written_by_hand(example).map(Some)
    }

    /// The example that the fragment names, if it names one.
    pub fn example(&self) -> Option<&str> {
        let names = self.fields.iter().rev().find(|(name, _)| name == "example");
        names.map(|(_, value)| value.as_str()).filter(|_| self.shared.is_none())
    }

    /// The scenario of the hand-written fields. A policy without a key gets the key that it speaks of, as a pasted
    /// one does.
    fn written_by_hand(&self, example: fn(&str) -> Option<&'static Example>) -> Result<Shared, LinkError> {
        let mut shared = Shared::from(Scenario::default());
        let mut request = Request::default();
        for (name, value) in &self.fields {
            match name.as_str() {
                "example" => shared.scenario = named_example(value, example)?,
                "policy" => shared.set_policy(value)?,
                "key" => {}
                _ => set_request_field(&mut request, name, value),
            }
        }
        if let Some((_, arn)) = self.fields.iter().rev().find(|(name, _)| name == "key") {
            shared.scenario.key.arn.clone_from(arn);
            shared.assumptions.clear();
        }
        if request != Request::default() {
            shared.scenario.requests.push(request);
        }
        Ok(shared)
    }
}

impl Shared {
    fn set_policy(&mut self, text: &str) -> Result<(), LinkError> {
        if text.len() > MAX_POLICY_BYTES {
            return Err(LinkError::too_large_policy());
        }
        self.scenario.key_policy = PolicyText::new(text);
        let (arn, assumption) = key_of_policy(&self.scenario.key_policy);
        self.scenario.key = Key::new(arn);
        self.assumptions = vec![assumption];
        Ok(())
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    *place = value.or(place.take());
    understood
}

/// `1-2`
fn two(value: &str) -> Option<(usize, usize)> {
    let (one, other) = value.split_once('-')?;
    let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
    number(one).zip(number(other))
}

fn set_flag(place: &mut bool, value: &str) -> bool {
    *place = matches!(value, "" | "1" | "true");
    *place || matches!(value, "0" | "false")
}

fn named_example(name: &str, example: fn(&str) -> Option<&'static Example>) -> Result<Scenario, LinkError> {
    let found = example(name).and_then(|found| found.scenario().ok());
    found.ok_or_else(|| {
        if EXAMPLE_NAMES.contains(&name) {
            return LinkError::example_not_fetched(name);
        }
        LinkError::unknown_example(name, nearest(name, EXAMPLE_NAMES.iter().copied()))
    })
}

fn set_request_field(request: &mut Request, name: &str, value: &str) {
    let value = value.to_owned();
    match (name, pair_name(name)) {
        ("principal", _) => request.principal = value,
        ("action", _) => request.action = value,
        ("sessionIssuer", _) => request.session_issuer = Some(value),
        ("viaService", _) => request.via_service = Some(value),
        ("sourceArn", _) => request.source_arn = Some(value),
        ("sourceAccount", _) => request.source_account = Some(value),
        ("keyId", _) => request.key_id = Some(value),
        (_, Some(("encryptionContext", name))) => request.encryption_context.set(name, value),
        (_, Some((_, name))) => request.context.set(name, Some(ContextValue::One(value))),
        _ => {}
    }
}

/// `encryptionContext.NAME` and `context.NAME`, in two.
fn pair_name(name: &str) -> Option<(&str, &str)> {
    name.split_once('.')
        .filter(|(map, name)| matches!(*map, "encryptionContext" | "context") && !name.is_empty())
}

impl View {
    /// The name in a fragment.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Trace => "trace",
            Self::Edit => "edit",
            Self::Full => "full",
        }
    }

    fn read(name: &str) -> Option<Self> {
        [Self::Answer, Self::Trace, Self::Edit, Self::Full].into_iter().find(|view| view.name() == name)
    }
}

impl Theme {
    /// The name in a fragment.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn read(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name)
    }
}

impl fmt::Display for Fragment {
    /// The fragment without its `#`, the scenario first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> =
            self.shared.iter().map(|text| format!("s={}", percent::encode(text))).collect();
        parts.extend(
            self.fields
                .iter()
                .map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(value))),
        );
        parts.extend(self.challenge.iter().map(|name| format!("challenge={}", percent::encode(name))));
        parts.extend(self.import.iter().map(|text| format!("import={}", percent::encode(text))));
        parts.extend(self.request.map(|number| format!("request={number}")));
        parts.extend(self.view.map(|view| format!("view={}", view.name())));
        parts.extend(self.theme.map(|theme| format!("theme={}", theme.name())));
        parts.extend(self.readonly.then(|| "readonly".to_owned()));
        parts.extend(self.ask.then(|| "ask".to_owned()));
        parts.extend(self.compare.map(|(one, other)| format!("compare={one}-{other}")));
        parts.extend(self.embed.then(|| "embed".to_owned()));
        f.write_str(&parts.join("&"))
    }
}

#[cfg(test)]
mod tests;
