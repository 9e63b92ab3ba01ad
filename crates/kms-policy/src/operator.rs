//! Condition operators: a base comparison, with or without a set operator in front and `IfExists` behind.
//!
//! IAM User Guide, *IAM JSON policy elements: Condition operators*
//! (reference_policies_elements_condition_operators.html).

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
