//! Snippets that put the playground into another page: as the custom element or as a plain frame.
//!
//! HTML Standard, *Restrictions for contents of script elements* and *Attributes*. Whatever a scenario holds, it ends
//! neither an attribute nor the script that it stands in.

use crate::report::Report;
use crate::scenario::{About, Scenario};
use crate::share::{Fragment, Shared};

/// The playground in another page.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed<'a> {
    /// The address of the page, without a fragment.
    pub page: &'a str,
    /// What is shown.
    pub scenario: &'a Scenario,
    /// What the engine says about it.
    pub report: &'a Report,
    /// The example of the gallery that the scenario is, unchanged: its name then stands for all of it.
    pub example: Option<&'a str>,
    /// Which request, how much of the page, in which colours, and whether it can be edited; nothing else of it counts.
    pub opening: &'a Fragment,
    /// What screen readers call the frame.
    pub title: &'a str,
    /// The height in pixels.
    pub height: Option<u32>,
    /// How it is embedded.
    pub form: EmbedForm,
}

/// How the playground is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedForm {
    /// The custom element, whose height follows what it shows.
    Element(EmbedContent, EmbedLoad),
    /// A frame, which needs no script in the host's page.
    Frame,
}

/// How the custom element holds the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedContent {
    /// As JSON, which stays readable and can be edited in the host's page.
    Inline,
    /// As a link.
    Link,
}

/// When the custom element loads the playground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedLoad {
    /// When it is about to be seen.
    Near,
    /// When the reader asks for it.
    Click,
    /// At once.
    Now,
}

impl EmbedLoad {
    /// The name in the element's attribute.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Click => "click",
            Self::Now => "now",
        }
    }
}

/// The height of a frame for which none was chosen.
const HEIGHT: u32 = 420;

impl Embed<'_> {
    /// The HTML to put into the host's page.
    pub fn snippet(&self) -> String {
        match self.form {
            EmbedForm::Frame => self.frame(),
            EmbedForm::Element(content, load) => self.element(content, load),
        }
    }

    /// What the Content-Security-Policy of the host's page has to allow.
    pub fn content_security_policy(&self) -> String {
        let origin = self.origin();
        match self.form {
            EmbedForm::Frame => format!("frame-src {origin}"),
            EmbedForm::Element(..) => format!("script-src {origin}; frame-src {origin}"),
        }
    }

    /// The address that the frame shows.
    pub fn address(&self) -> String {
        let embedded = Fragment { embed: true, ..self.fragment() };
        format!("{}#{embedded}", self.page)
    }

    fn fragment(&self) -> Fragment {
        let Fragment { request, view, theme, readonly, ask, .. } = *self.opening;
        Fragment { request, view, theme, readonly, ask, ..self.link() }
    }

    /// The scenario alone.
    fn link(&self) -> Fragment {
        if let Some(name) = self.example {
            let fields = vec![("example".to_owned(), name.to_owned())];
            return Fragment { fields, ..Fragment::default() };
        }
        let shared = Shared::new(needed(self.scenario), self.report).encode();
        Fragment { shared: Some(shared), ..Fragment::default() }
    }

    fn frame(&self) -> String {
        let address = attribute(&self.address());
        let title = attribute(self.title);
        let height = self.height.unwrap_or(HEIGHT);
        format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" \
             referrerpolicy=\"no-referrer\" allow=\"clipboard-write\"></iframe>\n"
        )
    }

    fn element(&self, content: EmbedContent, load: EmbedLoad) -> String {
        let (folder, _) = self.page.rsplit_once('/').unwrap_or((self.page, ""));
        let mut attributes = vec![("label", self.title.to_owned())];
        attributes.extend(self.opening.view.map(|view| ("view", view.name().to_owned())));
        attributes.extend(self.opening.theme.map(|theme| ("theme", theme.name().to_owned())));
        attributes.extend(self.opening.request.map(|request| ("request", request.to_string())));
        attributes.extend(self.height.map(|height| ("height", height.to_string())));
        if load != EmbedLoad::Near {
            attributes.push(("load", load.name().to_owned()));
        }
        let fragment = self.fragment();
        let mut inside = String::new();
        if content == EmbedContent::Inline && self.example.is_none() {
            let json = script_text(needed(self.scenario));
            inside = format!("  <script type=\"application/json\">\n{json}\n  </script>\n");
        } else {
            attributes.push(("link", self.link().to_string()));
        }
        let mut written: String =
            attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", attribute(value))).collect();
        if self.opening.readonly {
            written.push_str(" readonly");
        }
        if self.opening.ask {
            written.push_str(" ask");
        }
        format!(
            "<script defer src=\"{}/kms-policy-playground.js\"></script>\n\
             <kms-policy-playground{written}>\n{inside}{}</kms-policy-playground>\n",
            attribute(folder),
            self.fallback(&fragment)
        )
    }

    /// What is read until the playground is loaded, and without JavaScript: the answer, unless the reader is asked.
    fn fallback(&self, fragment: &Fragment) -> String {
        let address = attribute(&format!("{}#{fragment}", self.page));
        if self.example.is_some() {
            return format!("  <a href=\"{address}\">{}</a>\n", attribute(self.title));
        }
        let shown = self.opening.request.unwrap_or(1).saturating_sub(1);
        let answer = self.report.requests.get(shown).map_or_else(String::new, |request| {
            let name = request.name.as_ref().filter(|name| !name.trim().is_empty());
            let name = name.map_or_else(String::new, |name| format!("{name}: "));
            let text = if self.opening.ask {
                format!("{name}What does AWS KMS decide, and why?")
            } else {
                format!("{name}{}. {}", request.decision.label(), request.summary.replace('`', ""))
            };
            format!("  <p>{}</p>\n", attribute(&text))
        });
        format!("{answer}  <p><a href=\"{address}\">Open it in the KMS Policy Playground</a></p>\n")
    }

    /// Scheme, host and port of the page.
    fn origin(&self) -> &str {
        let host = self.page.find("://").map_or(0, |at| at + "://".len());
        let rest = self.page.get(host..).unwrap_or_default();
        let end = rest.find(['/', '?', '#']).map_or(self.page.len(), |at| host + at);
        self.page.get(..end).unwrap_or_default()
    }
}

/// A text that cannot leave an attribute in quotation marks, nor become an element.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// The scenario without what no reader of another page sees: what an example says about itself, and texts without a word.
fn needed(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let challenge = scenario.about.take().and_then(|about| about.challenge);
    scenario.about = challenge.map(|challenge| About { challenge: Some(challenge), ..About::default() });
    let says = |text: &String| !text.trim().is_empty();
    scenario.schema = None;
    scenario.title = scenario.title.filter(says);
    scenario.notes = scenario.notes.filter(says);
    for request in &mut scenario.requests {
        request.name = request.name.take().filter(says);
    }
    scenario
}

/// The scenario as JSON that holds no `<`, so that it neither ends its script nor begins a comment.
fn script_text(mut scenario: Scenario) -> String {
    // Within strings an escape is the same text; the bytes of a policy that is an object would be others.
    scenario.change_policy_texts(|text| {
        if text.text().contains('<') {
            text.prefer_text();
        }
    });
    scenario.to_json().replace('<', "\\u003c")
}

#[cfg(test)]
#[path = "embed/tests.rs"]
mod tests;
