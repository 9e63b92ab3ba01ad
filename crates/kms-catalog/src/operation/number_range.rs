//! Whole numbers that an operation takes, and their ranges, beyond the parameters that feed condition keys.
//!
//! Implements the request parameters of <https://docs.aws.amazon.com/kms/latest/APIReference/>.

use super::{Operation, ParameterType};

/// Operation, parameter, smallest and largest value.
const RANGES: &[(&str, &str, u32, u32)] = &[
    ("DescribeCustomKeyStores", "Limit", 1, 1000),
    ("GenerateDataKey", "NumberOfBytes", 1, 1024),
    ("GenerateDataKeyWithoutPlaintext", "NumberOfBytes", 1, 1024),
    ("GenerateRandom", "NumberOfBytes", 1, 1024),
    ("ListAliases", "Limit", 1, 1000),
    ("ListGrants", "Limit", 1, 100),
    ("ListKeyPolicies", "Limit", 1, 1000),
    ("ListKeyRotations", "Limit", 1, 1000),
    ("ListKeys", "Limit", 1, 1000),
    ("ListResourceTags", "Limit", 1, 50),
    ("ListRetirableGrants", "Limit", 1, 100),
];

impl Operation {
    /// The smallest and the largest value of a parameter that is a whole number; none for other parameters. Names are
    /// case-sensitive, as in the KMS API.
    #[must_use]
    pub fn number_range(&self, parameter: &str) -> Option<(u32, u32)> {
        if let Some(ParameterType::Integer(least, most)) =
            self.parameter(parameter).map(|parameter| parameter.parameter_type)
        {
            return Some((least, most));
        }
        let row =
            RANGES.iter().find(|(operation, name, ..)| *operation == self.name && *name == parameter)?;
        Some((row.2, row.3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_an_operation_and_no_row_repeats_a_parameter() {
        for (operation, parameter, least, most) in RANGES {
            let found = Operation::find(operation).unwrap();
            assert_eq!(found.name, *operation);
            assert!(found.parameter(parameter).is_none() && least < most, "{operation} {parameter}");
        }
        assert_eq!(
            Operation::find("ScheduleKeyDeletion").unwrap().number_range("PendingWindowInDays"),
            Some((7, 30))
        );
        assert_eq!(Operation::find("ListKeys").unwrap().number_range("limit"), None);
    }
}
