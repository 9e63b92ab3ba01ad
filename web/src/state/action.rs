//! Everything that a person can do to the page.

use std::rc::Rc;

use kms_playground::{Grant, Key, Request, Scenario};
use yew::AttrValue;

use super::owner::Owner;
use super::place::Place;
use super::policy_slot::{PolicySlot, PolicyTab};
use super::presentation::Presentation;
use super::quiz::QuizStep;
use super::school::{LearnTab, Visit};
use super::sharing::Share;

/// One thing done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// A change of the scenario; undo brings back what was.
    Edit(Edit),
    Undo,
    Redo,
    /// Typing has paused: what comes next is a new step of undo.
    Settle,
    /// Another scenario takes the place of this one.
    Load(Box<Loaded>),
    /// The page that embeds this one gives another scenario: the beginning of a new history.
    Receive(Box<Scenario>),
    SelectRequest(usize),
    /// The request that many places further down the list, or up.
    StepRequest(isize),
    ShowRequestAs(View),
    ShowGrantsAs(View),
    ShowTab(PolicyTab),
    ShowPolicy(PolicySlot),
    /// Whose policies a tab shows.
    ShowOwner(PolicyTab, Owner),
    /// A line of the trace was chosen: its place in the policy lights up.
    Point(Place),
    /// The cursor moved in a policy: its statement is marked in the trace. Offset in UTF-16 units.
    Cursor(PolicySlot, u32),
    /// Opens a statement of the trace, or closes it.
    Fold {
        policy: PolicySlot,
        statement: usize,
        open: bool,
    },
    /// The text of a JSON view; it becomes part of the scenario when it can be read.
    Draft(DraftOf, String),
    Open(Dialog),
    /// Shows what a text from elsewhere would set, before it does.
    Preview(AttrValue),
    CloseDialog,
    /// A choice of the share dialog.
    Share(Share),
    SetTheme(Theme),
    Present(Presentation),
    /// Something done in predict mode.
    Quiz(QuizStep),
    /// The first line is closed, or a step of the tour is taken.
    Visit(Visit),
    /// On a narrow screen: the part to show.
    ShowPart(Part),
    Tell(Notice),
    DismissNotice,
    /// Whether long lines of policies wrap.
    Wrap(bool),
    /// The key policy that edits are compared with from now on; none: the one that was opened.
    Pin(Option<Rc<str>>),
    /// Whether to show who can use the key instead of why the request is decided so.
    ShowAccess(bool),
    /// The reviewer has been fetched, or all requests have been looked at: there is more to say.
    Review,
}

impl Action {
    /// Whether it changes what was typed: then it is nothing for those who may only read.
    pub(crate) fn edits(&self) -> bool {
        match self {
            Self::Edit(_) | Self::Undo | Self::Redo | Self::Draft(..) | Self::Preview(_) => true,
            Self::Load(loaded) => !loaded.from_address,
            _ => false,
        }
    }

    /// Whether a message about the action before it has been read by then: every action of a person ends it.
    pub(crate) const fn ends_notice(&self) -> bool {
        !matches!(
            self,
            Self::Settle
                | Self::Cursor(..)
                | Self::Tell(_)
                | Self::Present(_)
                | Self::Quiz(_)
                | Self::SetTheme(_)
                | Self::Wrap(_)
                | Self::Load(_)
                | Self::Review
        )
    }
}

/// A change of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    Title(String),
    Notes(String),
    /// Whose key, and which field of it was typed in.
    Key(Owner, Box<Key>, &'static str),
    PolicyText(PolicySlot, String),
    PolicyName(PolicySlot, String),
    AddPolicy(PolicySlot),
    RemovePolicy(PolicySlot),
    /// Whether the identity policies of the owner are known; known begins with none attached.
    KnowIdentityPolicies(Owner, bool),
    /// Policies of its own for the caller of the shown request, or for another.
    AddCaller,
    /// Which principal the entry of this index is for.
    CallerPrincipal(usize, String),
    /// A further key.
    AddKey,
    /// A caller or a further key goes with all that it owns.
    RemoveOwner(Owner),
    /// The grants on the owner's key, and which field was typed in; without one the change stands alone.
    Grants(Owner, Vec<Grant>, Option<String>),
    /// A request, and which field was typed in; without one the change stands alone.
    Request(usize, Box<Request>, Option<String>),
    AddRequests(Vec<Request>),
    DuplicateRequest(usize),
    RemoveRequest(usize),
    /// From, to.
    MoveRequest(usize, usize),
    /// Everything at once; undo brings all of it back.
    Replace(Box<Scenario>),
}

impl Edit {
    /// The field whose keystrokes make up one step of undo.
    pub(crate) fn field(&self) -> Option<String> {
        match self {
            Self::Title(_) => Some("title".to_owned()),
            Self::Notes(_) => Some("notes".to_owned()),
            Self::Key(owner, _, field) => Some(format!("{owner:?}.key.{field}")),
            Self::CallerPrincipal(index, _) => Some(format!("callers[{index}].principal")),
            Self::PolicyText(slot, _) => Some(slot.to_string()),
            Self::PolicyName(slot, _) => Some(format!("{slot}.name")),
            Self::Grants(owner, _, field) => field.as_ref().map(|field| format!("{owner:?}.grants.{field}")),
            Self::Request(index, _, field) => {
                field.as_ref().map(|field| format!("requests[{index}].{field}"))
            }
            _ => None,
        }
    }
}

/// A scenario that was opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loaded {
    pub(crate) scenario: Scenario,
    pub(crate) request: usize,
    /// Whether the page's address has it already: it came from there.
    pub(crate) from_address: bool,
    /// What to say about it.
    pub(crate) notice: Option<Notice>,
}

/// Something that can be written as a form or as JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Form,
    Json,
}

/// What a JSON view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DraftOf {
    Request(usize),
    /// Those on the owner's key.
    Grants(Owner),
    /// Everything.
    Scenario,
}

/// Text in a JSON view as it was typed, and why it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) of: DraftOf,
    pub(crate) text: String,
    pub(crate) problem: Option<String>,
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    Gallery,
    /// The scenario's title and notes.
    About,
    Share,
    Help,
    /// A text from elsewhere: what it sets.
    Paste,
    ServiceCalls,
    /// A job to add; or the one whose group begins with this request, to change.
    Jobs(Option<usize>),
    /// The whole scenario as JSON.
    Json,
    /// Challenges, glossary, myths and the tour.
    Learn(LearnTab),
    /// Two requests side by side.
    Compare(usize, usize),
    /// What the scenario was before, in this visit.
    Versions,
}

/// Colours: the system's, or one's own choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// A part of the page; on a narrow screen one is shown at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    Policy,
    Request,
    #[default]
    Result,
}

impl Part {
    pub(crate) const ALL: [Self; 3] = [Self::Policy, Self::Request, Self::Result];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Request => "request",
            Self::Result => "result",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Policy => "Policy",
            Self::Request => "Request",
            Self::Result => "Why",
        }
    }
}

/// A short message to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    /// Whether something could not be done.
    pub(crate) failed: bool,
    /// Whether *Undo* takes back what is told.
    pub(crate) undo: bool,
}

impl Notice {
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), failed: false, undo: false }
    }

    /// Something done that *Undo* takes back.
    pub(crate) fn undoable(text: impl Into<String>) -> Self {
        Self { undo: true, ..Self::done(text) }
    }

    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self { text: text.into(), failed: true, undo: false }
    }
}
