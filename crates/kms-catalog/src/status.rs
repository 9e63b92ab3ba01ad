//! How well a statement of the catalogue is documented.

/// How certain an entry is: a caller shows anything but [`Status::Documented`] as an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// AWS documents it, and its pages agree.
    Documented,
    /// Only one of AWS's references has it; the others are silent.
    SingleSource,
    /// AWS's pages contradict each other.
    Disputed,
    /// No page says it; it follows from how comparable cases behave.
    Unconfirmed,
}

impl Status {
    /// Whether AWS's pages say it and agree.
    #[must_use]
    pub const fn is_documented(self) -> bool {
        matches!(self, Self::Documented)
    }
}
