//! Condition operators: a base comparison, with or without a set operator in front and `IfExists` behind.
//!
//! IAM User Guide, *IAM JSON policy elements: Condition operators*
//! (reference_policies_elements_condition_operators.html).

use std::fmt;

/// An operator as AWS composes it, of three independent parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionOperator {
    /// `ForAllValues:` or `ForAnyValue:`, if written.
    pub set: Option<SetOperator>,
    /// The comparison itself.
    pub base: BaseOperator,
    /// Whether `IfExists` is written behind it.
    pub if_exists: bool,
}

/// How the values of a multivalued key are gathered into one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// Every value of the request must match; true when the request has none.
    ForAllValues,
    /// Some value of the request must match; false when the request has none.
    ForAnyValue,
}

/// What kind of value an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named after AWS's section of the same name")]
pub enum OperatorFamily {
    String,
    Numeric,
    Date,
    Bool,
    Binary,
    IpAddress,
    Arn,
    Null,
}

/// Writes the enum, the list of all and both directions of naming from one table.
macro_rules! base_operators {
    ($($name:ident $family:ident $polarity:literal,)*) => {
        /// A comparison of AWS's, under AWS's own name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is AWS's own name of a comparison")]
        pub enum BaseOperator { $($name,)* }

        impl BaseOperator {
            /// Every comparison, in the order of AWS's page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// AWS's spelling.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// What kind of value it compares.
            pub const fn family(self) -> OperatorFamily {
                match self { $(Self::$name => OperatorFamily::$family,)* }
            }

            /// Whether it holds when the values do not match (`StringNotEquals` …).
            pub const fn is_negated(self) -> bool {
                match self { $(Self::$name => $polarity,)* }
            }
        }
    };
}

base_operators! {
    StringEquals String false,
    StringNotEquals String true,
    StringEqualsIgnoreCase String false,
    StringNotEqualsIgnoreCase String true,
    StringLike String false,
    StringNotLike String true,
    NumericEquals Numeric false,
    NumericNotEquals Numeric true,
    NumericLessThan Numeric false,
    NumericLessThanEquals Numeric false,
    NumericGreaterThan Numeric false,
    NumericGreaterThanEquals Numeric false,
    DateEquals Date false,
    DateNotEquals Date true,
    DateLessThan Date false,
    DateLessThanEquals Date false,
    DateGreaterThan Date false,
    DateGreaterThanEquals Date false,
    Bool Bool false,
    BinaryEquals Binary false,
    IpAddress IpAddress false,
    NotIpAddress IpAddress true,
    ArnEquals Arn false,
    ArnLike Arn false,
    ArnNotEquals Arn true,
    ArnNotLike Arn true,
    Null Null false,
}

impl ConditionOperator {
    /// The operator that `text` names. AWS does not say whether the case of letters matters; any is taken, and
    /// [`is_canonical`](Self::is_canonical) tells whether it is AWS's own.
    pub fn parse(text: &str) -> Option<Self> {
        let (set, rest) = match text.split_once(':') {
            Some((set, rest)) => (Some(SetOperator::parse(set)?), rest),
            None => (None, text),
        };
        let (name, if_exists) = match rest.len().checked_sub(IF_EXISTS.len()) {
            Some(at) if rest.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(IF_EXISTS)) => {
                (rest.get(..at)?, true)
            }
            _ => (rest, false),
        };
        let base = *BaseOperator::ALL.iter().find(|base| base.name().eq_ignore_ascii_case(name))?;
        // `Null` asks whether a key exists: it takes no `IfExists` (IAM *Condition operators*).
        (!(if_exists && base == BaseOperator::Null)).then_some(Self { set, base, if_exists })
    }

    /// Whether `text` spells this operator as AWS does.
    pub fn is_canonical(self, text: &str) -> bool {
        let rest = match self.set {
            Some(set) => text.strip_prefix(set.name()).and_then(|rest| rest.strip_prefix(':')),
            None => Some(text),
        };
        let rest = rest.and_then(|rest| rest.strip_prefix(self.base.name()));
        rest == Some(if self.if_exists { IF_EXISTS } else { "" })
    }
}

/// AWS's spelling.
impl fmt::Display for ConditionOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            write!(f, "{}:", set.name())?;
        }
        f.write_str(self.base.name())?;
        f.write_str(if self.if_exists { IF_EXISTS } else { "" })
    }
}

const IF_EXISTS: &str = "IfExists";

impl SetOperator {
    /// AWS's spelling, without the colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues",
            Self::ForAnyValue => "ForAnyValue",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::ForAllValues, Self::ForAnyValue].into_iter().find(|set| set.name().eq_ignore_ascii_case(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_is_read_and_written_alike() {
        for &base in BaseOperator::ALL {
            for set in [None, Some(SetOperator::ForAllValues), Some(SetOperator::ForAnyValue)] {
                for if_exists in [false, true] {
                    let operator = ConditionOperator { set, base, if_exists };
                    let text = operator.to_string();
                    let takes = !(if_exists && base == BaseOperator::Null);
                    assert_eq!(ConditionOperator::parse(&text), takes.then_some(operator), "{text}");
                    assert!(operator.is_canonical(&text), "{text}");
                    assert!(!operator.is_canonical(&text.to_lowercase()), "{text}");
                    assert_eq!(
                        ConditionOperator::parse(&text.to_lowercase()),
                        takes.then_some(operator),
                        "{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_aws_does_not_have_is_no_operator() {
        for text in [
            "",
            ":",
            "Equals",
            "StringEquals:",
            "ForAllValues",
            "ForAllValues:",
            "ForAllValue:StringEquals",
            "StringEqualsIfExistsIfExists",
            "IfExists",
            "NullIfExists",
            "ForAnyValue:ForAnyValue:Bool",
            " Bool",
            "ForAnyValue: Bool",
            "éIfExists",
        ] {
            assert_eq!(ConditionOperator::parse(text), None, "{text}");
        }
    }
}
