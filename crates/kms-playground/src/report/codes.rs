//! Every code that a report can hold, each once: what a program may switch on, and what a page can link.
//!
//! A code is the name of its variant in camelCase, so it cannot be misspelt. The sentence that goes with it is in
//! `explain`; `docs/codes.md` lists all of them, each with a case of `tests/cases` that has it. Findings and the errors
//! of policies have tables of their own, in kms-lint and kms-policy.

/// Codes of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The name of its type, here and in TypeScript.
    pub name: &'static str,
    /// What the codes say.
    pub about: &'static str,
    /// The codes, in the order of the table.
    pub codes: &'static [&'static str],
}

macro_rules! codes {
    ($($(#[doc = $about:literal])+ $group:ident { $($code:ident,)+ })+) => {
        /// The groups of this table.
        pub(super) const GROUPS: &[super::Group] = &[$(super::Group {
            name: stringify!($group),
            about: concat!($($about),+),
            codes: &[$($group::$code.0,)+],
        },)+];

        $(
            $(#[doc = $about])+
            ///
            /// Only the table makes one. It is the text itself: an enum would bring a second table into the download.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct $group(&'static str);

            #[expect(non_upper_case_globals, reason = "they are the variants of a closed set")]
            #[expect(missing_docs, reason = "docs/codes.md has the sentence of each")]
            impl $group {
                $(pub const $code: Self = {
                    const NAME: &[u8] = &super::camel_case::<{ stringify!($code).len() }>(stringify!($code));
                    Self(super::text(NAME))
                };)+

                /// The code as reports hold it.
                pub const fn name(self) -> &'static str {
                    self.0
                }
            }

            #[cfg(test)]
            impl schemars::JsonSchema for $group {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($group).into()
                }

                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    let codes = vec![$(Self::$code.0,)+];
                    schemars::json_schema!({ "description": concat!($($about),+).trim(), "enum": codes })
                }
            }

            impl From<$group> for &'static str {
                fn from(code: $group) -> Self {
                    code.0
                }
            }
        )+
    };
}

mod advice;
mod import;
mod reason;
mod request;

pub use advice::{AdviceNoteCode, ObstacleCode, PathCode};
pub use import::ImportCode;
pub use reason::ReasonCode;
pub use request::{AfterAuthorizationCode, AssumptionCode, NoteCode, OriginCode, QuestionCode, UnknownCode};

/// Every group, in the order of `docs/codes.md`.
pub fn groups() -> impl Iterator<Item = &'static Group> {
    [reason::GROUPS, request::GROUPS, import::GROUPS, advice::GROUPS].into_iter().flatten()
}

/// The name of a variant with a small first letter.
const fn camel_case<const LENGTH: usize>(variant: &str) -> [u8; LENGTH] {
    let Some(bytes) = variant.as_bytes().first_chunk() else { return [b'?'; LENGTH] };
    let mut bytes: [u8; LENGTH] = *bytes;
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_lowercase();
    }
    bytes
}

const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_name_of_its_variant_in_camel_case() {
        assert_eq!(ReasonCode::NotOfPermission.name(), "notOfPermission");
        assert_eq!(UnknownCode::Key.name(), "key");
    }

    #[test]
    fn no_group_has_a_code_twice() {
        for group in groups() {
            let mut codes = group.codes.to_vec();
            codes.sort_unstable();
            assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{}", group.name);
        }
    }
}
