//! The marks. Their shape carries the meaning; colour repeats it.

use yew::prelude::*;

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// ✓
    Yes,
    /// ✕
    No,
    /// –
    Off,
    /// ?
    Open,
    /// →
    HandsOn,
    /// ○
    Blank,
    /// •
    Dot,
    /// !
    Warning,
}

impl Tone {
    pub(crate) const fn glyph(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::No => "✕",
            Self::Off => "–",
            Self::Open => "?",
            Self::HandsOn => "→",
            Self::Blank => "○",
            Self::Dot => "•",
            Self::Warning => "!",
        }
    }

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Yes => "is-yes",
            Self::No => "is-no",
            Self::Off | Self::Blank | Self::Dot => "is-off",
            Self::Open | Self::Warning => "is-open",
            Self::HandsOn => "is-handed",
        }
    }
}

/// A mark, where the words beside it say what it means.
pub(crate) fn mark(tone: Tone) -> Html {
    html! { <span class={classes!("mark", tone.class())} aria-hidden="true">{ tone.glyph() }</span> }
}

/// A mark, and what a screen reader says instead of it.
pub(crate) fn mark_said(tone: Tone, says: &str) -> Html {
    html! { <>{ mark(tone) }<span class="unseen">{ says.to_owned() }</span></> }
}
