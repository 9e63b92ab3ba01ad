//! Line icons, drawn in the colour of the text around them.

use yew::prelude::*;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    Key,
    Undo,
    Redo,
    Close,
    Plus,
    Up,
    Down,
    Copy,
    Trash,
    More,
    Search,
    Compare,
}

impl Picture {
    const fn path(self) -> &'static str {
        match self {
            Self::Key => {
                "M12.2 12H22M18 12v3.4M21 12v2.2M6.4 12l1.2 1.2 2.2-2.4M12.2 12a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0"
            }
            Self::Undo => "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
            Self::Redo => "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Up => "m6 15 6-6 6 6",
            Self::Down => "m6 9 6 6 6-6",
            Self::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Self::Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
            Self::More => "M5 11v2M4 12h2M12 11v2M11 12h2M19 11v2M18 12h2",
            Self::Search => "m20 20-4.5-4.5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0",
            Self::Compare => "M4 5h7v14H4zM13 5h7v14h-7z",
        }
    }
}

/// An icon; never the only bearer of a meaning.
pub(crate) fn icon(picture: Picture) -> Html {
    html! {
        <svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.9"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path d={picture.path()} />
        </svg>
    }
}
