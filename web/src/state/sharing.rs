//! What is shared and how: the choices of the share dialog. They outlast the dialog, so that closing it loses nothing.

use kms_playground::{
    EmbedContent, EmbedForm, EmbedLoad, Fragment, RedactionChoice, RedactionKind, Theme as LinkTheme,
    View as LinkView,
};
use yew::AttrValue;

/// The choices.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sharing {
    pub(crate) tab: ShareTab,
    /// Whether the redacted scenario is shared in the place of the one that was typed.
    pub(crate) redacted: bool,
    pub(crate) choice: RedactionChoice,
    /// The request with which it opens; the one that the page shows as long as none was chosen.
    request: Option<usize>,
    pub(crate) view: LinkView,
    pub(crate) theme: Option<LinkTheme>,
    pub(crate) readonly: bool,
    /// Whether readers predict the verdicts.
    pub(crate) ask: bool,
    pub(crate) ticket: TicketChoice,
    pub(crate) embed: EmbedChoice,
}

/// How the ticket is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TicketChoice {
    pub(crate) about: TicketAbout,
    pub(crate) form: TicketForm,
    pub(crate) link: bool,
}

/// How the playground is embedded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmbedChoice {
    pub(crate) way: EmbedWay,
    pub(crate) load: EmbedLoad,
    /// Pixels, as typed; empty follows the content.
    pub(crate) height: String,
    /// The frame's title, as typed; none is the scenario's.
    pub(crate) title: Option<String>,
}

impl Default for Sharing {
    fn default() -> Self {
        Self {
            tab: ShareTab::Link,
            redacted: false,
            choice: RedactionChoice::default(),
            request: None,
            view: LinkView::Full,
            theme: None,
            readonly: false,
            ask: false,
            ticket: TicketChoice { about: TicketAbout::This, form: TicketForm::Markdown, link: true },
            embed: EmbedChoice {
                way: EmbedWay::Inline,
                load: EmbedLoad::Near,
                height: String::new(),
                title: None,
            },
        }
    }
}

/// A part of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShareTab {
    Link,
    Ticket,
    Embed,
    Redact,
}

impl ShareTab {
    pub(crate) const ALL: [Self; 4] = [Self::Link, Self::Ticket, Self::Embed, Self::Redact];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Link => "share-link",
            Self::Ticket => "share-ticket",
            Self::Embed => "share-embed",
            Self::Redact => "share-redact",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Ticket => "Ticket",
            Self::Embed => "Embed",
            Self::Redact => "Redact",
        }
    }
}

/// What a ticket is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketAbout {
    This,
    All,
}

/// What a ticket is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketForm {
    /// The verdict, the reason and the link.
    Chat,
    /// The verdict as one link.
    Line,
    Markdown,
    Jira,
    Slack,
    PlainText,
}

/// What is put into the other page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmbedWay {
    /// The element with the scenario in it.
    Inline,
    /// The element with a link.
    Linked,
    Frame,
}

/// What goes into another page: the HTML, what the host's policy must allow, and the address in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Snippet {
    pub(crate) html: AttrValue,
    pub(crate) policy: AttrValue,
    pub(crate) address: AttrValue,
}

/// A choice made in the dialog.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Share {
    Show(ShareTab),
    Redacted(bool),
    /// Whether values of this kind are replaced.
    ReplaceKind(RedactionKind, bool),
    /// Whether this value is replaced.
    Replace(String, bool),
    /// A value and its stand-in; an empty one is the one that is made.
    StandIn(String, String),
    Request(usize),
    View(LinkView),
    Theme(Option<LinkTheme>),
    Readonly(bool),
    Ask(bool),
    Ticket(TicketChoice),
    Embed(EmbedChoice),
}

impl Sharing {
    pub(crate) fn apply(&mut self, share: Share) {
        match share {
            Share::Show(tab) => self.tab = tab,
            Share::Redacted(redacted) => self.redacted = redacted,
            Share::ReplaceKind(kind, true) => _ = self.choice.leave.remove(&kind),
            Share::ReplaceKind(kind, false) => _ = self.choice.leave.insert(kind),
            Share::Replace(value, true) => _ = self.choice.keep.remove(&value),
            Share::Replace(value, false) => _ = self.choice.keep.insert(value),
            Share::StandIn(value, text) if text.is_empty() => _ = self.choice.with.remove(&value),
            Share::StandIn(value, text) => _ = self.choice.with.insert(value, text),
            Share::Request(request) => self.request = Some(request),
            Share::View(view) => self.view = view,
            Share::Theme(theme) => self.theme = theme,
            Share::Readonly(readonly) => self.readonly = readonly,
            Share::Ask(ask) => self.ask = ask,
            Share::Ticket(ticket) => self.ticket = ticket,
            Share::Embed(embed) => self.embed = embed,
        }
    }

    /// Whether the redacted scenario is asked for.
    pub(crate) fn needs_redacted(&self) -> bool {
        self.redacted || self.tab == ShareTab::Redact
    }

    /// The request with which it opens, of so many, where the page shows this one.
    pub(crate) fn request(&self, shown: usize, count: usize) -> usize {
        self.request.filter(|chosen| *chosen < count).unwrap_or(shown)
    }

    /// How the link opens, but for the scenario itself.
    pub(crate) fn opening(&self, shown: usize, count: usize) -> Fragment {
        let request = self.request(shown, count);
        Fragment {
            request: (request > 0).then_some(request + 1),
            view: Some(self.view).filter(|view| *view != LinkView::Full),
            theme: self.theme,
            readonly: self.readonly,
            ask: self.ask,
            ..Fragment::default()
        }
    }
}

impl EmbedChoice {
    pub(crate) const fn form(&self) -> EmbedForm {
        match self.way {
            EmbedWay::Inline => EmbedForm::Element(EmbedContent::Inline, self.load),
            EmbedWay::Linked => EmbedForm::Element(EmbedContent::Link, self.load),
            EmbedWay::Frame => EmbedForm::Frame,
        }
    }

    /// The height, where it is one that a frame can have.
    pub(crate) fn pixels(&self) -> Option<u32> {
        self.height.trim().parse().ok().filter(|height| (1..=20_000).contains(height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(choices: impl IntoIterator<Item = Share>) -> Sharing {
        let mut sharing = Sharing::default();
        choices.into_iter().for_each(|choice| sharing.apply(choice));
        sharing
    }

    #[test]
    fn a_link_opens_as_chosen_and_says_nothing_that_goes_without_saying() {
        assert_eq!(Sharing::default().opening(0, 3).to_string(), "");
        assert_eq!(Sharing::default().opening(2, 3).to_string(), "request=3");
        let chosen = after([
            Share::Request(1),
            Share::View(LinkView::Trace),
            Share::Theme(Some(LinkTheme::Dark)),
            Share::Readonly(true),
            Share::Ask(true),
        ]);
        assert_eq!(chosen.opening(2, 3).to_string(), "request=2&view=trace&theme=dark&readonly&ask");
        assert_eq!(chosen.request(0, 1), 0, "a request that was removed since is not opened");
    }

    #[test]
    fn what_is_replaced_can_be_chosen_and_chosen_back() {
        let jane = || "jane".to_owned();
        let chosen = after([
            Share::ReplaceKind(RedactionKind::Account, false),
            Share::Replace(jane(), false),
            Share::StandIn(jane(), "ann".to_owned()),
        ]);
        assert!(chosen.choice.leave.contains(&RedactionKind::Account) && chosen.choice.keep.contains("jane"));
        assert_eq!(chosen.choice.with.get("jane").map(String::as_str), Some("ann"));
        let mut back = chosen;
        for choice in [
            Share::ReplaceKind(RedactionKind::Account, true),
            Share::Replace(jane(), true),
            Share::StandIn(jane(), String::new()),
        ] {
            back.apply(choice);
        }
        assert_eq!(back, Sharing::default());
    }

    #[test]
    fn redaction_is_worked_out_only_where_it_is_looked_at_or_shared() {
        assert!(!Sharing::default().needs_redacted());
        assert!(after([Share::Show(ShareTab::Redact)]).needs_redacted());
        assert!(after([Share::Redacted(true)]).needs_redacted());
    }

    #[test]
    fn a_height_that_is_no_number_of_pixels_follows_the_content() {
        let pixels =
            |height: &str| EmbedChoice { height: height.to_owned(), ..Sharing::default().embed }.pixels();
        assert_eq!(pixels(" 640 "), Some(640));
        for height in ["", "0", "-3", "tall", "1e9", "99999"] {
            assert_eq!(pixels(height), None, "{height}");
        }
    }
}
