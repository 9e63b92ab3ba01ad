//! The reason for the decision over all checks of a request, and what makes an allowed call fail all the same.

use kms_authz::{KeyPlace, RequestResource};

use super::{CheckContext, CheckWithReport, allowed, list, lower, post_authorization, summary};
use crate::report::{CheckReport, Decision};

/// The summary of a request, on which this was decided.
pub(crate) fn request_summary(
    contexts: &[CheckContext<'_>],
    reports: &[CheckReport],
    decision: Decision,
) -> String {
    let checks = contexts.iter().zip(reports).map(|(context, report)| CheckWithReport { context, report });
    let Some(deciding) = checks.into_iter().find(|of| of.report.decision == decision) else {
        return String::new();
    };
    let why = summary::summary(&deciding);
    if decision != Decision::Allowed {
        return if contexts.len() > 1 {
            format!("{}: {why}", label(contexts, deciding.context))
        } else {
            why
        };
    }
    let why = if contexts.len() > 1 { every(contexts) } else { why };
    let mut failures =
        contexts.iter().flat_map(|context| context.check.after.iter().map(move |after| (context, after)));
    match failures.find_map(|(context, after)| post_authorization::failure(context, after)) {
        Some(failure) => format!("{why} {failure}"),
        None => why,
    }
}

/// Why each of several checks is allowed; checks that are for the same reason are named together.
fn every(contexts: &[CheckContext<'_>]) -> String {
    let mut reasons: Vec<(Vec<String>, String)> = Vec::new();
    for context in contexts {
        let (label, why) = (label(contexts, context), lower(&allowed::allowed(context)));
        match reasons.iter_mut().find(|(_, known)| *known == why) {
            Some((labels, _)) if labels.contains(&label) => {}
            Some((labels, _)) => labels.push(label),
            None => reasons.push((vec![label], why)),
        }
    }
    let sentences = reasons.iter().map(|(labels, why)| format!("{}: {why}.", list(labels, "and")));
    format!("{} Nothing denies the call.", sentences.collect::<Vec<_>>().join(" "))
}

/// The permission of a check, and where others check the same permission, what it is checked on.
fn label(contexts: &[CheckContext<'_>], context: &CheckContext<'_>) -> String {
    let permission = context.check.request.permission;
    let same = contexts.iter().filter(|other| other.check.request.permission == permission).count();
    match on(context) {
        Some(resource) if same > 1 => format!("`{permission}` on {resource}"),
        _ => format!("`{permission}`"),
    }
}

fn on(context: &CheckContext<'_>) -> Option<String> {
    match (&context.check.request.resource, context.check.key) {
        (RequestResource::Alias(arn), _) if arn.resource() == "alias/" => Some("the alias".to_owned()),
        (RequestResource::Alias(arn), _) => Some(format!("`{}`", arn.resource())),
        (_, Some(KeyPlace::Key)) => Some("the key".to_owned()),
        (_, Some(place)) => Some(context.key_name(place)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
