//! The key's attributes in JSON: the catalogue's names, spelt exactly as AWS spells them.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

/// A closed list of AWS's names.
pub(super) trait Spelt: Copy + Sized {
    const NAMES: &'static [&'static str];
    fn find(name: &str) -> Option<Self>;
    fn as_str(self) -> &'static str;
}

macro_rules! spelt {
    ($($name:ident,)*) => {
        $(impl Spelt for $name {
            const NAMES: &'static [&'static str] = Self::NAMES;

            fn find(name: &str) -> Option<Self> {
                Self::find(name)
            }

            fn as_str(self) -> &'static str {
                self.as_str()
            }
        })*
    };
}

spelt! { KeySpec, KeyUsage, KeyOrigin, MultiRegionKeyType, KeyState, KeyManager, }

pub(super) fn serialize<T: Spelt, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.map(T::as_str).serialize(serializer)
}

pub(super) fn deserialize<'de, T: Spelt, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let name = String::deserialize(deserializer)?;
    T::find(&name).map(Some).ok_or_else(|| D::Error::unknown_variant(&name, T::NAMES))
}

/// The names as JSON Schema.
#[cfg(test)]
pub(super) fn schema<T: Spelt>(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": T::NAMES })
}
