//! Components that know nothing of KMS.

mod access;
mod combobox;
mod copy_button;
mod copy_text;
mod divider;
mod editor;
mod field;
mod icon;
mod identifier;
mod mark;
mod modal;
mod on_top;
mod pairs;
mod prose;
mod scroll;
mod tabs;
mod toast;

pub(crate) use access::{Access, Controls, IfEditable, use_access};
pub(crate) use combobox::{Choice, Combobox};
pub(crate) use copy_button::CopyButton;
pub(crate) use copy_text::copy_text;
pub(crate) use divider::Divider;
pub(crate) use editor::{Diagnostic, Editor, EditorMarks, RangeMark, Reveal, StatementMark, Vocabulary};
pub(crate) use field::{Field, Select, TextField, value_of};
pub(crate) use icon::{Icon, Picture};
pub(crate) use identifier::Identifier;
pub(crate) use mark::{Mark, Tone};
pub(crate) use modal::Modal;
pub(crate) use pairs::{ChangedPairs, PairRows};
pub(crate) use prose::Prose;
pub(crate) use scroll::bring_into_view;
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use toast::Toast;
