//! Enums whose variants are AWS's own names of things.

/// Writes an enum, its list of all and its JSON names from one table.
macro_rules! aws_names {
    ($(#[$doc:meta])* $enum:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $enum { $($(#[$variant_doc])* #[serde(rename = $name)] $variant,)* }

        impl $enum {
            /// Every one, in the order of AWS's pages.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// AWS's spelling.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

pub(crate) use aws_names;
