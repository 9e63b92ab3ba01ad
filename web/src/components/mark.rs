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

#[derive(Properties, PartialEq)]
pub(crate) struct MarkProps {
    pub(crate) tone: Tone,
    /// What a screen reader says; empty when the words beside the mark say it.
    #[prop_or_default]
    pub(crate) says: AttrValue,
}

/// A mark.
#[component]
pub(crate) fn Mark(props: &MarkProps) -> Html {
    html! {
        <>
            <span class={classes!("mark", props.tone.class())} aria-hidden="true">{ props.tone.glyph() }</span>
            if !props.says.is_empty() {
                <span class="unseen">{ &props.says }</span>
            }
        </>
    }
}
