//! A policy variable is malformed.
//!
//! ## Why it matters
//!
//! A `${` without a closing brace, with a space in the name or with a default that is not in single quotes is no variable.
//! The value is compared as it is written, and no request has such a text.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:EncryptionContext:user": "${aws:userid" } } }
//! ```
//!
//! ## Fix
//!
//! Write `${aws:userid}`, with a default as `${aws:userid, 'nobody'}`.

use kms_policy::{PolicyVersion, Template, VariableFaultKind};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if context.document.effective_version() != PolicyVersion::V2012 {
        return;
    }
    let values = statement.conditions.iter().flat_map(ConditionView::values);
    let values = values
        .map(|value| (&value.value.text, value.span, Template::new(&value.value.text, PolicyVersion::V2012)));
    let resources = statement.resources().iter();
    let resources =
        resources.map(|item| (&item.value, item.span, Template::resource(&item.value, PolicyVersion::V2012)));
    for (text, span, template) in values.chain(resources) {
        // A placeholder of a template language is an error of the text.
        let Some(fault) = template.faults().first().filter(|_| !text.contains("${AWS::")) else { continue };
        let (what, help) = match fault.kind {
            VariableFaultKind::NoBrace => ("its closing brace is missing", "Add `}`."),
            VariableFaultKind::Empty => ("it has no name", "Name a condition key, as in `${aws:userid}`."),
            VariableFaultKind::SpaceInName => ("there is a space in its name", "Remove the space."),
            VariableFaultKind::NoQuote => {
                ("its default is not in single quotes", "Write `${key, 'default'}`.")
            }
            VariableFaultKind::NoSpace => {
                ("a comma and one space must part name and default", "Write `${key, 'default'}`.")
            }
            VariableFaultKind::SymbolInName => {
                ("there is a brace in its name", "Close the variable before the next one.")
            }
            VariableFaultKind::BeforeResource => (
                "a variable stands only behind the fifth colon of a resource's ARN",
                "Write this part of the ARN out.",
            ),
        };
        let message = format!(
            "The variable in {} is malformed: {what}, so the value is compared as it is written.",
            quote(text)
        );
        if findings.push(Code::MalformedVariable, span, message, help).is_none() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::MalformedVariable as CODE;
    use crate::testing::found;

    #[test]
    fn malformed_variables_are_found() {
        let with = |value: &str| {
            found(CODE, &format!(r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:Decrypt","Resource":"*","Condition":{{"StringEquals":{{"kms:EncryptionContext:u":"{value}"}}}}"#)).len()
        };
        for (value, count) in [
            ("${aws:userid", 1),
            ("${aws:userid, x}", 1),
            ("${}", 1),
            ("${aws:userid}", 0),
            ("${aws:userid, 'x'}", 0),
            ("${*}", 0),
            ("plain", 0),
        ] {
            assert_eq!(with(value), count, "{value}");
        }
    }
}
