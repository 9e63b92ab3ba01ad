//! A limit on the values of one key, in words.

use kms_analysis::{CellValue, Restriction, RestrictionForm};
use kms_policy::{BaseOperator, ConditionOperator, SetOperator};

use super::listed;

/// The values that a way or a difference is limited to.
pub(super) fn restriction(restriction: &Restriction) -> String {
    let key = &restriction.key;
    match &restriction.form {
        RestrictionForm::Condition { holds, operator, values } => condition(key, *holds, operator, values),
        RestrictionForm::Examples(cells) => {
            let cells: Vec<String> = cells.iter().map(|cell| example(key, cell)).collect();
            listed(&cells, "values").replace(" and ", " or ")
        }
    }
}

/// A condition that holds, or does not, in plain words.
fn condition(key: &str, holds: bool, operator: &str, values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let list = listed(&quoted, "values").replace(" and ", " or ");
    let as_written = || {
        let not = if holds { "" } else { " is not met" };
        format!("`{operator}` `{key}` {list}{not}")
    };
    let Some(parsed) = ConditionOperator::parse(operator) else { return as_written() };
    if parsed.base == BaseOperator::Null {
        let absent = values.iter().any(|value| value.eq_ignore_ascii_case("true")) == holds;
        return if absent { format!("`{key}` is absent") } else { format!("`{key}` is present") };
    }
    let (is, is_not) = match parsed.base.name() {
        name if name.contains("Like") => ("matches", "does not match"),
        "IpAddress" | "NotIpAddress" => ("is in", "is not in"),
        "NumericLessThan" => ("is less than", "is not less than"),
        "NumericLessThanEquals" => ("is at most", "is not at most"),
        "NumericGreaterThan" => ("is greater than", "is not greater than"),
        "NumericGreaterThanEquals" => ("is at least", "is not at least"),
        "DateLessThan" => ("is before", "is not before"),
        "DateLessThanEquals" => ("is at the latest", "is not at the latest"),
        "DateGreaterThan" => ("is after", "is not after"),
        "DateGreaterThanEquals" => ("is at the earliest", "is not at the earliest"),
        _ => ("is", "is not"),
    };
    let positive = parsed.base.is_negated() != holds;
    match (parsed.set, positive) {
        (None, true) if parsed.if_exists && holds => format!("`{key}` {is} {list} or is absent"),
        (None, true) => format!("`{key}` {is} {list}"),
        (None, false) if parsed.if_exists && !holds => format!("`{key}` is present and {is_not} {list}"),
        (None, false) => format!("`{key}` {is_not} {list}"),
        (Some(SetOperator::ForAllValues), true) if holds => format!("every value of `{key}` {is} {list}"),
        (Some(SetOperator::ForAnyValue), true) if holds => format!("a value of `{key}` {is} {list}"),
        _ => as_written(),
    }
}

fn example(key: &str, cell: &CellValue) -> String {
    match cell {
        CellValue::Absent => format!("`{key}` is absent"),
        CellValue::One(value) => format!("`{key}` is like `{value}`"),
        CellValue::Many(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("`{key}` is like {}", values.join(", "))
        }
        CellValue::Bit(holds) => {
            format!("the condition on `{key}` is {}met", if *holds { "" } else { "not " })
        }
    }
}
