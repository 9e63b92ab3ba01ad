//! What a visit has to do with learning: the first line, the tour, and the parts of the dialog *Learn*.

/// A part of the dialog *Learn*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LearnTab {
    Challenges,
    /// With the term that is to be shown.
    Glossary(Option<&'static str>),
    Myths,
    Tour,
}

/// Where a visitor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Visit {
    /// Whether nothing was done yet on a page that no link has opened.
    pub(crate) is_first: bool,
    /// The step of the tour, from 1; 0: none is taken.
    pub(crate) tour: usize,
}
