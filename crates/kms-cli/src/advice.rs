//! Advice in the output of `eval`: when it is given, and how it is written.

use kms_playground::advice::{AdviceReport, advice, to_markdown, to_text};
use kms_playground::{Decision, Report, Scenario};

use crate::arguments::{AdviceWhen, EvalArguments, EvalFormat};

/// The advice that the arguments ask for: on every request, on none, or where somebody waits for it: on the only request
/// of a scenario, if it is refused.
pub(crate) fn of(arguments: &EvalArguments, scenario: &Scenario, report: &Report) -> Vec<AdviceReport> {
    let waits = || match report.requests.as_slice() {
        [only] => {
            arguments.format == EvalFormat::Text
                && matches!(
                    only.decision,
                    Decision::ExplicitDeny | Decision::ImplicitDeny | Decision::Undetermined
                )
        }
        _ => false,
    };
    let wanted = match arguments.advice {
        AdviceWhen::Always => true,
        AdviceWhen::Never => false,
        AdviceWhen::Auto => waits(),
    };
    if !wanted {
        return Vec::new();
    }
    (0..scenario.requests.len()).filter_map(|request| advice(scenario, request)).collect()
}

/// The advice on one request as text, indented as what stands around it.
pub(crate) fn text(scenario: &Scenario, all: &[AdviceReport], request: usize) -> String {
    let Some(advice) = all.iter().find(|advice| advice.request == request) else { return String::new() };
    let text = to_text(scenario, advice);
    let indented = text.trim_end().lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("  {line}\n"),
    });
    indented.collect()
}

/// The advice on every request as Markdown.
pub(crate) fn markdown(scenario: &Scenario, all: &[AdviceReport]) -> String {
    all.iter().map(|advice| format!("\n{}", to_markdown(scenario, advice))).collect()
}
