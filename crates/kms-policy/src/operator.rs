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

/// How an operator compares one value of a policy with one value of a request, before any negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// They are equal; letters also in case.
    Equal,
    /// They are equal if the case of letters is ignored.
    EqualIgnoringCase,
    /// The request's string matches the policy's pattern of `*` and `?`.
    Like,
    /// The request's ARN matches the policy's, part by part, each a pattern of `*` and `?`.
    ArnMatch,
    /// The request's value is smaller or earlier.
    Less,
    /// It is smaller or earlier, or equal.
    LessOrEqual,
    /// It is greater or later.
    Greater,
    /// It is greater or later, or equal.
    GreaterOrEqual,
    /// The request's address is in the policy's range.
    InRange,
    /// The request has no such key, or has one: the policy's value says which.
    Absence,
}

/// Writes the enum, the list of all, and everything that is known of each operator from one table.
macro_rules! base_operators {
    (@negated plain) => { false };
    (@negated negated) => { true };
    ($($name:ident $family:ident $comparison:ident $polarity:ident $summary:literal,)*) => {
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

            /// How it compares, before any negation.
            pub const fn comparison(self) -> Comparison {
                match self { $(Self::$name => Comparison::$comparison,)* }
            }

            /// Whether it holds when the values do not match (`StringNotEquals` …).
            pub const fn is_negated(self) -> bool {
                match self { $(Self::$name => base_operators!(@negated $polarity),)* }
            }

            /// When it holds, in a few words: "the numbers are equal".
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary,)* }
            }
        }
    };
}

base_operators! {
    StringEquals String Equal plain "the strings are exactly equal; case counts",
    StringNotEquals String Equal negated "the strings differ; case counts",
    StringEqualsIgnoreCase String EqualIgnoringCase plain "the strings are equal; case is ignored",
    StringNotEqualsIgnoreCase String EqualIgnoringCase negated "the strings differ; case is ignored",
    StringLike String Like plain "the string matches a pattern with * and ?; case counts",
    StringNotLike String Like negated "the string matches no pattern; case counts",
    NumericEquals Numeric Equal plain "the numbers are equal",
    NumericNotEquals Numeric Equal negated "the numbers differ",
    NumericLessThan Numeric Less plain "the number is smaller",
    NumericLessThanEquals Numeric LessOrEqual plain "the number is smaller or equal",
    NumericGreaterThan Numeric Greater plain "the number is greater",
    NumericGreaterThanEquals Numeric GreaterOrEqual plain "the number is greater or equal",
    DateEquals Date Equal plain "the times are equal",
    DateNotEquals Date Equal negated "the times differ",
    DateLessThan Date Less plain "the time is earlier",
    DateLessThanEquals Date LessOrEqual plain "the time is earlier or equal",
    DateGreaterThan Date Greater plain "the time is later",
    DateGreaterThanEquals Date GreaterOrEqual plain "the time is later or equal",
    Bool Bool Equal plain "both values are true, or both are false",
    BinaryEquals Binary Equal plain "the bytes, in Base64, are equal",
    IpAddress IpAddress InRange plain "the IP address is in the range",
    NotIpAddress IpAddress InRange negated "the IP address is outside the range",
    ArnEquals Arn ArnMatch plain "each part of the ARN matches; * and ? work as in ArnLike",
    ArnLike Arn ArnMatch plain "each part of the ARN matches a pattern with * and ?",
    ArnNotEquals Arn ArnMatch negated "the ARN does not match; * and ? work as in ArnNotLike",
    ArnNotLike Arn ArnMatch negated "the ARN matches no pattern",
    Null Null Absence plain "the key is absent and the value is true, or present and the value is false",
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
